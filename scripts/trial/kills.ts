import { setTimeout as sleep } from 'node:timers/promises'
import { kinds, wellAgain } from './killing'
import { Oracle } from './oracle'
import { serverUrl } from './processes'
import type { Line, Promised } from './promises'
import { median, seconds } from './report'
import { makeSite } from './site'
import type { Trial } from './trial'
import { Workload } from './workload'
import { changesOf } from './writers'

/** After a death the site is well again within so long, in milliseconds; most of it is a start on a busy machine. */
const backWithin = 60_000

/** Kills each process in turn and at random while many work, and compares what they were told with what is there. */
export async function kills(trial: Trial): Promise<Line[]> {
  const { random, slack, isSmoke, say } = trial
  const site = await makeSite({
    byNpm: true,
    settings: {
      WEBHOOK_ALLOW_PRIVATE: '127.0.0.1/32',
      SMS_ADDRESS_HOURLY: '100000',
      SMS_ADDRESS_DAILY: '100000',
      SMS_SITE_DAILY: '100000',
    },
  })
  trial.onEnd(() => site.stop())
  site.begin()
  await site.well(backWithin * slack)
  const databaseUrl = serverUrl(site.dataDir)
  const options = { writers: isSmoke ? 3 : 6, importRows: isSmoke ? 500 : 2_000, backupPause: isSmoke ? 4_000 : 15_000 }
  const load = await Workload.begin(site, { databaseUrl, random, slack, ...options })
  trial.onEnd(() => load.close())

  const times = new Map<Promised, number[]>(kinds.map(({ what }) => [what, []]))
  const stuck = new Map<Promised, string>()
  const until = Date.now() + trial.minutes * 60_000
  for (let round = 0; isSmoke ? round === 0 : Date.now() < until; round++) {
    for (const kind of shuffled(kinds, random)) {
      if (Date.now() > until) break
      await sleep((isSmoke ? 300 : 1_000) + random() * (isSmoke ? 700 : 3_000))
      await kind.run(site, random)
      try {
        const took = await wellAgain(site, backWithin * slack)
        times.get(kind.what)?.push(took)
        say(`${kind.what}: well after ${seconds(took)}`)
      } catch (error) {
        stuck.set(kind.what, String(error))
        say(`${kind.what}: ${error}`)
        await site.stop()
        await wellAgain(site, backWithin * slack)
      }
    }
  }
  await load.end(120_000 * slack)
  const all = [...backLines(times, stuck), ...(await judge(load, slack))]
  if (all.some(({ held }) => held === false)) for (const fault of site.faults()) say(fault)
  return all
}

function backLines(times: Map<Promised, number[]>, stuck: Map<Promised, string>): Line[] {
  const tried = [...times].filter(([what, took]) => took.length > 0 || stuck.has(what))
  return tried.map(([what, took]) => ({
    what,
    tried: `${took.length + (stuck.has(what) ? 1 : 0)} ×`,
    came: stuck.has(what)
      ? `not well again: ${stuck.get(what)?.split('\n')[0]}`
      : `well after ${seconds(median(took))} (median), ${seconds(Math.max(...took))} (longest)`,
    held: !stuck.has(what),
  }))
}

/** Compares everything with everything. */
async function judge(load: Workload, slack: number): Promise<Line[]> {
  const { site, school, ledger, accounts, imports, files, follower, receiver } = load
  const { answers } = load.caller
  const oracle = await Oracle.open(serverUrl(site.dataDir))
  try {
    const late = await oracle.settled(90_000 * slack)
    const line = (what: Promised, tried: string, well: string, found: readonly string[]): Line => ({
      ...{ what, tried, came: found.length > 0 ? found.join('; ') : well, held: found.length === 0 },
    })
    const copy = await follower.compare()
    const open = ledger.people.filter(({ isOpen }) => isOpen).length
    const done = imports.filter(({ state }) => state === 'done').length
    const undone = imports.filter(({ isUndone }) => isUndone).length
    const { delivered = 0, waiting = 0 } = await oracle.deliveries()
    return [
      line(
        'kills: writes to `/api/v1/reflections`',
        `${ledger.people.length} people, ${changesOf(ledger)} confirmed changes`,
        `0 lost, 0 twice, 0 unknown${open > 0 ? `; ${open} without an answer at the end` : ''}`,
        [...(await oracle.people(school, ledger)), ...ledger.wrong, ...load.broken],
      ),
      line(
        'kills: writes to `/users/`',
        `${accounts.registered.length} registrations, ${accounts.changes} changes of an account`,
        '0 lost, 0 twice, 0 unknown',
        [...(await oracle.accounts(school, accounts)), ...accounts.wrong],
      ),
      line('kills: history, feed, counts, search', 'all tables, in SQL', '0 differ', await oracle.tables(school)),
      line(
        'kills: a follower of the feed',
        `${follower.entries} entries read`,
        `its copy of ${copy.people} people equals the list`,
        copy.differ > 0 ? [`${copy.differ} of ${copy.people} differ`] : [],
      ),
      line(
        'kills: imports and undo',
        `${imports.length} imports of ${imports[0]?.rows ?? 0} rows, ${undone} undone`,
        `${done} whole, the others not there`,
        [...late, ...(await oracle.imports(school, imports)), ...load.importsWrong],
      ),
      line(
        'kills: exports and backups',
        `${files.exported} exports, ${files.backups + files.refused} backups`,
        `0 half; ${files.refused} backups refused in one line`,
        files.wrong,
      ),
      line(
        'kills: webhooks',
        `${delivered} messages delivered, to a receiver that dies`,
        `each change once in the outbox; ${receiver.doubled} came again, ${waiting} wait for their next try`,
        await oracle.webhooks(school, receiver.received),
      ),
      line(
        'kills: answers',
        `${answers.count} answers`,
        `${answers.unavailable} were 503 with Retry-After, ${answers.cut} calls cut off, the slowest light one ${seconds(answers.slowest)}`,
        answers.wrong.length > 0 ? [answers.summary()] : [],
      ),
    ]
  } finally {
    await oracle.close()
  }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((each) => ({ each, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each)
}
