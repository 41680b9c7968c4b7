import { setTimeout as sleep } from 'node:timers/promises'
import pg, { type Pool, type PoolClient } from 'pg'

/** In milliseconds. */
export type Patience = {
  /** How long a connection is in use before the server is asked about it. */
  inUse: number
  /** How long the server may take to answer that, connecting included. */
  answer: number
  /** How long its process may wait for a client that waits for it. */
  idle: number
  /** Between two looks. */
  every: number
}
const usual: Patience = { inUse: 3_000, answer: 5_000, idle: 20_000, every: 1_000 }

/** The processes that are gone, and those that have waited for their client for so many seconds. */
const lost = `SELECT given.pid FROM unnest($1::int[]) AS given(pid) LEFT JOIN pg_stat_activity a ON a.pid = given.pid
  WHERE a.pid IS NULL OR (a.wait_event = 'ClientRead' AND a.state_change < now() - make_interval(secs => $2))`

/**
 * Gives up connections that went silent, as a firewall, a failover or a hanging server leaves them: their statements would
 * wait for ever. A statement that is merely slow goes on. The server is asked over another connection; only where it does
 * not answer, or waits itself for what was sent long ago, is the connection cut off, and its statement fails.
 * @returns what ends the watch
 */
export function watchPool(pool: Pool, connectionString: string, patience: Patience = usual): () => void {
  const inUse = new Map<PoolClient, number>()
  pool.on('acquire', (client) => inUse.set(client, performance.now()))
  pool.on('release', (_, client) => inUse.delete(client))
  pool.on('remove', (client) => inUse.delete(client))

  const usedFor = (age: number) => [...inUse].filter(([, at]) => performance.now() - at > age).map(([client]) => client)
  let looking = false
  const look = async () => {
    const long = usedFor(patience.inUse)
    if (looking || long.length === 0) return
    looking = true
    const gone = await lostPids(connectionString, long.flatMap(pidOf), patience)
    looking = false
    // Only those that have been in use all the time: another statement of the same connection is not the one asked about.
    const still = gone === 'no answer' ? long.filter((client) => inUse.has(client)) : usedFor(patience.idle)
    for (const client of still)
      if (gone === 'no answer' || pidOf(client).some((pid) => gone.has(pid))) void client.end().catch(() => {})
  }
  const timer = setInterval(() => void look(), patience.every).unref()
  return () => clearInterval(timer)
}

const pidOf = (client: PoolClient): number[] =>
  'processID' in client && typeof client.processID === 'number' ? [client.processID] : []

async function lostPids(
  connectionString: string,
  pids: number[],
  { idle, answer }: Patience,
): Promise<Set<number> | 'no answer'> {
  const times = { connectionTimeoutMillis: answer, query_timeout: answer }
  const client = new pg.Client({ connectionString, application_name: 'mingce watch', ...times })
  client.on('error', () => {})
  const ask = async () => {
    await client.connect()
    const { rows } = await client.query(lost, [pids, idle / 1000])
    return new Set(rows.map((row) => Number(row.pid)))
  }
  const late = new AbortController()
  try {
    return await Promise.race([
      ask().catch(() => 'no answer' as const),
      sleep(answer, 'no answer' as const, { signal: late.signal }),
    ])
  } finally {
    late.abort()
    void client.end().catch(() => {})
  }
}
