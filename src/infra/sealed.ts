import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keyFor } from './secret'

const algorithm = 'aes-256-gcm'
const nonceSize = 12
const tagSize = 16

/**
 * Encrypts a text for one purpose by a key derived from AUTH_SECRET. `about` is what the text belongs to: beside
 * anything else it cannot be opened.
 * @returns nonce, tag and ciphertext in one
 */
export function seal(purpose: string, text: string, about: Uint8Array): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceSize)
  const cipher = createCipheriv(algorithm, keyFor(purpose), nonce).setAAD(about)
  const sealed = [cipher.update(text, 'utf8'), cipher.final()]
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]))
}

/** @throws when it was not sealed for this purpose, about this, with this secret, or has been touched since */
export function unseal(purpose: string, sealed: Uint8Array, about: Uint8Array): string {
  const tag = sealed.subarray(nonceSize, nonceSize + tagSize)
  const decipher = createDecipheriv(algorithm, keyFor(purpose), sealed.subarray(0, nonceSize), {
    authTagLength: tagSize,
  })
  decipher.setAAD(about).setAuthTag(tag)
  const text = [decipher.update(sealed.subarray(nonceSize + tagSize)), decipher.final()]
  return Buffer.concat(text).toString('utf8')
}
