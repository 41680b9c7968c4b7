import { expect, test } from 'vitest'
import { exceedsBounds, JsonTooLarge, jsonBounds, parseBounded } from './json-bounds'

const bounds = { depth: 3, keys: 5 }
const exceeds = (value: unknown) => exceedsBounds(JSON.stringify(value), bounds)

test('levels, keys and values are counted to the last that is allowed', () => {
  expect(exceeds([[[1]]])).toBe(false)
  expect(exceeds([[[[]]]])).toBe(true)
  expect(exceeds({ a: { b: [1] } })).toBe(false)
  expect(exceeds({ a: { b: [{}] } })).toBe(true)
  expect(exceeds({ a: 1, b: 2, c: 3, d: 4, e: 5 })).toBe(false)
  expect(exceeds({ a: 1, b: 2, c: 3, d: 4, e: { f: 5 } })).toBe(true)
  expect(exceeds([{ a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }])).toBe(true)
  expect(exceeds(Array(50).fill(1))).toBe(false)
  expect(exceeds(Array(52).fill(1))).toBe(true)
  expect(exceeds(Array(26).fill([]))).toBe(true)
  expect(exceedsBounds('{"a":1,"a":1,"a":1,"a":1,"a":1,"a":1}', bounds)).toBe(true)
  expect(exceeds([[[]], [[]], [[]]])).toBe(false)
})

test('what stands in strings counts for nothing', () => {
  const text = '[[[[{"a":1,"b\\":,'.repeat(30)
  for (const string of [text, `${text}\\`, `${text}\\\\"`, '\\\\\\"[[[[', '"', '\\']) {
    expect(exceeds([string]), string).toBe(false)
    expect(exceeds({ [string]: [string] }), string).toBe(false)
    expect(exceeds([string, [[[]]]]), string).toBe(true)
  }
})

test('text that is no JSON is not made out, and ends', () => {
  for (const text of ['', '"', '"\\"', ']]]]', '{"a', 'x'.repeat(99), '\\"[[['])
    expect(exceedsBounds(text, bounds)).toBe(false)
  expect(exceedsBounds(']]]][[[[[[[[', bounds)).toBe(true)
})

test('the limits are those of the settings, for a batch others than for one call', () => {
  expect([jsonBounds(), jsonBounds('batch')]).toEqual([
    { depth: 32, keys: 20_000 },
    { depth: 32, keys: 200_000 },
  ])
  expect(parseBounded(`${'['.repeat(32)}${']'.repeat(32)}`)).toHaveLength(1)
  expect(() => parseBounded(`${'['.repeat(33)}${']'.repeat(33)}`)).toThrow(JsonTooLarge)
  expect(() => parseBounded('{')).toThrow(SyntaxError)
})
