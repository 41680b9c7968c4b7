'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { focusFirstError } from '../form/focus-first-error'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { type KeyDraft, keyOf, patchOf } from './key-draft'
import type { Key, NewKey } from './types'

type Saved = { edited: Key | undefined; today: string; made: (key: NewKey) => void; close: () => void }

/** Sends the form; what the domain finds wrong is said by field. */
export function useKeySave({ edited, today, made, close }: Saved) {
  const t = useTranslations('apiKeys')
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
    const words = failure.issues.map((issue) => [
      issue.field,
      issue.field === 'addresses' && issue.value ? t('addressWrong', { value: issue.value }) : ofIssue(issue),
    ])
    setErrors(Object.fromEntries(words))
    focusFirstError()
  }
  const onSettled = () => client.invalidateQueries(trpc.apiKeys.list.queryFilter())
  const create = useMutation(trpc.apiKeys.create.mutationOptions({ onSuccess: made, onError, onSettled }))
  const update = useMutation(
    trpc.apiKeys.update.mutationOptions({
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
    save: (draft: KeyDraft) =>
      edited
        ? update.mutate({ id: edited.id, patch: patchOf(draft, edited, today) })
        : create.mutate(keyOf(draft, today)),
  }
}
