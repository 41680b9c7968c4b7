import type { Actor } from '@/domain/actor'

/** The place of an account in the queue of previews and exports: one at a time, and all accounts in turn. */
export function ownTurn(actor: Actor, signal: AbortSignal | undefined) {
  const who = `account ${actor.accountId}`
  return { turn: who, lane: who, signal }
}
