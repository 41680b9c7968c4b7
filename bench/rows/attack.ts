import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { startApp } from '../../e2e/fixtures/app'
import type { Context } from '../context'
import { attacksOf } from '../kit/attacks'
import type { Measured, Row } from '../kit/row'
import { p95, type Visit, visitSteadily } from '../kit/steady'

const list = encodeURIComponent(JSON.stringify({ json: { roles: [1], page: 1, per_page: 20 } }))

/** Attackers at work until they are told to stop, when they answer how they were answered. */
async function begin(url: string, size: number, connections: number, kinds: readonly string[]) {
  const child: ChildProcess = fork('bench/kit/attackers.ts', [url, String(size), String(connections), ...kinds], {
    execArgv: ['--import', 'tsx'],
  })
  await once(child, 'message')
  // They come from elsewhere: what they take of this machine is left to others first.
  os.setPriority(child.pid ?? 0, 19)
  return async (): Promise<string> => {
    const said = once(child, 'message')
    child.send('stop')
    const stopped = await Promise.race([said, sleep(10_000)])
    child.kill('SIGKILL')
    return stopped ? JSON.stringify(stopped[0]) : 'no answer'
  }
}

async function measure(context: Context): Promise<Measured[]> {
  const { school, url, pick, say } = context
  const { bearer, cookie } = await school('10k')
  // By the usual settings, but that each attacker has an address of their own.
  const app = await startApp({ DATABASE_URL: url, TRUSTED_PROXIES: '1' })
  const visits: Visit[] = [
    { what: 'REST list', path: '/api/v1/reflections?role=1&$per-page=20', headers: bearer },
    {
      what: 'page list',
      path: `/api/trpc/people.list?input=${list}`,
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    },
  ]
  const visitors = visitSteadily(app.url, visits)
  const stretch = async (seconds: number) => {
    await sleep(seconds * 1000)
    const waits = await visitors.cut()
    return Math.max(...visits.map(({ what }) => p95(waits, what)))
  }
  const size = pick(1, 0.05)
  const under = async (what: string, kinds: readonly string[], seconds: number): Promise<Measured> => {
    const idle = await stretch(Math.min(seconds, pick(10, 4)))
    const stop = await begin(app.url, size, pick(50, 10), kinds)
    // What was under way when they began is theirs too.
    const attacked = await stretch(seconds)
    say(`${what}: ${await stop()}`)
    await visitors.cut()
    return {
      what: `p95 of light lists, attacked by ${what}`,
      figure: attacked / idle,
      unit: '×',
      goal: { atMost: 5 },
      ours: `${attacked.toFixed(1)} ms`,
      theirs: `${idle.toFixed(1)} ms`,
    }
  }
  try {
    await stretch(3)
    const kinds = Object.keys(attacksOf(0))
    const measured = [await under('all of it at once', kinds, pick(60, 4))]
    // One by one, so that the table names what it was.
    for (const kind of pick(kinds, [])) measured.push(await under(kind, [kind], 10))
    return measured
  } finally {
    await visitors.stop()
    await app.stop()
  }
}

export const row: Row = {
  id: 'attack',
  what: 'light lists of others while attackers without an account do their worst over 50 connections',
  limit: 'the same lists, nobody attacking, in the same run',
  goal: 'p95 ≤ 5 ×',
  run: measure,
}
