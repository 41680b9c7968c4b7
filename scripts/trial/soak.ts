import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serverUrl } from './processes'
import type { Line, Promised } from './promises'
import { median } from './report'
import { makeSite, type Site } from './site'
import type { Trial } from './trial'
import { Workload } from './workload'

/** What a process may gather without end, at one moment. */
type Sample = { at: number; memory: number; files: number; connections: number; temporary: number }

/** Until caches are full and pools are open, in minutes: what is there then is what a site needs. */
const settledAfter = 5
/** A shorter soak says nothing: its figures are told without a verdict, in minutes. */
const leastJudged = 15

const rows: { what: Promised; of(sample: Sample): number; unit: string; spare: number }[] = [
  { what: 'soak: memory', of: ({ memory }) => memory, unit: ' MB', spare: 0 },
  // Few enough that one more is more than a tenth.
  { what: 'soak: open files', of: ({ files }) => files, unit: '', spare: 3 },
  { what: 'soak: connections', of: ({ connections }) => connections, unit: '', spare: 2 },
  { what: 'soak: temporary files', of: ({ temporary }) => temporary, unit: '', spare: 2 },
]

/** Lets many work for long, and compares what the processes hold at the end with what they held early. */
export async function soak({ random, slack, minutes, say, onEnd }: Trial): Promise<Line[]> {
  const site = await makeSite({ settings: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.1/32', SMS_SITE_DAILY: '100000' } })
  onEnd(() => site.stop())
  site.begin()
  await site.well(60_000 * slack)
  const databaseUrl = serverUrl(site.dataDir)
  const options = { writers: 4, importRows: 2_000, backupPause: 60_000, pace: 40 }
  const load = await Workload.begin(site, { databaseUrl, random, slack, ...options })
  onEnd(() => load.close())
  const watcher = new pg.Client({ connectionString: databaseUrl, application_name: 'mingce trial' })
  watcher.on('error', () => undefined)
  await watcher.connect()
  onEnd(() => watcher.end())

  const samples: Sample[] = []
  const began = Date.now()
  for (const end = began + minutes * 60_000; Date.now() < end; await sleep(5_000)) {
    samples.push(await sample(site, watcher, Date.now() - began))
    if (samples.length % 12 === 0) say(textOf(samples.at(-1)))
  }
  const during = (from: number, to: number) => samples.filter(({ at }) => at >= from * 60_000 && at <= to * 60_000)
  const isJudged = minutes >= leastJudged
  const early = isJudged ? during(settledAfter - 1, settledAfter + 1) : samples.slice(0, 6)
  const late = isJudged ? during(minutes - 2, minutes) : samples.slice(-6)
  return rows.map(({ what, of, unit, spare }) => {
    const [before, after] = [median(early.map(of)), median(late.map(of))]
    return {
      what,
      tried: `${minutes} minutes`,
      came: `${before}${unit} ${isJudged ? 'after five minutes' : 'at first'}, ${after}${unit} at the end`,
      held: isJudged ? after <= Math.max(before * 1.1, before + spare) : undefined,
    }
  })
}

const textOf = (now: Sample | undefined): string =>
  now
    ? `${Math.round(now.at / 60_000)} min: ${rows.map(({ of, unit, what }) => `${what.slice(6)} ${of(now)}${unit}`).join(', ')}`
    : ''

async function sample(site: Site, watcher: pg.Client, at: number): Promise<Sample> {
  const pids = [site.supervisor(), ...site.webProcesses()].filter((pid) => pid !== undefined)
  const { rows: found } = await watcher.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  return {
    at,
    memory: Math.round(pids.reduce((sum, pid) => sum + residentOf(pid), 0)),
    files: pids.reduce((sum, pid) => sum + names(`/proc/${pid}/fd`).length, 0),
    connections: found[0]?.n ?? 0,
    temporary: temporaryIn(site.dataDir),
  }
}

function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return 0 // ended meanwhile
  }
}

/** Files that nobody is to keep: spooled answers, halves, drafts, and what PostgreSQL sorts on disk. */
const temporaryIn = (dataDir: string): number =>
  names(dataDir).filter((name) => /\.part$|postgres\.new-|\.tmp$/.test(name)).length +
  names(path.join(dataDir, 'spool')).length +
  names(path.join(dataDir, 'postgres', 'base', 'pgsql_tmp')).length

function names(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
