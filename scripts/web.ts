// One web process, started by scripts/supervisor/workers.ts. It ends with the supervisor, however that ends.
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import next from 'next'
import { jobActor, mayImport } from '../src/auth/job-actor'
import { actWorkers } from '../src/domain/acts/workers'
import { flushLastUse, keyUse } from '../src/domain/api-keys/use'
import { historyRetention } from '../src/domain/history/retention'
import { housekeeping } from '../src/domain/housekeeping'
import { jobsLoop } from '../src/domain/jobs/work'
import { foldCounts } from '../src/domain/people/count'
import { outboxRetention } from '../src/domain/privacy/messages'
import { registrationRetention } from '../src/domain/privacy/registrations'
import { nightlyRetention } from '../src/domain/privacy/run'
import { importClearing } from '../src/domain/transfer/import/clearing'
import { importWorkers } from '../src/domain/transfer/import/workers'
import { webhookLoop } from '../src/domain/webhooks/loop'
import { logConsole } from '../src/infra/console-log'
import { db } from '../src/infra/db'
import { env } from '../src/infra/env'
import { heard, outliveOutput } from '../src/infra/heard'
import { log } from '../src/infra/log'
import { startLoops } from '../src/infra/loops'
import { isReady } from '../src/rest/health'
import { answerRequest } from '../src/server/answer'
import { closeServer } from '../src/server/closing'
import { type Answering, answerDirectly } from '../src/server/direct'
import { oldNamesUntil } from '../src/server/old-cookies'
import { findPacked } from '../src/server/packed'
import { answerReadiness } from '../src/server/pings'

const { host, port, publicUrl, hstsSubdomains, proxies } = env()
outliveOutput()
const dev = process.argv.includes('--dev')
// In development what is printed is read by whoever writes it.
if (!dev) logConsole()

// A terminal or a log program that went away must not take the process along.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
// Ctrl-C and a closed terminal reach every process at once; the supervisor alone decides, and asks by SIGTERM.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {})
process.on('SIGTERM', () => void stop())
process.on('disconnect', () => process.exit(1))
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'uncaught exception')
  process.exit(1)
})

// An upload of 10 MB over a slow line takes minutes; headers do not. Proxies commonly keep connections for a minute.
const server = createServer({
  headersTimeout: 20_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16_384,
})
// Next takes every upgrade of the server it is given, past all checks, and leaves its connection open. Only in development
// is there anything to upgrade to.
const app = next({ dev, hostname: host, port, dir: process.cwd(), httpServer: dev ? server : heard(createServer()) })
let handle: Answering = app.getRequestHandler()
const https = publicUrl.startsWith('https:')
const options = {
  ...{ dev, https, hstsSubdomains, proxies },
  packed: dev ? new Map() : findPacked('.next/static'),
  readsOldCookies: () => Date.now() < oldCookiesUntil,
  isStopping: () => stopping,
  handle: ((request, response) => handle(request, response)) satisfies Answering,
}
let stopping = false
let oldCookiesUntil = 0
let loops: ReturnType<typeof startLoops> | undefined

server.on('request', (request, response) => answerRequest(request, response, options))

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  // A loop that will not end in time is cut off with the process: each step of its work is whole.
  await Promise.all([closeServer(server, 10_000), Promise.race([loops?.stop(), sleep(10_000)])])
  // Whatever was answered last has been counted by now.
  await Promise.race([flushLastUse(db()), sleep(900)])
  process.exit(0)
}

await app.prepare()
// Cookies have other names by https alone.
if (https) oldCookiesUntil = await oldNamesUntil(db().sql)
handle = answerDirectly({ dev, host, next: handle })
server.once('error', (error) => {
  log.fatal({ err: error }, `cannot listen on ${host}:${port}`)
  process.exit(1)
})
server.listen(port, host, () => {
  loops = startLoops(db, [
    housekeeping,
    importClearing,
    historyRetention,
    nightlyRetention(),
    registrationRetention,
    outboxRetention,
    keyUse,
    foldCounts,
    webhookLoop(),
    jobsLoop(importWorkers, { mayRun: mayImport }),
    jobsLoop(actWorkers(jobActor), { name: 'acts' }),
  ])
  answerReadiness(isReady)
  process.send?.('ready')
})
