import { openDb, type RootDb } from '../src/infra/db'
import { acquireDatabase } from '../src/infra/embedded-postgres'
import { env } from '../src/infra/env'
import { applyMigrations } from '../src/infra/migrate'
import { type BenchApp, startBenchApp } from './kit/app'
import { fillSchool } from './kit/people'
import type { Plot } from './kit/plot'
import { newSchool, type School } from './kit/school'
import { timed } from './kit/timing'

/** How many people a school has: ten thousand, a hundred thousand and a million, or fewer with `--small`. */
export type Size = '10k' | '100k' | '1M'

const sizes: Record<Size, { full: number; small: number }> = {
  '10k': { full: 10_000, small: 500 },
  '100k': { full: 100_000, small: 2_000 },
  '1M': { full: 1_000_000, small: 8_000 },
}

/** What rows share. All of it is made at its first use, and gone at the end of the run. */
export type Context = {
  /** Whether this is the smoke: small data and few rounds. */
  small: boolean
  /** The first in a whole run, the second in the smoke. */
  pick<T>(whole: T, small: T): T
  /** The database of the schools. */
  url: string
  db: RootDb
  /** A folder of the run's own. */
  folder: string
  /** The school of that size; all schools are in one database. */
  school(size: Size): Promise<School>
  /** A migrated database beside, for what would leave its traces. */
  database(): Promise<{ url: string; db: RootDb }>
  /** The built app on the database of the schools, in one web process or as many as asked for. */
  app(processes?: number): Promise<BenchApp>
  /** Tells the person at the terminal what goes on. */
  say(line: string): void
  /** Drawn at the end, beside the table. */
  plot(plot: Plot): void
}

export type OpenContext = {
  context: Context
  plots: readonly Plot[]
  /** What the apps have printed so far, for whoever asks why one is gone. */
  said(): string
  close(): Promise<void>
}

/** Makes a database of the run's own in the data dir, which `scripts/bench.mjs` makes and removes. */
export async function openContext(options: { small: boolean; say(line: string): void }): Promise<OpenContext> {
  const { small, say } = options
  const folder = env().dataDir
  const server = await acquireDatabase(folder)
  const closing: (() => Promise<unknown>)[] = []
  const open = async (url: string): Promise<RootDb> => {
    await applyMigrations(url)
    const db = openDb(url, 10)
    closing.unshift(() => db.end())
    return db
  }
  const db = await open(server.url)
  const [schools, apps] = [new Map<Size, Promise<School>>(), new Map<number, Promise<BenchApp>>()]
  const plots: Plot[] = []
  const outputs: (() => string)[] = []
  let databases = 0
  const context: Context = {
    small,
    pick: (whole, few) => (small ? few : whole),
    url: server.url,
    db,
    folder,
    school: (size) => once(schools, size, () => makeSchool(db, sizes[size][small ? 'small' : 'full'], say)),
    async database() {
      const name = `bench_${++databases}`
      await db.sql(`CREATE DATABASE ${name}`)
      const url = Object.assign(new URL(server.url), { pathname: name }).href
      return { url, db: await open(url) }
    },
    app: (processes = 1) =>
      once(apps, processes, async () => {
        const app = await startBenchApp(server.url, processes)
        outputs.push(app.output)
        closing.unshift(() => app.stop())
        return app
      }),
    say,
    plot: (plot) => plots.push(plot),
  }
  const close = async () => {
    for (const end of closing.splice(0)) await end()
    await server.release()
  }
  return { context, plots, said: () => outputs.map((output) => output()).join(''), close }
}

function once<Key, Value>(made: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>): Promise<Value> {
  const value = made.get(key) ?? make()
  made.set(key, value)
  return value
}

async function makeSchool(db: RootDb, people: number, say: (line: string) => void): Promise<School> {
  const school = await newSchool(db)
  const took = await timed(() => fillSchool(db, school, people))
  say(`a school of ${people.toLocaleString('en')} people (${(took / 1000).toFixed(1)} s)`)
  return school
}
