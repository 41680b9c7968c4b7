import type { GuardianRole, PersonRole, PersonStatus } from '@/domain/people/schema'

/** The three lists of people; only types come from the schema, whose library the lists do without. */
export const kinds = ['student', 'teacher', 'guardian'] as const
export type Kind = (typeof kinds)[number]

export const roleOf = { student: 1, teacher: 2, guardian: 8 } as const satisfies Record<Kind, PersonRole>
export const statuses = [1, 2, 4] as const satisfies readonly PersonStatus[]
export const relations = [1, 2, 0] as const satisfies readonly GuardianRole[]

/** Whose extension fields a list shows; guardians have none. */
export const fieldRoleOf = { student: 1, teacher: 2, guardian: undefined } as const
