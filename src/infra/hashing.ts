import { createHash, randomBytes } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { currentCaller } from './caller'
import { isDjangoHash, verifyDjango } from './django-hash'
import { inQueue } from './queue/queue'

// OWASP's second recommendation for argon2id: 19 MiB, two passes.
const options = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Each hash holds 19 MiB and a core. A crowd that signs in at once waits in the queue of the site, networks in turn, and
 * `lane` has one hash at a time: an account, or the name of one.
 */
const queued = <T>(lane: string | undefined, work: () => Promise<T>): Promise<T> => {
  const caller = currentCaller()
  const waiting = { turn: caller?.network ?? 'site', signal: caller?.signal }
  return inQueue('hash', lane === undefined ? waiting : { ...waiting, lane }, work)
}

/** The argon2id hash of a password, as a PHC string. `lane`: see `queued`. @throws Unavailable */
export const hashPassword = (password: string, lane?: string): Promise<string> =>
  queued(lane, () => hash(password, options))

let decoy: Promise<string> | undefined

/**
 * Whether the password is the hash's, ours or one of Django's; without a usable hash as slow as with one of ours, and
 * false. `lane`: see `queued`. @throws Unavailable
 */
export async function verifyPassword(stored: string | null, password: string, lane?: string): Promise<boolean> {
  // Made once, out of turn: no caller waits for it in a queue, nor loses it by leaving.
  decoy ??= hash(randomBytes(16).toString('hex'), options)
  const usable = stored?.startsWith('!') ? null : stored // Django's mark of an account without a password
  const against = usable ?? (await decoy)
  const check = isDjangoHash(against) ? verifyDjango : verify
  const matches = await queued(lane, () => check(against, password).catch(() => false))
  return usable !== null && matches
}

const present = `$argon2id$v=19$m=${options.memoryCost},t=${options.timeCost},p=${options.parallelism}$`

/** Whether a password that has just matched should be hashed anew: anything but argon2id with today's parameters. */
export const needsRehash = (stored: string): boolean => !stored.startsWith(present)

/** 256 random bits in URL-safe letters. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** SHA-256, enough for secrets that are random already. */
export const digest = (secret: string) => new Uint8Array(createHash('sha256').update(secret).digest())
