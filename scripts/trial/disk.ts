import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Answers, Caller } from './calls'
import { mingce } from './exporter'
import { Oracle } from './oracle'
import { serverUrl } from './processes'
import type { Line, Promised } from './promises'
import { notTried, seconds } from './report'
import { makeSite, type Site, scratch } from './site'
import type { Trial } from './trial'
import { makeVolume, type Volume } from './volume'
import { Workload } from './workload'
import { changesOf } from './writers'

/** When there is room again the site is well within so long, in milliseconds. */
const backWithin = 40_000

type Fill = {
  what: Promised
  fill(volume: Volume): Promise<void>
  clear(volume: Volume): Promise<void>
  reads: boolean
}

const fills: readonly Fill[] = [
  { what: 'disk: no block free', fill: (to) => to.fillBlocks(), clear: (to) => to.makeRoom(), reads: true },
  { what: 'disk: no inode free', fill: (to) => to.fillInodes(), clear: (to) => to.makeRoom(), reads: true },
  // PostgreSQL cannot run without writing: reads are refused too.
  { what: 'disk: read-only', fill: (to) => to.turnReadOnly(), clear: (to) => to.repair(), reads: false },
]

/** Fills the disk of a site to the last byte under writers, and gives it room again. */
export async function disk(trial: Trial): Promise<Line[]> {
  const { random, slack, isSmoke, say } = trial
  const volume = await makeVolume(320)
  if (typeof volume === 'string') return notTried('disk', volume)
  trial.onEnd(() => volume.remove())
  const elsewhere = await scratch('backup')
  trial.onEnd(() => elsewhere.remove())
  const site = await makeSite({ dataDir: path.join(volume.dir, 'data') })
  trial.onEnd(() => site.stop())
  site.begin()
  await site.well(60_000 * slack)
  const load = await Workload.begin(site, { databaseUrl: serverUrl(site.dataDir), random, slack, writers: 3, pace: 20 })
  trial.onEnd(() => load.close())

  const lines: Line[] = []
  for (const each of fills.filter(({ what }) => !isSmoke || what === 'disk: no block free')) {
    await sleep(2_000)
    lines.push(
      await fillOnce(each, {
        site,
        volume,
        load,
        slack,
        rounds: isSmoke ? 12 : 24,
        backup: path.join(elsewhere.dir, 'backup.zip'),
      }),
    )
    say(`${each.what}: ${lines.at(-1)?.came}`)
  }
  await load.end(60_000 * slack)
  const all = [...lines, await judge(load)]
  if (all.some(({ held }) => held === false)) for (const fault of site.faults()) say(fault)
  return all
}

type Filling = { site: Site; volume: Volume; load: Workload; slack: number; rounds: number; backup: string }

async function fillOnce({ what, fill, clear, reads }: Fill, { site, volume, load, slack, rounds, backup }: Filling) {
  const found: string[] = []
  await fill(volume)
  await sleep(1_000)
  const reader = new Caller(site.url, new Answers(slack))
  const refused = load.caller.answers.unavailable
  let read = 0
  for (let n = 0; n < rounds; n++) {
    const answer = await reader.once({ path: '/api/v1/reflections?role=1', headers: load.school.bearer })
    if (answer?.status === 200) read += 1
    await sleep(250)
  }
  const writesRefused = load.caller.answers.unavailable - refused
  // Where PostgreSQL itself ends, it is brought back again and again, and answers between.
  if (reads && read === 0) found.push('no read was answered')
  found.push(...reader.answers.wrong)
  if (reads) {
    await rm(backup, { force: true })
    const made = await mingce(site.settings, 'backup', backup, '--json')
    const size = await stat(backup).then(
      (file) => file.size,
      () => 0,
    )
    if (made.code !== 0 || size === 0) found.push(`a backup to another disk failed: ${made.stderr.trim()}`)
  }
  if (!site.isUp()) found.push('the site ended')
  await clear(volume)
  const back = await site.well(backWithin * slack).catch((error: unknown) => {
    found.push(String(error).slice(0, 600))
    return Number.NaN
  })
  const line: Line = {
    what,
    tried: `${rounds / 4} s under three writers`,
    came: [
      `${read} of ${rounds} reads answered, ${writesRefused} calls 503 with Retry-After`,
      ...(reads ? ['backup to another disk made'] : []),
      `well ${seconds(back)} after there was room`,
      ...found,
    ].join('; '),
    held: found.length === 0,
  }
  return line
}

async function judge({ site, school, ledger, caller, broken }: Workload): Promise<Line> {
  const oracle = await Oracle.open(serverUrl(site.dataDir))
  try {
    const found = [
      ...(await oracle.people(school, ledger)),
      ...(await oracle.tables(school)),
      ...(caller.answers.wrong.length > 0 ? [caller.answers.summary()] : []),
      ...ledger.wrong,
      ...broken,
    ]
    return {
      what: 'disk: all that was confirmed',
      tried: `${ledger.people.length} people, ${changesOf(ledger)} confirmed changes`,
      came: found.length > 0 ? found.join('; ') : '0 lost, 0 twice, 0 unknown; all tables agree',
      held: found.length === 0,
    }
  } finally {
    await oracle.close()
  }
}
