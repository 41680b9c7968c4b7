// A process that does one job, as the loop of a web process does: for the tests that kill it.
import { jobActor } from '../auth/job-actor'
import { actWorkers } from '../domain/acts/workers'
import { workThrough } from '../domain/jobs/work'
import { importWorkers } from '../domain/transfer/import/workers'
import { openDb } from '../infra/db'

const [url = '', job = '', holder = ''] = process.argv.slice(2)
const db = openDb(url, 3)
process.stdout.write('started\n')
await workThrough(db, { ...importWorkers, ...actWorkers(jobActor) }, job, { holder, lease: 1, beat: 50 })
process.stdout.write('done\n')
process.exit()
