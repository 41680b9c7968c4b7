import { beforeAll, describe, expect, test } from 'vitest'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { createApiKey } from '../api-keys/commands'
import { patchPerson } from '../people/commands'
import { schoolYearEnd } from '../people/grade'
import { removePeople, setStatus } from '../people/remove'
import { undo } from '../undo/commands'
import { listChanges, listPersonChanges } from './changes'
import { changeSetList } from './input'
import { listAuthors, listChangeSets, readChangeSet } from './queries'
import { openChangeSet } from './record'

let operator: Actor
let admin: Actor
let accountId: number
beforeAll(async () => {
  operator = (await newSchool()).operator
  const account = await testDb.prisma.account.create({
    data: { schoolId: operator.schoolId, username: unique('admin'), isSuper: 1, approvedAt: new Date() },
  })
  accountId = account.id
  admin = { ...actorIn(operator.schoolId, 'school_admin', undefined, { accountId }), via: 'page' }
})

const list = async (input: object = {}, actor = operator) =>
  value(await listChangeSets(testDb, actor, changeSetList.parse(input)))
const ids = async (input: object) => (await list(input)).rows.map(({ id }) => id)
const changesOf = async (set: string, actor = operator, more: object = {}) =>
  value(await listChanges(testDb, actor, { change_set: set, per_page: 50, ...more }))

describe('what was done', () => {
  test('is listed the latest first with who, through what and what; filters hold together', async () => {
    const student = await newStudent(admin, { name: '韩梅梅' })
    const [made] = (await list()).rows
    expect(made).toMatchObject({
      via: 'page',
      kind: 'single',
      author: { kind: 'account', id: accountId, name: expect.stringContaining('admin') },
      counts: [{ noun: 'person', action: 'create', count: 1 }],
      first: { noun: 'person', id: student.id, name: '韩梅梅', usin: student.usin, role: 1, there: true },
      undo_of: null,
      undone_by: null,
    })
    const field = await newField(operator, { label: '宿舍' })
    value(await patchPerson(testDb, admin, student.id, { phone: '1', values: { [field.name]: 'x' } }, 'flat'))
    const [edited] = (await list()).rows
    expect(edited?.first?.keys).toEqual([
      { key: 'phone', label: '' },
      { key: `ext.${field.id}`, label: '宿舍' },
    ])
    const bulk = value(
      await setStatus(testDb, operator, { ids: [student.id, (await newStudent(operator)).id], status: 2 }),
    )
    const set = bulk.change_set ?? ''
    expect(await ids({ kind: ['bulk'] })).toEqual([set])
    expect(await ids({ who: [`account:${accountId}`] })).toEqual([edited?.id, made?.id])
    expect(await ids({ who: [`account:${accountId}`], action: ['create'] })).toEqual([made?.id])
    expect((await list({ noun: ['field'], who: ['nobody'] })).rows).toMatchObject([{ first: { name: '宿舍' } }])
    expect(await ids({ via: ['rest'] })).toEqual([])
    expect(await ids({ noun: ['field'], action: ['delete'] })).toEqual([])
  })

  test('a period is of days in China', async () => {
    const other = (await newSchool()).operator
    const at = async (moment: string) => {
      const [row] = await testDb.sql<{ id: string }>(
        `INSERT INTO change_set (school_id, at, via) VALUES ($1, $2::timestamptz, 'page') RETURNING id::text`,
        [other.schoolId, moment],
      )
      return row?.id ?? ''
    }
    const [before, first, last, after] = [
      await at('2026-03-01T15:59:59Z'),
      await at('2026-03-01T16:00:00Z'),
      await at('2026-03-03T15:59:59Z'),
      await at('2026-03-03T16:00:00Z'),
    ]
    const found = async (input: object) => (await list(input, other)).rows.map(({ id }) => id)
    expect(await found({ from: '2026-03-02', to: '2026-03-03' })).toEqual([last, first])
    expect(await found({ from: '2026-03-02' })).toEqual([after, last, first])
    expect(await found({ to: '2026-03-01' })).toEqual([before])
  })

  test('pages go on from the last of the page before, whatever was done meanwhile', async () => {
    const other = (await newSchool()).operator
    for (let n = 0; n < 5; n++) await openChangeSet(testDb, other)
    const first = await list({ per_page: 2 }, other)
    await openChangeSet(testDb, other)
    const second = await list({ per_page: 2, before: first.rows[1]?.id }, other)
    const third = await list({ per_page: 2, before: second.rows[1]?.id }, other)
    const all = [...first.rows, ...second.rows, ...third.rows].map(({ id }) => Number(id))
    expect(all).toHaveLength(5)
    expect(all).toEqual([...all].sort((one, next) => next - one))
    expect([first.more, second.more, third.more]).toEqual([true, true, false])
  })

  test('says what was undone, and by what, until that is undone too', async () => {
    const student = await newStudent(operator)
    const removed = value(await removePeople(testDb, operator, { ids: [student.id] }))
    const back = value(await undo(testDb, operator, removed))
    const read = async (set: string) => value(await readChangeSet(testDb, operator, { change_set: set }))
    expect(await read(removed.change_set)).toMatchObject({ undone_by: back.change_set })
    expect(await read(back.change_set)).toMatchObject({ kind: 'undo', undo_of: removed.change_set, undone_by: null })
    value(await undo(testDb, operator, back))
    expect(await read(removed.change_set)).toMatchObject({ undone_by: null })
  })

  test('of another school it is not found, and nobody lists it who may not', async () => {
    const [mine] = (await list()).rows
    const stranger = (await newSchool()).operator
    const notFound = { failure: { kind: 'not_found' } }
    const set = { change_set: mine?.id ?? '' }
    expect(await readChangeSet(testDb, stranger, set)).toMatchObject(notFound)
    expect(await listChanges(testDb, stranger, { ...set, per_page: 10 })).toMatchObject(notFound)
    expect((await list({}, stranger)).rows).toEqual([])
    const grade = actorIn(operator.schoolId, 'grade_admin', undefined, { grade: 1 })
    expect(await listChangeSets(testDb, grade, changeSetList.parse({}))).toMatchObject({
      failure: { kind: 'forbidden' },
    })
  })

  test('who has done something is known by name', async () => {
    await newStudent(admin)
    const key = value(await createApiKey(testDb, operator, { name: '课表系统' }))
    const byKey: Actor = { ...actorIn(operator.schoolId, 'api_key'), apiKeyId: key.id }
    await newStudent(byKey)
    expect(value(await listAuthors(testDb, operator))).toMatchObject([
      { kind: 'account', id: accountId },
      { kind: 'key', id: key.id, name: '课表系统' },
    ])
    expect((await list({ who: [`key:${key.id}`] })).rows).toMatchObject([
      { via: 'rest', author: { kind: 'key', name: '课表系统' } },
    ])
  })
})

describe('the changes', () => {
  test('are shown value by value with fields by their label and students by name, a page at a time', async () => {
    const gone = await newField(operator, { label: '旧字段' })
    const student = await newStudent(operator, { values: { [gone.name]: 'a' } })
    const guardian = await newGuardian(operator, student.id)
    const { rows } = value(await listPersonChanges(testDb, operator, { id: guardian.id, per_page: 10 }))
    expect(rows[0]?.cells).toContainEqual({
      key: 'link',
      label: '',
      type: 0,
      before: [],
      after: [{ student: student.name, relation: 1 }],
    })
    await testDb.sql('UPDATE field SET deleted_at = now() WHERE id = $1', [gone.id])
    const [made] = value(await listPersonChanges(testDb, operator, { id: student.id, per_page: 10 })).rows
    expect(made?.cells).toContainEqual({ key: `ext.${gone.id}`, label: '旧字段', type: 1, before: null, after: 'a' })

    const people = [student, await newStudent(operator), await newStudent(operator)]
    const set =
      value(await setStatus(testDb, operator, { ids: people.map(({ id }) => id), status: 4 })).change_set ?? ''
    const first = await changesOf(set, operator, { per_page: 2 })
    const rest = await changesOf(set, operator, { per_page: 2, after: first.rows[1]?.id })
    expect([first.more, rest.more]).toEqual([true, false])
    expect([...first.rows, ...rest.rows].map(({ subject, cells }) => [subject.id, cells[0]?.after])).toEqual(
      people.map(({ id }) => [id, 4]),
    )
  })

  test('mask personal numbers for whoever may not see them', async () => {
    const student = await newStudent(operator, { phone: '13800138000' })
    const narrow = actorIn(operator.schoolId, 'school_admin', ['history:read', 'people:read'])
    const phone = async (actor: Actor) => {
      const { rows } = value(await listPersonChanges(testDb, actor, { id: student.id, per_page: 10 }))
      return rows[0]?.cells.find(({ key }) => key === 'phone')?.after
    }
    expect([await phone(operator), await phone(narrow)]).toEqual(['13800138000', '138****8000'])
  })

  test('of one person are read by whoever keeps them, after they were deleted too', async () => {
    const student = await newStudent(operator, { duration: 3, graduates_in: schoolYearEnd(new Date()) + 2 })
    const read = (actor: Actor, more: object = {}) =>
      listPersonChanges(testDb, actor, { id: student.id, per_page: 10, ...more })
    const keeper = actorIn(operator.schoolId, 'grade_admin', undefined, { grade: 1 })
    value(await removePeople(testDb, keeper, { ids: [student.id] }))
    const { rows } = value(await read(keeper))
    expect(rows.map(({ action, act }) => [action, act.via])).toEqual([
      ['delete', 'rest'],
      ['create', 'command-line'],
    ])
    expect(value(await read(keeper, { before: rows[0]?.id })).rows).toHaveLength(1)
    const forbidden = { failure: { kind: 'forbidden' } }
    expect(await read(actorIn(operator.schoolId, 'grade_admin', undefined, { grade: 2 }))).toMatchObject(forbidden)
    expect(await read(actorIn(operator.schoolId, 'teacher'))).toMatchObject(forbidden)
    expect(await read((await newSchool()).operator)).toMatchObject({ failure: { kind: 'not_found' } })
  })

  test('of whoever was erased say what happened, and not to whom', async () => {
    const student = await newStudent(operator, { name: '要清除的人', status: 2 })
    const [made] = (await list()).rows
    await testDb.sql(`SELECT mingce_history_erase($1, 'person', ARRAY[$2::int])`, [operator.schoolId, student.id])
    const { rows } = await changesOf(made?.id ?? '')
    expect(rows).toMatchObject([{ erased: true, action: 'create' }])
    expect(rows[0]?.cells.map(({ key }) => key)).toEqual(['role', 'status', 'graduates_in'])
  })
})
