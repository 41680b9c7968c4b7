'use client'

import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { eventKinds } from '@/domain/webhooks/rules'
import type { Endpoint, NewEndpoint } from './types'
import { useEndpointSave } from './use-endpoint-save'

type Props = { edited: Endpoint | undefined; made: (endpoint: NewEndpoint) => void; close: () => void }

const hintBelow = ['label', 'input', 'description', 'error'] as const

/** Where to tell, of what, and what it is for. */
export function EndpointForm({ edited, made, close }: Props) {
  const t = useTranslations('webhooks')
  const common = useTranslations('common')
  const [draft, setDraft] = useState({
    url: edited?.url ?? '',
    description: edited?.description ?? '',
    kinds: edited?.kinds ?? [...eventKinds],
  })
  // The page asks for it again and again, and gets what somebody else makes of it.
  const [was] = useState(edited)
  const { errors, forgive, saving, save } = useEndpointSave({ edited: was, made, close })
  const change = (field: keyof typeof draft, value: string | string[]) => {
    setDraft((now) => ({ ...now, [field]: value }))
    forgive(field)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(draft)
  }
  return (
    <form onSubmit={submit} noValidate aria-label={t(edited ? 'edit' : 'new')}>
      <Stack gap="lg">
        <TextInput
          label={t('url')}
          description={t('urlHint')}
          inputWrapperOrder={[...hintBelow]}
          placeholder="https://"
          type="url"
          value={draft.url}
          onChange={(event) => change('url', event.currentTarget.value)}
          error={errors.url}
          maxLength={2048}
          required
          data-autofocus
        />
        <TextInput
          label={`${t('description')} (${common('optional')})`}
          description={t('descriptionHint')}
          inputWrapperOrder={[...hintBelow]}
          value={draft.description}
          onChange={(event) => change('description', event.currentTarget.value)}
          error={errors.description}
          maxLength={200}
        />
        <Checkbox.Group
          label={t('kinds')}
          value={draft.kinds}
          onChange={(kinds) => change('kinds', kinds)}
          error={errors.kinds}
        >
          <Stack gap="xs" mt="xs">
            {eventKinds.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`kind.${kind}`)} description={kind} />
            ))}
          </Stack>
        </Checkbox.Group>
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
