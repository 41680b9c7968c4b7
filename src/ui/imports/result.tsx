'use client'

import { Button, Group, Text } from '@mantine/core'
import { IconCircleCheck, IconDownload, IconHistory } from '@tabler/icons-react'
import Link from 'next/link'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { isPersonalNumber } from '@/domain/transfer/export-rules'
import { useSensitiveDownload } from '../confirmation/use-sensitive-download'
import { kinds, roleOf } from '../people/kind'
import classes from './imports.module.css'
import { RowsView } from './rows-view'
import type { Import } from './types'
import { useCountWords } from './use-count-words'

/** What came of an import, and where to go from it: back, to whom it was about, or on with what was refused. */
export function Result({ found }: { found: Import }) {
  const t = useTranslations('imports')
  const format = useFormatter()
  const language = useLocale()
  const words = useCountWords()
  const download = useSensitiveDownload()
  const { id, targets, counts, change_set, cleared, finished_at } = found
  const file = `/api/imports/${id}/refused?language=${language}`
  const holdsNumbers = targets.some((target) => target !== null && isPersonalNumber(target))
  const kind = kinds.find((each) => roleOf[each] === found.role) ?? 'student'
  const refused = (counts.wrong ?? 0) + (counts.duplicate ?? 0) + (counts.left ?? 0)
  const { new: added, changed, archived, guardians } = counts
  const written = words({ new: added, changed, archived, guardians })
  return (
    <>
      <section className={classes.result} aria-labelledby="result">
        <IconCircleCheck size={32} stroke={1.4} aria-hidden="true" />
        <div>
          <h2 id="result" className={classes.heading}>
            {written || t('nothingDone')}
          </h2>
          <Text size="sm" c="dimmed">
            {[
              finished_at && format.dateTime(new Date(finished_at), { dateStyle: 'medium', timeStyle: 'medium' }),
              (counts.unchanged ?? 0) > 0 && t('counted.unchanged', { count: counts.unchanged ?? 0 }),
              (counts.passed ?? 0) > 0 && t('counted.passed', { count: counts.passed ?? 0 }),
              refused > 0 && t('refused', { count: refused }),
              (counts.left ?? 0) > 0 && t('counted.left', { count: counts.left ?? 0 }),
              (counts.spared ?? 0) > 0 && t('counted.spared', { count: counts.spared ?? 0 }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <Group gap="xs" mt="md">
            <Button component={Link} href={`/${kind}s`}>
              {t(`toList.${kind}`)}
            </Button>
            {change_set && (
              <Button
                component={Link}
                href={`/history?set=${change_set}`}
                variant="default"
                leftSection={<IconHistory size={16} aria-hidden="true" />}
              >
                {t('toHistory')}
              </Button>
            )}
            {refused > 0 && !cleared && (
              <Button
                component="a"
                href={file}
                download
                onClick={(event) => {
                  if (!holdsNumbers) return
                  event.preventDefault()
                  void download(file)
                }}
                variant="default"
                leftSection={<IconDownload size={16} aria-hidden="true" />}
              >
                {t('downloadRefused', { count: refused })}
              </Button>
            )}
          </Group>
          {refused > 0 && !cleared && (
            <Text size="xs" c="dimmed" mt="xs">
              {t('refusedHint')}
            </Text>
          )}
        </div>
      </section>
      {cleared ? (
        <Text size="sm" c="dimmed">
          {t('rowsCleared')}
        </Text>
      ) : (
        <RowsView found={found} editable={false} />
      )}
    </>
  )
}
