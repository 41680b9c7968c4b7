import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type OpenClient, openClient } from './client'

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
  let [released, held]: [boolean, OpenClient | undefined] = [false, undefined]
  const again = async (): Promise<void> => {
    while (!released) {
      await sleep(2_000)
      held = await connect(url()).catch(() => undefined)
      if (held && (await isTaken(held.client).catch(() => false))) {
        held.client.once('end', () => void again())
        return
      }
      await held?.end()
    }
  }
  held = await connect(url())
  const { client } = held
  for (let told = false; !(await isTaken(client)); told = true) {
    if (!told) onWait()
    await sleep(500)
  }
  client.once('end', () => void again())
  return {
    async release() {
      released = true
      await held?.end()
    },
  }
}

const connect = (url: string) => openClient(url, { name: 'site' })

async function isTaken(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock_shared($1) AS taken', [siteLock])
  return rows[0]?.taken === true
}
