import { expect, test } from 'vitest'
import { codeText, maskedPhone, usernameVariable } from './message'

const message = { phone: '10012345678', username: '张三', code: '012345' }

test('the text is the contract’s, word for word', () => {
  expect(codeText(message, '名册')).toBe('你好！张三,您的验证码：012345。如非本人操作，可不用理会！【名册】')
})

test('a name cannot break the text', () => {
  const text = codeText({ ...message, username: `张\n三\u0000\u202e${'长'.repeat(500)}` }, '名册')
  expect(text).toBe(`你好！张三${'长'.repeat(148)},您的验证码：012345。如非本人操作，可不用理会！【名册】`)
})

test.each([
  ['张三', '张三'],
  ['wang.li@school.example', 'wanglischool'],
  ['http://evil.example', 'httpevilexam'],
  ['𠮷'.repeat(20), '𠮷'.repeat(12)],
  ['\u0007 .', '用户'],
])('a template takes %j as %j', (username, variable) => {
  expect(usernameVariable(username)).toBe(variable)
})

test('of a phone four digits are seen', () => {
  expect(maskedPhone('10012345678')).toBe('*******5678')
})
