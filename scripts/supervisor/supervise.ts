import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeSetupLink } from '../../src/auth/setup-link'
import { fillNameColumns } from '../../src/domain/accounts/names'
import { startSecret } from '../../src/domain/backup/secret'
import { grantToApp } from '../../src/infra/app-role'
import { withConnection } from '../../src/infra/connection'
import { openDb } from '../../src/infra/db'
import { keepReserve, spaceOf } from '../../src/infra/disk-space'
import { acquireDatabase } from '../../src/infra/embedded-postgres'
import type { Env } from '../../src/infra/env'
import { ignoresHangUp } from '../../src/infra/hang-up'
import { applyMigrations } from '../../src/infra/migrate'
import { isCluster } from '../../src/infra/postgres-cluster'
import { killServer } from '../../src/infra/postgres-server'
import { lockSite, type SiteLock } from '../../src/infra/site-lock'
import { checkDatabase, explain, notePlace } from './checks'
import { onParentGone } from './parent'
import { spaceWarning, startWarnings } from './warnings'
import { Workers } from './workers'

export type ServeOptions = {
  dev: boolean
  /** Stop when the process that started this one is gone, as npm is after a kill. */
  withParent: boolean
}

/** Serves the site until a signal ends it. Returns when it answers; a failure is told in one line and ends with code 1. */
export async function serve(settings: Env, options: ServeOptions): Promise<void> {
  const session = new Session()
  session.endOnSignals(options.withParent)
  try {
    await session.begin(settings, options)
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    await session.end(1)
  }
}

/** How long an orderly end may take, in milliseconds. */
const patience = 15_000
/** Between two tries to take up a database that went away, in milliseconds. */
const longestPause = 30_000

/** Names this run of the site. */
const boot = randomUUID()

const say = (line: string) => process.stdout.write(`${line}\n`)

class Session {
  #beginning: Promise<void> | undefined
  #ending: Promise<void> | undefined
  #database: { url: string; appUrl?: string; release(): Promise<void> } | undefined
  #workers: Workers | undefined
  #lock: SiteLock | undefined
  /** The folder of the embedded database, once this process may have started one. */
  #ownCluster: string | undefined

  begin(settings: Env, options: ServeOptions): Promise<void> {
    this.#beginning = this.#begin(settings, options)
    return this.#beginning
  }

  async #begin(settings: Env, { dev }: ServeOptions): Promise<void> {
    await this.#openDatabase(settings)
    this.#lock = await lockSite(
      () => this.#url(),
      () => say('· 正在恢复备份，等待完成 a backup is being restored, waiting for its end'),
    )
    const applied = await applyMigrations(this.#url())
    if (applied.length > 0) await fillNames(this.#url())
    // Only now: a restore that was under way has put its own there.
    const authSecret = await withConnection(this.#url(), ({ sql }) => startSecret(sql, settings))
    if (this.#database?.appUrl) await grantToApp(this.#url())
    if (applied.length > 0) say(`· 数据库结构已更新 the database is up to date (${applied.length} applied)`)
    if (this.#ending) return

    this.#workers = new Workers({
      count: dev ? 1 : settings.webConcurrency,
      dev,
      environment: () => ({
        DATABASE_URL: this.#database?.appUrl ?? this.#url(),
        AUTH_SECRET: authSecret,
        NEXTAUTH_URL: settings.publicUrl,
        NEXTAUTH_SECRET: authSecret,
        MINGCE_DATA_DIR: settings.dataDir,
        MINGCE_BOOT: boot,
        NODE_ENV: dev ? 'development' : 'production',
      }),
      say,
      onGivenUp: () => void this.end(1),
    })
    const [link] = await Promise.all([setupLink(this.#url(), settings.publicUrl), this.#workers.ready])
    say(`\n  名册已就绪，请打开 Mingce is ready, open:  ${settings.publicUrl}`)
    if (link) say(`  首次使用，请用此一次性链接建立学校 first run, make your school by this one-time link:\n  ${link}`)
    for (const line of startWarnings(settings, process.getuid?.(), await spaceOf(settings.dataDir))) say(`  ${line}`)
    watchSpace(settings.dataDir)
    say('  按 Ctrl+C 停止 press Ctrl+C to stop\n')
  }

  #url(): string {
    return this.#database?.url ?? ''
  }

  async #openDatabase(settings: Env): Promise<void> {
    const { databaseUrl, dataDir } = settings
    if (databaseUrl) {
      await checkDatabase(databaseUrl)
      await notePlace(settings)
      this.#database = { url: databaseUrl, release: async () => {} }
      return
    }
    if (!(await isCluster(path.join(dataDir, 'postgres'))))
      say(
        `· 正在新建站点 making a new site in ${dataDir}\n  若这里应有站点，请按 Ctrl+C 并检查 MINGCE_DATA_DIR if there should be one, stop and look at MINGCE_DATA_DIR`,
      )
    await this.#acquire(settings, true)
  }

  async #acquire(settings: Env, make: boolean): Promise<void> {
    this.#ownCluster = path.join(settings.dataDir, 'postgres')
    this.#database = await acquireDatabase(settings.dataDir, { make, onLost: () => void this.#reopen(settings) })
  }

  /**
   * Takes the database up again, maybe on another port, however long that takes: what keeps it away (a full disk, one
   * that is gone) may be mended meanwhile. It never makes another in its place.
   */
  async #reopen(settings: Env): Promise<void> {
    say('数据库中断，正在恢复 · the database went away, bringing it back')
    let told = ''
    for (let pause = 1_000; !this.#ending; pause = Math.min(pause * 2, longestPause)) {
      try {
        await this.#acquire(settings, false)
        if (this.#ending) await this.#database?.release()
        else this.#workers?.renew()
        return
      } catch (error) {
        const line = explain(error)
        if (line !== told) process.stderr.write(`${line}\n`)
        told = line
        await sleep(pause)
      }
    }
  }

  endOnSignals(withParent: boolean): void {
    const end = () => {
      if (this.#ending) {
        this.#endHard('asked twice') // at once
        return
      }
      say('正在停止 stopping …')
      void this.end(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT'] as const) process.on(signal, end)
    if (!ignoresHangUp()) process.on('SIGHUP', end)
    if (withParent) onParentGone(end)
  }

  /** Ends the web processes, then the database, then this process; what does not end in time is ended hard. */
  end(code: number): Promise<void> {
    this.#ending ??= (async () => {
      setTimeout(() => this.#endHard(`not ended in ${patience / 1000} s`), patience).unref()
      // What is being opened is closed too.
      if (!this.#workers) await this.#beginning?.catch(() => undefined)
      await this.#workers?.stop()
      await this.#lock?.release()
      await this.#database?.release()
      process.exit(code)
    })()
    return this.#ending
  }

  /** Ends all processes of the site without waiting for any. What was confirmed is in the database's log on disk. */
  #endHard(why: string): void {
    process.stderr.write(`强制停止 stopped hard: ${why}\n`)
    this.#workers?.kill()
    if (this.#ownCluster) killServer(this.#ownCluster)
    process.exit(1)
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

async function setupLink(databaseUrl: string, publicUrl: string): Promise<string | undefined> {
  const db = openDb(databaseUrl, 1)
  try {
    return await makeSetupLink(db, publicUrl)
  } finally {
    await db.end()
  }
}

/** What user names look like is computed here: migrations cannot. */
async function fillNames(databaseUrl: string): Promise<void> {
  const db = openDb(databaseUrl, 1)
  try {
    await fillNameColumns(db)
  } finally {
    await db.end()
  }
}
