import { expect, test } from 'vitest'
import { testDb, unique } from '@/testing/factories'
import { openDb } from './db'
import { brokenUnique, hasNullCharacter, isDatabaseAway } from './sql-error'

const caught = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('the constraint of a real duplicate is known, by pg, by Prisma and in a transaction', async () => {
  const code = unique('c')
  await testDb.prisma.school.create({ data: { name: 'x', code } })
  expect(brokenUnique(await caught(testDb.prisma.school.create({ data: { name: 'x', code } })))).toBe('school_code_key')
  const insert = 'INSERT INTO school (name, code) VALUES ($1, $2)'
  expect(brokenUnique(await caught(testDb.sql(insert, ['x', code])))).toBe('school_code_key')
  expect(brokenUnique(await caught(testDb.prisma.$transaction((tx) => tx.$queryRawUnsafe(insert, 'x', code))))).toBe(
    'school_code_key',
  )
  expect(brokenUnique(await caught(testDb.sql('SELECT 1/0')))).toBeUndefined()
})

test('a null character is told from other errors, by pg, by Prisma, in a text and in JSON', async () => {
  const works = [
    () => testDb.sql('SELECT $1::text AS text', ['a\0b']),
    () => testDb.sql('SELECT $1::jsonb AS json', ['{"a":"a\\u0000b"}']),
    () => testDb.prisma.school.create({ data: { name: 'a\0b' } }),
    () => testDb.prisma.$transaction((tx) => tx.$queryRawUnsafe('SELECT $1::text AS text', 'a\0b')),
  ]
  for (const work of works) expect(hasNullCharacter(await caught(work()))).toBe(true)
  expect(hasNullCharacter(await caught(testDb.sql('SELECT 1/0')))).toBe(false)
})

test('a database that is away is told from one that refuses', async () => {
  const nowhere = openDb('postgresql://nobody@127.0.0.1:9/none')
  expect(isDatabaseAway(await caught(nowhere.sql('SELECT 1')))).toBe(true)
  expect(isDatabaseAway(await caught(nowhere.prisma.school.count()))).toBe(true)
  expect(isDatabaseAway(await caught(testDb.sql('SELECT nonsense')))).toBe(false)
  await nowhere.end()
})
