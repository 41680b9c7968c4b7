import { z } from 'zod'

/** The id of a record: the range of the column, an int4. */
export const recordId = z.int32()

/** The id of what outgrows a number: a bigint, in digits. */
export const longId = z.string().regex(/^\d{1,18}$/)
