import { startApp } from '../fixtures/app'
import { call, expect, newKey, newSchool, test } from '../fixtures/contract'

// An app of its own, with a limit that is soon reached.
test('a key that calls too often is told how long to wait, and no other key is', async () => {
  const app = await startApp({ REST_CALLS_PER_MINUTE: '5' })
  try {
    const school = await newSchool(app)
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await call(app, school, 'GET', '/api/v1/reflections')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    const refused = await call(app, school, 'GET', '/api/v1/reflections')
    expect(refused.json).toMatchObject({ name: 'Too Many Requests', code: 0, status: 429 })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const other = { ...school, key: await newKey(app, school.id) }
    expect((await call(app, other, 'GET', '/api/v1/reflections')).status).toBe(200)
  } finally {
    await app.stop()
  }
})
