import { PrismaPg } from '@prisma/adapter-pg'
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { Pool, QueryConfig } from 'pg'
import { FairPool } from './pool'
import { serverState } from './sql-error'
import { codeOf } from './system-error'

/** PostgreSQL's one-byte type "char", in which its catalogue keeps kinds of constraints. */
const charOid = 18
const textOid = 25
const characterColumn = 6

/** In the note of a migration's row: its script is committed, whatever became of the process. */
export const committedNote = 'committed'

/** Prisma's adapter for pg, mended where it was not made for migrations; `end` closes what the engine leaves open. */
export function migrationAdapter(url: string): {
  factory: SqlMigrationAwareDriverAdapterFactory
  /** What the server's state made fail: the engine tells no more of it than a number. */
  lost(): unknown
  end(): Promise<void>
} {
  const open: { adapter: SqlDriverAdapter; pool: FairPool }[] = []
  let lost: unknown
  const { provider, adapterName } = new PrismaPg({ connectionString: url })
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider,
    adapterName,
    async connect() {
      // One connection, for the engine holds a lock of the session.
      const pool = new FairPool(url, { name: 'migrations', patience: 'work', max: 1, idleTimeoutMillis: 0 })
      noteLoss(pool, (error) => {
        lost ??= error
      })
      const adapter = await new PrismaPg(pool).connect()
      open.push({ adapter, pool })
      return readCharColumns(runWholeScripts(adapter, pool), pool)
    },
    connectToShadowDb() {
      // Prisma's own would use the main database itself where that is given by an address.
      throw new Error('migrations are compared in a database made for it')
    },
  }
  return {
    factory,
    lost: () => lost,
    async end() {
      await Promise.all(
        open.splice(0).map(async ({ adapter, pool }) => {
          await adapter.dispose()
          await pool.close()
        }),
      )
    },
  }
}

function noteLoss(pool: Pool, note: (error: unknown) => void): void {
  const query = pool.query.bind(pool)
  Object.assign(pool, {
    query: (config: QueryConfig) =>
      query(config).catch((error) => {
        if (serverState(error)) note(error)
        throw error
      }),
  })
}

/** The adapter refuses columns of the type "char", which the engine asks for and expects as characters. */
function readCharColumns(adapter: SqlDriverAdapter, pool: Pool): SqlDriverAdapter {
  const characters = new WeakMap<object, number[]>()
  const query = pool.query.bind(pool)
  const queryRaw = adapter.queryRaw.bind(adapter)
  Object.assign(pool, {
    async query(config: QueryConfig) {
      const result = await query(config)
      const columns = result.fields.flatMap((field, index) => (field.dataTypeID === charOid ? [index] : []))
      for (const field of result.fields) if (field.dataTypeID === charOid) field.dataTypeID = textOid
      characters.set(result.rows, columns)
      return result
    },
  })
  return Object.assign(adapter, {
    async queryRaw(asked: Parameters<SqlDriverAdapter['queryRaw']>[0]) {
      const answer = await queryRaw(asked)
      for (const column of characters.get(answer.rows) ?? []) answer.columnTypes[column] = characterColumn
      return answer
    },
  })
}

/**
 * The adapter cuts a script at every semicolon, in functions and strings too, and commits each piece. Sent whole, a
 * script is one transaction; it notes its own commit in it, so that a killed process leaves no doubt.
 */
function runWholeScripts(adapter: SqlDriverAdapter, pool: Pool): SqlDriverAdapter {
  const note = `UPDATE "_prisma_migrations" SET "logs" = '${committedNote}' WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL`
  const query = pool.query.bind(pool)
  return Object.assign(adapter, {
    async executeScript(script: string) {
      await query(`${script}\n;${note}`).catch((error) => {
        throw new DriverAdapterError({
          kind: 'postgres',
          code: codeOf(error),
          severity: 'ERROR',
          message: error instanceof Error ? error.message : String(error),
          detail: undefined,
          column: undefined,
          hint: undefined,
        })
      })
    },
  })
}
