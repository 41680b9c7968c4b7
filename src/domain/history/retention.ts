import { env } from '@/infra/env'
import type { Loop } from '@/infra/loops'

/** How many change sets of a school go at once: among them may be an import of many thousand changes. */
const most = 100

/** Once an hour, what is older than the site keeps its history is cleared away. */
export const historyRetention: Loop = {
  name: 'history retention',
  every: 3_600_000,
  async run(db, signal) {
    const years = env().historyYears
    if (years === 0) return false
    const schools = await db.sql<{ id: number }>('SELECT id FROM school ORDER BY id')
    let more = false
    for (const { id } of schools) {
      if (signal.aborted) return false
      const [row] = await db.sql<{ gone: number }>(
        'SELECT mingce_history_expire($1, now() - make_interval(years => $2::int), $3) AS gone',
        [id, years, most],
      )
      more ||= row?.gone === most
    }
    return more
  },
}
