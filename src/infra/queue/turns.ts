import { FairQueue, type QueueLimits } from './fair-queue'

/** What whoever waits for a place is told. */
export type Told = { start(): void; refuse(): void }
type Waiting = { start(): void; timer: NodeJS.Timeout }

/**
 * Gives callers turns on the event loop: each has so many places of it, and all take turns where more come at once. A place
 * that is given back is free in the next round of the loop, so that work that never waits is bounded in a round too, and
 * others are heard in between.
 */
export class Turns {
  readonly #queue: FairQueue
  readonly #waiting = new Map<string, Waiting>()
  readonly #ended = new Set<string>()
  #count = 0

  /** `patience`: the longest that anybody waits, in milliseconds. */
  constructor(
    limits: QueueLimits,
    private readonly patience: () => number,
  ) {
    this.#queue = new FairQueue(limits)
  }

  /**
   * Asks for a place. `started`: it is there at once, and nothing is told. `waiting`: `start` is called when it
   * is there, or `refuse` after too long. `full`: there is no room to wait.
   */
  take(caller: string, on: () => Told): { id: string; state: ReturnType<FairQueue['enter']> } {
    const id = String(++this.#count)
    const state = this.#queue.enter({ id, turn: caller, lane: caller })
    if (state === 'waiting') {
      const told = on()
      const timer = setTimeout(() => {
        this.leave(id)
        told.refuse()
      }, this.patience())
      this.#waiting.set(id, { start: told.start, timer })
    }
    return { id, state }
  }

  /** Gives a place back, or waits no more. An unknown id is no error. */
  leave(id: string): void {
    const waiting = this.#waiting.get(id)
    if (waiting) {
      clearTimeout(waiting.timer)
      this.#waiting.delete(id)
      this.#queue.leave(id)
      return
    }
    if (this.#ended.size === 0) setImmediate(() => this.#nextRound())
    this.#ended.add(id)
  }

  /** Takes back in the same round what was left; false: it is gone. */
  keep(id: string): boolean {
    return this.#ended.delete(id)
  }

  #nextRound(): void {
    const ended = [...this.#ended]
    this.#ended.clear()
    for (const each of ended)
      for (const { id } of this.#queue.leave(each)) {
        const waiting = this.#waiting.get(id)
        this.#waiting.delete(id)
        clearTimeout(waiting?.timer)
        waiting?.start()
      }
  }
}
