import { expect, test } from 'vitest'
import type { Field } from '../../fields/schema'
import { matchColumns, targetsOf } from './targets'

const field: Field = {
  ...{
    id: 1,
    name: 'class_name',
    label: '班级',
    role: 1,
    type: 1,
    options: [],
    required: false,
    unique: false,
    position: 0,
  },
  ...{ created_at: '', updated_at: '' },
}
const match = (titles: string, role: 1 | 2 | 8 = 1, remembered: [string, string][] = []) =>
  matchColumns(titles.split(','), role, [field], new Map(remembered))

test('titles that schools use are known', () => {
  expect(match('学号,姓名*,性别,届别（毕业年份）,身份证号,联系电话,父亲姓名,父亲电话,母亲,监护人手机号,班级')).toEqual([
    ...['usin', 'name', 'gender', 'graduates_in', 'idcard', 'phone'],
    ...['father.name', 'father.phone', 'mother.name', 'guardian.phone', 'class_name'],
  ])
  expect(match('工号,教师姓名,入职时间', 2)).toEqual(['usin', 'name', 'entered_at'])
  expect(match('家长姓名,与学生关系,学生学号,家长电话', 8)).toEqual(['name', 'guardian_role', 'student', 'phone'])
  expect(match('usin,Name,CLASS_NAME,graduates_in,outer_id')).toEqual([
    'usin',
    'name',
    'class_name',
    'graduates_in',
    'outer_id',
  ])
})

test('of two columns for the same the first counts, and what is unknown is left out', () => {
  expect(match('学号,学生学号,备注,')).toEqual(['usin', null, null, null])
})

test('what a school chose before comes first, also to leave a column out', () => {
  expect(
    match('序列,班级,姓名', 1, [
      ['序列', 'usin'],
      ['班级', ''],
      ['姓名', 'gone'],
    ]),
  ).toEqual(['usin', null, null])
})

test('the template’s own labels are matched', () => {
  for (const role of [1, 2, 8] as const) {
    const targets = targetsOf(role, [field])
    expect(
      matchColumns(
        targets.map(({ label }) => label),
        role,
        [field],
        new Map(),
      ),
    ).toEqual(targets.map(({ name }) => name))
  }
})
