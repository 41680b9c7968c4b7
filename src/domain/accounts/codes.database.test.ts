import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { asCaller } from '@/infra/caller'
import { env } from '@/infra/env'
import { hashPassword } from '@/infra/hashing'
import { newSchool, testDb, unique, value } from '@/testing/factories'
import type { Result } from '../errors'
import { requestCode, takeCode, tryCode } from './codes'
import type { KnownBrowser } from './guesses'
import { requestReset, resetByCode } from './reset'
import { checkCredentials, signIn } from './sessions'

const password = 'Tidy-Lamp-42-River'
let hash: string
beforeAll(async () => {
  hash = await hashPassword(password)
})

let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `104${String(serial++).padStart(8, '0')}`
const newNetwork = () => `2001:dba:${(serial >> 16).toString(16)}:${(serial++ & 0xffff).toString(16)}`
const newAddress = () => `${newNetwork()}::1`

async function newAccount() {
  const { id: schoolId } = await newSchool()
  const data = {
    schoolId,
    username: unique('教师'),
    passwordHash: hash,
    phone: newPhone(),
    phoneState: 'proven',
    approvedAt: new Date(),
  }
  const { id, username, phone } = await testDb.prisma.account.create({ data })
  return { id, username: username ?? '', phone }
}

const ask = (phone: string, address = newAddress(), purpose: 'register' | 'password' = 'register') =>
  requestCode(testDb, { phone, purpose, address })
const outcome = (result: Result<unknown>) => (result.ok ? 'sent' : result.failure.kind)
const seconds = (result: Result<unknown>) =>
  !result.ok && result.failure.kind === 'throttled' ? result.failure.seconds : 0

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const each of outcomes) counts[each] = (counts[each] ?? 0) + 1
  return counts
}

/** The codes that left for a phone, the oldest first; waits until there are so many. */
async function codesTo(phone: string, count: number): Promise<string[]> {
  for (const end = Date.now() + 5000; Date.now() < end; ) {
    const text = await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8').catch(() => '')
    const lines = text.split('\n').filter((line) => line.includes(phone))
    if (lines.length >= count) return lines.map((line) => /验证码：(\d{6})/.exec(line)?.[1] ?? '')
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error('no message')
}

/** Makes the codes of a phone older. */
const older = (phone: string, by: string) =>
  testDb.sql('UPDATE sms_code SET created_at = created_at - $2::interval WHERE phone = $1', [phone, by])

const wrongOf = (codes: string[]) => ['000000', '000001', '000002'].find((each) => !codes.includes(each)) ?? ''
const attempt = async (phone: string, code: string, purpose: 'register' | 'password' = 'register') => {
  const tried = await tryCode(testDb, { phone, purpose, code })
  return 'id' in tried ? 'right' : tried.reason
}

test('a stranger’s request does not burn the code that was just sent', async () => {
  const phone = newPhone()
  value(await ask(phone))
  await older(phone, '61 s')
  value(await ask(phone))
  const [first = '', second = ''] = await codesTo(phone, 2)
  expect([await attempt(phone, first), await attempt(phone, second)]).toEqual(['right', 'right'])
  await older(phone, '61 s')
  value(await ask(phone))
  const third = (await codesTo(phone, 3))[2] ?? ''
  expect([await attempt(phone, second), await attempt(phone, third)]).toEqual(['right', 'right'])
  if (first !== second && first !== third) expect(await attempt(phone, first)).toBe('wrong_code')
})

test('the two newest codes have one count of five wrong tries, also when one came between', async () => {
  const phone = newPhone()
  value(await ask(phone))
  const wrong = wrongOf(await codesTo(phone, 1))
  for (let n = 0; n < 3; n++) expect(await attempt(phone, wrong)).toBe('wrong_code')
  await older(phone, '61 s')
  value(await ask(phone))
  const codes = await codesTo(phone, 2)
  const other = wrongOf(codes)
  for (let n = 0; n < 2; n++) expect(await attempt(phone, other)).toBe('wrong_code')
  for (const code of codes) expect(await attempt(phone, code)).toBe('wrong_code')
  await older(phone, '61 s')
  value(await ask(phone))
  expect(await attempt(phone, (await codesTo(phone, 3))[2] ?? ''), 'a new one begins anew').toBe('right')
})

test('60 tries at once, the right one last: five count, and both codes are burnt', async () => {
  const phone = newPhone()
  value(await ask(phone))
  await older(phone, '61 s')
  value(await ask(phone))
  const codes = await codesTo(phone, 2)
  const wrong = wrongOf(codes)
  await Promise.all(Array.from({ length: 60 }, () => attempt(phone, wrong)))
  for (const code of codes) expect(await attempt(phone, code)).toBe('wrong_code')
  const [row] = await testDb.sql<{ tries: number }>('SELECT max(tries)::int AS tries FROM sms_code WHERE phone = $1', [
    phone,
  ])
  expect(row?.tries).toBe(5)
})

test('of two codes one is used, at once or one after the other', async () => {
  const phone = newPhone()
  value(await ask(phone))
  await older(phone, '61 s')
  value(await ask(phone))
  const codes = await codesTo(phone, 2)
  const tried = await Promise.all(codes.map((code) => tryCode(testDb, { phone, purpose: 'register', code })))
  const ids = tried.flatMap((each) => ('id' in each ? [each.id] : []))
  const taken = await Promise.all([...ids, ...ids].map((id) => takeCode(testDb, id)))
  expect(taken.filter(Boolean)).toHaveLength(1)
  for (const code of codes) expect(await attempt(phone, code)).toBe('wrong_code')
})

test('the addresses of one /64 are one network: 200 codes an hour', { timeout: 120_000 }, async () => {
  const network = newNetwork()
  const outcomes: string[] = []
  for (let n = 0; n < 43; n++) {
    const asked = Array.from({ length: 5 }, (_, k) => ask(newPhone(), `${network}::${(n * 5 + k + 1).toString(16)}`))
    outcomes.push(...(await Promise.all(asked)).map(outcome))
  }
  expect(tally(outcomes)).toEqual({ sent: 200, throttled: 15 })
})

test('a network has a share of the site’s day', async () => {
  const address = newAddress()
  await testDb.sql(
    `INSERT INTO sms_code (phone, purpose, code_hash, address, created_at)
     SELECT '10500000000', 'register', '', $1, now() - interval '2 hours' FROM generate_series(1, 1000)`,
    [address.replace('::1', '::')],
  )
  const refused = await ask(newPhone(), address)
  expect(seconds(refused)).toBeGreaterThan(20 * 3600)
  expect(outcome(await ask(newPhone()))).toBe('sent')
  await testDb.sql(`DELETE FROM sms_code WHERE phone = '10500000000'`)
})

async function homeOf(username: string): Promise<KnownBrowser> {
  const signed = value(await signIn(testDb, { username, password, userAgent: '', address: newAddress() }))
  if (!signed) throw new Error('not signed in')
  return signed
}

test('strangers use up five codes an hour and eight a day; a known browser still gets two', async () => {
  const { id, username, phone } = await newAccount()
  const known = [await homeOf(username)]
  const reset = (by: readonly KnownBrowser[] = [], address = newAddress()) =>
    requestReset(testDb, { phone, address, known: by })
  for (let n = 0; n < 5; n++) {
    expect(outcome(await ask(phone))).toBe('sent')
    await older(phone, '61 s')
  }
  expect(outcome(await reset())).toBe('throttled')
  expect(outcome(await reset([{ accountId: id + 1, sessionId: 'x', version: 1 }]))).toBe('throttled')
  expect(outcome(await reset(known))).toBe('sent')
  expect(seconds(await reset(known)), 'the pause holds').toBeLessThanOrEqual(60)
  await older(phone, '61 s')
  expect(outcome(await reset(known))).toBe('sent')
  await older(phone, '61 s')
  expect(seconds(await reset(known))).toBeGreaterThan(1800)
  await testDb.sql('DELETE FROM sms_code WHERE phone = $1 AND is_known', [phone])
  await older(phone, '1 hour')
  for (let n = 0; n < 3; n++) {
    expect(outcome(await ask(phone))).toBe('sent')
    await older(phone, '61 s')
  }
  expect(seconds(await reset()), 'of ten a day two are kept').toBeGreaterThan(3600)
  for (let n = 0; n < 2; n++) {
    expect(outcome(await reset(known))).toBe('sent')
    await older(phone, '61 s')
  }
  await older(phone, '1 hour')
  expect(seconds(await reset(known)), 'ten a day in all').toBeGreaterThan(3600)
})

test('a network that used up its codes keeps no known browser from a reset', async () => {
  const { username, phone } = await newAccount()
  const [known, address] = [[await homeOf(username)], newAddress()]
  await testDb.sql(
    `INSERT INTO sms_code (phone, purpose, code_hash, address) SELECT '10500000001', 'register', '', $1 FROM generate_series(1, 200)`,
    [address.replace('::1', '::')],
  )
  expect(outcome(await requestReset(testDb, { phone, address }))).toBe('throttled')
  expect(outcome(await requestReset(testDb, { phone, address, known }))).toBe('sent')
})

test('whoever set a new password signs in from that browser, whatever strangers guessed', async () => {
  const { username, phone } = await newAccount()
  const address = newAddress()
  value(await requestReset(testDb, { phone, address }))
  for (let n = 0; n < 10; n++) await checkCredentials(testDb, { username, password: 'wrong', address })
  const better = 'Calm-Maple-77-Stone'
  const browser = value(
    await resetByCode(testDb, { phone, code: (await codesTo(phone, 1))[0] ?? '', password: better }),
  )
  const enter = (known: KnownBrowser[]) => checkCredentials(testDb, { username, password: better, address, known })
  expect(outcome(await enter([]))).toBe('throttled')
  expect(value(await enter([browser]))).toBeDefined()
})

test('600 codes asked for at once: many are counted, the rest are told when to come again, others get on', async () => {
  const flood = Array.from({ length: 600 }, () =>
    asCaller('192.0.2.77', undefined, () => ask(newPhone(), '192.0.2.77')).then(
      outcome,
      (error) => error.name ?? 'error',
    ),
  )
  const other = await asCaller('192.0.2.78', undefined, () => ask(newPhone(), '192.0.2.78'))
  const [row] = await testDb.sql<{ one: number }>('SELECT 1 AS one')
  expect([outcome(other), row?.one]).toEqual(['sent', 1])
  const outcomes = tally(await Promise.all(flood))
  expect(outcomes.sent).toBeLessThanOrEqual(200)
  expect(outcomes.sent).toBeGreaterThan(100)
  expect(outcomes.Unavailable).toBeGreaterThan(300)
})
