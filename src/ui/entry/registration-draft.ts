import type { Registration } from '@/domain/accounts/schema'
import type { Draft } from '../form/use-draft'

export const blankRegistration = {
  school_id: '',
  username: '',
  phone: '',
  code: '',
  password: '',
  work_id: '',
  email: '',
  wechat: '',
  /** `''`: none; `0`: a grade, but which is not said yet. */
  wants_grade: '',
  wants_super: '',
} as const

/** The boxes that are folded away until somebody wants them. */
export const optionalKeys = ['work_id', 'email', 'wechat'] as const

/** What is sent of what was typed: boxes left empty are left out. */
export function registrationOf(draft: Draft, invitation: string | undefined): Registration {
  const text = (key: keyof typeof blankRegistration) => (draft[key] ?? '').trim()
  const given = optionalKeys.filter((key) => text(key) !== '')
  return {
    school_id: Number(text('school_id')),
    username: text('username'),
    phone: text('phone'),
    code: text('code'),
    // Spaces at its ends belong to a password.
    password: draft.password ?? '',
    ...Object.fromEntries(given.map((key) => [key, text(key)])),
    wants_grade: Number(text('wants_grade')),
    wants_super: text('wants_super') === '' ? 0 : 1,
    ...(invitation === undefined ? {} : { invitation }),
  }
}
