import { open } from 'node:fs/promises'
import path from 'node:path'
import { PassThrough, Readable, type Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type Connection, withConnection } from '../connection'
import type { Sql } from '../db'
import { heard } from '../heard'
import { fingerprintOf } from '../secret'
import { codeOf } from '../system-error'
import { listed, migrationsOf, migrationsTable, quoted, sequencesOf, tablesOf } from './catalog'
import { BackupError, fileEntry, type Manifest, manifestEntry, secretEntry, tableEntry } from './manifest'

export type BackupContent = {
  dataDir: string
  /** Tables whose rows are left out. */
  empty: readonly string[]
  /** The files of the data dir, by their paths in it, that the rows of this snapshot need. */
  files: (sql: Sql) => Promise<string[]>
  counts: (sql: Sql) => Promise<Record<string, number>>
  /** `isHere`: it is put in. */
  secret: { secret: string; isHere: boolean } | undefined
}

/** The same bytes whatever the settings of the server, and no limit of time: it may take long. */
const plain = `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = postgres;
  SET LOCAL bytea_output = hex; SET LOCAL extra_float_digits = 1; SET LOCAL timezone = UTC;
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`

/**
 * Writes all of a database, as it is at one moment, and what belongs to it, as a ZIP. Whoever else is at work waits for
 * nothing; however much it is, little is held in memory.
 * @throws BackupError, or what the stream failed with
 */
export function writeBackup(url: string, into: Writable, content: BackupContent): Promise<Manifest> {
  return withConnection(url, (connection) =>
    connection.transaction(async () => {
      await connection.sql(plain)
      return write(connection, into, content)
    }),
  )
}

async function write(connection: Connection, into: Writable, content: BackupContent): Promise<Manifest> {
  const { sql } = connection
  const { secret, dataDir } = content
  const at = new Date().toISOString()
  const tables = await tablesOf(sql)
  if (!tables.some(({ name }) => name === migrationsTable)) throw new BackupError('there is no site here yet')
  const zip = openZip(into)
  const manifest: Manifest = {
    ...{ format: 'mingce backup', version: 1, at, migrations: await migrationsOf(sql) },
    ...{ tables: [], empty: [], sequences: [], files: [], counts: await content.counts(sql) },
    secret: secret ? { fingerprint: fingerprintOf(secret.secret), isHere: secret.isHere } : null,
  }
  try {
    if (secret?.isHere) await zip.add(secretEntry, Readable.from([Buffer.from(secret.secret)]))
    for (const { name, columns } of tables) {
      if (content.empty.includes(name)) manifest.empty.push(name)
      else {
        const rows = await connection.copyOut(`COPY ${quoted(name)} (${listed(columns)}) TO STDOUT`, (lines) =>
          zip.add(tableEntry(name), lines),
        )
        manifest.tables.push({ name, columns, rows })
      }
    }
    manifest.sequences = await sequencesOf(sql)
    for (const name of await content.files(sql)) {
      const bytes = await reading(path.join(dataDir, name))
      if (!bytes) continue
      await zip.add(fileEntry(name), bytes)
      manifest.files.push(name)
    }
    await zip.add(manifestEntry, Readable.from([Buffer.from(JSON.stringify(manifest, null, 1))]))
  } catch (error) {
    zip.fail(error)
    throw error
  }
  await zip.end()
  return manifest
}

/** A file that went meanwhile is not missed: its row is about to go too. */
async function reading(file: string): Promise<Readable | undefined> {
  try {
    return heard((await open(file)).createReadStream())
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A ZIP whose entries are added one after another. */
function openZip(into: Writable) {
  const zip = new ZipFile()
  const out = new PassThrough()
  zip.outputStream.pipe(out)
  const fail = (error: unknown) => {
    out.destroy(error instanceof Error ? error : new Error(String(error)))
  }
  zip.on('error', fail)
  const written = pipeline(out, into)
  written.catch(() => {})
  return {
    fail,
    async add(name: string, bytes: Readable): Promise<void> {
      zip.addReadStream(bytes, name, { mode: 0o100600 })
      // Where nobody takes the bytes any more, they never end.
      await Promise.race([finished(bytes), written.then(() => Promise.reject(new Error('the ZIP was ended')))])
    },
    async end(): Promise<void> {
      zip.end()
      await written
    },
  }
}
