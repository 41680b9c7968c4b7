'use client'

import { type FormEvent, useState } from 'react'
import type { Issue } from '@/domain/errors'
import { type Draft, useDraft } from '../form/use-draft'
import { useSettledChecks } from '../form/use-settled-checks'
import { useFailureText } from '../i18n/use-failure-text'
import { failureOf } from '../trpc/failure-of'

type Options = {
  blank: Draft
  check: (key: string, values: Draft) => Promise<string | undefined>
  words: (issue: Issue) => string
  send: (values: Draft) => Promise<unknown>
}

/** A form whose boxes are checked when typing stops; what the server finds wrong lands beside its box, else above the button. */
export function useEntryForm({ blank, check, words, send }: Options) {
  const { ofFailure } = useFailureText()
  const draft = useDraft(blank)
  const checks = useSettledChecks(draft, check)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  const complain = (issues: readonly Issue[]) => {
    const own = issues.filter(({ field }) => Object.hasOwn(blank, field))
    draft.complain({ ...draft.errors, ...Object.fromEntries(own.map((issue) => [issue.field, words(issue)])) })
    if (own.length < issues.length) setRefusal(ofFailure({ kind: 'invalid', issues: [] }))
  }
  /** Whether nothing is wrong with these; else the first of them has the cursor. */
  const ready = async (keys: readonly string[]): Promise<boolean> => {
    const wrong = await checks.all(keys)
    const others = Object.entries(draft.errors).filter(([key]) => !keys.includes(key))
    if (Object.keys(wrong).length === 0) return true
    draft.complain({ ...Object.fromEntries(others), ...wrong })
    return false
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setRefusal(undefined)
    setBusy(true)
    try {
      if (await ready(Object.keys(blank))) await send(draft.values)
    } catch (error) {
      const failure = failureOf(error)
      if (failure?.kind === 'invalid') complain(failure.issues)
      else setRefusal(ofFailure(failure))
    } finally {
      setBusy(false)
    }
  }
  return {
    values: draft.values,
    errors: draft.errors,
    set: checks.set,
    ready,
    complain,
    busy,
    refusal,
    restart: draft.restart,
    dirty: draft.dirty,
    formProps: { ref: draft.form, onSubmit: submit, noValidate: true, method: 'post' as const, ...checks.watch },
  }
}

export type EntryForm = ReturnType<typeof useEntryForm>
