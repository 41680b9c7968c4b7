import { z } from 'zod'
import type { Reason } from '../errors'
import { atMost } from '../texts'

const because = (reason: Reason) => ({ error: reason })

/**
 * Letters that can be seen and digits of any script, and `@ . + - _`, as the excourse contract has them. Of the letters,
 * four are fillers of Hangul and two are blanks of Egyptian: they draw nothing.
 */
export const usernamePattern = /^(?:[^\P{L}\u115f\u1160\u3164\uffa0\u{13441}\u{13442}]|[\p{Nd}〇@.+\-_])+$/u

/** What the same letters are in NFKC: a mark may only stand on a letter. */
const normalPattern = /^(?:[^\P{L}\u115f\u1160]\p{M}*|[\p{Nd}〇@.+\-_])+$/u

/** Whether a text can be a new user name, but for its length. */
export const isUsername = (text: string): boolean =>
  usernamePattern.test(text) && normalPattern.test(text.normalize('NFKC'))

/** A mobile number as the excourse contract takes it. */
export const phonePattern = /^1\d{10}$/

/** The longest each text may be, in characters. */
export const lengths = { username: 150, password: 128, work_id: 25, email: 256, wechat: 128, icon: 2048 } as const

/** Of a picture: an address on the web, or a file that was uploaded here. No other scheme, and no address of a script. */
export const iconPattern = /^(?:[hH][tT][tT][pP][sS]?:\/\/[^\s\\\p{C}]+|\/uploads\/[\w.-]+)$/u

const optional = (length: number) =>
  atMost(length)(z.string(because('invalid')).trim().min(1, because('blank')))
    .nullable()
    .optional()
const wish = z.int(because('not_integer')).min(0, because('invalid')).max(6, because('invalid'))

const own = {
  username: atMost(lengths.username)(
    z.string(because('invalid')).trim().min(1, because('blank')).refine(isUsername, because('invalid')),
  ),
  password: atMost(lengths.password)(z.string(because('invalid')).min(1, because('blank'))),
  phone: z.string(because('invalid')).trim().regex(phonePattern, because('invalid')),
  work_id: optional(lengths.work_id),
  email: optional(lengths.email),
  wechat: optional(lengths.wechat),
}

/** An administrator made by the operator. */
export const accountCreate = z.strictObject({
  username: own.username,
  password: own.password,
  phone: own.phone.or(z.literal('')).optional(),
})

/** A teacher who registers. What they wish to be is kept as a request; nobody grants it to themself. */
export const registration = z.object({
  ...own,
  school_id: z.int32(because('invalid')),
  code: z.string(because('invalid')).trim().min(1, because('blank')),
  wants_grade: wish.default(0),
  wants_super: wish.default(0),
  /** The secret of an invitation's link. */
  invitation: z.string().max(200).optional(),
})
export type Registration = z.input<typeof registration>

/** A change of an account: what is absent stays as it is; what only an administrator may set is the last line. */
export const accountPatch = z
  .object({
    ...own,
    icon: atMost(lengths.icon)(z.string(because('invalid')).trim().regex(iconPattern, because('invalid')))
      .nullable()
      .optional(),
    ...{ is_grade: wish, is_super: wish, is_active: z.boolean(because('invalid')) },
  })
  .partial()
export type AccountPatch = z.infer<typeof accountPatch>

/** The shortest password an administrator may have, in characters. */
export const shortestPassword = 10
