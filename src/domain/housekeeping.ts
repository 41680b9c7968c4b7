import { clearCopies } from '@/infra/database-copy'
import { env } from '@/infra/env'
import { clearLeftovers } from '@/infra/leftovers'
import { log } from '@/infra/log'
import type { Loop } from '@/infra/loops'
import { clearUnfinished } from '@/infra/unfinished'
import { knownDays } from './accounts/guesses'
import { daysOfLog } from './webhooks/rules'

/** What nobody can use or ask for any more. Several processes may do it at once: a row is gone or it is not. */
const stale = [
  "DELETE FROM session WHERE expires_at < now() - interval '30 days'",
  "DELETE FROM one_time_link WHERE expires_at < now() - interval '30 days'",
  // A delivery that still waits is kept for as long as it does.
  `DELETE FROM webhook_delivery WHERE settled_at < now() - interval '${daysOfLog} days' AND due_at IS NULL`,
  "DELETE FROM sms_code WHERE created_at < now() - interval '2 days'",
  'DELETE FROM kept_answer WHERE expires_at < now()',
  "DELETE FROM job WHERE finished_at < now() - interval '30 days'",
  'DELETE FROM throttle WHERE expires_at < now()',
  `DELETE FROM account_network WHERE last_at < now() - interval '${knownDays} days'`,
  // Whoever changes networks all day keeps the latest.
  `DELETE FROM account_network n USING (SELECT account_id, network, row_number() OVER (PARTITION BY account_id ORDER BY last_at DESC) AS place
   FROM account_network) old WHERE old.place > 100 AND n.account_id = old.account_id AND n.network = old.network`,
  // A secret's last use stays, however long ago.
  `DELETE FROM api_key_use u WHERE day < current_date - 100
   AND EXISTS (SELECT 1 FROM api_key_use n WHERE n.secret_id = u.secret_id AND n.day > u.day AND n.last_at IS NOT NULL)`,
  // A day more than the feed promises; of what is old the last stays, since a cursor of today may stand there.
  `DELETE FROM feed_entry e USING (SELECT school_id, max(position) AS last FROM feed_entry WHERE at < now() - interval '91 days' GROUP BY 1) old
   WHERE e.school_id = old.school_id AND e.at < now() - interval '91 days' AND coalesce(e.position < old.last, true)`,
]

/** What kills left in files goes, and what never came to its end is named in the log. */
async function clearFiles(dataDir: string): Promise<void> {
  await clearLeftovers(dataDir)
  await clearCopies()
  for (const { file, left } of await clearUnfinished(dataDir)) {
    if (left === undefined) log.warn({ file }, 'a file was cut off while it was written; its half was removed')
    else log.warn({ file, left }, 'a file was cut off while it was written; its half could not be removed')
  }
}

/** At the start and once an hour, what has run out is cleared away. */
export const housekeeping: Loop = {
  name: 'housekeeping',
  every: 3_600_000,
  async run(db, signal) {
    await clearFiles(env().dataDir)
    for (const statement of stale) if (!signal.aborted) await db.sql(statement)
    return false
  },
}
