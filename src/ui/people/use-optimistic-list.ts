'use client'

import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import type { Person } from '@/domain/people/schema'
import { useTRPC } from '../trpc/client'

type List = { rows: Person[]; total: number }
type Snapshot = [QueryKey, List | undefined][]

/** Draws a change in every list at once, before the server has said yes; `undo` puts back what was there. */
export function useOptimisticList() {
  const client = useQueryClient()
  const trpc = useTRPC()
  const change = (alter: (row: Person) => Person | undefined): Snapshot => {
    const filter = trpc.people.list.queryFilter()
    // An answer on its way would draw the old state over the new one.
    void client.cancelQueries(filter)
    const before = client.getQueriesData<List>(filter)
    client.setQueriesData<List>(filter, (list) => {
      if (!list) return list
      const rows = list.rows.map(alter).filter((row) => row !== undefined)
      return { rows, total: list.total - (list.rows.length - rows.length) }
    })
    return before
  }
  const undo = (snapshot: Snapshot | undefined) => {
    for (const [key, list] of snapshot ?? []) client.setQueryData(key, list)
  }
  return { change, undo }
}
