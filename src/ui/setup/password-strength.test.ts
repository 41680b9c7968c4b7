import { expect, test } from 'vitest'
import { passwordStrength } from './password-strength'

test.each([
  ['', 'short'],
  ['abc1234', 'short'],
  ['password', 'weak'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['qinglan2024', 'fair'],
  ['Qinglan-2024', 'strong'],
  ['梧桐树下读书声声入耳', 'weak'],
  ['four words are long', 'strong'],
] as const)('%s is %s', (password, expected) => {
  expect(passwordStrength(password)).toBe(expected)
})
