import { expect, test } from 'vitest'
import { accountIssue } from './account-issue'

test.each([
  ['username', '', 'blank'],
  ['username', '张伟', undefined],
  ['username', 'zhang wei', 'invalid'],
  ['username', '  zhangwei ', undefined],
  ['phone', '1380013800', 'invalid'],
  ['phone', '13800138000', undefined],
  ['password', '', 'blank'],
  ['password', ' 1 ', undefined],
  ['work_id', '', undefined],
  ['work_id', 'T'.repeat(26), 'too_long'],
  ['email', 'me', 'invalid'],
  ['email', 'me@school.cn', undefined],
  ['wechat', 'wx_1', undefined],
] as const)('%s %j: %s', (field, value, reason) => {
  expect(accountIssue(field, value)?.reason).toBe(reason)
})

test('what is too long says how long it may be', () => {
  expect(accountIssue('username', '名'.repeat(151))).toEqual({ field: 'username', reason: 'too_long', limit: 150 })
})
