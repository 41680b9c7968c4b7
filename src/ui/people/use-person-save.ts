'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import type { DraftState } from '../form/use-draft'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import type { Kind } from './kind'
import { type Checked, type Complaint, checkChange, checkNew, complaintOf, draftOf } from './person-draft'
import { useOptimisticList } from './use-optimistic-list'

type Options = {
  kind: Kind
  fields: readonly Field[]
  /** What the draft began with; undefined: somebody new. */
  person: Person | undefined
  draft: DraftState
  /** Is given the person as somebody else has changed them meanwhile; nothing was saved. */
  onChanged: (now: Person) => void
}

/** Saves the draft, or shows beside each field what is wrong with it and goes to the first. */
export function usePersonSave({ kind, fields, person, draft, onChanged }: Options) {
  const t = useTranslations('person')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofReason, ofFailure } = useFailureText()
  const { change, undo } = useOptimisticList()
  const onSettled = () => client.invalidateQueries(trpc.people.pathFilter())
  const create = useMutation(trpc.people.create.mutationOptions({ onSettled }))
  const update = useMutation(
    trpc.people.update.mutationOptions({
      onMutate: ({ id, patch }) => {
        const { values, password: _, ...own } = patch
        // The list behind the drawer changes at once.
        return change((row) =>
          row.id === id ? { ...row, ...own, values: { ...row.values, ...textsOf(values) } } : row,
        )
      },
      onError: (_, __, snapshot) => undo(snapshot),
      onSettled,
    }),
  )

  const complain = (complaints: readonly Complaint[]) => {
    const first = complaints.filter(({ key }, at) => complaints.findIndex((each) => each.key === key) === at)
    draft.complain(Object.fromEntries(first.map((each) => [each.key, ofReason(each.reason, each)])))
  }
  const lookAgain = async (id: number): Promise<Person | undefined> => {
    try {
      const now = await client.fetchQuery({ ...trpc.people.get.queryOptions({ id }), staleTime: 0 })
      const held = draftOf(kind, fields, now)
      // A save whose answer was lost on the way was sent again: it is this that has changed the record.
      if (draft.changed.every((key) => held[key] === draft.values[key])) return now
      onChanged(now)
    } catch (error) {
      notifyFailure(ofFailure(failureOf(error)))
    }
    return undefined
  }
  const attempt = async <T>(checked: Checked<T>, send: (data: T) => Promise<Person>): Promise<Person | undefined> => {
    if ('complaints' in checked) {
      complain(checked.complaints)
      return undefined
    }
    try {
      return await send(checked.data)
    } catch (error) {
      const failure = failureOf(error)
      if (failure?.kind === 'invalid') complain(failure.issues.map((issue) => complaintOf(issue, fields)))
      else if (failure?.kind === 'changed_meanwhile' && person) return await lookAgain(person.id)
      else notifyFailure(ofFailure(failure))
      return undefined
    }
  }

  /** The person as saved, or undefined when something is wrong; `over` is the state that may be written over. */
  const save = async (over = person): Promise<Person | undefined> => {
    const saved = person
      ? await attempt(checkChange(kind, draft.values, draft.changed, fields), (patch) =>
          update.mutateAsync({ id: person.id, patch, seen: over?.updated_at ?? person.updated_at }),
        )
      : await attempt(checkNew(kind, draft.values, fields), (data) => create.mutateAsync(data))
    if (saved) notifyDone(t(person ? 'saved' : 'created', { name: saved.name }))
    return saved
  }
  return { save, busy: create.isPending || update.isPending }
}

const textsOf = (values: Record<string, unknown> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]))
