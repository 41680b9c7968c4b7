import { expect, test } from 'vitest'
import { actorIn, newSchool, testDb, value } from '@/testing/factories'
import { acknowledgeApiKey, createApiKey, revokeApiKey, updateApiKey } from './commands'
import { listApiKeys } from './queries'
import { rotateApiKey } from './rotate'

const changesOf = async (key: number) =>
  (
    await testDb.sql<{ change: string }>(
      `SELECT json_build_array(action, before, after)::text AS change FROM change
       WHERE noun = 'api-key' AND noun_id = $1 ORDER BY id`,
      [key],
    )
  ).map(({ change }) => JSON.parse(change))

test('everything that is wrong with a key is said', async () => {
  const { operator } = await newSchool()
  const wrong = { name: '', scopes: ['everything'], calls_per_minute: 0, expires_on: '2026-02-30' }
  expect(await createApiKey(testDb, operator, wrong)).toMatchObject({
    failure: {
      issues: [{ field: 'name' }, { field: 'scopes' }, { field: 'calls_per_minute' }, { field: 'expires_on' }],
    },
  })
  expect(await createApiKey(testDb, operator, { name: 'x', addresses: ['10.0.0.1', '10.0.0.256'] })).toMatchObject({
    failure: { issues: [{ field: 'addresses', reason: 'invalid', value: '10.0.0.256' }] },
  })
  expect(await createApiKey(testDb, operator, { name: 'x', expires_on: '2020-01-01' })).toMatchObject({
    failure: { issues: [{ field: 'expires_on' }] },
  })
  expect(await createApiKey(testDb, actorIn(operator.schoolId, 'teacher'), { name: 'x' })).toMatchObject({
    failure: { kind: 'forbidden' },
  })
})

test('a key is changed, with what it was before and no secret in the history', async () => {
  const { operator } = await newSchool()
  const input = { name: 'timetable', scopes: ['people:read'], addresses: [' 10.1.2.3/8', '10.0.0.0/8', '::1'] }
  const key = value(await createApiKey(testDb, operator, input))
  const patch = { name: 'library', calls_per_minute: 60, expires_on: '2099-12-31', scopes: ['people:read'] }
  value(await updateApiKey(testDb, operator, key.id, patch))
  value(await updateApiKey(testDb, operator, key.id, patch))
  value(await rotateApiKey(testDb, operator, { id: key.id, overlap_hours: 24 }))
  value(await revokeApiKey(testDb, operator, { id: key.id }))
  const after = { name: 'library', calls_per_minute: 60, expires_at: '2099-12-31T15:59:59.999Z' }
  expect(await changesOf(key.id)).toEqual([
    [
      'create',
      null,
      {
        name: 'timetable',
        scopes: ['people:read'],
        addresses: ['10.0.0.0/8', '::1'],
        calls_per_minute: null,
        client_id: key.client_id,
        expires_at: null,
      },
    ],
    ['update', { name: 'timetable', calls_per_minute: null, expires_at: null }, after],
    ['update', null, { rotated: true, overlap_hours: 24 }],
    ['delete', null, null],
  ])
  expect(await updateApiKey(testDb, operator, key.id, { name: 'x' })).toMatchObject({ failure: { kind: 'not_found' } })
  expect(await rotateApiKey(testDb, operator, { id: key.id, overlap_hours: 1 })).toMatchObject({
    failure: { kind: 'not_found' },
  })
})

test('a key of another school is not found', async () => {
  const { operator } = await newSchool()
  const { operator: stranger } = await newSchool()
  const { id } = value(await createApiKey(testDb, operator, { name: 'x' }))
  const missing = { failure: { kind: 'not_found' } }
  expect(await updateApiKey(testDb, stranger, id, { name: 'y' })).toMatchObject(missing)
  expect(await rotateApiKey(testDb, stranger, { id, overlap_hours: 0 })).toMatchObject(missing)
  expect(await revokeApiKey(testDb, stranger, { id })).toMatchObject(missing)
  expect(value(await listApiKeys(testDb, stranger)).keys).toEqual([])
})

test('only so many secrets work at a time, and a refused rotation changes none of them', async () => {
  const { operator } = await newSchool()
  const { id } = value(await createApiKey(testDb, operator, { name: 'x' }))
  const rotate = (overlap_hours: number) => rotateApiKey(testDb, operator, { id, overlap_hours })
  const ends = async () => value(await listApiKeys(testDb, operator)).keys[0]?.secrets.map(({ ends_at }) => ends_at)
  for (let n = 0; n < 3; n++) value(await rotate(24))
  const before = await ends()
  expect(before).toHaveLength(4)
  expect(await rotate(1)).toMatchObject({ failure: { reason: 'too_many_secrets' } })
  expect(await ends()).toEqual(before)
  value(await rotate(0))
  expect(await ends()).toEqual([null])
})

test('a key without a choice of scopes has people, fields and personal numbers, and cannot manage accounts', async () => {
  const { operator } = await newSchool()
  value(await createApiKey(testDb, operator, { name: 'x' }))
  const [key] = value(await listApiKeys(testDb, operator)).keys
  expect(key?.scopes).toEqual(['people:read', 'people:write', 'fields:read', 'fields:write', 'pii:read'])
  for (const scope of ['accounts:manage', 'accounts:read', 'keys:write', 'schools:write'])
    expect(await createApiKey(testDb, operator, { name: 'x', scopes: [scope] })).toMatchObject({
      failure: { issues: [{ field: 'scopes' }] },
    })
})

test('a key that lost something by an upgrade says so until somebody has seen it, edits it or revokes it', async () => {
  const { operator } = await newSchool()
  const narrowed = async () => {
    const { id } = value(await createApiKey(testDb, operator, { name: 'x' }))
    await testDb.prisma.apiKey.update({ where: { id }, data: { isNarrowed: true }, select: { id: true } })
    return id
  }
  const isSaid = async (id: number) =>
    value(await listApiKeys(testDb, operator)).keys.find((key) => key.id === id)?.is_narrowed
  const ends: ((id: number) => Promise<unknown>)[] = [
    (id) => acknowledgeApiKey(testDb, operator, { id }),
    (id) => updateApiKey(testDb, operator, id, {}),
    (id) => updateApiKey(testDb, operator, id, { name: 'y' }),
    (id) => updateApiKey(testDb, operator, id, { scopes: ['people:write', 'accounts:write'] }),
    (id) => revokeApiKey(testDb, operator, { id }),
  ]
  for (const end of ends) {
    const id = await narrowed()
    expect(await isSaid(id)).toBe(true)
    await end(id)
    expect(await isSaid(id)).toBe(false)
  }
  const id = await narrowed()
  value(await acknowledgeApiKey(testDb, operator, { id }))
  expect((await changesOf(id)).at(-1)).toEqual(['update', null, { narrowed_seen: true }])
  const { operator: stranger } = await newSchool()
  expect(await acknowledgeApiKey(testDb, stranger, { id })).toMatchObject({ failure: { kind: 'not_found' } })
})
