import { z } from 'zod'
import { isRealDate } from '../dates'
import { longId as id, recordId } from '../ids'
import { changeActions, changeKinds, changeNouns, changeVias } from './schema'

const day = z.string().refine(isRealDate)

/** Which change sets; days are of China. `who` is `account:1`, `key:1` or `nobody`. `before` is the last of the page before. */
export const changeSetList = z.object({
  from: day.optional(),
  to: day.optional(),
  who: z
    .array(z.string().regex(/^(account:\d{1,9}|key:\d{1,9}|nobody)$/))
    .max(50)
    .optional(),
  via: z.array(z.enum(changeVias)).max(50).optional(),
  kind: z.array(z.enum(changeKinds)).max(50).optional(),
  noun: z.array(z.enum(changeNouns)).max(50).optional(),
  action: z.array(z.enum(changeActions)).max(50).optional(),
  before: id.optional(),
  per_page: z.int().min(1).max(100).default(30),
})
export type ChangeSetList = z.infer<typeof changeSetList>

/** The changes of one change set, in their order. */
export const changeList = z.object({
  change_set: id,
  after: id.optional(),
  per_page: z.int().min(1).max(200).default(50),
})

/** What happened to one person, the latest first. */
export const personChanges = z.object({
  id: recordId,
  before: id.optional(),
  per_page: z.int().min(1).max(100).default(20),
})
