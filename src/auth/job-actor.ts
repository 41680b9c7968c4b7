import { findStanding } from '@/domain/accounts/sessions'
import type { Actor } from '@/domain/actor'
import type { Author } from '@/domain/history/record'
import type { Job } from '@/domain/jobs/jobs'
import { can } from '@/domain/policy'
import type { Db } from '@/infra/db'
import { operatorActor } from './operator'
import { accountActor } from './role'

/**
 * Whoever asked for a job, with the rights of this moment; undefined when they may no longer come in. `isConfirmed`: their
 * password was given shortly before they asked.
 */
export async function jobActor(db: Db, author: Author, isConfirmed: boolean): Promise<Actor | undefined> {
  const { schoolId, via, accountId } = author
  if (via === 'command-line' || via === 'set-up') return operatorActor(db, schoolId, via)
  const account = accountId === null ? undefined : await findStanding(db, accountId)
  return account?.school_id === schoolId ? accountActor(account, 'page', null, isConfirmed) : undefined
}

/** Whether whoever asked for the job of an import may import now: it may have waited long. */
export async function mayImport(db: Db, { author }: Pick<Job, 'author'>): Promise<boolean> {
  const actor = await jobActor(db, author, false)
  return actor !== undefined && can(actor, 'people:import')
}
