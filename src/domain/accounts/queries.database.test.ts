import { expect, test } from 'vitest'
import { actorIn, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { readAccount, readAccountOnPages, readOwnAccount } from './queries'
import { updateAccount } from './update'

const password = 'Tidy-Lamp-42-River'

test('teachers read the accounts of teachers, administrators everybody’s', async () => {
  const { id: schoolId, operator } = await newSchool()
  const student = await newStudent(operator, { password })
  const guardian = await newGuardian(operator, student.id, { password })
  const teacher = await newStudent(operator, { role: 2, graduates_in: null, password })
  const registered = await testDb.prisma.account.create({
    data: { schoolId, username: unique('u'), approvedAt: new Date() },
  })
  const accountOf = async (personId: number) =>
    (await testDb.prisma.account.findFirstOrThrow({ where: { personId } })).id
  const seen = async (role: 'teacher' | 'grade_admin' | 'school_admin' | 'self', id: number) => {
    const read = await readAccount(testDb, actorIn(schoolId, role), { id })
    return read.ok ? 'read' : read.failure.kind
  }
  for (const role of ['teacher', 'grade_admin'] as const) {
    for (const id of [registered.id, await accountOf(teacher.id)]) expect(await seen(role, id), role).toBe('read')
    for (const { id } of [student, guardian]) expect(await seen(role, await accountOf(id)), role).toBe('forbidden')
  }
  for (const { id } of [student, guardian, teacher]) {
    expect(await seen('school_admin', await accountOf(id))).toBe('read')
    expect(await seen('self', await accountOf(id))).toBe('forbidden')
  }
})

/** An account of which everything is known. */
const filled = async (schoolId: number, data: object = {}) =>
  testDb.prisma.account.create({
    data: {
      ...{ schoolId, username: unique('u'), approvedAt: new Date(), lastLoginAt: new Date(), isGrade: 2, isWeak: true },
      ...{ phone: `100${String(Date.now()).slice(-8)}`, workId: unique('w'), email: 'a@school.example', wechat: 'wx' },
      ...data,
    },
  })

test('a colleague is told a name and a role, and neither contacts nor standing', async () => {
  const { id: schoolId } = await newSchool()
  const { id } = await filled(schoolId)
  for (const role of ['teacher', 'grade_admin'] as const) {
    const read = value(await readAccount(testDb, actorIn(schoolId, role), { id }))
    expect(read).toMatchObject({ is_grade: 2, phone: '', work_id: null, email: null, wechat: null, last_login: null })
    const told = Object.keys(read)
    for (const key of ['is_weak', 'is_pending', 'wants_grade', 'wants_super', 'refusal', 'person_id'])
      expect(told, key).not.toContain(key)
  }
})

test('the owner and administrators see the whole of an account', async () => {
  const { id: schoolId } = await newSchool()
  const { id } = await filled(schoolId)
  const whole = { is_weak: true, email: 'a@school.example', wechat: 'wx', phone: expect.stringMatching(/^100\d{8}$/) }
  expect(value(await readAccount(testDb, actorIn(schoolId, 'school_admin'), { id }))).toMatchObject(whole)
  const self = actorIn(schoolId, 'self', undefined, { accountId: id })
  expect(value(await readOwnAccount(testDb, self))).toMatchObject(whole)
  expect(value(await readAccount(testDb, self, { id }))).toMatchObject(whole)
})

test('a registration that nobody has let in is not there for colleagues', async () => {
  const { id: schoolId } = await newSchool()
  const waiting = await filled(schoolId, { approvedAt: null })
  const refused = await filled(schoolId, { approvedAt: null, refusedAt: new Date(), phone: '' })
  for (const { id } of [waiting, refused]) {
    const teacher = actorIn(schoolId, 'teacher')
    expect(await readAccount(testDb, teacher, { id })).toEqual(
      await readAccount(testDb, teacher, { id: 2_000_000_000 }),
    )
    expect(await readAccount(testDb, actorIn(schoolId, 'school_admin'), { id })).toMatchObject({ ok: true })
  }
})

test('a picture is an address on the web or a file of ours', async () => {
  const { id: schoolId } = await newSchool()
  const { id } = await filled(schoolId)
  const self = actorIn(schoolId, 'teacher', undefined, { accountId: id })
  const set = async (icon: unknown) => (await updateAccount(testDb, self, id, { icon })).ok
  for (const icon of ['https://cdn.example/头像.png', 'HTTP://cdn.example/a', '/uploads/a.png', null])
    expect(await set(icon), String(icon)).toBe(true)
  for (const icon of [
    ...['javascript:alert(1)', ' JavaScript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x'],
    ...['//evil.example/a', '/\\evil.example', 'blob:https://a/b', 'file:///etc/passwd', 'https:javascript:x', 'x'],
  ])
    expect(await set(icon), icon).toBe(false)
})

test('pages: who may read nobody else hears the same of an account that is there and of one that is not', async () => {
  const { id: school } = await newSchool()
  const { id } = await testDb.prisma.account.create({ data: { schoolId: school, approvedAt: new Date() } })
  const self = actorIn(school, 'self', undefined, { accountId: id + 1_000_000 })
  for (const asked of [id, 2_000_000_000])
    expect(await readAccountOnPages(testDb, self, { id: asked })).toEqual({ ok: false, failure: { kind: 'forbidden' } })
})
