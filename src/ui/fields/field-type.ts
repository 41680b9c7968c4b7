import type { FieldType } from '@/domain/fields/schema'

export const types = [1, 2, 6, 3, 4, 5, 7] as const satisfies readonly FieldType[]

export const typeOf = (text: string | undefined): FieldType => types.find((type) => String(type) === text) ?? 1
export const withOptions = (type: FieldType): boolean => type === 2 || type === 6
