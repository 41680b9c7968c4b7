import { beforeAll, describe, expect, test } from 'vitest'
import { DELETE, PATCH } from '@/app/api/v1/reflections/[id]/route'
import { POST } from '@/app/api/v1/reflections/route'
import { approve, suggestTeachers } from '@/domain/accounts/approvals'
import { listAccounts } from '@/domain/accounts/queries'
import { keyScopes, type Scope } from '@/domain/policy'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { type Answer, accountOf, keyCaller, people, whole } from './key-calls'

const password = 'Copper-Lantern-58-Ridge'
let school: Awaited<ReturnType<typeof newSchool>>
const { keyWith, call, patch, register, student, teacher, madeByKey } = keyCaller(() => school)

/** Whose record a key reaches for; `password` and `standing` say whether people:write alone is enough. */
const holders: Record<string, { make: () => Promise<number>; password: boolean; standing: boolean }> = {
  'a student without an account': { make: student, password: true, standing: true },
  'a teacher without an account': { make: teacher, password: true, standing: true },
  'a student whose account a key made': { make: () => madeByKey(1), password: true, standing: true },
  'a teacher whose account a key made, and that waits': { make: () => madeByKey(2), password: true, standing: true },
  'a teacher whose account a key made, let in': {
    make: () => madeByKey(2, { approvedAt: new Date() }),
    password: true,
    standing: true,
  },
  'a key-made account that asks to be an administrator': {
    make: () => madeByKey(2, { wantsSuper: 1 }),
    password: false,
    standing: true,
  },
  'a key-made account that is an administrator by now': {
    make: () => madeByKey(2, { isSuper: 1, approvedAt: new Date() }),
    password: false,
    standing: false,
  },
  'a key-made account that looks after a grade': {
    make: () => madeByKey(2, { isGrade: 3, approvedAt: new Date() }),
    password: false,
    standing: false,
  },
  'a key-made account of the operator': {
    make: () => madeByKey(2, { isSuperuser: true }),
    password: false,
    standing: false,
  },
  'a student whose password an administrator set': {
    make: async () => (await newStudent(school.operator, { password: 'Quiet-Meadow-92-Stone' })).id,
    password: false,
    standing: true,
  },
  'a teacher who registered': {
    make: async () => {
      const id = await teacher()
      await register(id)
      return id
    },
    password: false,
    standing: true,
  },
  'a registration that waits': {
    make: async () => {
      const id = await teacher()
      await register(id, { approvedAt: null })
      return id
    },
    password: false,
    standing: true,
  },
  'a disabled account': {
    make: async () => {
      const id = await teacher()
      await register(id, { isActive: false, deletedAt: new Date() })
      return id
    },
    password: false,
    standing: true,
  },
  'an administrator': {
    make: async () => {
      const id = await teacher()
      await register(id, { isSuper: 1 })
      return id
    },
    password: false,
    standing: false,
  },
  'a student whose account is an administrator': {
    make: async () => {
      const id = await student()
      await register(id, { isSuper: 1 })
      return id
    },
    password: false,
    standing: false,
  },
}

/** What a key does to the record, and which of the two it needs. */
const acts: Record<
  string,
  { needs: 'password' | 'standing'; run: (scopes: readonly Scope[], id: number) => Promise<Answer> }
> = {
  'a password': { needs: 'password', run: (scopes, id) => patch(scopes, id, { password }) },
  'a password beside a wrong value': {
    needs: 'password',
    run: async (scopes, id) => {
      const answer = await patch(scopes, id, { password, email: 'no address', nobody_knows: 1 })
      return answer.status === 422 ? { ...answer, status: 200 } : answer
    },
  },
  'a status': { needs: 'standing', run: (scopes, id) => patch(scopes, id, { status: 4 }) },
  'a status as text': { needs: 'standing', run: (scopes, id) => patch(scopes, id, { status: '2', name: '李四' }) },
  'a number to sign in by': { needs: 'standing', run: (scopes, id) => patch(scopes, id, { usin: unique('N') }) },
  'a deletion': { needs: 'standing', run: (scopes, id) => call(DELETE, 'DELETE', scopes, id) },
}

beforeAll(async () => {
  school = await newSchool()
  // Somebody who stays an administrator, whatever is done to the others.
  await testDb.prisma.account.create({
    data: { schoolId: school.id, username: unique('u'), approvedAt: new Date(), isSuper: 1 },
  })
})

describe.each(Object.entries(holders))('%s', (_, { make, ...enough }) => {
  test.each(Object.entries(acts))('people:write alone: %s', async (_name, { needs, run }) => {
    const id = await make()
    const before = await accountOf(id)
    const { status, json } = await run(
      keyScopes.filter((scope) => scope !== 'accounts:write'),
      id,
    )
    expect(enough[needs] ? [200, 204] : [403]).toContain(status)
    if (enough[needs]) return
    expect(json).toEqual({ name: 'Forbidden', message: '该凭证没有 accounts:write 权限。', code: 0, status: 403 })
    expect(await accountOf(id)).toEqual(before)
    const [row] = await testDb.sql<{ version: number; gone: boolean }>(
      'SELECT version, deleted_at IS NOT NULL AS gone FROM person WHERE id = $1',
      [id],
    )
    expect(row).toEqual({ version: 1, gone: false })
  })

  test.each(Object.entries(acts))('with accounts:write: %s', async (_name, { run }) => {
    expect([200, 204]).toContain((await run(whole, await make())).status)
  })

  test.each(Object.entries(acts))('accounts:write without people:write: %s', async (_name, { run }) => {
    expect(
      (
        await run(
          keyScopes.filter((scope) => scope !== 'people:write'),
          await make(),
        )
      ).status,
    ).toBe(403)
  })

  test('what is kept already, or is no account’s, needs people:write alone', async () => {
    const id = await make()
    const before = await accountOf(id)
    const [row] = await testDb.sql<{ usin: string }>('SELECT usin FROM person WHERE id = $1', [id])
    const echo = { status: 1, usin: row?.usin, password: '', name: '王五', phone: '13800138000' }
    expect((await patch(people, id, echo)).status).toBe(200)
    expect(await accountOf(id)).toEqual(before)
  })
})

test('a new teacher’s account waits for approval unless the key holds accounts:write', async () => {
  const body = () => ({ usin: unique('K'), name: '幽灵', role: 2, password })
  const waits = await call(POST, 'POST', people, undefined, body())
  expect(waits.status).toBe(201)
  expect(await accountOf(waits.json.id ?? 0)).toMatchObject({
    approved_at: null,
    made_by_key_id: (await keyWith(people)).id,
  })
  // Neither a second password nor any other change lets it in.
  expect((await patch(people, waits.json.id ?? 0, { password: 'Another-Harbour-77-Tile', status: 1 })).status).toBe(200)
  expect((await patch(whole, waits.json.id ?? 0, { password: 'Another-Harbour-78-Tile' })).status).toBe(200)
  expect(await accountOf(waits.json.id ?? 0)).toMatchObject({ approved_at: null })

  const letIn = await call(POST, 'POST', whole, undefined, body())
  expect(await accountOf(letIn.json.id ?? 0)).toMatchObject({ approved_at: expect.any(String) })
})

test('a teacher who is there gets an account that waits; students and guardians are let in', async () => {
  const [one, other] = [await teacher(), await student()]
  const guardian = await call(POST, 'POST', people, undefined, {
    ...{ usin: unique('G'), name: '张父', role: 8, student_id: other, password },
  })
  for (const id of [one, other]) expect((await patch(people, id, { password })).status).toBe(200)
  expect(await accountOf(one)).toMatchObject({ approved_at: null })
  expect(await accountOf(other)).toMatchObject({ approved_at: expect.any(String) })
  expect(await accountOf(guardian.json.id ?? 0)).toMatchObject({ approved_at: expect.any(String) })
})

test('who is not there is 404 before anything else is said', async () => {
  const stranger = await newStudent((await newSchool()).operator)
  for (const id of [stranger.id, 999_999_999])
    for (const body of [{ password }, { status: 4 }, { password, email: 'no address' }])
      expect((await patch(people, id, body)).status).toBe(404)
})

test('a guardian who is an administrator keeps the student from being deleted along', async () => {
  const child = await student()
  const guardian = await call(POST, 'POST', people, undefined, {
    ...{ usin: unique('G'), name: '张母', role: 8, student_id: child },
  })
  await register(guardian.json.id ?? 0, { isSuper: 1 })
  expect((await call(DELETE, 'DELETE', people, child)).status).toBe(403)
  expect((await call(DELETE, 'DELETE', whole, child)).status).toBe(204)
})

test('history says which account got a password by which key, and whether it waits', async () => {
  const id = await madeByKey(2)
  await patch(people, id, { password })
  const account = await accountOf(id)
  const rows = await testDb.sql<{ after: object; api_key_id: number }>(
    `SELECT c.after, cs.api_key_id FROM change c JOIN change_set cs ON cs.id = c.change_set_id WHERE c.noun = 'person' AND c.noun_id = $1 ORDER BY c.id`,
    [id],
  )
  const { id: key } = await keyWith(people)
  expect(rows.map(({ api_key_id }) => api_key_id)).toEqual([key, key])
  expect(rows[0]?.after).toMatchObject({ account_id: account?.id, account_made: true, account_pending: true })
  expect(rows[1]?.after).toEqual({ password_changed: true, account_id: account?.id, account_pending: true })
})

test('an account that comes meanwhile is not overwritten', async () => {
  for (let round = 0; round < 8; round++) {
    const id = await teacher()
    const [answer, registered] = await Promise.all([
      patch(people, id, { password }),
      register(id).then(
        () => true,
        () => false,
      ),
    ])
    const account = await accountOf(id)
    expect(answer.status).toBe(registered ? 403 : 200)
    expect(account?.password_hash === null).toBe(registered)
  }
})

test('an administrator lets in a teacher whose account a key made, who stays that teacher', async () => {
  const admin = actorIn(school.id, 'school_admin')
  const [id, other] = [await madeByKey(2), await teacher()]
  const account = (await accountOf(id))?.id ?? 0
  const waiting = value(await listAccounts(testDb, admin, { state: 'pending', page: 1, per_page: 200 }))
  expect(waiting.rows.map((row) => row.id)).toContain(account)
  const { id: key } = await keyWith(people)
  const [row] = await testDb.sql<{ name: string }>('SELECT name FROM api_key WHERE id = $1', [key])
  expect(value(await suggestTeachers(testDb, admin, { ids: [account] }))[account]).toMatchObject([
    { id, by: 'record', key: row?.name },
  ])
  const grants = { id: account, grant_grade: false, grant_super: false }
  expect(await approve(testDb, admin, [{ ...grants, person: other }])).toMatchObject({
    failure: { reason: 'matched_already' },
  })
  value(await approve(testDb, admin, [{ ...grants, person: 'none' }]))
  expect(await accountOf(id)).toMatchObject({ id: account, approved_at: expect.any(String) })
})

test('who may not is told so before a precondition is looked at, and before the last administrator', async () => {
  const id = await teacher()
  await register(id, { isSuper: 1 })
  const stale = { 'if-match': '"AAAAAAAAAAAAAAAAAAAAAA"' }
  expect((await call(PATCH, 'PATCH', people, id, { status: 4 }, stale)).status).toBe(403)
  expect((await call(DELETE, 'DELETE', people, id, undefined, stale)).status).toBe(403)
  expect((await call(PATCH, 'PATCH', whole, id, { status: 4 }, stale)).status).toBe(412)
  expect((await call(DELETE, 'DELETE', whole, id, undefined, stale)).status).toBe(412)
})

test('the school’s last administrator is 403 without accounts:write, and 409 with it', async () => {
  const own = await newSchool()
  const keys = keyCaller(() => own)
  const id = await keys.teacher()
  await keys.register(id, { isSuper: 1, passwordHash: 'x' })
  for (const [scopes, status] of [
    [people, 403],
    [whole, 409],
  ] as const) {
    expect((await keys.patch(scopes, id, { status: 2 })).status).toBe(status)
    expect((await keys.call(DELETE, 'DELETE', scopes, id)).status).toBe(status)
  }
})
