import { createInvitation } from '@/domain/accounts/invitations'
import type { Actor } from '@/domain/actor'
import { createApiKey } from '@/domain/api-keys/commands'
import { rotateApiKey } from '@/domain/api-keys/rotate'
import { removeField } from '@/domain/fields/commands'
import { addJob } from '@/domain/jobs/jobs'
import { schoolYearEnd } from '@/domain/people/grade'
import { removePeople } from '@/domain/people/remove'
import type { Role } from '@/domain/policy'
import { peopleState } from '@/domain/transfer/import/resolve'
import { importSettings } from '@/domain/transfer/import/schema'
import { createEndpoint } from '@/domain/webhooks/commands'
import { sendTest } from '@/domain/webhooks/redeliver'
import { actorIn, newField, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'

/** A school with one of everything that a call can be about; its grade administrator looks after the student's grade. */
export type World = {
  school: number
  operator: Actor
  student: number
  teacher: number
  field: string
  deletedField: number
  deletedSet: string
  /** A student of the grade who has an account. */
  pupil: number
  /** The change set that deleted another. */
  memberSet: string
  pending: number
  asking: number
  invitation: number
  key: number
  oldSecret: number
  webhook: number
  delivery: string
  /** An import that was read, of one row in line 2. */
  importId: number
  /** An import whose reading was given up. */
  failedImport: number
  /** An import that was read, and archives the pupil. */
  memberImport: number
  /** An act that was cancelled while it waited. */
  waitingAct: string
}

const grade = 2

const newAccount = async (schoolId: number, data: object = {}) =>
  (await testDb.prisma.account.create({ data: { schoolId, username: unique('u'), approvedAt: new Date(), ...data } }))
    .id

/** What reading a file leaves behind, without the reading. */
async function newImport(schoolId: number, field: string): Promise<number> {
  const [{ version = 0 } = {}] = await testDb.sql<{ version: number }>(
    'SELECT fields_version AS version FROM school WHERE id = $1',
    [schoolId],
  )
  const { id } = await testDb.prisma.import.create({
    data: {
      ...{ schoolId, role: 1, fileName: 'x.csv', state: 'ready', rows: 1, header: ['学号', '姓名', field] },
      ...{ settings: importSettings.parse({}), targets: ['usin', 'name', field], fieldsVersion: version },
    },
  })
  await testDb.prisma.importRow.create({
    data: { importId: id, line: 2, cells: [unique('S'), '张三', ''], issues: [] },
  })
  // Its rows were judged by the people there are now.
  await testDb.sql(`UPDATE import SET seen = ${peopleState('$2')} WHERE id = $1`, [id, schoolId])
  return id
}

async function cancelledAct(operator: Actor, change_set: string): Promise<string> {
  const id = await addJob(testDb, operator, { kind: 'undo', subjectId: 0, input: { undo: { change_set } } })
  await testDb.sql(`UPDATE job SET state = 'cancelled', finished_at = now() WHERE id = $1::bigint`, [id])
  return id
}

async function failedImport(school: number, field: string): Promise<number> {
  const id = await newImport(school, field)
  await testDb.prisma.import.update({ where: { id }, data: { state: 'failed', problem: { kind: 'broken' } } })
  return id
}

/** An import that archives somebody. */
async function archivingImport(school: number, field: string, personId: number): Promise<number> {
  const importId = await newImport(school, field)
  const change = { personId, version: 1, before: { status: 1 }, after: { status: 2 } }
  await testDb.prisma.importVerdict.create({ data: { importId, line: 2, kind: 'changed', ...change } })
  return importId
}

export async function newWorld(): Promise<World> {
  const { id: school, operator } = await newSchool()
  const inGrade = { duration: 3, graduates_in: schoolYearEnd(new Date()) + 3 - grade }
  const student = await newStudent(operator, inGrade)
  const deleted = await newStudent(operator, inGrade)
  const pupil = await newStudent(operator, inGrade)
  const member = await newStudent(operator, inGrade)
  for (const { id: personId } of [pupil, member]) await newAccount(school, { personId })
  const teacher = await newStudent(operator, { role: 2, graduates_in: null })
  const field = await newField(operator)
  const gone = await newField(operator)
  value(await removeField(testDb, operator, { name: gone.name }))
  const removed = value(await removePeople(testDb, operator, { ids: [deleted.id] }))
  const key = value(await createApiKey(testDb, operator, { name: 'x' })).id
  value(await rotateApiKey(testDb, operator, { id: key, overlap_hours: 1 }))
  const old = await testDb.prisma.apiKeySecret.findFirst({ where: { keyId: key, endsAt: { not: null } } })
  const webhook = value(await createEndpoint(testDb, operator, { url: 'https://hooks.example.com/' })).id
  // Somebody who stays an administrator, whatever is done to the others.
  await newAccount(school, { isSuper: 1 })
  return {
    school,
    operator,
    student: student.id,
    teacher: teacher.id,
    field: field.name,
    deletedField: gone.id,
    deletedSet: removed.change_set,
    pupil: pupil.id,
    memberSet: value(await removePeople(testDb, operator, { ids: [member.id] })).change_set,
    pending: await newAccount(school, { approvedAt: null }),
    asking: await newAccount(school, { wantsGrade: 3 }),
    invitation: value(await createInvitation(testDb, { ...operator, scopes: new Set(['accounts:manage']) }, {})).id,
    key,
    oldSecret: old?.id ?? 0,
    webhook,
    delivery: value(await sendTest(testDb, operator, { id: webhook })).id,
    importId: await newImport(school, field.name),
    failedImport: await failedImport(school, field.name),
    memberImport: await archivingImport(school, field.name, pupil.id),
    waitingAct: await cancelledAct(operator, removed.change_set),
  }
}

export type Caller = Extract<Role, 'self' | 'teacher' | 'grade_admin' | 'school_admin'>
export const callers: readonly Caller[] = ['self', 'teacher', 'grade_admin', 'school_admin']

/** Somebody of the school who is signed in, with an account of their own. */
export async function callerIn(school: number, role: Caller): Promise<Actor> {
  const accountId = await newAccount(school, role === 'self' ? { approvedAt: null } : {})
  return actorIn(school, role, undefined, {
    accountId,
    tokenId: unique('t'),
    ...(role === 'grade_admin' ? { grade } : {}),
  })
}
