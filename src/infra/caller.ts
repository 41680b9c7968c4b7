import { AsyncLocalStorage } from 'node:async_hooks'
import { setMaxListeners } from 'node:events'
import { clientNetwork } from './ip'

/** Who makes the call that is under way, as far as queues have to know. */
export type Caller = {
  /** Of the client: see `clientNetwork`. */
  readonly network: string
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal | undefined
  /** An account or API key, once the credentials are verified; undefined: a stranger. */
  known: string | undefined
  /** Set where the call is to be tried again later, for transports that cannot hand a failure on. */
  refused?: { status: 429 | 503; seconds: number }
  /** `Set-Cookie` of the answer, beside what the transport itself sets. */
  cookie?: string
}

// The web server and Next's bundle each have this module, in one process.
const held = globalThis as { mingceCaller?: AsyncLocalStorage<Caller> }
held.mingceCaller ??= new AsyncLocalStorage<Caller>()
const storage = held.mingceCaller

/** Does the work of a call; whatever it waits for can ask who is calling. */
export function asCaller<T>(address: string, signal: AbortSignal | undefined, work: () => T): T {
  // Each call of a batch may wait in a queue of its own.
  if (signal) setMaxListeners(100, signal)
  return storage.run({ network: clientNetwork(address), signal, known: undefined }, work)
}

/** The caller; undefined outside a call, as in a loop or on the command line. */
export const currentCaller = (): Caller | undefined => storage.getStore()

/** The credentials of the call are verified. */
export function noteKnown(who: string): void {
  const caller = storage.getStore()
  if (caller) caller.known = who
}

/** Does work that is nobody's call, though a call began it. */
export const outsideCalls = <T>(work: () => T): T => storage.exit(work)
