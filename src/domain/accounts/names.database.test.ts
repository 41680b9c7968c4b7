import { expect, test } from 'vitest'
import { asCaller } from '@/infra/caller'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { createAdmin } from './commands'
import { isNameTaken } from './names'
import { checkUsername } from './queries'
import { updateAccount } from './update'

const password = 'Correct-Horse-9-Battery'
const mark = () => unique('n').replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')

async function accountOf(school: number, data: object) {
  return (await testDb.prisma.account.create({ data: { schoolId: school, approvedAt: new Date(), ...data } })).id
}

const take = async (operator: Awaited<ReturnType<typeof newSchool>>['operator'], username: string) =>
  (await createAdmin(testDb, operator, { username, password })).ok

test('look-alikes of a name are taken, in whatever school, and so is what an older version left without its looks', async () => {
  const [one, other] = [await newSchool(), await newSchool()]
  const name = `demo${mark()}`
  await accountOf(one.id, { username: name })
  for (const like of [
    name.toUpperCase(),
    name.replace('demo', 'dеmo'),
    name.replace('demo', 'ｄｅｍｏ'),
    name.replace('demo', '𝐝𝐞𝐦𝐨'),
  ])
    expect(await take(other.operator, like), like).toBe(false)
  expect(await take(other.operator, `${name}x`)).toBe(true)
})

test('a name of ASCII alone is compared by form, and one like a name beyond ASCII is taken', async () => {
  const { id, operator } = await newSchool()
  const tail = mark()
  expect(await take(operator, `adm1n${tail}`)).toBe(true)
  expect(await take(operator, `admln${tail}`), 'both are ASCII').toBe(true)
  await accountOf(id, { username: `rоot${tail}` })
  expect(await take(operator, `root${tail}`), 'the other is not').toBe(false)
})

test('of two look-alikes at once, one is taken', async () => {
  const { operator } = await newSchool()
  const tail = mark()
  const likes = ['demo', 'Demo', 'dеmo', 'ｄｅｍｏ', 'DEMO', 'dемo', '𝐝𝐞𝐦𝐨', 'demо'].map((like) => like + tail)
  const made = await Promise.all(likes.map((like) => take(operator, like)))
  const names = await testDb.sql<{ username: string }>(
    'SELECT username FROM account WHERE name_form LIKE $1 OR username LIKE $1',
    [`%${tail}`],
  )
  expect(made.filter(Boolean).length).toBe(names.length)
  const alike = likes.filter((_, at) => made[at]).filter((like) => !like.includes('dемo'))
  expect(alike).toHaveLength(1)
})

test('digits alone, and a number that somebody holds in any school, are taken', async () => {
  const [one, other] = [await newSchool(), await newSchool()]
  const [usin, work] = [unique('S').toUpperCase(), unique('W')]
  await newStudent(one.operator, { usin })
  const holder = await accountOf(one.id, { username: unique('u'), workId: work })
  const wide = [...usin].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('')
  for (const name of ['20261130', '１３８００１３８０００', usin, usin.toLowerCase(), wide, work])
    expect(await take(other.operator, name), name).toBe(false)
  expect(await isNameTaken(testDb, work, { self: holder }), 'one’s own number').toBe(false)
})

test('a name that says who runs the site is given by administrators alone', async () => {
  const { id } = await newSchool()
  const teacher = await accountOf(id, { username: unique('u') })
  const self = actorIn(id, 'teacher', undefined, { accountId: teacher })
  for (const username of ['管理员', '管\uf9e4员', 'ROOT', 'rооt', 'sуstem'])
    expect(await isNameTaken(testDb, username), username).toBe(true)
  expect(await updateAccount(testDb, self, teacher, { username: '管理员' })).toMatchObject({
    failure: { issues: [{ field: 'username', reason: 'taken' }] },
  })
})

test('a name changes to another spelling of itself', async () => {
  const { id } = await newSchool()
  const name = mark()
  const account = await accountOf(id, { username: name })
  const self = actorIn(id, 'teacher', undefined, { accountId: account })
  expect(value(await updateAccount(testDb, self, account, { username: name.toUpperCase() })).username).toBe(
    name.toUpperCase(),
  )
  expect(await checkUsername(testDb, { username: name })).toEqual({ ok: true, value: false })
})

test('answers that say taken are counted for a network over all calls, also at once, and free names are not', async () => {
  const { id } = await newSchool()
  const name = mark()
  const account = await accountOf(id, { username: name })
  const other = await accountOf(id, { username: unique('u'), phone: '10000000001' })
  const self = actorIn(id, 'teacher', undefined, { accountId: account })
  const address = `2001:db8:${Math.floor(Math.random() * 60000).toString(16)}:1::`
  let host = 1
  const here = <T>(work: () => Promise<T>) => asCaller(`${address}${host++}`, undefined, work)
  for (let n = 0; n < 130; n++)
    expect(value(await here(() => checkUsername(testDb, { username: unique('free') })))).toBe(true)
  const checks = Array.from({ length: 150 }, () => here(() => checkUsername(testDb, { username: name })))
  const change = () => here(() => updateAccount(testDb, self, account, { phone: '10000000001' }, 'contract'))
  const answers = await Promise.all([...checks, change()])
  const told = answers.filter((answer) => answer.ok || answer.failure.kind === 'invalid')
  expect(told).toHaveLength(120)
  expect(await here(() => checkUsername(testDb, { username: unique('free') }))).toMatchObject({
    failure: { kind: 'throttled' },
  })
  expect(await change()).toMatchObject({ failure: { kind: 'throttled' } })
  const elsewhere = await asCaller('192.0.2.77', undefined, () => checkUsername(testDb, { username: name }))
  expect(elsewhere).toEqual({ ok: true, value: false })
  expect(other).toBeGreaterThan(0)
})
