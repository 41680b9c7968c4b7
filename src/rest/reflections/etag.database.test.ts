import { beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '@/domain/api-keys/commands'
import { removePeople } from '@/domain/people/remove'
import { keyScopes } from '@/domain/policy'
import { newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { type Answer, ask, post } from '@/testing/posts'
import * as field from './field'
import * as fields from './fields'
import * as people from './people'
import * as person from './person'

let school: Awaited<ReturnType<typeof newSchool>>
let authorization: string
const keyWith = async (scopes: typeof keyScopes | ['people:read', 'people:write']) =>
  `Bearer ${value(await createApiKey(testDb, school.operator, { name: 'x', scopes })).api_key}`
beforeAll(async () => {
  school = await newSchool()
  authorization = await keyWith(keyScopes)
})

type Headers = Record<string, string>
const etag = ({ headers }: Answer): string => headers.get('etag') ?? ''
const get = (id: number, headers: Headers = {}) =>
  ask(person.GET, 'GET', { id: String(id) }, { headers: { authorization, ...headers } })
const patch = (id: number, body: object, headers: Headers = {}) =>
  ask(person.PATCH, 'PATCH', { id: String(id) }, { body, headers: { authorization, ...headers } })
const remove = (id: number, headers: Headers = {}) =>
  ask(person.DELETE, 'DELETE', { id: String(id) }, { headers: { authorization, ...headers } })
const list = (search: string, headers: Headers = {}) =>
  ask(people.GET, 'GET', {}, { search, headers: { authorization, ...headers } })

const failed = {
  name: 'Precondition Failed',
  message: '该对象已被修改，请重新读取后再试。',
  code: 0,
  status: 412,
}

describe('a person', () => {
  test('has one tag, whichever call answers it, and another after each change', async () => {
    const made = await post(people.POST, {
      path: '/api/v1/reflections',
      body: { usin: unique('S'), name: '张三', role: 1, graduates_in: 2027 },
      headers: { authorization },
    })
    const { id } = JSON.parse(made.body)
    expect(etag(made)).toMatch(/^"[\w-]{27}"$/)
    expect(etag(await get(id))).toBe(etag(made))
    const tags = [etag(made)]
    // The second is no change; a password is one that no answer shows; the last leads back to where it began.
    const changes = [{ name: '李四' }, { name: '李四' }, { password: 'Calm-Maple-77-Stone' }, { name: '张三' }]
    for (const change of changes) {
      const changed = await patch(id, change)
      expect(changed.status).toBe(200)
      expect(etag(await get(id))).toBe(etag(changed))
      tags.push(etag(changed))
    }
    expect(tags[1]).toBe(tags[2])
    expect(new Set(tags).size).toBe(4)
  })

  test('has another tag for whoever sees its numbers masked, and with another field or child', async () => {
    const child = await newStudent(school.operator, { idcard: '990105194912310023' })
    const blind = await keyWith(['people:read', 'people:write'])
    const open = etag(await get(child.id))
    const masked = etag(await get(child.id, { authorization: blind }))
    expect(masked).not.toBe(open)
    expect((await patch(child.id, {}, { 'if-match': open, authorization: blind })).status).toBe(412)
    expect((await patch(child.id, {}, { 'if-match': masked, authorization: blind })).status).toBe(200)
    await newField(school.operator)
    expect(etag(await get(child.id))).not.toBe(open)

    const other = await newStudent(school.operator)
    const guardian = await newGuardian(school.operator, child.id)
    await testDb.prisma.guardianship.create({
      data: { schoolId: school.id, guardianId: guardian.id, studentId: other.id, position: 1 },
    })
    const before = await get(guardian.id)
    value(await removePeople(testDb, school.operator, { ids: [child.id] }))
    const after = await get(guardian.id)
    expect([after.json, etag(after) === etag(before)]).toMatchObject([{ student_id: other.id }, false])
  })

  test('is changed and deleted only as what the caller takes it for', async () => {
    const { id } = await newStudent(school.operator)
    const old = etag(await get(id))
    const now = etag(await patch(id, { name: '李四' }))
    for (const wrong of [old, `W/${now}`, '"x"', `${old}, W/${now}`]) {
      for (const refused of [
        await patch(id, { name: 'x' }, { 'if-match': wrong }),
        await remove(id, { 'if-match': wrong }),
      ])
        expect([refused.status, refused.json, etag(refused)], wrong).toEqual([412, failed, now])
    }
    expect((await patch(id, { usin: '' }, { 'if-match': old })).status, 'before what is wrong with the body').toBe(412)
    for (const bad of ['x', '', '"x', `${now} ${now}`])
      expect([
        (await patch(id, {}, { 'if-match': bad })).status,
        (await remove(id, { 'if-match': bad })).status,
      ]).toEqual([400, 400])
    expect((await get(id)).json).toMatchObject({ name: '李四' })

    for (const right of [`${old}, ${now}`, '*']) {
      expect((await patch(id, { email: '' }, { 'if-match': right })).status, right).toBe(200)
    }
    expect((await patch(id, { usin: '' }, { 'if-match': '*' })).status).toBe(422)
    expect((await remove(id, { 'if-match': now })).status).toBe(204)
    for (const gone of [now, '*']) {
      expect((await patch(id, { name: 'x' }, { 'if-match': gone })).status).toBe(404)
      expect((await remove(id, { 'if-match': gone })).status).toBe(404)
    }
  })

  test('is changed by one of many who take it for the same at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await newStudent(school.operator)
      const tag = etag(await get(id))
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => patch(id, { name: `n${n}` }, { 'if-match': tag })),
      )
      const won = answers.filter(({ status }) => status === 200)
      expect([won.length, answers.filter(({ status }) => status === 412).length]).toEqual([1, 7])
      expect((await get(id)).body).toBe(won[0]?.body)
      const [{ changes = 0 } = {}] = await testDb.sql<{ changes: number }>(
        `SELECT count(*)::int AS changes FROM change WHERE noun = 'person' AND noun_id = $1 AND action = 'update'`,
        [id],
      )
      expect(changes).toBe(1)
    }
  })

  test('is changed or deleted, by two who take it for the same at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await newStudent(school.operator)
      const tag = { 'if-match': etag(await get(id)) }
      const [changed, removed] = await Promise.all([patch(id, { name: 'x' }, tag), remove(id, tag)])
      expect([
        [200, 412],
        [404, 204],
      ]).toContainEqual([changed.status, removed.status])
    }
  })

  test('is not sent again to whoever has it', async () => {
    const { id } = await newStudent(school.operator)
    const first = await get(id)
    for (const known of [etag(first), `W/${etag(first)}`, `"x", ${etag(first)}`, '*']) {
      const again = await get(id, { 'if-none-match': known })
      expect([again.status, again.body, etag(again), again.headers.get('cache-control')], known).toEqual([
        304,
        '',
        etag(first),
        'no-store',
      ])
    }
    for (const unknown of ['"x"', 'x', '']) expect((await get(id, { 'if-none-match': unknown })).body).toBe(first.body)
    await patch(id, { name: '李四' })
    expect((await get(id, { 'if-none-match': etag(first) })).status).toBe(200)
    expect((await get(0, { 'if-none-match': '*' })).status).toBe(404)
  })
})

test('a list is not sent again while nothing in it, nor its count, has changed', async () => {
  const mark = String(1900 + Math.floor(Math.random() * 300))
  const cohort = `?graduates_in=${mark}&$per-page=1`
  const student = await newStudent(school.operator, { graduates_in: Number(mark), name: '赵静' })
  const [one, named] = [await list(cohort), await list(`?graduates_in=${mark}&q=zj`)]
  const known = { 'if-none-match': `${etag(one)}, ${etag(named)}` }
  const again = await list(cohort, known)
  expect([again.status, again.body, again.headers.get('x-pagination-total-count')]).toEqual([304, '', '1'])
  expect(again.headers.get('link')).toBe(one.headers.get('link'))

  await newStudent(school.operator, { graduates_in: Number(mark), name: '钱多' })
  const more = await list(cohort, known)
  expect([more.status, more.body], 'the page is the same, the count is not').toEqual([200, one.body])
  expect((await list(`?graduates_in=${mark}&q=zj`, known)).status, 'nobody new by that filter').toBe(304)
  await patch(student.id, { name: '赵精' })
  expect((await list(`?graduates_in=${mark}&q=zj`, known)).status).toBe(200)
  expect(etag(await list(`?graduates_in=${mark}&$per-page=1001`)), 'what streams is not known before it is sent').toBe(
    '',
  )
})

describe('a field', () => {
  const of = (name: string, handler: typeof field.GET, method: string, headers: Headers = {}, body?: object) =>
    ask(handler, method, { name }, { body, headers: { authorization, ...headers } })
  const getField = (name: string, headers?: Headers) => of(name, field.GET, 'GET', headers)
  const patchField = (name: string, body: object, headers?: Headers) => of(name, field.PATCH, 'PATCH', headers, body)
  const removeField = (name: string, headers?: Headers) => of(name, field.DELETE, 'DELETE', headers)
  const make = async () => {
    const body = { name: unique('f'), label: '班级', role: 1 }
    const made = await post(fields.POST, { path: '/api/v1/reflection-fields', body, headers: { authorization } })
    return { name: body.name, made }
  }

  test('is read by its name, and has one tag whichever call answers it', async () => {
    const { name, made } = await make()
    const read = await getField(name.toUpperCase())
    expect([read.status, read.body, etag(read)]).toEqual([200, made.body, etag(made)])
    expect((await getField(name, { 'if-none-match': etag(made) })).status).toBe(304)
    const tags = [etag(made)]
    for (const label of ['甲', '甲', '班级']) tags.push(etag(await patchField(name, { label })))
    expect(new Set(tags).size, 'each write is a state of its own').toBe(4)
    expect(etag(await getField(name))).toBe(tags.at(-1))
    expect((await getField('nobody')).status).toBe(404)
    expect((await patchField(name, JSON.parse((await getField(name)).body))).status, 'what is read can be sent').toBe(
      200,
    )
  })

  test('is changed and deleted only as what the caller takes it for', async () => {
    const { name, made } = await make()
    const now = etag(await patchField(name, { label: '甲' }))
    for (const wrong of [etag(made), `W/${now}`]) {
      const tag = { 'if-match': wrong }
      for (const refused of [await patchField(name, { label: 'x' }, tag), await removeField(name, tag)])
        expect([refused.status, refused.json, etag(refused)]).toEqual([412, failed, now])
    }
    const both = await Promise.all(['乙', '丙'].map((label) => patchField(name, { label }, { 'if-match': now })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await removeField(name, { 'if-match': '*' })).status).toBe(204)
    expect((await removeField(name, { 'if-match': '*' })).status).toBe(404)
  })

  test('the list of fields is not sent again while none has changed', async () => {
    const { name } = await make()
    const all = (search: string, headers: Headers = {}) =>
      ask(fields.GET, 'GET', {}, { search, headers: { authorization, ...headers } })
    const [students, teachers] = [await all('?role=1'), await all('?role=2')]
    const known = { 'if-none-match': etag(students) }
    expect([(await all('?role=1', known)).status, (await all('?role=2', known)).status]).toEqual([304, 200])
    await patchField(name, { label: '甲' })
    expect((await all('?role=1', known)).status).toBe(200)
    expect((await all('?role=2', { 'if-none-match': etag(teachers) })).status, 'nor by a change of others').toBe(304)
  })
})
