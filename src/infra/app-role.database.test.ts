import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operatorActor } from '@/auth/operator'
import type { Actor } from '@/domain/actor'
import { createPerson } from '@/domain/people/commands'
import { removePeople } from '@/domain/people/remove'
import { createSchool } from '@/domain/schools/commands'
import { undo } from '@/domain/undo/commands'
import { value } from '@/testing/factories'
import { grantToApp } from './app-role'
import { openDb, type RootDb } from './db'
import { acquireDatabase, type HeldDatabase } from './embedded-postgres'
import { applyMigrations } from './migrate'

/** As `npm start` has it: the owner migrates, the web processes are somebody else. */
let dataDir: string
let held: HeldDatabase
let app: RootDb
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-role-'))
  await chmod(dataDir, 0o711)
  held = await acquireDatabase(dataDir, { durable: false })
  await applyMigrations(held.url)
  await Promise.all([grantToApp(held.url), grantToApp(held.url)])
  app = openDb(held.appUrl, 4)
})
afterAll(async () => {
  await app.end()
  await held.release()
  await rm(dataDir, { recursive: true, force: true })
})

const operatorOf = async (schoolId: number): Promise<Actor> => {
  const actor = await operatorActor(app, schoolId, 'command-line')
  if (!actor) throw new Error('the school was not made')
  return actor
}

describe('the role of the web processes', () => {
  test('writes and undoes, and history with it', async () => {
    const { id } = value(await createSchool(app, { name: '一' }))
    const actor = await operatorOf(id)
    const input = { role: 1, usin: '1', name: '张三', graduates_in: 2027 }
    const person = JSON.parse(value(await createPerson(app, actor, input, 'flat')))
    const removed = value(await removePeople(app, actor, { ids: [person.id] }))
    expect(value(await undo(app, actor, removed)).people.restore).toBe(1)
    expect(
      await app.sql(`SELECT mingce_history_erase($1, 'person', ARRAY[$2::int]) AS erased`, [id, person.id]),
    ).toEqual([{ erased: 3 }])
    expect(await app.sql(`SELECT mingce_history_expire($1, now(), 10) AS gone`, [id])).toEqual([{ gone: 0 }])
  })

  test('renews what the planner knows of the tables that an import fills', async () => {
    await app.sql('ANALYZE (SKIP_LOCKED) person, guardianship, unique_value')
    const tables = await app.sql(
      `SELECT relname FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL AND relname IN ('person', 'guardianship', 'unique_value') ORDER BY 1`,
    )
    expect(tables).toEqual([{ relname: 'guardianship' }, { relname: 'person' }, { relname: 'unique_value' }])
  })

  test.each([
    `UPDATE change SET after = '{}'`,
    'DELETE FROM change',
    'DELETE FROM change_set',
    'TRUNCATE change',
    'ALTER TABLE change DISABLE TRIGGER ALL',
    'DROP TRIGGER change_is_not_deleted ON change',
    'DROP TABLE change',
    'CREATE FUNCTION mingce_history_expire() RETURNS void LANGUAGE sql RETURN NULL',
    'SET ROLE mingce',
    `UPDATE _prisma_migrations SET checksum = ''`,
  ])('may not: %s', async (statement) => {
    await expect(app.sql(statement)).rejects.toMatchObject({ code: '42501' })
  })
})
