'use client'

import { ActionBar, Button, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'

type Act = { label: string; act: () => void }
type Props = { count: number; clear: () => void; busy: boolean; yes: Act; no: Act }

/** Yes or no to all that are ticked. */
export function DecisionBar({ count, clear, busy, yes, no }: Props) {
  const t = useTranslations('accounts.approvals')
  const table = useTranslations('table')
  return (
    <ActionBar opened={count > 0} aria-label={t('actions')} zIndex={150}>
      <Text size="sm" className="tabular" px={6} aria-live="polite" visibleFrom="xs">
        {t('selected', { count })}
      </Text>
      <Button disabled={busy} onClick={yes.act}>
        {yes.label}
      </Button>
      <Button variant="light" color="red" disabled={busy} onClick={no.act}>
        {no.label}
      </Button>
      <ActionBar.CloseButton aria-label={table('clearSelection')} onClick={clear} />
    </ActionBar>
  )
}
