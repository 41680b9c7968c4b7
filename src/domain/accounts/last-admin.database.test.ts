import { expect, test } from 'vitest'
import { type Admin, adminsOf, newAdmin } from '@/testing/admins'
import { actorIn, newSchool, newStudent, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import type { Result } from '../errors'
import { patchPerson } from '../people/commands'
import { removePeople, removePerson, setStatus } from '../people/remove'
import { erasePerson } from '../privacy/erase-person'
import { undo } from '../undo/commands'
import { updateAccount } from './update'

type World = { operator: Actor; admin: Actor; key: Actor }
async function newWorld(): Promise<World & { school: number }> {
  const { id, operator } = await newSchool()
  return { school: id, operator, admin: actorIn(id, 'school_admin'), key: actorIn(id, 'api_key') }
}

const outcome = (result: Result<unknown>) =>
  result.ok ? 'ok' : result.failure.kind === 'refused' ? result.failure.reason : result.failure.kind

const setOf = async (person: number, condition: string): Promise<string> => {
  const [row] = await testDb.sql<{ id: string }>(
    `SELECT max(change_set_id)::text AS id FROM change WHERE noun = 'person' AND noun_id = $1 AND ${condition}`,
    [person],
  )
  return row?.id ?? '0'
}

/** Every act that can take an administrator away; what must come before it stands in `before`. */
const acts: Record<string, { before?: (world: World, one: Admin) => Promise<unknown>; act: Act }> = {
  'role taken': { act: ({ admin }, { account }) => updateAccount(testDb, admin, account, { is_super: 0 }) },
  disabled: { act: ({ admin }, { account }) => updateAccount(testDb, admin, account, { is_active: false }) },
  'disabled and given a role': {
    act: ({ admin }, { account }) => updateAccount(testDb, admin, account, { is_active: false, is_super: 1 }),
  },
  'record archived': { act: ({ admin }, { person }) => setStatus(testDb, admin, { ids: [person], status: 2 }) },
  'record disabled by a key': {
    act: ({ operator }, { person }) => patchPerson(testDb, operator, person, { status: 4 }, 'flat'),
  },
  'record deleted': { act: ({ admin }, { person }) => removePeople(testDb, admin, { ids: [person] }) },
  'record deleted as it was read': {
    act: ({ operator }, { person }) => removePerson(testDb, operator, person, 'flat', () => true),
  },
  'record erased': {
    act: ({ operator }, { person, name }) => erasePerson(testDb, operator, { id: person, name, guardians: [] }),
  },
  'making of the record undone': {
    act: async ({ operator }, { person }) =>
      undo(testDb, operator, { change_set: await setOf(person, "action = 'create'"), including: 'all' }),
  },
  'restoring of the record undone': {
    before: async ({ operator }, { person }) => {
      const { change_set } = value(await removePeople(testDb, operator, { ids: [person] }))
      value(await undo(testDb, operator, { change_set }))
    },
    act: async ({ operator }, { person }) =>
      undo(testDb, operator, { change_set: await setOf(person, "action = 'restore'"), including: 'all' }),
  },
  'return to normal status undone': {
    before: async ({ operator }, { person }) => {
      value(await setStatus(testDb, operator, { ids: [person], status: 2 }))
      value(await setStatus(testDb, operator, { ids: [person], status: 1 }))
    },
    act: async ({ operator }, { person }) =>
      undo(testDb, operator, {
        change_set: await setOf(person, "after ->> 'status' = '1'"),
        including: 'all',
      }),
  },
}
type Act = (world: World, one: Admin) => Promise<Result<unknown>>

test.each(Object.entries(acts))(
  'last administrator: %s is refused, and allowed when another stays',
  async (_, each) => {
    const world = await newWorld()
    const spare = await newAdmin(world.operator)
    const one = await newAdmin(world.operator)
    await each.before?.(world, one)
    value(await updateAccount(testDb, world.operator, spare.account, { is_super: 0 }))
    const read = () =>
      testDb.sql('SELECT * FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1', [one.account])
    const before = await read()
    expect(outcome(await each.act(world, one))).toBe('last_admin')
    expect(await read()).toEqual(before)
    await newAdmin(world.operator)
    expect(outcome(await each.act(world, one))).toBe('ok')
    expect(await adminsOf(world.school)).toHaveLength(1)
  },
)

test('last administrator: those who cannot administer do not count as others', async () => {
  const world = await newWorld()
  const one = await newAdmin(world.operator)
  for (const extra of [
    { approvedAt: null },
    { passwordHash: null },
    { passwordHash: '!unusable' },
    { isActive: false },
  ])
    await newAdmin(world.operator, extra)
  const archived = await newAdmin(world.operator)
  value(await setStatus(testDb, world.operator, { ids: [archived.person], status: 2 }))
  const act = () => setStatus(testDb, world.admin, { ids: [one.person], status: 4 })
  expect(outcome(await act())).toBe('last_admin')
  expect(outcome(await updateAccount(testDb, world.admin, one.account, { is_super: 0 }))).toBe('last_admin')
  await newAdmin(world.operator, { personId: null })
  expect(outcome(await act())).toBe('ok')
})

test('last administrator: of many people nobody is changed, and whoever is no administrator goes', async () => {
  const world = await newWorld()
  const [one, other] = [await newAdmin(world.operator), await newAdmin(world.operator)]
  const teacher = await newStudent(world.operator, { role: 2, graduates_in: null })
  const ids = [one.person, other.person, teacher.id]
  expect(outcome(await setStatus(testDb, world.admin, { ids, status: 2 }))).toBe('last_admin')
  expect(outcome(await removePeople(testDb, world.admin, { ids }))).toBe('last_admin')
  const left = await testDb.sql(
    'SELECT id FROM person WHERE id = ANY($1::int[]) AND status = 1 AND deleted_at IS NULL',
    [ids],
  )
  expect(left).toHaveLength(3)
  expect(outcome(await removePeople(testDb, world.admin, { ids: [one.person, teacher.id] }))).toBe('ok')
  expect(await adminsOf(world.school)).toEqual([other.account])
})

test('last administrator: a school that has none is not held up by the rule', async () => {
  const { operator, admin } = await newWorld()
  const gone = await newAdmin(operator, { isActive: false })
  expect(outcome(await setStatus(testDb, admin, { ids: [gone.person], status: 2 }))).toBe('ok')
})

/** A generator of its own, so that a run can be repeated by its seed. */
const random = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('last administrator: two who remove each other at once, by whatever acts, leave one', async () => {
  const next = random(20_261_130)
  const names = Object.keys(acts)
  for (let round = 0; round < 40; round++) {
    const world = await newWorld()
    const admins = [await newAdmin(world.operator), await newAdmin(world.operator), await newAdmin(world.operator)]
    const removed = admins.slice(next(2))
    const chosen = removed.map((one) => ({ one, name: names[next(names.length)] ?? '' }))
    for (const { one, name } of chosen) await acts[name]?.before?.(world, one)
    const done = await Promise.all(chosen.map(({ one, name }) => acts[name]?.act(world, one)))
    const told = chosen.map(({ name }, at) => `${name}: ${done[at] && outcome(done[at])}`).join(', ')
    const left = await adminsOf(world.school)
    expect(left.length, `round ${round}: ${told}`).toBe(1)
  }
})
