import type { RateLimiterRes } from 'rate-limiter-flexible'

/** Where a key stands after so many more. */
export type Standing = Pick<RateLimiterRes, 'consumedPoints' | 'msBeforeNext'>
/** Counts so many more of a key. */
export type Count = (key: string, points: number) => Promise<Standing>

/**
 * Counts one at a time, as if each were counted by itself: those of a key that come while an earlier count of it is under
 * way are counted at once after it. For a count that is asked of another process.
 */
export function countedTogether(count: Count): (key: string) => Promise<Standing> {
  const gathering = new Map<string, { points: number; counted: Promise<Standing> }>()
  const underWay = new Map<string, Promise<unknown>>()

  async function begin(key: string): Promise<Standing> {
    await underWay.get(key)
    const points = gathering.get(key)?.points ?? 0
    gathering.delete(key)
    const counted = count(key, points)
    const settled = counted.then(
      () => {},
      () => {},
    )
    underWay.set(key, settled)
    await settled
    if (underWay.get(key) === settled) underWay.delete(key)
    return counted
  }

  return async (key) => {
    const batch = gathering.get(key) ?? { points: 0, counted: Promise.resolve().then(() => begin(key)) }
    gathering.set(key, batch)
    batch.points += 1
    const place = batch.points
    const { consumedPoints, msBeforeNext } = await batch.counted
    return { consumedPoints: consumedPoints - batch.points + place, msBeforeNext }
  }
}
