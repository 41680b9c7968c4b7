'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { can, type Scope } from '@/domain/policy'
import type { Waiting } from '../accounts/waiting'

export type Described = {
  username: string
  schoolName: string
  role: string
  scopes: readonly Scope[]
  /** The phone is to be proven by a code. */
  asksPhone?: boolean
  /** The disk of the site is nearly full. */
  isDiskLow?: boolean
  waiting?: Waiting | undefined
}

const ActorContext = createContext<Described>({ username: '', schoolName: '', role: 'self', scopes: [] })

export function ActorRoot({ actor, children }: { actor: Described; children: ReactNode }) {
  return <ActorContext value={actor}>{children}</ActorContext>
}

export const useActor = () => useContext(ActorContext)

/** Whether whoever is signed in may: what they may not is not drawn. The server asks the same question again. */
export function useCan(scope: Scope): boolean {
  const { scopes } = useActor()
  return useMemo(() => can({ scopes: new Set(scopes) }, scope), [scopes, scope])
}
