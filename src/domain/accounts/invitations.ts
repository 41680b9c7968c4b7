import { z } from 'zod'
import { type Db, transaction } from '@/infra/db'
import { digest, newSecret } from '@/infra/hashing'
import type { Actor } from '../actor'
import { forbidden, invalid, notFound, ok, type Reason, type Result } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'

const because = (reason: Reason) => ({ error: reason })

const invitationCreate = z.strictObject({
  note: z.string(because('invalid')).trim().max(100, because('too_long')).default(''),
  auto_approve: z.boolean(because('invalid')).default(false),
  most_uses: z
    .int(because('not_integer'))
    .min(1, because('invalid'))
    .max(10_000, because('invalid'))
    .nullable()
    .default(null),
  expires_in_days: z
    .int(because('not_integer'))
    .min(1, because('invalid'))
    .max(366, because('invalid'))
    .nullable()
    .default(14),
})
export type InvitationCreate = z.input<typeof invitationCreate>

/** `open`: it still lets somebody register. */
export type Invitation = {
  id: number
  note: string
  auto_approve: boolean
  uses: number
  most_uses: number | null
  expires_at: string | null
  created_at: string
  open: boolean
}

/** SQL for whether a row of `invitation` still lets somebody register. */
export const isOpen = `revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp()) AND (most_uses IS NULL OR uses < most_uses)`

/** Makes an invitation; the secret of its link is shown once. */
export async function createInvitation(
  db: Db,
  actor: Actor,
  input: object,
): Promise<Result<{ id: number; token: string }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const parsed = invitationCreate.safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { note, auto_approve, most_uses, expires_in_days: days } = parsed.data
  const token = newSecret()
  return transaction(db, async (tx) => {
    const { id } = await tx.prisma.invitation.create({
      data: {
        schoolId: actor.schoolId,
        tokenHash: digest(token),
        note,
        autoApprove: auto_approve,
        mostUses: most_uses,
        expiresAt: days === null ? null : new Date(Date.now() + days * 86_400_000),
        createdBy: actor.accountId,
      },
      select: { id: true },
    })
    await record(tx, actor, [
      { noun: 'invitation', nounId: id, action: 'create', after: { note, auto_approve, most_uses } },
    ])
    return ok({ id, token })
  })
}

/** The school's invitations, the newest first. */
export async function listInvitations(db: Db, actor: Actor): Promise<Result<Invitation[]>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const rows = await db.sql<{ invitation: string }>(
    `SELECT json_build_object('id', id, 'note', note, 'auto_approve', auto_approve, 'uses', uses, 'most_uses', most_uses,
       'expires_at', expires_at, 'created_at', created_at, 'open', ${isOpen})::text AS invitation
     FROM invitation WHERE school_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 200`,
    [actor.schoolId],
  )
  return ok(rows.map((row) => JSON.parse(row.invitation)))
}

/** Ends an invitation; who registered by it stays. */
export async function revokeInvitation(db: Db, actor: Actor, input: { id: number }): Promise<Result<{ id: number }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  return transaction(db, async (tx) => {
    const { count } = await tx.prisma.invitation.updateMany({
      where: { id: input.id, schoolId: actor.schoolId, revokedAt: null },
      data: { revokedAt: new Date() },
    })
    if (count === 0) return notFound
    await record(tx, actor, [{ noun: 'invitation', nounId: input.id, action: 'delete' }])
    return ok({ id: input.id })
  })
}

export type OpenInvitation = { id: number; school_id: number; school_name: string; auto_approve: boolean }

/** The invitation of a link's secret while it lets somebody register. */
export async function findInvitation(db: Db, token: string): Promise<OpenInvitation | undefined> {
  const [row] = await db.sql<OpenInvitation>(
    `SELECT i.id, i.school_id, s.name AS school_name, i.auto_approve FROM invitation i JOIN school s ON s.id = i.school_id
     WHERE i.token_hash = $1 AND ${isOpen}`,
    [digest(token)],
  )
  return row
}
