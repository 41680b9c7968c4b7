'use client'

import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus, IconSearchOff, IconUpload, IconUsers } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useCan } from '../shell/actor-context'
import type { Kind } from './kind'
import classes from './people-page.module.css'

/** Nobody yet: what to do first. */
export function NobodyYet({ kind, add }: { kind: Kind; add: (() => void) | undefined }) {
  const t = useTranslations('people')
  const mayImport = useCan('people:import')
  return (
    <div className={classes.empty}>
      <IconUsers size={40} stroke={1.2} aria-hidden="true" />
      <Title order={2}>{t(`${kind}.emptyTitle`)}</Title>
      {add && (
        <>
          <Text c="dimmed" maw={420}>
            {t(`${kind}.emptyBody`)}
          </Text>
          <Group mt="sm" gap="xs" justify="center">
            <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
              {t(`${kind}.add`)}
            </Button>
            {mayImport && (
              <Button
                component={Link}
                href={`/import?role=${kind}`}
                variant="default"
                leftSection={<IconUpload size={16} aria-hidden="true" />}
              >
                {t('importFile')}
              </Button>
            )}
          </Group>
        </>
      )}
    </div>
  )
}

/** Nobody like that. */
export function NothingFound({ clear }: { clear: () => void }) {
  const t = useTranslations('people')
  return (
    <div className={classes.empty} role="status">
      <IconSearchOff size={40} stroke={1.2} aria-hidden="true" />
      <Title order={2}>{t('nothingFound')}</Title>
      <Text c="dimmed">{t('nothingFoundBody')}</Text>
      <Button mt="sm" variant="default" onClick={clear}>
        {t('clearFilters')}
      </Button>
    </div>
  )
}
