import { cookies } from 'next/headers'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { findSession, type SessionStanding } from '@/domain/accounts/sessions'
import type { Actor } from '@/domain/actor'
import { type Role, type Scope, scopes } from '@/domain/policy'
import { noteKnown } from '@/infra/caller'
import { db } from '@/infra/db'
import { isLow, spaceOf } from '@/infra/disk-space'
import { env } from '@/infra/env'
import { rememberCaller } from '@/infra/known-callers'
import { sessionCookie } from './cookies'
import { authOptions } from './next-auth'
import { accountActor } from './role'

/** The account behind the request's session cookie, asked of the database once a request. */
const currentAccount = cache(async (): Promise<{ account: SessionStanding; sessionId: string } | undefined> => {
  const session = await getServerSession(authOptions)
  // Its signature was ours.
  if (session?.sessionId) noteKnown(`session ${session.sessionId}`)
  const account = session?.sessionId ? await findSession(db(), session.sessionId) : undefined
  if (!session?.sessionId || !account) return undefined
  const shown = (await cookies()).get(sessionCookie())
  if (shown) rememberCaller(shown.value, `account ${account.account_id}`)
  return { account, sessionId: session.sessionId }
})

/** The actor of the request's session, or undefined when nobody is signed in, or the session was ended. */
export async function sessionActor(): Promise<Actor | undefined> {
  const current = await currentAccount()
  return current && accountActor(current.account, 'page', current.sessionId, current.account.is_confirmed)
}

export type Described = {
  username: string
  schoolName: string
  isWeak: boolean
  /** The phone is to be proven by a code. */
  asksPhone: boolean
  /** The disk of the data dir is nearly full: for administrators to know. */
  isDiskLow: boolean
  role: Role
  scopes: Scope[]
}

/** What a page shows of whoever is signed in. */
export async function describeActor(actor: Actor): Promise<Described> {
  const current = await currentAccount()
  const space = actor.scopes.has('accounts:manage') ? await spaceOf(env().dataDir) : undefined
  return {
    username: current?.account.username ?? '',
    schoolName: current?.account.school_name ?? '',
    isWeak: current?.account.is_weak ?? false,
    asksPhone: current?.account.asks_phone ?? false,
    isDiskLow: space !== undefined && isLow(space),
    role: actor.role,
    scopes: scopes.filter((scope) => actor.scopes.has(scope)),
  }
}
