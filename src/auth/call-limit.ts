import cluster from 'node:cluster'
import { RateLimiterCluster, RateLimiterMemory } from 'rate-limiter-flexible'
import type { Actor } from '@/domain/actor'
import { env } from '@/infra/env'
import { clientNetwork } from '@/infra/ip'
import { log } from '@/infra/log'
import { countedAhead } from './counted-ahead'
import { type Count, type Standing as Counted, countedTogether } from './counted-together'

/** How long calls are counted together, in seconds. */
export const limitWindow = 60

/** How a caller stands after a call: of `limit` calls a minute `left` remain for `seconds`; `over` is one too many. */
export type Standing = {
  by: 'key' | 'account' | 'address'
  limit: number
  left: number
  seconds: number
  over: boolean
}

/** What of a caller matters to the count. */
export type Limited = Pick<Actor, 'apiKeyId' | 'accountId' | 'callsPerMinute'>

// It refuses nothing itself: every key has a limit of its own, which is compared here.
const options = { keyPrefix: 'calls', points: Number.MAX_SAFE_INTEGER, duration: limitWindow }
type Counter = (key: string, limit: number) => Promise<Counted>

// Next may hold this module more than once in a process.
const held = globalThis as { mingceCalls?: Counter }

function ofThisOne(): Counter {
  const limiter = new RateLimiterMemory(options)
  return (key) => limiter.penalty(key)
}

function ofAll(): Counter {
  const limiter = new RateLimiterCluster({ ...options, timeoutMs: 2_000 })
  const count: Count = (key, points) => limiter.penalty(key, points)
  return countedAhead(count, countedTogether(count))
}

/** Several processes count at their supervisor (`scripts/supervisor/workers.ts`), one alone in its own memory. */
function counter(): Counter {
  held.mingceCalls ??= cluster.isWorker && env().webConcurrency > 1 ? ofAll() : ofThisOne()
  return held.mingceCalls
}

function whoseCalls(caller: Limited | undefined, address: string): [Standing['by'], string | number] {
  if (caller?.apiKeyId) return ['key', caller.apiKeyId]
  if (caller?.accountId) return ['account', caller.accountId]
  return ['address', clientNetwork(address)]
}

/** Counts the calls of a batch, each as one, and says how the caller stands after the last. */
export async function countCalls(caller: Limited | undefined, address: string, calls: number): Promise<Standing> {
  const standings = await Promise.all(Array.from({ length: calls }, () => countCall(caller, address)))
  return standings.reduce((worst, each) => (each.over || each.left < worst.left ? each : worst))
}

/** Counts a call by the API key or account that makes it, else by the client's address. */
export async function countCall(caller: Limited | undefined, address: string): Promise<Standing> {
  const [by, whose] = whoseCalls(caller, address)
  const limit = caller?.callsPerMinute ?? env().callsPerMinute
  try {
    const { consumedPoints, msBeforeNext } = await counter()(`${by}:${whose}`, limit)
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
    return { by, limit, left: Math.max(0, limit - consumedPoints), seconds, over: consumedPoints > limit }
  } catch (error) {
    // A supervisor that does not answer in time keeps nobody out.
    log.warn({ err: error }, 'a call was not counted')
    return { by, limit, left: limit, seconds: limitWindow, over: false }
  }
}
