import { type Db, transaction } from '@/infra/db'
import { adminsAmong, leavesNoAdmin } from '../accounts/administrators'
import type { Actor } from '../actor'
import { changedMeanwhile, forbidden, invalid, notFound, ok, type Result, refused } from '../errors'
import { openChangeSet } from '../history/record'
import { can } from '../policy'
import { eraseRecords, onlyGuardianOf } from './erase'
import { type Erasure, type ErasureInput, type ErasurePreview, erasureInput, type Known } from './schema'
import { stamp } from './sql'
import { importsOf, isImporting } from './staged'

/** Guardians of the person who have no other child here, the deleted among them too. */
const onlyGuardians = (db: Db, actor: Actor, id: number) =>
  db.sql<Known>(
    `SELECT g.id, g.name, g.usin, g.role::int FROM person g WHERE g.school_id = $1 AND g.role = 8 AND ${onlyGuardianOf('ARRAY[$2::int]')} ORDER BY g.id`,
    [actor.schoolId, id],
  )

/** What the erasure of one person would take; of the deleted too. */
export async function previewErasure(db: Db, actor: Actor, { id }: { id: number }): Promise<Result<ErasurePreview>> {
  if (!can(actor, 'privacy:write')) return forbidden
  const [row] = await db.sql<{ preview: string }>(
    `SELECT json_build_object('person', json_build_object('id', p.id, 'name', p.name, 'usin', p.usin, 'role', p.role, 'left_at', ${stamp('p.left_at')}),
       'account', CASE WHEN a.id IS NOT NULL THEN coalesce(a.username, p.usin) END,
       'sessions', (SELECT count(*) FROM session s WHERE s.account_id = a.id),
       'values', (SELECT count(*) FROM jsonb_each_text(p.ext) WHERE value <> ''),
       'links', (SELECT count(*) FROM guardianship l WHERE p.id IN (l.guardian_id, l.student_id)),
       'changes', (SELECT count(*) FROM change c WHERE c.school_id = $1 AND ((c.noun = 'person' AND c.noun_id = p.id) OR (c.noun = 'account' AND c.noun_id = a.id))))::text AS preview
     FROM person p LEFT JOIN account a ON a.person_id = p.id WHERE p.id = $2 AND p.school_id = $1`,
    [actor.schoolId, id],
  )
  if (!row) return notFound
  return ok({
    ...JSON.parse(row.preview),
    guardians: await onlyGuardians(db, actor, id),
    imports: (await importsOf(db, actor.schoolId, [id])).length,
  })
}

/**
 * Erases one person for good, and the guardians named, of those whom the preview offers. The typed name must be theirs.
 * `changed_meanwhile` when a guardian has another child by now; `refused: own_record`, `last_admin`,
 * `import_busy` while a file is read or written that may hold them.
 */
export async function erasePerson(db: Db, actor: Actor, given: ErasureInput): Promise<Result<Erasure>> {
  if (!can(actor, 'privacy:write')) return forbidden
  const { id, name, guardians } = erasureInput.parse(given)
  return transaction(db, async (tx) => {
    // Whoever writes people or administrators holds the school first: what is looked at stays so until the end.
    await tx.sql('SELECT id FROM school WHERE id = $1 FOR UPDATE', [actor.schoolId])
    const [person] = await tx.sql<{ name: string; own: boolean }>(
      `SELECT p.name, EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.id = $3::int) AS own FROM person p
       WHERE p.id = $1 AND p.school_id = $2 FOR UPDATE`,
      [id, actor.schoolId, actor.accountId],
    )
    if (!person) return notFound
    if (person.own) return refused('own_record')
    if (await isImporting(tx, actor.schoolId)) return refused('import_busy')
    if (name.trim() !== person.name.trim()) return invalid({ field: 'name', reason: 'invalid' })
    const offered = await onlyGuardians(tx, actor, id)
    if (guardians.some((guardian) => !offered.some((each) => each.id === guardian))) return changedMeanwhile
    const ids = [id, ...guardians]
    const admins = await adminsAmong(tx.sql, actor.schoolId, { people: ids })
    const set = await openChangeSet(tx, actor, { kind: 'erasure', personId: id })
    const erased = await eraseRecords(tx, actor, set, ids)
    const isLast = await leavesNoAdmin(tx.sql, actor.schoolId, { accounts: admins })
    return isLast ? refused('last_admin') : ok({ change_set: set, ...erased })
  })
}
