'use client'

import { Button, Group, Text, Title } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { Done, RolledOver } from '@/domain/rollover/schema'
import people from '../people/people-page.module.css'
import { useCan } from '../shell/actor-context'

type Props = { year: number; done: Done; ran: RolledOver | undefined; undo: () => void }

/** A year that is closed: when, what came of it when that was just now, and the way back. */
export function RolloverDone({ year, done, ran, undo }: Props) {
  const t = useTranslations('rollover')
  const format = useFormatter()
  const seesHistory = useCan('history:read')
  const named = `${year - 1}–${year}`
  const at = format.dateTime(new Date(done.at), { dateStyle: 'long', timeStyle: 'short' })
  return (
    <div className={people.empty} role="status">
      <IconCircleCheck size={40} stroke={1.2} aria-hidden="true" />
      <Title order={2}>{t(ran ? 'ran.title' : 'done.title', { year: named })}</Title>
      {ran && <Text>{t('ran.body', ran)}</Text>}
      <Text c="dimmed">{t('done.body', { at })}</Text>
      <Group mt="sm" justify="center">
        {seesHistory && (
          <Button component={Link} href={`/history?set=${done.change_set}`} variant="default">
            {t('done.see')}
          </Button>
        )}
        <Button variant="default" onClick={undo}>
          {t('done.undo')}
        </Button>
      </Group>
    </div>
  )
}
