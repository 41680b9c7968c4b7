import { createServer, type RequestListener, type Server } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { startLoops } from '@/infra/loops'
import { poster } from '@/infra/outbound/post'
import { testDatabaseUrl } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { newSchool, testDb, value } from '@/testing/factories'
import { asked, lookAt } from '@/testing/plans'
import type { Actor } from '../actor'
import { claim } from './claims'
import { createEndpoint } from './commands'
import { webhookLoop } from './loop'
import { sendTest } from './redeliver'

/** Receivers that are no good, each in its own way. */
const bad: Record<string, RequestListener> = {
  hangs: () => {},
  slow: (_, response) => void setTimeout(() => response.writeHead(204).end(), 3_000),
  fails: (_, response) => response.writeHead(500).end('no'),
  redirects: (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  endless: (_, response) => {
    response.writeHead(200)
    const write = () => void (response.destroyed || response.write('x'.repeat(4096), write))
    write()
  },
}

/** Receivers on 127.0.0.1. */
class Receivers {
  readonly #servers: Server[] = []

  async open(listener: RequestListener): Promise<string> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => listener(request, response))
    })
    this.#servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  }

  close(): void {
    for (const server of this.#servers) {
      server.closeAllConnections()
      server.close()
    }
  }
}

/** An endpoint with so many messages that are due. Only tests may lead an endpoint to 127.0.0.1. */
async function endpointWith(operator: Actor, url: string, messages: number): Promise<number> {
  const { id } = value(await createEndpoint(testDb, operator, { url: 'https://hooks.example.com/' }))
  await testDb.sql('UPDATE webhook_endpoint SET url = $2 WHERE id = $1', [id, url])
  await testDb.sql(
    `INSERT INTO webhook_delivery (endpoint_id, kind, noun_id, at)
     SELECT $1, 'person.updated', n, now() FROM generate_series(1, $2::int) n`,
    [id, messages],
  )
  return id
}

const messages = 300
/** Before them it is found out who is good. */
const measuredFrom = 60

/** How many messages a second a good receiver gets, beside receivers of its own school and of another. */
async function rateBeside(own: RequestListener[], others: RequestListener[]): Promise<number> {
  await testDb.sql('DELETE FROM webhook_endpoint')
  const receivers = new Receivers()
  onTestFinished(() => receivers.close())
  const { operator } = await newSchool()
  const { operator: stranger } = await newSchool()
  for (const each of own) await endpointWith(operator, await receivers.open(each), messages)
  for (const each of others) await endpointWith(stranger, await receivers.open(each), messages)
  let received = 0
  let begun = 0
  const good = await receivers.open((_, response) => {
    received += 1
    if (received === measuredFrom) begun = performance.now()
    response.writeHead(204).end()
  })
  await endpointWith(operator, good, messages)
  const privateReach = { networks: false, listed: ['127.0.0.0/8'] }
  const sender = poster({ privateReach, resolve: async () => [], timeoutMs: 15_000 })
  const loops = startLoops(() => testDb, [webhookLoop(sender)])
  await expect.poll(() => received, { timeout: 60_000, interval: 10 }).toBe(messages)
  const seconds = (performance.now() - begun) / 1000
  const stopped = loops.stop()
  receivers.close()
  await stopped
  await testDb.sql('DELETE FROM webhook_endpoint')
  await sender.close()
  return (messages - measuredFrom) / seconds
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

test.each([
  ['five bad ones of its school', Object.values(bad), []],
  ['twenty bad ones of another school', [], Array(4).fill(Object.values(bad)).flat()],
])('a good receiver keeps its rate beside %s', { timeout: 180_000 }, async (_, own, others) => {
  const ratios: number[] = []
  // A busy machine slows one of a pair: more of them tell.
  while (ratios.length < 3 || (median(ratios) < 0.7 && ratios.length < 9)) {
    const alone = await rateBeside([], [])
    ratios.push((await rateBeside(own, others)) / alone)
  }
  expect(median(ratios)).toBeGreaterThan(0.7)
})

test('what waits for endpoints that are disabled, or rest, is not read to find what is due', async () => {
  await testDb.sql('DELETE FROM webhook_endpoint')
  const { operator } = await newSchool()
  const [disabled, resting] = [
    await endpointWith(operator, 'http://127.0.0.1:9/', 5_000),
    await endpointWith(operator, 'http://127.0.0.1:9/', 5_000),
  ]
  await testDb.sql('UPDATE webhook_endpoint SET enabled = false WHERE id = $1', [disabled])
  for (const id of [disabled, resting]) value(await sendTest(testDb, operator, { id }))
  await testDb.sql('ANALYZE webhook_delivery')
  const room = { quick: 32, other: 16, endpoints: [{ id: resting, room: 0, isQuick: false }] }
  const [statement] = await asked(testDb, (spied) => claim(spied, room))
  if (!statement) throw new Error('nothing was asked')
  const looks = await onServer(testDatabaseUrl(), async (client) => {
    await client.query('BEGIN')
    const done = await lookAt(client, statement)
    await client.query('ROLLBACK')
    return done
  })
  // The test messages had been claimed by the question itself.
  for (const { rows, plan } of looks) expect(rows, plan).toBeLessThan(100)
  const due = await testDb.sql(`SELECT id FROM webhook_delivery WHERE kind = 'webhook.test' AND due_at > now()`)
  expect(due).toHaveLength(2)
  await testDb.sql('DELETE FROM webhook_endpoint')
})
