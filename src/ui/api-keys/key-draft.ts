import type { KeyScope } from '@/domain/policy'
import type { Key, KeyInputs } from './types'

/** Days, or a day that is named, or none. */
export const lifetimes = ['30', '90', '180', '365', 'date', 'never'] as const
export type Lifetime = (typeof lifetimes)[number]

/** `addresses` one a line; `calls` `''` for the site's usual limit. */
export type KeyDraft = {
  name: string
  scopes: KeyScope[]
  lifetime: Lifetime
  date: string
  addresses: string
  calls: number | string
}

export const blankKey: KeyDraft = {
  name: '',
  scopes: ['people:read', 'fields:read'],
  lifetime: '365',
  date: '',
  addresses: '',
  calls: '',
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The day in China of a moment. */
const dayOf = (stamp: string): string => new Date(Date.parse(stamp) + 8 * 3_600_000).toISOString().slice(0, 10)

export function draftOf(key: Key): KeyDraft {
  return {
    name: key.name,
    scopes: key.scopes,
    lifetime: key.expires_at ? 'date' : 'never',
    date: key.expires_at ? dayOf(key.expires_at) : '',
    addresses: key.addresses.join('\n'),
    calls: key.calls_per_minute ?? '',
  }
}

/** The last day on which the key works, in China; null: no end. */
export function lastDay({ lifetime, date }: Pick<KeyDraft, 'lifetime' | 'date'>, today: string): string | null {
  if (lifetime === 'never') return null
  return lifetime === 'date' ? date : addDays(today, Number(lifetime))
}

/** What is sent of the form for a new key. */
export function keyOf(draft: KeyDraft, today: string) {
  return {
    name: draft.name.trim(),
    scopes: draft.scopes,
    addresses: draft.addresses.split(/[\s,，;；、]+/).filter(Boolean),
    calls_per_minute: draft.calls === '' ? null : Number(draft.calls),
    expires_on: lastDay(draft, today),
  }
}

/** What is sent of the form for a key that there is: only what differs from what it was. */
export function patchOf(draft: KeyDraft, key: Key, today: string): KeyInputs['update']['patch'] {
  const before = new Map<string, unknown>(Object.entries(keyOf(draftOf(key), today)))
  return Object.fromEntries(
    Object.entries(keyOf(draft, today)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name)),
    ),
  )
}
