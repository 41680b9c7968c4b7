import { mintActor } from '@/auth/mint'
import { operatorActor } from '@/auth/operator'
import type { Actor } from '@/domain/actor'
import type { Result } from '@/domain/errors'
import { createField } from '@/domain/fields/commands'
import type { Field, FieldCreate } from '@/domain/fields/schema'
import { createPerson } from '@/domain/people/commands'
import { parsePerson } from '@/domain/people/queries'
import type { Person } from '@/domain/people/schema'
import type { Role, Scope } from '@/domain/policy'
import { createSchool } from '@/domain/schools/commands'
import { openDb, setDb } from '@/infra/db'
import { testDatabaseUrl } from './database'

/** The database of this worker. */
export const testDb = openDb(testDatabaseUrl(), 8)
setDb(testDb)

let serial = 0
export const unique = (prefix: string): string => `${prefix}${Date.now().toString(36)}${(serial++).toString(36)}`

/** The value of a result that is expected to be one. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`a failure where a value was expected: ${JSON.stringify(result.failure)}`)
  return result.value
}

/** A school of the test's own, with its operator. */
export async function newSchool(): Promise<{ id: number; operator: Actor }> {
  const { id } = value(await createSchool(testDb, { name: unique('School ') }))
  const operator = await operatorActor(testDb, id, 'command-line')
  if (!operator) throw new Error('the school was not made')
  return { id, operator }
}

/** Somebody of the school, as of now: fields made later are known from the database, not from this actor. */
export const actorIn = (
  schoolId: number,
  role: Role,
  scopes?: readonly Scope[],
  who: { grade?: number; accountId?: number; tokenId?: string } = {},
): Actor => mintActor({ schoolId, role, via: 'rest', fieldsVersion: 0, ...who }, scopes)

/** A student made by the actor, with whatever the test says of them. */
export async function newStudent(actor: Actor, extra: object = {}): Promise<Person> {
  const input = { usin: unique('S'), name: '张三', role: 1, graduates_in: 2027, ...extra }
  return parsePerson(value(await createPerson(testDb, actor, input, 'nested')))
}

/** A guardian of the student. */
export async function newGuardian(actor: Actor, student_id: number, extra: object = {}): Promise<Person> {
  const input = { usin: unique('G'), name: '张父', role: 8, student_id, guardian_role: 1, ...extra }
  return parsePerson(value(await createPerson(testDb, actor, input, 'nested')))
}

/** A text field of the school's students, unless the test says otherwise. */
export async function newField(actor: Actor, extra: Partial<FieldCreate> = {}): Promise<Field> {
  const name = unique('f')
  return value(await createField(testDb, actor, { name, label: name, role: 1, type: 1, ...extra }))
}
