import { expect, test } from 'vitest'
import { dateIn, dayOfSerial } from './dates'

test.each([
  ['2024-09-01', '2024-09-01'],
  ['2024-9-1', '2024-09-01'],
  ['2024/9/1', '2024-09-01'],
  ['2024.9.1', '2024-09-01'],
  ['2024．９．１', '2024-09-01'],
  ['2024年9月1日', '2024-09-01'],
  ['2024 年 9 月 1 号', '2024-09-01'],
  ['20240901', '2024-09-01'],
  ['2024-09-01 00:00:00', '2024-09-01'],
  ['2024/9/1 8:00', '2024-09-01'],
  ['2024-09-01T00:00:00.000Z', '2024-09-01'],
  [' 45536 ', '2024-09-01'],
  ['2024-02-29', '2024-02-29'],
])('%s is a day', (text, day) => expect(dateIn(text)).toBe(day))

test.each(['', '2023-02-29', '2024-13-01', '9/1/2024', '24-9-1', '2024', '202409', '2024年9月', '99999', 'today'])(
  '%s is none, or could be two',
  (text) => expect(dateIn(text)).toBeUndefined(),
)

test('serials count by the calendar of the file', () => {
  expect([1, 59, 60, 61, 45536.99].map((serial) => dayOfSerial(serial, false))).toEqual([
    '1900-01-01',
    '1900-02-28',
    undefined,
    '1900-03-01',
    '2024-09-01',
  ])
  expect([0, 44074].map((serial) => dayOfSerial(serial, true))).toEqual(['1904-01-01', '2024-09-01'])
  expect([-1, 0, 3_000_000].map((serial) => dayOfSerial(serial, false))).toEqual([undefined, undefined, undefined])
})
