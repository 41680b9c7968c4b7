import { beforeAll, expect, test } from 'vitest'
import { hashPassword } from '@/infra/hashing'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Result } from '../errors'
import { createAdmin } from './commands'
import { checkOwnPassword, type KnownBrowser } from './guesses'
import { changeOwnPassword } from './own'
import { checkCredentials, signIn } from './sessions'
import { setPassword } from './update'

const password = 'Tidy-Lamp-42-River'
let hash: string
beforeAll(async () => {
  hash = await hashPassword(password)
})

let serial = Math.floor(Math.random() * 2 ** 30)
/** A /64 that no other test counts by. */
const newNetwork = () => `2001:db8:${(serial >> 16).toString(16)}:${(serial++ & 0xffff).toString(16)}`
const newAddress = () => `${newNetwork()}::1`
const newPhone = () => `103${String(Math.floor(Math.random() * 100_000_000)).padStart(8, '0')}`

async function newAccount() {
  const { id: school } = await newSchool()
  const data = { schoolId: school, username: unique('教师'), passwordHash: hash, phone: newPhone() }
  const { id, username } = await testDb.prisma.account.create({ data: { ...data, approvedAt: new Date() } })
  return { school, id, username: username ?? '', phone: data.phone }
}

/** `in`, `wrong`, or the failure. */
const outcome = (result: Result<unknown>): string => (result.ok ? (result.value ? 'in' : 'wrong') : result.failure.kind)

type From = { address?: string; known?: readonly KnownBrowser[] }
const enter = async (username: string, given: string, { address = newAddress(), known = [] }: From = {}) =>
  outcome(await checkCredentials(testDb, { username, password: given, address, known }))

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const each of outcomes) counts[each] = (counts[each] ?? 0) + 1
  return counts
}

/** So many wrong tries at a name, all from one address or each from a network of its own. */
async function burn(username: string, times: number, address?: string) {
  const outcomes: string[] = []
  for (let n = 0; n < times; n++) outcomes.push(await enter(username, 'wrong', { address: address ?? newAddress() }))
  return tally(outcomes)
}

async function knownBrowserOf(username: string): Promise<KnownBrowser> {
  const signed = value(await signIn(testDb, { username, password, userAgent: 'home', address: newAddress() }))
  if (!signed) throw new Error('not signed in')
  return signed
}

test('80 sign-ins at once, the right password last: ten are tried and none gets in', async () => {
  const { username } = await newAccount()
  const address = newAddress()
  const tries = Array.from({ length: 80 }, (_, n) => enter(username, n < 79 ? `wrong ${n}` : password, { address }))
  expect(tally(await Promise.all(tries))).toEqual({ wrong: 10, throttled: 70 })
})

test('40 right sign-ins at once are all let in', async () => {
  const { username } = await newAccount()
  const address = newAddress()
  const tries = Array.from({ length: 40 }, () => enter(username, password, { address }))
  expect(tally(await Promise.all(tries))).toEqual({ in: 40 })
})

test('four names of one account share its count, however they are typed', async () => {
  const { operator } = await newSchool()
  const { id, usin } = await newStudent(operator, { password })
  const [username, phone, workId] = [unique('u'), newPhone(), unique('W')]
  await testDb.sql(
    `UPDATE account SET username = $2, phone = $3, work_id = $4, phone_state = 'proven', work_id_state = 'proven' WHERE person_id = $1`,
    [...[id, username, phone, workId]],
  )
  const names = [username, phone, workId, usin, ` ${username} `]
  const address = newAddress()
  const outcomes: string[] = []
  for (let n = 0; n < 25; n++) outcomes.push(await enter(names[n % 5] ?? '', 'wrong', { address }))
  expect(tally(outcomes)).toEqual({ wrong: 10, throttled: 15 })
})

test('a name that nobody has is counted as one that somebody has', async () => {
  const [address, name] = [newAddress(), unique('Nobody')]
  const outcomes: string[] = []
  for (const typed of [name, name.toUpperCase(), name.toLowerCase()])
    for (let n = 0; n < 5; n++) outcomes.push(await enter(typed, 'wrong', { address }))
  expect(tally(outcomes)).toEqual({ wrong: 10, throttled: 5 })
})

test('40 addresses of one /64 are one network', async () => {
  const { username } = await newAccount()
  const network = newNetwork()
  const outcomes: string[] = []
  for (let n = 1; n <= 40; n++)
    outcomes.push(await enter(username, 'wrong', { address: `${network}::${n.toString(16)}` }))
  expect(tally(outcomes)).toEqual({ wrong: 10, throttled: 30 })
})

test('one password at 320 names from one network: 300 are tried, and who was here before gets in', {
  timeout: 60_000,
}, async () => {
  const [{ username: teacher }, { username: newcomer }] = [await newAccount(), await newAccount()]
  const address = newAddress()
  expect(await enter(teacher, password, { address })).toBe('in')
  const outcomes: string[] = []
  // As many at once as may wait for a hash.
  for (let n = 0; n < 4; n++)
    outcomes.push(
      ...(await Promise.all(Array.from({ length: 80 }, () => enter(unique('n'), 'Spring-2026', { address })))),
    )
  expect(tally(outcomes)).toEqual({ wrong: 300, throttled: 20 })
  expect(await enter(newcomer, password, { address })).toBe('throttled')
  expect(await enter(teacher, password, { address })).toBe('in')
  expect(await burn(teacher, 12, address), 'its own count holds').toEqual({ wrong: 10, throttled: 2 })
  expect(await enter(newcomer, password)).toBe('in')
})

test('a network that was seen 91 days ago is new again', async () => {
  const { id, username } = await newAccount()
  const address = newAddress()
  expect(await enter(username, password, { address })).toBe('in')
  await testDb.sql(`UPDATE account_network SET last_at = now() - interval '91 days' WHERE account_id = $1`, [id])
  for (let n = 0; n < 300; n += 50)
    await Promise.all(Array.from({ length: 50 }, () => enter(unique('name'), 'wrong', { address })))
  expect(await enter(username, password, { address })).toBe('throttled')
})

test('an account is tried a hundred times an hour from all networks, and its owner still gets in at home', {
  timeout: 60_000,
}, async () => {
  const { username } = await newAccount()
  const home = await knownBrowserOf(username)
  expect(await burn(username, 110)).toEqual({ wrong: 100, throttled: 10 })
  expect(await enter(username, password)).toBe('throttled')
  expect(await enter(username, password, { known: [home] })).toBe('in')
  const there = { known: [home] }
  const outcomes: string[] = []
  for (let n = 0; n < 12; n++) outcomes.push(await enter(username, 'wrong', there))
  expect(tally(outcomes), 'ten of its own').toEqual({ wrong: 10, throttled: 2 })
})

test('a known browser counts alike from every network, and at once', async () => {
  const { username } = await newAccount()
  const known = [await knownBrowserOf(username)]
  const tries = Array.from({ length: 80 }, (_, n) => enter(username, n < 79 ? `wrong ${n}` : password, { known }))
  expect(tally(await Promise.all(tries)).wrong).toBe(10)
})

test('a browser is known to its account alone, until the password changes', async () => {
  const [{ id, username }, other] = [await newAccount(), await newAccount()]
  const home = await knownBrowserOf(username)
  const address = newAddress()
  await burn(other.username, 10, address)
  expect(await enter(other.username, password, { address, known: [home] })).toBe('throttled')
  const moved = { ...home, accountId: other.id, sessionId: 'x', version: 77 }
  expect(await enter(other.username, password, { address, known: [moved] })).toBe('throttled')
  await burn(username, 10, address)
  expect(await enter(username, password, { address, known: [home] })).toBe('in')
  await setPassword(testDb, { id, hash, isWeak: false }, null)
  expect(await enter(username, password, { address, known: [home] })).toBe('throttled')
  const again = await knownBrowserOf(username)
  await setPassword(testDb, { id, hash, isWeak: false }, again.sessionId)
  expect(await enter(username, password, { address, known: [again] }), 'it changed the password itself').toBe('in')
})

test('a guess that is throttled counts in no wider limit', async () => {
  const { username } = await newAccount()
  const address = newAddress()
  expect(await burn(username, 130, address)).toEqual({ wrong: 10, throttled: 120 })
  expect(await enter(username, password), 'from elsewhere').toBe('in')
})

test('a right password gives its try back in every count', async () => {
  const { username } = await newAccount()
  const address = newAddress()
  for (let n = 0; n < 15; n++) expect(await enter(username, password, { address })).toBe('in')
  expect(await burn(username, 11, address)).toEqual({ wrong: 10, throttled: 1 })
})

test('the seconds say when the count ends', async () => {
  const { username } = await newAccount()
  const address = newAddress()
  await burn(username, 10, address)
  const refused = await checkCredentials(testDb, { username, password, address })
  const seconds = !refused.ok && refused.failure.kind === 'throttled' ? refused.failure.seconds : 0
  expect(seconds).toBeGreaterThan(800)
  expect(seconds).toBeLessThanOrEqual(900)
})

test('a stolen session tries ten current passwords, at once or one by one, and keeps no other session out', async () => {
  const { school, id } = await newAccount()
  const [thief, owner] = ['thief', 'owner'].map((tokenId) =>
    actorIn(school, 'teacher', undefined, { accountId: id, tokenId: unique(tokenId) }),
  )
  if (!thief || !owner) throw new Error('no actors')
  const change = (n: number) =>
    changeOwnPassword(testDb, thief, { current: n < 79 ? `wrong ${n}` : password, password: 'Calm-Maple-77-Stone' })
  const kinds = (await Promise.all(Array.from({ length: 80 }, (_, n) => change(n)))).map(outcome)
  expect(tally(kinds)).toEqual({ invalid: 10, throttled: 70 })
  expect(outcome(await checkOwnPassword(testDb, thief, password))).toBe('throttled')
  for (let n = 0; n < 12; n++) expect(outcome(await checkOwnPassword(testDb, owner, password))).toBe('in')
})

test('other spellings of a name, and the school beside it, reach no second count', async () => {
  const { id: school, operator } = await newSchool()
  const { username } = value(await createAdmin(testDb, operator, { username: unique('Admin'), password }))
  const address = newAddress()
  const wide = username.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
  const outcomes: string[] = []
  for (let n = 0; n < 24; n++) {
    const typed = [username, username.toUpperCase(), wide, ` ${username}`][n % 4] ?? ''
    const given = { username: typed, password: 'wrong', address, school: n % 2 === 0 ? school : undefined }
    outcomes.push(outcome(await checkCredentials(testDb, given)))
  }
  expect(outcomes.filter((each) => each !== 'throttled').length).toBeLessThanOrEqual(10)
  expect(await enter(username, password, { address })).toBe('throttled')
})

test('a known browser does not wait behind strangers of its network who guess at its account', async () => {
  const { username } = await newAccount()
  const address = newAddress()
  const known = [await knownBrowserOf(username)]
  const flood = Array.from({ length: 300 }, (_, n) => enter(username, `wrong ${n}`, { address }).catch(() => 'busy'))
  expect(await enter(username, password, { address, known })).toBe('in')
  expect(tally(await Promise.all(flood)).wrong).toBe(10)
})
