import { log } from './log'
import { serverState } from './sql-error'
import { logState } from './state-log'

/**
 * Has what others print to the console of this process written as lines of the log: Next prints each error of a page with its
 * stack, and the statement and values that Prisma adds.
 */
export function logConsole(console: Pick<Console, 'error' | 'warn'> = globalThis.console): void {
  console.error = (...said: unknown[]) => write('error', said)
  console.warn = (...said: unknown[]) => write('warn', said)
}

function write(level: 'error' | 'warn', said: readonly unknown[]): void {
  const error = said.find((each) => each instanceof Error)
  if (serverState(error)) {
    logState(error, {})
    return
  }
  const words = said.filter((each) => typeof each === 'string').join(' ')
  log[level](error === undefined ? {} : { err: error }, words.trim() || 'printed to the console')
}
