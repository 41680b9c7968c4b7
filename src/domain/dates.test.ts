import { expect, test } from 'vitest'
import { isRealDate, isRealMoment } from './dates'

test('a day is one of the calendar that a database has', () => {
  for (const day of ['0001-01-01', '2024-02-29', '9999-12-31']) expect(isRealDate(day), day).toBe(true)
  for (const day of ['0000-01-01', '2026-02-29', '2026-2-1', '10000-01-01', ''])
    expect(isRealDate(day), day).toBe(false)
})

test('a moment is of a year from 1 to 9999, wherever it was written', () => {
  for (const moment of ['0001-01-01T00:00:00Z', '2026-01-01T00:00:00+23:59', '9999-12-31T23:59:59.999Z'])
    expect(isRealMoment(moment), moment).toBe(true)
  for (const moment of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+08:00', '9999-12-31T23:59:59-08:00', 'yesterday'])
    expect(isRealMoment(moment), moment).toBe(false)
})
