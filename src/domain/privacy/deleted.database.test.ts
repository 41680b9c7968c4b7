import { expect, test } from 'vitest'
import { newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { removePeople } from '../people/remove'
import { findDeleted } from './deleted'
import { erasePerson } from './erase-person'

test('deleted people are found by name, pinyin and number until they are erased', async () => {
  const { operator } = await newSchool()
  const other = await newSchool()
  const usin = unique('D')
  const gone = await newStudent(operator, { name: '欧阳娜娜', usin })
  const here = await newStudent(operator, { name: '欧阳娜' })
  const theirs = await newStudent(other.operator, { name: '欧阳娜娜' })
  value(await removePeople(testDb, operator, { ids: [gone.id] }))
  value(await removePeople(testDb, other.operator, { ids: [theirs.id] }))
  const find = async (q: string) => value(await findDeleted(testDb, operator, { q }))
  for (const q of ['欧阳', 'oynn', usin, `娜娜 ${usin}`]) {
    const { rows, total } = await find(q)
    expect(rows, q).toMatchObject([{ id: gone.id, name: '欧阳娜娜', usin, role: 1 }])
    expect(total).toBe(1)
  }
  expect((await find('%')).total).toBe(0)
  expect((await find(here.usin)).total).toBe(0)
  value(await erasePerson(testDb, operator, { id: gone.id, name: '欧阳娜娜' }))
  expect(await find('欧阳')).toEqual({ rows: [], total: 0 })
})
