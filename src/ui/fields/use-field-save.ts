'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Issue } from '@/domain/errors'
import type { Field, FieldCreate, FieldPatch } from '@/domain/fields/schema'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import type { HeldField } from './field-row'

type Errors = Readonly<Record<string, string>>

/**
 * Sends a field and keeps what was wrong with it: by box, and for options by the option.
 * @param onChanged is given the field as somebody else has changed it meanwhile; nothing was saved
 */
export function useFieldSave(complainOf: (errors: Errors) => void, onChanged: (now: HeldField) => void) {
  const t = useTranslations('fields')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofIssue, ofFailure } = useFailureText()
  const [optionErrors, setOptionErrors] = useState<Errors>({})
  const onSettled = () =>
    Promise.all([
      client.invalidateQueries(trpc.fields.pathFilter()),
      client.invalidateQueries(trpc.people.pathFilter()),
    ])
  const create = useMutation(trpc.fields.create.mutationOptions({ onSettled }))
  const update = useMutation(trpc.fields.update.mutationOptions({ onSettled }))

  const complain = (issues: readonly Issue[]) => {
    const ofOptions = issues.filter(({ field, value }) => field === 'options' && value !== undefined)
    setOptionErrors(Object.fromEntries(ofOptions.map((issue) => [issue.value ?? '', ofIssue(issue)])))
    complainOf(
      Object.fromEntries(
        issues.filter((issue) => !ofOptions.includes(issue)).map((issue) => [issue.field, ofIssue(issue)]),
      ),
    )
    return ofOptions
  }
  const lookAgain = async ({ id, role }: Field) => {
    const fields = await client.fetchQuery({ ...trpc.fields.held.queryOptions({ role }), staleTime: 0 }).catch(() => [])
    const now = fields.find((field) => field.id === id)
    if (now) onChanged(now)
    else notifyFailure(ofFailure({ kind: 'not_found' }))
  }
  /** The issues that concern single options, or undefined when all went well. */
  const attempt = async (send: () => Promise<Field>, was?: Field): Promise<Issue[] | undefined> => {
    try {
      const { label } = await send()
      notifyDone(t(was ? 'saved' : 'created', { label }))
      return undefined
    } catch (error) {
      const failure = failureOf(error)
      if (failure?.kind === 'invalid') return complain(failure.issues)
      // By another name it is not found, and yet there.
      if (was && (failure?.kind === 'changed_meanwhile' || failure?.kind === 'not_found')) await lookAgain(was)
      else notifyFailure(ofFailure(failure))
      return []
    }
  }
  return {
    optionErrors,
    setOptionErrors,
    create: (field: FieldCreate) => attempt(() => create.mutateAsync(field)),
    update: (was: Field, patch: FieldPatch) =>
      attempt(() => update.mutateAsync({ name: was.name, patch, seen: was.updated_at }), was),
    busy: create.isPending || update.isPending,
  }
}
