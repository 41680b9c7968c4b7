import { Pool, type QueryConfig } from 'pg'
import { fieldsOf } from '../../src/domain/fields/queries'
import { recordSql } from '../../src/domain/people/record'
import { personSql } from '../bare/person-sql'
import { startBare } from '../kit/bare'
import { type Call, load } from '../kit/load'
import { namePool, type PooledName } from '../kit/names'
import { fillSchool } from '../kit/people'
import type { Measured, Row } from '../kit/row'
import { newSchool } from '../kit/school'
import { interleaved, median, ratioOf } from '../kit/timing'

const connections = 10

export const row: Row = {
  id: 'rest-person',
  what: 'REST read, create and patch of one person, by key, with history',
  limit: 'the SELECT, INSERT or UPDATE by SQL alone behind node:http, with the key and without, without history',
  goal: '≥ 0.3 of its requests/s for reads, ≥ 0.25 for writes',
  async run({ db, url, app, pick }) {
    // Of its own, since it grows.
    const school = await newSchool(db)
    await fillSchool(db, school, pick(10_000, 500))
    const { fields } = await fieldsOf(db, school.actor)
    const record = recordSql({ fields, shape: 'flat', pii: 'true', guardians: true })
    const people = await db.sql<{ id: number }>(
      'SELECT id FROM person WHERE school_id = $1 AND role = 1 ORDER BY hashint4(id) LIMIT 2000',
      [school.id],
    )
    const idOf = (n: number) => people[n % people.length]?.id ?? 0
    const names = namePool(500)
    const nameOf = (n: number) =>
      names[n % names.length] ?? { name: '', gender: 'f' as const, sort_name: '', found: '' }
    const ours = await app()
    const pool = new Pool({ connectionString: url, max: connections })
    const seconds = pick(2, 0.5)
    let serial = 0

    const plain = { 'content-type': 'application/json' }
    const headers = { ...school.bearer, ...plain }
    const bare = await startBare('person-server', [url, record, String(school.id)])
    const statements = personSql(record, school.id)
    const http = (at: string, call: (n: number) => Call) => async () =>
      (await load(at, () => call(++serial), { seconds, connections })).perSecond
    const sql = (statement: (n: number) => QueryConfig) => () =>
      statementsPerSecond(pool, () => statement(++serial), seconds)
    const email = (n: number) => ({ email: `${n}@school.example` })
    const made = (usin: string, { name, sort_name, found }: PooledName) => ({
      usin,
      name,
      sort_name,
      search_text: `${found} ${usin}`,
    })
    const post = (path: string, body: object): Call => ({ method: 'POST', path, headers, body: JSON.stringify(body) })
    const patch = (path: string, body: object): Call => ({ method: 'PATCH', path, headers, body: JSON.stringify(body) })
    const rest = '/api/v1/reflections'
    try {
      const rates = await interleaved(pick(4, 1), {
        read: http(ours.url, (n) => ({ path: `${rest}/${idOf(n)}`, headers })),
        keyRead: http(bare.url, (n) => ({ path: `/${idOf(n)}`, headers })),
        httpRead: http(bare.url, (n) => ({ path: `/${idOf(n)}` })),
        sqlRead: sql((n) => statements.read(idOf(n))),
        create: http(ours.url, (n) =>
          post(rest, { role: 1, usin: `r${n}`, name: nameOf(n).name, gender: 'f', graduates_in: 2027 }),
        ),
        keyCreate: http(bare.url, (n) => post('/', made(`k${n}`, nameOf(n)))),
        httpCreate: http(bare.url, (n) => ({ ...post('/', made(`h${n}`, nameOf(n))), headers: plain })),
        sqlCreate: sql((n) => statements.create(made(`s${n}`, nameOf(n)))),
        patch: http(ours.url, (n) => patch(`${rest}/${idOf(n)}`, email(n))),
        keyPatch: http(bare.url, (n) => patch(`/${idOf(n)}`, email(n))),
        httpPatch: http(bare.url, (n) => ({ ...patch(`/${idOf(n)}`, email(n)), headers: plain })),
        sqlPatch: sql((n) => statements.patch(idOf(n), email(n))),
      })
      type Rates = { ours: number[]; key: number[]; http: number[]; sql: number[]; atLeast: number }
      const lines = (what: string, { ours: one, key, http: overHttp, sql: alone, atLeast }: Rates): Measured[] => {
        const line = (limit: string, theirs: number[]): Measured => ({
          what: `${what}, requests/s`,
          limit,
          figure: ratioOf(one, theirs),
          unit: '×',
          ours: `${median(one).toFixed(0)}/s`,
          theirs: `${median(theirs).toFixed(0)}/s`,
        })
        return [
          { ...line('the key and one statement behind node:http', key), goal: { atLeast }, smoke: { atLeast: 0.03 } },
          {
            ...line('one statement behind node:http, without a key', overHttp),
            goal: { atLeast },
            smoke: { atLeast: 0.02 },
          },
          line('the statement without HTTP', alone),
        ]
      }
      return [
        ...lines('REST read of one person', {
          ours: rates.read,
          key: rates.keyRead,
          http: rates.httpRead,
          sql: rates.sqlRead,
          atLeast: 0.3,
        }),
        ...lines('REST create', {
          ours: rates.create,
          key: rates.keyCreate,
          http: rates.httpCreate,
          sql: rates.sqlCreate,
          atLeast: 0.25,
        }),
        ...lines('REST patch', {
          ours: rates.patch,
          key: rates.keyPatch,
          http: rates.httpPatch,
          sql: rates.sqlPatch,
          atLeast: 0.25,
        }),
      ]
    } finally {
      await bare.stop()
      await pool.end()
    }
  },
}

/** How many statements a second are answered with as many under way as the load has connections. */
async function statementsPerSecond(pool: Pool, next: () => QueryConfig, seconds: number): Promise<number> {
  const began = performance.now()
  const end = began + seconds * 1000
  let done = 0
  const ask = async () => {
    for (; performance.now() < end; done++) {
      const { rows } = await pool.query<{ json: string }>(next())
      if (!rows[0]?.json) throw new Error('a statement answered nothing')
    }
  }
  await Promise.all(Array.from({ length: connections }, ask))
  return (done / (performance.now() - began)) * 1000
}
