import type { Actor } from '../actor'
import type { Current } from './current'
import { keepsStudent } from './grade'
import type { PersonPatch } from './schema'
import type { Link, Write } from './write'

/**
 * The rules about links between guardians and students, whoever writes them:
 * - A grade administrator makes, changes and removes links to students of the grade alone.
 * - A guardian whom students of several grades share is changed by each of their administrators, since a phone is one fact.
 *   None of them deletes, archives or disables the record: the links of the others would go with it. Nor does one of them
 *   change how the guardian signs in.
 */

/** A link to a student who is still there, and whether the actor keeps the student. */
export type KeptLink = Link & { kept: boolean }

/** SQL of the links of the guardian `p` as JSON, the first at the top. */
export const linksSql = (actor: Actor) =>
  `(SELECT coalesce(json_agg(json_build_object('student_id', g.student_id, 'relation', g.relation, 'position', g.position, 'kept', ${keepsStudent(actor, 's')})
      ORDER BY g.position, g.student_id), '[]')
    FROM guardianship g JOIN person s ON s.id = g.student_id AND s.deleted_at IS NULL WHERE g.guardian_id = p.id)`

/** SQL for whether `person p` is a guardian of somebody whom the actor does not keep. */
export const isSharedWithOthers = (actor: Actor): string =>
  actor.role === 'grade_admin'
    ? `(p.role = 8 AND EXISTS (SELECT FROM guardianship sg JOIN person ss ON ss.id = sg.student_id
        WHERE sg.guardian_id = p.id AND ss.deleted_at IS NULL AND NOT ${keepsStudent(actor, 'ss')}))`
    : 'false'

/** The change without a first link of somebody else's that is sent back as it was shown. */
export function withoutShownLink(data: PersonPatch, { links }: Pick<Current, 'links'>): PersonPatch {
  const [first] = links
  if (!first || first.kept) return data
  const { student_id, guardian_role, ...rest } = data
  const isShown = student_id === undefined || student_id === first.student_id
  if (!isShown || (guardian_role ?? first.relation) !== first.relation) return data
  return rest
}

/**
 * The link that a change of `student_id` or `guardian_role` leads to, and the student whose link it replaces: the first,
 * as REST shows it. Where the first link is not the actor's to change, it stays, and a link is added or changed beside it.
 */
export function relink(data: PersonPatch, { links }: Pick<Current, 'links'>): Pick<Write, 'link' | 'unlink'> {
  const [first] = links
  if (first && !first.kept) return linkBeside(data, links)
  const student = data.student_id === undefined ? (first?.student_id ?? null) : data.student_id
  const unlink = first && first.student_id !== student ? first.student_id : undefined
  if (student === null) return { unlink }
  const relation = data.guardian_role ?? (unlink === undefined ? (first?.relation ?? 0) : 0)
  const same = first?.student_id === student && first.relation === relation
  return { unlink, link: same ? undefined : { student_id: student, relation, position: first?.position ?? 0 } }
}

function linkBeside(data: PersonPatch, links: readonly KeptLink[]): Pick<Write, 'link'> {
  const student = data.student_id ?? links.find(({ kept }) => kept)?.student_id
  if (student === undefined) return {}
  const there = links.find(({ student_id }) => student_id === student)
  const relation = data.guardian_role ?? there?.relation ?? 0
  if (there?.relation === relation) return {}
  const position = there?.position ?? Math.max(...links.map((link) => link.position)) + 1
  return { link: { student_id: student, relation, position } }
}

/** What history keeps of the link that a change replaces, if it replaces one. */
export function linkBefore({ links }: Pick<Current, 'links'>, { link, unlink }: Pick<Write, 'link' | 'unlink'>) {
  const id = unlink ?? link?.student_id
  const before = links.find(({ student_id }) => student_id === id)
  if (!before) return null
  const { kept: _, ...plain } = before
  return plain
}
