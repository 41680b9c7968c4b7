import { expect, test } from 'vitest'
import { applyMigrations } from '@/infra/migrate'
import { onServer } from '@/testing/database-server'
import { olderDatabase } from '@/testing/older-database'

type Query = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>

/** What the version before wrote: one statement for a person, the account and their history. */
function writers(query: Query, school: number) {
  const one = async (sql: string, values: unknown[]) => (await query<{ id: number }>(sql, values))[0]?.id ?? 0
  const account = `ac AS (INSERT INTO account (school_id, person_id, password_hash, approved_at) SELECT $1::int, id, 'h', now() FROM p
    ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash RETURNING id)`
  const change = (
    action: string,
    after: object,
  ) => `cs AS (INSERT INTO change_set (school_id, via, api_key_id) VALUES ($1, 'rest', $2) RETURNING id),
    ch AS (INSERT INTO change (change_set_id, school_id, noun, noun_id, action, after)
      SELECT cs.id, $1::int, 'person', p.id, '${action}', '${JSON.stringify(after)}' FROM cs, p)`
  return {
    create: (key: number | null, usin: string, withPassword: boolean) =>
      one(
        `WITH p AS (INSERT INTO person (school_id, role, usin, name, sort_name, search_text) VALUES ($1, 2, $3, 'x', 'x', 'x') RETURNING id),
         ${withPassword ? `${account},` : ''} ${change('create', { usin })} SELECT id FROM p`,
        [school, key, usin],
      ),
    password: (key: number | null, person: number) =>
      one(
        `WITH p AS (SELECT id FROM person WHERE id = $3), ${account}, ${change('update', { password_changed: true })} SELECT id FROM p`,
        [school, key, person],
      ),
    rename: (key: number | null, person: number) =>
      one(`WITH p AS (SELECT id FROM person WHERE id = $3), ${change('update', { name: 'y' })} SELECT id FROM p`, [
        ...[school, key, person],
      ]),
  }
}

test('upgrade: the history tells which accounts a key made, and keys keep their scopes', async () => {
  const url = await olderDatabase('20261130090300_accounts_made_by_keys')
  await onServer(url, async (client) => {
    const query: Query = async (sql, values) => (await client.query(sql, values)).rows
    const [{ id: school = 0 } = {}] = await query<{ id: number }>(`INSERT INTO school (name) VALUES ('x') RETURNING id`)
    const newKey = async (name: string, scopes: string[], revoked: boolean) =>
      (
        await query<{ id: number }>(
          'INSERT INTO api_key (school_id, name, client_id, scopes, revoked_at) VALUES ($1, $2, $2, $3, $4) RETURNING id',
          [school, name, scopes, revoked ? new Date() : null],
        )
      )[0]?.id ?? 0
    const all = ['people:read', 'people:write', 'fields:read', 'fields:write', 'pii:read']
    const key = await newKey('all', all, false)
    await newKey('reader', ['people:read', 'pii:read'], false)
    await newKey('ended', all, true)
    const { create, password, rename } = writers(query, school)

    const made = new Map<string, number>()
    const note = async (name: string, person: Promise<number>) => made.set(name, await person)
    await note('by a key at once', create(key, 'T1', true))
    const later = await create(null, 'T2', false)
    await note('by a key, of somebody who was there', password(key, later))
    await note('by a page', create(null, 'T3', true))
    const taken = await create(null, 'T4', true)
    await note('by a page, a key changed its password', password(key, taken))
    const given = await create(key, 'T5', false)
    await note('by a page, of somebody whom a key made', password(null, given))
    const changed = await create(key, 'T6', true)
    await password(null, changed)
    await note('by a key, a page changed its password', rename(null, changed))
    // An account that registered and was matched with a record that a key had made.
    const matched = await create(key, 'T7', false)
    await query(
      `INSERT INTO account (school_id, person_id, username, password_hash, approved_at) VALUES ($1, $2, 'u', 'h', now())`,
      [school, matched],
    )
    made.set('by registration', matched)
    // A database that was put together from copies bears other moments.
    const moved = await create(key, 'T8', true)
    await query(`UPDATE account SET created_at = created_at + interval '1 hour' WHERE person_id = $1`, [moved])
    made.set('by a key, at another moment', moved)
    const unclear = await create(key, 'T9', true)
    await password(null, unclear)
    await query(`UPDATE account SET created_at = created_at + interval '1 hour' WHERE person_id = $1`, [unclear])
    made.set('by a key or a page, at another moment', unclear)
    const old = await create(null, 'T10', false)
    await query(`INSERT INTO account (school_id, person_id, password_hash, approved_at) VALUES ($1, $2, 'h', now())`, [
      ...[school, old],
    ])
    await rename(key, old)
    made.set('unknown to the history', old)

    await applyMigrations(url)

    const rows = await query<{ person_id: number; made_by_key_id: number | null }>(
      'SELECT person_id, made_by_key_id FROM account',
    )
    const by = new Map(rows.map((row) => [row.person_id, row.made_by_key_id]))
    expect(Object.fromEntries([...made].map(([name, person]) => [name, by.get(person)]))).toEqual({
      'by a key at once': key,
      'by a key, of somebody who was there': key,
      'by a page': null,
      'by a page, a key changed its password': null,
      'by a page, of somebody whom a key made': null,
      'by a key, a page changed its password': key,
      'by registration': null,
      'by a key, at another moment': key,
      'by a key or a page, at another moment': null,
      'unknown to the history': null,
    })
    expect(await query('SELECT name, scopes, is_narrowed FROM api_key ORDER BY id')).toEqual([
      { name: 'all', scopes: all, is_narrowed: true },
      { name: 'reader', scopes: ['people:read', 'pii:read'], is_narrowed: false },
      { name: 'ended', scopes: all, is_narrowed: false },
    ])
  })
})
