import { expect, test } from 'vitest'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { patchPerson } from '../people/commands'
import type { Role } from '../policy'
import { createResetLink } from './reset'
import { updateAccount } from './update'

async function newAccount(role: Role, data: object = {}) {
  const { id: schoolId } = await newSchool()
  const account = { schoolId, username: unique('u'), approvedAt: new Date(), ...data }
  const { id } = await testDb.prisma.account.create({ data: account })
  return { id, actor: actorIn(schoolId, role, undefined, { accountId: id, tokenId: unique('t') }) }
}
const stale = (actor: Actor): Actor => ({ ...actor, isConfirmed: false })
const rowOf = (id: number) => testDb.prisma.account.findUniqueOrThrow({ where: { id } })
const came = async (actor: Actor, id: number, patch: object, way?: 'pages' | 'contract') => {
  const updated = await updateAccount(testDb, actor, id, patch, way)
  return updated.ok ? 'done' : updated.failure.kind
}

test.each(['self', 'teacher', 'grade_admin', 'school_admin'] as const)(
  'accounts.update: a %s changes neither password nor phone of their own, by whatever else stands beside it',
  async (role) => {
    const { id, actor } = await newAccount(role, role === 'self' ? { approvedAt: null } : {})
    const before = await rowOf(id)
    for (const patch of [
      ...[{ password: '1' }, { password: 'Tidy-Lamp-42-River' }, { phone: '13911110000' }],
      ...[
        { wechat: 'x', phone: '13911110000' },
        { username: unique('n'), password: 'Tidy-Lamp-42-River' },
      ],
    ])
      for (const each of [actor, stale(actor)])
        expect(await came(each, id, patch), JSON.stringify(patch)).toBe('forbidden')
    expect(await rowOf(id)).toEqual(before)
  },
)

test('accounts.update: what is sent back as it was read is no change', async () => {
  const { id, actor } = await newAccount('school_admin', { phone: '13911110001', isSuper: 1 })
  const { username } = await rowOf(id)
  const patch = { username, phone: '13911110001', password: '!$******', work_id: null, wechat: 'x' }
  expect(await came(stale(actor), id, patch)).toBe('done')
})

test('accounts.update: user name and work number of one’s own want the password, contacts do not', async () => {
  for (const role of ['self', 'teacher'] as const) {
    const { id, actor } = await newAccount(role)
    expect(await came(stale(actor), id, { username: unique('n') })).toBe('confirm')
    expect(await came(stale(actor), id, { work_id: unique('w') })).toBe('confirm')
    expect(await came(stale(actor), id, { email: 'a@school.example', wechat: 'x', icon: null })).toBe('done')
    expect(await came(actor, id, { username: unique('n') })).toBe('done')
    // A role that is not theirs to set is passed over, and asks for nothing.
    expect(await came(stale(actor), id, { is_super: 1, wechat: 'y' })).toBe('done')
    expect(await rowOf(id)).toMatchObject({ isSuper: 0, wechat: 'y' })
  }
})

test('accounts.update: an administrator gives the password before another’s way in changes', async () => {
  const { actor } = await newAccount('school_admin', { isSuper: 1, passwordHash: '$argon2id$x' })
  const other = { schoolId: actor.schoolId, username: unique('u'), approvedAt: new Date(), wantsGrade: 2 }
  const { id } = await testDb.prisma.account.create({ data: other })
  for (const patch of [
    ...[
      { password: 'Tidy-Lamp-42-River' },
      { phone: '13911110002' },
      { username: unique('n') },
      { work_id: unique('w') },
    ],
    // A role as it is answers what was asked for.
    ...[{ is_grade: 1 }, { is_grade: 0 }, { is_super: 1 }, { is_active: false }],
  ]) {
    expect(await came(stale(actor), id, patch), JSON.stringify(patch)).toBe('confirm')
    expect(await came(actor, id, patch), JSON.stringify(patch)).toBe('done')
  }
  expect(await came(stale(actor), id, { email: 'b@school.example' })).toBe('done')
})

test('PUT /users/{pk}: the contract lets one’s own password and phone through', async () => {
  const { id, actor } = await newAccount('teacher')
  expect(await came(actor, id, { password: 'x', phone: '13911110003' }, 'contract')).toBe('done')
  expect(value(await updateAccount(testDb, actor, id, {}, 'contract'))).toMatchObject({ phone: '13911110003' })
})

test('one’s own password passes by no other way: neither by one’s record nor by a link for oneself', async () => {
  const { id: schoolId, operator } = await newSchool()
  const { id: personId } = await newStudent(operator, { role: 2, graduates_in: null })
  const data = { schoolId, personId, username: unique('u'), approvedAt: new Date(), isSuper: 1 }
  const { id } = await testDb.prisma.account.create({ data })
  const actor = actorIn(schoolId, 'school_admin', undefined, { accountId: id, tokenId: unique('t') })
  const before = await rowOf(id)
  for (const each of [actor, stale(actor)]) {
    const patched = await patchPerson(testDb, each, personId, { password: 'Tidy-Lamp-42-River' }, 'nested')
    expect(patched).toMatchObject({ failure: { kind: 'forbidden' } })
  }
  expect(await createResetLink(testDb, actor, { id })).toMatchObject({ failure: { kind: 'forbidden' } })
  expect(await rowOf(id)).toEqual(before)
})

test('people.update: number and status of somebody with an account want the password, a name does not', async () => {
  const { id: schoolId, operator } = await newSchool()
  const { id } = await newStudent(operator)
  await testDb.prisma.account.create({ data: { schoolId, personId: id, approvedAt: new Date() } })
  const actor = stale(actorIn(schoolId, 'school_admin'))
  const patched = async (patch: object) => {
    const result = await patchPerson(testDb, actor, id, patch, 'nested')
    return result.ok ? 'done' : result.failure.kind
  }
  expect(await patched({ usin: unique('S') })).toBe('confirm')
  expect(await patched({ status: 2 })).toBe('confirm')
  expect(await patched({ password: 'Tidy-Lamp-42-River' })).toBe('confirm')
  expect(await patched({ name: '李雷', status: 1 })).toBe('done')
  const { id: other } = await newStudent(operator)
  expect((await patchPerson(testDb, actor, other, { status: 2 }, 'nested')).ok).toBe(true)
})

test('accounts.update: a colleague is not told which accounts there are, and an absent value is no change', async () => {
  const { id, actor } = await newAccount('teacher')
  const waiting = await testDb.prisma.account.create({ data: { schoolId: actor.schoolId, username: unique('u') } })
  for (const other of [waiting.id, 2_000_000_000]) expect(await came(actor, other, { wechat: 'x' })).toBe('forbidden')
  expect(await came(stale(actor), id, { phone: undefined, password: undefined, wechat: 'x' })).toBe('done')
})
