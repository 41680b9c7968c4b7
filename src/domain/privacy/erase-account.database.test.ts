import { expect, test } from 'vitest'
import { accountActor } from '@/auth/role'
import { newAdmin } from '@/testing/admins'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { approve, refuse } from '../accounts/approvals'
import { importExcourse } from '../accounts/import-excourse'
import { findTokenStanding } from '../accounts/sessions'
import { record } from '../history/record'
import { undo } from '../undo/commands'
import { eraseAccount } from './erase-account'
import { listPersonalActs } from './log'
import { registrationAges, registrationRetention } from './registrations'

let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `103${String(serial++).padStart(8, '0')}`
const never = new AbortController().signal

async function newWorld() {
  const { id, operator } = await newSchool()
  return { school: id, operator, admin: actorIn(id, 'school_admin') }
}

/** A registration with all that can be kept of it. */
async function registered(school: number, extra: object = {}) {
  const phone = newPhone()
  const given = { username: unique('stranger'), phone, email: `${unique('e')}@example.com`, wechat: unique('wx') }
  const account = await testDb.prisma.account.create({
    data: { schoolId: school, passwordHash: 'x', workId: unique('W'), ...given, ...extra },
  })
  const author = { schoolId: school, via: 'page', accountId: account.id, apiKeyId: null } as const
  await record(testDb, author, [{ noun: 'account', nounId: account.id, action: 'create', after: given }])
  await testDb.sql(
    `INSERT INTO session (id, account_id, expires_at, user_agent, address) VALUES (gen_random_uuid(), $1, now() + interval '1 day', $2, '')`,
    [account.id, given.wechat],
  )
  await testDb.sql(
    `INSERT INTO sms_code (phone, purpose, code_hash, address) VALUES ($1, 'register', '\\x00'::bytea, 'here')`,
    [phone],
  )
  return { ...account, texts: [given.username, phone, given.email, given.wechat, account.workId ?? ''] }
}

/** Tables that hold one of the texts. */
async function holding(texts: readonly string[]): Promise<string[]> {
  const tables = await testDb.sql<{ name: string }>(
    `SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await testDb.sql(
      `SELECT 1 AS one FROM "${name}" t, unnest($1::text[]) AS s WHERE strpos(t::text, s) > 0 LIMIT 1`,
      [texts],
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

test.each(['waiting', 'refused', 'approved as none', 'disabled'])(
  'erase account: one that is %s leaves no trace of who it was',
  async (state) => {
    const { admin, school, operator } = await newWorld()
    const account = await registered(school)
    const { id } = account
    if (state === 'refused') value(await refuse(testDb, admin, { ids: [id], reason: `${account.username} is unknown` }))
    if (state === 'approved as none' || state === 'disabled')
      value(await approve(testDb, admin, [{ id, person: 'none', grant_grade: false, grant_super: false }]))
    if (state === 'disabled') await testDb.sql('UPDATE account SET is_active = false WHERE id = $1', [id])
    expect(await holding(account.texts)).toEqual(expect.arrayContaining(['account', 'change', 'session', 'sms_code']))
    const { change_set } = value(await eraseAccount(testDb, admin, { id }))
    expect(await holding(account.texts)).toEqual([])
    const [line] = await testDb.sql(
      `SELECT cs.kind, c.noun, c.action, c.before::text AS before FROM change_set cs JOIN change c ON c.change_set_id = cs.id WHERE cs.id = $1::bigint`,
      [change_set],
    )
    expect(line).toEqual({ kind: 'erasure', noun: 'account', action: 'delete', before: '{"erased": true}' })
    expect(await findTokenStanding(testDb, id)).toBeUndefined()
    expect(await undo(testDb, operator, { change_set })).toMatchObject({ failure: { reason: 'erased_for_good' } })
    expect(await eraseAccount(testDb, admin, { id })).toMatchObject({ failure: { kind: 'not_found' } })
    const acts = value(await listPersonalActs(testDb, admin, { per_page: 5 }))
    expect(acts.rows).toMatchObject([{ kind: 'erasure', people: 0, accounts: 1, by_rule: 'hand' }])
  },
)

test('erase account: not by others, not oneself, not the last administrator, not one of a person', async () => {
  const { admin, school, operator } = await newWorld()
  const { id } = await registered(school)
  for (const role of ['self', 'teacher', 'grade_admin', 'api_key'] as const)
    expect(await eraseAccount(testDb, actorIn(school, role), { id }), role).toMatchObject({
      failure: { kind: 'forbidden' },
    })
  const stranger = await newWorld()
  expect(await eraseAccount(testDb, stranger.admin, { id })).toMatchObject({ failure: { kind: 'not_found' } })
  const self = actorIn(school, 'school_admin', undefined, { accountId: id })
  expect(await eraseAccount(testDb, self, { id })).toMatchObject({ failure: { reason: 'own_record' } })
  await testDb.sql('UPDATE account SET is_super = 1, approved_at = now() WHERE id = $1', [id])
  expect(await eraseAccount(testDb, admin, { id })).toMatchObject({ failure: { reason: 'last_admin' } })
  const other = await newAdmin(operator)
  expect(await eraseAccount(testDb, admin, { id: other.account })).toMatchObject({ failure: { reason: 'has_record' } })
  expect((await eraseAccount(testDb, admin, { id })).ok).toBe(true)
})

test('erase account: its token ends, and its code for another account on the site stays', async () => {
  const [one, other] = [await newWorld(), await newWorld()]
  const mine = await registered(one.school, { approvedAt: new Date() })
  const theirs = await testDb.prisma.account.create({
    data: { schoolId: other.school, username: unique('u'), passwordHash: 'x', phone: mine.phone },
  })
  const standing = await findTokenStanding(testDb, mine.id)
  expect(standing && accountActor(standing, 'rest', 'x').accountId).toBe(mine.id)
  value(await eraseAccount(testDb, one.admin, mine))
  const codes = await testDb.sql('SELECT 1 AS code FROM sms_code WHERE phone = $1', [theirs.phone])
  expect(codes).toHaveLength(1)
})

test('erase account: the original’s file does not bring it back, and says so', async () => {
  const { operator, admin, school } = await newWorld()
  const { id, username } = await registered(school)
  value(await eraseAccount(testDb, admin, { id }))
  const fields = {
    username: username ?? '',
    password: 'pbkdf2_sha256$1$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  }
  const report = value(await importExcourse(testDb, operator, [{ model: 'users.user', pk: id, fields }]))
  expect(report).toMatchObject({ created: 0, refused: [{ pk: id, reason: `the account ${id} was erased here` }] })
})

const old = (id: number, days: number) =>
  testDb.sql(
    `UPDATE account SET waiting_since = now() - make_interval(days => $2), created_at = now() - make_interval(days => $2),
       refused_at = refused_at - make_interval(days => $2) WHERE id = $1`,
    [id, days],
  )
const isThere = async (id: number) => (await testDb.sql('SELECT 1 AS one FROM account WHERE id = $1', [id])).length > 0

test('registrations: refused ones go after 30 days, undecided ones after 180, others never', async () => {
  const { admin, school, operator } = await newWorld()
  const accounts: { id: number }[] = []
  for (let n = 0; n < 6; n++) accounts.push(await registered(school))
  const [due, fresh, refused, refusedLately, approved, matched] = accounts.map(({ id }) => id)
  if (!due || !fresh || !refused || !refusedLately || !approved || !matched) throw new Error('six were to be made')
  value(await refuse(testDb, admin, { ids: [refused, refusedLately], reason: '' }))
  const { id: person } = await newStudent(operator, { role: 2, graduates_in: null })
  await testDb.sql('UPDATE account SET approved_at = now() WHERE id = $1', [approved])
  await testDb.sql('UPDATE account SET person_id = $2 WHERE id = $1', [matched, person])
  const days: [number, number][] = [
    [due, 181],
    [fresh, 12],
    [refused, 31],
    [refusedLately, 29],
    [approved, 999],
    [matched, 999],
  ]
  for (const [id, age] of days) await old(id, age)
  const ages = value(await registrationAges(testDb, admin, { ids: days.map(([id]) => id) }))
  expect(ages.map(({ waiting_days, erased_in_days }) => [waiting_days, erased_in_days])).toEqual([
    [181, 0],
    [12, 168],
    [31, 0],
    [29, 1],
  ])
  // Two processes at once.
  await Promise.all([registrationRetention.run(testDb, never), registrationRetention.run(testDb, never)])
  expect(await Promise.all(days.map(([id]) => isThere(id)))).toEqual([false, true, false, true, true, true])
  const lines = await testDb.sql<{ via: string; count: number }>(
    `SELECT cs.via, n.count FROM change_set cs JOIN change_count n ON n.change_set_id = cs.id WHERE cs.school_id = $1 AND cs.kind = 'erasure'`,
    [school],
  )
  expect(lines.every(({ via }) => via === 'schedule')).toBe(true)
  expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(2)
})

test('registrations: those of before the upgrade are counted from the upgrade', async () => {
  const { school, admin } = await newWorld()
  const { id } = await registered(school, { createdAt: new Date(Date.now() - 400 * 86_400_000) })
  await registrationRetention.run(testDb, never)
  expect(await isThere(id)).toBe(true)
  expect(value(await registrationAges(testDb, admin, { ids: [id] }))).toMatchObject([
    { waiting_days: 400, erased_in_days: 180 },
  ])
})

test('registrations: a school that fails stops no other', async () => {
  const worlds = [await newWorld(), await newWorld()]
  const ids: number[] = []
  for (const { school } of worlds) {
    const { id } = await registered(school)
    await old(id, 200)
    ids.push(id)
  }
  const [bad] = worlds
  await testDb.sql(
    `CREATE OR REPLACE FUNCTION test_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept'; END $$`,
  )
  await testDb.sql(
    `CREATE TRIGGER test_refuses BEFORE DELETE ON account FOR EACH ROW WHEN (OLD.school_id = ${Number(bad?.school)}) EXECUTE FUNCTION test_refuses()`,
  )
  try {
    await registrationRetention.run(testDb, never)
  } finally {
    await testDb.sql('DROP TRIGGER test_refuses ON account')
  }
  expect(await Promise.all(ids.map(isThere))).toEqual([true, false])
  await registrationRetention.run(testDb, never)
  expect(await Promise.all(ids.map(isThere))).toEqual([false, false])
})
