import { expect, test } from 'vitest'
import { actorIn, newSchool, newStudent, testDb, unique } from '@/testing/factories'
import { approve } from './approvals'

test('two registrations approved as one teacher at once: one is let in, the other is matched already', async () => {
  const { id: schoolId, operator } = await newSchool()
  const admin = actorIn(schoolId, 'school_admin')
  for (let round = 0; round < 5; round++) {
    const teacher = await newStudent(operator, { role: 2, graduates_in: null })
    const waiting = await Promise.all(
      [1, 2, 3].map(() => testDb.prisma.account.create({ data: { schoolId, username: unique('u') } })),
    )
    const results = await Promise.all(
      waiting.map(({ id }) =>
        approve(testDb, admin, [{ id, person: teacher.id, grant_grade: false, grant_super: false }]),
      ),
    )
    const kinds = results.map((result) => (result.ok ? 'ok' : JSON.stringify(result.failure)))
    const refused = JSON.stringify({ kind: 'refused', reason: 'matched_already' })
    expect(kinds.sort()).toEqual(['ok', refused, refused].sort())
    expect(await testDb.prisma.account.count({ where: { personId: teacher.id } })).toBe(1)
  }
})
