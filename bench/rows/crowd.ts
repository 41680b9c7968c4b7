import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../context'
import { importByPage } from '../kit/import-by-page'
import { writeCsv } from '../kit/importing'
import { load } from '../kit/load'
import { fillSchool } from '../kit/people'
import type { Measured, Row } from '../kit/row'
import { newSchool, type School } from '../kit/school'
import { signInsOfMany } from '../kit/sign-in'
import { p95, type Visit, visitSteadily, type Waits } from '../kit/steady'
import { median, percentile, ratioOf } from '../kit/timing'

/** A crowd at work; answers what ends it. */
type Crowd = () => Promise<() => Promise<unknown>>

/** One caller with many connections, in a process of its own. */
async function connect(url: string, where: string, connections: number, headers: Record<string, string>) {
  const arguments_ = [url, where, String(connections), JSON.stringify(headers)]
  const child: ChildProcess = fork('bench/kit/crowd.ts', arguments_, { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  // It comes from elsewhere: what it takes of this machine is left to others first.
  os.setPriority(child.pid ?? 0, 19)
  return async () => {
    const said = once(child, 'message')
    child.send('stop')
    const [answers] = await said
    return JSON.stringify(answers)
  }
}

async function measure(context: Context): Promise<Measured[]> {
  const { school, app, db, pick, say } = context
  const { url } = await app()
  const crowding = await school('10k')
  const other = await newSchool(db)
  await fillSchool(db, other, pick(2_000, 200))
  const [someone] = await db.sql<{ id: number }>('SELECT min(id) AS id FROM person WHERE school_id = $1', [other.id])
  const list = encodeURIComponent(JSON.stringify({ json: { roles: [1], page: 1, per_page: 20 } }))
  const visits: Visit[] = [
    { what: 'one person by REST', path: `/api/v1/reflections/${someone?.id}`, headers: other.bearer },
    {
      what: 'the list of a page',
      path: `/api/trpc/people.list?input=${list}`,
      headers: { cookie: other.cookie, 'sec-fetch-site': 'same-origin' },
    },
    { what: 'the page of sign-in', path: '/sign-in', headers: { accept: 'text/html' } },
  ]
  const crowds: Record<string, Crowd> = {
    [`${pick('2,000', '400')} connections of one key`]: () =>
      connect(url, '/api/v1/reflections?$per-page=20', pick(2_000, 400), crowding.bearer),
    [`${pick(500, 200)} calls that wait at the feed`]: async () => {
      const begin = await fetch(`${url}/api/v1/changes`, { headers: crowding.bearer })
      const { next }: { next: string } = JSON.parse(await begin.text())
      return connect(url, `/api/v1/changes?after=${next}&wait=30`, pick(500, 200), crowding.bearer)
    },
    'an import, an export and sign-ins': () => work(context, url, crowding),
  }
  const visitors = visitSteadily(url, visits)
  const stretch = async (seconds: number) => {
    await sleep(seconds * 1000)
    return visitors.cut()
  }
  try {
    await stretch(3)
    const measured: Measured[] = []
    for (const [crowd, begin] of Object.entries(crowds)) {
      const rounds: { idle: Waits; busy: Waits }[] = []
      for (let round = 0; round < pick(3, 1); round++) {
        const idle = await stretch(pick(8, 2.5))
        const stop = await begin()
        const busy = await stretch(pick(8, 2.5))
        say(`${crowd}: ${await stop()}`)
        rounds.push({ idle, busy })
        // What was under way ends first.
        await stretch(pick(2, 1))
      }
      for (const { what } of visits) measured.push(figureOf(`${what}, beside ${crowd}`, what, rounds))
    }
    return measured
  } finally {
    await visitors.stop()
  }
}

function figureOf(text: string, what: string, rounds: readonly { idle: Waits; busy: Waits }[]): Measured {
  const [busy, idle] = [rounds.map((each) => each.busy), rounds.map((each) => each.idle)]
  const middle = (all: Waits[]) => all.map((waits) => percentile(waits[what] ?? [], 0.5))
  const late = (all: Waits[]) => median(all.map((waits) => p95(waits, what)))
  return {
    what: text,
    figure: ratioOf(middle(busy), middle(idle)),
    unit: '×',
    goal: { atMost: 5 },
    ours: `${median(middle(busy)).toFixed(1)} ms (p95 ${late(busy).toFixed(1)})`,
    theirs: `${median(middle(idle)).toFixed(1)} ms (p95 ${late(idle).toFixed(1)})`,
  }
}

/** An import, an export and a wave of sign-ins, all at once, for as long as it is let. */
async function work({ db, pick, folder }: Context, url: string, school: School) {
  const own = await newSchool(db)
  const file = await writeCsv(folder, pick(20_000, 1_000))
  const signIns = await signInsOfMany(url, db, own, pick(50, 10))
  const ending = new AbortController()
  const { signal: until } = ending
  const over = <T>(repeated: () => Promise<T>) =>
    (async () => {
      while (!until.aborted) await repeated()
    })()
  const everyone = () => fetch(`${url}/api/v1/reflections?$per-page=100000`, { headers: school.bearer })
  const ended = Promise.all([
    importByPage(url, own.cookie, file),
    over(async () => (await everyone()).arrayBuffer()),
    load(url, signIns, { connections: pick(50, 10), until }),
  ])
  // Whoever stops it is told.
  ended.catch(() => {})
  return async () => {
    ending.abort()
    const [imported] = await ended
    return `${imported} imported`
  }
}

export const row: Row = {
  id: 'crowd',
  what: 'light calls of others beside one caller’s crowd',
  limit: 'the same calls with nobody beside, before each crowd',
  goal: 'median ≤ 5 ×',
  run: measure,
}
