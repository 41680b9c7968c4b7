import type { Key } from './types'

/** A day of the chart; the heights are parts of the whole. */
export type Bar = { day: string; calls: number; refused: number; passedHeight: number; refusedHeight: number }

const shownDays = 30
const least = 0.08

/** The last 30 days, of which a key is told only those in which it called; a day with few calls is still to be seen. */
export function barsOf(days: Key['days'], today: string): Bar[] {
  const known = new Map(days.map((each) => [each.day, each]))
  const most = Math.max(1, ...days.map(({ calls }) => calls))
  const height = (calls: number) => (calls === 0 ? 0 : Math.max(least, calls / most))
  return Array.from({ length: shownDays }, (_, at) => {
    const day = new Date(Date.parse(`${today}T00:00:00Z`) - (shownDays - 1 - at) * 86_400_000)
      .toISOString()
      .slice(0, 10)
    const { calls = 0, refused = 0 } = known.get(day) ?? {}
    const [passed, kept] = [height(calls - refused), height(refused)]
    const over = Math.max(0, passed + kept - 1)
    const isMostlyRefused = kept > passed
    return {
      day,
      calls,
      refused,
      passedHeight: isMostlyRefused ? passed : passed - over,
      refusedHeight: isMostlyRefused ? kept - over : kept,
    }
  })
}
