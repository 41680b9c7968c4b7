import { setMaxListeners } from 'node:events'
import type { RootDb } from './db'
import { logFailure } from './state-log'

/** Work that a process does beside its requests. What several processes must not do twice, they settle in the database. */
export type Loop = {
  name: string
  /** The pause after a run that left nothing to do, in milliseconds. */
  every: number
  /** Does a part of the work; answers whether more is waiting already. Ends early when the signal says so. */
  run(db: RootDb, signal: AbortSignal): Promise<boolean>
}

/** The pause after a run that failed, in milliseconds: the database may be away. */
const afterFailure = 5_000

/**
 * Runs each loop until it is stopped. A run that fails is logged and tried again.
 * @returns `stop`, which ends them and returns when none is in the middle of a run
 */
export function startLoops(db: () => RootDb, loops: readonly Loop[]): { stop(): Promise<void> } {
  const ending = new AbortController()
  setMaxListeners(loops.length * 2, ending.signal) // each loop waits by it, and what it runs may
  const turning = loops.map((loop) => turn(db, loop, ending.signal))
  return {
    async stop() {
      ending.abort()
      await Promise.all(turning)
    },
  }
}

async function turn(db: () => RootDb, loop: Loop, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await loop.run(db(), signal)) continue
      await pause(loop.every, signal)
    } catch (error) {
      logFailure(error, { loop: loop.name }, 'a loop failed, it is tried again')
      await pause(Math.max(loop.every, afterFailure), signal)
    }
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
