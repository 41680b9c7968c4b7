import { expect, test } from 'vitest'
import { choose, essentials } from './matching'

test('a field belongs to one column: who takes it leaves the other without', () => {
  expect(choose(['usin', 'name', null], 2, 'name')).toEqual(['usin', null, 'name'])
  expect(choose(['usin', null], 0, null)).toEqual([null, null])
  expect(choose([null, null], 1, null)).toEqual([null, null])
})

test('what no row can do without depends on role, key and mode', () => {
  const merge = { key: 'usin', mode: 'merge' } as const
  expect(essentials({ role: 1 }, merge, ['name'])).toEqual({ key: false, wanted: ['graduates_in'] })
  expect(essentials({ role: 1 }, merge, ['usin', 'name', 'graduates_in'])).toEqual({ key: true, wanted: [] })
  expect(essentials({ role: 2 }, { ...merge, key: 'idcard' }, ['idcard', 'name'])).toEqual({
    key: true,
    wanted: ['usin'],
  })
  expect(essentials({ role: 8 }, merge, ['student', 'name'])).toEqual({ key: true, wanted: [] })
  expect(essentials({ role: 1 }, { ...merge, mode: 'update' }, ['usin'])).toEqual({ key: true, wanted: [] })
})
