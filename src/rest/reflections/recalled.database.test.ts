// A caller who called lately is taken for whom they were, and the answer's own statement says whether they still are.
import { afterEach, expect, test } from 'vitest'
import { createApiKey, revokeApiKey, updateApiKey } from '@/domain/api-keys/commands'
import { rotateApiKey } from '@/domain/api-keys/rotate'
import { updateField } from '@/domain/fields/commands'
import { listPeople, parsePeople } from '@/domain/people/queries'
import { keyScopes } from '@/domain/policy'
import { setDb } from '@/infra/db'
import { newField, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { ask } from '@/testing/posts'
import * as fieldList from './fields'
import * as people from './people'
import * as person from './person'

afterEach(() => setDb(testDb))

async function caller() {
  const { operator } = await newSchool()
  const field = await newField(operator)
  const student = await newStudent(operator, { idcard: '990105194912310023', values: { [field.name]: '甲' } })
  const key = value(await createApiKey(testDb, operator, { name: 'x', scopes: keyScopes }))
  const call = (module: { GET: typeof people.GET }, params = {}, search = '') =>
    ask(module.GET, 'GET', params, { search, headers: { authorization: `Bearer ${key.api_key}` } })
  const read = () => call(person, { id: String(student.id) })
  const list = (search = '') => call(people, {}, search)
  // The first call looks the key up; those that follow are recalled.
  expect((await read()).status).toBe(200)
  const patch = (body: object) =>
    ask(
      person.PATCH,
      'PATCH',
      { id: String(student.id) },
      { body, headers: { authorization: `Bearer ${key.api_key}` } },
    )
  return { operator, field, student, key, read, list, patch, fields: () => call(fieldList) }
}

/** The statements that the work asks of the database. */
async function statements(work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = []
  setDb({
    ...testDb,
    sql: (text, values, how) => {
      asked.push(text)
      return testDb.sql(text, values, how)
    },
  })
  await work()
  setDb(testDb)
  return asked
}

test('key, rows and count are one statement', async () => {
  const { read, list } = await caller()
  expect(await statements(read)).toHaveLength(1)
  expect(await statements(list)).toHaveLength(1)
  expect(await statements(() => list('?$page=2&q=张三'))).toHaveLength(1)
})

test('a change is two statements: the person as it is, and the write, which answers it', async () => {
  const { patch } = await caller()
  expect(await statements(() => patch({ email: 'a@school.example' }))).toHaveLength(2)
})

test('a revoked key, and a secret that was replaced, read nothing more', async () => {
  const { operator, student, key, read, list, patch, fields } = await caller()
  value(await revokeApiKey(testDb, operator, { id: key.id }))
  // Nobody there, a large page, a mistake of the caller's, and what needs no look into the database.
  for (const call of [
    read,
    list,
    () => list('?$per-page=5000'),
    () => list('?$page=x'),
    () => list('?q=nobody'),
    fields,
  ])
    expect((await call()).status).toBe(401)
  const headers = { authorization: `Bearer ${key.api_key}` }
  const body = { usin: unique('S'), name: '李四', role: 1, graduates_in: 2027 }
  expect((await patch({ name: '李四' })).status).toBe(401)
  expect((await ask(people.POST, 'POST', {}, { body, headers })).status).toBe(401)
  expect((await ask(person.DELETE, 'DELETE', { id: String(student.id) }, { headers })).status).toBe(401)
  const names = parsePeople(value(await listPeople(testDb, operator, {}, 'nested')).json).map(({ name }) => name)
  expect(names).toEqual(['张三'])

  const other = await caller()
  value(await rotateApiKey(testDb, other.operator, { id: other.key.id, overlap_hours: 0 }))
  expect((await other.read()).status).toBe(401)
})

test('what a key may do and see is what it may now', async () => {
  const { operator, key, student, read, list } = await caller()
  value(await updateApiKey(testDb, operator, key.id, { scopes: ['people:read'] }))
  expect((await read()).json).toMatchObject({ idcard: '9901**********0023' })
  value(await updateApiKey(testDb, operator, key.id, { scopes: ['fields:read'] }))
  expect((await list()).status).toBe(403)
  value(await updateApiKey(testDb, operator, key.id, { scopes: keyScopes }))
  expect((await read()).json).toMatchObject({ id: student.id, idcard: '990105194912310023' })
  value(await updateApiKey(testDb, operator, key.id, { addresses: ['192.0.2.1'] }))
  expect((await read()).status).toBe(403)
})

test('fields are named as they are now, whoever renamed them', async () => {
  const { operator, field, read, list } = await caller()
  expect((await read()).json).toHaveProperty(field.name, '甲')
  value(await updateField(testDb, operator, { name: field.name, patch: { name: `${field.name}_new` } }))
  expect((await read()).json).toHaveProperty(`${field.name}_new`, '甲')
  expect((await list()).json).toMatchObject([{ [`${field.name}_new`]: '甲' }])
})

test('a key is not another school’s, however lately it called', async () => {
  const [one, other] = [await caller(), await caller()]
  const strange = await ask(
    person.GET,
    'GET',
    { id: String(other.student.id) },
    {
      headers: { authorization: `Bearer ${one.key.api_key}` },
    },
  )
  expect(strange.status).toBe(404)
})
