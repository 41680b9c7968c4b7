import { type Db, guarded, transaction } from '@/infra/db'
import { hashPassword } from '@/infra/hashing'
import { brokenUnique } from '@/infra/sql-error'
import { leavesNoAdmin } from '../accounts/administrators'
import { isOwnPerson, isUnconfirmedMember } from '../accounts/members'
import { passwordIssue } from '../accounts/password-rules'
import type { Actor } from '../actor'
import { isConfirmed, unconfirmed } from '../confirmation'
import {
  changedMeanwhile,
  forbidden,
  type IsKnown,
  invalid,
  missingScope,
  notFound,
  ok,
  type Result,
  refused,
} from '../errors'
import type { Field } from '../fields/schema'
import { can } from '../policy'
import { accountReach, closedSql, isHeldToPeople, letsIn, needsAccounts } from './account-rules'
import { attempt } from './attempt'
import { checkPerson, merge, parsePartly } from './check'
import { loadCurrent } from './current'
import { changedKeys, pick, setNumbers, unmask } from './diff'
import { gradeOf, numbersShownTo } from './grade'
import { linkBefore, relink, withoutShownLink } from './links'
import { readRecord } from './queries'
import { recordSql, type Shape } from './record'
import { type PersonPatch, type PersonRole, personCreate, personPatch, personRoles, personStatuses } from './schema'
import { searchText, sortName } from './search'
import { findTaken } from './taken'
import { insertPerson, type Link, type Password, type Row, updatePerson, type Write, type Written } from './write'

const builtIn = ['gender', 'avatar_url', 'email', 'phone', 'graduates_in', 'duration', 'idcard', 'status'] as const

/**
 * How a write answers the record: by the statement that wrote it, but where a guardian's link is written along, which that
 * statement does not see yet.
 */
const answering = (db: Db, actor: Actor, shape: Shape) => ({
  recordOf: (fields: readonly Field[], role: PersonRole, linked: boolean) =>
    linked
      ? undefined
      : recordSql({ fields, shape, pii: numbersShownTo(actor), guardians: role === personRoles.guardian }),
  async answer(written: Written | undefined, fields: readonly Field[]): Promise<Result<string> | 'again'> {
    if (!written) return 'again'
    return written.json === null ? readRecord(db, actor, written.id, fields, shape) : ok(written.json)
  },
})

/** The columns that a valid input sets. */
function rowOf(data: PersonPatch): Row {
  const row: Row = {}
  for (const key of builtIn) if (data[key] !== undefined) row[key] = data[key]
  if (data.outer_id !== undefined) row.outer_id = data.outer_id || null
  if (data.entered_at !== undefined) row.entered_at = data.entered_at || null
  return row
}

const named = (usin: string, name: string): Row => ({
  usin,
  name,
  sort_name: sortName(name),
  search_text: searchText({ usin, name }),
})

/** What history keeps of a row: not what is derived from it. */
const shown = ({ sort_name: _sort, search_text: _search, ext: _ext, ...row }: Row) => row

/** The password of the person's account as it is kept; one that misses the policy holds the account to itself. */
async function passwordOf(
  data: PersonPatch,
  known: string[],
  account: Pick<Password, 'isLetIn' | 'mayReplace'>,
): Promise<Write['password']> {
  if (!data.password) return undefined
  const isWeak = (await passwordIssue(data.password, known)) !== undefined
  return { hash: await hashPassword(data.password), isWeak, ...account }
}

/** A grade administrator makes and keeps students of the grade, and guardians of theirs, who are checked with the student. */
const mayMake = (actor: Actor, role: PersonRole, data: Partial<Record<keyof PersonPatch, unknown>>): boolean => {
  if (actor.role !== 'grade_admin') return true
  const { graduates_in, duration } = data
  if (role === personRoles.guardian) return typeof data.student_id === 'number'
  if (role !== personRoles.student || typeof graduates_in !== 'number' || typeof duration !== 'number') return false
  return gradeOf({ graduates_in, duration }, new Date()) === actor.grade
}

/** Writes a change. One who leaves normal status may be the school's last administrator: that is refused. */
async function update(
  db: Db,
  id: number,
  version: number,
  write: Write,
  leaves: boolean,
): Promise<Result<Written | undefined>> {
  if (!leaves) return ok(await guarded(db, () => updatePerson(db, id, version, write)))
  return transaction(db, async (tx) => {
    const written = await updatePerson(tx, id, version, write)
    const isLast = written && (await leavesNoAdmin(tx.sql, write.actor.schoolId, { people: [id] }))
    return isLast ? refused('last_admin') : ok(written)
  })
}

/**
 * Makes a person and answers the record as JSON text. Every wrong key is named at once; a number that somebody holds
 * already is `taken`; a key that is neither built in nor a field of the role is `unknown_key`.
 */
export function createPerson(db: Db, actor: Actor, input: object, shape: Shape): Promise<Result<string>> {
  const { recordOf, answer } = answering(db, actor, shape)
  return attempt(db, actor, async ({ fields, version }) => {
    const { data, issues } = parsePartly(personCreate, input)
    const { role, usin, name } = data
    const checked = role === undefined ? undefined : await checkPerson(db, actor, role, data, fields, true)
    if (role !== undefined && !mayMake(actor, role, data)) return forbidden
    const unique = checked?.unique ?? []
    const wrong = merge(issues, checked?.issues ?? [])
    if (wrong.length > 0 || !checked || role === undefined || usin === undefined || name === undefined) {
      return invalid(...merge(wrong, await findTaken(db, actor, { ...data, unique }, null)))
    }
    if (data.password && !isConfirmed(actor)) return unconfirmed
    const row: Row = { role, ...rowOf(data), ...named(usin, name), ext: JSON.stringify(checked.ext) }
    const link: Link | undefined = data.student_id
      ? { student_id: data.student_id, relation: data.guardian_role ?? 0, position: 0 }
      : undefined
    const write: Write = {
      actor,
      fieldsVersion: version,
      row,
      unique: Object.fromEntries(unique.map(({ field, value }) => [field.id, value])),
      link,
      password: await passwordOf(data, [usin, name, data.phone ?? ''], {
        isLetIn: letsIn(actor, role),
        mayReplace: false,
      }),
      after: { ...shown(row), ext: checked.ext, ...(link ? { link } : {}) },
      record: recordOf(fields, role, link !== undefined),
    }
    try {
      return await answer(await guarded(db, () => insertPerson(db, write)), fields)
    } catch (error) {
      if (!brokenUnique(error)) throw error
      const taken = await findTaken(db, actor, { ...data, unique }, null)
      return taken.length > 0 ? invalid(...taken) : 'again'
    }
  })
}

/**
 * Changes a person: absent keys stay, `""` or `null` clears what is optional. Answers the record as JSON text. A change
 * that changes nothing is not written, except a number by a caller who cannot read it; one by a caller who takes the
 * record for another than it is neither.
 */
export function patchPerson(
  db: Db,
  actor: Actor,
  id: number,
  input: object,
  shape: Shape,
  isKnown?: IsKnown<string>,
): Promise<Result<string>> {
  const { recordOf, answer } = answering(db, actor, shape)
  return attempt(
    db,
    actor,
    async ({ fields, version }) => {
      const current = await loadCurrent(db, actor, id)
      if (!current) return notFound
      if (!current.kept) return forbidden
      const { data: given, issues } = parsePartly(personPatch, unmask(input, current))
      const data = withoutShownLink(given, current)
      const reach = accountReach(data, issues, current)
      if (needsAccounts(actor, current, reach)) return missingScope('accounts:write')
      if (isKnown) {
        // Read after `current`: should somebody write between the two, the write below finds another version.
        const now = await readRecord(db, actor, id, fields, shape)
        if (!now.ok) return now
        if (!isKnown(now.value)) return changedMeanwhile
      }
      if (data.role !== undefined && data.role !== current.role) issues.push({ field: 'role', reason: 'fixed' })
      const checked = await checkPerson(db, actor, current.role, data, fields, false)
      const wrong = merge(issues, checked.issues)
      if (wrong.length > 0) return invalid(...merge(wrong, await findTaken(db, actor, { ...data, ...checked }, id)))
      if (!mayMake(actor, current.role, { ...current.row, student_id: current.links[0]?.student_id ?? null, ...data }))
        return forbidden

      const usin = data.usin ?? current.row.usin
      const name = data.name ?? current.row.name
      const after = { ...rowOf(data), usin, name }
      // To a caller who cannot read a number, the same number must look like any other: no guess is told by the answer.
      const blind = can(actor, 'pii:read') ? [] : setNumbers(data)
      const keys = [...new Set([...changedKeys(current.row, after), ...blind])]
      const ids = changedKeys(current.ext, checked.ext)
      const link = current.role === personRoles.guardian ? relink(data, current) : {}
      if (data.password && (await isOwnPerson(db, actor, id))) return forbidden
      const movesAccount = current.account !== null && (reach.password || reach.standing)
      if (current.shared && (movesAccount || keys.includes('status'))) return refused('other_grade')
      if (data.password && !isConfirmed(actor)) return unconfirmed
      const decides = keys.some((key) => key === 'status' || key === 'usin')
      if (decides && (await isUnconfirmedMember(db, actor, id))) return unconfirmed
      const password = await passwordOf(data, [usin, name], {
        isLetIn: letsIn(actor, current.role),
        mayReplace: !isHeldToPeople(actor) || current.account !== null,
      })
      const isSame = keys.length + ids.length === 0 && !link.link && link.unlink === undefined && password === undefined
      if (isSame) return readRecord(db, actor, id, fields, shape)

      const row: Row = pick(after, keys)
      if (keys.includes('usin') || keys.includes('name')) Object.assign(row, named(usin, name))
      if (ids.length > 0) row.ext = JSON.stringify({ ...current.ext, ...checked.ext })
      const linked = link.link !== undefined || link.unlink !== undefined
      const write: Write = {
        actor,
        fieldsVersion: version,
        row,
        unique: Object.fromEntries(checked.unique.map(({ field, value }) => [field.id, value])),
        ...link,
        password,
        closed: closedSql(actor, reach),
        before: {
          ...pick(current.row, keys),
          ...(ids.length > 0 ? { ext: pick(current.ext, ids) } : {}),
          ...(linked ? { link: linkBefore(current, link) } : {}),
        },
        after: {
          ...pick(after, keys),
          ...(ids.length > 0 ? { ext: pick(checked.ext, ids) } : {}),
          ...(linked ? { link: link.link ?? null } : {}),
          ...(password === undefined ? {} : { password_changed: true }),
        },
        record: recordOf(fields, current.role, linked),
      }
      try {
        const leaves = current.row.status === personStatuses.normal && keys.includes('status')
        const written = await update(db, id, current.version, write, leaves)
        return written.ok ? await answer(written.value, fields) : written
      } catch (error) {
        if (!brokenUnique(error)) throw error
        const taken = await findTaken(db, actor, { ...data, unique: checked.unique }, id)
        return taken.length > 0 ? invalid(...taken) : 'again'
      }
    },
    id,
  )
}
