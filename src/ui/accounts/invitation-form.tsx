'use client'

import { Button, Group, NativeSelect, NumberInput, Stack, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { blankInvitation, invitationOf, lifetimes } from './invitation-draft'

export type Made = { token: string; note: string; auto: boolean }

export function InvitationForm({ made, cancel }: { made: (invitation: Made) => void; cancel: () => void }) {
  const t = useTranslations('accounts.invitations')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const [draft, setDraft] = useState(blankInvitation)
  const [tried, setTried] = useState(false)
  const invitation = invitationOf(draft)
  const change = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }))
  const invite = useMutation(
    trpc.accounts.invite.mutationOptions({
      onSuccess: ({ token }) => made({ token, note: draft.note.trim(), auto: draft.auto }),
      onError: (error) => notifyFailure(ofFailure(failureOf(error))),
      onSettled: () => client.invalidateQueries(trpc.accounts.invitations.queryFilter()),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (invitation) invite.mutate(invitation)
  }
  return (
    <form onSubmit={submit} noValidate aria-label={t('new')}>
      <Stack gap="md">
        <TextInput
          label={`${t('note')} (${common('optional')})`}
          description={t('noteHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
          maxLength={100}
          data-autofocus
        />
        <Group grow align="flex-start" gap="md" preventGrowOverflow={false}>
          <NativeSelect
            label={t('expires')}
            data={lifetimes.map((days) => ({
              value: days,
              label: days === '' ? t('forever') : t('days', { days: Number(days) }),
            }))}
            value={draft.days}
            onChange={(event) => change({ days: event.currentTarget.value })}
            miw={180}
          />
          <NumberInput
            label={t('mostUses')}
            description={t('mostUsesHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={draft.uses}
            onChange={(uses) => change({ uses })}
            error={tried && !invitation ? t('mostUsesWrong') : undefined}
            min={1}
            max={10_000}
            clampBehavior="none"
            allowDecimal={false}
            hideControls
            miw={180}
          />
        </Group>
        <Switch
          label={t('auto')}
          description={t('autoHint')}
          checked={draft.auto}
          onChange={(event) => change({ auto: event.currentTarget.checked })}
        />
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={cancel} disabled={invite.isPending}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {t('create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
