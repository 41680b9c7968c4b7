'use client'

import { useQueryState } from 'nuqs'
import { personParser } from './list-state'

/** Who stands open in the address. Opening adds a step to the history, so that Back closes; walking on replaces it. */
export function useOpenPerson() {
  const [person, setPerson] = useQueryState('person', personParser)
  const open = (next: string) => void setPerson(next, { history: person === null ? 'push' : 'replace' })
  const close = () => void setPerson(null, { history: 'replace' })
  return { person, open, close }
}
