import { expect, test } from 'vitest'
import { barsOf } from './bars'

test('every day of thirty has its bar, and a few calls beside many are still seen', () => {
  const bars = barsOf(
    [
      { day: '2026-11-02', calls: 1000, refused: 0 },
      { day: '2026-11-30', calls: 1000, refused: 999 },
      { day: '2026-12-01', calls: 501, refused: 1 },
    ],
    '2026-12-01',
  )
  expect(bars).toHaveLength(30)
  expect(bars[0]).toEqual({ day: '2026-11-02', calls: 1000, refused: 0, passedHeight: 1, refusedHeight: 0 })
  expect(bars[1]).toMatchObject({ day: '2026-11-03', passedHeight: 0, refusedHeight: 0 })
  expect(bars[28]).toMatchObject({ passedHeight: 0.08, refusedHeight: 0.92 })
  expect(bars[29]).toMatchObject({ day: '2026-12-01', passedHeight: 0.5, refusedHeight: 0.08 })
})
