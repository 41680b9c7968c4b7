import { type Db, transaction } from '@/infra/db'
import { env } from '@/infra/env'
import type { Actor } from '../actor'
import { forbidden, invalid, notFound, ok, type Result } from '../errors'
import { placeChanges } from '../feed/place'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'
import { hoursOfOverlap } from './rules'
import { endpointCreate, endpointPatch } from './schema'
import { newWebhookSecret, sealSecret } from './secret'

/** The secret is shown this once. */
export type NewEndpoint = { id: number; secret: string }

/** Makes an endpoint, which is told of what changes from now on. */
export async function createEndpoint(db: Db, actor: Actor, input: object): Promise<Result<NewEndpoint>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const parsed = endpointCreate(env().webhookReach).safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { url, description, kinds } = parsed.data
  const secret = newWebhookSecret()
  return transaction(db, async (tx) => {
    await placeChanges(tx, actor.schoolId)
    const [next] = await tx.sql<{ id: number; position: string }>(
      `SELECT nextval(pg_get_serial_sequence('webhook_endpoint', 'id'))::int AS id,
         coalesce((SELECT max(position) FROM feed_entry WHERE school_id = $1), 0)::text AS position`,
      [actor.schoolId],
    )
    if (!next) throw new Error('an endpoint got no id')
    const { id } = next
    const position = BigInt(next.position)
    const own = { id, schoolId: actor.schoolId, position, secret: sealSecret(id, secret) }
    await tx.prisma.webhookEndpoint.create({ data: { ...own, url, description, kinds } })
    await record(tx, actor, [{ noun: 'webhook', nounId: id, action: 'create', after: { url, description, kinds } }])
    return ok({ id, secret })
  })
}

const shown = { url: true, description: true, kinds: true, enabled: true } as const
const ofSchool = (actor: Actor, id: number) => ({ id, schoolId: actor.schoolId })

/** Changes an endpoint. One that is enabled again goes on where it stood: nothing of the time between is left out. */
export async function updateEndpoint(db: Db, actor: Actor, id: number, input: object): Promise<Result<{ id: number }>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const parsed = endpointPatch(env().webhookReach).safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { url, description, kinds, enabled } = parsed.data
  const given = { url, description, kinds, enabled }
  return transaction(db, async (tx) => {
    const before = await tx.prisma.webhookEndpoint.findFirst({ where: ofSchool(actor, id), select: shown })
    if (!before) return notFound
    const after = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    const fresh = enabled === undefined ? {} : { stopped: '', failingSince: null }
    await tx.prisma.webhookEndpoint.update({ where: ofSchool(actor, id), data: { ...after, ...fresh }, select: shown })
    await record(tx, actor, [{ noun: 'webhook', nounId: id, action: 'update', before, after }])
    return ok({ id })
  })
}

/** Deletes an endpoint with its deliveries. */
export async function removeEndpoint(db: Db, actor: Actor, input: { id: number }): Promise<Result<{ id: number }>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  return transaction(db, async (tx) => {
    const before = await tx.prisma.webhookEndpoint.findFirst({ where: ofSchool(actor, input.id), select: shown })
    if (!before) return notFound
    await tx.prisma.webhookEndpoint.deleteMany({ where: ofSchool(actor, input.id) })
    await record(tx, actor, [{ noun: 'webhook', nounId: input.id, action: 'delete', before }])
    return ok({ id: input.id })
  })
}

/** Gives an endpoint a new secret, shown once; the old one signs too for a day, so that the receiver can change over. */
export async function rotateSecret(db: Db, actor: Actor, input: { id: number }): Promise<Result<NewEndpoint>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const { id } = input
  const secret = newWebhookSecret()
  return transaction(db, async (tx) => {
    const rows = await tx.sql(
      `UPDATE webhook_endpoint SET old_secret = secret, old_secret_until = now() + make_interval(hours => $3), secret = decode($4, 'base64')
       WHERE id = $1 AND school_id = $2 RETURNING 1 AS rotated`,
      [id, actor.schoolId, hoursOfOverlap, Buffer.from(sealSecret(id, secret)).toString('base64')],
    )
    if (rows.length === 0) return notFound
    await record(tx, actor, [{ noun: 'webhook', nounId: id, action: 'update', after: { secret_changed: true } }])
    return ok({ id, secret })
  })
}
