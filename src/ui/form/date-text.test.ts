import { expect, test } from 'vitest'
import { dateOf } from './date-text'

test.each([
  ['2024-09-01', '2024-09-01'],
  ['2024/9/1', '2024-09-01'],
  ['20240901', '2024-09-01'],
  ['2024年9月1日', '2024-09-01'],
  ['2024.09.01', '2024-09-01'],
  ['2024-02-30', null],
  ['tomorrow', null],
  ['', null],
])('%s is %s', (text, expected) => {
  expect(dateOf(text)).toBe(expected)
})
