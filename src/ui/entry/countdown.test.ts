import { expect, test } from 'vitest'
import { clock, secondsLeft } from './countdown'

test.each([
  [0, '0:00'],
  [57, '0:57'],
  [60, '1:00'],
  [725, '12:05'],
  [3600, '1:00:00'],
  [86_399, '23:59:59'],
])('%i seconds are %s', (seconds, expected) => {
  expect(clock(seconds)).toBe(expected)
})

test('a begun second counts whole, and none are left when it is past', () => {
  expect(secondsLeft(10_000, 9_001)).toBe(1)
  expect(secondsLeft(10_000, 10_000)).toBe(0)
  expect(secondsLeft(10_000, 99_000)).toBe(0)
})
