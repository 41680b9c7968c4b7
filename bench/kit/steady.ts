import { Pool } from 'undici'
import { percentile } from './timing'

/** One of the requests that are made in turn. */
export type Visit = { what: string; path: string; headers: Record<string, string> }

/** How long each was waited for, in milliseconds. */
export type Waits = Record<string, number[]>

const pause = 60

/**
 * Makes one request after another at an even rate, whether or not those before were answered, as people do; until told to
 * stop, which answers how long they took since it was last asked.
 */
export function visitSteadily(url: string, visits: readonly Visit[]) {
  const pool = new Pool(url, { connections: 20, headersTimeout: 30_000, bodyTimeout: 30_000 })
  const under = new Set<Promise<void>>()
  let waits: Waits = {}
  let broken: unknown
  let count = 0
  const visit = async ({ what, path, headers }: Visit) => {
    const [began, into] = [performance.now(), waits]
    const { statusCode, body } = await pool.request({ path, headers, method: 'GET' })
    await body.dump()
    if (statusCode !== 200) throw new Error(`${path} was answered by ${statusCode}`)
    into[what] = [...(into[what] ?? []), performance.now() - began]
  }
  const timer = setInterval(() => {
    const next = visits[count++ % visits.length]
    if (!next) return
    const one: Promise<void> = visit(next)
      .catch((error) => {
        broken ??= error
      })
      .finally(() => under.delete(one))
    under.add(one)
  }, pause)
  /** Ends a stretch of measuring, when all that was asked in it is answered, and begins the next. */
  const cut = async (): Promise<Waits> => {
    const ended = waits
    waits = {}
    await Promise.all(under)
    if (broken) throw broken
    return ended
  }
  return {
    cut,
    async stop(): Promise<void> {
      clearInterval(timer)
      await Promise.all(under)
      await pool.destroy()
    },
  }
}

export const p95 = (waits: Waits, what: string): number => percentile(waits[what] ?? [], 0.95)
