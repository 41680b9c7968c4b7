import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Stillness, stillLimit } from './postgres-activity'
import type { Binaries } from './postgres-binaries'
import { DatabaseError } from './postgres-error'
import { runs } from './postgres-pid-file'
import { disownProcess, ownProcess, stopServer } from './postgres-stop'
import { type ServerUser, serverEnv } from './postgres-user'
import { codeOf } from './system-error'

const version = '18'
const draftPrefix = 'postgres.new-'

/** The name of the cluster's superuser; the application signs in as another. */
export const superuser = 'postgres'

export type ClusterOptions = {
  binaries: Binaries
  user: ServerUser
  durable: boolean
  /** Ends the making, and leaves nothing. */
  signal?: AbortSignal | undefined
}

/**
 * Makes the cluster in `<dataDir>/postgres` unless it is there. It is made beside and renamed, so that a crash half-way
 * leaves nothing that looks like a cluster; of several processes at once, one wins.
 * @throws DatabaseError; the reason of the signal
 */
export async function ensureCluster(
  dataDir: string,
  password: string,
  { binaries, user, durable, signal }: ClusterOptions,
): Promise<string> {
  const cluster = path.join(dataDir, 'postgres')
  // Also where there is one: a first start that was killed left the password in its draft.
  await removeDrafts(dataDir).catch(() => undefined)
  if (await isCluster(cluster)) return cluster
  const draft = path.join(dataDir, `${draftPrefix}${process.pid}-${randomUUID()}`)
  const passwordFile = `${draft}.password`
  try {
    await mkdir(draft, { mode: 0o700 })
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    if (user.owner) {
      await chown(draft, user.owner.uid, user.owner.gid)
      await chown(passwordFile, user.owner.uid, user.owner.gid)
    }
    // The collation is PostgreSQL's own: the system needs no locales, and none of its updates can break an index.
    const { file, args, ...ids } = user.command(binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ])
    await runToEnd(file, args, ids, signal)
    await rename(draft, cluster)
  } catch (error) {
    signal?.throwIfAborted()
    const another = ['ENOTEMPTY', 'EEXIST'].includes(codeOf(error)) && (await isCluster(cluster))
    if (!another) throw new DatabaseError(`cannot create the database in ${cluster}: ${reason(error)}`)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
  return cluster
}

/**
 * Whether there is a cluster.
 * @throws DatabaseError for one of another version
 */
export async function isCluster(cluster: string): Promise<boolean> {
  const found = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch((error) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    throw new DatabaseError(`cannot read the database in ${cluster}: ${codeOf(error)}`)
  })
  if (found === undefined) return false
  if (found.trim() === version) return true
  throw new DatabaseError(
    `${cluster} was made by PostgreSQL ${found.trim()}, this is ${version}: see README.md, "Updating"`,
  )
}

/** Runs initdb in a session of its own, where it hears no Ctrl-C, for as long as it stirs. */
async function runToEnd(
  file: string,
  args: string[],
  ids: { uid?: number; gid?: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const child = spawn(file, args, {
    ...ids,
    cwd: '/',
    env: serverEnv,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  let ended: Error | number | undefined
  child.once('error', (error) => {
    ended = error
  })
  child.once('close', (code, name) => {
    ended ??= code ?? new Error(`it ended with ${name}`)
  })
  const { pid } = child
  if (pid !== undefined) ownProcess(pid)
  try {
    const stillness = new Stillness()
    while (ended === undefined) {
      signal?.throwIfAborted()
      if (pid !== undefined && (await stillness.of(pid)) >= stillLimit) throw new Error('it does not stir')
      await sleep(10)
    }
  } finally {
    if (pid !== undefined) {
      if (ended === undefined) await stopServer(pid)
      disownProcess(pid)
    }
  }
  if (ended !== 0)
    throw ended instanceof Error ? ended : Object.assign(new Error(`it ended with ${ended}`), { stderr: said })
}

/** What initdb said last, in one line. */
function reason(error: unknown): string {
  if (codeOf(error) === 'ENOENT')
    return 'its programs do not run on this system, set DATABASE_URL to a server of your own'
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const lines = said.split('\n').filter((line) => /error|fatal|could not/i.test(line))
  return (lines.at(-1) ?? String(error)).replaceAll('\n', ' ')
}

/** Removes what a killed process left of a cluster half made, but not the work of one that lives. */
async function removeDrafts(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = name.startsWith(draftPrefix) && Number.parseInt(name.slice(draftPrefix.length), 10)
    if (!pid) continue
    const draft = path.join(dataDir, name)
    const age = Date.now() - ((await stat(draft).catch(() => undefined))?.mtimeMs ?? 0)
    // The number may since belong to another process, so that age counts too: initdb takes seconds.
    if (!runs(pid) || age > 600_000) await rm(draft, { recursive: true, force: true })
  }
}
