import { hkdfSync } from 'node:crypto'
import { env } from './env'

const keys = new Map<string, Uint8Array>()

/** A key of 256 bits for one purpose, derived from AUTH_SECRET, so that a token of one purpose is none of another. */
export function keyFor(purpose: string): Uint8Array {
  const known = keys.get(purpose)
  if (known) return known
  const secret = env().authSecret
  if (!secret) throw new Error('AUTH_SECRET is not set: the app is started by `npm start`')
  const key = derive(secret, purpose, 32)
  keys.set(purpose, key)
  return key
}

const derive = (secret: string, purpose: string, size: number) =>
  new Uint8Array(hkdfSync('sha256', secret, '', `mingce ${purpose}`, size))

/** By which a secret is known again, and which says nothing of it. */
export const fingerprintOf = (secret: string): string => Buffer.from(derive(secret, 'fingerprint', 16)).toString('hex')
