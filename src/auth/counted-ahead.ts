import type { Count, Standing } from './counted-together'

/** Whoever has no more calls left than this is counted before each answer. Far more than all processes answer in a pause. */
const near = 1_000
/** How long calls are gathered before the count is told of them, in milliseconds. */
const pause = 20
/** How many keys are known at most. */
const most = 10_000

type Known = { key: string; consumed: number; until: number; untold: number }

/**
 * Counts calls far from their limit by what this process knows of the key, and tells the count a moment later: an answer
 * does not wait for another process. A key that is unknown or near its limit is counted by `exactly`, so that no call too
 * many is answered; how many are left is told without what other processes answered within that moment.
 */
export function countedAhead(
  count: Count,
  exactly: (key: string) => Promise<Standing>,
): (key: string, limit: number) => Promise<Standing> {
  const far = new Map<string, Known>()
  const telling = new Set<Known>()

  async function tell(known: Known): Promise<void> {
    const { key, untold } = known
    known.untold = 0
    // Those of a minute that is over count no more.
    if (Date.now() >= known.until) return
    try {
      const { consumedPoints, msBeforeNext } = await count(key, untold)
      known.consumed = consumedPoints + known.untold
      known.until = Date.now() + msBeforeNext
    } catch {
      // The next that is counted exactly says so.
      far.delete(key)
    }
  }

  function soon(known: Known): void {
    if (telling.size === 0)
      setTimeout(() => {
        const all = [...telling]
        telling.clear()
        for (const each of all) void tell(each)
      }, pause).unref()
    telling.add(known)
  }

  return async (key, limit) => {
    const known = far.get(key)
    if (known && Date.now() < known.until && known.consumed + near < limit) {
      known.consumed += 1
      known.untold += 1
      soon(known)
      return { consumedPoints: known.consumed, msBeforeNext: known.until - Date.now() }
    }
    const standing = await exactly(key)
    if (far.size >= most) far.clear()
    if (standing.consumedPoints + near < limit)
      far.set(key, { key, consumed: standing.consumedPoints, until: Date.now() + standing.msBeforeNext, untold: 0 })
    else far.delete(key)
    return standing
  }
}
