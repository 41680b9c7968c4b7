import type { Actor } from '@/domain/actor'
import { fieldsOf } from '@/domain/fields/queries'
import { isMaskedKey, maskNumber } from '@/domain/people/mask-rules'
import { isErased } from '@/domain/people/queries'
import { can } from '@/domain/policy'
import type { Review } from '../once'
import { personAnswer } from './answers'
import { failureResponse } from './errors'

const builtIn = new Set(Object.keys(personAnswer.shape))

/**
 * A kept answer about a person, by what the caller may see now: numbers are masked for callers without `pii:read`, fields
 * that are deleted are left out, and somebody who was erased is not found.
 */
export const reviewPerson =
  (actor: Actor): Review =>
  async (db, kept) => {
    const id = 'id' in kept && typeof kept.id === 'number' ? kept.id : 0
    if (await isErased(db, actor, { id })) return { answer: failureResponse({ kind: 'not_found' }) }
    const { fields } = await fieldsOf(db, actor)
    // A field that came later may bear the name of one that was deleted.
    const made = 'created_at' in kept && typeof kept.created_at === 'string' ? Date.parse(kept.created_at) : 0
    const names = new Set(fields.filter((field) => Date.parse(field.created_at) <= made).map(({ name }) => name))
    const hidden = (key: string, value: unknown) =>
      isMaskedKey(key) && typeof value === 'string' && !can(actor, 'pii:read') ? maskNumber(key, value) : value
    const entries = Object.entries(kept)
    const seen = entries.flatMap(([key, value]) =>
      builtIn.has(key) || names.has(key) ? [[key, hidden(key, value)] as const] : [],
    )
    const isSame = seen.length === entries.length && seen.every(([, value], at) => value === entries[at]?.[1])
    return isSame ? undefined : { body: Object.fromEntries(seen) }
  }
