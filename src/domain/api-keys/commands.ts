import type { ZodType } from 'zod'
import { type Db, transaction } from '@/infra/db'
import { blockText } from '@/infra/ip'
import type { Actor } from '../actor'
import { endOfChinaDay } from '../dates'
import { forbidden, invalid, notFound, ok, type Result } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'
import { keyCreate, keyPatch } from './schema'
import { addSecret, type NewKey, newClientId } from './secrets'

type Written = { addresses?: string[] | undefined; expires_on?: string | null | undefined }

/** What the schema makes of the input, its addresses as they are usually written, each once. */
function check<T extends Written>(schema: ZodType<T>, input: object): Result<T> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { addresses, expires_on } = parsed.data
  const wrong = addresses?.find((address) => blockText(address) === undefined)
  if (wrong !== undefined) return invalid({ field: 'addresses', reason: 'invalid', value: wrong.slice(0, 100) })
  if (expires_on && endOfChinaDay(expires_on) < new Date()) return invalid({ field: 'expires_on', reason: 'invalid' })
  if (!addresses) return ok(parsed.data)
  const blocks = addresses.map(blockText).filter((block) => block !== undefined)
  return ok({ ...parsed.data, addresses: [...new Set(blocks)] })
}

/** Makes a key to the actor's school. */
export async function createApiKey(db: Db, actor: Actor, input: object): Promise<Result<NewKey>> {
  if (!can(actor, 'keys:write')) return forbidden
  const checked = check(keyCreate, input)
  if (!checked.ok) return checked
  const { expires_on, expires_in_days: days, ...rest } = checked.value
  const last = expires_on === null ? null : endOfChinaDay(expires_on)
  const expiresAt = days === undefined ? last : new Date(Date.now() + days * 86_400_000)
  const { name, scopes, addresses, calls_per_minute: callsPerMinute } = rest
  const clientId = newClientId()
  return transaction(db, async (tx) => {
    const { id } = await tx.prisma.apiKey.create({
      data: { schoolId: actor.schoolId, name, clientId, scopes, addresses, callsPerMinute, expiresAt },
      select: { id: true },
    })
    const key = await addSecret(tx, { id, clientId })
    const after = { ...rest, client_id: clientId, expires_at: expiresAt }
    await record(tx, actor, [{ noun: 'api-key', nounId: id, action: 'create', after }])
    return ok(key)
  })
}

/** A key of the actor's school that is not revoked, held until the transaction ends. */
export async function holdKey(tx: Db, actor: Actor, id: number) {
  await tx.sql('SELECT 1 AS held FROM api_key WHERE id = $1 AND school_id = $2 FOR UPDATE', [id, actor.schoolId])
  return tx.prisma.apiKey.findFirst({ where: { id, schoolId: actor.schoolId, revokedAt: null } })
}

/** Notes that an administrator has seen what a key from before an upgrade can no longer do; the page says it no more. */
export async function acknowledgeApiKey(db: Db, actor: Actor, input: { id: number }): Promise<Result<{ id: number }>> {
  if (!can(actor, 'keys:write')) return forbidden
  return transaction(db, async (tx) => {
    const key = await holdKey(tx, actor, input.id)
    if (!key) return notFound
    if (key.isNarrowed) await seeNarrowed(tx, actor, input.id)
    return ok({ id: input.id })
  })
}

async function seeNarrowed(tx: Db, actor: Actor, id: number): Promise<void> {
  await tx.prisma.apiKey.update({ where: { id }, data: { isNarrowed: false }, select: { id: true } })
  await record(tx, actor, [{ noun: 'api-key', nounId: id, action: 'update', after: { narrowed_seen: true } }])
}

/** Changes what is given of a key, which its tokens feel at once. Whoever edits a key has seen what it can no longer do. */
export async function updateApiKey(db: Db, actor: Actor, id: number, input: object): Promise<Result<{ id: number }>> {
  if (!can(actor, 'keys:write')) return forbidden
  const checked = check(keyPatch, input)
  if (!checked.ok) return checked
  const { name, scopes, addresses, calls_per_minute, expires_on } = checked.value
  return transaction(db, async (tx) => {
    const key = await holdKey(tx, actor, id)
    if (!key) return notFound
    const before = {
      name: key.name,
      scopes: key.scopes,
      addresses: key.addresses,
      calls_per_minute: key.callsPerMinute,
      expires_at: key.expiresAt,
    }
    const after = {
      name: name ?? key.name,
      scopes: scopes ?? key.scopes,
      addresses: addresses ?? key.addresses,
      calls_per_minute: calls_per_minute === undefined ? key.callsPerMinute : calls_per_minute,
      expires_at: expires_on === undefined ? key.expiresAt : expires_on === null ? null : endOfChinaDay(expires_on),
    }
    const changes = changed(before, after)
    if (!changes && key.isNarrowed) await seeNarrowed(tx, actor, id)
    if (!changes) return ok({ id })
    await tx.prisma.apiKey.update({
      where: { id },
      data: {
        name: after.name,
        scopes: after.scopes,
        addresses: after.addresses,
        callsPerMinute: after.calls_per_minute,
        expiresAt: after.expires_at,
        isNarrowed: false,
      },
      select: { id: true },
    })
    await record(tx, actor, [{ noun: 'api-key', nounId: id, action: 'update', ...changes }])
    return ok({ id })
  })
}

/** Only what differs, on both sides; undefined when nothing does. */
function changed(before: object, after: object): { before: object; after: object } | undefined {
  const old = new Map<string, unknown>(Object.entries(before))
  const differ = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(old.get(key))
  const news = Object.entries(after).filter(differ)
  if (news.length === 0) return undefined
  return { before: Object.fromEntries(news.map(([key]) => [key, old.get(key)])), after: Object.fromEntries(news) }
}

/** Ends a key at once, and every token it got. */
export async function revokeApiKey(db: Db, actor: Actor, input: { id: number }): Promise<Result<{ id: number }>> {
  if (!can(actor, 'keys:write')) return forbidden
  return transaction(db, async (tx) => {
    const { count } = await tx.prisma.apiKey.updateMany({
      where: { id: input.id, schoolId: actor.schoolId, revokedAt: null },
      data: { revokedAt: new Date() },
    })
    if (count === 0) return notFound
    await record(tx, actor, [{ noun: 'api-key', nounId: input.id, action: 'delete' }])
    return ok({ id: input.id })
  })
}
