'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../trpc/client'
import { nameOf, sameNameInput } from './same-name'
import type { Account, Candidate } from './types'

/**
 * The teachers whom registrations may be: by work number or by name and phone; where that finds nobody, by name alone,
 * so that whoever lets them in sees a namesake before making a second record of the same person.
 */
export function useCandidates(accounts: readonly Pick<Account, 'id' | 'username'>[]) {
  const trpc = useTRPC()
  const ids = accounts.map(({ id }) => id)
  const suggested = useQuery(trpc.accounts.suggestions.queryOptions({ ids }, { enabled: ids.length > 0 }))
  const unknown = suggested.data
    ? accounts.filter(({ id, username }) => !agrees(suggested.data[id]) && nameOf(username) !== '')
    : []
  const namesakes = useQueries({
    queries: unknown.map(({ username }) => trpc.people.list.queryOptions(sameNameInput(username))),
  })
  const byName = new Map<number, Candidate[]>(
    unknown.map(({ id, username }, at) => {
      const rows = namesakes[at]?.data?.rows ?? []
      const same = rows.filter(({ name }) => name === nameOf(username))
      return [
        id,
        same.map((teacher) => ({ id: teacher.id, name: teacher.name, usin: teacher.usin, by: 'name' as const })),
      ]
    }),
  )
  return {
    of: (id: number): readonly Candidate[] => {
      const known: readonly Candidate[] = suggested.data?.[id] ?? none
      const others = (byName.get(id) ?? none).filter((other) => !known.some((one) => one.id === other.id))
      return [...known, ...others]
    },
    isLoading: suggested.isLoading || namesakes.some(({ isLoading }) => isLoading),
  }
}

/** Whether more than the typed number speaks for a teacher. */
const agrees = (candidates: readonly Pick<Candidate, 'by'>[] = []) => candidates.some(({ by }) => by !== 'number')

const none: never[] = []
