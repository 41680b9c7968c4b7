import { outsideCalls } from '@/infra/caller'
import { type Db, db } from '@/infra/db'
import { inQueue } from '@/infra/queue/queue'
import { Unavailable } from '@/infra/unavailable'
import { hasUnplaced, lastPlace, placeChanges } from './place'

/** How often it is looked for changes while anybody waits, in milliseconds. */
const pulse = 250

/** Somebody who waits for a change behind a place. */
type Waiter = { after: number; wake(): void; fail(error: unknown): void }
type Watch = { waiters: Map<number, Set<Waiter>>; placing: Set<number>; isLooking: boolean }

// Next may hold this module more than once in a process.
const held = globalThis as { mingceFeedWatch?: Watch }
held.mingceFeedWatch ??= { waiters: new Map(), placing: new Set(), isLooking: false }
const watch = held.mingceFeedWatch

/** How many wait at the feed of a school in this process. */
export const waitingAtFeed = (schoolId: number): number => watch.waiters.get(schoolId)?.size ?? 0

/**
 * Waits until the school's feed has a change behind the place, for `ms` milliseconds at most. All who wait in a process
 * share its looks, and hold no connection.
 * @returns whether there is one
 * @throws what kept the database from being asked; the signal's reason when the caller leaves
 */
export function changeBehind(schoolId: number, after: number, ms: number, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const waiters = watch.waiters.get(schoolId) ?? new Set()
    const end = (tell: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', leave)
      waiters.delete(waiter)
      if (waiters.size === 0 && watch.waiters.get(schoolId) === waiters) watch.waiters.delete(schoolId)
      tell()
    }
    const waiter: Waiter = {
      after,
      wake: () => end(() => resolve(true)),
      fail: (error) => end(() => reject(error)),
    }
    const leave = () => waiter.fail(signal.reason)
    const timer = setTimeout(() => end(() => resolve(false)), ms)
    signal.addEventListener('abort', leave, { once: true })
    watch.waiters.set(schoolId, waiters.add(waiter))
    // Whoever waits first is not the one who asks for all.
    if (!watch.isLooking) outsideCalls(() => void keepLooking())
  })
}

async function keepLooking(): Promise<void> {
  watch.isLooking = true
  while (watch.waiters.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, pulse))
    await look([...watch.waiters.keys()]).catch((error: unknown) => {
      for (const waiter of [...watch.waiters.values()].flatMap((each) => [...each])) waiter.fail(error)
    })
  }
  watch.isLooking = false
}

type Stand = { school: number; unplaced: boolean; last: string | null }

/** What the schools' feeds have, by one statement. */
export const standsOf = (db: Db, schools: readonly number[]): Promise<Stand[]> =>
  db.sql<Stand>(
    `SELECT s.id AS school, ${lastPlace('s.id')}::text AS last, ${hasUnplaced('s.id')} AS unplaced
     FROM unnest($1::int[]) s(id)`,
    [schools],
  )

/** Wakes those for whom there is something, in all schools by one statement. */
async function look(schools: readonly number[]): Promise<void> {
  for (const { school, unplaced, last } of await standsOf(db(), schools)) {
    wake(school, Number(last ?? 0))
    if (unplaced) void place(school)
  }
}

function wake(school: number, last: number): void {
  for (const waiter of [...(watch.waiters.get(school) ?? [])]) if (waiter.after < last) waiter.wake()
}

/** Gives places to what is new in a school. One school's many changes keep no other's waiting. */
async function place(school: number): Promise<void> {
  if (watch.placing.has(school)) return
  watch.placing.add(school)
  try {
    await inQueue('place', { turn: String(school) }, () => placeChanges(db(), school))
    await look([school])
  } catch (error) {
    // Where it is not their turn yet, the next look asks again.
    if (!(error instanceof Unavailable)) for (const waiter of [...(watch.waiters.get(school) ?? [])]) waiter.fail(error)
  } finally {
    watch.placing.delete(school)
  }
}
