import { expect, onTestFinished, test } from 'vitest'
import type { Fault } from '@/testing/sms-gateways/http'
import { webhookGateway, webhookSecret } from '@/testing/sms-gateways/webhook'
import { readEnv } from '../env'
import { smsSender } from './sender'

const message = { phone: '10012345678', username: '张三', code: '012345' }

async function setUp(faults: Fault[] = [], settings: Record<string, string> = {}) {
  const gateway = await webhookGateway(webhookSecret, faults)
  onTestFinished(gateway.close)
  const { sms } = readEnv({
    SMS_PROVIDER: 'webhook',
    SMS_WEBHOOK_URL: `http://127.0.0.1:${gateway.port}/sms?school=1`,
    SMS_WEBHOOK_SECRET: webhookSecret,
    SMS_SIGN: '第一中学',
    ...settings,
  })
  return { gateway, send: smsSender(sms, 'unused', { timeoutMs: sms.timeoutMs, pausesMs: [1, 1] }) }
}

test('a message comes whole and signed', async () => {
  const { gateway, send } = await setUp()
  expect(await send(message)).toEqual({ ok: true })
  const [[id, sent] = []] = gateway.sent
  expect(sent).toEqual({
    phone: '10012345678',
    text: '你好！张三,您的验证码：012345。如非本人操作，可不用理会！【第一中学】',
    template: 'code',
    params: { username: '张三', code: '012345' },
    id,
    at: expect.any(String),
  })
})

test('a message without a name bears an empty one', async () => {
  const { gateway, send } = await setUp()
  const { phone, code } = message
  expect(await send({ phone, code })).toEqual({ ok: true })
  const [[, sent] = []] = gateway.sent
  expect(sent).toMatchObject({
    text: '你好！您的验证码：012345。如非本人操作，可不用理会！【第一中学】',
    params: { username: '', code: '012345' },
  })
})

test('a second try bears the id of the first, and another message another', async () => {
  const { gateway, send } = await setUp([{ status: 500 }])
  expect(await send(message)).toEqual({ ok: true })
  expect(gateway.calls).toHaveLength(2)
  expect(new Set(gateway.calls.map((call) => call.headers['webhook-id'])).size).toBe(1)
  expect(gateway.sent.size).toBe(1)
  await send(message)
  expect(gateway.sent.size).toBe(2)
})

test('a wrong secret is refused', async () => {
  const other = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
  const { gateway, send } = await setUp([], { SMS_WEBHOOK_SECRET: other })
  expect(await send(message)).toEqual({ ok: false, reason: 'refused', detail: 'the webhook answered 401' })
  expect(gateway.calls).toHaveLength(1)
})

test.each([
  [302, 'misconfigured', 1],
  [400, 'refused', 1],
  [429, 'refused', 3],
  [503, 'unreachable', 3],
  [504, 'unreachable', 1],
])('%i is %s after %i calls', async (status, reason, calls) => {
  const { gateway, send } = await setUp([{ status }, { status }, { status }])
  expect(await send(message)).toMatchObject({ reason, detail: expect.stringContaining(String(status)) })
  expect(gateway.calls).toHaveLength(calls)
})

test('a silent webhook is unreachable, and asked once', async () => {
  const { gateway, send } = await setUp([{ silentMs: 2000 }], { SMS_TIMEOUT_MS: '200' })
  const begun = performance.now()
  expect(await send(message)).toMatchObject({ reason: 'unreachable' })
  expect(performance.now() - begun).toBeLessThan(1500)
  expect(gateway.calls).toHaveLength(1)
})

test('a webhook that is not there is unreachable', async () => {
  const { gateway, send } = await setUp()
  gateway.close()
  expect(await send(message)).toEqual({ ok: false, reason: 'unreachable', detail: 'ECONNREFUSED' })
})
