import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb, type RootDb } from '@/infra/db'
import { hashPassword } from '@/infra/hashing'
import { applyMigrations } from '@/infra/migrate'
import { migrationNames, migrationsFolder } from '@/infra/migration-status'
import { newTestDatabase } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { fillNameColumns } from './names'
import { checkCredentials } from './sessions'

/** The last migration of the version before. */
const last = '20261125140000_history_in_bulk'
const password = 'Tidy-Lamp-42-River'

type Row = {
  id: number
  school: number
  username: string | null
  phone: string
  work_id: string | null
  person: number | null
}

/** What the version before made of each kind: who it was, and what it left in the history, the oldest first. */
const kinds: Record<
  string,
  { row: Partial<Row> & { extra?: string }; acts: [by: 'self' | 'admin' | 'operator', action: string, after: object][] }
> = {
  registered: {
    row: { username: 'registered', phone: '13000000001', work_id: 'W1' },
    acts: [
      ['self', 'create', { username: 'registered', work_id: 'W1' }],
      ['admin', 'update', { approved: true }],
    ],
  },
  waiting: {
    row: { username: 'waiting', phone: '13000000002', work_id: 'W2', extra: 'approved_at = NULL' },
    acts: [['self', 'create', { username: 'waiting', work_id: 'W2' }]],
  },
  refused: {
    row: { username: 'refused', phone: '13000000003', extra: 'approved_at = NULL, refused_at = now()' },
    acts: [['self', 'create', { username: 'refused' }]],
  },
  imported: {
    row: { username: 'Importé', phone: '13000000004', work_id: 'W4' },
    acts: [['operator', 'create', { imported: true }]],
  },
  byCode: {
    row: { username: 'bycode', phone: '13000000005' },
    acts: [
      ['self', 'create', {}],
      ['self', 'update', { phone: '13000000055' }],
      ['self', 'update', { phone_changed: true }],
    ],
  },
  withoutCode: {
    row: { username: 'withoutcode', phone: '13000000006', work_id: 'W6' },
    acts: [
      ['self', 'create', {}],
      ['self', 'update', { phone: '13000000006', work_id: 'W6' }],
    ],
  },
  byAdmin: {
    row: { username: 'byadmin', phone: '13000000007', work_id: 'W7' },
    acts: [
      ['self', 'create', {}],
      ['admin', 'update', { phone: '13000000007', work_id: 'W7' }],
    ],
  },
  forgottenByHistory: { row: { username: 'forgotten', phone: '13000000008', work_id: 'W8' }, acts: [] },
  operator: {
    row: { username: '管理员', phone: '13000000009', extra: 'is_super = 1' },
    acts: [['operator', 'create', { is_super: 1 }]],
  },
  pupil: { row: { person: 1 }, acts: [] },
  matched: { row: { username: 'matched', phone: '13000000010', person: 2 }, acts: [['self', 'create', {}]] },
  odd: { row: { username: 'demoㅤ' }, acts: [] },
  digits: { row: { username: '20260001' }, acts: [] },
  small: { row: { username: 'lookalike' }, acts: [] },
  large: { row: { username: 'LookAlike' }, acts: [] },
  cyrillic: { row: { username: 'lооkalike' }, acts: [] },
  elsewhere: { row: { username: 'elsewhere', phone: '13000000001', school: 2 }, acts: [] },
  disabled: { row: { username: 'disabled', phone: '13000000011', extra: 'is_active = false' }, acts: [] },
  twice: { row: { username: 'twice', phone: '13000000012' }, acts: [] },
  again: { row: { username: 'again', phone: '13000000012', school: 2 }, acts: [] },
}

/** How somebody could be found in the version before: an exact user name, else a number that one account alone has. */
const formerly = `SELECT a.id, coalesce(a.username = $1, false) AS exact FROM account a LEFT JOIN person p ON p.id = a.person_id
  WHERE (a.username = $1 OR a.work_id = $1 OR (a.phone = $1 AND a.phone <> '') OR p.usin = $1)
    AND a.is_active AND a.deleted_at IS NULL AND (a.person_id IS NULL OR (p.deleted_at IS NULL AND p.status = 1))
  ORDER BY exact DESC LIMIT 2`

let folder: string
let url: string
let db: RootDb
const before = new Map<string, number>()
const ids = new Map<string, number>()

async function fill(): Promise<void> {
  const hash = await hashPassword(password)
  await onServer(url, async (client) => {
    await client.query(`INSERT INTO school (id, name) VALUES (1, '甲校'), (2, '乙校')`)
    await client.query(`INSERT INTO person (id, school_id, role, usin, name, sort_name, search_text) VALUES
      (1, 1, 1, 'S1', '张三', 'z', 'z'), (2, 1, 2, 'T2', '李四', 'l', 'l')`)
    const [admin = 900, at] = [900, Object.entries(kinds)]
    await client.query(
      `INSERT INTO account (id, school_id, username, is_super, approved_at) VALUES (${admin}, 1, 'the-admin', 1, now())`,
    )
    for (const [n, [kind, { row, acts }]] of at.entries()) {
      const id = n + 1
      ids.set(kind, id)
      const { username = null, phone = '', work_id = null, person = null, school = 1 } = row
      await client.query(
        `INSERT INTO account (id, school_id, person_id, username, phone, work_id, password_hash, approved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, now())`,
        [id, school, person, username, phone, work_id, hash],
      )
      if (row.extra) await client.query(`UPDATE account SET ${row.extra} WHERE id = ${id}`)
      for (const [by, action, after] of acts) {
        const who = by === 'self' ? id : by === 'admin' ? admin : null
        const { rows } = await client.query(
          `INSERT INTO change_set (school_id, via, account_id) VALUES ($1, 'page', $2) RETURNING id`,
          [school, who],
        )
        await client.query(
          `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, after) VALUES ($1, $2, 'account', $3, $4, $5)`,
          [rows[0].id, school, id, action, after],
        )
      }
    }
    for (const name of names()) {
      const { rows } = await client.query(formerly, [name])
      if (rows[0]?.exact || rows.length === 1) before.set(name, rows[0].id)
    }
  })
}

/** All that somebody could be called by. */
const names = () => [
  ...new Set(
    Object.values(kinds)
      .flatMap(({ row }) => [row.username, row.phone, row.work_id])
      .filter((name) => typeof name === 'string'),
  ),
  ...['S1', 'T2'],
]

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'names-upgrade-'))
  for (const name of await migrationNames(migrationsFolder))
    if (name <= last) await cp(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true })
  url = await newTestDatabase()
  await onServer(url, (client) => client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))
  await applyMigrations(url, { folder })
  await fill()
  await applyMigrations(url)
  db = openDb(url, 4)
  await fillNameColumns(db)
}, 120_000)
afterAll(async () => {
  await db?.end()
  await rm(folder, { recursive: true })
})

let address = 0
const enter = async (username: string) => {
  const done = await checkCredentials(db, { username, password, address: `198.51.100.${address++}` })
  return done.ok ? done.value?.accountId : done.failure.kind
}

test('upgrade: whoever could sign in before signs in by the same names', async () => {
  expect(before.size).toBeGreaterThan(30)
  for (const [name, id] of before) expect(await enter(name), name).toBe(id)
})

test('upgrade: what the history knows of a phone and a work number is what they count for', async () => {
  const rows = await db.sql<{ id: number; phone: string; work: string }>(
    'SELECT id, phone_state AS phone, work_id_state AS work FROM account',
  )
  const stateOf = (kind: string) => {
    const row = rows.find(({ id }) => id === ids.get(kind))
    return [row?.phone, row?.work]
  }
  expect(
    Object.fromEntries(
      [
        'registered',
        'waiting',
        'refused',
        'imported',
        'byCode',
        'withoutCode',
        'byAdmin',
        'forgottenByHistory',
        'operator',
      ].map((kind) => [kind, stateOf(kind)]),
    ),
  ).toEqual({
    registered: ['proven', 'proven'],
    waiting: ['proven', 'legacy'],
    refused: ['proven', 'legacy'],
    imported: ['proven', 'proven'],
    byCode: ['proven', 'legacy'],
    withoutCode: ['legacy', 'legacy'],
    byAdmin: ['proven', 'proven'],
    forgottenByHistory: ['legacy', 'legacy'],
    operator: ['proven', 'legacy'],
  })
})

test('upgrade: a phone that two had, and nobody could use, is the one’s by whom it is proven, else asks for the school', async () => {
  expect(await enter('13000000001'), 'registered by a code here, unknown there').toBe(ids.get('registered'))
  expect(await enter('13000000012')).toBe('refused')
})

test('upgrade: names are found by their form', async () => {
  expect(await enter('IMPORTÉ')).toBe(ids.get('imported'))
  expect(await enter('LOOKALIKE'), 'two are meant').toBe('refused')
})
