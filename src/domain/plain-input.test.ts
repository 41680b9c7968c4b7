import { expect, test } from 'vitest'
import { findUnfit, isPlainText } from './plain-input'

test.each<[string, unknown, string | undefined]>([
  ['nothing', undefined, undefined],
  ['plain values', { a: 'x', b: [1, null, { c: new Date(0) }], d: true }, undefined],
  ['an emoji', { a: '😀' }, undefined],
  ['U+0000', { a: { name: 'a\0b' } }, 'name'],
  ['U+0000 in a list', { names: ['x', 'a\0'] }, 'names'],
  ['half a pair', { a: '\ud800' }, 'a'],
  ['the other half', { a: 'x\udc00y' }, 'a'],
  ['a key with U+0000', { 'a\0': 1 }, ''],
  ['a key that is a prototype', JSON.parse('{"__proto__":{"a":1}}'), '__proto__'],
  ['a text alone', '\0', ''],
  ['a map', { a: new Map() }, 'a'],
  ['a date that is none', { since: new Date(Number.NaN) }, 'since'],
  ['a large number', { a: 10n }, 'a'],
])('%s', (_, input, expected) => {
  expect(findUnfit(input)).toBe(expected)
})

test('what is too deep or too much is found at once, cycles too', () => {
  let deep: unknown = 1
  for (let n = 0; n < 100_000; n++) deep = [deep]
  expect(findUnfit({ deep })).toBe('deep')
  expect(findUnfit({ many: Array(300_000).fill(1) })).toBe('')
  let shared: unknown = 'x'
  for (let n = 0; n < 50; n++) shared = [shared, shared]
  expect(findUnfit({ shared })).toBe('')
  const round: Record<string, unknown> = {}
  round.again = round
  expect(findUnfit(round)).toBe('again')
})

test('a text of whole pairs is plain', () => {
  expect(isPlainText('𠮷野家 ok')).toBe(true)
})
