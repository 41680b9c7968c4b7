import { expect, test } from 'vitest'
import { testDatabaseUrl } from '@/testing/database'
import { testDb, unique } from '@/testing/factories'
import { type Db, guarded, openDb, transaction } from './db'
import { brokenUnique } from './sql-error'

const insert = (db: Db, code: string) =>
  db.sql("INSERT INTO school (name, code) VALUES ('x', $1) RETURNING id", [code]).then(() => ({ ok: true }))
const kept = async (...codes: string[]) => {
  const rows = await testDb.sql<{ code: string }>('SELECT code FROM school WHERE code = ANY($1)', [codes])
  return rows.map(({ code }) => codes.indexOf(code)).sort()
}

test('a part of a transaction fails without the rest', async () => {
  const codes = Array.from({ length: 6 }, () => unique('c'))
  const [one = '', two = '', three = '', four = '', five = '', six = ''] = codes
  await transaction(testDb, async (tx) => {
    await insert(tx, one)
    // A failure, within it a part that went well.
    await transaction(tx, async (part) => {
      await transaction(part, (inner) => insert(inner, two))
      await insert(part, three)
      return { ok: false }
    })
    // One that went well, within it a failure.
    await transaction(tx, async (part) => {
      await insert(part, four)
      await transaction(part, async (inner) => ({ ok: !(await insert(inner, five)).ok }))
      return { ok: true }
    })
    const broken = await guarded(tx, () => insert(tx, one)).catch((error) => brokenUnique(error))
    expect(broken).toBe('school_code_key')
    return insert(tx, six)
  })
  expect(await kept(...codes)).toEqual([0, 3, 5])
})

test('a part that throws takes along only itself, when its error is caught', async () => {
  const codes = [unique('c'), unique('c'), unique('c')]
  const [one = '', two = '', three = ''] = codes
  await transaction(testDb, async (tx) => {
    await insert(tx, one)
    const error = await transaction(tx, async (part) => {
      await insert(part, two)
      throw new Error('stop')
    }).catch((reason) => String(reason))
    expect(error).toBe('Error: stop')
    return insert(tx, three)
  })
  expect(await kept(...codes)).toEqual([0, 2])
})

test('however many read rows in batches and stall, questions are answered', async () => {
  const db = openDb(testDatabaseUrl(), 2)
  const readers = Array.from({ length: 3 }, () => db.stream<{ n: number }>('SELECT generate_series(1, 9) AS n', [], 1))
  const [first, second, third] = readers.map((reader) => reader.next())
  expect((await first)?.value).toEqual([{ n: 1 }])
  expect(await db.sql('SELECT 1 AS one')).toEqual([{ one: 1 }])
  for (const reader of readers) await reader.return(undefined)
  await Promise.allSettled([second, third])
  await db.end()
})

test('pool: a backend that dies under a reader ends that reading alone', async () => {
  const db = openDb(testDatabaseUrl(), 2)
  const rows = db.stream<{ pid: number }>('SELECT pg_backend_pid() AS pid FROM generate_series(1, 9)', [], 1)
  const { value: [first] = [] } = await rows.next()
  await db.sql('SELECT pg_terminate_backend($1)', [first?.pid])
  // The server has closed the connection once no backend of that number is left.
  const isThere = () => db.sql('SELECT FROM pg_stat_activity WHERE pid = $1', [first?.pid])
  while ((await isThere()).length > 0);
  // Without a listener, the error that the idle client emits now would end the process, and so this run.
  await db.sql('SELECT pg_sleep(0.05)')
  await expect(rows.next()).rejects.toThrow()
  expect(await db.sql('SELECT 1 AS one')).toEqual([{ one: 1 }])
  await db.end()
})
