import { expect, test } from 'vitest'
import { granted } from './policy'
import { defaultKeyScopes, keyScopes, scopes, scopeTable } from './scopes'

test('scopes: a key made without a choice has people, fields and personal numbers, and never accounts', () => {
  expect(defaultKeyScopes).toEqual(['people:read', 'people:write', 'fields:read', 'fields:write', 'pii:read'])
  expect(keyScopes).toEqual([...defaultKeyScopes, 'accounts:write'])
})

test('scopes: no key can hold what belongs to people who sign in', () => {
  expect(granted.api_key).toEqual(keyScopes)
  for (const scope of scopes) expect(scopeTable[scope].isDefault && !scopeTable[scope].forKeys, scope).toBe(false)
})

test('scopes: each says in both languages what it opens and what it could do at worst', () => {
  for (const scope of scopes)
    for (const words of [scopeTable[scope].label, scopeTable[scope].opens, scopeTable[scope].worst]) {
      expect(words.zh, scope).toMatch(/\p{Script=Han}/u)
      expect(words.en, scope).toMatch(/^[A-Z][^\p{Script=Han}]+$/u)
    }
})
