'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { Person, PersonStatus } from '@/domain/people/schema'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { offerUndo } from '../kit/undo'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { useOptimisticList } from './use-optimistic-list'

/** What can be done with people who are chosen: deleting, with a way back, and setting their status. */
export function usePeopleActions() {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const { change, undo } = useOptimisticList()
  const refresh = () => client.invalidateQueries(trpc.people.pathFilter())
  const refuse = (error: unknown, snapshot: ReturnType<typeof change> | undefined) => {
    undo(snapshot)
    notifyFailure(ofFailure(failureOf(error)))
  }

  const restore = useMutation(
    trpc.people.restore.mutationOptions({
      onSuccess: ({ count }) => notifyDone(t('restored', { count })),
      onError: (error) => refuse(error, undefined),
      onSettled: refresh,
    }),
  )
  const remove = useMutation(
    trpc.people.remove.mutationOptions({
      onMutate: ({ ids }) => change((row) => (ids.includes(row.id) ? undefined : row)),
      onError: (error, _, snapshot) => refuse(error, snapshot),
      onSettled: refresh,
    }),
  )
  const setStatus = useMutation(
    trpc.people.setStatus.mutationOptions({
      onMutate: ({ ids, status }) => change((row) => (ids.includes(row.id) ? { ...row, status } : row)),
      onSuccess: ({ count }, { status }) => notifyDone(t('statusSet', { count, status: t(`status.${status}`) })),
      onError: (error, _, snapshot) => refuse(error, snapshot),
      onSettled: refresh,
    }),
  )

  return {
    remove: async (people: Pick<Person, 'id' | 'name'>[]) => {
      const { change_set, count, guardians } = await remove.mutateAsync({ ids: people.map(({ id }) => id) })
      const [first] = people
      const what = people.length === 1 && first ? t('deletedOne', { name: first.name }) : t('deleted', { count })
      offerUndo({
        message: guardians > 0 ? what + t('deletedWithGuardians', { guardians }) : what,
        hint: t('undoHint'),
        label: common('undo'),
        undo: () => restore.mutate({ change_set }),
      })
    },
    setStatus: (ids: number[], status: PersonStatus) => setStatus.mutateAsync({ ids, status }),
    busy: remove.isPending || setStatus.isPending,
  }
}
