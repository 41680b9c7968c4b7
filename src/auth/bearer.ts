import { hash } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { Actor } from '@/domain/actor'
import { splitKey } from '@/domain/api-keys/secrets'
import { noteUse } from '@/domain/api-keys/use'
import type { Db } from '@/infra/db'
import { digest } from '@/infra/hashing'
import { isWithin } from '@/infra/ip'
import { rememberCaller } from '@/infra/known-callers'
import type { Proof } from '@/infra/proof'
import { keyFor } from '@/infra/secret'
import { mintActor } from './mint'

/** How long an access token lasts, in seconds. */
export const tokenLife = 86_400

const audience = 'mingce:rest'

type KeyRow = {
  id: number
  school_id: number
  scopes: string[]
  addresses: string[]
  calls_per_minute: number | null
  secret_id: number
  fields_version: number
  living: boolean
  state: string
}

/** Whether a key, and the secret of it that was shown, let anybody in. */
const living = `k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
  AND (x.ends_at IS NULL OR x.ends_at > now())`
/** All else that makes a caller what they are, as one text. */
const state = 'ROW(k.scopes, k.addresses, k.calls_per_minute, s.fields_version)::text'
const tables = 'api_key k JOIN school s ON s.id = k.school_id JOIN api_key_secret x ON x.key_id = k.id'

/** The key that has this secret, known by its digest or its id, with the state of its school's fields. */
async function findKey(db: Db, clientId: string, secret: Uint8Array | number): Promise<KeyRow | undefined> {
  const [row] = await db.sql<KeyRow>(
    `SELECT k.id, k.school_id, k.scopes, k.addresses, k.calls_per_minute, x.id AS secret_id, s.fields_version,
       ${living} AS living, ${state} AS state
     FROM ${tables}
     WHERE k.client_id = $1 AND ${typeof secret === 'number' ? 'x.id' : 'x.hash'} = $2`,
    [clientId, secret],
    { kept: 'read' },
  )
  return row
}

/** Why a key that was shown lets nobody in: it has ended, or may not be used from the client's address. */
export type KeyRefusal = 'ended' | 'elsewhere'

/** The key when it lets a client at that address in; a refusal is counted as use of the key. */
function letIn(key: KeyRow, address: string): KeyRefusal | undefined {
  const isHere = key.addresses.length === 0 || isWithin(address, key.addresses)
  if (key.living && isHere) return undefined
  noteUse(key.secret_id, address, true)
  return key.living ? 'elsewhere' : 'ended'
}

const actorOf = (key: KeyRow, scopes: readonly string[]): Actor =>
  mintActor(
    {
      schoolId: key.school_id,
      role: 'api_key',
      via: 'rest',
      apiKeyId: key.id,
      secretId: key.secret_id,
      callsPerMinute: key.calls_per_minute,
      fieldsVersion: key.fields_version,
    },
    scopes,
  )

/** A key, and the scopes that credentials have of it until `ends`, in seconds. */
type Shown = { key: KeyRow; scopes: readonly string[]; ends: number }

/** The key that the credentials show. */
async function shownKey(db: Db, credentials: string): Promise<Shown | undefined> {
  const parts = splitKey(credentials)
  if (parts) {
    const key = await findKey(db, parts.clientId, digest(parts.secret))
    return key && { key, scopes: key.scopes, ends: Number.POSITIVE_INFINITY }
  }
  const claims = await jwtVerify(credentials, keyFor('access token'), { algorithms: ['HS256'], audience }).catch(
    () => undefined,
  )
  const { sub, sec, scope, exp = 0 } = claims?.payload ?? {}
  if (!sub || typeof sec !== 'number') return undefined
  const key = await findKey(db, sub, sec)
  const granted = String(scope ?? '').split(' ')
  return key && { key, scopes: key.scopes.filter((each) => granted.includes(each)), ends: exp }
}

/**
 * The actor of an API key, or of an access token that one of its secrets got, for a client at that address; else why
 * not, `unknown` when it is neither.
 */
export async function bearerActor(
  db: Db,
  credentials: string,
  address: string,
): Promise<Actor | KeyRefusal | 'unknown'> {
  const name = nameOf(credentials)
  recent.delete(name)
  const shown = await shownKey(db, credentials)
  if (!shown) return 'unknown'
  const refusal = letIn(shown.key, address)
  if (refusal) return refusal
  const actor = actorOf(shown.key, shown.scopes)
  if (recent.size >= mostRecent) recent.clear()
  recent.set(name, { ...shown, actor })
  rememberCaller(credentials, `key ${shown.key.id}`)
  return actor
}

/** What credentials that let somebody in stood for, by their digest. */
const recent = new Map<string, Shown & { actor: Actor }>()
const mostRecent = 1_000
const nameOf = (credentials: string) => hash('sha256', credentials, 'base64')

/**
 * The actor that these credentials stood for when they were last looked up, with SQL for that they still do, to the last
 * scope and address: whoever asks that along with the first thing they read spares a round trip.
 */
export function recentActor(credentials: string, address: string): { actor: Actor; proof: Proof } | undefined {
  const shown = recent.get(nameOf(credentials))
  if (!shown || shown.ends * 1000 <= Date.now()) return undefined
  const { key, actor } = shown
  if (key.addresses.length > 0 && !isWithin(address, key.addresses)) return undefined
  const proof: Proof = (values) => `EXISTS (SELECT FROM ${tables} WHERE k.id = ${values.add(key.id)}
    AND x.id = ${values.add(key.secret_id)} AND ${living} AND ${state} = ${values.add(key.state)})`
  return { actor, proof }
}

export type TokenAnswer =
  | { ok: true; token: string; scope: string; actor: Actor }
  | { ok: false; error: 'invalid_client' | 'invalid_scope' | 'unauthorized_client' }

type Client = { id: string; secret: string; scope?: string | undefined; address: string }

/** Trades client id and secret for an access token of RFC 6749's client credentials grant, with all scopes or fewer. */
export async function issueToken(db: Db, client: Client): Promise<TokenAnswer> {
  const key = await findKey(db, client.id, digest(client.secret))
  const refusal = key ? letIn(key, client.address) : 'unknown'
  if (!key || refusal) return { ok: false, error: refusal === 'elsewhere' ? 'unauthorized_client' : 'invalid_client' }
  const wanted = client.scope?.split(/\s+/).filter(Boolean) ?? []
  if (wanted.some((scope) => !key.scopes.includes(scope))) return { ok: false, error: 'invalid_scope' }
  const scope = (wanted.length > 0 ? wanted : key.scopes).join(' ')
  const token = await new SignJWT({ scope, sec: key.secret_id })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(client.id)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${tokenLife}s`)
    .sign(keyFor('access token'))
  return { ok: true, token, scope, actor: actorOf(key, key.scopes) }
}
