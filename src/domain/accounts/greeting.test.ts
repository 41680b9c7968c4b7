import { expect, test } from 'vitest'
import { greetingName } from './greeting'

test.each(['张三', 'wang', 'Zoë', '郝高阳2', '123456789012', '𠮷田'])('%j greets', (username) => {
  expect(greetingName(username)).toBe(username)
})

test.each([
  ['a dot', 'a.evil.com'],
  ['an ideographic full stop', 'evil。com'],
  ['a full-width dot', 'evil．com'],
  ['a space', '张 三'],
  ['a no-break space', '张\u00a0三'],
  ['thirteen letters', 'x'.repeat(13)],
  ['a bracket', '【通知】'],
  ['an at sign', 'a@b'],
  ['a hyphen', 'a-b'],
  ['a line break', '张三\n您好'],
  ['another direction', 'abc\u202e'],
  ['no width', 'a\u200bb'],
  ['a Cyrillic letter', 'dеmo'],
  ['digits of another script', '١٢٣'],
  ['a combining letter', 'e\u0301'],
  ['a Roman numeral', 'Ⅷ'],
  ['nothing', ''],
  ['spaces', '   '],
])('%s is left out', (_, username) => {
  expect(greetingName(username)).toBeUndefined()
})
