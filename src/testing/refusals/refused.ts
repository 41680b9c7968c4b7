import { afterAll, beforeAll, expect, vi } from 'vitest'
import { openDb, type RootDb, setDb } from '@/infra/db'
import { log } from '@/infra/log'
import { testDb } from '../factories'
import { newWorld, type World } from '../policy/world'
import { type RefusingProxy, refusingProxy } from '../refusing-proxy'
import { refusals } from './codes'

/** What came of a call: its status, when to come again, and the state that a page is told, if it is told one. */
export type Outcome = { status: number; retryAfter: string | null; state?: string | undefined }

/** What came of a response; `begun`: it was under way, and was cut off. */
export async function outcomeOf(response: Response): Promise<Outcome | 'begun'> {
  const text = await response.text().catch(() => undefined)
  if (text === undefined) return 'begun'
  const state = /"state":"(\w+)"/.exec(text)?.[1]
  return { status: response.status, retryAfter: response.headers.get('retry-after'), state }
}

/** The most statements of one call that are refused one after another. */
const most = 6
let turn = 0

/** A site whose database refuses what a test says, in every state and by every code in turn. */
export function refusingSite() {
  let proxy: RefusingProxy
  let database: RootDb
  let world: World
  let logged: string[] = []
  let refused = 0
  beforeAll(async () => {
    world = await newWorld()
    proxy = await refusingProxy(testDb.url)
    database = openDb(proxy.url, 4)
    setDb(database)
    const said = vi.spyOn(log, 'error').mockImplementation((_, text) => void logged.push(text ?? ''))
    return () => said.mockRestore()
  })
  afterAll(async () => {
    setDb(testDb)
    await database.end()
    await proxy.close()
  })

  /** Refuses a call, from one statement of it on; undefined when it had come through by then. */
  async function refuse<T>(refusal: (typeof refusals)[number], from: number, call: () => Promise<T>) {
    logged = []
    proxy.refuse(refusal, from)
    const outcome = await call().finally(() => proxy.allow())
    return proxy.refused() > 0 ? outcome : undefined
  }

  function check(about: string, outcome: Outcome | 'begun', expected: string) {
    if (outcome === 'begun') return
    const { status, retryAfter, state } = outcome
    expect([status, retryAfter, state ?? expected], about).toEqual([503, '5', expected])
    expect(new Set(logged), about).not.toContain('a call failed')
    for (const line of logged) expect(line, about).toBe('calls fail for a state of the database server')
  }

  return {
    get database() {
      return database
    },
    get world() {
      return world
    },
    /** How many calls have been refused so far. */
    get refused() {
      return refused
    },
    refuse,
    /**
     * Refuses the call from its first statement on, then from its second, and so on until it comes through, each time by
     * another code: it is always 503.
     */
    async everywhere(name: string, call: () => Promise<Outcome | 'begun'>): Promise<void> {
      for (let from = 1; from <= most; from++) {
        const refusal = refusals[turn++ % refusals.length]
        const outcome = refusal && (await refuse(refusal, from, call))
        if (!refusal || !outcome) return
        refused += 1
        check(`${name}, ${refusal.code} at statement ${from}`, outcome, refusal.state)
      }
    },
    /** Refuses the call at its first statement by every code. */
    async byEvery(name: string, call: () => Promise<Outcome | 'begun'>): Promise<void> {
      for (const refusal of refusals) {
        const outcome = await refuse(refusal, 1, call)
        if (!outcome) throw new Error(`${name} asked nothing`)
        check(`${name}, ${refusal.code}`, outcome, refusal.state)
      }
    },
  }
}
