import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A site that starts or runs holds this advisory lock shared, a restore alone. */
export const siteLock = 7_262_046_104

/** A connection that holds the lock for a site, and takes it again when it breaks. */
export type SiteLock = { release(): Promise<void> }

/**
 * Takes the lock for a site that starts, and holds it until the release: no restore exchanges its database meanwhile.
 * Waits while a restore is under way.
 * @param url of the database now; asked again after a break
 * @param onWait called once when it has to wait
 */
export async function lockSite(url: () => string, onWait: () => void): Promise<SiteLock> {
  let [released, client]: [boolean, pg.Client | undefined] = [false, undefined]
  const again = async (): Promise<void> => {
    while (!released) {
      await sleep(2_000)
      client = await connect(url()).catch(() => undefined)
      if (client && (await isTaken(client).catch(() => false))) {
        client.once('end', () => void again())
        return
      }
      await client?.end().catch(() => undefined)
    }
  }
  client = await connect(url())
  for (let told = false; !(await isTaken(client)); told = true) {
    if (!told) onWait()
    await sleep(500)
  }
  client.once('end', () => void again())
  return {
    async release() {
      released = true
      await client?.end().catch(() => undefined)
    },
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: 'mingce site',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function isTaken(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock_shared($1) AS taken', [siteLock])
  return rows[0]?.taken === true
}
