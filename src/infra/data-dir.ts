import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, reasonOf } from './system-error'

/** One line that says what is wrong with the data dir. */
export class DataDirError extends Error {}

const reasons: Record<string, string> = {
  EEXIST: 'it is a file',
  ENOENT: 'the folder above it cannot be made',
}

/**
 * Makes the data dir and proves that it can be written.
 * @throws DataDirError
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  // As root the database server runs as another user, who must pass through; it holds secrets, so nobody else may list it.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  const probe = path.join(dataDir, `.probe-${randomUUID()}`)
  try {
    await mkdir(dataDir, { recursive: true, mode })
    await writeFile(probe, 'written')
  } catch (error) {
    throw new DataDirError(`cannot write to the data dir ${dataDir}: ${reasons[codeOf(error)] ?? reasonOf(error)}`)
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
}

/**
 * The secret of that name: 256 random bits as 64 hexadecimal digits, made once, kept with mode 0600. Several processes
 * asking at once get the same.
 * @throws DataDirError when it cannot be read, or holds something else
 */
export async function readOrMakeSecret(dataDir: string, name: string): Promise<string> {
  const file = path.join(dataDir, name)
  return checked(file, (await read(file)) ?? (await make(file)) ?? (await read(file)))
}

/** The secret of that name, if there is one already. */
export async function readSecret(dataDir: string, name: string): Promise<string | undefined> {
  const file = path.join(dataDir, name)
  const secret = await read(file)
  return secret === undefined ? undefined : checked(file, secret)
}

/** Puts a secret in the place of the one of that name, if there is one. */
export async function replaceSecret(dataDir: string, name: string, secret: string): Promise<void> {
  const file = path.join(dataDir, name)
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, `${checked(file, secret)}\n`, { mode: 0o600, flush: true })
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
}

function checked(file: string, secret: string | undefined): string {
  if (!secret || !/^[0-9a-f]{64}$/.test(secret))
    throw new DataDirError(`${file} does not hold the secret that Mingce wrote`)
  return secret
}

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new DataDirError(`cannot read ${file}: ${codeOf(error)} (made by another user?)`)
  }
}

/** Undefined: another process was first. */
async function make(file: string): Promise<string | undefined> {
  const secret = randomBytes(32).toString('hex')
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, `${secret}\n`, { mode: 0o600, flush: true })
    // A link fails where the file exists, so that nobody sees half a secret or replaces one.
    await link(draft, file)
    return secret
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) {
      throw new DataDirError(`cannot write ${file}: ${reasons[codeOf(error)] ?? reasonOf(error)}`)
    }
    await rename(draft, file) // a file system without hard links
    return secret
  } finally {
    await rm(draft, { force: true })
  }
}
