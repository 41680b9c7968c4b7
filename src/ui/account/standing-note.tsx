'use client'

import { Alert, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Account } from '../accounts/types'
import { useActor, useCan } from '../shell/actor-context'
import { useWishWords } from './use-wish-words'

/** Why the directory is closed to an account, and what opens it; or what it still waits for. */
export function StandingNote({ account }: { account: Account }) {
  const t = useTranslations('ownAccount')
  const { schoolName } = useActor()
  const seesPeople = useCan('people:read')
  const what = useWishWords()(account)
  const wishes = what && <Text size="sm">{t('note.wishes', { what })}</Text>
  if (account.is_pending || account.is_weak) {
    return (
      <Stack gap="sm" mb="lg">
        {account.is_pending && account.refusal && (
          <Alert color="red" title={t('note.refusedTitle')}>
            <Stack gap={4}>
              <Text size="sm">{t('note.refused', { reason: account.refusal })}</Text>
              <Text size="sm">{t('note.refusedNext')}</Text>
            </Stack>
          </Alert>
        )}
        {account.is_pending && !account.refusal && (
          <Alert color="amber" title={t('note.pendingTitle')}>
            <Text size="sm">{t('note.pending', { school: schoolName })}</Text>
            {wishes}
          </Alert>
        )}
        {account.is_weak && (
          <Alert color="amber" title={t('note.weakTitle')}>
            <Text size="sm">{t('note.weak')}</Text>
          </Alert>
        )}
      </Stack>
    )
  }
  if (!seesPeople) {
    return (
      <Alert color="amber" title={t('note.selfTitle')} mb="lg">
        <Text size="sm">{t('note.self')}</Text>
      </Alert>
    )
  }
  if (!wishes && account.refusal) {
    return (
      <Alert color="amber" title={t('note.deniedTitle')} mb="lg">
        <Text size="sm">{t('note.refused', { reason: account.refusal })}</Text>
      </Alert>
    )
  }
  if (!wishes) return null
  return (
    <Alert color="ink" mb="lg">
      {wishes}
    </Alert>
  )
}
