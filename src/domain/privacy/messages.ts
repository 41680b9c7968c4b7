import { type Db, transaction } from '@/infra/db'
import { env } from '@/infra/env'
import { log } from '@/infra/log'
import type { Loop } from '@/infra/loops'
import { cutOutbox, outboxFile } from '@/infra/sms/outbox'
import { codeOf } from '@/infra/system-error'
import { ok } from '../errors'

/** For how many days a message stays in the outbox. */
export const daysInOutbox = 7

/** Whoever cuts the outbox holds this advisory lock. */
const cuttersLock = 7_262_046_108

/** The eleven digits of a mobile number, however it was written. */
const digitsOf = (phone: string): string => phone.replace(/\D/g, '').slice(-11)

/** Every phone that people and accounts of the school have or had, as long as history knows of it. */
export async function phonesOf(
  tx: Db,
  schoolId: number,
  { people, accounts }: { people: readonly number[]; accounts: readonly number[] },
): Promise<string[]> {
  const rows = await tx.sql<{ phone: string }>(
    `SELECT phone FROM person WHERE school_id = $1 AND id = ANY($2::int[])
     UNION SELECT phone FROM account WHERE school_id = $1 AND id = ANY($3::int[])
     UNION SELECT side ->> 'phone' FROM change c, unnest(ARRAY[c.before, c.after]) AS side
       WHERE c.school_id = $1 AND (c.noun = 'person' AND c.noun_id = ANY($2::int[]) OR c.noun = 'account' AND c.noun_id = ANY($3::int[]))
         AND jsonb_typeof(side -> 'phone') = 'string'`,
    [schoolId, people, accounts],
  )
  return rows.map(({ phone }) => phone)
}

/**
 * Drops the messages to these phones from the outbox, in the caller's transaction. Where the file cannot be written, the
 * erasure goes on and the log says so: the messages go with their age.
 */
export async function clearMessages(tx: Db, phones: readonly string[]): Promise<void> {
  const gone = new Set(phones.map(digitsOf).filter((digits) => digits.length === 11))
  if (gone.size === 0) return
  await tx.sql(`SELECT pg_advisory_xact_lock(${cuttersLock})::text`)
  try {
    await cutOutbox(outboxFile(env().dataDir), ({ phone }) => !gone.has(digitsOf(phone)))
  } catch (error) {
    log.warn({ code: codeOf(error) }, 'messages of an erased person could not be dropped from the outbox')
  }
}

/** Once an hour, messages that are older are dropped from the outbox. */
export const outboxRetention: Loop = {
  name: 'outbox',
  every: 3_600_000,
  async run(db) {
    const since = new Date(Date.now() - daysInOutbox * 86_400_000).toISOString()
    await transaction(db, async (tx) => {
      await tx.sql(`SELECT pg_advisory_xact_lock(${cuttersLock})::text`)
      return ok(await cutOutbox(outboxFile(env().dataDir), ({ at }) => at >= since))
    })
    return false
  },
}
