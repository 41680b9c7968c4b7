import pLimit, { type LimitFunction } from 'p-limit'
import { currentCaller } from '@/infra/caller'
import type { Db } from '@/infra/db'
import { env } from '@/infra/env'
import { type Issue, ok, type Result, throttled } from '../errors'
import { count, secondsUsedUp } from './throttle'

const limit = () => ({ most: env().takenAnswers, seconds: 3600 })
const whatOf = (network: string) => ['taken', network]

/** The seconds for which the caller's network is told nothing more, and 0 outside a call. */
export async function takenWait(db: Db): Promise<number> {
  const network = currentCaller()?.network
  return network === undefined ? 0 : secondsUsedUp(db, whatOf(network), limit())
}

/** Counts an answer that says *taken* to the caller's network, whichever call gave it. */
export async function countTaken(db: Db): Promise<void> {
  const network = currentCaller()?.network
  if (network !== undefined) await count(db, whatOf(network), limit())
}

export const isTaken = (issue: Issue): boolean => issue.reason === 'taken'

// One at a time for a network: however many ask at once, none is told more than the limit has left.
const lanes = new Map<string, LimitFunction>()

async function inLane<T>(network: string, work: () => Promise<T>): Promise<T> {
  const lane = lanes.get(network) ?? pLimit(1)
  lanes.set(network, lane)
  try {
    return await lane(work)
  } finally {
    if (lane.activeCount === 0 && lane.pendingCount === 0) lanes.delete(network)
  }
}

/**
 * Looks at what is taken, as long as the caller's network has not been told so too often: 120 times an hour
 * (TAKEN_ANSWERS_HOURLY) over registration, the check of a name, and changes of accounts together. Only answers that say
 * so count, so that a whole school can register from one address. Then it is `throttled`, whatever was asked about.
 */
export async function askTaken(db: Db, look: () => Promise<Issue[]>): Promise<Result<Issue[]>> {
  const network = currentCaller()?.network
  if (network === undefined) return ok(await look())
  return inLane(network, async () => {
    const seconds = await takenWait(db)
    if (seconds > 0) return throttled(seconds)
    const issues = await look()
    if (issues.some(isTaken)) await countTaken(db)
    return ok(issues)
  })
}
