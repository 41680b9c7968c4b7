import { expect, test } from 'vitest'
import { pauseOf } from './outage'

test('pauses grow with the outage, are spread, and start small again after a minute of health', () => {
  const start = 1_000_000_000
  expect([pauseOf(start, 0), pauseOf(start, 1)]).toEqual([5, 10])
  let now = start
  for (; now < start + 300_000; now += 10_000) pauseOf(now, 0)
  expect([pauseOf(now, 0), pauseOf(now, 1)]).toEqual([30, 60])
  expect(pauseOf(now + 61_000, 0)).toBe(5)
})
