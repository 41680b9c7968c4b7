import { listPeople } from '../../src/domain/people/queries'
import type { PersonListInput } from '../../src/domain/people/schema'
import { asked } from '../../src/testing/plans'
import type { Context } from '../context'
import { type Call, type Load, load } from './load'
import type { Measured } from './row'
import type { School } from './school'
import { interleaved, median, percentile, ratioOf } from './timing'

/** The call of a people page for a list, as the browser makes it. */
const callOf = (url: string, { cookie }: School, list: PersonListInput): Call => ({
  path: `/api/trpc/people.list?input=${encodeURIComponent(JSON.stringify({ json: list }))}`,
  headers: { cookie, referer: `${url}/students` },
})

/** How long the database itself takes for what the list asks, in milliseconds. */
async function sqlTime({ db }: Pick<Context, 'db'>, school: School, list: PersonListInput): Promise<number> {
  let spent = 0
  for (const { text, values } of await asked(db, (spied) => listPeople(spied, school.actor, list, 'nested'))) {
    const [row] = await db.sql<{ 'QUERY PLAN': [{ 'Planning Time': number; 'Execution Time': number }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
      values,
    )
    const [plan] = row?.['QUERY PLAN'] ?? []
    spent += (plan?.['Planning Time'] ?? Number.NaN) + (plan?.['Execution Time'] ?? Number.NaN)
  }
  return spent
}

/** How long the server takes for lists of a page, one call at a time, against the SQL of the same lists alone. */
export async function measureLists(
  context: Context,
  school: School,
  what: string,
  lists: readonly PersonListInput[],
): Promise<Measured[]> {
  const { pick, app } = context
  const { url } = await app()
  const calls = lists.map((list) => callOf(url, school, list))
  const next = (n: number) => calls[n % calls.length] as Call
  const times = await interleaved(pick(5, 1), {
    server: (): Promise<Pick<Load, 'p50' | 'p95'>> => load(url, next, { connections: 1, seconds: pick(2, 0.5) }),
    sql: async () => {
      const taken: number[] = []
      for (const list of lists) taken.push(await sqlTime(context, school, list))
      return { p50: median(taken), p95: percentile(taken, 0.95) }
    },
  })
  const [server, sql] = [times.server.map(({ p50 }) => p50), times.sql.map(({ p50 }) => p50)]
  const allowed = sql.map((ms) => 2 * ms + 5)
  return [
    {
      what: `${what}: server time`,
      limit: '2 × the SQL alone + 5 ms',
      figure: ratioOf(server, allowed),
      unit: '×',
      goal: { atMost: 1 },
      // On small data it is all server, and a busy machine.
      smoke: { atMost: 40 },
      ours: `${median(server).toFixed(1)} ms`,
      theirs: `${median(sql).toFixed(1)} ms of SQL`,
    },
    {
      what: `${what}: p95`,
      limit: '',
      figure: median(times.server.map(({ p95 }) => p95)),
      unit: 'ms',
      goal: { atMost: 60 },
      smoke: { atMost: 2000 },
    },
  ]
}
