'use client'

import { Button, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { keyLimits } from '@/domain/api-keys/rules'
import { blankKey, draftOf, type KeyDraft, lastDay } from './key-draft'
import { LifetimeField } from './lifetime-field'
import { ScopeChoice } from './scope-choice'
import type { Key, KeyList, NewKey } from './types'
import { useKeySave } from './use-key-save'
import { WorstCase } from './worst-case'

type Props = { edited: Key | undefined; list: KeyList; made: (key: NewKey) => void; close: () => void }

const hintBelow = ['label', 'input', 'description', 'error'] as const

/** What a key is for, may do, from where, how often and until when. */
export function KeyForm({ edited, list, made, close }: Props) {
  const t = useTranslations('apiKeys')
  const common = useTranslations('common')
  const [draft, setDraft] = useState<KeyDraft>(edited ? draftOf(edited) : blankKey)
  const { errors, forgive, saving, save } = useKeySave({ edited, today: list.today, made, close })
  const change = (part: Partial<KeyDraft>, field: string) => {
    setDraft((now) => ({ ...now, ...part }))
    forgive(field)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(draft)
  }
  return (
    <form onSubmit={submit} noValidate aria-label={edited ? t('editTitle', { name: edited.name }) : t('new')}>
      <Stack gap="lg">
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          inputWrapperOrder={[...hintBelow]}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value }, 'name')}
          error={errors.name}
          maxLength={keyLimits.name}
          required
          data-autofocus
        />
        <ScopeChoice value={draft.scopes} onChange={(scopes) => change({ scopes }, 'scopes')} error={errors.scopes} />
        <LifetimeField draft={draft} change={(part) => change(part, 'expires_on')} error={errors.expires_on} />
        <WorstCase scopes={draft.scopes} until={lastDay(draft, list.today)} />
        <Textarea
          label={`${t('addresses')} (${common('optional')})`}
          description={t('addressesHint', { address: list.your_address })}
          inputWrapperOrder={[...hintBelow]}
          placeholder={'203.0.113.10\n10.0.0.0/8'}
          value={draft.addresses}
          onChange={(event) => change({ addresses: event.currentTarget.value }, 'addresses')}
          error={errors.addresses}
          rows={3}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <NumberInput
          label={`${t('limit')} (${common('optional')})`}
          description={t('limitHint', { calls: list.usual_limit })}
          inputWrapperOrder={[...hintBelow]}
          value={draft.calls}
          onChange={(calls) => change({ calls }, 'calls_per_minute')}
          error={errors.calls_per_minute}
          min={1}
          max={keyLimits.callsPerMinute}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          hideControls
          maw={280}
        />
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={close} disabled={saving}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={saving}>
            {edited ? common('save') : t('create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
