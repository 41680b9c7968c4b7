'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { focusFirstError } from '../form/focus-first-error'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import type { Endpoint, NewEndpoint } from './types'

type Saved = { edited: Endpoint | undefined; made: (endpoint: NewEndpoint) => void; close: () => void }
type Draft = Pick<Endpoint, 'url' | 'description' | 'kinds'>

/** Sends the form; what the domain finds wrong is said by field. */
export function useEndpointSave({ edited, made, close }: Saved) {
  const t = useTranslations('webhooks')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure, ofIssue } = useFailureText()
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const onError = (error: unknown) => {
    const failure = failureOf(error)
    if (failure?.kind !== 'invalid') {
      notifyFailure(ofFailure(failure))
      return
    }
    setErrors(Object.fromEntries(failure.issues.map((issue) => [issue.field, ofIssue(issue)])))
    focusFirstError()
  }
  const onSettled = () => client.invalidateQueries(trpc.webhooks.pathFilter())
  const create = useMutation(trpc.webhooks.create.mutationOptions({ onSuccess: made, onError, onSettled }))
  const update = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: () => {
        notifyDone(t('saved'))
        close()
      },
      onError,
      onSettled,
    }),
  )
  return {
    errors,
    forgive: (field: string) => setErrors(({ [field]: _, ...others }) => others),
    saving: create.isPending || update.isPending,
    save: (draft: Draft) =>
      edited ? update.mutate({ id: edited.id, patch: patchOf(draft, edited) }) : create.mutate(draft),
  }
}

/** Only what differs from what it was: the rest may be otherwise by now. */
const patchOf = (draft: Draft, was: Draft): Partial<Draft> => ({
  ...(draft.url !== was.url && { url: draft.url }),
  ...(draft.description !== was.description && { description: draft.description }),
  ...(!sameKinds(draft.kinds, was.kinds) && { kinds: draft.kinds }),
})

const sameKinds = (one: Draft['kinds'], other: Draft['kinds']) =>
  one.length === other.length && one.every((kind) => other.includes(kind))
