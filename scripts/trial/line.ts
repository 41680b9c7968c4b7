import { setTimeout as sleep } from 'node:timers/promises'
import { acquireDatabase } from '../../src/infra/embedded-postgres'
import { FaultyLine } from './faulty-line'
import { Oracle } from './oracle'
import { probing, statusText } from './prober'
import type { Line, Promised } from './promises'
import { seconds } from './report'
import { makeSite, scratch } from './site'
import type { Trial } from './trial'
import { Workload } from './workload'
import { changesOf } from './writers'

/** After a fault the site is well again within so long, in milliseconds. */
const backWithin = 30_000

type Fault = { what: Promised; begin(line: FaultyLine): void; lasts: number }

const faults: readonly Fault[] = [
  { what: 'line: dropped', begin: (line) => line.drop(), lasts: 4_000 },
  { what: 'line: delayed', begin: (line) => line.delay(150), lasts: 6_000 },
  { what: 'line: silent, old connections', begin: (line) => line.silence('old'), lasts: 0 },
  { what: 'line: silent, all connections', begin: (line) => line.silence('all'), lasts: 12_000 },
  { what: 'line: half closed', begin: (line) => line.halfClose(), lasts: 0 },
  { what: 'line: reset', begin: (line) => line.reset(), lasts: 0 },
]
/** In a short form: those that a site may never come back from. */
const short: readonly Promised[] = ['line: silent, all connections', 'line: half closed']

/** Lets the line between a site and its database fail in each way, while some write and some only ask. */
export async function line(trial: Trial): Promise<Line[]> {
  const { random, slack, isSmoke, say } = trial
  const folder = await scratch('line')
  trial.onEnd(() => folder.remove())
  const server = await acquireDatabase(folder.dir, { durable: false })
  trial.onEnd(async () => {
    await server.release()
  })
  const faulty = await FaultyLine.open(server.url)
  trial.onEnd(() => faulty.close())
  const site = await makeSite({ settings: { DATABASE_URL: faulty.url } })
  trial.onEnd(() => site.stop())
  site.begin()
  await site.well(60_000 * slack)
  const load = await Workload.begin(site, { databaseUrl: server.url, random, slack, writers: 3, pace: 30 })
  trial.onEnd(() => load.close())

  const headers = load.school.bearer
  const calls = [{ path: '/api/v1/reflections?role=1', headers }, { path: '/readyz' }]
  const lines: Line[] = []
  for (const { what, begin, lasts } of faults.filter((each) => !isSmoke || short.includes(each.what))) {
    await sleep(1_500)
    let [back, gone] = [0, '']
    const probed = await probing(site.url, calls, slack, async () => {
      begin(faulty)
      await sleep(isSmoke ? lasts * 0.7 : lasts)
      faulty.mend()
      back = await site.well(backWithin * slack).catch((error: unknown) => {
        gone = String(error)
        return Number.NaN
      })
    })
    const { wrong, slowest } = probed.answers
    say(`${what}: well ${seconds(back)} after its end; ${statusText(probed)}`)
    lines.push({
      what,
      tried: lasts > 0 ? `for ${(isSmoke ? lasts * 0.7 : lasts) / 1000} s` : 'once, all connections',
      came:
        gone ||
        `well ${seconds(back)} after its end; ${statusText(probed)}; slowest ${seconds(slowest)}${wrong.length > 0 ? `; ${probed.answers.summary()}` : ''}`,
      held: gone === '' && wrong.length === 0,
    })
  }
  await load.end(60_000 * slack)
  const all = [...lines, await judge(load, server.url)]
  if (all.some(({ held }) => held === false)) for (const fault of site.faults()) say(fault)
  return all
}

async function judge({ school, ledger, follower, caller, broken }: Workload, url: string): Promise<Line> {
  const oracle = await Oracle.open(url)
  try {
    const copy = await follower.compare()
    const found = [
      ...(await oracle.people(school, ledger)),
      ...(await oracle.tables(school)),
      ...(copy.differ > 0 ? [`${copy.differ} of the follower's copy differ`] : []),
      ...(caller.answers.wrong.length > 0 ? [caller.answers.summary()] : []),
      ...ledger.wrong,
      ...broken,
    ]
    return {
      what: 'line: all that was confirmed',
      tried: `${ledger.people.length} people, ${changesOf(ledger)} confirmed changes, one follower`,
      came: found.length > 0 ? found.join('; ') : '0 lost, 0 twice, 0 unknown; all tables agree, and so does the copy',
      held: found.length === 0,
    }
  } finally {
    await oracle.close()
  }
}
