'use client'

import { useQueryState } from 'nuqs'
import { openSet, setParser } from './history-state'

/** The change set that the address has open. */
export function useOpenSet() {
  const [wanted, set] = useQueryState('set', setParser.withOptions({ history: 'push' }))
  return { set: openSet(wanted), open: (id: string) => void set(id), close: () => void set(null) }
}
