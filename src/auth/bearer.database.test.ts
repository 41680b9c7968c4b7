import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createApiKey, revokeApiKey, updateApiKey } from '@/domain/api-keys/commands'
import { endOldSecret, rotateApiKey } from '@/domain/api-keys/rotate'
import type { NewKey } from '@/domain/api-keys/secrets'
import { keyFor } from '@/infra/secret'
import { newSchool, testDb, value } from '@/testing/factories'
import { bearerActor, issueToken } from './bearer'

const newKey = async (input: object = {}) => {
  const { id, operator } = await newSchool()
  return { school: id, operator, key: value(await createApiKey(testDb, operator, { name: 'check', ...input })) }
}
const here = '192.0.2.7'

/** The scopes that the credentials give, or why none. */
async function scopesOf(credentials: string, address = here): Promise<string[] | string> {
  const actor = await bearerActor(testDb, credentials, address)
  return typeof actor === 'string' ? actor : [...actor.scopes]
}

async function tokenOf(key: NewKey): Promise<string> {
  const issued = await issueToken(testDb, { id: key.client_id, secret: key.client_secret, address: here })
  return issued.ok ? issued.token : issued.error
}

test('a key is its school’s, with the scopes it was given', async () => {
  const { school, key } = await newKey({ scopes: ['people:read'], calls_per_minute: 7 })
  const actor = await bearerActor(testDb, key.api_key, here)
  expect(actor).toMatchObject({ schoolId: school, role: 'api_key', apiKeyId: key.id, callsPerMinute: 7 })
  expect(await scopesOf(key.api_key)).toEqual(['people:read'])
  expect(await scopesOf(`${key.api_key.slice(0, -1)}${key.api_key.endsWith('A') ? 'E' : 'A'}`)).toBe('unknown')
  const rows = await testDb.sql<{ text: string }>(
    `SELECT concat(row_to_json(k), row_to_json(x), row_to_json(c)) AS text
     FROM api_key k JOIN api_key_secret x ON x.key_id = k.id JOIN change c ON c.noun = 'api-key' AND c.noun_id = k.id
     WHERE k.id = $1`,
    [key.id],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.text).not.toContain(key.client_secret)
})

test('a token has all of the key’s scopes or fewer, and no more', async () => {
  const { key } = await newKey({ scopes: ['people:read', 'fields:read'] })
  const client = { id: key.client_id, secret: key.client_secret, address: here }
  const issued = await issueToken(testDb, { ...client, scope: 'fields:read' })
  expect(await scopesOf(issued.ok ? issued.token : '')).toEqual(['fields:read'])
  expect(await issueToken(testDb, { ...client, scope: 'people:write' })).toEqual({ ok: false, error: 'invalid_scope' })
  expect(await issueToken(testDb, { ...client, secret: 'wrong' })).toEqual({ ok: false, error: 'invalid_client' })
})

test('a key that is revoked or expired ends its tokens too', async () => {
  const { operator, key } = await newKey()
  const token = await tokenOf(key)
  expect(await scopesOf(token)).toContain('people:read')
  value(await revokeApiKey(testDb, operator, { id: key.id }))
  expect([await scopesOf(token), await scopesOf(key.api_key)]).toEqual(['ended', 'ended'])
  const old = await newKey({ expires_in_days: 1 })
  await testDb.sql(`UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = $1`, [old.key.id])
  expect(await scopesOf(old.key.api_key)).toBe('ended')
})

test('a key and its tokens work from its addresses alone', async () => {
  const { operator, key } = await newKey({ addresses: ['192.0.2.0/24', '2001:db8::/32'], scopes: ['people:read'] })
  const token = await tokenOf(key)
  for (const shown of [token, key.api_key]) {
    for (const inside of [here, '::ffff:192.0.2.9', '2001:db8::7'])
      expect(await scopesOf(shown, inside), inside).toEqual(['people:read'])
    for (const outside of ['192.0.3.1', '::ffff:192.0.3.1', '2001:db9::1', ''])
      expect(await scopesOf(shown, outside), outside).toBe('elsewhere')
  }
  const client = { id: key.client_id, secret: key.client_secret, address: '198.51.100.1' }
  expect(await issueToken(testDb, client)).toEqual({ ok: false, error: 'unauthorized_client' })
  value(await updateApiKey(testDb, operator, key.id, { addresses: [] }))
  expect(await scopesOf(token, '198.51.100.1')).toEqual(['people:read'])
})

test('a rotated key works by both secrets until the old one ends, and so do their tokens', async () => {
  const { operator, key } = await newKey({ scopes: ['people:read'] })
  const oldToken = await tokenOf(key)
  const rotated = value(await rotateApiKey(testDb, operator, { id: key.id, overlap_hours: 1 }))
  expect([rotated.client_id, rotated.client_secret === key.client_secret]).toEqual([key.client_id, false])
  const newToken = await tokenOf(rotated)
  const all = [key.api_key, oldToken, rotated.api_key, newToken]
  const works = ['people:read']
  expect(await Promise.all(all.map((each) => scopesOf(each)))).toEqual([works, works, works, works])
  const secrets = await testDb.prisma.apiKeySecret.findMany({ where: { keyId: key.id }, orderBy: { id: 'asc' } })
  const [old, young] = secrets.map(({ id }) => id)
  expect(await endOldSecret(testDb, operator, { id: key.id, secret: young ?? 0 }), 'the newest').toMatchObject({
    failure: { kind: 'not_found' },
  })
  value(await endOldSecret(testDb, operator, { id: key.id, secret: old ?? 0 }))
  expect(await Promise.all(all.map((each) => scopesOf(each)))).toEqual(['ended', 'ended', works, works])
  expect(await tokenOf(key)).toBe('invalid_client')
  const last = value(await rotateApiKey(testDb, operator, { id: key.id, overlap_hours: 0 }))
  expect([await scopesOf(rotated.api_key), await scopesOf(newToken), await scopesOf(last.api_key)]).toEqual([
    'ended',
    'ended',
    works,
  ])
})

test('a token of another purpose, audience or algorithm is none', async () => {
  const { key } = await newKey()
  const row = await testDb.prisma.apiKeySecret.findFirstOrThrow({ where: { keyId: key.id } })
  const forged = (alg: string, audience: string, purpose: string) =>
    new SignJWT({ scope: 'people:read', sec: row.id })
      .setProtectedHeader({ alg })
      .setSubject(key.client_id)
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(keyFor(purpose))
  expect(await scopesOf(await forged('HS256', 'mingce:rest', 'access token'))).toEqual(['people:read'])
  for (const each of [
    forged('HS512', 'mingce:rest', 'access token'),
    forged('HS256', 'else', 'access token'),
    forged('HS256', 'mingce:rest', 'session'),
  ]) {
    expect(await scopesOf(await each)).toBe('unknown')
  }
  const none = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: key.client_id, sec: row.id, aud: 'mingce:rest' }))}.`
  expect(await scopesOf(none)).toBe('unknown')
  // A secret of another key is none of this one's.
  const other = await newKey()
  const { key: stranger } = other
  const foreign = await new SignJWT({ scope: 'people:read', sec: row.id })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(stranger.client_id)
    .setAudience('mingce:rest')
    .setExpirationTime('1h')
    .sign(keyFor('access token'))
  expect(await scopesOf(foreign)).toBe('unknown')
})
