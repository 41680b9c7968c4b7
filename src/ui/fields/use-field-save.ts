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

type Errors = Readonly<Record<string, string>>

/** Sends a field and keeps what was wrong with it: by box, and for options by the option. */
export function useFieldSave(complainOf: (errors: Errors) => void) {
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
  /** The issues that concern single options, or undefined when all went well. */
  const attempt = async (send: () => Promise<Field>, done: 'created' | 'saved'): Promise<Issue[] | undefined> => {
    try {
      const { label } = await send()
      notifyDone(t(done, { label }))
      return undefined
    } catch (error) {
      const failure = failureOf(error)
      if (failure?.kind === 'invalid') return complain(failure.issues)
      notifyFailure(ofFailure(failure))
      return []
    }
  }
  return {
    optionErrors,
    setOptionErrors,
    create: (field: FieldCreate) => attempt(() => create.mutateAsync(field), 'created'),
    update: (name: string, patch: FieldPatch) => attempt(() => update.mutateAsync({ name, patch }), 'saved'),
    busy: create.isPending || update.isPending,
  }
}
