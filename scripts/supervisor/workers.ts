import cluster, { type Worker } from 'node:cluster'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import { serveQueues } from '../../src/infra/queue/cluster-primary'
import { Deaths } from './deaths'

export type WorkersOptions = {
  count: number
  dev: boolean
  /** Added to the environment of a process when it starts. */
  environment: () => Record<string, string>
  say: (line: string) => void
  /** Called when the processes keep dying and are not started again. */
  onGivenUp: () => void
}

/**
 * V8 lets garbage grow with the room it is given, by default a fourth of the machine, and the C library keeps what each
 * thread freed for that thread. A web process lives on some 120 MB: it is given four times that. See docs/performance.md.
 */
const frugal = { flags: ['--max-old-space-size=512'], environment: { MALLOC_ARENA_MAX: '2' } }

/** Where one web process runs, and the next after it. */
type Place = {
  deaths: Deaths
  worker?: Worker
  /** The address of the database that the process was forked with. */
  database?: string
  /** When it began to answer. */
  readySince?: number
  /** The supervisor asked it to end. */
  asked: boolean
}

/**
 * The web processes: they share the port, and one that dies is started again, each time later. Once the site was ready
 * they are never given up; before that, at the third death of a place.
 */
export class Workers {
  #stopping = false
  #announceReady: () => void = () => {}
  /** When the first of them answers. */
  readonly ready = new Promise<void>((resolve) => {
    this.#announceReady = resolve
  })
  #everReady = false
  readonly #places: readonly Place[]

  constructor(private readonly options: WorkersOptions) {
    // A single process takes its connections itself; several get them in turn.
    cluster.schedulingPolicy = options.count === 1 ? cluster.SCHED_NONE : cluster.SCHED_RR
    cluster.setupPrimary({
      exec: path.resolve(options.dev ? 'scripts/web.ts' : '.next/processes/web.mjs'),
      execArgv: options.dev ? [...frugal.flags, '--import', 'tsx'] : frugal.flags,
      args: options.dev ? ['--dev'] : [],
    })
    // Counts the calls of all of them: see src/auth/call-limit.ts.
    new RateLimiterClusterMaster()
    serveQueues()
    this.#places = Array.from({ length: options.count }, () => ({ deaths: new Deaths(), asked: false }))
    for (const place of this.#places) this.#start(place)
  }

  #start(place: Place): void {
    const environment = this.options.environment()
    const worker = cluster.fork({ ...frugal.environment, ...environment })
    Object.assign(place, { worker, database: environment.DATABASE_URL, readySince: undefined, asked: false })
    worker.on('message', (message) => {
      if (message !== 'ready') return
      place.readySince = Date.now()
      this.#everReady = true
      this.#announceReady()
      // The database may have come back elsewhere since the fork.
      this.#renew(place)
    })
    worker.once('exit', (code, signal) => {
      if (!this.#stopping) void this.#replace(place, signal ?? code)
    })
  }

  async #replace(place: Place, cause: string | number): Promise<void> {
    if (!place.asked) {
      const healthy = place.readySince === undefined ? 0 : Date.now() - place.readySince
      const pause = place.deaths.count(healthy, this.#everReady)
      if (pause === undefined) {
        this.options.say('网站进程反复退出，停止运行 · the web process keeps ending, giving up')
        this.options.onGivenUp()
        return
      }
      this.options.say(
        `网站进程退出，正在重启 · the web process ended (${cause}), starting it again in ${pause / 1000} s`,
      )
      await sleep(pause)
    }
    if (!this.#stopping) this.#start(place)
  }

  /** Ends each that has another database than now when its requests are answered; they are started again. */
  renew(): void {
    for (const place of this.#places) this.#renew(place)
  }

  #renew(place: Place): void {
    if (place.database === this.options.environment().DATABASE_URL || this.#stopping) return
    place.asked = true
    askToEnd(place.worker)
  }

  /** Ends them all: when their requests are answered, or at the latest after 11 s. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const worker of running()) askToEnd(worker)
    for (const end = Date.now() + 11_000; running().length > 0 && Date.now() < end; ) await sleep(20)
    this.kill()
  }

  kill(): void {
    for (const worker of running()) worker.process.kill('SIGKILL')
  }
}

/** By a signal and not by a message: one that is still loading hears no message, and ends by the signal at once. */
const askToEnd = (worker: Worker | undefined): void => {
  worker?.process.kill('SIGTERM')
}
const running = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
