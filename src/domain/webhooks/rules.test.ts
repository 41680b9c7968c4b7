import { expect, test } from 'vitest'
import { nextWait } from './rules'

test('nine more tries over three days, a little later each time than the schedule, never sooner', () => {
  const waits = Array.from({ length: 10 }, (_, index) => nextWait(index + 1, undefined, 0))
  expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined])
  expect(nextWait(2, undefined, 1)).toBeCloseTo(330)
})

test('a receiver may ask for more time, up to a day, and not for less', () => {
  expect([nextWait(1, 120, 0), nextWait(1, 1, 0), nextWait(2, 10_000_000, 0)]).toEqual([120, 5, 86_400])
  expect(nextWait(10, 120, 0)).toBeUndefined()
})
