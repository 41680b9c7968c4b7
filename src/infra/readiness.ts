import pg from 'pg'
import type { Sql } from './db'
import { migrationStatus } from './migration-status'
import { type ServerState, serverState, serverWords } from './sql-error'

/** Whether work can be done; `busy` is slow and well. */
export type Readiness = 'ready' | 'migrations_pending' | 'read_only' | 'no_rights' | 'broken' | ServerState

/** The longest that a part of a look may take, in milliseconds: two parts and their error stay below 5 s. */
const patience = 2_000
/** For how long a look answers all who ask, in milliseconds. */
const freshFor = 1_000

/**
 * Writes a row that is not kept: only so is a server found that only reads. It may find its place in a page that is there:
 * so that a disk without room is found too, the numbers, too many for this memory, go to a temporary file of 200 kB.
 */
const write = `BEGIN; INSERT INTO throttle (key, count, expires_at)
  VALUES (uuid_send(gen_random_uuid()), 0, now());
  SET LOCAL work_mem = '64kB'; SELECT count(*) FROM generate_series(1, 10000); ROLLBACK`

/** Looks at the database over a connection of its own, which no request can take; one look at a time answers all. */
export class ReadinessProbe {
  #client: pg.Client | undefined
  #last: { at: number; answer: Promise<Readiness> } | undefined

  constructor(private readonly url: () => string) {}

  /** How it stands now, or did at most a second ago. Answers within 5 s, whatever the database does. */
  check(): Promise<Readiness> {
    if (this.#last && Date.now() - this.#last.at < freshFor) return this.#last.answer
    const last = { at: Number.POSITIVE_INFINITY, answer: this.#look() }
    this.#last = last
    void last.answer.finally(() => {
      last.at = Date.now()
    })
    return last.answer
  }

  async end(): Promise<void> {
    await this.#drop()
  }

  async #look(): Promise<Readiness> {
    try {
      const client = await this.#connected()
      const sql: Sql = async (text, values) => (await client.query(text, values && [...values])).rows
      const { pending } = await migrationStatus(sql)
      if (pending.length > 0) return 'migrations_pending'
      await client.query(write)
      return 'ready'
    } catch (error) {
      await this.#drop()
      return readinessOf(error)
    }
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client
    const client = new pg.Client({
      connectionString: this.url(),
      application_name: 'mingce readiness',
      connectionTimeoutMillis: patience,
      query_timeout: patience,
      keepAlive: true,
    })
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined
    })
    await client.connect()
    this.#client = client
    return client
  }

  /** One that does not answer is cut off, not waited for. */
  async #drop(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    void client?.end().catch(() => {})
    client?.connection.stream.destroy()
  }
}

function readinessOf(error: unknown): Readiness {
  const { sqlstate } = serverWords(error)
  if (sqlstate === '25006') return 'read_only'
  return serverState(error) ?? (sqlstate === '42501' ? 'no_rights' : 'broken')
}
