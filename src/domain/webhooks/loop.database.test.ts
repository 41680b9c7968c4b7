import { spawn } from 'node:child_process'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { poster } from '@/infra/outbound/post'
import { publicOnly } from '@/infra/outbound/reach'
import { testDatabaseUrl } from '@/testing/database'
import { newField, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { type Received, webhookReceiver } from '@/testing/webhook-receiver'
import type { Actor } from '../actor'
import { patchPerson } from '../people/commands'
import { removePeople } from '../people/remove'
import { createEndpoint, rotateSecret, updateEndpoint } from './commands'
import { webhookLoop } from './loop'
import { listDeliveries, listEndpoints, readDelivery } from './queries'
import { redeliver, redeliverFailed, sendTest } from './redeliver'

type Options = Parameters<typeof webhookReceiver>[0]

// Tests before these, on the same database, leave endpoints that would be tried first.
beforeAll(() => testDb.sql('DELETE FROM webhook_endpoint'))

/** Sends whatever is due, and returns when nothing is under way. */
async function sendDue(): Promise<void> {
  // Endpoints of other tests lead to names that are nobody's.
  const sender = poster({
    privateReach: { networks: false, listed: ['127.0.0.0/8'] },
    resolve: async () => [],
    timeoutMs: 2_000,
  })
  while (await webhookLoop(sender).run(testDb, new AbortController().signal));
  await sender.close()
}

/** A school whose endpoint leads to a receiver of the test's own. Only tests may lead an endpoint to 127.0.0.1. */
async function setUp(options: Options = {}, kinds?: readonly string[]) {
  const { id: school, operator } = await newSchool()
  const receiver = await webhookReceiver(options)
  const made = value(
    await createEndpoint(testDb, operator, { url: 'https://hooks.example.com/', ...(kinds ? { kinds } : {}) }),
  )
  await testDb.sql('UPDATE webhook_endpoint SET url = $2 WHERE id = $1', [made.id, receiver.url])
  receiver.trust(made.secret)
  onTestFinished(async () => {
    receiver.close()
    await testDb.sql('DELETE FROM webhook_endpoint WHERE id = $1', [made.id])
  })
  return { school, operator, receiver, endpoint: made.id, secret: made.secret }
}

const due = (endpoint: number) =>
  testDb.sql(`UPDATE webhook_delivery SET due_at = now() WHERE endpoint_id = $1 AND due_at IS NOT NULL`, [endpoint])
const brief = (received: readonly Received[]) => received.map(({ type, data }) => `${type} ${data.id}`).sort()
const deliveriesOf = async (actor: Actor, endpoint_id: number) =>
  value(await listDeliveries(testDb, actor, { endpoint_id })).deliveries
const endpointOf = async (actor: Actor) => value(await listEndpoints(testDb, actor))[0]

describe('an endpoint', () => {
  test('is told of every change, signed, by id alone', async () => {
    const { school, operator, receiver } = await setUp()
    const student = await newStudent(operator, { phone: '13800006349' })
    const field = await newField(operator)
    value(await patchPerson(testDb, operator, student.id, { name: '李四' }, 'flat'))
    value(await removePeople(testDb, operator, { ids: [student.id] }))
    await sendDue()
    expect(brief(receiver.received)).toEqual([
      `field.created ${field.id}`,
      `person.created ${student.id}`,
      `person.deleted ${student.id}`,
      `person.updated ${student.id}`,
    ])
    const [one] = receiver.received
    expect(one).toEqual({
      id: expect.stringMatching(/^msg_[\da-f-]{36}$/),
      type: expect.any(String),
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { id: expect.any(Number), school_id: school },
    })
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(4)
    await sendDue()
    expect(receiver.calls).toHaveLength(4)
  })

  test('is told of what it asked for, and of nothing from before it was', async () => {
    const { id, operator } = await newSchool()
    const before = await newStudent(operator)
    const receiver = await webhookReceiver()
    onTestFinished(receiver.close)
    const made = value(
      await createEndpoint(testDb, operator, { url: 'https://hooks.example.com/', kinds: ['person.deleted'] }),
    )
    await testDb.sql('UPDATE webhook_endpoint SET url = $2 WHERE school_id = $1', [id, receiver.url])
    receiver.trust(made.secret)
    await newStudent(operator)
    value(await removePeople(testDb, operator, { ids: [before.id] }))
    await sendDue()
    expect(brief(receiver.received)).toEqual([`person.deleted ${before.id}`])
  })

  test('learns a new secret while the old one still counts', async () => {
    const { operator, receiver, endpoint } = await setUp()
    const next = value(await rotateSecret(testDb, operator, { id: endpoint }))
    await newStudent(operator)
    await sendDue()
    receiver.trust(next.secret)
    await newStudent(operator)
    await sendDue()
    expect(receiver.received).toHaveLength(2)
    await testDb.sql(`UPDATE webhook_endpoint SET old_secret_until = now() WHERE id = $1`, [endpoint])
    await newStudent(operator)
    await sendDue()
    expect(receiver.calls.map((call) => String(call.headers['webhook-signature']).split(' ').length)).toEqual([2, 2, 1])
  })

  test('that is disabled waits, and goes on where it stood', async () => {
    const { operator, receiver, endpoint } = await setUp()
    value(await updateEndpoint(testDb, operator, endpoint, { enabled: false }))
    const student = await newStudent(operator)
    await sendDue()
    expect(receiver.calls).toHaveLength(0)
    value(await updateEndpoint(testDb, operator, endpoint, { enabled: true }))
    await sendDue()
    expect(brief(receiver.received)).toEqual([`person.created ${student.id}`])
  })

  test('that says 410 is disabled, and its page says why', async () => {
    const { operator, receiver } = await setUp({ answer: () => ({ status: 410, json: {} }) })
    await newStudent(operator)
    await newStudent(operator)
    await sendDue()
    const known = receiver.calls.length
    expect(await endpointOf(operator)).toMatchObject({ enabled: false, stopped: 'gone' })
    await newStudent(operator)
    await sendDue()
    expect(receiver.calls).toHaveLength(known)
  })

  test('to which nothing came through for days is disabled; success in between begins anew', async () => {
    let status = 500
    const { operator, endpoint } = await setUp({ answer: () => ({ status, json: {} }) })
    await newStudent(operator)
    await sendDue()
    expect(await endpointOf(operator)).toMatchObject({ enabled: true, failing_since: expect.any(String) })
    status = 200
    await due(endpoint)
    await sendDue()
    expect(await endpointOf(operator)).toMatchObject({ enabled: true, failing_since: null })
    status = 503
    await newStudent(operator)
    await sendDue()
    await testDb.sql(`UPDATE webhook_endpoint SET failing_since = now() - interval '6 days' WHERE id = $1`, [endpoint])
    await due(endpoint)
    await sendDue()
    expect(await endpointOf(operator)).toMatchObject({ enabled: false, stopped: 'failing' })
  })
})

describe('a message', () => {
  test('that failed comes again with the same id, and the log knows each try', async () => {
    const { operator, receiver, endpoint } = await setUp({
      faults: [{ status: 500, json: { no: 'sorry' } }, { status: 302 }],
    })
    await newStudent(operator)
    await sendDue()
    for (const _ of [1, 2]) {
      const [waiting] = await deliveriesOf(operator, endpoint)
      expect(waiting).toMatchObject({ state: 'waiting', last: { problem: '' } })
      expect(Date.parse(waiting?.due_at ?? '')).toBeGreaterThan(Date.now())
      await due(endpoint)
      await sendDue()
    }
    expect(new Set(receiver.calls.map((call) => call.headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.calls.map((call) => call.body)).size).toBe(1)
    const [delivered] = await deliveriesOf(operator, endpoint)
    expect(delivered).toMatchObject({ state: 'delivered', tries: 3, due_at: null })
    const details = value(await readDelivery(testDb, operator, { id: delivered?.id ?? '' }))
    expect(details.attempts.map(({ status, answer }) => [status, answer])).toEqual([
      [204, ''],
      [302, '{}'],
      [500, '{"no":"sorry"}'],
    ])
    expect(details.body).toBe(receiver.calls[0]?.body)
  })

  test('that nobody took in ten tries is given up, and can be sent again', async () => {
    let status = 500
    const { operator, receiver, endpoint } = await setUp({ answer: () => ({ status, json: {} }) })
    await newStudent(operator)
    for (let tries = 0; tries < 12; tries++) {
      await sendDue()
      await due(endpoint)
    }
    expect(receiver.calls).toHaveLength(10)
    const [failed] = await deliveriesOf(operator, endpoint)
    expect(failed).toMatchObject({ state: 'failed', tries: 10, due_at: null })
    expect(await endpointOf(operator)).toMatchObject({ failed: 1, waiting: 0 })
    status = 200
    const since = new Date(Date.now() - 60_000)
    const after = new Date(Date.now() + 60_000)
    expect(value(await redeliverFailed(testDb, operator, { endpoint_id: endpoint, since: after }))).toEqual({
      count: 0,
    })
    expect(value(await redeliverFailed(testDb, operator, { endpoint_id: endpoint, since }))).toEqual({ count: 1 })
    await sendDue()
    expect(await deliveriesOf(operator, endpoint)).toMatchObject([{ state: 'delivered', tries: 1 }])
    value(await redeliver(testDb, operator, { id: failed?.id ?? '' }))
    await sendDue()
    expect(receiver.calls).toHaveLength(12)
    expect(new Set(receiver.calls.map((call) => call.headers['webhook-id'])).size).toBe(1)
  })

  test('that is a test is tried once', async () => {
    const { operator, receiver, endpoint } = await setUp({ faults: [{ status: 500 }] })
    value(await sendTest(testDb, operator, { id: endpoint }))
    await sendDue()
    expect(await deliveriesOf(operator, endpoint)).toMatchObject([{ state: 'failed', kind: 'webhook.test', tries: 1 }])
    value(await updateEndpoint(testDb, operator, endpoint, { enabled: false }))
    value(await sendTest(testDb, operator, { id: endpoint }))
    await sendDue()
    expect(brief(receiver.received)).toEqual([`webhook.test ${endpoint}`])
  })

  test('is sent again, with the same id, when its sender is killed while the receiver is at it', async () => {
    const { operator, receiver, endpoint } = await setUp({ faults: [{ silentMs: 10_000 }] })
    await newStudent(operator)
    const sender = spawn(process.execPath, ['--import', 'tsx', 'src/testing/send-webhooks.ts', testDatabaseUrl()])
    const dead = new Promise((resolve) => sender.once('exit', (_code, signal) => resolve(signal)))
    await expect.poll(() => receiver.calls.length, { timeout: 15_000 }).toBe(1)
    sender.kill('SIGKILL')
    expect(await dead).toBe('SIGKILL')
    await sendDue()
    expect(receiver.calls).toHaveLength(1)
    // The lease is over.
    await due(endpoint)
    await sendDue()
    expect(receiver.received).toMatchObject([{ id: receiver.calls[0]?.headers['webhook-id'] }])
    expect(await deliveriesOf(operator, endpoint)).toMatchObject([{ state: 'delivered' }])
  })

  test('is sent by one of several processes', async () => {
    const { operator, receiver } = await setUp()
    for (let count = 0; count < 20; count++) await newStudent(operator)
    await Promise.all([sendDue(), sendDue(), sendDue()])
    await sendDue()
    expect(receiver.calls).toHaveLength(20)
  })
})

test.each([
  ['no private targets are allowed', publicOnly],
  ['private networks are allowed, the machine itself is not', { networks: true, listed: ['10.0.0.0/8', '0.0.0.0/0'] }],
])('where %s, 127.0.0.1 is not called, whatever the row says', async (_, privateReach) => {
  const { operator, receiver, endpoint } = await setUp()
  await newStudent(operator)
  const sender = poster({ privateReach, resolve: async () => [], timeoutMs: 2_000 })
  await webhookLoop(sender).run(testDb, new AbortController().signal)
  expect(receiver.calls).toHaveLength(0)
  expect(await deliveriesOf(operator, endpoint)).toMatchObject([
    { state: 'waiting', last: { problem: 'refused_target' } },
  ])
  await sender.close()
})
