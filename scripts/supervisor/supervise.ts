import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeSetupLink } from '../../src/auth/setup-link'
import { fillNameColumns } from '../../src/domain/accounts/names'
import { startSecret } from '../../src/domain/backup/secret'
import { grantToApp } from '../../src/infra/app-role'
import { withConnection } from '../../src/infra/connection'
import { openDb, type RootDb } from '../../src/infra/db'
import { keepReserve, spaceOf } from '../../src/infra/disk-space'
import type { Env } from '../../src/infra/env'
import { ignoresHangUp } from '../../src/infra/hang-up'
import { outliveOutput } from '../../src/infra/heard'
import { applyMigrations } from '../../src/infra/migrate'
import { lockSite, type SiteLock } from '../../src/infra/site-lock'
import { explain } from './checks'
import { onParentGone } from './parent'
import { SiteDatabase } from './site-database'
import { endConnections, named } from './start-connections'
import { spaceWarning, startWarnings } from './warnings'
import { Workers } from './workers'

export type ServeOptions = {
  dev: boolean
  /** Stop when the process that started this one is gone, as npm is after a kill. */
  withParent: boolean
}

/** Serves the site until a signal ends it. Returns when it answers; a failure is told in one line and ends with code 1. */
export async function serve(settings: Env, options: ServeOptions): Promise<void> {
  outliveOutput()
  const session = new Session(settings, options)
  session.endOnSignals()
  try {
    await session.begin()
  } catch (error) {
    await session.fail(error)
  }
}

/** How long an orderly end may take, and then what remains until all is gone, in milliseconds: 15 s together. */
const patience = 13_000
const hardPatience = 1_500
/** Longer than a sound server takes to close a connection. */
const lockPatience = 1_000

/** Names this run of the site. */
const boot = randomUUID()

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

class Session {
  readonly #stop = new AbortController()
  readonly #database: SiteDatabase
  #ending: Promise<void> | undefined
  #workers: Workers | undefined
  #lock: SiteLock | undefined
  #isBegun = false

  constructor(
    private readonly settings: Env,
    private readonly options: ServeOptions,
  ) {
    const { signal } = this.#stop
    this.#database = new SiteDatabase({ settings, say, complain, signal, onBack: () => this.#workers?.renew() })
  }

  /** @throws what keeps the site from starting; the reason of the end, when it is ended meanwhile */
  async begin(): Promise<void> {
    const database = this.#database
    const { settings } = this
    await this.#unlessStopped(database.open())
    // By their name the connections of this start can be ended, whatever they wait for.
    const url = named(database.url, boot)
    const lock = lockSite(
      () => database.url,
      () => say('· 正在恢复备份，等待完成 a backup is being restored, waiting for its end'),
    )
    this.#lock = await this.#unlessStopped(lock)
    const applied = await this.#unlessStopped(applyMigrations(url))
    if (applied.length > 0) await this.#unlessStopped(onDb(url, fillNameColumns)) // migrations cannot compute them
    // Only now: a restore that was under way has put its own there.
    const secret = await this.#unlessStopped(withConnection(url, ({ sql }) => startSecret(sql, settings)))
    if (database.hasAppRole) await this.#unlessStopped(grantToApp(url))
    if (applied.length > 0) say(`· 数据库结构已更新 the database is up to date (${applied.length} applied)`)

    this.#workers = this.#startWorkers(secret)
    const linked = onDb(url, (db) => makeSetupLink(db, settings.publicUrl))
    const [link] = await this.#unlessStopped(Promise.all([linked, this.#workers.ready]))
    this.#isBegun = true
    database.watch()
    say(`\n  名册已就绪，请打开 Mingce is ready, open:  ${settings.publicUrl}`)
    if (link) say(`  首次使用，请用此一次性链接建立学校 first run, make your school by this one-time link:\n  ${link}`)
    for (const line of startWarnings(settings, process.getuid?.(), await spaceOf(settings.dataDir))) say(`  ${line}`)
    watchSpace(settings.dataDir)
    say('  按 Ctrl+C 停止 press Ctrl+C to stop\n')
  }

  #startWorkers(secret: string): Workers {
    const { publicUrl, dataDir, webConcurrency } = this.settings
    const { dev } = this.options
    return new Workers({
      count: dev ? 1 : webConcurrency,
      dev,
      environment: () => ({
        DATABASE_URL: this.#database.appUrl,
        AUTH_SECRET: secret,
        NEXTAUTH_URL: publicUrl,
        NEXTAUTH_SECRET: secret,
        MINGCE_DATA_DIR: dataDir,
        MINGCE_BOOT: boot,
        NODE_ENV: dev ? 'development' : 'production',
      }),
      isDatabaseWell: () => this.#database.isWell,
      say,
      onGivenUp: () => void this.end(1),
    })
  }

  /** The work's answer, or a failure at once when the site is to end: what the work still does then counts for nothing. */
  #unlessStopped<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#stop
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason)
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
    })
  }

  /** Ends with code 1 for a start that failed, which is told; one that was ended has failed at nothing. */
  async fail(error: unknown): Promise<void> {
    if (!this.#ending) complain(explain(error))
    await this.end(1)
  }

  endOnSignals(): void {
    const end = () => {
      if (this.#ending) {
        this.#endHard('asked twice') // at once
        process.exit(1)
      }
      say('正在停止 stopping …')
      void this.end(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT'] as const) process.on(signal, end)
    if (!ignoresHangUp()) process.on('SIGHUP', end)
    if (this.options.withParent) onParentGone(end)
  }

  /** Ends the web processes, then the database, then this process; what does not end in time is ended hard. */
  end(code: number): Promise<void> {
    this.#ending ??= this.#end(code)
    return this.#ending
  }

  async #end(code: number): Promise<void> {
    const late = setTimeout(() => {
      this.#endHard('the site did not end in time')
      // Until the server, which ends by itself now, is gone.
      setTimeout(() => process.exit(1), hardPatience)
    }, patience)
    this.#stop.abort(new Error('the site is to end'))
    try {
      await this.#workers?.stop()
      if (!this.#isBegun && this.#database.url) await endConnections(this.#database.url, boot)
      await Promise.race([this.#lock?.release(), sleep(lockPatience)])
      if ((await this.#database.release()) === 'killed')
        complain('强制停止数据库 the database did not end, stopped hard')
    } catch (error) {
      complain(explain(error))
    }
    clearTimeout(late)
    process.exit(code)
  }

  /** Ends all processes of the site without waiting for any. What was confirmed is in the database's log on disk. */
  #endHard(why: string): void {
    complain(`强制停止 stopped hard: ${why}`)
    this.#workers?.kill()
    this.#database.kill()
  }
}

/** Says once an hour that the disk is nearly full, for as long as it is. */
function watchSpace(dataDir: string): void {
  const look = async () => {
    await keepReserve(dataDir)
    for (const line of spaceWarning(await spaceOf(dataDir))) process.stderr.write(`${line}\n`)
  }
  void keepReserve(dataDir)
  setInterval(look, 3_600_000).unref()
}

async function onDb<T>(databaseUrl: string, work: (db: RootDb) => Promise<T>): Promise<T> {
  const db = openDb(databaseUrl, 1)
  try {
    return await work(db)
  } finally {
    await db.end()
  }
}
