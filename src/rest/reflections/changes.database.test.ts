import { beforeAll, expect, test } from 'vitest'
import { createApiKey } from '@/domain/api-keys/commands'
import { readCursor, writeCursor } from '@/domain/feed/cursor'
import { patchPerson } from '@/domain/people/commands'
import { newSchool, newStudent, testDb, value } from '@/testing/factories'
import { GET } from './changes'
import { GET as listPeople } from './people'

type World = Awaited<ReturnType<typeof newSchool>> & { key: string }
let school: World
beforeAll(async () => {
  const made = await newSchool()
  school = { ...made, key: value(await createApiKey(testDb, made.operator, { name: 'x' })).api_key }
})

async function get(query: string, { key }: { key: string } = school, handler = GET) {
  const request = new Request(`http://mingce.example/api/v1/changes${query}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  const response = await handler(request, { params: Promise.resolve({}) })
  const body = await response.json()
  return { status: response.status, body, link: response.headers.get('link') ?? '' }
}

test('whoever keeps in step begins at now, and follows the links', async () => {
  const begin = await get('')
  expect(begin).toMatchObject({ status: 200, body: { changes: [], has_more: false } })
  const [one, other] = [await newStudent(school.operator), await newStudent(school.operator)]
  const first = await get(`?after=${begin.body.next}&limit=1`)
  expect(first.body).toMatchObject({ changes: [{ type: 'person.created', id: one.id }], has_more: true })
  const [, target = ''] = /^<(.+)>; rel=next$/.exec(first.link) ?? []
  expect(target).toBe(`http://mingce.example/api/v1/changes?after=${first.body.next}&limit=1`)
  const second = await get(new URL(target).search)
  expect(second.body).toMatchObject({ changes: [{ id: other.id, record: { usin: other.usin } }], has_more: false })
})

test('a call that waits is answered soon after a change, or with nothing when the time is over', async () => {
  const { next } = (await get('')).body
  const student = await newStudent(school.operator)
  const [after] = [(await get(`?after=${next}`)).body.next]
  const waiting = get(`?after=${after}&wait=20`)
  value(await patchPerson(testDb, school.operator, student.id, { name: '李四' }, 'flat'))
  const begun = performance.now()
  expect((await waiting).body.changes).toMatchObject([{ type: 'person.updated', record: { name: '李四' } }])
  expect(performance.now() - begun).toBeLessThan(5_000)
  const { body } = await get(`?after=${(await get('')).body.next}&wait=1`)
  expect(body).toMatchObject({ changes: [], has_more: false })
})

test('what is wrong is said: 400 for a query, 410 for a cursor that is too old', async () => {
  const { next } = (await get('')).body
  const stranger = await newSchool()
  const key = value(await createApiKey(testDb, stranger.operator, { name: 'x' })).api_key
  const wrong = ['?x=1', '?after=', '?after=x', '?limit=0', '?limit=1001', '?limit=x', '?wait=31', '?wait=-1']
  for (const query of [...wrong, `?after=${next}&after=${next}`, '?limit=1&limit=2'])
    expect(await get(query), query).toMatchObject({
      status: 400,
      body: { name: 'Bad Request', message: expect.any(String), code: 0, status: 400 },
    })
  expect((await get(`?after=${next}`, { key })).status).toBe(400)
  const cursor = readCursor(next)
  if (!cursor) throw new Error('no cursor')
  const old = writeCursor({ ...cursor, since: cursor.since - 91 * 86_400_000 })
  expect(await get(`?after=${old}`)).toMatchObject({ status: 410, body: { name: 'Gone', code: 0, status: 410 } })
})

test('people changed since a moment: the moment itself counts, whatever the offset it is written with', async () => {
  const student = await newStudent(school.operator)
  const at = new Date(student.updated_at)
  const ids = async (since: string) => {
    const { body } = await get(`?updated_since=${since}&usin=${student.usin}`, school, listPeople)
    return Array.isArray(body) ? body.map(({ id }) => id) : body.status
  }
  const chinese = new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
  for (const since of [at.toISOString(), encodeURIComponent(chinese), chinese])
    expect(await ids(since), since).toEqual([student.id])
  expect(await ids(new Date(at.getTime() + 1).toISOString())).toEqual([])
  for (const since of [
    '2026-01-01',
    '2026-01-01T00:00:00',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '',
  ])
    expect(await ids(since), since).toBe(400)
})
