import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Admin, adminsOf, newAdmin } from '@/testing/admins'
import { actorIn, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { readFile, rowsOf, run, work } from '@/testing/imports'
import { updateAccount } from '../../accounts/update'
import type { Actor } from '../../actor'
import { patchPerson } from '../../people/commands'
import { setStatus } from '../../people/remove'
import { undo } from '../../undo/commands'
import { runImport } from './commands'
import { listMissing } from './missing'
import { getImport } from './queries'

async function newWorld() {
  const { id, operator } = await newSchool()
  return { school: id, operator, admin: actorIn(id, 'school_admin') }
}
const statusOf = async ({ person }: Pick<Admin, 'person'>) => {
  const [row] = await testDb.sql<{ status: number }>('SELECT status::int FROM person WHERE id = $1', [person])
  return row?.status
}
const fileOf = (rows: [Pick<Admin, 'usin' | 'name'>, string][]) =>
  ['工号,姓名,状态', ...rows.map(([{ usin, name }, status]) => `${usin},${name},${status}`)].join('\n')
const importTeachers = (actor: Actor, file: string, mode: 'merge' | 'sync' = 'merge') =>
  readFile(actor, file, { role: 2, settings: { mode } })

test('import: a row that archives the last administrator is refused by name, and the rest goes on', async () => {
  const { school, operator, admin } = await newWorld()
  const one = await newAdmin(operator)
  const { id, usin, name } = await newStudent(operator, { role: 2, graduates_in: null })
  const read = await importTeachers(
    admin,
    fileOf([
      [one, '归档'],
      [{ usin, name }, '归档'],
    ]),
  )
  expect(read.counts).toMatchObject({ wrong: 1, changed: 1 })
  const refusedRow = (await rowsOf(admin, read.id)).find(({ kind }) => kind === 'wrong')
  expect(refusedRow?.issues).toMatchObject([{ target: 'status', reason: 'last_admin', value: one.name }])
  const done = await run(admin, read.id)
  expect(done).toMatchObject({ state: 'done', counts: { wrong: 1, changed: 1 } })
  expect([await statusOf(one), await statusOf({ person: id })]).toEqual([1, 2])
  expect(await adminsOf(school)).toEqual([one.account])
})

test('import: of a file that disables all administrators each row is refused; one of two may go', async () => {
  const { school, operator, admin } = await newWorld()
  const [one, other] = [await newAdmin(operator), await newAdmin(operator)]
  const both = await importTeachers(
    admin,
    fileOf([
      [one, '停用'],
      [other, '归档'],
    ]),
  )
  expect(both.counts).toMatchObject({ wrong: 2, changed: 0 })
  const single = await importTeachers(
    admin,
    fileOf([
      [one, '停用'],
      [other, '正常'],
    ]),
  )
  expect((await run(admin, single.id)).counts).toMatchObject({ changed: 1, wrong: 0 })
  expect(await adminsOf(school)).toEqual([other.account])
})

test('import: a full sync keeps the last administrators who are not in the file, and says how many', async () => {
  const { school, operator, admin } = await newWorld()
  const [one, other] = [await newAdmin(operator), await newAdmin(operator)]
  const { id, usin, name } = await newStudent(operator, { role: 2, graduates_in: null })
  const leaver = await newStudent(operator, { role: 2, graduates_in: null })
  const read = await importTeachers(admin, fileOf([[{ usin, name }, '正常']]), 'sync')
  expect(read.counts).toMatchObject({ missing: 1, kept_admins: 2 })
  const missing = value(await listMissing(testDb, admin, { id: read.id, page: 1, per_page: 20 }))
  expect(missing.rows.map((row) => row.id)).toEqual([leaver.id])
  const done = await run(admin, read.id, 1)
  expect(done).toMatchObject({ state: 'done', counts: { archived: 1, kept_admins: 2 } })
  expect(await Promise.all([one, other, { person: id }, { person: leaver.id }].map(statusOf))).toEqual([1, 1, 1, 2])
  expect(await adminsOf(school)).toHaveLength(2)
})

test('import: a full sync archives an administrator where another stays or comes back by the file', async () => {
  const { school, operator, admin } = await newWorld()
  const [one, other] = [await newAdmin(operator), await newAdmin(operator)]
  value(await setStatus(testDb, admin, { ids: [other.person], status: 2 }))
  const read = await importTeachers(admin, `工号,姓名\n${other.usin},${other.name}`, 'sync')
  expect(read.counts).toMatchObject({ missing: 1, kept_admins: 0, changed: 1 })
  expect(await run(admin, read.id, 1)).toMatchObject({ state: 'done', counts: { archived: 1 } })
  expect([await statusOf(one), await statusOf(other)]).toEqual([2, 1])
  expect(await adminsOf(school)).toEqual([other.account])
})

test('import: an administrator who went since the preview leaves the rows to be judged anew', async () => {
  const { school, operator, admin } = await newWorld()
  const [one, other] = [await newAdmin(operator), await newAdmin(operator)]
  const read = await importTeachers(admin, fileOf([[one, '归档']]))
  expect(read.counts).toMatchObject({ changed: 1 })
  value(await updateAccount(testDb, admin, other.account, { is_super: 0 }))
  expect((await run(admin, read.id)).counts).toMatchObject({ changed: 0, wrong: 1 })
  expect(await adminsOf(school)).toEqual([one.account])
})

test('import: beside the removal of the other administrator at once, and its undo, one stays', async () => {
  for (const mode of ['merge', 'sync'] as const) {
    const { school, operator, admin } = await newWorld()
    const [one, other] = [await newAdmin(operator), await newAdmin(operator)]
    const file = mode === 'sync' ? fileOf([[other, '正常']]) : fileOf([[one, '归档']])
    const read = await importTeachers(admin, file, mode)
    const [done, removed] = await Promise.all([
      run(admin, read.id, 1),
      setStatus(testDb, admin, { ids: [other.person], status: 4 }),
    ])
    expect(done.state).toBe('done')
    expect(await adminsOf(school), `${mode}, ${removed.ok}`).toHaveLength(1)
    const back = value(await setStatus(testDb, admin, { ids: [one.person, other.person], status: 1 }))
    expect(await undo(testDb, admin, { change_set: back.change_set ?? '0' })).toMatchObject({ ok: true })
    expect(await adminsOf(school), 'undo of the return of one of two').toHaveLength(1)
  }
})

test('import: without the password nobody who signs in is archived, though the preview did not know them', async () => {
  const { operator, admin } = await newWorld()
  await newAdmin(operator)
  const other = await newAdmin(operator)
  const stale: Actor = { ...admin, isConfirmed: false }
  const settings = { key: 'outer_id', mode: 'merge' } as const
  const read = await readFile(stale, `外部编号,工号,姓名,状态\nX9,${other.usin}x,${other.name},归档`, {
    role: 2,
    settings,
  })
  expect(read.counts).toMatchObject({ new: 1 })
  // The row was somebody new when it was judged, and means the administrator now.
  value(await patchPerson(testDb, stale, other.person, { outer_id: 'X9' }, 'nested'))
  expect(await runImport(testDb, stale, { id: read.id })).toMatchObject({ failure: { kind: 'confirm' } })
  expect(await statusOf(other)).toBe(1)
  expect(await run(admin, read.id)).toMatchObject({ state: 'done', counts: { changed: 1 } })
  expect(await statusOf(other)).toBe(2)
})

test('import: what changes between the asking and the writing is not written without the password', async () => {
  const { operator, admin } = await newWorld()
  await newAdmin(operator)
  const other = await newAdmin(operator)
  const stale: Actor = { ...admin, isConfirmed: false }
  const settings = { key: 'outer_id', mode: 'merge' } as const
  const read = await readFile(stale, `外部编号,工号,姓名,状态\nX8,${other.usin}x,${other.name},归档`, {
    role: 2,
    settings,
  })
  const holder = randomUUID()
  const { job } = value(await runImport(testDb, stale, { id: read.id }, { holder, lease: 60 }))
  value(await patchPerson(testDb, stale, other.person, { outer_id: 'X8' }, 'nested'))
  await work(job, holder)
  expect(value(await getImport(testDb, admin, { id: read.id }))).toMatchObject({
    state: 'ready',
    problem: { kind: 'busy' },
  })
  expect(await statusOf(other)).toBe(1)
})
