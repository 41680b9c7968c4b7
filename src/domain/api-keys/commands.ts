import { z } from 'zod'
import { type Db, transaction } from '@/infra/db'
import { digest, newSecret } from '@/infra/hashing'
import type { Actor } from '../actor'
import { forbidden, invalid, notFound, ok, type Reason, type Result } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can, keyScopes } from '../policy'

const because = (reason: Reason) => ({ error: reason })

const keyCreate = z.strictObject({
  name: z.string(because('invalid')).trim().min(1, because('blank')).max(100, because('too_long')),
  scopes: z
    .array(z.enum(keyScopes, because('invalid')))
    .min(1, because('blank'))
    .optional(),
  expires_in_days: z.int(because('not_integer')).min(1, because('invalid')).max(3650, because('invalid')).optional(),
})

/** Shown once: only the digest of the secret is kept. `api_key` is both parts in one word. */
export type NewKey = { id: number; client_id: string; client_secret: string; api_key: string }

const keyPattern = /^mc_([\w-]{8,40})_([\w-]{43})$/

/** The two parts of an API key, or undefined when it has not the shape of one. */
export function splitKey(apiKey: string): { clientId: string; secret: string } | undefined {
  const [, clientId, secret] = keyPattern.exec(apiKey) ?? []
  return clientId && secret ? { clientId, secret } : undefined
}

/** Makes a key to the actor's school; without scopes it has all of them, without an expiry it lasts until revoked. */
export async function createApiKey(db: Db, actor: Actor, input: object): Promise<Result<NewKey>> {
  if (!can(actor, 'keys:write')) return forbidden
  const parsed = keyCreate.safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { name, expires_in_days: days } = parsed.data
  const clientId = newSecret().replace(/[-_]/g, '').slice(0, 20)
  const secret = newSecret()
  return transaction(db, async (tx) => {
    const { id } = await tx.prisma.apiKey.create({
      data: {
        schoolId: actor.schoolId,
        name,
        clientId,
        secretHash: digest(secret),
        scopes: [...(parsed.data.scopes ?? keyScopes)],
        expiresAt: days === undefined ? null : new Date(Date.now() + days * 86_400_000),
      },
    })
    await record(tx, actor, [{ noun: 'api-key', nounId: id, action: 'create', after: { name, client_id: clientId } }])
    return ok({ id, client_id: clientId, client_secret: secret, api_key: `mc_${clientId}_${secret}` })
  })
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
