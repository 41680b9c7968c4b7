import type pg from 'pg'
import { withClient } from './client'
import { serverWords } from './sql-error'

/** A process of the server that a connection is served by at this moment. */
const pidOf = async (client: pg.Client): Promise<number> =>
  Number((await client.query('SELECT pg_backend_pid() AS pid')).rows[0]?.pid)

/**
 * Whether a pooler before the server hands a session's process to others between its transactions, as PgBouncer does in
 * transaction and statement mode. Told by what happens, not by a name: a process that served one connection serves
 * another, which is in a transaction, while the first is still open.
 */
export async function isSharedBetweenTransactions(url: string, client: pg.Client): Promise<boolean> {
  const first = await pidOf(client)
  try {
    return await withClient(url, { name: 'check' }, async (other) => {
      // Others may take the process meanwhile: three looks.
      for (let look = 0; look < 3; look++) {
        await other.query('BEGIN')
        const second = await pidOf(other)
        // With the other in its transaction, the same process cannot be had again.
        const now = second === first ? first : await pidOf(client)
        await other.query('ROLLBACK')
        if (second === first || now !== first) return true
      }
      return false
    })
  } catch (error) {
    // Statement mode knows no transactions.
    if (serverWords(error).sqlstate === '08P01') return true
    throw error
  }
}
