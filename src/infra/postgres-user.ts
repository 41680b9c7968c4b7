import { execFile } from 'node:child_process'
import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { DatabaseError } from './postgres-error'

const execute = promisify(execFile)
/** A directory of users on another machine may hang. */
const run = (file: string, args: string[]) => execute(file, args, { timeout: 20_000 })

/** As whom the server runs: how to start a program as that user, and the owner that its files need. */
export type ServerUser = {
  owner: { uid: number; gid: number } | undefined
  command(program: string, args: string[]): { file: string; args: string[]; uid?: number; gid?: number }
}

/**
 * PostgreSQL refuses to run as root; then it runs as the system's user `postgres`, made if it is missing. Where that user
 * cannot reach the folders (a checkout below /root or `mktemp -d`), the server gets the one capability to pass through.
 * @param folders that the server must reach
 * @throws DatabaseError
 */
export async function serverUser(folders: string[]): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { owner: undefined, command: (file, args) => ({ file, args }) }
  const owner = (await findUser()) ?? (await makeUser())
  const closed = await firstClosed(folders, owner)
  if (!closed) return { owner, command: (file, args) => ({ file, args, ...owner }) }

  const prefix = await setpriv(owner)
  if (!prefix) {
    throw new DatabaseError(
      `running as root, the database server's user postgres cannot reach ${closed}: run Mingce as an ordinary user, or chmod a+x ${closed}`,
    )
  }
  return { owner, command: (file, args) => ({ file: 'setpriv', args: [...prefix, file, ...args] }) }
}

/** What the server's programs see of the environment: none of our secrets. */
export const serverEnv = { NODE_ENV: 'production', PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' } as const

type Owner = { uid: number; gid: number }

async function findUser(): Promise<Owner | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function makeUser(): Promise<Owner> {
  await run('groupadd', ['--system', 'postgres']).catch(() => undefined)
  await run('useradd', ['--system', '-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres']).catch(
    () => undefined,
  )
  const owner = await findUser()
  if (owner) return owner
  throw new DatabaseError(
    'running as root, the database server needs a system user named postgres, which could not be made: run Mingce as an ordinary user',
  )
}

/** The first folder on the way that the user cannot pass. */
async function firstClosed(folders: string[], { uid, gid }: Owner): Promise<string | undefined> {
  for (const folder of folders) {
    for (let at = await realpath(folder); ; at = path.dirname(at)) {
      const about = await stat(at)
      const bit = about.uid === uid ? 0o100 : about.gid === gid ? 0o010 : 0o001
      if (!(about.mode & bit)) return at
      if (at === path.dirname(at)) break
    }
  }
  return undefined
}

/**
 * The start of a command line that becomes the user and keeps the right to pass through folders; undefined where the
 * system has no setpriv or root no such right (some containers).
 */
async function setpriv({ uid, gid }: Owner): Promise<string[] | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const held = BigInt(`0x${/^CapPrm:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  // The numbers of linux/capability.h. Reading is the lesser right; Docker grants the other alone.
  const capability = held & (1n << 2n) ? 'dac_read_search' : held & (1n << 1n) ? 'dac_override' : undefined
  if (!capability) return undefined
  const args = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=-all,+${capability}`,
    `--bounding-set=-all,+${capability}`,
    // Without it access(2), by which PostgreSQL looks for its own programs, disregards the capability.
    '--securebits=+no_setuid_fixup',
    '--no-new-privs',
  ]
  return run('setpriv', [...args, 'true']).then(
    () => args,
    () => undefined,
  )
}
