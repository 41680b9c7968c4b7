import { type App, startApp } from '../fixtures/app'
import { call, expect, newKey, newSchool, test } from '../fixtures/contract'
import { onDatabase } from '../fixtures/database'

// An app of its own, with a limit that is soon reached, in two processes that count together.
test('a key that calls too often is told how long to wait, and no other key is', async () => {
  const app = await startApp({ REST_CALLS_PER_MINUTE: '5', WEB_CONCURRENCY: '2' })
  try {
    const school = await newSchool(app)
    const statuses: number[] = []
    const calls = Array.from({ length: 12 }, () => call(app, school, 'GET', '/api/v1/reflections'))
    for (const { status, headers } of await Promise.all(calls)) {
      statuses.push(status)
      expect(headers.get('ratelimit-policy')).toBe('"key";q=5;w=60')
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(5)
    const refused = await call(app, school, 'GET', '/api/v1/reflections')
    expect(refused.json).toMatchObject({ name: 'Too Many Requests', code: 0, status: 429 })
    const wait = refused.headers.get('retry-after')
    expect(Number(wait)).toBeGreaterThan(0)
    expect(refused.headers.get('ratelimit')).toBe(`"key";r=0;t=${wait}`)
    const other = { ...school, key: await newKey(app, school.id) }
    expect((await call(app, other, 'GET', '/api/v1/reflections')).status).toBe(200)
    for (const [method, where] of [
      ['GET', '/api/v1/nowhere'],
      ['POST', '/api/v3/oauth/tokens'],
      ['POST', '/users/login/'],
      ['GET', '/users/1'],
    ] as const) {
      const { headers } = await call(app, undefined, method, where)
      const said = ['x-request-id', 'cache-control', 'ratelimit', 'ratelimit-policy'].map((name) => headers.get(name))
      expect(said, where).toEqual([expect.any(String), 'no-store', expect.any(String), expect.any(String)])
    }
    // What both processes had only in memory when they were told to stop.
    await app.end()
    expect(await countedUse(app, school.key.id)).toEqual({ calls: 13, refused: 8 })
  } finally {
    await app.stop()
  }
})

/** The use of a key, as it stands in the database. */
const countedUse = (app: App, key: number): Promise<unknown> =>
  onDatabase(app, async (db) => {
    const [row] = await db.sql(
      `SELECT sum(u.calls)::int AS calls, sum(u.refused)::int AS refused
       FROM api_key_use u JOIN api_key_secret x ON x.id = u.secret_id WHERE x.key_id = $1`,
      [key],
    )
    return row
  })
