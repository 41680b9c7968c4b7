import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** After so long without a stir a process is given up, in milliseconds. A recovery or a slow disk stirs all the time. */
export const stillLimit = 300_000

/** The numbers of the processes that a process started and that are there, for one that ends now too. */
export function childrenOf(pid: number): number[] {
  try {
    const said =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
        : execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8', timeout: 2_000 })
    return said.split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return [] // none, or gone
  }
}

/** How much a process and its children have run by now: another text whenever any of them ran in between. */
async function activityOf(pid: number): Promise<string> {
  const pids = [pid, ...childrenOf(pid)]
  if (process.platform === 'linux')
    // Nanoseconds on a processor.
    return (await Promise.all(pids.map((each) => readFile(`/proc/${each}/schedstat`, 'utf8').catch(() => '')))).join()
  return run('ps', ['-o', 'pid=,time=', '-p', pids.join()], { timeout: 5_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  )
}

/** For how long a process and its children have not run at all, as one sees who looks about each second. */
export class Stillness {
  #activity = ''
  #still = 0
  #at = performance.now()

  constructor(private readonly every = 1_000) {}

  /** Looks, at most once in `every`. What the looker itself slept through, as with its machine, does not count. */
  async of(pid: number): Promise<number> {
    const passed = performance.now() - this.#at
    if (passed < this.every) return this.#still
    this.#at += passed
    const activity = await activityOf(pid)
    this.#still = activity === this.#activity ? this.#still + Math.min(passed, 2 * this.every) : 0
    this.#activity = activity
    return this.#still
  }
}
