// What a page sends again, because it does not know whether the first was done: decision 13 for pages.
import superjson from 'superjson'
import { expect, test } from 'vitest'
import { listPeople } from '@/domain/people/queries'
import { actorIn, newSchool, testDb, unique, value } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { handleTrpc } from './handler'

async function call(path: string, cookie: string, input: object, key?: string) {
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  const request = new Request(`http://site/api/trpc/${path}`, {
    method: 'POST',
    headers: key === undefined ? headers : { ...headers, 'idempotency-key': key },
    body: superjson.stringify(input),
  })
  const response = await handled(request, handleTrpc)
  return { status: response.status, body: await response.json() }
}
const newKey = () => unique('a-key-of-a-page-')
const person = (usin: string) => ({ role: 1, name: '张三', usin, graduates_in: 2027 })
const countOf = async (school: number) => {
  const wanted = { roles: [1], per_page: 50 }
  return value(await listPeople(testDb, actorIn(school, 'school_admin'), wanted, 'nested')).total
}

test('a person is made once by one key, though it is sent thrice, two of them at the same moment', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'school_admin')
  const [key, input] = [newKey(), person(unique('S'))]
  const [one, other] = await Promise.all([
    call('people.create', cookie, input, key),
    call('people.create', cookie, input, key),
  ])
  // Whoever comes while the first is at work is told to come again, and that nothing of it was done.
  for (const { status, body } of [one, other])
    if (status !== 200) expect(body.error.json.data.failure).toMatchObject({ kind: 'unavailable', untouched: true })
  const again = await call('people.create', cookie, input, key)
  expect(again.status).toBe(200)
  expect([one, other]).toContainEqual(again)
  expect(await countOf(id)).toBe(1)
})

test('a field is made once by one key', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'school_admin')
  const [key, name] = [newKey(), unique('f')]
  const input = { name, label: name, role: 1, type: 1 }
  const first = await call('fields.create', cookie, input, key)
  expect(await call('fields.create', cookie, input, key)).toEqual(first)
  expect((await call('fields.create', cookie, input, newKey())).status).toBe(422)
})

test('what was refused is judged anew, and a key is of its account and its call alone', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'school_admin')
  const other = await cookieOf(id, 'school_admin')
  const [key, input] = [newKey(), person(unique('S'))]
  expect((await call('people.create', cookie, { ...input, name: '' }, key)).status).toBe(422)
  expect((await call('people.create', cookie, input, key)).status).toBe(200)
  expect((await call('people.create', cookie, person(unique('S')), key)).status).toBe(400)
  expect((await call('people.create', other, person(unique('S')), key)).status).toBe(200)
  expect(await countOf(id)).toBe(2)
})
