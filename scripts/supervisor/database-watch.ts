import { setTimeout as sleep } from 'node:timers/promises'
import { Stillness, stillLimit } from '../../src/infra/postgres-activity'
import { findPostmaster } from '../../src/infra/postgres-pid-file'
import { stopServer } from '../../src/infra/postgres-stop'
import { type Readiness, ReadinessProbe } from '../../src/infra/readiness'

export type DatabaseWatchOptions = {
  /** Of the database now, for the role of the web processes: they see what is seen here. */
  url: () => string
  /** The folder of the embedded server. */
  cluster: string | undefined
  say: (line: string) => void
  complain: (line: string) => void
  /** In milliseconds: between two looks, and until a server that does not stir is ended. */
  times?: { every: number; still: number }
}

const usual = { every: 5_000, still: stillLimit }
/** How many looks in a row must fail before that is said: a restart is not worth two lines. */
const doubtful = 3

const words: Record<Exclude<Readiness, 'ready' | 'busy'>, string> = {
  migrations_pending: '数据库结构未更新 · migrations are pending',
  read_only: '数据库只读 · the database is read-only',
  no_rights: '数据库未授权 · the database gives no rights',
  full: '数据库空间或资源不足 · the database has no room',
  damaged: '数据库已损坏 · the database is damaged',
  away: '数据库没有应答 · the database does not answer',
  broken: '数据库异常 · the database is not what Mingce made',
}

/**
 * Looks again and again whether the database can be written to, over a connection that is new each time: so a server that
 * takes nobody in is seen too. An embedded server that answers nobody, and none of whose processes has run for minutes,
 * is ended: it is then brought back. One that recovers, or works at all, is never ended.
 */
export class DatabaseWatch {
  #state: Readiness = 'ready'
  #failed = 0

  constructor(private readonly options: DatabaseWatchOptions) {}

  get isWell(): boolean {
    return this.#state === 'ready'
  }

  start(signal: AbortSignal): void {
    void this.#run(signal)
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { every, still } = this.options.times ?? usual
    let stillness = new Stillness(every)
    while (!signal.aborted) {
      const state = await this.#look()
      if (signal.aborted) return
      this.#tell(state)
      const isStill = state === 'away' && (await this.#endStill(stillness, still))
      if (state !== 'away' || isStill) stillness = new Stillness(every)
      await sleep(every, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  async #look(): Promise<Readiness> {
    const probe = new ReadinessProbe(this.options.url)
    const state = await probe.check()
    void probe.end()
    return state
  }

  #tell(state: Readiness): void {
    this.#state = state
    if (state === 'ready' || state === 'busy') {
      if (this.#failed >= doubtful) this.options.say('数据库已恢复 · the database is well again')
      this.#failed = 0
      return
    }
    this.#failed += 1
    if (this.#failed === doubtful) this.options.complain(words[state])
  }

  /** Ends the server when it is as good as dead. One that starts or stops is left to those who start and stop it. */
  async #endStill(stillness: Stillness, still: number): Promise<boolean> {
    const { cluster, complain } = this.options
    const server = cluster === undefined ? undefined : await findPostmaster(cluster).catch(() => undefined)
    if (!server?.ready || (await stillness.of(server.pid)) < still) return false
    complain('数据库长时间无响应，强制重启 · the database has not stirred for five minutes, restarting it hard')
    await stopServer(server.pid, 0)
    return true
  }
}
