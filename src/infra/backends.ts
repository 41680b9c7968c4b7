import pg from 'pg'
import { serverWords } from './sql-error'

/** Those that a client waits for: at work, waiting for the client, or not in the answer when they are gone. */
type Backends = Map<number, 'at work' | 'waits'>

type Question = {
  pids: number[]
  /** Processes whose clients gave them up, with the least age of their connection in milliseconds. */
  ended: { pid: number; age: number }[]
  /** For how long those have done nothing, in milliseconds. */
  silence: number
  /** Within how many milliseconds the answer counts. */
  within: number
}

const states = `SELECT pid, wait_event_type IS DISTINCT FROM 'Client' AS "isAtWork" FROM pg_stat_activity WHERE pid = ANY($1)`

/** A number is given anew: it must be a connection of this user, as old as the one that was given up, and as long at rest. */
const terminate = `SELECT pg_terminate_backend(a.pid) AS done
  FROM unnest($1::int[], $2::float8[]) AS ended(pid, age) JOIN pg_stat_activity a USING (pid)
  WHERE a.usename = current_user
    AND clock_timestamp() - a.backend_start > make_interval(secs => ended.age / 1000 - 1)
    AND coalesce(clock_timestamp() - a.state_change > make_interval(secs => $3 / 2000.0), true)`

/**
 * Asks the server, over a connection of its own, what processes of it do, and ends those that were given up.
 * @returns `none`: it does not answer, or is starting; `refused`: it answers, and takes nobody in
 */
export async function askBackends(
  connectionString: string,
  { pids, ended, silence, within }: Question,
): Promise<Backends | 'none' | 'refused'> {
  const client = new pg.Client({ connectionString, application_name: 'mingce watch', connectionTimeoutMillis: within })
  client.on('error', () => {})
  const late = setTimeout(() => client.connection.stream.destroy(new Error('timeout expired')), within)
  try {
    await client.connect()
    const { rows } = await client.query<{ pid: number; isAtWork: boolean }>(states, [pids])
    if (ended.length > 0)
      await client.query(terminate, [ended.map(({ pid }) => pid), ended.map(({ age }) => age), silence])
    return new Map(rows.map(({ pid, isAtWork }) => [pid, isAtWork ? 'at work' : 'waits']))
  } catch (error) {
    const { sqlstate } = serverWords(error)
    return sqlstate === undefined || sqlstate.startsWith('57P') || sqlstate.startsWith('08') ? 'none' : 'refused'
  } finally {
    clearTimeout(late)
    void client.end().catch(() => {})
    // No word of goodbye is waited for.
    setTimeout(() => client.connection.stream.destroy(), 1_000).unref()
  }
}
