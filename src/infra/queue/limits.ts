import { type Env, env } from '../env'
import type { QueueLimits } from './fair-queue'

/** `hash`: password hashes. `costly`: previews and exports. */
export type QueueName = 'hash' | 'costly'
export const queueNames = ['hash', 'costly'] as const satisfies readonly QueueName[]

/** The longest that anybody waits for a slot, in milliseconds. */
export const patience = () => env().queues.patience * 1000

/** The limits of a queue of the whole site. */
export function limitsOf(name: QueueName, settings: Env = env()): QueueLimits {
  const { queues } = settings
  return name === 'hash'
    ? { slots: queues.hashes, perLane: 1, waitingPerTurn: queues.hashesWaiting, waiting: queues.hashesWaitingAll }
    : { slots: queues.costly, perLane: 1, waitingPerTurn: queues.costlyWaiting, waiting: queues.costly * 25 }
}
