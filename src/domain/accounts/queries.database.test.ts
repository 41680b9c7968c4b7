import { expect, test } from 'vitest'
import { actorIn, newGuardian, newSchool, newStudent, testDb, unique } from '@/testing/factories'
import { readAccount } from './queries'

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
