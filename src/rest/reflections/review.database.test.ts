import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { issueToken } from '@/auth/bearer'
import type { Actor } from '@/domain/actor'
import { createApiKey, updateApiKey } from '@/domain/api-keys/commands'
import { removeField } from '@/domain/fields/commands'
import { removePeople } from '@/domain/people/remove'
import { erasePerson } from '@/domain/privacy/erase-person'
import { newField, newSchool, testDb, unique, value } from '@/testing/factories'
import { post } from '@/testing/posts'
import { POST as postPerson } from './people'

let operator: Actor
beforeAll(async () => {
  operator = (await newSchool()).operator
})

const scopes = ['people:read', 'people:write', 'fields:read', 'pii:read']
const numbers = { idcard: '99010519491231002X', phone: '10033916349' }
async function kept() {
  const { id, api_key, client_id, client_secret } = value(await createApiKey(testDb, operator, { name: 'x', scopes }))
  const headers = { authorization: `Bearer ${api_key}`, 'idempotency-key': unique('k') }
  const field = await newField(operator)
  const body = { usin: unique('S'), name: '张三', role: 1, graduates_in: 2027, ...numbers, [field.name]: '绝密' }
  const send = (more = {}) => post(postPerson, { path: '/api/v1/reflections', body, headers: { ...headers, ...more } })
  const first = await send()
  expect([first.status, first.json]).toEqual([201, expect.objectContaining(numbers)])
  const made = z.object({ id: z.int() }).parse(first.json)
  return {
    id,
    client: { id: client_id, secret: client_secret, address: '127.0.0.1' },
    field,
    body,
    send,
    first,
    person: made.id,
  }
}
const told = (answer: Awaited<ReturnType<typeof post>>) => JSON.stringify([answer.body, [...answer.headers]])

test('numbers are masked once pii:read was taken away, and shown again once it is given back', async () => {
  const { id, send, first } = await kept()
  value(await updateApiKey(testDb, operator, id, { scopes: scopes.filter((each) => each !== 'pii:read') }))
  const blind = await send()
  expect([blind.status, blind.json]).toEqual([
    201,
    { ...Object(first.json), idcard: '9901**********002X', phone: '100****6349' },
  ])
  expect([blind.headers.get('etag'), blind.headers.get('idempotency-replayed')]).toEqual([null, 'true'])
  expect(blind.headers.get('location')).toBe(first.headers.get('location'))
  for (const secret of Object.values(numbers)) expect(told(blind)).not.toContain(secret)
  value(await updateApiKey(testDb, operator, id, { scopes }))
  expect((await send()).body).toBe(first.body)
})

test('a token that was asked for with fewer scopes sees them masked, whatever its key may', async () => {
  const { client, send } = await kept()
  const narrow = await issueToken(testDb, { ...client, scope: 'people:write' })
  if (!narrow.ok) throw new Error(narrow.error)
  expect((await send({ authorization: `Bearer ${narrow.token}` })).json).toMatchObject({ phone: '100****6349' })
})

test('a field that was deleted is left out', async () => {
  const { field, send, first } = await kept()
  value(await removeField(testDb, operator, { name: field.name }))
  const { [field.name]: _gone, ...rest } = Object(first.json)
  const again = await send()
  expect(again.json).toEqual(rest)
  expect(told(again)).not.toContain('绝密')
  await newField(operator, { name: field.name })
  expect(told(await send()), 'another field of that name').not.toContain('绝密')
})

test('of somebody deleted it stays; of somebody erased nothing is shown, and nobody is made anew', async () => {
  const { body, send, first, person } = await kept()
  value(await removePeople(testDb, operator, { ids: [person] }))
  expect((await send()).body).toBe(first.body)
  value(await erasePerson(testDb, operator, { id: person, name: body.name, guardians: [] }))
  const erased = await send()
  expect([erased.status, erased.headers.get('idempotency-replayed')]).toEqual([404, 'true'])
  for (const secret of [...Object.values(numbers), body.usin, body.name]) expect(told(erased)).not.toContain(secret)
  expect(await testDb.prisma.person.count({ where: { usin: body.usin } })).toBe(0)
})
