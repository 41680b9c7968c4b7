import type { Actor } from '../actor'
import { can } from '../policy'
import type { PersonPatch } from './schema'

/** The calendar year in which the school year ends that runs at the moment; it ends on 31 July, Chinese time. */
export function schoolYearEnd(now: Date): number {
  const [year = 0, month = 0] = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
  })
    .format(now)
    .split('-')
    .map(Number)
  return month >= 8 ? year + 1 : year
}

/** Which year of their course a student is in: 1 is the first; null while that cannot be known. */
export function gradeOf(student: Pick<PersonPatch, 'graduates_in' | 'duration'>, now: Date): number | null {
  const { graduates_in, duration } = student
  return typeof graduates_in === 'number' && typeof duration === 'number'
    ? duration - (graduates_in - schoolYearEnd(now))
    : null
}

/** SQL for whether the actor keeps the student `person`, an alias; whose grade cannot be known is nobody's. */
export const keepsStudent = (actor: Actor, person: string, now = new Date()): string =>
  actor.role === 'grade_admin'
    ? `(${person}.role = 1 AND coalesce(${person}.duration - (${person}.graduates_in - ${schoolYearEnd(now)}) = ${Number(actor.grade)}, false))`
    : 'true'

/**
 * SQL for whether the actor keeps `person p`: its grade administrator the students of the grade and their guardians,
 * everybody else who may write at all the whole school.
 */
export function keptBy(actor: Actor, now = new Date()): string {
  if (actor.role !== 'grade_admin') return 'true'
  return `(${keepsStudent(actor, 'p', now)} OR (p.role = 8 AND EXISTS (SELECT FROM guardianship kg JOIN person ks ON ks.id = kg.student_id
    WHERE kg.guardian_id = p.id AND ks.deleted_at IS NULL AND ${keepsStudent(actor, 'ks', now)})))`
}

/** SQL for whether the actor may see the personal numbers of `person p`. */
export const numbersShownTo = (actor: Actor): string => (can(actor, 'pii:read') ? keptBy(actor) : 'false')
