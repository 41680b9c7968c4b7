import { z } from 'zod'
import { phonePattern } from '@/domain/accounts/schema'

/** ISO 8601 at +08:00 with six digits of microseconds. */
const stamp = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+08:00$/)
const level = z.int().min(0).max(6)
const nothing = z.array(z.never()).max(0)

/** A user as this contract answers it. The hash is masked, and an account an administrator made may have no phone. */
export const userAnswer = z.strictObject({
  id: z.int().min(1),
  password: z.string().regex(/^[!\w]*\$\*{6}$/),
  last_login: stamp.nullable(),
  is_superuser: z.boolean(),
  username: z.string(),
  work_id: z.string().nullable(),
  icon: z.string().nullable(),
  phone: z.string().regex(phonePattern).or(z.literal('')),
  email: z.string().nullable(),
  is_grade: level,
  is_super: level,
  is_active: z.boolean(),
  wechat: z.string().nullable(),
  create_time: stamp,
  update_time: stamp,
  is_delete: z.boolean(),
  school_id: z.int().min(1),
  groups: nothing,
  user_permissions: nothing,
})

/** What registration answers: the user, and a token. */
export const registeredAnswer = userAnswer.extend({ token: z.string().min(1) })

export const loginAnswer = z.strictObject({
  user_id: z.int().min(1),
  username: z.string(),
  token: z.string().min(1),
})

/** A page of users. */
export const usersAnswer = z.strictObject({
  count: z.int().min(0),
  next: z.url().nullable(),
  previous: z.url().nullable(),
  results: z.array(userAnswer),
})

/** The three shapes of a sentence. */
export const messageAnswer = z.strictObject({ message: z.string().min(1) })
export const msgAnswer = z.strictObject({ msg: z.string().min(1) })
export const detailAnswer = z.strictObject({ detail: z.string().min(1) })
