import { z } from 'zod'
import { type Db, transaction } from '@/infra/db'
import { isDjangoHash } from '@/infra/django-hash'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { type Change, record } from '../history/record'
import { can } from '../policy'
import { releaseNumber } from './held'
import { nameForm, nameLooks } from './name-forms'
import { iconPattern, phonePattern } from './schema'

/** The original's own, which is wider than that of new names. */
const usernamePattern = /^[\p{L}\p{N}@.+\-_]+$/u

const text = z.string().nullable().optional()
/** One row of the original's `manage.py dumpdata`, as far as it matters here. */
const row = z.object({
  model: z.literal('users.user'),
  pk: z.int().min(1).max(2_000_000_000),
  fields: z.object({
    username: z.string().min(1).max(150).regex(usernamePattern),
    password: z.string().max(500),
    phone: z.string().regex(phonePattern).or(z.literal('')).nullable().optional(),
    work_id: text,
    email: text,
    wechat: text,
    icon: text,
    is_grade: z.int().min(0).max(6).nullable().optional(),
    is_super: z.int().min(0).max(6).nullable().optional(),
    is_superuser: z.boolean().optional(),
    is_active: z.boolean().optional(),
    is_delete: z.boolean().optional(),
    last_login: z.iso.datetime({ offset: true, local: true }).nullable().optional(),
    create_time: z.iso.datetime({ offset: true, local: true }).optional(),
    update_time: z.iso.datetime({ offset: true, local: true }).optional(),
  }),
})
type Row = z.infer<typeof row>

export type Refused = { at: number; pk: number | null; reason: string }
export type Report = { created: number; unchanged: number; passed_over: number; refused: Refused[] }

const pkOf = (entry: unknown): number | null =>
  typeof entry === 'object' && entry !== null && 'pk' in entry && typeof entry.pk === 'number' ? entry.pk : null
const isUser = (entry: unknown) =>
  typeof entry === 'object' && entry !== null && 'model' in entry && entry.model === 'users.user'

/** A time without a zone is the original's own, +08:00. */
const zoned = (time: string | null | undefined) =>
  time ? (/(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}+08:00`) : null

/** A picture whose address is no address on the web, and no path, stays behind: others would draw it. */
const pictureOf = (icon: string | null | undefined) =>
  icon && (iconPattern.test(icon) || /^[\w./-]+$/.test(icon)) ? icon : null

type There = { school_id: number; username: string | null }

async function importOne(
  db: Db,
  actor: Actor,
  { pk, fields }: Row,
): Promise<'created' | 'unchanged' | { reason: string }> {
  const [there] = await db.sql<There>('SELECT school_id, username FROM account WHERE id = $1', [pk])
  if (there) {
    const same = there.school_id === actor.schoolId && there.username === fields.username
    return same ? 'unchanged' : { reason: `the id ${pk} belongs to another account here` }
  }
  const erased = await db.sql(
    `SELECT 1 AS erased FROM change WHERE school_id = $1 AND noun = 'account' AND noun_id = $2 AND action = 'delete' AND before ? 'erased' LIMIT 1`,
    [actor.schoolId, pk],
  )
  if (erased.length > 0) return { reason: `the account ${pk} was erased here` }
  if (!isDjangoHash(fields.password)) return { reason: 'the password hash has no shape that is known' }
  if (fields.phone && fields.is_delete !== true) await releaseNumber(db, actor, 'phone', fields.phone, null)
  const held = await db.sql<{ what: string }>(
    `SELECT CASE WHEN username = $2 THEN 'user name' WHEN work_id = $3 THEN 'work number' ELSE 'phone' END AS what FROM account
     WHERE username = $2 OR (school_id = $1 AND deleted_at IS NULL AND NOT $5 AND (work_id = $3 OR (phone = $4 AND phone <> ''))) LIMIT 1`,
    [actor.schoolId, fields.username, fields.work_id || null, fields.phone ?? '', fields.is_delete === true],
  )
  if (held[0]) return { reason: `the ${held[0].what} is held by another account here` }
  // Whoever could work in the original was let in there; nobody becomes the operator of this site by a file.
  await db.sql(
    `INSERT INTO account (id, school_id, username, password_hash, phone, work_id, email, wechat, icon, is_grade, is_super, is_active,
       approved_at, last_login_at, created_at, updated_at, deleted_at, name_form, name_looks, phone_state, work_id_state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now(), $13::timestamptz, coalesce($14::timestamptz, now()),
       coalesce($15::timestamptz, now()), CASE WHEN $16 THEN coalesce($15::timestamptz, now()) END, $17, $18::text[], 'proven', 'proven')`,
    [
      ...[pk, actor.schoolId, fields.username, fields.password, fields.phone ?? ''],
      ...[fields.work_id || null, fields.email || null, fields.wechat || null, pictureOf(fields.icon)],
      ...[fields.is_grade ?? 0, fields.is_super ?? 0, fields.is_active ?? true],
      ...[zoned(fields.last_login), zoned(fields.create_time), zoned(fields.update_time), fields.is_delete === true],
      ...[nameForm(fields.username), nameLooks(fields.username)],
    ],
  )
  return 'created'
}

/**
 * Brings over the accounts of the original service, ids and hashes as they stand; the hashes are replaced at the next
 * sign-in. Run again it changes nothing. What cannot be brought over is named with its place in the file, and does not
 * keep the rest from coming.
 */
export async function importExcourse(db: Db, actor: Actor, entries: readonly unknown[]): Promise<Result<Report>> {
  if (!can(actor, 'schools:write')) return forbidden
  return transaction(db, async (tx) => {
    const report: Report = { created: 0, unchanged: 0, passed_over: 0, refused: [] }
    const changes: Change[] = []
    for (const [at, entry] of entries.entries()) {
      if (!isUser(entry)) {
        report.passed_over++
        continue
      }
      const parsed = row.safeParse(entry)
      const done = parsed.success ? await importOne(tx, actor, parsed.data) : { reason: explain(parsed.error) }
      if (typeof done === 'object') report.refused.push({ at, pk: pkOf(entry), reason: done.reason })
      else report[done]++
      if (done === 'created' && parsed.success) {
        changes.push({
          noun: 'account',
          nounId: parsed.data.pk,
          action: 'create',
          after: { username: parsed.data.fields.username, imported: true },
        })
      }
    }
    // New accounts must not be given an id that was brought over.
    await tx.sql(
      `SELECT setval(pg_get_serial_sequence('account', 'id'), greatest((SELECT max(id) FROM account), 1))::text`,
    )
    if (changes.length > 0) await record(tx, actor, changes)
    return ok(report)
  })
}

const explain = (error: z.ZodError): string => {
  const [issue] = error.issues
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`
}
