import { log } from './log'
import { serverState, serverWords } from './sql-error'

/** For how long the same state is not said again, in milliseconds. */
const quiet = 60_000

type Told = { calls: number; words: object }
// The web server and Next's bundle each have this module, in one process.
const held = globalThis as { mingceStates?: Map<string, Told> }
held.mingceStates ??= new Map()
const told = held.mingceStates

/**
 * Says that a call failed for a state of the server, with SQLSTATE and the server's words: one line when it begins, then
 * one a minute at most with how many calls met it. What has another cause is not its business.
 */
export function logState(error: unknown, about: object, after = quiet): void {
  const state = serverState(error)
  if (!state) return
  const { sqlstate, code, message } = serverWords(error)
  const words = { state, ...(sqlstate ? { sqlstate } : { code }), message }
  const key = `${state} ${sqlstate ?? code}`
  const known = told.get(key)
  if (known) {
    known.calls += 1
    return
  }
  told.set(key, { calls: 0, words })
  say({ ...words, ...about, calls: 1 })
  setTimeout(() => sayCount(key, after), after).unref()
}

/** Says that work beside the calls failed: as `logState` does, or with its stack when the server is not the cause. */
export function logFailure(error: unknown, about: object, words: string): void {
  if (serverState(error)) logState(error, about)
  else log.warn({ ...about, err: error }, words)
}

function sayCount(key: string, after: number): void {
  const known = told.get(key)
  if (!known || known.calls === 0) {
    told.delete(key)
    return
  }
  say({ ...known.words, calls: known.calls })
  known.calls = 0
  setTimeout(() => sayCount(key, after), after).unref()
}

const say = (words: object) => log.error(words, 'calls fail for a state of the database server')
