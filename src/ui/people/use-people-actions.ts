'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { isQueued } from '@/domain/acts/schema'
import type { Person, PersonStatus } from '@/domain/people/schema'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { offerUndo } from '../kit/undo'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { useOptimisticList } from './use-optimistic-list'

/** What can be done with people who are chosen: deleting them and setting their status, each with a way back. */
export function usePeopleActions() {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const acts = useTranslations('acts')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const { change, undo } = useOptimisticList()
  const refresh = () => client.invalidateQueries(trpc.people.pathFilter())
  const refuse = (error: unknown, snapshot: ReturnType<typeof change> | undefined) => {
    undo(snapshot)
    notifyFailure(ofFailure(failureOf(error)))
  }

  /** The act waits for its turn: what was shown as done is not. */
  const wait = (snapshot?: ReturnType<typeof change>) => {
    undo(snapshot)
    notifyDone(acts('queued'))
    void client.invalidateQueries(trpc.acts.pathFilter())
  }

  const takeBack = useMutation(
    trpc.history.undo.mutationOptions({
      onSuccess: (answer) => {
        if (isQueued(answer)) return wait()
        const { people, left } = answer
        notifyDone(people.restore > 0 ? t('restored', { count: people.restore }) : common('undone'))
        if (left > 0) notifyFailure(t('notTakenBack', { count: left }))
        return undefined
      },
      onError: (error) => {
        const failure = failureOf(error)
        const nothing = failure?.kind === 'refused' && failure.reason === 'nothing_to_undo'
        notifyFailure(nothing ? t('nothingTakenBack') : ofFailure(failure))
      },
      onSettled: refresh,
    }),
  )
  const remove = useMutation(
    trpc.people.remove.mutationOptions({
      onMutate: ({ ids }) => change((row) => (ids.includes(row.id) ? undefined : row)),
      onSuccess: (answer, _, snapshot) => (isQueued(answer) ? wait(snapshot) : undefined),
      onError: (error, _, snapshot) => refuse(error, snapshot),
      onSettled: refresh,
    }),
  )
  const setStatus = useMutation(
    trpc.people.setStatus.mutationOptions({
      onMutate: ({ ids, status }) => change((row) => (ids.includes(row.id) ? { ...row, status } : row)),
      onSuccess: (answer, _, snapshot) => (isQueued(answer) ? wait(snapshot) : undefined),
      onError: (error, _, snapshot) => refuse(error, snapshot),
      onSettled: refresh,
    }),
  )

  return {
    remove: async (people: Pick<Person, 'id' | 'name'>[]) => {
      const answer = await remove.mutateAsync({ ids: people.map(({ id }) => id) })
      if (isQueued(answer)) return
      const { change_set, count, guardians } = answer
      const [first] = people
      const what = people.length === 1 && first ? t('deletedOne', { name: first.name }) : t('deleted', { count })
      offerUndo({
        message: guardians > 0 ? what + t('deletedWithGuardians', { guardians }) : what,
        hint: t('undoHint'),
        label: common('undo'),
        undo: () => takeBack.mutate({ change_set }),
      })
    },
    setStatus: async (ids: number[], status: PersonStatus) => {
      const answer = await setStatus.mutateAsync({ ids, status })
      if (isQueued(answer)) return
      const { count, change_set } = answer
      const message = t('statusSet', { count, status: t(`status.${status}`) })
      if (change_set === undefined) notifyDone(message)
      else
        offerUndo({ message, hint: t('undoHint'), label: common('undo'), undo: () => takeBack.mutate({ change_set }) })
    },
    busy: remove.isPending || setStatus.isPending,
  }
}
