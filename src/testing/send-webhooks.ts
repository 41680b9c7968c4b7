// A process of its own that sends the webhooks of a database until it is killed: for the test of that.
import { webhookLoop } from '../domain/webhooks/loop'
import { openDb } from '../infra/db'
import { startLoops } from '../infra/loops'
import { poster } from '../infra/outbound/post'

const db = openDb(process.argv[2] ?? '', 2)
startLoops(() => db, [webhookLoop(poster({ allowPrivate: true, resolve: async () => [], timeoutMs: 15_000 }))])
