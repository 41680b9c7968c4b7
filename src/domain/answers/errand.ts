import { createHmac } from 'node:crypto'
import { keyFor } from '@/infra/secret'

/** What is to be done once: whose it is and what was asked. Neither can be read back, or guessed without our secret. */
export type Errand = {
  /** Of the caller and their key: 256 bits. */
  id: Uint8Array<ArrayBuffer>
  /** Of all that was asked: 256 bits. */
  fingerprint: Uint8Array<ArrayBuffer>
}

const hmac = (parts: readonly string[]) =>
  new Uint8Array(createHmac('sha256', keyFor('errand')).update(JSON.stringify(parts)).digest())

export const errandOf = (caller: readonly string[], asked: readonly string[]): Errand => ({
  id: hmac(['caller', ...caller]),
  fingerprint: hmac(['asked', ...asked]),
})
