import { expect, test } from 'vitest'
import { createApiKey } from '@/domain/api-keys/commands'
import { keyScopes } from '@/domain/policy'
import { adminsOf, newAdmin } from '@/testing/admins'
import { newSchool, testDb, value } from '@/testing/factories'
import { ask } from '@/testing/posts'
import * as person from './person'

test('a key takes away no last administrator: 409, by whatever call, also two at once', async () => {
  const { id: school, operator } = await newSchool()
  const key = value(await createApiKey(testDb, operator, { name: 'x', scopes: keyScopes }))
  const headers = { authorization: `Bearer ${key.api_key}` }
  const [one, other] = [await newAdmin(operator), await newAdmin(operator)]
  const patch = (id: number, body: object, more: object = {}) =>
    ask(person.PATCH, 'PATCH', { id: String(id) }, { body, headers: { ...headers, ...more } })
  const remove = (id: number, more: object = {}) =>
    ask(person.DELETE, 'DELETE', { id: String(id) }, { headers: { ...headers, ...more } })
  const statuses = (await Promise.all([patch(one.person, { status: 4 }), remove(other.person)])).map(
    (each) => each.status,
  )
  expect(statuses.filter((status) => status === 409)).toHaveLength(1)
  const [left] = await adminsOf(school)
  const last = left === one.account ? one : other
  for (const status of [2, 4]) expect((await patch(last.person, { status, name: '新名' })).status).toBe(409)
  expect((await remove(last.person)).status).toBe(409)
  expect((await remove(last.person, { 'if-match': '*' })).status).toBe(409)
  expect((await patch(last.person, { name: '新名' })).status).toBe(200)
  expect(await adminsOf(school)).toEqual([left])
})
