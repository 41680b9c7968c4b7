import { expect, test } from 'vitest'
import { actorIn, newSchool, testDb, unique, value } from '@/testing/factories'
import { listAlike } from './alike'
import { nameColumns } from './names'

test('names that look alike are listed for administrators, and those of other schools are not named', async () => {
  const [one, two] = [await newSchool(), await newSchool()]
  const named = async (schoolId: number, username: string) =>
    (await testDb.prisma.account.create({ data: { schoolId, username, ...nameColumns(username) } })).id
  const tail = unique('x')
  const small = await named(one.id, `demo${tail}`)
  const large = await named(one.id, `Demo${tail}`)
  await named(two.id, `dеmo${tail}`)
  await named(one.id, unique('other'))
  expect(value(await listAlike(testDb, actorIn(one.id, 'school_admin')))).toEqual([
    { id: small, username: `demo${tail}`, others: [{ id: large, username: `Demo${tail}` }], elsewhere: 1 },
    { id: large, username: `Demo${tail}`, others: [{ id: small, username: `demo${tail}` }], elsewhere: 1 },
  ])
  expect(await listAlike(testDb, actorIn(one.id, 'teacher'))).toMatchObject({ failure: { kind: 'forbidden' } })
})
