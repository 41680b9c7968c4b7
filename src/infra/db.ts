import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool, PoolClient } from 'pg'
import Cursor from 'pg-cursor'
import { currentCaller } from './caller'
import { env } from './env'
import { PrismaClient } from './generated/client'
import { FairPool } from './pool'
import { slotIn } from './queue/queue'
import { isConflict } from './sql-error'

/**
 * Raw SQL with `$1` parameters; answers the rows. Statements return text, integers, booleans or JSON only. `kept` ones are
 * parsed and planned once on each connection: for the few that are asked all the time, whose plan no value changes.
 */
export type Sql = <Row>(text: string, values?: readonly unknown[], how?: How) => Promise<Row[]>
export type How = { kept: 'read' | 'write' | undefined }

/** A secret's hash is selected by name or not at all. */
const secrets = {
  account: { passwordHash: true },
  apiKeySecret: { hash: true },
  oneTimeLink: { tokenHash: true },
  invitation: { tokenHash: true },
  webhookEndpoint: { secret: true, oldSecret: true },
} as const

// A plan takes some tens of kilobytes on every connection, and the texts of a school have the names of its fields. Those of
// writes vary by what callers set: however many there are, they leave room for what is read.
const room = { read: 48, write: 16 }
const keptNames = new Map<string, string>()

/** The name by which connections keep a statement; it goes by the text, since what has a name never changes. */
function keptName(text: string, { kept }: How): string | undefined {
  const known = keptNames.get(text)
  if (known !== undefined || kept === undefined || room[kept] === 0) return known
  room[kept] -= 1
  const name = hash('sha256', text, 'base64url')
  keptNames.set(text, name)
  return name
}

const openPrisma = (pool: Pool) =>
  new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => keptNames.get(sql) ?? '' }),
    omit: secrets,
  })
type Prisma = ReturnType<typeof openPrisma>
type TransactionPrisma = Omit<Prisma, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>

/** What queries and commands are given: the database, or one transaction of it. */
export type Db = { readonly sql: Sql; readonly prisma: TransactionPrisma; readonly isTransaction: boolean }

/** The database itself: it can begin a transaction, and stream. */
export type RootDb = Db & {
  readonly isTransaction: false
  readonly prisma: Prisma
  /** For work that takes a connection of its own. */
  readonly url: string
  /** The rows in batches, from one snapshot, with as many held in memory as a batch has. */
  stream<Row>(text: string, values: readonly unknown[], batch: number): AsyncGenerator<Row[]>
  end(): Promise<void>
}

/** Opens the database at a `postgresql://` address: one pool, shared by Prisma and raw SQL, and one for reading in batches. */
export function openDb(url: string, size = 10): RootDb {
  const pool = new FairPool(url, { name: '', max: size })
  // Whoever reads in batches holds a connection as long as they please: of these they can take no more than all.
  const readers = new FairPool(url, { name: '', max: Math.ceil(size / 2) })
  const prisma = openPrisma(pool)
  return {
    isTransaction: false,
    prisma,
    url,
    sql: async <Row>(text: string, values: readonly unknown[] = [], how?: How) => {
      const statement = { text, values: [...values], name: how && keptName(text, how) }
      return (await unlessBeaten(() => pool.query<Row & Record<string, unknown>>(statement))).rows
    },
    stream: <Row>(text: string, values: readonly unknown[], batch: number) =>
      readInBatches<Row>(() => readers.connect(), text, values, batch),
    end: async () => {
      await prisma.$disconnect()
      await Promise.all([pool.close(), readers.close()])
    },
  }
}

/** A cursor runs without workers: a plan that counts on them would read and sort all there is before the first row. */
export const beginStream = 'BEGIN READ ONLY; SET LOCAL max_parallel_workers_per_gather = 0'

async function* readInBatches<Row>(
  connect: () => Promise<PoolClient>,
  text: string,
  values: readonly unknown[],
  batch: number,
): AsyncGenerator<Row[]> {
  const leave = await readerSlot()
  const client = await connect().catch((error) => {
    leave()
    throw error
  })
  // A cursor on a connection that broke between two batches would wait for ever.
  let broken: Error | undefined
  let fail: (error: Error) => void = () => {}
  const onError = (error: Error) => {
    broken = error
    fail(error)
  }
  client.on('error', onError)
  // Not a race with one promise for all: that would hold what each of them was answered.
  const unlessBroken = <T>(work: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      fail = reject
      if (broken) reject(broken)
      else work().then(resolve, reject)
    })
  let cursor: Cursor<Row> | undefined
  try {
    await client.query(beginStream)
    cursor = client.query(new Cursor<Row>(text, [...values]))
    const open = cursor
    const read = () => unlessBroken(() => open.read(batch))
    for (let rows = await read(); rows.length > 0; rows = await read()) yield rows
  } finally {
    if (!broken) {
      await unlessBroken(async () => cursor?.close()).catch(() => {})
      await client.query('ROLLBACK').catch(() => {})
    }
    client.off('error', onError)
    client.release(broken)
    leave()
  }
}

/** Large reads take turns by who asks, so that no caller holds all connections of readers. */
function readerSlot(): Promise<() => void> {
  const caller = currentCaller()
  const who = caller?.known ?? caller?.network
  return slotIn('reader', { turn: who ?? 'site', signal: caller?.signal, ...(who === undefined ? {} : { lane: who }) })
}

const isRoot = (db: Db): db is RootDb => !db.isTransaction

class Rollback<T> extends Error {
  constructor(readonly result: T) {
    super('rolled back')
  }
}

/** Does what is one transaction, and once more where the server gave it up for another's sake. */
async function unlessBeaten<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isConflict(error)) throw error
    // Begun at once it could take the lock that the winner is about to be given.
    await sleep(20 + Math.random() * 80)
    return work()
  }
}

/**
 * Runs the work in a transaction: committed when its result is ok, rolled back when it is a failure or throws. Work that
 * the server gave up for another transaction's sake (a deadlock, a serialisation failure) is done once more.
 * Inside a transaction already, the work is a part of it, which can fail without the rest. `timeout`, in milliseconds, is
 * the longest it may take; `reachesOut`: what the work does outside the database cannot be done again.
 */
export async function transaction<T extends { ok: boolean }>(
  db: Db,
  work: (db: Db) => Promise<T>,
  timeout = 60_000,
  { reachesOut = false } = {},
): Promise<T> {
  if (!isRoot(db)) return part(db, work, ({ ok }) => ok)
  const once = () => inTransaction(db, work, timeout)
  return reachesOut ? once() : unlessBeaten(once)
}

async function inTransaction<T extends { ok: boolean }>(
  db: RootDb,
  work: (db: Db) => Promise<T>,
  timeout: number,
): Promise<T> {
  try {
    return await db.prisma.$transaction(
      async (tx) => {
        const result = await work({
          isTransaction: true,
          prisma: tx,
          sql: (text, values = [], how) => {
            if (how) keptName(text, how)
            return tx.$queryRawUnsafe(text, ...values)
          },
        })
        if (!result.ok) throw new Rollback(result)
        return result
      },
      { maxWait: 10_000, timeout },
    )
  } catch (error) {
    if (error instanceof Rollback) return error.result
    throw error
  }
}

/**
 * Runs a statement that may break a constraint. Within a transaction it is a part of its own: PostgreSQL would refuse
 * all that follows otherwise.
 */
export const guarded = <T>(db: Db, statement: () => Promise<T>): Promise<T> =>
  isRoot(db) ? statement() : part(db, statement, () => true)

/** A part of a transaction: what it wrote is undone when it throws, or when its result is not to be kept. */
async function part<T>(db: Db, work: (db: Db) => Promise<T>, isKept: (result: T) => boolean): Promise<T> {
  const undo = async () => {
    await db.sql('ROLLBACK TO SAVEPOINT part')
    await db.sql('RELEASE SAVEPOINT part')
  }
  await db.sql('SAVEPOINT part')
  try {
    const result = await work(db)
    await (isKept(result) ? db.sql('RELEASE SAVEPOINT part') : undo())
    return result
  } catch (error) {
    // When the connection is gone, so is all of the transaction; the error worth telling is the first.
    await undo().catch(() => undefined)
    throw error
  }
}

const held = globalThis as { mingceDb?: RootDb }

/** The database of this process, opened at first use. */
export function db(): RootDb {
  held.mingceDb ??= openDb(addressOfDatabase())
  return held.mingceDb
}

function addressOfDatabase(): string {
  const url = env().databaseUrl
  if (!url) throw new Error('DATABASE_URL is not set: the app is started by `npm start`')
  return url
}

/** Has this process use a database that is open already, as tests of what reaches for `db()` do. */
export const setDb = (database: RootDb): void => {
  held.mingceDb = database
}
