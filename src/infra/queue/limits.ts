import { env } from '../env'
import type { QueueLimits } from './fair-queue'

/**
 * Queues of the whole site. `hash`: password hashes. `guess`: guesses at one name from one network, one by one. `code`:
 * counting codes by SMS. `costly`: previews and exports.
 */
export const queueNames = ['hash', 'guess', 'code', 'costly'] as const
export type SiteQueue = (typeof queueNames)[number]

/** How many connections of a process read in batches. */
export const readers = 5

/**
 * Queues of one process. `call`: places on the event loop, those of strangers apart. `reader`: connections that read in
 * batches. `answer`: long answers that are made, or wait to be read. `nobody`: work for callers whose credentials are not
 * verified; `stranger`: connections, `page`: pages for them, `drawn`: pages for others. `poll`: calls that wait at the feed;
 * `place`: schools whose changes get their places for them.
 */
const local = {
  call: { slots: 12, perLane: 8, waitingPerTurn: 5_000, waiting: 20_000 },
  reader: { slots: readers, perLane: 2, waitingPerTurn: 20, waiting: 200 },
  answer: { slots: 200, perLane: 16, waitingPerTurn: 0, waiting: 0 },
  nobody: { slots: 2, perLane: 2, waitingPerTurn: 200, waiting: 1_000 },
  drawn: { slots: 4, perLane: 2, waitingPerTurn: 200, waiting: 1_000 },
  page: { slots: 2, perLane: 2, waitingPerTurn: 200, waiting: 1_000 },
  poll: { slots: 10_000, perLane: 1_000, waitingPerTurn: 0, waiting: 0 },
  place: { slots: 2, perLane: 1, waitingPerTurn: 1, waiting: 100_000 },
  stranger: { slots: 4, perLane: 4, waitingPerTurn: 200, waiting: 1_000 },
} as const satisfies Record<string, QueueLimits>

export type QueueName = SiteQueue | keyof typeof local

/** The longest that anybody waits for a slot, in milliseconds. */
export const patience = () => env().queues.patience * 1000

/** After how many seconds whoever found no room should try again. */
export const retryAfter = 5

/** Whether all processes share the queue. */
export const isOfSite = (name: QueueName): name is SiteQueue => queueNames.some((each) => each === name)

/** The limits of a queue. */
export function limitsOf(name: QueueName): QueueLimits {
  if (!isOfSite(name)) return local[name]
  const { queues } = env()
  const crowd = { perLane: 1, waitingPerTurn: queues.hashesWaiting, waiting: queues.hashesWaitingAll }
  if (name === 'hash') return { slots: queues.hashes, ...crowd }
  if (name === 'code') return { slots: 1, ...crowd }
  // As many as have a hash or wait for one: only guesses of one lane wait here.
  if (name === 'guess') return { slots: queues.hashes + queues.hashesWaitingAll, ...crowd }
  return { slots: queues.costly, perLane: 1, waitingPerTurn: queues.costlyWaiting, waiting: queues.costly * 25 }
}
