import { expect, test } from 'vitest'
import { newSchool, newStudent, testDb } from '@/testing/factories'
import { patchPerson } from './commands'

test.each([2, 16])('of %s who change one person again and again, each is heard', async (writers) => {
  const { operator } = await newSchool()
  const { id } = await newStudent(operator)
  const each = 320 / writers
  const write = async (writer: number) => {
    const heard: boolean[] = []
    for (let n = 0; n < each; n++)
      heard.push((await patchPerson(testDb, operator, id, { name: `张${writer} ${n}` }, 'flat')).ok)
    return heard
  }
  const heard = await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  expect(heard.flat()).toEqual(Array(320).fill(true))
  const rows = await testDb.sql<{ version: number }>('SELECT version FROM person WHERE id = $1', [id])
  expect(rows).toEqual([{ version: 321 }])
})
