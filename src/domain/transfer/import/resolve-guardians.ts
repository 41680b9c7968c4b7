import type { Sql } from '@/infra/db'
import { Values } from '@/infra/values'
import { isMaskedKey, maskedKeys } from '../../people/mask-rules'
import { hasGuardians, isStrangeMask, nextNumber, personJoin, positionOf, type Scope } from './plan'
import { type Slot, slots } from './targets'

const slotOf = (relation: number): Slot =>
  relation === slots.father ? 'father' : relation === slots.mother ? 'mother' : 'guardian'

/** JSON of an issue with a guardian's detail; which column it is depends on the relation. */
function issue(scope: Scope, detail: string, reason: string, more = ''): string {
  const cases = Object.values(slots).map((relation) => {
    const target = `${slotOf(relation)}.${detail}`
    return `WHEN ${relation} THEN jsonb_build_object('column', ${positionOf(scope, target) ?? 'NULL::int'}, 'target', '${target}', 'reason', '${reason}'${more})`
  })
  return `CASE g.relation ${cases.join(' ')} END`
}

const details = ['name', 'phone', 'idcard'] as const
const differs = details
  .map((key) => {
    const next = isMaskedKey(key) ? nextNumber(`e.${key}`, `g.${key}`) : `coalesce(g.${key}, e.${key})`
    return `('${key}', to_jsonb(e.${key}), to_jsonb(${next}))`
  })
  .join(', ')

/**
 * Says of every guardian beside a student who they are: the student's own of that relation (of "other" the one of that
 * name), else a guardian of the school with that name and phone, as a sibling's is, else somebody new.
 */
export async function resolveGuardians(sql: Sql, scope: Scope, lines: readonly number[] | null): Promise<void> {
  const stale = 'DELETE FROM import_tie WHERE import_id = $1 AND ($2::int[] IS NULL OR line = ANY($2::int[]))'
  await sql(stale, [scope.importId, lines])
  if (!hasGuardians(scope)) return
  const values = new Values()
  const [own, school] = [values.add(scope.importId), values.add(scope.schoolId)]
  const strange = maskedKeys.map(
    (key) =>
      `CASE WHEN ${isStrangeMask(scope, key, 'g', 'e')} THEN ${issue(scope, key, 'masked', `, 'value', g.${key}`)} END`,
  )
  await sql(
    `INSERT INTO import_tie (import_id, line, relation, kind, guardian_id, version, usin, is_linked, before, after, issues)
     SELECT ${own}::int, g.line, g.relation,
       CASE WHEN cardinality(x.found) > 0 THEN 'wrong' WHEN e.id IS NULL THEN 'new' WHEN d.after IS NOT NULL OR NOT x.linked THEN 'changed' ELSE 'unchanged' END,
       e.id, e.version, u.usin, x.linked, d.before, d.after, nullif(to_jsonb(x.found), '[]')
     FROM import_guardian g JOIN import_row r ON r.import_id = g.import_id AND r.line = g.line
     ${personJoin(scope, school)}
     LEFT JOIN LATERAL (SELECT o.id FROM guardianship k JOIN person o ON o.id = k.guardian_id AND o.deleted_at IS NULL
       WHERE k.student_id = p.id AND k.relation = g.relation AND (g.relation <> 0 OR g.name IS NULL OR o.name = g.name)
       ORDER BY k.position, o.id LIMIT 1) l ON true
     LEFT JOIN (SELECT name, phone, min(id) AS id FROM person WHERE school_id = ${school}::int AND role = 8 AND deleted_at IS NULL AND phone <> ''
       GROUP BY 1, 2) n ON l.id IS NULL AND n.name = g.name AND n.phone = g.phone
     LEFT JOIN person e ON e.id = coalesce(l.id, n.id)
     CROSS JOIN LATERAL (SELECT 'P' || coalesce(r.usin, p.usin) || g.relation AS usin) u
     LEFT JOIN person h ON e.id IS NULL AND h.school_id = ${school}::int AND h.usin = u.usin AND h.deleted_at IS NULL
     LEFT JOIN LATERAL (SELECT jsonb_object_agg(k, o) AS before, jsonb_object_agg(k, n) AS after
       FROM (VALUES ${differs}) AS c(k, o, n) WHERE e.id IS NOT NULL AND o IS DISTINCT FROM n) d ON true
     CROSS JOIN LATERAL (SELECT
       e.id IS NOT NULL AND EXISTS (SELECT FROM guardianship k WHERE k.guardian_id = e.id AND k.student_id = p.id) AS linked,
       array_remove(ARRAY[CASE WHEN e.id IS NULL AND g.name IS NULL THEN ${issue(scope, 'name', 'blank')} END,
         CASE WHEN h.id IS NOT NULL THEN ${issue(scope, 'name', 'taken', ", 'value', u.usin")} END,
         ${strange.join(', ')}], NULL) AS found) x
     WHERE g.import_id = ${own}::int ${lines ? `AND g.line = ANY(${values.add(lines)}::int[])` : ''}`,
    values.list,
  )
  // One guardian beside two children, each time written otherwise: the first is believed, the other is for a person to see.
  await sql(
    `UPDATE import_tie g SET kind = 'wrong', issues = jsonb_build_array(${issue(scope, 'phone', 'twice', ", 'line', f.line")})
     FROM (SELECT DISTINCT ON (guardian_id) guardian_id, line, relation, after FROM import_tie
       WHERE import_id = $1 AND kind = 'changed' AND after IS NOT NULL ORDER BY guardian_id, line, relation) f
     WHERE g.import_id = $1 AND g.guardian_id = f.guardian_id AND g.kind <> 'wrong' AND g.line <> f.line AND g.after IS DISTINCT FROM f.after`,
    [scope.importId],
  )
}
