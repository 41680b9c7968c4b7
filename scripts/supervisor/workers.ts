import cluster, { type Worker } from 'node:cluster'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import { ping, pongOf } from '../../src/infra/ping'
import { serveQueues } from '../../src/infra/queue/cluster-primary'
import { codeOf } from '../../src/infra/system-error'
import { Deaths } from './deaths'
import { closeUntaken } from './handed-over'
import { Chance, type Fault, Liveness } from './liveness'

export type WorkersOptions = {
  count: number
  dev: boolean
  /** Added to the environment of a process when it starts. */
  environment: () => Record<string, string>
  /** Whether the database can be written to, as the supervisor finds it. */
  isDatabaseWell: () => boolean
  say: (line: string) => void
  /** Called when the processes keep dying and are not started again. */
  onGivenUp: () => void
}

/**
 * V8 lets garbage grow with the room it is given, by default a fourth of the machine, and the C library keeps what each
 * thread freed for that thread. A web process lives on some 120 MB: it is given four times that. See docs/performance.md.
 */
const frugal = { flags: ['--max-old-space-size=512'], environment: { MALLOC_ARENA_MAX: '2' } }

/** Between two looks at each process, in milliseconds; every fifth look asks. */
const every = 1_000
const looksPerPing = 5

/** Where one web process runs, and the next after it. */
type Place = { deaths: Deaths; run?: Run }

/** One process, from its fork to its end. */
type Run = {
  worker: Worker
  /** The address of the database that the process was forked with. */
  database: string | undefined
  /** When it began to answer. */
  readySince?: number
  /** Why the supervisor ends it: `renewed` for another database, `replaced` for a fault. */
  asked?: 'renewed' | 'replaced'
  liveness: Liveness
  chance: Chance
}

const faults: Record<Fault, string> = {
  silent: '网站进程没有应答，正在更换 · the web process does not answer, replacing it',
  unready: '网站进程无法工作，正在更换 · the web process cannot work though the database is well, replacing it',
  endless: '网站进程没有退出，强制结束 · the web process did not end in time, ending it hard',
}

/**
 * The web processes: they share the port, and one that dies, or does not answer, is started again, each time later. Once
 * the site was ready they are never given up; before that, at the third death of a place.
 */
export class Workers {
  #stopping = false
  #announceReady: () => void = () => {}
  /** When the first of them answers. */
  readonly ready = new Promise<void>((resolve) => {
    this.#announceReady = resolve
  })
  #everReady = false
  #looks = 0
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
    this.#places = Array.from({ length: options.count }, () => ({ deaths: new Deaths() }))
    for (const place of this.#places) this.#start(place)
    setInterval(() => this.#lookAtAll(), every).unref()
  }

  #start(place: Place): void {
    const environment = this.options.environment()
    let worker: Worker
    try {
      worker = cluster.fork({ ...frugal.environment, ...environment })
    } catch (error) {
      void this.#replace(place, String(error)) // the machine has no room for another process
      return
    }
    const pid = worker.process.pid ?? 0
    const run: Run = {
      worker,
      database: environment.DATABASE_URL,
      liveness: new Liveness(),
      chance: new Chance(pid, every),
    }
    place.run = run
    closeUntaken(worker)
    worker.on('message', (message) => this.#hear(run, message))
    // A broken channel is followed by the exit; a process that could not be forked has none.
    worker.on('error', (error) => {
      if (worker.process.pid === undefined && !this.#stopping) void this.#replace(place, codeOf(error))
    })
    worker.once('exit', (code, signal) => {
      if (!this.#stopping) void this.#replace(place, signal ?? code)
    })
  }

  #hear(run: Run, message: unknown): void {
    const pong = pongOf(message)
    if (pong) run.liveness.answered(pong.isReady ?? run.readySince !== undefined)
    if (message !== 'ready') return
    run.readySince = performance.now()
    run.liveness.loaded()
    this.#everReady = true
    this.#announceReady()
    // The database may have come back elsewhere since the fork.
    this.#renew(run)
  }

  #lookAtAll(): void {
    if (this.#stopping) return
    this.#looks += 1
    for (const { run } of this.#places) if (run && !run.worker.isDead()) this.#look(run)
  }

  #look(run: Run): void {
    this.#renew(run)
    // Again and again, for one that is still loading hears nothing.
    if (this.#looks % looksPerPing === 0) this.#ping(run)
    const fault = run.liveness.pass(run.chance.passed(), this.options.isDatabaseWell())
    // Whoever develops may hold a process at a breakpoint.
    if (!fault || this.options.dev) return
    this.options.say(faults[fault])
    if (fault !== 'unready') run.worker.process.kill('SIGKILL')
    this.#ask(run, 'replaced')
  }

  #ping({ worker, liveness }: Run): void {
    liveness.pinged()
    // The callback takes the error of one that is just gone.
    if (worker.isConnected()) worker.process.send(ping, () => {})
  }

  async #replace(place: Place, cause: string | number): Promise<void> {
    const { deaths, run } = place
    const healthy = run?.readySince === undefined ? 0 : performance.now() - run.readySince
    place.run = undefined
    // A site that was never ready is given up for what replaces its processes, too.
    if (run?.asked === 'replaced' && this.#everReady) await sleep(deaths.countReplaced(healthy))
    else if (run?.asked !== 'renewed') {
      const pause = deaths.count(healthy, this.#everReady)
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
    for (const { run } of this.#places) if (run) this.#renew(run)
  }

  #renew(run: Run): void {
    if (run.database === this.options.environment().DATABASE_URL || this.#stopping || run.asked) return
    this.#ask(run, 'renewed')
  }

  #ask(run: Run, why: 'renewed' | 'replaced'): void {
    run.asked ??= why
    run.liveness.asked()
    askToEnd(run.worker)
  }

  /** Ends them all: when their requests are answered, or at the latest after 11 s. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const worker of running()) askToEnd(worker)
    for (const end = performance.now() + 11_000; running().length > 0 && performance.now() < end; ) await sleep(20)
    this.kill()
  }

  kill(): void {
    for (const worker of running()) worker.process.kill('SIGKILL')
  }
}

/** By a signal and not by a message: one that is still loading hears no message, and ends by the signal at once. */
const askToEnd = (worker: Worker): void => {
  worker.process.kill('SIGTERM')
}
/** Node lists one that could not be forked for ever. */
const running = (): Worker[] =>
  Object.values(cluster.workers ?? {}).flatMap((worker) => (worker?.process.pid === undefined ? [] : [worker]))
