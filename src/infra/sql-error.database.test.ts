import { expect, test } from 'vitest'
import { testDb, unique } from '@/testing/factories'
import { openDb } from './db'
import { describeError } from './log'
import { brokenUnique, hasNullCharacter, isConflict, serverState, serverWords } from './sql-error'

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
  expect(serverState(await caught(nowhere.sql('SELECT 1')))).toBe('away')
  expect(serverState(await caught(nowhere.prisma.school.count()))).toBe('away')
  expect(serverState(await caught(testDb.sql('SELECT nonsense')))).toBeUndefined()
  await nowhere.end()
})

/** SQL that fails with the code, as the server fails. */
const failing = (code: string) =>
  `DO $$ BEGIN RAISE EXCEPTION 'the state of the server' USING ERRCODE = '${code}'; END $$`

test.each([
  ['away', ['08000', '08003', '08006', '08P01', '57P02', '57P03', '57P05', '3D000']],
  ['full', ['53000', '53100', '53200', '53300', '53400', '58000', '58030']],
  [
    'busy',
    ['25006', '25P03', '25P04', '40000', '40001', '40003', '40P01', '55P03', '55006', '57014', '28P01', '28000'],
  ],
  ['damaged', ['XX001', 'XX002', '58P01', '58P02']],
] as const)(
  'database errors: %s is known by pg, by Prisma and in a transaction, and the log names it',
  async (state, codes) => {
    for (const code of codes) {
      const works = [
        () => testDb.sql(failing(code)),
        () => testDb.prisma.$executeRawUnsafe(failing(code)),
        () => testDb.prisma.$transaction((tx) => tx.$queryRawUnsafe(failing(code))),
      ]
      for (const work of works) {
        const error = await caught(work())
        expect(serverState(error), code).toBe(state)
        expect(isConflict(error), code).toBe(code === '40001' || code === '40P01')
        expect(serverWords(error), code).toEqual({ sqlstate: code, message: 'the state of the server' })
        expect(JSON.stringify(describeError(error)), code).toContain(code)
        expect(JSON.stringify(describeError(error)), code).toContain('the state of the server')
      }
    }
  },
)

test('database errors: what a statement did wrong is no state of the server, and its values are not logged', async () => {
  for (const code of ['22012', '23505', '40002', '42501', '42P01', 'P0001', 'XX000']) {
    const error = await caught(testDb.sql(failing(code)))
    expect(serverState(error), code).toBeUndefined()
    expect(JSON.stringify(describeError(error)), code).not.toContain('the state of the server')
  }
})

test.each([
  ['away', ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EAI_FAIL', 'ENOTFOUND', 'EHOSTUNREACH']],
  ['away', ['P1001', 'P1002', 'P1003', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028']],
  ['full', ['ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE', 'ENOMEM', 'P2037']],
  ['busy', ['P1000', 'P1010', 'P2034']],
  ['damaged', ['EIO']],
  [undefined, ['ENOENT', 'EACCES', 'P2000', 'P2002', 'P2010', 'P2025']],
] as const)('errors of the system and of Prisma: %s is known by %j, alone and as a cause', (state, codes) => {
  for (const code of codes) {
    const error = Object.assign(new Error(`invocation in\n  secret: 1\n\n${code}: it failed`), { code })
    expect(serverState(error), code).toBe(state)
    expect(serverState(new Error('outside', { cause: error })), code).toBe(state)
    expect(serverWords(error), code).toEqual({ code, message: `${code}: it failed` })
  }
})

test.each([
  'could not write init file: No space left on device',
  'could not create directory "base/16385": Disk quota exceeded',
])('what a server says of a full disk by the code of an internal error is full: %s', (message) => {
  expect(serverState(Object.assign(new Error(message), { code: 'XX000' }))).toBe('full')
})

test.each([
  'could not open file "base/16386/16511": Read-only file system',
  'could not open file "base/16386/16511": Permission denied',
  'could not remove file "base/16386/16511": Operation not permitted',
])('what a server may not do to its own files is full, and no right that a role lacks: %s', (message) => {
  expect(serverState(Object.assign(new Error(message), { code: '42501' }))).toBe('full')
  expect(serverState(Object.assign(new Error('permission denied for table person'), { code: '42501' }))).toBe(undefined)
})

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Query read timeout',
  'timeout exceeded when trying to connect',
])('what pg says without a code is away: %s', (message) => {
  expect(serverState(new Error(message))).toBe('away')
  expect(serverState(Object.assign(new Error(`Raw query failed. Message: ${message}`), { code: 'P2010' }))).toBe('away')
})
