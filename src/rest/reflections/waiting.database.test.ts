// Whoever waits at the feed costs nothing while they wait: one look for all, however many they are.
import { afterEach, expect, test } from 'vitest'
import { createApiKey, revokeApiKey } from '@/domain/api-keys/commands'
import { waitingAtFeed } from '@/domain/feed/watch'
import { patchPerson } from '@/domain/people/commands'
import { setDb } from '@/infra/db'
import { newField, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { GET } from './changes'

afterEach(() => setDb(testDb))

/** Counts what is asked of the database from now on. */
function counting() {
  const count = { asked: 0 }
  setDb({
    ...testDb,
    sql: (text, values, how) => {
      count.asked += 1
      return testDb.sql(text, values, how)
    },
  })
  return count
}

const soon = () => new Promise((resolve) => setImmediate(resolve))
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await soon()
}

async function reader(scopes?: 'people:read'[]) {
  const { id: school, operator } = await newSchool()
  const student = await newStudent(operator)
  const key = value(await createApiKey(testDb, operator, { name: 'x', ...(scopes ? { scopes } : {}) }))
  const get = async (query: string, signal?: AbortSignal) => {
    const headers = { authorization: `Bearer ${key.api_key}` }
    const request = new Request(`http://mingce.example/api/v1/changes${query}`, { headers, signal: signal ?? null })
    const response = await GET(request, { params: Promise.resolve({}) })
    return { status: response.status, body: await response.json(), retry: response.headers.get('retry-after') }
  }
  const { next } = (await get('')).body
  return { school, operator, student, key, get, next }
}

const many = 40
const each = <T>(work: () => T): T[] => Array.from({ length: many }, work)

test('many who wait cost a look for all of them, and all wake at once with the change', async () => {
  const { school, operator, student, get, next } = await reader()
  const count = counting()
  const ended = each(() => get(`?after=${next}&wait=2`))
  await until(() => waitingAtFeed(school) === many)
  const begun = count.asked
  // Three to look whether there is something, and no more than that.
  expect(begun).toBeLessThanOrEqual(4 * many)
  for (const { status, body } of await Promise.all(ended))
    expect([status, body.changes, body.has_more]).toEqual([200, [], false])
  expect(count.asked - begun).toBeLessThan(many)

  const waiting = each(() => get(`?after=${next}&wait=30`))
  await until(() => waitingAtFeed(school) === many)
  const waited = count.asked
  value(await patchPerson(testDb, operator, student.id, { name: '李四' }, 'flat'))
  for (const { body } of await Promise.all(waiting))
    expect(body.changes).toMatchObject([{ type: 'person.updated', record: { name: '李四' } }])
  expect(count.asked - waited).toBeLessThan(many)
  expect(waitingAtFeed(school)).toBe(0)
})

test('a change that is not for the caller to read wakes nobody for good, and the cursor goes past it', async () => {
  const { school, operator, get, next } = await reader(['people:read'])
  const waiting = get(`?after=${next}&wait=3`)
  await until(() => waitingAtFeed(school) === 1)
  await newField(operator)
  const { body } = await waiting
  expect(body.changes).toEqual([])
  expect(body.next).not.toBe(next)
  const count = counting()
  expect((await get(`?after=${body.next}`)).body.changes).toEqual([])
  expect(count.asked).toBeLessThanOrEqual(3)
})

test('a key that is revoked while its call waits is told nothing', async () => {
  const { school, operator, student, key, get, next } = await reader()
  const waiting = get(`?after=${next}&wait=30`)
  await until(() => waitingAtFeed(school) === 1)
  value(await revokeApiKey(testDb, operator, { id: key.id }))
  value(await patchPerson(testDb, operator, student.id, { name: '李四' }, 'flat'))
  expect((await waiting).status).toBe(401)
})

test('whoever leaves is forgotten at once', async () => {
  const { school, get, next } = await reader()
  const leaving = new AbortController()
  const waiting = get(`?after=${next}&wait=30`, leaving.signal).catch(() => undefined)
  await until(() => waitingAtFeed(school) === 1)
  leaving.abort()
  await until(() => waitingAtFeed(school) === 0)
  await waiting
})

test('a key has only so many calls that wait', async () => {
  const { school, get, next } = await reader()
  const leaving = new AbortController()
  const all = Array.from({ length: 1_001 }, () => get(`?after=${next}&wait=30`, leaving.signal).catch(() => undefined))
  const refused = await Promise.race(all)
  expect([refused?.status, refused?.retry]).toEqual([503, '5'])
  await until(() => waitingAtFeed(school) === 1_000)
  leaving.abort()
  await Promise.all(all)
  expect(waitingAtFeed(school)).toBe(0)
})

test('while the database is away, whoever waits is told so', async () => {
  const { school, get, next } = await reader()
  const waiting = get(`?after=${next}&wait=30`)
  await until(() => waitingAtFeed(school) === 1)
  const away = Object.assign(new Error('terminating connection'), { code: '57P01' })
  setDb({ ...testDb, sql: () => Promise.reject(away) })
  const refused = await waiting
  expect([refused.status, refused.retry]).toEqual([503, expect.any(String)])
})
