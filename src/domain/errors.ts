import type { NotNow } from '@/infra/unavailable'
import type { Scope } from './scopes'

/** The closed list of what can be wrong with one value; each transport has one table from it to its words. */
export const reasons = [
  'blank',
  'invalid',
  'not_integer',
  'too_long',
  'too_short',
  'taken',
  'unknown_key',
  'unknown_option',
  'not_https',
  'private_address',
  'fixed',
  'option_in_use',
  'value_in_use',
  'absent',
  'wrong_code',
  'expired_code',
  'wrong_password',
  'too_common',
  'like_name',
  'twice',
  'ambiguous',
  'masked',
  'digits_lost',
  'formula_without_value',
  'error_value',
  'beyond_header',
  'last_admin',
] as const
export type Reason = (typeof reasons)[number]

/** What is wrong with one value. `value` is the one that was given, `count` how many people stand in the way. */
export type Issue = { field: string; reason: Reason; value?: string; limit?: number; count?: number }

export const refusals = [
  'real_schools_exist',
  'already_set_up',
  'link_used',
  'too_late',
  'last_admin',
  'needs_school',
  'not_sent',
  'decided_already',
  'matched_already',
  'too_many_secrets',
  'nothing_to_undo',
  'import_busy',
  'import_changed',
  'import_cleared',
  'import_ended',
  'too_large',
  'erased_for_good',
  'own_record',
  'rolled_over',
  'other_grade',
  'has_record',
  'nothing_to_roll_over',
  'other_site',
] as const
export type Refusal = (typeof refusals)[number]

/** The closed list of what can go wrong with a call that was understood. */
export type Failure =
  | { kind: 'invalid'; issues: Issue[] }
  | { kind: 'forbidden' }
  /** The caller would be allowed by this scope, which it does not hold. */
  | { kind: 'missing_scope'; scope: Scope }
  /** The password must be given again first; nothing was done. */
  | { kind: 'confirm' }
  | { kind: 'not_found' }
  /** Somebody else changed the record at the same moment, again and again. */
  | { kind: 'busy' }
  /** The record is no longer what the caller took it for; nothing was written. */
  | { kind: 'changed_meanwhile' }
  /** A refusal that concerns the whole act; `reason` names it. */
  | { kind: 'refused'; reason: Refusal }
  /** Too often; it may be tried again after so many seconds. */
  | { kind: 'throttled'; seconds: number }
  /** The site is busy: a queue is full, or the wait was too long; or the database server is in such a state. */
  | NotNow

/** What the state of the database server can be. */
export type ServerState = NonNullable<NotNow['state']>

/** Whether a record, as it is now, is what the caller takes it for. */
export type IsKnown<T> = (now: T) => boolean

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const invalid = (...issues: Issue[]): Result<never> => ({ ok: false, failure: { kind: 'invalid', issues } })
export const forbidden: Result<never> = { ok: false, failure: { kind: 'forbidden' } }
export const missingScope = (scope: Scope): Result<never> => ({ ok: false, failure: { kind: 'missing_scope', scope } })
export const notFound: Result<never> = { ok: false, failure: { kind: 'not_found' } }
export const busy: Result<never> = { ok: false, failure: { kind: 'busy' } }
export const changedMeanwhile: Result<never> = { ok: false, failure: { kind: 'changed_meanwhile' } }
export const refused = (reason: Refusal): Result<never> => ({ ok: false, failure: { kind: 'refused', reason } })
export const throttled = (seconds: number): Result<never> => ({
  ok: false,
  failure: { kind: 'throttled', seconds: Math.max(1, Math.ceil(seconds)) },
})
