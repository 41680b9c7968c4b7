import { expect, test } from 'vitest'
import { createApiKey } from '@/domain/api-keys/commands'
import { newField, newSchool, testDb, value } from '@/testing/factories'
import { ask } from '@/testing/posts'
import { GET } from './fields'

test('the list is of both roles or of one, which is said once', async () => {
  const { operator } = await newSchool()
  const ofStudents = await newField(operator)
  const ofTeachers = await newField(operator, { role: 2 })
  const { api_key } = value(await createApiKey(testDb, operator, { name: 'x' }))
  const list = (search: string) => ask(GET, 'GET', {}, { search, headers: { authorization: `Bearer ${api_key}` } })
  const lists = { '': [ofStudents, ofTeachers], '?role=1': [ofStudents], '?role=2': [ofTeachers] }
  for (const [search, fields] of Object.entries(lists))
    expect(await list(search), search).toMatchObject({ status: 200, json: fields.map(({ name }) => ({ name })) })
  for (const search of ['?role=1&role=2', '?role=1&role=1', '?role=3', '?role=', '?role=01', '?label=x'])
    expect((await list(search)).status, search).toBe(400)
})
