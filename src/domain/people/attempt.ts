import type { Db } from '@/infra/db'
import { inTurn, isInTurn } from '@/infra/in-turn'
import type { Actor } from '../actor'
import { busy, forbidden, type Result } from '../errors'
import { type FieldSet, fieldsOf, loadFields } from '../fields/queries'
import { can } from '../policy'

/** How often a write is tried again when the person, or the school's fields, changed under it. */
const tries = 5

export type Attempt = (set: FieldSet) => Promise<Result<string> | 'again'>

/**
 * Tries the write by the fields as known, then by the fields as they are, until nothing moved meanwhile. Those who lost
 * against another writer of `person` go on one after another, and whoever comes meanwhile comes after them: each that wins
 * makes all the others lose.
 */
export async function attempt(db: Db, actor: Actor, once: Attempt, person?: number): Promise<Result<string>> {
  if (!can(actor, 'people:write')) return forbidden
  const first = async () => once(await fieldsOf(db, actor))
  const again = async () => {
    for (let n = 1; n < tries; n++) {
      const result = await once(await loadFields(db, actor.schoolId))
      if (result !== 'again') return result
    }
    return busy
  }
  const both = async () => {
    const result = await first()
    return result === 'again' ? again() : result
  }
  const turn = person === undefined || db.isTransaction ? undefined : `person ${person}`
  if (turn === undefined) return both()
  if (isInTurn(turn)) return inTurn(turn, both)
  const result = await first()
  return result === 'again' ? inTurn(turn, again) : result
}
