import { expect, test } from 'vitest'
import { freeName, suggestName } from './suggest-name'

test.each([
  ['School Bus №2', 'school_bus_no2'],
  ['住宿情况', 'zhusuqingkuang'],
  ['校车 Bus', 'xiaoche_bus'],
  ['2024 级', 'f_2024_ji'],
  ['女生', 'nvsheng'],
  ['——', ''],
])('%s is named %s', async (label, expected) => {
  expect(await suggestName(label, [])).toBe(expected)
})

test('a name that is taken or built in gets a number', () => {
  expect(freeName('dorm', ['Dorm', 'dorm_2'])).toBe('dorm_3')
  expect(freeName('phone', [])).toBe('phone_2')
})
