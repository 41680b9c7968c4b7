import { beforeAll, expect, test } from 'vitest'
import { peopleState } from '@/domain/transfer/import/resolve'
import { importSettings } from '@/domain/transfer/import/schema'
import { hashPassword } from '@/infra/hashing'
import { newStudent, testDb } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { downloadExport, downloadPersonal } from '@/trpc/export-files'
import { handleTrpc } from '@/trpc/handler'
import { downloadRefused } from '@/trpc/import-files'
import { procedures } from './procedures'
import { newWorld, type World } from './world'

const password = 'Tidy-Lamp-42-River'
let passwordHash: string
beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

const headersOf = (cookie: string) => ({ cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' })
type Answer = { result?: unknown; error?: { json: { data: { httpStatus: number; failure: unknown } } } }

/** Calls by one batch over HTTP, as the pages send them. */
async function batch(cookie: string, calls: [path: string, input: unknown][]): Promise<Answer[]> {
  const paths = calls.map(([path]) => path).join(',')
  const json = Object.fromEntries(calls.map(([, input], at) => [at, { json: input ?? null }]))
  const request = new Request(`http://localhost/api/trpc/${paths}?batch=1`, {
    method: 'POST',
    body: JSON.stringify(json),
    headers: headersOf(cookie),
  })
  return (await handled(request, async (given) => handleTrpc(given))).json()
}

const file = async (
  cookie: string,
  handler: (request: Request) => Promise<Response>,
  input: object,
): Promise<number> => {
  const address = `http://localhost/api/x?${new URLSearchParams({ input: JSON.stringify(input) })}`
  const response = await handled(new Request(address, { headers: headersOf(cookie) }), handler)
  await response.body?.cancel()
  return response.status
}

/** Every sensitive mutation, with an input that is sensitive. */
async function sensitiveCalls(world: World): Promise<[string, unknown][]> {
  const calls: [string, unknown][] = []
  for (const [path, row] of Object.entries(procedures)) {
    if (row.confirm === 'always' && path !== 'own.confirmed') calls.push([path, row.input?.(world)])
    if (row.confirm === 'by_input') calls.push([path, await row.sensitive(world)])
  }
  return calls
}

test.each([
  ['16 minutes ago', 16],
  ['in a session of before the upgrade', null],
])('password given %s: every sensitive call over HTTP wants it again, and writes nothing', async (_, confirmed) => {
  const world = await newWorld()
  const cookie = await cookieOf(world.school, 'school_admin', { confirmed })
  const calls = await sensitiveCalls(world)
  expect(calls.length).toBeGreaterThan(30)
  const written = () => testDb.prisma.changeSet.count({ where: { schoolId: world.school } })
  const before = await written()
  for (let at = 0; at < calls.length; at += 10) {
    const part = calls.slice(at, at + 10)
    const answers = await batch(cookie, part)
    for (const [n, [path]] of part.entries())
      expect(answers[n]?.error?.json.data, path).toMatchObject({ httpStatus: 428, failure: { kind: 'confirm' } })
  }
  expect(await written()).toBe(before)
})

test('password given 14 minutes ago: sensitive calls go through', async () => {
  const world = await newWorld()
  const cookie = await cookieOf(world.school, 'school_admin', { confirmed: 14 })
  for (const call of await sensitiveCalls(world)) {
    const [answer] = await batch(cookie, [call])
    expect(answer?.error?.json.data.httpStatus, call[0]).not.toBe(428)
  }
})

test('files: those with full numbers want the password, others do not', async () => {
  const { school, operator, memberImport } = await newWorld()
  const { id } = await newStudent(operator, { phone: '13800138000' })
  const stale = await cookieOf(school, 'school_admin', { confirmed: 16 })
  const fresh = await cookieOf(school, 'school_admin', { confirmed: 1 })
  const grade = await cookieOf(school, 'grade_admin', { confirmed: 16 })
  const teacher = await cookieOf(school, 'teacher', { confirmed: 16 })
  const written = () => testDb.prisma.changeSet.count({ where: { schoolId: school } })
  const before = await written()
  for (const input of [
    { role: 1 },
    { role: 2, format: 'csv' },
    { role: 1, columns: ['name', 'idcard'] },
    { role: 1, columns: ['father.phone'] },
    { role: 8, columns: ['phone'] },
  ]) {
    expect(await file(stale, downloadExport, input), JSON.stringify(input)).toBe(428)
  }
  expect(await file(grade, downloadExport, { role: 1 })).toBe(428)
  expect(await file(stale, downloadPersonal, { id })).toBe(428)
  expect(await written()).toBe(before)
  expect(await file(stale, downloadExport, { role: 1, columns: ['name', 'usin'] })).toBe(200)
  // Nobody there sees a number in full.
  expect(await file(teacher, downloadExport, { role: 1 })).toBe(200)
  expect(await file(grade, downloadExport, { role: 2 })).toBe(200)
  expect(await file(fresh, downloadExport, { role: 1 })).toBe(200)
  expect(await file(fresh, downloadPersonal, { id })).toBe(200)

  const refused = (cookie: string) =>
    file(cookie, (request) => downloadRefused(request, { params: Promise.resolve({ id: String(memberImport) }) }), {})
  expect(await refused(stale)).toBe(200)
  await testDb.prisma.import.update({ where: { id: memberImport }, data: { targets: ['usin', 'idcard'] } })
  expect(await refused(stale)).toBe(428)
  expect(await refused(fresh)).toBe(200)
})

test('own.confirm: the right password confirms this session alone, and a wrong one says what is left', async () => {
  const { school } = await newWorld()
  const stale = await cookieOf(school, 'school_admin', { confirmed: 16, passwordHash })
  const create: [string, unknown] = ['apiKeys.create', { name: 'x' }]
  const [wrong] = await batch(stale, [['own.confirm', { password: 'another' }]])
  expect(wrong?.error?.json.data.failure).toEqual({
    kind: 'invalid',
    issues: [{ field: 'password', reason: 'wrong_password', count: 9 }],
  })
  expect((await batch(stale, [create]))[0]?.error?.json.data.httpStatus).toBe(428)
  // What was asked along in the batch was asked by a session that was not confirmed yet.
  const [confirmed, along] = await batch(stale, [['own.confirm', { password }], create])
  expect(confirmed?.result).toBeDefined()
  expect(along?.error?.json.data.httpStatus).toBe(428)
  expect((await batch(stale, [create]))[0]?.result).toBeDefined()
})

test('own.confirm: guesses end, however many come at once, and the right password does not help then', async () => {
  const { school } = await newWorld()
  const stale = await cookieOf(school, 'teacher', { confirmed: 16, passwordHash })
  const guesses = await Promise.all(
    Array.from({ length: 14 }, () => batch(stale, [['own.confirm', { password: 'a guess' }]])),
  )
  const statuses = guesses.map(([answer]) => answer?.error?.json.data.httpStatus)
  expect(statuses.filter((status) => status === 422)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(4)
  const [late] = await batch(stale, [['own.confirm', { password }]])
  expect(late?.error?.json.data.failure).toMatchObject({ kind: 'throttled' })
})

test('own.confirm: a password that was changed elsewhere confirms no more', async () => {
  const { school } = await newWorld()
  const stale = await cookieOf(school, 'teacher', { confirmed: 16, passwordHash })
  const [account] = await testDb.sql<{ id: number }>('SELECT max(id) AS id FROM account WHERE school_id = $1', [school])
  await testDb.prisma.account.update({ where: { id: account?.id ?? 0 }, data: { passwordHash: '!' } })
  expect((await batch(stale, [['own.confirm', { password }]]))[0]?.error?.json.data.httpStatus).toBe(422)
})

test('imports.run: a full sync that archives somebody with an account wants the password, one that does not goes on', async () => {
  const { school, importId, pupil } = await newWorld()
  const stale = await cookieOf(school, 'school_admin', { confirmed: 16 })
  const run: [string, unknown] = ['imports.run', { id: importId }]
  const sync = importSettings.parse({ mode: 'sync' })
  await testDb.prisma.import.update({ where: { id: importId }, data: { settings: sync } })
  expect((await batch(stale, [run]))[0]?.error?.json.data.httpStatus).toBe(428)
  await testDb.prisma.importVerdict.create({ data: { importId, line: 2, kind: 'unchanged', personId: pupil } })
  await testDb.sql('UPDATE person SET version = version + 1 WHERE id = $1', [pupil])
  expect((await batch(stale, [run]))[0]?.error?.json.data.httpStatus, 'judged by people as they were').toBe(428)
  await testDb.sql(`UPDATE import SET seen = ${peopleState('$2')} WHERE id = $1`, [importId, school])
  expect((await batch(stale, [run]))[0]?.result).toBeDefined()
})
