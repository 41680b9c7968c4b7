import { createLoader, parseAsStringLiteral } from 'nuqs/server'
import type { FieldRole } from '@/domain/fields/schema'

const whose = ['students', 'teachers'] as const

/** Whose fields the address shows. */
export const whoseParser = parseAsStringLiteral(whose).withDefault('students')
export const loadFieldsState = createLoader({ of: whoseParser })
export const roleOfWhose: Record<(typeof whose)[number], FieldRole> = { students: 1, teachers: 2 }
