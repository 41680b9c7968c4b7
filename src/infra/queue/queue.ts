import cluster from 'node:cluster'
import { randomUUID } from 'node:crypto'
import { env } from '../env'
import { Unavailable } from '../unavailable'
import { leaveTurn } from './call-turn'
import { askPrimary } from './cluster-client'
import { FairQueue, type Place } from './fair-queue'
import { isOfSite, limitsOf, patience, type QueueName, retryAfter } from './limits'
import { held } from './turn'

/** What a queue answers: a slot now or later, or no room. */
export type Slots = {
  /** `onStart` is called once, maybe at once, when the place has its slot; `onFull` when there is no room. */
  enter(place: Place, on: { start(): void; full(): void }): void
  leave(id: string): void
}

/** A queue in the memory of this process. */
export function localSlots(name: QueueName): Slots {
  const queue = new FairQueue(limitsOf(name))
  const starts = new Map<string, () => void>()
  return {
    enter(place, on) {
      const entered = queue.enter(place)
      if (entered === 'started') on.start()
      else if (entered === 'full') on.full()
      else starts.set(place.id, on.start)
    },
    leave(id) {
      starts.delete(id)
      for (const each of queue.leave(id)) {
        const start = starts.get(each.id)
        starts.delete(each.id)
        start?.()
      }
    },
  }
}

// Next may hold this module more than once in a process.
const kept = globalThis as { mingceQueues?: Map<QueueName, Slots> }

/** Several web processes queue at their supervisor where the queue is the site's; one alone in its own memory. */
function slotsOf(name: QueueName): Slots {
  kept.mingceQueues ??= new Map()
  const known = kept.mingceQueues.get(name)
  if (known) return known
  const made = isOfSite(name) && cluster.isWorker && env().webConcurrency > 1 ? askPrimary(name) : localSlots(name)
  kept.mingceQueues.set(name, made)
  return made
}

/** Waits for a slot. Returns the function that gives it back. @throws Unavailable · the reason of the signal */
function takeSlot(slots: Slots, place: Place, signal: AbortSignal | undefined): Promise<() => void> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const giveUp = (error: unknown) => {
      settle()
      slots.leave(place.id)
      reject(error)
    }
    const onAbort = () => giveUp(signal?.reason)
    const timer = setTimeout(() => giveUp(new Unavailable(retryAfter)), patience())
    signal?.addEventListener('abort', onAbort, { once: true })
    slots.enter(place, {
      start() {
        settle()
        resolve(() => slots.leave(place.id))
      },
      full: () => giveUp(new Unavailable(retryAfter)),
    })
  })
}

export type Waiting = { turn: string; lane?: string; signal?: AbortSignal | undefined }

/**
 * Waits for a slot of the queue and returns the function that gives it back. Without a lane the place has one of its own.
 * @throws Unavailable when the queue is full or the wait too long; the signal's reason when the caller leaves meanwhile
 */
export function slotIn(name: QueueName, { turn, lane, signal }: Waiting): Promise<() => void> {
  // Whoever waits for others of the site leaves this process to other strangers.
  if (isOfSite(name)) held.getStore()?.()
  // What waits here is bounded here, and keeps no place on the event loop; a connection is soon there.
  if (name !== 'stranger') leaveTurn()
  const id = randomUUID()
  return takeSlot(slotsOf(name), { id, turn, lane: lane ?? id }, signal)
}

/** Does the work while it holds a slot of the queue. @throws as `slotIn` does */
export async function inQueue<T>(name: QueueName, waiting: Waiting, work: () => Promise<T>): Promise<T> {
  const leave = await slotIn(name, waiting)
  try {
    return await work()
  } finally {
    leave()
  }
}
