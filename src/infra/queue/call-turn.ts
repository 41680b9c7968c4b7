import { AsyncLocalStorage } from 'node:async_hooks'

/** The place of a call on the event loop, among those of all callers. */
export type CallTurn = {
  /** Gives the place back; false: there was none to give. */
  leave(): boolean
  /** Waits for one again. @throws Unavailable */
  again(): Promise<void>
}

// The web server and Next's bundle each have this module, in one process.
const all = globalThis as { mingceCallTurn?: AsyncLocalStorage<CallTurn> }
all.mingceCallTurn ??= new AsyncLocalStorage<CallTurn>()
const storage = all.mingceCallTurn

/** Does the work of a call that has its turn. */
export const asTurn = <T>(turn: CallTurn, work: () => T): T => storage.run(turn, work)

/** The call waits for something else from now on, which bounds it by itself. */
export const leaveTurn = (): void => void storage.getStore()?.leave()

/** The call has work again, after it left its place. @throws Unavailable where there is none */
export const takeTurn = async (): Promise<void> => storage.getStore()?.again()

/** Waits for the caller, who may be slow, without a place. @throws Unavailable where there is none afterwards */
export async function withoutTurn<T>(wait: () => Promise<T>): Promise<T> {
  const turn = storage.getStore()
  const isHeld = turn?.leave()
  const came = await wait()
  if (isHeld) await turn?.again()
  return came
}
