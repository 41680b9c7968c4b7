import cluster, { type Worker } from 'node:cluster'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import { serveQueues } from '../../src/infra/queue/cluster-primary'

export type WorkersOptions = {
  count: number
  dev: boolean
  /** Added to the environment of a process when it starts. */
  environment: () => Record<string, string>
  say: (line: string) => void
  /** Called when the processes keep dying and are not started again. */
  onGivenUp: () => void
}

const steady = 30_000

/**
 * V8 lets garbage grow with the room it is given, by default a fourth of the machine, and the C library keeps what each
 * thread freed for that thread. A web process lives on some 120 MB: it is given four times that. See docs/performance.md.
 */
const frugal = { flags: ['--max-old-space-size=512'], environment: { MALLOC_ARENA_MAX: '2' } }

/**
 * The web processes: they share the port, and one that dies is started again, each time later, up to eight times in a
 * row; twice when none was ever ready.
 */
export class Workers {
  #stopping = false
  #deaths = 0
  #announceReady: () => void = () => {}
  /** When the first of them answers. */
  readonly ready = new Promise<void>((resolve) => {
    this.#announceReady = resolve
  })
  #everReady = false

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
    for (let n = 0; n < options.count; n++) this.#start()
  }

  #start(): void {
    const started = Date.now()
    const worker = cluster.fork({ ...frugal.environment, ...this.options.environment() })
    worker.on('message', (message) => {
      if (message !== 'ready') return
      this.#everReady = true
      this.#announceReady()
    })
    worker.once('exit', (code, signal) => {
      if (!this.#stopping) void this.#replace(signal ?? code, Date.now() - started)
    })
  }

  async #replace(cause: string | number, lived: number): Promise<void> {
    this.#deaths = lived > steady ? 1 : this.#deaths + 1
    if (this.#deaths > (this.#everReady ? 8 : 2)) {
      this.options.say('网站进程反复退出，停止运行 · the web process keeps ending, giving up')
      this.options.onGivenUp()
      return
    }
    const pause = Math.min(250 * 2 ** this.#deaths, 30_000)
    if (cause !== 0) {
      this.options.say(
        `网站进程退出，正在重启 · the web process ended (${cause}), starting it again in ${pause / 1000} s`,
      )
      await sleep(pause)
    }
    if (!this.#stopping) this.#start()
  }

  /** Ends each when its requests are answered; they are started again with the environment of then. */
  renew(): void {
    for (const worker of running()) worker.send('stop')
  }

  /** Ends them all: when their requests are answered, or at the latest after 11 s. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const worker of running()) worker.send('stop')
    for (const end = Date.now() + 11_000; running().length > 0 && Date.now() < end; ) await sleep(20)
    this.kill()
  }

  kill(): void {
    for (const worker of running()) worker.process.kill('SIGKILL')
  }
}

const running = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
