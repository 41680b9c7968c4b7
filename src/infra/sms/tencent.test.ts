import dns from 'node:dns'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Fault } from '@/testing/sms-gateways/http'
import { tencentAccount, tencentError, tencentGateway } from '@/testing/sms-gateways/tencent'
import { readEnv } from '../env'
import { smsSender } from './sender'

const message = { phone: '10012345678', username: '张三', code: '012345' }

/** The SDK signs the first part of the host's name as the service, so the stand-in must have a name: here is every name. */
function nameEveryHost() {
  const here = (_host: string, options: dns.LookupOptions, found: (...result: unknown[]) => void) =>
    options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(here as typeof dns.lookup)
  onTestFinished(() => lookup.mockRestore())
}

async function setUp(faults: Fault[] = [], settings: Record<string, string> = {}, account = tencentAccount) {
  const gateway = await tencentGateway(account, faults)
  onTestFinished(gateway.close)
  nameEveryHost()
  const { sms } = readEnv({
    SMS_PROVIDER: 'tencent',
    SMS_TENCENT_SECRET_ID: account.secretId,
    SMS_TENCENT_SECRET_KEY: account.secretKey,
    SMS_TENCENT_APP_ID: account.appId,
    SMS_TENCENT_SIGN_NAME: account.signName,
    SMS_TENCENT_TEMPLATE_ID: account.template,
    SMS_TENCENT_ENDPOINT: `http://sms.gateway.test:${gateway.port}`,
    ...settings,
  })
  return { gateway, send: smsSender(sms, 'unused', { timeoutMs: sms.timeoutMs, pausesMs: [1, 1] }) }
}

test('a code is sent once, signed, username and code in the places of the template', async () => {
  const { gateway, send } = await setUp()
  expect(await send(message)).toEqual({ ok: true })
  expect(gateway.sent).toEqual([{ phone: '+8610012345678', params: ['张三', '012345'] }])
  expect(gateway.calls).toHaveLength(1)
})

test('where the name is left out a word for everybody stands', async () => {
  const { gateway, send } = await setUp()
  expect(await send({ phone: message.phone, code: message.code })).toEqual({ ok: true })
  expect(gateway.sent[0]?.params).toEqual(['用户', '012345'])
})

test('a template of one place takes the code alone', async () => {
  const { gateway, send } = await setUp([], { SMS_TENCENT_TEMPLATE_PARAMS: 'code' }, { ...tencentAccount, places: 1 })
  expect(await send(message)).toEqual({ ok: true })
  expect(gateway.sent[0]?.params).toEqual(['012345'])
})

test('a wrong key is refused', async () => {
  const { gateway, send } = await setUp([], { SMS_TENCENT_SECRET_KEY: 'another' })
  const sent = await send(message)
  expect(sent).toMatchObject({ reason: 'refused', detail: expect.stringContaining('AuthFailure.SignatureFailure') })
  expect(JSON.stringify(sent)).not.toMatch(/10012345678|012345|another/)
  expect(gateway.calls).toHaveLength(1)
  expect(gateway.sent).toEqual([])
})

test('what the gateway’s limits refuse is not tried again', async () => {
  const { gateway, send } = await setUp()
  await send(message)
  const sent = await send(message)
  expect(sent).toMatchObject({ reason: 'refused', detail: expect.stringContaining('LimitExceeded.PhoneNumberThirty') })
  expect(gateway.calls).toHaveLength(2)
})

test.each([
  ['an error that passes', { status: 500 }],
  ['throttling', tencentError('RequestLimitExceeded', 'slower')],
])('after %s it is sent by a second try', async (_, fault) => {
  const { gateway, send } = await setUp([fault])
  expect(await send(message)).toEqual({ ok: true })
  expect(gateway.calls).toHaveLength(2)
  expect(gateway.sent).toHaveLength(1)
})

test('a server behind the gateway that did not answer it in time may have sent', async () => {
  const { gateway, send } = await setUp([{ status: 504 }])
  expect(await send(message)).toEqual({ ok: false, reason: 'unreachable', detail: 'tencent: 504' })
  expect(gateway.calls).toHaveLength(1)
})

test('a silent gateway is unreachable, and asked once', async () => {
  const { gateway, send } = await setUp([{ silentMs: 2000 }], { SMS_TIMEOUT_MS: '200' })
  const begun = performance.now()
  expect(await send(message)).toMatchObject({ reason: 'unreachable' })
  expect(performance.now() - begun).toBeLessThan(1500)
  expect(gateway.calls).toHaveLength(1)
})

test('a gateway that is not there is unreachable', async () => {
  const { gateway, send } = await setUp()
  gateway.close()
  expect(await send(message)).toEqual({ ok: false, reason: 'unreachable', detail: 'ECONNREFUSED' })
})
