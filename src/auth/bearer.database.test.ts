import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createApiKey, revokeApiKey } from '@/domain/api-keys/commands'
import { keyFor } from '@/infra/secret'
import { newSchool, testDb, value } from '@/testing/factories'
import { bearerActor, issueToken } from './bearer'

const newKey = async (input: object = {}) => {
  const { id, operator } = await newSchool()
  return { school: id, operator, key: value(await createApiKey(testDb, operator, { name: 'check', ...input })) }
}

test('a key is its school’s, with the scopes it was given', async () => {
  const { school, key } = await newKey({ scopes: ['people:read'] })
  const actor = await bearerActor(testDb, key.api_key)
  expect(actor).toMatchObject({ schoolId: school, role: 'api_key', apiKeyId: key.id })
  expect([...(actor?.scopes ?? [])]).toEqual(['people:read'])
  expect(
    await bearerActor(testDb, `${key.api_key.slice(0, -1)}${key.api_key.endsWith('A') ? 'E' : 'A'}`),
  ).toBeUndefined()
  const [row] = await testDb.sql<{ text: string }>('SELECT row_to_json(k)::text AS text FROM api_key k WHERE id = $1', [
    key.id,
  ])
  expect(row?.text).not.toContain(key.client_secret)
})

test('a token has all of the key’s scopes or fewer, and no more', async () => {
  const { key } = await newKey({ scopes: ['people:read', 'fields:read'] })
  const client = { id: key.client_id, secret: key.client_secret }
  const issued = await issueToken(testDb, { ...client, scope: 'fields:read' })
  const actor = await bearerActor(testDb, issued.ok ? issued.token : '')
  expect([...(actor?.scopes ?? [])]).toEqual(['fields:read'])
  expect(await issueToken(testDb, { ...client, scope: 'people:write' })).toEqual({ ok: false, error: 'invalid_scope' })
  expect(await issueToken(testDb, { ...client, secret: 'wrong' })).toEqual({ ok: false, error: 'invalid_client' })
})

test('a key that is revoked or expired ends its tokens too', async () => {
  const { operator, key } = await newKey()
  const issued = await issueToken(testDb, { id: key.client_id, secret: key.client_secret })
  const token = issued.ok ? issued.token : ''
  expect(await bearerActor(testDb, token)).toBeDefined()
  value(await revokeApiKey(testDb, operator, { id: key.id }))
  expect(await bearerActor(testDb, token)).toBeUndefined()
  expect(await bearerActor(testDb, key.api_key)).toBeUndefined()
  const old = await newKey({ expires_in_days: 1 })
  await testDb.sql(`UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = $1`, [old.key.id])
  expect(await bearerActor(testDb, old.key.api_key)).toBeUndefined()
})

test('a token of another purpose, audience or algorithm is none', async () => {
  const { key } = await newKey()
  const forged = (alg: string, audience: string, purpose: string) =>
    new SignJWT({ scope: 'people:read' })
      .setProtectedHeader({ alg })
      .setSubject(key.client_id)
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(keyFor(purpose))
  expect(await bearerActor(testDb, await forged('HS256', 'mingce:rest', 'access token'))).toBeDefined()
  for (const each of [
    forged('HS512', 'mingce:rest', 'access token'),
    forged('HS256', 'else', 'access token'),
    forged('HS256', 'mingce:rest', 'session'),
  ]) {
    expect(await bearerActor(testDb, await each)).toBeUndefined()
  }
  const none = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: key.client_id, aud: 'mingce:rest' }))}.`
  expect(await bearerActor(testDb, none)).toBeUndefined()
})

test('keys are the administrators’ to make', async () => {
  const { operator } = await newSchool()
  expect(await createApiKey(testDb, operator, { name: '', scopes: ['everything'] })).toMatchObject({
    failure: { issues: [{ field: 'name' }, { field: 'scopes' }] },
  })
  const stranger = await newSchool()
  const key = value(await createApiKey(testDb, operator, { name: 'x' }))
  expect(await revokeApiKey(testDb, stranger.operator, { id: key.id })).toMatchObject({
    failure: { kind: 'not_found' },
  })
})
