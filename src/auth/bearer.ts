import { jwtVerify, SignJWT } from 'jose'
import type { Actor } from '@/domain/actor'
import { splitKey } from '@/domain/api-keys/commands'
import type { Db } from '@/infra/db'
import { digest, sameDigest } from '@/infra/hashing'
import { keyFor } from '@/infra/secret'
import { mintActor } from './mint'

/** How long an access token lasts, in seconds. */
export const tokenLife = 86_400

const audience = 'mingce:rest'

type KeyRow = { id: number; school_id: number; scopes: string[]; secret_hash: Uint8Array; fields_version: number }

/** The living key of a client id, with the state of its school's fields. */
async function findKey(db: Db, clientId: string): Promise<KeyRow | undefined> {
  const [row] = await db.sql<KeyRow>(
    `SELECT k.id, k.school_id, k.scopes, k.secret_hash, s.fields_version FROM api_key k JOIN school s ON s.id = k.school_id
     WHERE k.client_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`,
    [clientId],
  )
  return row
}

const actorOf = (key: KeyRow, scopes: readonly string[]): Actor =>
  mintActor(
    {
      schoolId: key.school_id,
      role: 'api_key',
      via: 'rest',

      apiKeyId: key.id,
      fieldsVersion: key.fields_version,
    },
    scopes,
  )

/** The actor of an API key or of an access token that a key got; undefined when it is neither, or ended. */
export async function bearerActor(db: Db, credentials: string): Promise<Actor | undefined> {
  const parts = splitKey(credentials)
  if (parts) {
    const key = await findKey(db, parts.clientId)
    return key && sameDigest(key.secret_hash, digest(parts.secret)) ? actorOf(key, key.scopes) : undefined
  }
  const claims = await jwtVerify(credentials, keyFor('access token'), { algorithms: ['HS256'], audience }).catch(
    () => undefined,
  )
  if (!claims?.payload.sub) return undefined
  const key = await findKey(db, claims.payload.sub)
  const scopes = String(claims.payload.scope ?? '').split(' ')
  return (
    key &&
    actorOf(
      key,
      key.scopes.filter((scope) => scopes.includes(scope)),
    )
  )
}

export type TokenAnswer =
  | { ok: true; token: string; scope: string; actor: Actor }
  | { ok: false; error: 'invalid_client' | 'invalid_scope' }

/** Trades client id and secret for an access token of RFC 6749's client credentials grant, with all scopes or fewer. */
export async function issueToken(
  db: Db,
  client: { id: string; secret: string; scope?: string | undefined },
): Promise<TokenAnswer> {
  const key = await findKey(db, client.id)
  if (!key || !sameDigest(key.secret_hash, digest(client.secret))) return { ok: false, error: 'invalid_client' }
  const wanted = client.scope?.split(/\s+/).filter(Boolean) ?? []
  if (wanted.some((scope) => !key.scopes.includes(scope))) return { ok: false, error: 'invalid_scope' }
  const scope = (wanted.length > 0 ? wanted : key.scopes).join(' ')
  const token = await new SignJWT({ scope })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(client.id)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${tokenLife}s`)
    .sign(keyFor('access token'))
  return { ok: true, token, scope, actor: actorOf(key, key.scopes) }
}
