import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { acquireDatabase } from '../../src/infra/embedded-postgres'
import type { Env } from '../../src/infra/env'
import { isCluster } from '../../src/infra/postgres-cluster'
import { killServer } from '../../src/infra/postgres-stop'
import { checkDatabase, explain, notePlace } from './checks'
import { DatabaseWatch } from './database-watch'

/** Between two tries to take up a database that went away, in milliseconds. */
const longestPause = 30_000

export type SiteDatabaseOptions = {
  settings: Env
  say: (line: string) => void
  complain: (line: string) => void
  /** Called when the database is back, maybe elsewhere. */
  onBack: () => void
  /** Gives up an opening that is under way, and every try to bring it back. */
  signal: AbortSignal
}

/** Where the database is now. `appUrl`: for the web processes, where they are another role. */
type Held = { url: string; appUrl?: string; release(): Promise<unknown> }

/** The database of the site, wherever it is: opened, watched, and brought back when it went away. */
export class SiteDatabase {
  #held: Held | undefined
  /** What is being opened or brought back. */
  #opening: Promise<void> = Promise.resolve()
  #isReopening = false
  readonly #watch: DatabaseWatch

  constructor(private readonly options: SiteDatabaseOptions) {
    const { settings, say, complain } = options
    const cluster = settings.databaseUrl ? undefined : this.#cluster
    this.#watch = new DatabaseWatch({ url: () => this.appUrl, cluster, say, complain })
  }

  get #cluster(): string {
    return path.join(this.options.settings.dataDir, 'postgres')
  }

  /** For the owner. */
  get url(): string {
    return this.#held?.url ?? ''
  }

  /** For the web processes. */
  get appUrl(): string {
    return this.#held?.appUrl ?? this.url
  }

  /** Whether the web processes are another role than the owner. */
  get hasAppRole(): boolean {
    return this.#held?.appUrl !== undefined
  }

  /** Whether it could be written to when it was looked at last. */
  get isWell(): boolean {
    return !this.#isReopening && this.#watch.isWell
  }

  /** @throws StartError, DatabaseError, DataDirError: one line each */
  open(): Promise<void> {
    this.#opening = this.#open()
    return this.#opening
  }

  /** Looks from now on whether it can be written to. */
  watch(): void {
    this.#watch.start(this.options.signal)
  }

  async #open(): Promise<void> {
    const { settings, say, signal } = this.options
    const { databaseUrl, dataDir } = settings
    if (databaseUrl) {
      await checkDatabase(databaseUrl)
      await notePlace(settings)
      signal.throwIfAborted()
      this.#held = { url: databaseUrl, release: async () => {} }
      return
    }
    if (!(await isCluster(this.#cluster)))
      say(
        `· 正在新建站点 making a new site in ${dataDir}\n  若这里应有站点，请按 Ctrl+C 并检查 MINGCE_DATA_DIR if there should be one, stop and look at MINGCE_DATA_DIR`,
      )
    await this.#acquire(true)
  }

  async #acquire(make: boolean): Promise<void> {
    const { settings, say, signal } = this.options
    this.#held = await acquireDatabase(settings.dataDir, {
      make,
      signal,
      isOwner: true,
      onLost: () => {
        this.#opening = this.#reopen()
      },
      onRecovery: () =>
        say('· 数据库正在启动或恢复，请稍候 the database is starting or recovering, this may take minutes'),
    })
  }

  /**
   * Takes the database up again, maybe on another port, however long that takes: what keeps it away (a full disk, one
   * that is gone) may be mended meanwhile. It never makes another in its place.
   */
  async #reopen(): Promise<void> {
    const { say, complain, onBack, signal } = this.options
    if (signal.aborted) return
    this.#isReopening = true
    say('数据库中断，正在恢复 · the database went away, bringing it back')
    let told = ''
    for (let pause = 1_000; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      try {
        await this.#acquire(false)
        this.#isReopening = false
        onBack()
        return
      } catch (error) {
        if (signal.aborted) return
        const line = explain(error)
        if (line !== told) complain(line)
        told = line
        await sleep(pause, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  /** Lets go of it, the signal being given; the embedded server ends with its last holder. Says how that went. */
  async release(): Promise<unknown> {
    await this.#opening.catch(() => undefined)
    return this.#held?.release()
  }

  /** Has the embedded server end at once: the next start recovers from the log on disk. */
  kill(): void {
    if (!this.options.settings.databaseUrl) killServer(this.#cluster)
  }
}
