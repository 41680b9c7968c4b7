import { expect, test } from 'vitest'
import { newSchool, newStudent, testDb, value } from '@/testing/factories'
import { readFile, run } from '@/testing/imports'
import { listPeople } from '../../people/queries'
import { erasePerson } from '../../privacy/erase-person'

const idcard = '11010120000101123X'
const file = `学号,姓名,身份证号,毕业年份\nNEW1,张三,${idcard},2027\n`

test('whoever came since the preview is known when it is run, though as many people went', async () => {
  const { operator } = await newSchool()
  const goes = await newStudent(operator, { name: '赵静' })
  const { id, counts } = await readFile(operator, file, { settings: { key: 'idcard' } })
  expect(counts).toMatchObject({ new: 1 })

  value(await erasePerson(testDb, operator, { id: goes.id, name: goes.name }))
  await newStudent(operator, { name: '张三', idcard })
  const done = await run(operator, id)
  expect(done.counts).toMatchObject({ new: 0, changed: 1 })
  expect(value(await listPeople(testDb, operator, { idcard }, 'nested')).total).toBe(1)
})
