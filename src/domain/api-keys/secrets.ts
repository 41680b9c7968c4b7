import type { Db } from '@/infra/db'
import { digest, newSecret } from '@/infra/hashing'

/** Shown once: only the digest of the secret is kept. `api_key` is both parts in one word. */
export type NewKey = { id: number; client_id: string; client_secret: string; api_key: string }

const keyPattern = /^mc_([\w-]{8,40})_([\w-]{43})$/

/** The two parts of an API key, or undefined when it has not the shape of one. */
export function splitKey(apiKey: string): { clientId: string; secret: string } | undefined {
  const [, clientId, secret] = keyPattern.exec(apiKey) ?? []
  return clientId && secret ? { clientId, secret } : undefined
}

export const newClientId = (): string => newSecret().replace(/[-_]/g, '').slice(0, 20)

/** Gives a key one more secret, in the caller's transaction. */
export async function addSecret(tx: Db, key: { id: number; clientId: string }): Promise<NewKey> {
  const secret = newSecret()
  await tx.prisma.apiKeySecret.create({ data: { keyId: key.id, hash: digest(secret) } })
  return { id: key.id, client_id: key.clientId, client_secret: secret, api_key: `mc_${key.clientId}_${secret}` }
}
