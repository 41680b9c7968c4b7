import pg from 'pg'
import { to } from 'pg-copy-streams'
import { request } from 'undici'
import { fieldsOf } from '../../src/domain/fields/queries'
import { recordSql } from '../../src/domain/people/record'
import type { BenchApp } from '../kit/app'
import type { Row } from '../kit/row'
import { interleaved, median, ratioOf, timed } from '../kit/timing'

export const row: Row = {
  id: 'everyone',
  what: 'everyone at once over REST, 100,000 people in one page',
  limit: 'COPY (SELECT json …) TO STDOUT',
  goal: '≥ 0.5 of its rows/s, memory + ≤ 100 MB',
  async run({ school, app, db, url, pick }) {
    const { actor, bearer, people } = await school('100k')
    const { fields } = await fieldsOf(db, actor)
    const record = recordSql({ fields, shape: 'flat', pii: 'true', guardians: true })
    const query = `SELECT ${record} FROM person p WHERE p.school_id = ${actor.schoolId} AND p.deleted_at IS NULL ORDER BY p.id`
    const ours = await app()
    const page = `${ours.url}/api/v1/reflections?role=1,2,8&$per-page=100000`
    await isWhole(page, bearer, people)
    const more: number[] = []
    const times = await interleaved(pick(4, 1), {
      rest: async () => {
        const memory = await memoryOver(ours)
        const took = await timed(async () => drain((await request(page, { headers: bearer })).body))
        more.push(await memory())
        return took
      },
      copy: () => copyOut(url, query),
    })
    const perSecond = (took: number[]) => `${((people / median(took)) * 1000).toFixed(0)} rows/s`
    return [
      {
        what: 'everyone at once, rows/s',
        figure: 1 / ratioOf(times.rest, times.copy),
        unit: '×',
        goal: { atLeast: 0.5 },
        ours: perSecond(times.rest),
        theirs: perSecond(times.copy),
      },
      {
        what: 'memory of the web process meanwhile',
        limit: 'the same before',
        figure: Math.max(...more),
        unit: 'MB',
        goal: { atMost: 100 },
      },
    ]
  },
}

/** @throws unless the page has everybody */
async function isWhole(page: string, headers: Record<string, string>, people: number): Promise<void> {
  const all: unknown = await (await fetch(page, { headers })).json()
  if (!Array.isArray(all) || all.length !== people) throw new Error('the page does not have everybody')
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) chunk.length
}

async function copyOut(url: string, query: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await timed(() => drain(client.query(to(`COPY (${query}) TO STDOUT`))))
  } finally {
    await client.end()
  }
}

/** Looks how much memory the web process has; answers, when asked, how much more it had at most, in MB. */
async function memoryOver(app: BenchApp): Promise<() => Promise<number>> {
  const look = async () => Math.max(...(await app.memory()))
  const before = await look()
  let most = before
  let going = true
  const looking = (async () => {
    while (going) {
      most = Math.max(most, await look())
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()
  return async () => {
    going = false
    await looking
    return most - before
  }
}
