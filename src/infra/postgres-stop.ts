import { setTimeout as sleep } from 'node:timers/promises'
import { childrenOf } from './postgres-activity'
import { readPidFileNow, runs } from './postgres-pid-file'

/** How long a server may take to end cleanly, in milliseconds: it writes out what it holds. */
const cleanly = 10_000
const hard = 2_000

/** What became of a server that was let go: `left` to whoever uses it too. */
export type Ending = 'stopped' | 'killed' | 'left'

/** The processes that this one started and must not leave behind. */
const own = new Set<number>()

/** Has a process end with this one, however this one ends, but by SIGKILL. */
export function ownProcess(pid: number): void {
  if (own.size === 0) process.once('exit', killOwn)
  own.add(pid)
}

/** The process may outlive this one: it is gone, or others use it. */
export function disownProcess(pid: number): void {
  own.delete(pid)
  if (own.size === 0) process.off('exit', killOwn)
}

function killOwn(): void {
  for (const pid of own) killProcesses(pid)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone.
  }
}

/** Has a server end at once, without a checkpoint; one that was stopped hears it too, and so do its processes. */
function killProcesses(pid: number): void {
  signal(pid, 'SIGQUIT')
  for (const each of [pid, ...childrenOf(pid)]) signal(each, 'SIGCONT')
}

/** Has the server end at once: the next start recovers from the log on disk. */
export function killServer(cluster: string): void {
  const pid = readPidFileNow(cluster)
  if (pid) killProcesses(pid)
}

/** Asks the server to end at once but cleanly, connections included. */
export const askToStop = (pid: number): void => signal(pid, 'SIGINT')

async function isGone(pid: number, within: number): Promise<boolean> {
  for (const end = performance.now() + within; runs(pid); await sleep(10)) if (performance.now() > end) return false
  return true
}

/**
 * Ends the server, connections included, and returns when it is gone: cleanly, or hard where that takes too long. What was
 * confirmed is in the log on disk either way.
 * @param patience for a clean end, in milliseconds
 */
export async function stopServer(pid: number, patience = cleanly): Promise<Ending> {
  askToStop(pid)
  if (await isGone(pid, patience)) return 'stopped'
  killProcesses(pid)
  if (await isGone(pid, hard)) return 'killed'
  const all = [...childrenOf(pid), pid]
  for (const each of all) signal(each, 'SIGKILL')
  // One that waits for a disk hears no signal before the disk answers.
  await Promise.all(all.map((each) => isGone(each, hard)))
  return 'killed'
}
