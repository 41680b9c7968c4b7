'use client'

import { Progress, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ActState } from '@/domain/acts/schema'
import { useActWords } from './use-act-words'

/** What an act of one's own waits for, or that it is under way, or why it came to nothing. */
export function ActWait({ act }: { act: ActState | 'gone' | undefined }) {
  const t = useTranslations('acts.wait')
  const { why } = useActWords()
  if (act === 'gone') return <Text size="sm">{t('gone')}</Text>
  if (act?.state === 'done') return null
  if (act?.state === 'failed')
    return (
      <Text size="sm" c="error" role="alert">
        {why(act)}
      </Text>
    )
  const said =
    act?.state === 'running' ? t('running') : act && act.ahead > 0 ? t('queued', { count: act.ahead }) : t('soon')
  return (
    <div>
      <Text size="sm" mb={6} role="status">
        {said}
      </Text>
      <Progress value={100} animated aria-label={said} />
      <Text size="sm" c="dimmed" mt={6}>
        {t('leave')}
      </Text>
    </div>
  )
}
