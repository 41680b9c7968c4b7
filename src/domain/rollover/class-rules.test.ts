import { expect, test } from 'vitest'
import { nextClass } from './class-rules'

test.each([
  ['高一(3)班', '高二(3)班'],
  ['高二（12）班', '高三（12）班'],
  ['高一三班', '高二三班'],
  ['高1(2)班', '高2(2)班'],
  ['国际部高一3班', '国际部高二3班'],
  ['高一年级1班', '高二年级1班'],
  ['初一', '初二'],
  ['初二十班', '初三十班'],
  ['七年级', '八年级'],
  ['八年级(3)班', '九年级(3)班'],
  ['小学三年级二班', '小学四年级二班'],
  ['十年级A班', '十一年级A班'],
  ['9年级1班', '10年级1班'],
  ['三(2)班', '四(2)班'],
  ['三年2班', '四年2班'],
  ['Grade 7', 'Grade 8'],
  ['grade 9 Blue', 'grade 10 Blue'],
  ['Year 10-2', 'Year 11-2'],
  ['G7-2', 'G8-2'],
  ['Senior 1', 'Senior 2'],
  ['7-2', '8-2'],
  ['9A', '10A'],
  ['301', '401'],
  ['701班', '801班'],
  ['小一班', '中一班'],
  ['中(2)班', '大(2)班'],
])('%s becomes %s', (now, next) => {
  expect(nextClass(now)).toBe(next)
})

test.each(['2024级3班', '24级', '2027届高三1班', 'Class of 2029'])('%s names a cohort and stays', (name) => {
  expect(nextClass(name)).toBe(name)
})

test.each(['高三(1)班', '初三', '十二年级', 'Grade 12', 'Senior 3', '大一班', '901'])('nothing follows %s', (name) => {
  expect(nextClass(name)).toBeUndefined()
})

test.each(['', '1班', '十五班', '火箭班', 'Rainbow', 'Grade 70', '2024', '初中部', 'Class 7'])(
  '%j says no grade',
  (name) => {
    expect(nextClass(name)).toBeUndefined()
  },
)
