'use client'

import { Group, NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DateField } from '../form/date-field'
import { type KeyDraft, lifetimes } from './key-draft'

type Props = {
  draft: KeyDraft
  change: (part: Partial<Pick<KeyDraft, 'lifetime' | 'date'>>) => void
  error: string | undefined
}

/** Until when a key works: some days, a day that is named, or for ever. */
export function LifetimeField({ draft, change, error }: Props) {
  const t = useTranslations('apiKeys')
  return (
    <Group align="flex-start" gap="md">
      <NativeSelect
        label={t('expires')}
        data={lifetimes.map((value) => ({ value, label: t(`lifetimes.${value}`) }))}
        value={draft.lifetime}
        onChange={(event) => {
          const lifetime = lifetimes.find((each) => each === event.currentTarget.value)
          if (lifetime) change({ lifetime })
        }}
        error={draft.lifetime === 'date' ? undefined : error}
        w={220}
      />
      {draft.lifetime === 'date' && (
        <DateField label={t('lastDay')} value={draft.date} onChange={(date) => change({ date })} error={error} />
      )}
    </Group>
  )
}
