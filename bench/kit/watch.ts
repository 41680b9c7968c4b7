import { setTimeout as sleep } from 'node:timers/promises'
import type { RootDb } from '../../src/infra/db'
import { percentile, timed } from './timing'

/** Asks a small query every few milliseconds until told to stop; answers the 95th percentile of how long it took. */
export function watchQueries(db: RootDb): () => Promise<number> {
  const taken: number[] = []
  let going = true
  const asking = (async () => {
    while (going) {
      taken.push(await timed(() => db.sql('SELECT id FROM person ORDER BY id LIMIT 20')))
      await sleep(10)
    }
  })()
  return async () => {
    going = false
    await asking
    return percentile(taken, 0.95)
  }
}

/** Watches the memory of this process until told to stop; answers how much it held at most over what it had, in MB. */
export function watchMemory(): () => number {
  const before = process.memoryUsage.rss()
  let most = before
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss())
  }
  const timer = setInterval(look, 20)
  return () => {
    clearInterval(timer)
    look()
    return (most - before) / 1024 / 1024
  }
}
