import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { withConnection } from '@/infra/connection'
import { newAdmin } from '@/testing/admins'
import { actorIn, newField, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { readFile, rowsOf, run, work } from '@/testing/imports'
import { updateAccount } from '../../accounts/update'
import type { Actor } from '../../actor'
import { removeField } from '../../fields/commands'
import { jobProgress } from '../../jobs/jobs'
import { patchPerson } from '../../people/commands'
import { removePeople, setStatus } from '../../people/remove'
import { cancelImport, runImport } from './commands'
import { getImport } from './queries'
import type { IfChanged } from './shown'

const changesOf = async ({ schoolId }: Actor): Promise<number> => {
  const [row] = await testDb.sql<{ count: number }>('SELECT count(*)::int AS count FROM change WHERE school_id = $1', [
    schoolId,
  ])
  return row?.count ?? 0
}
const runIf = (actor: Actor, id: number, ifChanged: IfChanged, confirm?: number) =>
  run(actor, id, confirm, { ifChanged })
const patch = async (actor: Actor, id: number, values: Parameters<typeof patchPerson>[3]) =>
  value(await patchPerson(testDb, actor, id, values, 'nested'))

const titles = '学号,姓名,手机,届别'
const file = (...rows: string[]) => [titles, ...rows].join('\n')

/** A way in which somebody moves a row between its preview and its run, with the kinds shown and of now. */
type Move = {
  lines: string[]
  kinds: [shown: string, now: string]
  move: (actor: Actor, people: { id: number; usin: string }[]) => Promise<unknown>
}
const moves: Record<string, Move> = {
  'a new row means somebody who came': {
    lines: ['N1,王五,,2027'],
    kinds: ['new', 'changed'],
    move: (actor) => newStudent(actor, { usin: 'N1', name: '王伍' }),
  },
  'a new row means somebody who is so already': {
    lines: ['N1,王五,,2027'],
    kinds: ['new', 'unchanged'],
    move: (actor) => newStudent(actor, { usin: 'N1', name: '王五', graduates_in: 2027 }),
  },
  'somebody changed a value that is written over': {
    lines: ['S1,张三,13800000009,2027'],
    kinds: ['changed', 'changed'],
    move: (actor, [one]) => patch(actor, one?.id ?? 0, { phone: '13800000005' }),
  },
  'a change of name is a change of cohort too': {
    lines: ['S1,张三丰,,2027'],
    kinds: ['changed', 'changed'],
    move: (actor, [one]) => patch(actor, one?.id ?? 0, { graduates_in: 2029 }),
  },
  'an unchanged row writes': {
    lines: ['S1,张三,,2027'],
    kinds: ['unchanged', 'changed'],
    move: (actor, [one]) => patch(actor, one?.id ?? 0, { name: '张叁' }),
  },
  'a change is made already': {
    lines: ['S1,张三丰,,2027'],
    kinds: ['changed', 'unchanged'],
    move: (actor, [one]) => patch(actor, one?.id ?? 0, { name: '张三丰' }),
  },
  'whoever changes is deleted': {
    lines: ['S1,张三丰,,2027'],
    kinds: ['changed', 'new'],
    move: async (actor, [one]) => value(await removePeople(testDb, actor, { ids: [one?.id ?? 0] })),
  },
  'the number means another person': {
    lines: ['S1,张三丰,,2027'],
    kinds: ['changed', 'changed'],
    move: async (actor, [one, other]) => {
      await patch(actor, one?.id ?? 0, { usin: 'S9' })
      await patch(actor, other?.id ?? 0, { usin: 'S1', name: '张三' })
    },
  },
  'a wrong row is right': {
    lines: ['T1,李老师,,2027'],
    kinds: ['wrong', 'new'],
    move: async (actor) => {
      const [teacher] = await testDb.sql<{ id: number }>(`SELECT id FROM person WHERE school_id = $1 AND usin = 'T1'`, [
        actor.schoolId,
      ])
      await patch(actor, teacher?.id ?? 0, { usin: 'T2' })
    },
  },
}

test.each(Object.entries(moves))(
  'import: %s: nothing is written, the row is shown, and then written so',
  async (_, { lines, kinds, move }) => {
    const { operator } = await newSchool()
    const people = [
      await newStudent(operator, { usin: 'S1', name: '张三' }),
      await newStudent(operator, { usin: 'S2', name: '李四' }),
    ]
    await newStudent(operator, { usin: 'T1', name: '李老师', role: 2, graduates_in: null })
    const { id } = await readFile(operator, file(...lines, 'X1,不变的新人,,2028'))
    await move(operator, people)
    const before = await changesOf(operator)
    const stopped = await runIf(operator, id, 'stop')
    expect(stopped).toMatchObject({ state: 'ready', problem: { kind: 'moved', moved: 1 }, counts: { moved: 1 } })
    expect(await changesOf(operator), 'nothing is written').toBe(before)
    const rows = await rowsOf(operator, id, { moved: true })
    expect(rows.map(({ kind, shown }) => [shown?.kind, kind])).toEqual([kinds])

    const done = await runIf(operator, id, 'leave')
    expect(done).toMatchObject({ state: 'done', problem: null, counts: { left: 0 } })
    expect((await rowsOf(operator, id)).map(({ kind }) => kind)).toEqual([kinds[1], 'new'])
  },
)

test('import: what nobody was shown to change does not stop it, nor does a change beside the file', async () => {
  const { operator } = await newSchool()
  const one = await newStudent(operator, { usin: 'S1', name: '张三' })
  const { id } = await readFile(operator, '学号,姓名,届别\nS1,张三丰,2027\nN1,王五,2027')
  await patch(operator, one.id, { phone: '13800000001' })
  await newStudent(operator, { usin: 'S7' })
  expect(await runIf(operator, id, 'stop')).toMatchObject({ state: 'done', counts: { new: 1, changed: 1 } })
})

test('import: a row that changed yet again is left out and listed, and the others are written', async () => {
  const { operator } = await newSchool()
  const one = await newStudent(operator, { usin: 'S1', name: '张三' })
  const { id } = await readFile(operator, file('S1,张三丰,,2027', 'N1,王五,,2027'))
  await patch(operator, one.id, { name: '张一' })
  await runIf(operator, id, 'stop')
  await patch(operator, one.id, { name: '张二' })
  const done = await runIf(operator, id, 'leave')
  expect(done).toMatchObject({ state: 'done', counts: { left: 1, new: 1, changed: 0 } })
  const [left] = await rowsOf(operator, id, { kinds: ['left'] })
  expect(left?.shown?.changes).toEqual([{ target: 'name', before: '张一', after: '张三丰' }])
  expect(left?.changes).toEqual([{ target: 'name', before: '张二', after: '张三丰' }])
  const [row] = await testDb.sql<{ name: string }>('SELECT name FROM person WHERE id = $1', [one.id])
  expect(row?.name).toBe('张二')
})

test('import: a field that was removed shows the rows that gave it, also of people who are new', async () => {
  const { operator } = await newSchool()
  const field = await newField(operator, { label: '床号' })
  await newStudent(operator, { usin: 'S1', name: '张三' })
  const { id } = await readFile(operator, '学号,姓名,届别,床号\nS1,张三,2027,7\nN1,王五,2027,8\nN2,赵六,2027,')
  value(await removeField(testDb, operator, { name: field.name }))
  expect(await runIf(operator, id, 'stop')).toMatchObject({ state: 'ready', counts: { moved: 2 } })
  const rows = await rowsOf(operator, id, { moved: true })
  expect(rows.map(({ kind, shown }) => [shown?.kind, kind])).toEqual([
    ['changed', 'unchanged'],
    ['new', 'new'],
  ])
  expect(rows[1]?.shown?.values).toMatchObject([{ before: '8', after: '' }])
  expect(await runIf(operator, id, 'leave')).toMatchObject({ state: 'done', counts: { new: 2, unchanged: 1, left: 0 } })
})

test('import: a guardian beside a student who is another by now stops it', async () => {
  const { operator } = await newSchool()
  const { id } = await readFile(operator, '学号,姓名,届别,父亲姓名,父亲手机\nN1,王五,2027,王父,13800000001')
  await newStudent(operator, { usin: 'P7', role: 8, name: '王父', phone: '13800000001', graduates_in: null })
  expect(await runIf(operator, id, 'stop')).toMatchObject({ state: 'ready', counts: { moved: 1 } })
  const [row] = await rowsOf(operator, id, { moved: true })
  expect([row?.shown?.guardians[0]?.kind, row?.guardians[0]?.kind]).toEqual(['new', 'changed'])
  expect(await runIf(operator, id, 'leave')).toMatchObject({ state: 'done', counts: { new: 1, guardians: 0 } })
})

test('import: a full sync that would archive others than shown archives nobody, then only who is shown', async () => {
  const { operator } = await newSchool()
  const people = []
  for (const usin of ['S1', 'S2', 'S3']) people.push(await newStudent(operator, { usin, name: usin }))
  const [, gone] = people
  const { id, counts } = await readFile(operator, '学号,姓名,届别\nS1,S1,2027', { settings: { mode: 'sync' } })
  expect(counts.missing).toBe(2)
  value(await setStatus(testDb, operator, { ids: [gone?.id ?? 0], status: 2 }))
  await newStudent(operator, { usin: 'S4', name: 'S4' })
  const stopped = await runIf(operator, id, 'stop', 2)
  expect(stopped).toMatchObject({ state: 'ready', counts: { moved: 0, moved_missing: 2, missing: 2 }, confirm: 2 })
  await newStudent(operator, { usin: 'S5', name: 'S5' })
  const done = await runIf(operator, id, 'leave', 2)
  expect(done).toMatchObject({ state: 'done', counts: { archived: 2, spared: 1 } })
  const rows = await testDb.sql<{ usin: string }>(
    'SELECT usin FROM person WHERE school_id = $1 AND status = 1 ORDER BY usin',
    [operator.schoolId],
  )
  expect(rows.map(({ usin }) => usin)).toEqual(['S1', 'S5'])
})

test('import: where nothing was shown it is judged and written as ever', async () => {
  const { operator } = await newSchool()
  const { id } = await readFile(operator, file('N1,王五,,2027'))
  await newStudent(operator, { usin: 'N1', name: '王伍' })
  expect(await run(operator, id)).toMatchObject({ state: 'done', counts: { new: 0, changed: 1 } })
})

test('import: two administrators who press at once write once, and a judgement that is not the one shown is refused', async () => {
  const { operator } = await newSchool()
  const { id, judged } = await readFile(operator, file('N1,王五,,2027'))
  expect(await runImport(testDb, operator, { id, judged: judged - 1 })).toMatchObject({
    failure: { reason: 'import_changed' },
  })
  const both = await Promise.allSettled([1, 2].map(() => run(operator, id, undefined, { ifChanged: 'stop', judged })))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(value(await getImport(testDb, operator, { id }))).toMatchObject({ state: 'done', counts: { new: 1 } })
})

test('import: written as shown now it comes to its end, though somebody changes its people all the time', async () => {
  const { operator } = await newSchool()
  const people = []
  for (let n = 0; n < 6; n++) people.push(await newStudent(operator, { usin: `S${n}`, name: '张三' }))
  const { id } = await readFile(operator, file(...people.map(({ usin }) => `${usin},李四,,2027`), 'N1,王五,,2027'))
  const busy = { now: true, changes: 0 }
  const changing = people.map(async (person) => {
    while (busy.now) await patch(operator, person.id, { name: `张${busy.changes++}` })
  })
  await expect.poll(() => busy.changes, { timeout: 30_000 }).toBeGreaterThan(20)
  expect(await runIf(operator, id, 'stop')).toMatchObject({ state: 'ready', counts: { moved: 6 } })
  const done = await runIf(operator, id, 'leave')
  busy.now = false
  await Promise.all(changing)
  expect(done).toMatchObject({ state: 'done', counts: { new: 1, left: 6 } })
})

test('import: cancelled while it compares or writes what is shown now, it can be written as before', async () => {
  const { operator } = await newSchool()
  const one = await newStudent(operator, { usin: 'S1', name: '张三' })
  const { id } = await readFile(operator, file('S1,张三丰,,2027'))
  await patch(operator, one.id, { name: '张一' })
  await runIf(operator, id, 'stop')
  for (const table of ['import_shown', 'person'])
    await withConnection(testDb.url, (connection) =>
      connection.transaction(async () => {
        await patch(operator, one.id, { phone: `1380000000${table.length % 10}` })
        await connection.sql(`LOCK TABLE ${table} IN SHARE MODE`)
        const holder = randomUUID()
        const { job } = value(await runImport(testDb, operator, { id, ifChanged: 'leave' }, { holder, lease: 60 }))
        const working = work(job, holder)
        await expect
          .poll(async () => (await jobProgress(testDb, job))?.phase, { timeout: 30_000 })
          .toMatch(/checking|writing/)
        value(await cancelImport(testDb, operator, { id }))
        await connection.sql('COMMIT')
        await working
      }),
    )
  const found = value(await getImport(testDb, operator, { id }))
  expect([found.state, found.counts.moved]).toEqual(['ready', 1])
  expect(await runIf(operator, id, 'leave')).toMatchObject({ state: 'done', counts: { changed: 1, left: 0 } })
})

test('import: a student who is linked with a guardian by now, and the last administrator, are judged and shown anew', async () => {
  const { id: school, operator } = await newSchool()
  const admin = actorIn(school, 'school_admin')
  const [one, other] = [await newAdmin(operator), await newAdmin(operator)]
  const leaving = await readFile(admin, `工号,姓名,状态\n${one.usin},${one.name},归档`, { role: 2 })
  value(await updateAccount(testDb, admin, other.account, { is_super: 0 }))
  expect(await runIf(admin, leaving.id, 'stop')).toMatchObject({ state: 'ready', counts: { moved: 1, wrong: 1 } })
  const [row] = await rowsOf(admin, leaving.id, { moved: true })
  expect([row?.shown?.kind, row?.issues[0]?.reason]).toEqual(['changed', 'last_admin'])

  const student = await newStudent(operator, { usin: 'S1' })
  const linking = await readFile(operator, '学生学号,姓名,关系\nS1,王父,父亲', { role: 8 })
  await patch(operator, student.id, { usin: 'S9' })
  await newStudent(operator, { usin: 'S1', name: '别人' })
  expect(await runIf(operator, linking.id, 'stop')).toMatchObject({ state: 'ready', counts: { moved: 1 } })
  const [linked] = await rowsOf(operator, linking.id, { moved: true })
  expect([linked?.shown?.student?.usin, linked?.student?.name]).toEqual(['S9', '别人'])
})
