import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireDatabase, type HeldDatabase } from './embedded-postgres'
import { exists, findPostmaster, readPidFile } from './postgres-pid-file'

let dataDir: string
const held: HeldDatabase[] = []
const children: ChildProcess[] = []

beforeEach(async () => {
  // As `mktemp -d` makes it: as root, the server's own user cannot pass through it.
  dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-embedded-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(held.splice(0).map((database) => database.release()))
  const left = await findPostmaster(cluster())
  if (left) process.kill(left.pid, 'SIGKILL')
  await sleep(left ? 100 : 0)
  await rm(dataDir, { recursive: true, force: true })
})

const cluster = () => path.join(dataDir, 'postgres')
const postmaster = async () => (await findPostmaster(cluster()))?.pid

async function acquire(): Promise<HeldDatabase> {
  const database = await acquireDatabase(dataDir, { durable: false })
  held.push(database)
  return database
}

const ownerOf = async (folder: string): Promise<[number, number]> => {
  const { uid, gid } = await stat(folder)
  return [uid, gid]
}

async function answer(database: HeldDatabase, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

/** Another process that holds the database until told to let go. */
async function otherProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/testing/hold-database.ts', dataDir])
  children.push(child)
  if (child.stdout) await once(child.stdout, 'data')
  return child
}

/** Kills the server, and its children with it, as a power cut does. */
async function killServer(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  while (exists(pid) && (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))) await sleep(10)
}

test('the database is UTF-8, of no locale of the system, and the application no superuser', async () => {
  const database = await acquire()
  const about = `SELECT pg_encoding_to_char(encoding), datlocale, lower('ÉÀ') FROM pg_database WHERE datname = 'mingce'`
  expect(await answer(database, about)).toEqual(['UTF8', 'C.UTF-8', 'éà'])
  expect(await answer(database, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([false])
  expect(await answer(database, 'SELECT inet_server_addr()')).toEqual(['127.0.0.1'])
  expect((await stat(path.join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600)
})

test('a second holder shares the server; it stops with the last, in whichever order they go', async () => {
  const first = await acquire()
  const server = await postmaster()
  const second = await acquire()
  expect(await postmaster()).toBe(server)
  await first.release()
  expect(await answer(second, 'SELECT 1')).toEqual([1])
  await second.release()
  expect(await postmaster()).toBeUndefined()
})

test('several first starts at once make one cluster and one server', async () => {
  const all = await Promise.all([acquire(), acquire(), acquire(), otherProcess()])
  expect(new Set(all.flatMap((one) => ('url' in one ? [one.url] : []))).size).toBe(1)
  expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log', 'postgres.password'])
})

test('starts and stops of several processes in a row leave a working server', async () => {
  await Promise.all(
    Array.from({ length: 6 }, async (_, turn) => {
      await sleep(turn * 100)
      const database = await acquireDatabase(dataDir, { durable: false })
      expect(await answer(database, 'SELECT 1')).toEqual([1])
      await database.release()
    }),
  )
  expect(await postmaster()).toBeUndefined()
})

test('the server outlives a killed holder, and the next start takes it up', async () => {
  const other = await otherProcess()
  const server = await postmaster()
  other.kill('SIGKILL')
  await once(other, 'exit')
  const database = await acquire()
  expect(await postmaster()).toBe(server)
  await database.release()
  expect(await postmaster()).toBeUndefined()
})

test('a killed server is noticed, and starts again with its data', async () => {
  let lost = 0
  const first = await acquireDatabase(dataDir, { onLost: () => lost++ })
  await answer(first, 'CREATE TABLE kept AS SELECT 7 AS seven')
  await killServer((await postmaster()) ?? 0)
  await expect.poll(() => lost).toBe(1)
  expect(await readPidFile(cluster())).toBeDefined()
  const second = await acquire()
  expect(await answer(second, 'SELECT seven FROM kept')).toEqual([7])
  await first.release()
  expect(lost).toBe(1)
})

test('a left-over postmaster.pid whose number belongs to another live process does no harm', async () => {
  await (await acquire()).release()
  // The process is the test itself, of the same user or root.
  await writeFile(path.join(cluster(), 'postmaster.pid'), `${process.pid}\n${cluster()}\n1\n5432\n\n\n\nready\n`)
  expect(await answer(await acquire(), 'SELECT 1')).toEqual([1])
})

test('a cluster half made by a killed process is none', async () => {
  const left = path.join(dataDir, 'postgres.new-999999999-left')
  await mkdir(path.join(left, 'base'), { recursive: true })
  await writeFile(path.join(left, 'PG_VERSION'), '18\n')
  const other = spawn(process.execPath, ['--import', 'tsx', 'src/testing/hold-database.ts', dataDir])
  await expect
    .poll(async () => (await readdir(dataDir)).join(), { timeout: 5_000, interval: 5 })
    .toMatch(/new-(?!9{9})/)
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(await answer(await acquire(), 'SELECT 1')).toEqual([1])
  await expect(stat(left)).rejects.toThrow('ENOENT')
})

test('embedded database: what a killed first start left is removed once there is a database', async () => {
  await (await acquire()).release()
  held.pop()
  const dead = spawn('true')
  await once(dead, 'exit')
  const left = path.join(dataDir, `postgres.new-${dead.pid}-left`)
  await mkdir(left)
  await writeFile(`${left}.password`, 'x')
  await acquire()
  expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new-'))).toEqual([])
})

test('what cannot be is said in one line', async () => {
  const file = path.join(dataDir, 'file')
  await writeFile(file, '')
  await expect(acquireDatabase(file)).rejects.toThrow(/^cannot write to the data dir .*file: it is a file$/)
  await expect(acquireDatabase(path.join(file, 'below'))).rejects.toThrow(/: a part of the path is a file$/)

  await (await acquire()).release()
  await writeFile(path.join(dataDir, 'postgres.password'), `${'0'.repeat(64)}\n`)
  await expect(acquireDatabase(dataDir)).rejects.toThrow(/refuses the password/)
  await writeFile(path.join(dataDir, 'postgres.password'), 'hello\n')
  await expect(acquireDatabase(dataDir)).rejects.toThrow(/does not hold the secret/)
  await writeFile(path.join(cluster(), 'PG_VERSION'), '17\n')
  await rm(path.join(dataDir, 'postgres.password'))
  await expect(acquireDatabase(dataDir)).rejects.toThrow(/was made by PostgreSQL 17/)
})

test.skipIf(process.getuid?.() === 0)('a data dir that may not be written is said', async () => {
  await chmod(dataDir, 0o500)
  await expect(acquireDatabase(dataDir)).rejects.toThrow(/may not write there/)
  await chmod(dataDir, 0o700)
})

test('a database whose password was left behind is refused by its name, and no other is made for it', async () => {
  await (await acquire()).release()
  held.length = 0
  const file = path.join(dataDir, 'postgres.password')
  await rm(file)
  await expect(acquire()).rejects.toThrow(`${file} is missing: it belongs to the database beside it, bring it back`)
  expect(await readdir(dataDir)).not.toContain('postgres.password')
})

test('the server of another folder whose path ends alike is another', async () => {
  await mkdir(cluster())
  const serving = async (folder: string) => {
    const server = spawn(process.execPath, [
      '-e',
      'console.log(1); setInterval(() => {}, 1000)',
      '--',
      '-D',
      folder,
      '-c',
    ])
    children.push(server)
    await once(server.stdout, 'data')
    await writeFile(path.join(cluster(), 'postmaster.pid'), `${server.pid}\n${folder}\n0\n5432\n\n\n\nready\n`)
    return findPostmaster(cluster())
  }
  expect(await serving(cluster())).toMatchObject({ port: 5432, ready: true })
  expect(await serving(`/mnt${cluster()}`)).toBeUndefined()
  await rm(path.join(cluster(), 'postmaster.pid'))
})

test('embedded database: asked not to make one, an empty place and a missing one stay as they are', async () => {
  for (const dir of [dataDir, path.join(dataDir, 'missing')]) {
    const tried = acquireDatabase(dir, { durable: false, make: false })
    await expect(tried).rejects.toThrow(`there is no site in the data dir ${dir}`)
  }
  expect(await readdir(dataDir)).toEqual([])
})

test('embedded database: an empty pid file that a power cut left does not keep the server from starting', async () => {
  await (await acquire()).release()
  held.pop()
  await writeFile(path.join(cluster(), 'postmaster.pid'), '')
  await chown(path.join(cluster(), 'postmaster.pid'), ...(await ownerOf(cluster())))
  expect(await answer(await acquire(), 'SELECT 1')).toEqual([1])
})

test('embedded database: a server that is told to stop in the smart way is lost to its holder', async () => {
  let lost: () => void = () => {}
  const heard = new Promise<void>((resolve) => {
    lost = resolve
  })
  const database = await acquireDatabase(dataDir, { durable: false, onLost: lost })
  held.push(database)
  const pid = await postmaster()
  process.kill(Number(pid), 'SIGTERM')
  await heard
  expect(await answer(await acquire(), 'SELECT 1')).toEqual([1])
  expect(await postmaster()).not.toBe(pid)
})
