import type { Readable, Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { from, to } from 'pg-copy-streams'
import { withClient } from './client'
import type { Sql } from './db'
import { env } from './env'
import { lowerBackend } from './priority'

/** A connection of its own, for work that would hold one of the pool's too long: long transactions and COPY. */
export type Connection = {
  readonly sql: Sql
  /** Writes lines in the text format of COPY by a `COPY … FROM STDIN`. */
  copy(statement: string, lines: AsyncIterable<string | Uint8Array> | Iterable<string>): Promise<void>
  /** Has what a `COPY … TO STDOUT` writes read to its end; answers the number of rows. */
  copyOut(statement: string, read: (lines: Readable) => Promise<void>): Promise<number>
  /** Committed when the work ends, rolled back when it throws. */
  transaction<T>(work: () => Promise<T>): Promise<T>
}

/** Does the work on a connection that is closed afterwards, whatever became of it. */
export function withConnection<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  return withClient(url, { name: 'job' }, async (client, { pid, watch }) => {
    // Requests come before such work.
    await lowerBackend(env().dataDir, url, pid)
    const sql: Sql = async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row & Record<string, unknown>>(text, [...values])).rows
    return work({
      sql,
      copy: async (statement, lines) => {
        const into: Writable = client.query(from(statement))
        watch.feeds(client, into)
        await pipeline(lines, into)
      },
      async copyOut(statement, read) {
        const lines = client.query(to(statement))
        const over = finished(lines)
        over.catch(() => {})
        try {
          await read(lines)
        } finally {
          // The connection hears nothing else before the last row, whether anybody wants it or not.
          lines.unpipe().resume()
          await over.catch(() => {})
        }
        // The count comes behind the rows.
        await sql('SELECT 1')
        return lines.rowCount
      },
      async transaction(inside) {
        await sql('BEGIN')
        try {
          const value = await inside()
          await sql('COMMIT')
          return value
        } catch (error) {
          await sql('ROLLBACK').catch(() => {})
          throw error
        }
      },
    })
  })
}

/** A cell of COPY's text format; null is `\N`. */
export function copyCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'number') return String(value)
  // PostgreSQL keeps no NUL.
  return /[\\\n\r\t\0]/.test(value) ? value.replace(/[\\\n\r\t\0]/g, escaped) : value
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '' }
const escaped = (letter: string): string => escapes[letter] ?? letter

/** A text array as PostgreSQL writes it, for a cell of COPY. */
export const arrayCell = (texts: readonly string[]): string =>
  copyCell(`{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`)
