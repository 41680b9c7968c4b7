import { expect, test } from 'vitest'
import { blankInvitation, invitationOf } from './invitation-draft'

test('a form left as it is makes an invitation for two weeks without a limit', () => {
  expect(invitationOf(blankInvitation)).toEqual({
    note: '',
    auto_approve: false,
    most_uses: null,
    expires_in_days: 14,
  })
})

test('what was filled in is sent as numbers', () => {
  expect(invitationOf({ note: ' 新教师 ', days: '', uses: '30', auto: true })).toEqual({
    note: '新教师',
    auto_approve: true,
    most_uses: 30,
    expires_in_days: null,
  })
})

test.each([0, -1, 1.5, 10_001, 'many'])('%j is no number of uses', (uses) => {
  expect(invitationOf({ ...blankInvitation, uses })).toBeUndefined()
})
