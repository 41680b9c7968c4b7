import { expect, test } from 'vitest'
import { idempotencyKey } from './idempotency-key'

const of = (value: string) => idempotencyKey(new Headers({ 'Idempotency-Key': value }))

test('a key is 1 to 255 visible characters, bare or as a string of structured fields', () => {
  const table: [string, string | 'bad'][] = [
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['x'.repeat(255), 'x'.repeat(255)],
    ['x'.repeat(256), 'bad'],
    [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
    [`"${'x'.repeat(256)}"`, 'bad'],
    [`"${'\\"'.repeat(255)}"`, '"'.repeat(255)],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['"a b"', 'a b'],
    ['a"b', 'a"b'],
    ['', 'bad'],
    ['""', 'bad'],
    ['"', 'bad'],
    ['"a', 'bad'],
    ['"a"b"', 'bad'],
    ['"a\\n"', 'bad'],
    ['"a", "b"', 'bad'],
    ['a b', 'bad'],
    ['é', 'bad'],
  ]
  for (const [value, key] of table) expect(of(value), value).toEqual(key === 'bad' ? 'bad' : { key })
  expect(idempotencyKey(new Headers())).toBeUndefined()
})

test('two headers are no key', () => {
  const headers = new Headers([
    ['Idempotency-Key', 'one'],
    ['Idempotency-Key', 'two'],
  ])
  expect(idempotencyKey(headers)).toBe('bad')
})
