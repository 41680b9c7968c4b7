import { expect, test } from 'vitest'
import { actorIn, newSchool, testDb, unique, value } from '@/testing/factories'
import { importExcourse } from './import-excourse'
import { findAccount } from './queries'
import { checkCredentials } from './sessions'

/** The hash of the original document's own sample, of the password `123`. */
const hash = 'pbkdf2_sha256$150000$rC5D4gNJBQaH$Ka1SN9Tyr7WBFSOgLJYOKdp0/sY49V+cnuo78qRAeVI='

let next = 1_000_000 + Math.floor(Math.random() * 500_000_000)
const user = (fields: object = {}, pk = next++) => ({
  model: 'users.user',
  pk,
  fields: {
    ...{
      username: unique('郝'),
      password: hash,
      phone: `100${String(pk).padStart(8, '0').slice(-8)}`,
      work_id: null,
      email: null,
    },
    ...{
      is_grade: 2,
      is_super: 0,
      is_superuser: true,
      is_active: true,
      is_delete: false,
      groups: [],
      user_permissions: [],
    },
    ...{
      create_time: '2022-03-25T14:49:35.847247',
      update_time: '2022-03-25T06:49:35.967Z',
      last_login: null,
      school_id: 1,
      ...fields,
    },
  },
})

test('ids, hashes, grades and times come over; run twice nothing changes; the hash is replaced at the next sign-in', async () => {
  const { id: school, operator } = await newSchool()
  const entries = [user({ is_super: 1 }), user({ is_active: false }), { model: 'auth.group', pk: 1, fields: {} }]
  expect(value(await importExcourse(testDb, operator, entries))).toEqual({
    created: 2,
    unchanged: 0,
    passed_over: 1,
    refused: [],
  })
  expect(value(await importExcourse(testDb, operator, entries))).toEqual({
    created: 0,
    unchanged: 2,
    passed_over: 1,
    refused: [],
  })
  const [first] = entries
  const account = await findAccount(testDb, school, first?.pk ?? 0)
  expect(account).toMatchObject({
    is_grade: 2,
    is_super: 1,
    is_superuser: false,
    is_pending: false,
    password: 'pbkdf2_sha256$******',
    create_time: '2022-03-25T14:49:35.847247+08:00',
    update_time: '2022-03-25T14:49:35.967000+08:00',
  })
  const enter = async (password: string) =>
    value(await checkCredentials(testDb, { username: account?.username ?? '', password, address: unique('a') }))
      ?.accountId
  expect(await enter('wrong')).toBeUndefined()
  expect(await enter('123')).toBe(first?.pk)
  expect((await findAccount(testDb, school, first?.pk ?? 0))?.password).toBe('argon2id$******')
  expect(await enter('123')).toBe(first?.pk)
  const { id } = await testDb.prisma.account.create({ data: { schoolId: school, username: unique('u') } })
  expect(id, 'a new account takes no id that came over').toBeGreaterThan(next - 1)
})

test('what cannot come over is named, and keeps nobody else from coming', async () => {
  const [mine, theirs] = [await newSchool(), await newSchool()]
  const there = user()
  value(await importExcourse(testDb, theirs.operator, [there]))
  const twice = unique('郝')
  const report = value(
    await importExcourse(testDb, mine.operator, [
      user(),
      { ...user(), pk: there.pk },
      user({ username: 'a b' }),
      user({ password: 'plain' }),
      user({ username: twice }),
      user({ username: twice }),
      { model: 'users.user', pk: 'x', fields: {} },
    ]),
  )
  expect([report.created, report.refused.map(({ at }) => at)]).toEqual([2, [1, 2, 3, 5, 6]])
  expect(JSON.stringify(report)).not.toContain('pbkdf2')
})

test('bringing accounts over is the operator’s', async () => {
  const { id } = await newSchool()
  expect(await importExcourse(testDb, actorIn(id, 'school_admin'), [])).toMatchObject({
    failure: { kind: 'forbidden' },
  })
})
