import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type PatienceOf, SilenceWatch } from './silence-watch'

/** How a connection of the site calls itself, and how long a silence it bears. */
export type ClientOptions = { name: string; patience?: PatienceOf }

/** A connected client, watched for silence. */
export type OpenClient = {
  readonly client: pg.Client
  /** Of the server's process. */
  readonly pid: number
  readonly watch: SilenceWatch
  /** Ends it within a second or so, whatever the network does. */
  end(): Promise<void>
}

/** In milliseconds; a probe every second follows an idle time, so that a firewall does not forget the connection. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

/** How long a server may take to close a connection, in milliseconds. */
export const goodbye = 1_000

/** What every connection is opened with. */
export const connectionSettings = (connectionString: string, name: string, within: number) => ({
  connectionString,
  application_name: `mingce${name && ` ${name}`}`,
  connectionTimeoutMillis: within,
  ...keepAlive,
})

/**
 * The server's process, for a pooler between may tell another number in the handshake. It looks after a client that went
 * silent too: locks of one that is gone are let go after a minute.
 */
const introduce = `SELECT pg_backend_pid() AS pid, set_config('tcp_keepalives_idle', '30', false),
  set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)`

/** For calls: whoever waits for a lock that long is told to come again. A limit of the operator's that is lower stays. */
const lockLimit = `, CASE WHEN current_setting('lock_timeout')::interval NOT BETWEEN interval '1ms' AND interval '4s'
  THEN set_config('lock_timeout', '4s', false) END`

/** Has a connection that was just opened say which process it is, and sets what it is to have. */
export async function introduced(client: pg.Client, of: PatienceOf): Promise<number> {
  const text = of === 'calls' ? introduce + lockLimit : introduce
  const question = { text, query_timeout: 3_000 }
  const { rows } = await client.query<{ pid: number }>(question)
  return Number(rows[0]?.pid)
}

/** Opens one connection within 10 s, and has its silence end it. @throws what `serverState` calls away, when it fails */
export async function openClient(url: string, { name, patience = 'work' }: ClientOptions): Promise<OpenClient> {
  const client = new pg.Client(connectionSettings(url, name, 7_000))
  // A connection that breaks fails the statement that is under way; without a listener it would end the process.
  client.on('error', () => {})
  const watch = new SilenceWatch(url, patience)
  const end = async () => {
    await Promise.race([client.end().catch(() => {}), sleep(goodbye, undefined, { ref: false })])
    watch.stop()
    client.connection.stream.destroy()
  }
  try {
    await client.connect()
    const pid = await introduced(client, patience)
    watch.add(client, pid)
    return { client, pid, watch, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Does the work over one connection, which is closed afterwards. */
export async function withClient<T>(
  url: string,
  options: ClientOptions,
  work: (client: pg.Client, opened: OpenClient) => Promise<T>,
): Promise<T> {
  const opened = await openClient(url, options)
  try {
    return await work(opened.client, opened)
  } finally {
    await opened.end()
  }
}
