import { type Env, env } from '../env'
import type { QueueLimits } from './fair-queue'

/**
 * `hash`: password hashes. `guess`: guesses at one name from one network, one by one. `code`: counting
 * codes by SMS. `costly`: previews and exports.
 */
export type QueueName = 'hash' | 'guess' | 'code' | 'costly'
export const queueNames = ['hash', 'guess', 'code', 'costly'] as const satisfies readonly QueueName[]

/** The longest that anybody waits for a slot, in milliseconds. */
export const patience = () => env().queues.patience * 1000

/** The limits of a queue of the whole site. */
export function limitsOf(name: QueueName, settings: Env = env()): QueueLimits {
  const { queues } = settings
  const crowd = { perLane: 1, waitingPerTurn: queues.hashesWaiting, waiting: queues.hashesWaitingAll }
  if (name === 'hash') return { slots: queues.hashes, ...crowd }
  if (name === 'code') return { slots: 1, ...crowd }
  // As many as have a hash or wait for one: only guesses of one lane wait here.
  if (name === 'guess') return { slots: queues.hashes + queues.hashesWaitingAll, ...crowd }
  return { slots: queues.costly, perLane: 1, waitingPerTurn: queues.costlyWaiting, waiting: queues.costly * 25 }
}
