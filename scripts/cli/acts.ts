import { jobActor } from '../../src/auth/job-actor'
import type { Actor } from '../../src/domain/actor'
import { listActs } from '../../src/domain/acts/queries'
import type { ShownAct } from '../../src/domain/acts/schema'
import { actWorkers } from '../../src/domain/acts/workers'
import type { Workers } from '../../src/domain/jobs/work'
import { importWorkers } from '../../src/domain/transfer/import/workers'
import type { RootDb } from '../../src/infra/db'
import { done } from './run'

/** All jobs: while the site is down a command does what comes before its own. */
export const allWorkers: Workers = { ...importWorkers, ...actWorkers(jobActor) }

const words: Record<ShownAct['kind'], string> = {
  'import-run': 'an import',
  undo: 'an undo',
  'undo-preview': 'a look at an undo',
  rollover: 'the turn of the school year',
  removal: 'the deletion of many people',
  status: 'a change of status of many people',
}

/** Says in a line which act of the school comes first, if one does. */
export async function tellWhatIsUnderWay(db: RootDb, actor: Actor, job: string): Promise<void> {
  const { open } = done(await listActs(db, actor))
  const [first] = open
  if (!first || first.id === job) return
  const title = first.title && ` (${first.title})`
  const by = first.by ? ` by ${first.by}` : ' by the operator'
  const ahead = open.findIndex(({ id }) => id === job)
  const others = ahead > 1 ? `, and ${ahead - 1} more wait before this` : ''
  process.stderr.write(`waiting for ${words[first.kind]}${title}${by}, since ${first.since}${others}\n`)
}
