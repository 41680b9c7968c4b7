import { expect, test } from 'vitest'
import { Deaths, healthyAfter } from './deaths'

test('deaths: pauses grow to 30 s and a site that was ready is never given up', () => {
  const deaths = new Deaths()
  const pauses = Array.from({ length: 100 }, () => deaths.count(0, true))
  expect(pauses.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(pauses.at(-1)).toBe(30_000)
})

test('deaths: a minute of health makes the next death the first', () => {
  const deaths = new Deaths()
  for (let n = 0; n < 9; n++) deaths.count(0, true)
  expect(deaths.count(healthyAfter - 1, true)).toBe(30_000)
  expect(deaths.count(healthyAfter, true)).toBe(500)
})

test('deaths: a site that was never ready is given up at the third', () => {
  const deaths = new Deaths()
  expect([1, 2, 3].map(() => deaths.count(0, false))).toEqual([500, 1000, undefined])
})
