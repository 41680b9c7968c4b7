import { z } from 'zod'
import { isRealDate } from '../dates'
import type { Reason } from '../errors'
import { defaultKeyScopes, type KeyScope, keyScopes } from '../policy'
import { keyLimits } from './rules'

const because = (reason: Reason) => ({ error: reason })

const name = z.string(because('invalid')).trim().min(1, because('blank')).max(keyLimits.name, because('too_long'))
const scopes = z.array(z.enum(keyScopes, because('invalid'))).min(1, because('blank'))
const addresses = z.array(z.string(because('invalid')), because('invalid')).max(keyLimits.addresses, because('invalid'))
const callsPerMinute = z
  .int(because('not_integer'))
  .min(1, because('invalid'))
  .max(keyLimits.callsPerMinute, because('invalid'))
  .nullable()
/** The last day in China on which the key works; null: until it is revoked. */
const expiresOn = z.string(because('invalid')).refine(isRealDate, because('invalid')).nullable()

/** A new key; without scopes it has those that are the default, without an expiry it lasts until revoked. */
export const keyCreate = z.strictObject({
  name,
  scopes: scopes.default([...defaultKeyScopes]),
  addresses: addresses.default([]),
  calls_per_minute: callsPerMinute.default(null),
  expires_on: expiresOn.default(null),
  expires_in_days: z
    .int(because('not_integer'))
    .min(1, because('invalid'))
    .max(keyLimits.days, because('invalid'))
    .optional(),
})
export type KeyCreate = z.input<typeof keyCreate>

/** What can be changed of a key; what is not given stays. */
export const keyPatch = z
  .strictObject({ name, scopes, addresses, calls_per_minute: callsPerMinute, expires_on: expiresOn })
  .partial()
export type KeyPatch = z.input<typeof keyPatch>

/** How long the secrets that there are work on beside the new one; 0: not at all. */
export const keyRotate = z.strictObject({
  id: z.int32(because('invalid')),
  overlap_hours: z
    .int(because('not_integer'))
    .min(0, because('invalid'))
    .max(keyLimits.overlapHours, because('invalid')),
})

export type KeySecret = { id: number; created_at: string; ends_at: string | null; last_at: string | null }
export type KeyDay = { day: string; calls: number; refused: number }

/** A key as its administrators see it, with the secrets that work, the newest first, and the days of its last 30 in which it called. */
export type ApiKey = {
  id: number
  name: string
  client_id: string
  scopes: KeyScope[]
  addresses: string[]
  calls_per_minute: number | null
  created_at: string
  expires_at: string | null
  revoked_at: string | null
  state: 'open' | 'expired' | 'revoked'
  /** `people:write` opened more when the key got it, and nobody has seen to it since. */
  is_narrowed: boolean
  last_at: string | null
  last_from: string
  secrets: KeySecret[]
  days: KeyDay[]
}
