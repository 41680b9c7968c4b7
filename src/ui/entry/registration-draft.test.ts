import { expect, test } from 'vitest'
import { registration } from '@/domain/accounts/schema'
import { blankRegistration, registrationOf } from './registration-draft'

const typed = {
  ...blankRegistration,
  school_id: '7',
  username: ' 张伟 ',
  phone: '13800138000',
  code: '012345',
  password: ' secret ',
}

test('boxes left empty are left out, and no wish is a zero', () => {
  const input = registrationOf(typed, undefined)
  expect(input).toEqual({
    school_id: 7,
    username: '张伟',
    phone: '13800138000',
    code: '012345',
    password: ' secret ',
    wants_grade: 0,
    wants_super: 0,
  })
  expect(registration.safeParse(input).success).toBe(true)
})

test('what was added is sent, with the invitation', () => {
  const input = registrationOf({ ...typed, work_id: 'T1 ', wants_grade: '3', wants_super: '1' }, 'secret')
  expect(input).toMatchObject({ work_id: 'T1', wants_grade: 3, wants_super: 1, invitation: 'secret' })
})
