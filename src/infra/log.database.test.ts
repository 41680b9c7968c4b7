import { expect, test } from 'vitest'
import { newSchool, testDb, unique } from '@/testing/factories'
import { describeError } from './log'

test('an error of the database is logged without the values it was about', async () => {
  const { id } = await newSchool()
  const username = unique('canary')
  const data = { schoolId: id, username }
  await testDb.prisma.account.create({ data })
  const insert = 'INSERT INTO account (school_id, username) VALUES ($1, $2)'
  for (const work of [
    () => testDb.prisma.account.create({ data }),
    () => testDb.sql(insert, [id, username]),
    () => testDb.prisma.$transaction((tx) => tx.$queryRawUnsafe(insert, id, username)),
  ]) {
    const error: unknown = await work().then(
      () => undefined,
      (reason: unknown) => reason,
    )
    const logged = JSON.stringify(describeError(error))
    expect(logged).toMatch(/23505|P2002|P2010/)
    expect(logged).not.toContain(username)
  }
})

test('what the server says of itself, a full disk say, is logged', () => {
  const full = Object.assign(new Error('could not extend file: No space left on device'), {
    severity: 'ERROR',
    code: '53100',
  })
  expect(describeError(full)).toMatchObject({ code: '53100', message: full.message })
})
