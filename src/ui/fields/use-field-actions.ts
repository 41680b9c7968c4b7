'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { Field, FieldRole } from '@/domain/fields/schema'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { offerUndo } from '../kit/undo'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'

/** Deleting a field, with a way back, bringing one back, and their order. */
export function useFieldActions(role: FieldRole) {
  const t = useTranslations('fields')
  const people = useTranslations('people')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure, ofIssue } = useFailureText()
  // People's values come and go with their field.
  const onSettled = () =>
    Promise.all([
      client.invalidateQueries(trpc.fields.pathFilter()),
      client.invalidateQueries(trpc.people.pathFilter()),
    ])
  const onError = (error: unknown) => {
    const failure = failureOf(error)
    const issue = failure?.kind === 'invalid' ? failure.issues[0] : undefined
    notifyFailure(issue ? ofIssue(issue) : ofFailure(failure))
  }
  const list = trpc.fields.held.queryKey({ role })

  const restore = useMutation(
    trpc.fields.restore.mutationOptions({
      onSuccess: ({ label }) => notifyDone(t('restored', { label })),
      onError,
      onSettled,
    }),
  )
  const remove = useMutation(
    trpc.fields.remove.mutationOptions({
      onSuccess: ({ id, label }) =>
        offerUndo({
          message: t('deleted', { label }),
          hint: people('undoHint'),
          label: common('undo'),
          undo: () => restore.mutate({ id }),
        }),
      onError,
      onSettled,
    }),
  )
  const reorder = useMutation(
    trpc.fields.reorder.mutationOptions({
      onMutate: ({ names }) => {
        void client.cancelQueries(trpc.fields.held.queryFilter())
        const before = client.getQueryData(list)
        const byName = new Map(before?.map((field) => [field.name, field]))
        client.setQueryData(
          list,
          names.map((name) => byName.get(name)).filter((field) => field !== undefined),
        )
        return before
      },
      onError: (error, _, before) => {
        client.setQueryData(list, before)
        onError(error)
      },
      onSettled,
    }),
  )
  return {
    remove: (field: Field) => remove.mutate({ name: field.name }),
    restore: (id: number) => restore.mutate({ id }),
    reorder: (names: string[]) => reorder.mutate({ role, names }),
  }
}
