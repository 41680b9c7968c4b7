import type { BenchApp } from '../kit/app'
import { type Call, type Load, load } from '../kit/load'
import type { Row } from '../kit/row'
import type { School } from '../kit/school'
import { signInCall } from '../kit/sign-in'
import { interleaved, median, ratioOf } from '../kit/timing'

export const row: Row = {
  id: 'processes',
  what: 'two web processes',
  limit: 'one web process',
  goal: 'lists no slower; with sign-ins and exports beside them p99 at most half',
  async run({ school, app, pick }) {
    const own = await school('10k')
    const [one, two] = [await app(1), await app(2)]
    const list: Call = { path: '/api/v1/reflections?role=1&$per-page=20', headers: own.bearer }
    const seconds = pick(3, 1)
    const alone = (of: BenchApp) => () => load(of.url, list, { seconds })
    const rounds = pick(7, 1)
    // Of two processes each gets half the calls, and is as fast as it will be after twice as long.
    for (const [each, warming] of [
      [one, 4],
      [two, 8],
    ] as const)
      await load(each.url, list, { seconds: pick(warming, 1) })
    const lists = await interleaved(rounds, { one: alone(one), two: alone(two) })
    const busy = (of: BenchApp) => () => beside(of, own, () => load(of.url, list, { seconds, connections: 4 }))
    const crowded = await interleaved(rounds, { one: busy(one), two: busy(two) })
    const rate = (loads: Load[]) => loads.map(({ perSecond }) => perSecond)
    const p99 = (loads: Load[]) => loads.map((each) => each.p99)
    return [
      {
        what: 'lists, requests/s',
        figure: ratioOf(rate(lists.two), rate(lists.one)),
        unit: '×',
        goal: { atLeast: 1 },
        ours: `${median(rate(lists.two)).toFixed(0)}/s`,
        theirs: `${median(rate(lists.one)).toFixed(0)}/s`,
      },
      {
        what: 'p99 of lists beside sign-ins and exports',
        figure: ratioOf(p99(crowded.two), p99(crowded.one)),
        unit: '×',
        goal: { atMost: 0.5 },
        smoke: 'none',
        ours: `${median(p99(crowded.two)).toFixed(0)} ms`,
        theirs: `${median(p99(crowded.one)).toFixed(0)} ms`,
      },
    ]
  },
}

/** Measures beside the same work for either: twenty sign-ins a second, and an export of the school each second. */
async function beside(app: BenchApp, own: School, measure: () => Promise<Load>): Promise<Load> {
  const signIn = await signInCall(app.url, own)
  const list = encodeURIComponent(JSON.stringify({ role: 1, format: 'xlsx', language: 'zh', list: {} }))
  const stopping = new AbortController()
  const others = [
    load(app.url, signIn, { connections: 2, every: 100, until: stopping.signal }),
    load(
      app.url,
      { path: `/api/exports?input=${list}`, headers: { cookie: own.cookie, referer: `${app.url}/students` } },
      { connections: 1, every: 1_000, until: stopping.signal },
    ),
  ]
  try {
    return await measure()
  } finally {
    stopping.abort()
    await Promise.all(others)
  }
}
