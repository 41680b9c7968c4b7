import { expect, test } from 'vitest'
import { blankKey, draftOf, keyOf, patchOf } from './key-draft'
import type { Key } from './types'

const today = '2026-12-01'
const key: Key = {
  id: 1,
  name: '排课',
  client_id: 'c',
  scopes: ['people:read'],
  addresses: ['10.0.0.0/8', '::1'],
  calls_per_minute: 60,
  created_at: '2026-11-01T00:00:00Z',
  expires_at: '2027-01-31T15:59:59.999Z',
  revoked_at: null,
  state: 'open',
  is_narrowed: false,
  last_at: null,
  last_from: '',
  secrets: [],
  days: [],
}

test('a form left as it is makes a key for a year, from everywhere, with the usual limit', () => {
  expect(keyOf({ ...blankKey, name: ' 排课 ' }, today)).toEqual({
    name: '排课',
    scopes: ['people:read', 'fields:read'],
    addresses: [],
    calls_per_minute: null,
    expires_on: '2027-12-01',
  })
})

test('addresses are told apart however they were written down', () => {
  const { addresses } = keyOf({ ...blankKey, addresses: '10.0.0.1, 10.0.0.2\n::1；192.168.0.0/16、\n' }, today)
  expect(addresses).toEqual(['10.0.0.1', '10.0.0.2', '::1', '192.168.0.0/16'])
})

test('only what was changed is sent', () => {
  expect(patchOf(draftOf(key), key, today)).toEqual({})
  expect(patchOf({ ...draftOf(key), lifetime: 'never', calls: '' }, key, today)).toEqual({
    calls_per_minute: null,
    expires_on: null,
  })
  expect(patchOf({ ...draftOf(key), date: '2027-02-01', addresses: '' }, key, today)).toEqual({
    addresses: [],
    expires_on: '2027-02-01',
  })
})
