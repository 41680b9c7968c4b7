'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useTRPC } from '../trpc/client'
import { fieldRoleOf, type Kind, roleOf } from './kind'
import { listInput } from './list-input'
import { type ListState, listParsers } from './list-state'

/** The list that the address describes, and how to change the address. */
export function usePeopleList(kind: Kind) {
  const trpc = useTRPC()
  const [state, setState] = useQueryStates(listParsers)
  const role = fieldRoleOf[kind]
  const fields = useQuery(trpc.fields.list.queryOptions({ role }, { enabled: role !== undefined })).data ?? none
  const facets = useQuery(trpc.people.facets.queryOptions({ role: roleOf[kind] })).data
  const list = useQuery(
    trpc.people.list.queryOptions(listInput(kind, state, fields), { placeholderData: keepPreviousData }),
  )
  /** Narrowing goes back to the first page. */
  const narrow = (change: Partial<ListState>) => void setState({ ...change, page: null })
  const clear = () => void setState({ q: null, status: null, cohort: null, f: null, page: null })
  return { state, setState, narrow, clear, fields, facets, list }
}

const none: never[] = []
