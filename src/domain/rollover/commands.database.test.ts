import { beforeEach, describe, expect, test } from 'vitest'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { removeField } from '../fields/commands'
import { loadFields } from '../fields/queries'
import type { Field } from '../fields/schema'
import { patchPerson } from '../people/commands'
import { previewUndo, undo } from '../undo/commands'
import { nextClass } from './class-rules'
import { previewRollover, rollOver } from './commands'
import { listClasses, startRollover } from './queries'
import type { RolloverInput } from './schema'

const june = new Date('2026-06-20T10:00:00+08:00')
let actor: Actor
let field: Field

beforeEach(async () => {
  actor = (await newSchool()).operator
  const options = ['高一(1)班', '高二(1)班', '高三(1)班']
  field = await newField(actor, { type: 2, options })
})

const student = (graduates_in: number, name?: string, extra: object = {}) =>
  newStudent(actor, { graduates_in, ...(name && { values: { [field.name]: name } }), ...extra })
const input = (extra: Partial<RolloverInput> = {}): RolloverInput => ({
  year: 2026,
  graduating: [2026],
  leavers: [],
  repeaters: [],
  field: field.name,
  renames: ['高一(1)班', '高二(1)班'].map((from) => ({ from, to: nextClass(from) ?? '' })),
  ...extra,
})
const preview = async (given: RolloverInput) => value(await previewRollover(testDb, actor, given, june))
const run = async (given: RolloverInput, by = actor) =>
  rollOver(testDb, by, { ...given, fingerprint: (await preview(given)).fingerprint }, june)

/** All that is kept of the school's people, but when and how often it was written. */
const kept = (of = actor) =>
  testDb.sql<object>(
    `SELECT (to_jsonb(p) - '{version,updated_at}'::text[])::text AS person FROM person p WHERE school_id = $1 ORDER BY id`,
    [of.schoolId],
  )
const options = async () => (await loadFields(testDb, actor.schoolId)).fields.map((each) => each.options)
const state = (id: number) =>
  testDb.sql<object>(`SELECT status, graduates_in, coalesce(ext ->> $2, '') AS class FROM person WHERE id = $1`, [
    id,
    String(field.id),
  ])

describe('a year that turns', () => {
  test('lists classes in the order of their numbers', async () => {
    field = await newField(actor, { type: 1 })
    for (const name of ['高一(10)班', '高一(2)班', '高一(1)班']) await student(2028, name)
    const { groups } = await preview(input({ renames: [] }))
    expect(groups.map(({ before }) => before)).toEqual(['高一(1)班', '高一(2)班', '高一(10)班'])
  })

  test('graduates, moves up, keeps and lets go as previewed, in one change set that undo takes back to the byte', async () => {
    const other = (await newSchool()).operator
    await newStudent(other, { graduates_in: 2026 })
    const [last, repeats, second, first, leaves] = [
      await student(2026, '高三(1)班'),
      await student(2026, '高三(1)班'),
      await student(2027, '高二(1)班', { status: 4 }),
      await student(2028, '高一(1)班'),
      await student(2028, '高一(1)班'),
    ]
    const [overdue, bare, gone] = [
      await student(2025),
      await student(2028),
      await student(2026, undefined, { status: 2 }),
    ]
    const guardian = await newGuardian(actor, last.id)
    const given = input({ leavers: [leaves.id], repeaters: [{ id: repeats.id, class: '高三(9)班' }] })
    const before = [await kept(), await kept(other), await options()]

    const plan = await preview(given)
    expect(plan.groups).toEqual([
      { graduates_in: 2025, before: '', after: '', fate: 'move', count: 1 },
      { graduates_in: 2026, before: '高三(1)班', after: '高三(1)班', fate: 'graduate', count: 1 },
      { graduates_in: 2026, before: '高三(1)班', after: '高三(9)班', fate: 'repeat', count: 1 },
      { graduates_in: 2027, before: '高二(1)班', after: '高三(1)班', fate: 'move', count: 1 },
      { graduates_in: 2028, before: '', after: '', fate: 'move', count: 1 },
      { graduates_in: 2028, before: '高一(1)班', after: '高一(1)班', fate: 'leave', count: 1 },
      { graduates_in: 2028, before: '高一(1)班', after: '高二(1)班', fate: 'move', count: 1 },
    ])
    expect(plan).toMatchObject({ written: 5, options: ['高三(9)班'], exceptionCount: 4 })
    expect(plan.exceptions.map(({ id, reason }) => [id, reason])).toEqual([
      [repeats.id, 'repeats'],
      [leaves.id, 'leaves'],
      [overdue.id, 'overdue'],
      [bare.id, 'no_class'],
    ])
    expect([await kept(), await kept(other), await options()], 'a preview moves nothing').toEqual(before)

    const done = value(await run(given))
    expect(done).toMatchObject({ graduate: 1, leave: 1, repeat: 1, move: 4 })
    expect(await state(overdue.id)).toEqual([{ status: 1, graduates_in: 2025, class: '' }])
    expect(await state(gone.id)).toEqual([{ status: 2, graduates_in: 2026, class: '' }])
    expect(await state(last.id)).toEqual([{ status: 2, graduates_in: 2026, class: '高三(1)班' }])
    expect(await state(repeats.id)).toEqual([{ status: 1, graduates_in: 2027, class: '高三(9)班' }])
    expect(await state(second.id)).toEqual([{ status: 4, graduates_in: 2027, class: '高三(1)班' }])
    expect(await state(first.id)).toEqual([{ status: 1, graduates_in: 2028, class: '高二(1)班' }])
    expect(await state(leaves.id)).toEqual([{ status: 2, graduates_in: 2028, class: '高一(1)班' }])
    expect(await state(guardian.id)).toMatchObject([{ status: 1 }])
    expect(await kept(other)).toEqual(before[1])
    expect(await options()).toEqual([[...field.options, '高三(9)班']])
    const [set] = await testDb.sql<object>('SELECT kind, title FROM change_set WHERE id = $1::bigint', [
      done.change_set,
    ])
    expect(set).toEqual({ kind: 'rollover', title: '2025–2026' })

    expect(value(await previewUndo(testDb, actor, done))).toMatchObject({ people: { change: 5 }, conflictCount: 0 })
    value(await undo(testDb, actor, { change_set: done.change_set }))
    expect([await kept(), await kept(other), await options()]).toEqual(before)
  })

  test('is not turned twice, not even by two at once; after its undo it can be', async () => {
    await student(2026, '高三(1)班')
    const given = { ...input(), fingerprint: (await preview(input())).fingerprint }
    const answers = await Promise.all([1, 2, 3].map(() => rollOver(testDb, actor, given, june)))
    const [done] = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    for (const answer of answers)
      if (!answer.ok) expect(answer.failure).toEqual({ kind: 'refused', reason: 'rolled_over' })
    await student(2026)
    expect(await run(input())).toMatchObject({ failure: { reason: 'rolled_over' } })
    expect(value(await startRollover(testDb, actor, june)).years).toEqual([
      { year: 2025, done: null },
      { year: 2026, done: { change_set: done?.change_set, at: expect.stringMatching(/^\d{4}-.*Z$/) } },
    ])
    value(await undo(testDb, actor, { change_set: done?.change_set ?? '' }))
    expect(await run(input())).toMatchObject({ ok: true, value: { graduate: 2 } })
  })

  test('is refused when what was previewed changed: a class, a newcomer, one who left; other values are no matter', async () => {
    const [one, two] = [await student(2028, '高一(1)班'), await student(2028, '高一(1)班')]
    const given = input({ leavers: [two.id] })
    const stale = async (change: () => Promise<unknown>) => {
      const { fingerprint } = await preview(given)
      await change()
      const before = await kept()
      const answer = await rollOver(testDb, actor, { ...given, fingerprint }, june)
      expect(answer).toEqual({ ok: false, failure: { kind: 'changed_meanwhile' } })
      expect(await kept(), 'nothing was written').toEqual(before)
    }
    const patch = async (id: number, change: object) => value(await patchPerson(testDb, actor, id, change, 'nested'))
    await stale(() => patch(one.id, { values: { [field.name]: '高二(1)班' } }))
    await stale(() => student(2028))
    await stale(() => patch(two.id, { status: 2 }))
    expect(await previewRollover(testDb, actor, given, june)).toMatchObject({
      failure: { kind: 'invalid', issues: [{ field: 'leavers', reason: 'absent', value: String(two.id) }] },
    })
    const { fingerprint } = await preview(input())
    await patch(one.id, { phone: '10012345678' })
    expect(await rollOver(testDb, actor, { ...input(), fingerprint }, june)).toMatchObject({ ok: true })
  })

  test('meets an edit at the same moment without losing it', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => student(2028, '高一(1)班')))
    const { fingerprint } = await preview(input())
    const [answer] = await Promise.all([
      rollOver(testDb, actor, { ...input(), fingerprint }, june),
      ...people.map(({ id }) => patchPerson(testDb, actor, id, { email: 'a@example.com' }, 'nested').then(value)),
    ])
    const emails = await testDb.sql<{ class: string }>(
      `SELECT ext ->> $2 AS class FROM person WHERE school_id = $1 AND email = 'a@example.com'`,
      [actor.schoolId, String(field.id)],
    )
    expect(emails).toHaveLength(8)
    const moved = emails.filter((row) => row.class === '高二(1)班')
    expect(moved).toHaveLength(answer.ok ? 8 : 0)
    if (!answer.ok) expect(answer.failure).toEqual({ kind: 'changed_meanwhile' })
  })

  test('needs a year that is open, a field that is there, and something to do', async () => {
    const failing = async (extra: Partial<RolloverInput>) => {
      const answer = await previewRollover(testDb, actor, input(extra), june)
      return answer.ok || answer.failure.kind !== 'invalid' ? answer : answer.failure.issues
    }
    await student(2028)
    expect(await failing({ year: 2027, graduating: [] })).toMatchObject([{ field: 'year' }])
    expect(await failing({ field: unique('no') })).toMatchObject([{ field: 'field', reason: 'absent' }])
    expect(await failing({ renames: [{ from: 'x', to: 'y'.repeat(65) }] })).toMatchObject([{ reason: 'too_long' }])
    expect(await run(input())).toMatchObject({ failure: { reason: 'nothing_to_roll_over' } })
    const { fingerprint } = await preview(input())
    value(await removeField(testDb, actor, { name: field.name }))
    expect(await rollOver(testDb, actor, { ...input(), fingerprint }, june)).toMatchObject({
      failure: { kind: 'changed_meanwhile' },
    })
  })

  test('leaves classes alone when no field is named, whatever is said of them', async () => {
    const repeats = await student(2026, '高三(1)班')
    const { field: _, ...bare } = input({ graduating: [], repeaters: [{ id: repeats.id, class: 'x' }] })
    expect(await run(bare)).toMatchObject({ ok: true, value: { repeat: 1 } })
    expect(await testDb.sql('SELECT graduates_in, ext FROM person WHERE id = $1', [repeats.id])).toEqual([
      { graduates_in: 2027, ext: { [field.id]: '高三(1)班' } },
    ])
  })

  test('is for school administrators', async () => {
    for (const role of ['teacher', 'grade_admin'] as const) {
      const by = actorIn(actor.schoolId, role, undefined, { grade: 1 })
      const forbidden = { failure: { kind: 'forbidden' } }
      expect(await startRollover(testDb, by, june)).toMatchObject(forbidden)
      expect(await listClasses(testDb, by, { field: field.name })).toMatchObject(forbidden)
      expect(await previewRollover(testDb, by, input(), june)).toMatchObject(forbidden)
      expect(await run(input(), by)).toMatchObject(forbidden)
    }
  })
})

test('the year whose turn it is: the one that ends, until autumn finds its leavers still there', async () => {
  const yearOf = async (now: string) => value(await startRollover(testDb, actor, new Date(now))).year
  expect(await yearOf('2026-06-20')).toBe(2026)
  expect(await yearOf('2026-09-10')).toBe(2027)
  await student(2026)
  expect(await yearOf('2026-09-10')).toBe(2026)
  expect(await yearOf('2027-06-10')).toBe(2027)
  value(await run(input()))
  expect(await yearOf('2026-09-10'), 'was closed').toBe(2026)
})

test('the classes of those who are there, by cohort', async () => {
  await Promise.all([student(2027, '高二(1)班'), student(2028, '高一(1)班'), student(2028, '高一(1)班')])
  await student(2026, '高三(1)班', { status: 2 })
  expect(value(await listClasses(testDb, actor, { field: field.name }))).toEqual([
    { value: '高二(1)班', graduates_in: 2027, count: 1 },
    { value: '高一(1)班', graduates_in: 2028, count: 2 },
  ])
})

test('a school of 5,000 turns within seconds', { timeout: 60_000 }, async () => {
  await testDb.sql(
    `INSERT INTO person (school_id, role, usin, name, sort_name, search_text, graduates_in, ext)
     SELECT $1, 1, 'N' || n, '学生', 'xue sheng', 'n' || n, 2026 + n % 3, jsonb_build_object($2::text, (ARRAY['高三(1)班', '高二(1)班', '高一(1)班'])[n % 3 + 1])
     FROM generate_series(1, 5000) n`,
    [actor.schoolId, String(field.id)],
  )
  const before = await kept()
  const start = performance.now()
  const done = value(await run(input()))
  expect(performance.now() - start).toBeLessThan(10_000)
  expect(done).toMatchObject({ graduate: 1666, move: 3334 })
  value(await undo(testDb, actor, { change_set: done.change_set }))
  expect(await kept()).toEqual(before)
})
