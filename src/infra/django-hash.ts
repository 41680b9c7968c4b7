import { createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verify as verifyArgon2 } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

// What a hostile import may cost at most. Django's own defaults are 150,000 to 1,200,000 rounds, 100 MiB, cost 12, 16 MiB.
const mostRounds = 10_000_000
const mostMemory = 256 * 1024 * 1024
const mostArgon2Passes = 16
const mostLanes = 16
const mostBcryptCost = 15

type Check = (stored: string, password: string) => Promise<boolean>

const never: Check = async () => false

const checks: Record<string, Check> = {
  pbkdf2_sha256: (stored, password) => pbkdf2Matches(stored, password, 'sha256', 32),
  pbkdf2_sha1: (stored, password) => pbkdf2Matches(stored, password, 'sha1', 20),
  argon2: argon2Matches,
  bcrypt: (stored, password) => bcryptMatches(stored.slice('bcrypt$'.length), password),
  // bcrypt reads 72 bytes at most, so Django hands it a digest of what may be longer.
  bcrypt_sha256: (stored, password) =>
    bcryptMatches(stored.slice('bcrypt_sha256$'.length), createHash('sha256').update(password).digest('hex')),
  scrypt: scryptMatches,
}

function checkOf(stored: string): Check | undefined {
  if (stored.startsWith('!')) return never // Django's mark of an account without a usable password
  const [algorithm = ''] = stored.split('$', 1)
  return stored.includes('$') && Object.hasOwn(checks, algorithm) ? checks[algorithm] : undefined
}

/** Whether a stored password is of a shape that Django's `make_password` writes (docs/decisions/0010-passwords.md). */
export const isDjangoHash = (stored: string): boolean => checkOf(stored) !== undefined

/** Whether the password is the hash's. What is malformed, or would cost absurdly much, matches nothing; it never throws. */
export async function verifyDjango(stored: string, password: string): Promise<boolean> {
  const check = checkOf(stored) ?? never
  return check(stored, password).catch(() => false)
}

async function pbkdf2Matches(stored: string, password: string, digest: string, length: number): Promise<boolean> {
  const parts = /^\w+\$(\d{1,8})\$([\x21-\x23\x25-\x7e]{1,256})\$([A-Za-z0-9+/]+=*)$/.exec(stored)
  if (!parts) return false
  const [, rounds, salt = '', expected = ''] = parts
  if (Number(rounds) < 1 || Number(rounds) > mostRounds) return false
  return same(await promisify(pbkdf2)(password, salt, Number(rounds), length, digest), expected)
}

async function scryptMatches(stored: string, password: string): Promise<boolean> {
  const parts = /^scrypt\$(\d{1,9})\$([\x21-\x23\x25-\x7e]{1,256})\$(\d{1,9})\$(\d{1,9})\$([A-Za-z0-9+/]+=*)$/.exec(
    stored,
  )
  if (!parts) return false
  const [, n, salt = '', r, p, expected = ''] = parts
  const [cost, blockSize, lanes] = [Number(n), Number(r), Number(p)]
  if (128 * cost * blockSize > mostMemory || blockSize < 1 || lanes < 1 || lanes > mostLanes) return false
  return same(
    await derive(password, salt, { cost, blockSize, parallelization: lanes, maxmem: 2 * mostMemory }),
    expected,
  )
}

const derive = (password: string, salt: string, options: Parameters<typeof scrypt>[3]): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, 64, options, (error, key) => (error ? reject(error) : resolve(key)))
  })

async function argon2Matches(stored: string, password: string): Promise<boolean> {
  const parts = /^argon2(\$argon2id?\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+)$/.exec(
    stored,
  )
  if (!parts) return false
  const [, phc = '', memory, passes, lanes] = parts
  if (Number(memory) * 1024 > mostMemory || Number(passes) > mostArgon2Passes || Number(lanes) > mostLanes) return false
  return verifyArgon2(phc, password)
}

async function bcryptMatches(hash: string, password: string): Promise<boolean> {
  const cost = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash)?.[1]
  if (cost === undefined || Number(cost) > mostBcryptCost) return false
  return verifyBcrypt(password, hash)
}

function same(key: Buffer, expected: string): boolean {
  const other = Buffer.from(expected, 'base64')
  return key.length === other.length && timingSafeEqual(key, other)
}
