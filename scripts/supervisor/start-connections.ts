import pg from 'pg'

/** How long the server may take to answer, in milliseconds. */
const patience = 1_500

const nameOf = (boot: string): string => `mingce start ${boot}`

/** The address of the database, for connections that bear the name of this start. */
export function named(url: string, boot: string): string {
  const own = new URL(url)
  own.searchParams.set('application_name', nameOf(boot))
  return own.href
}

/**
 * Ends the connections of a start that is given up: a migration that waits for a lock would go on to wait, and keep others
 * waiting, until the lock is free. A server that does not answer is left alone.
 */
export async function endConnections(url: string, boot: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'mingce end',
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND usename = current_user',
      [nameOf(boot)],
    )
  } catch {
    // It is away.
  } finally {
    void client.end().catch(() => undefined)
    client.connection.stream.destroy()
  }
}
