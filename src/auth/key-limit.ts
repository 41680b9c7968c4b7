import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '@/infra/env'

let limiter: RateLimiterMemory | undefined

/**
 * Counts a call by an API key, in this process.
 * @returns the seconds to wait when the key has called too often this minute, else 0
 */
export async function countCall(keyId: number): Promise<number> {
  limiter ??= new RateLimiterMemory({ points: env().callsPerMinute, duration: 60 })
  try {
    await limiter.consume(keyId)
    return 0
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    throw refusal
  }
}
