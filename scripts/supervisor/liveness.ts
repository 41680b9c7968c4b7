import { readFileSync } from 'node:fs'

/** What is wrong with a web process: it answers nothing, cannot work, or does not end. */
export type Fault = 'silent' | 'unready' | 'endless'

/**
 * For how long each may last, in milliseconds. Loading is slow on a cold disk, and says nothing meanwhile. A web process
 * takes up to 11 s to end: see scripts/web.ts.
 */
const limits = { silent: 15_000, silentLoading: 60_000, unready: 30_000, unreadyLoading: 120_000, endless: 15_000 }

/** How a web process stands, by what it answers. */
export class Liveness {
  #isPinged = false
  #silent = 0
  #unready = 0
  #ending = 0
  #isReady = false
  #isLoaded = false
  #isAsked = false

  /** It was asked whether it lives, perhaps again. */
  pinged(): void {
    this.#isPinged = true
  }

  /** It answered, and said whether it can work. */
  answered(isReady: boolean): void {
    this.#isPinged = false
    this.#silent = 0
    this.#isReady = isReady
  }

  /** It takes requests. */
  loaded(): void {
    this.#isLoaded = true
    this.#unready = 0
    this.answered(true)
  }

  /** It was asked to end. */
  asked(): void {
    this.#isAsked = true
  }

  /**
   * Lets time pass.
   * @param passed in which it could have answered, in milliseconds
   * @param isDatabaseWell whether the supervisor finds the database well: else the process can do nothing about it
   */
  pass(passed: number, isDatabaseWell: boolean): Fault | undefined {
    if (this.#isAsked) {
      this.#ending += passed
      if (this.#ending < limits.endless) return undefined
      this.#ending = 0
      return 'endless'
    }
    if (this.#isPinged) this.#silent += passed
    this.#unready = this.#isReady || !isDatabaseWell ? 0 : this.#unready + passed
    if (this.#silent >= (this.#isLoaded ? limits.silent : limits.silentLoading)) return 'silent'
    return this.#unready >= (this.#isLoaded ? limits.unready : limits.unreadyLoading) ? 'unready' : undefined
  }
}

const leastShare = 1 / 4

/**
 * The time in which a process could have run, as one sees who looks again and again: what the looker slept through, as
 * with its machine, does not count, nor most of what the process waited for a processor or a disk.
 */
export class Chance {
  #at = performance.now()
  #waited: number

  constructor(
    private readonly pid: number,
    private readonly every: number,
  ) {
    this.#waited = waitedFor(pid)
  }

  /** Since the last look, in milliseconds. */
  passed(): number {
    const now = performance.now()
    const passed = Math.min(now - this.#at, this.every)
    this.#at = now
    const waited = waitedFor(this.pid)
    const own = Math.max(0, passed - (waited - this.#waited))
    this.#waited = waited
    // It gets some of each however busy the machine is.
    return Math.max(isAtDisk(this.pid) ? 0 : own, passed * leastShare)
  }
}

/** How long the main thread has waited for a processor, in milliseconds; 0 where the system does not tell. */
function waitedFor(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

function isAtDisk(pid: number): boolean {
  try {
    // The name in brackets may hold anything; the state is the first field behind it.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('D') === true
  } catch {
    return false
  }
}
