// A process of its own that sends the webhooks of a database until it is killed: for the test of that.
import { webhookLoop } from '../domain/webhooks/loop'
import { openDb } from '../infra/db'
import { startLoops } from '../infra/loops'
import { poster } from '../infra/outbound/post'

/** The receivers of tests stand on 127.0.0.1. */
const ownMachine = { networks: false, listed: ['127.0.0.0/8'] }
const db = openDb(process.argv[2] ?? '', 2)
startLoops(() => db, [webhookLoop(poster({ privateReach: ownMachine, resolve: async () => [], timeoutMs: 15_000 }))])
