import { expect, test } from 'vitest'
import { codeText, phoneEnd, usernameVariable } from './message'

const message = { phone: '10012345678', username: '张三', code: '012345' }

test('the text is the contract’s, word for word', () => {
  expect(codeText(message, '名册')).toBe('你好！张三,您的验证码：012345。如非本人操作，可不用理会！【名册】')
})

test('a name left out takes its comma along', () => {
  const { phone, code } = message
  expect(codeText({ phone, code }, '名册')).toBe('你好！您的验证码：012345。如非本人操作，可不用理会！【名册】')
})

test('a template takes the name, and a word for everybody where it is left out', () => {
  expect(usernameVariable('张三')).toBe('张三')
  expect(usernameVariable(undefined)).toBe('用户')
})

test('of a phone four digits are seen', () => {
  expect(phoneEnd('10012345678')).toBe('…5678')
})
