import superjson from 'superjson'
import { expect, test } from 'vitest'
import { readInput } from './transformer'

const sent = (value: unknown): unknown => JSON.parse(superjson.stringify(value))

test('what pages send is read as it was', () => {
  const shared = { name: '甲' }
  const inputs = [
    ...[{}, [], 'x', 1, null, undefined, { q: undefined, at: new Date(0) }, [Number.NaN, Number.POSITIVE_INFINITY, -0]],
    ...[{ one: shared, other: shared, both: [shared, shared] }, { 'a.b': { 'c\\.d': new Date(1) } }],
  ]
  for (const input of inputs) expect(readInput(sent(input))).toEqual(input)
})

test('a name for a value that takes more than its text is refused before the value is made', () => {
  const made: string[] = []
  const kinds = [
    ...['bigint', 'regexp', 'set', 'map', 'URL', 'Error', 'symbol', 'x'],
    ...[
      ['typed-array', 'Float64Array'],
      ['class', 'Uint8Array'],
      ['custom', 'x'],
      ['symbol', 'x'],
    ],
  ]
  const value = {
    valueOf() {
      made.push('value')
      return 1_000_000_000
    },
  }
  for (const kind of kinds)
    for (const values of [[kind], { q: [kind] }, { q: ['Date', { a: [kind] }] }, ['undefined', { q: [kind] }]])
      expect(() => readInput({ json: { q: value }, meta: { values } }), JSON.stringify(values)).toThrow(TypeError)
  expect(made).toEqual([])
})

test('what is no superjson is refused, and small texts stay small', () => {
  for (const odd of [null, 1, 'x', [], undefined]) expect(() => readInput(odd)).toThrow(TypeError)
  for (const values of [1, 'x', null, { q: 1 }, { q: [] }, { q: ['Date', []] }, [[['Date']]]])
    expect(() => readInput({ json: { q: 1 }, meta: { values } }), JSON.stringify(values)).toThrow(TypeError)
  let deep: unknown = ['Date']
  for (let level = 0; level < 10_000; level++) deep = { a: deep }
  expect(() => readInput({ json: {}, meta: { values: deep } })).toThrow(TypeError)
  // Each level twice within the next would be a million objects after twenty.
  const json = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`n${at}`, [0, 0]]))
  const equal = Array.from({ length: 19 }, (_, at) => [`n${at}`, [`n${at + 1}.0`, `n${at + 1}.1`]])
  const sent = { json, meta: { referentialEqualities: Object.fromEntries(equal) } }
  expect(JSON.stringify(readInput(sent)).length).toBeLessThan(1_000)
})
