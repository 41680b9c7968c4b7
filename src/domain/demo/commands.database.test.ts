import { afterAll, expect, test } from 'vitest'
import { operatorActor } from '@/auth/operator'
import { openDb } from '@/infra/db'
import { newTestDatabase } from '@/testing/database'
import { value } from '@/testing/factories'
import { signIn } from '../accounts/sessions'
import { listHeldFields } from '../fields/queries'
import { countPeople } from '../people/queries'
import { createSchool } from '../schools/commands'
import { makeDemo } from './commands'

// The demo wants a site without schools: databases of its own.
const [empty, settled] = [openDb(await newTestDatabase()), openDb(await newTestDatabase())]
afterAll(async () => {
  await empty.end()
  await settled.end()
})
const demo = (db: typeof empty) => makeDemo(db, (tx, id) => operatorActor(tx, id, 'set-up'))

test('the demo school is whole: people, guardians, fields, a sign-in', async () => {
  const made = value(await demo(empty))
  expect(
    await signIn(empty, { username: made.username, password: made.password, userAgent: '', address: '' }),
  ).toBeDefined()
  const actor = await operatorActor(empty, made.school_id, 'set-up')
  if (!actor) throw new Error('no demo school')
  const cohorts = value(await countPeople(empty, actor, { role: 1 })).cohorts
  expect(cohorts.map(({ count }) => count)).toEqual([400, 400, 400])
  expect(value(await countPeople(empty, actor, { role: 2 })).statuses).toEqual([{ value: 1, count: 90 }])
  const [links] = await empty.sql<{ orphans: number }>(
    'SELECT count(*)::int AS orphans FROM person p WHERE role = 8 AND NOT EXISTS (SELECT FROM guardianship g WHERE g.guardian_id = p.id)',
  )
  expect(links?.orphans).toBe(0)
  const held = value(await listHeldFields(empty, actor, {}))
  expect(held.map(({ name, holders }) => [name, holders > 0])).toEqual([
    ['class_name', true],
    ['boarding', true],
    ['interests', true],
    ['subject', true],
  ])
  expect(await demo(empty)).toMatchObject({ failure: { reason: 'already_set_up' } })
})

test('the demo stays away from real schools', async () => {
  value(await createSchool(settled, { name: '第一中学' }))
  expect(await demo(settled)).toMatchObject({ failure: { reason: 'real_schools_exist' } })
})
