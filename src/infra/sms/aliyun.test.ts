import { expect, onTestFinished, test } from 'vitest'
import { aliyunAccount, aliyunGateway } from '@/testing/sms-gateways/aliyun'
import type { Fault } from '@/testing/sms-gateways/http'
import { readEnv } from '../env'
import { smsSender } from './sender'

const message = { phone: '10012345678', username: '张三+(*)', code: '012345' }

async function setUp(faults: Fault[] = [], settings: Record<string, string> = {}, account = aliyunAccount) {
  const gateway = await aliyunGateway(account, faults)
  onTestFinished(gateway.close)
  const { sms } = readEnv({
    SMS_PROVIDER: 'aliyun',
    SMS_ALIYUN_ACCESS_KEY_ID: account.keyId,
    SMS_ALIYUN_ACCESS_KEY_SECRET: aliyunAccount.keySecret,
    SMS_ALIYUN_SIGN_NAME: account.signName,
    SMS_ALIYUN_TEMPLATE_CODE: account.template,
    SMS_ALIYUN_ENDPOINT: `http://127.0.0.1:${gateway.port}`,
    ...settings,
  })
  return { gateway, send: smsSender(sms, 'unused', { timeoutMs: sms.timeoutMs, pausesMs: [1, 1] }) }
}

test('a code is sent once, signed, in the parameters of the template', async () => {
  const { gateway, send } = await setUp()
  expect(await send(message)).toEqual({ ok: true })
  expect(gateway.sent).toEqual([{ phone: '10012345678', params: { username: '张三+(*)', code: '012345' } }])
  expect(gateway.calls).toHaveLength(1)
})

test('where the name is left out a word for everybody stands, as gateways refuse what is empty', async () => {
  const { gateway, send } = await setUp()
  expect(await send({ phone: message.phone, code: message.code })).toEqual({ ok: true })
  expect(gateway.sent[0]?.params).toEqual({ username: '用户', code: '012345' })
})

test('the template may call them otherwise, or take the code alone', async () => {
  const named = await setUp(
    [],
    { SMS_ALIYUN_TEMPLATE_PARAMS: 'name,number' },
    { ...aliyunAccount, variables: ['number'] },
  )
  expect(await named.send(message)).toEqual({ ok: true })
  expect(named.gateway.sent[0]?.params).toEqual({ name: '张三+(*)', number: '012345' })
  const alone = await setUp([], { SMS_ALIYUN_TEMPLATE_PARAMS: 'code' }, { ...aliyunAccount, variables: ['code'] })
  expect(await alone.send(message)).toEqual({ ok: true })
  expect(alone.gateway.sent[0]?.params).toEqual({ code: '012345' })
})

test('a wrong secret is refused, and the answer’s copy of the request stays out of the detail', async () => {
  const { gateway, send } = await setUp([], { SMS_ALIYUN_ACCESS_KEY_SECRET: 'another' })
  const sent = await send(message)
  expect(sent).toMatchObject({
    reason: 'refused',
    detail: expect.stringMatching(/^aliyun: SignatureDoesNotMatch \(request [\w-]+\)$/),
  })
  expect(JSON.stringify(sent)).not.toMatch(/10012345678|012345|another/)
  expect(gateway.calls).toHaveLength(1)
  expect(gateway.sent).toEqual([])
})

test('what the gateway’s business rules refuse is not tried again', async () => {
  const { gateway, send } = await setUp()
  await send(message)
  expect(await send(message)).toMatchObject({
    reason: 'refused',
    detail: expect.stringContaining('isv.BUSINESS_LIMIT_CONTROL'),
  })
  expect(gateway.calls).toHaveLength(2)
})

test.each([
  ['an error that passes', { status: 500, json: { Code: 'InternalError' } }],
  ['throttling', { status: 400, json: { Code: 'Throttling.User' } }],
])('after %s it is sent by a second try', async (_, fault) => {
  const { gateway, send } = await setUp([fault])
  expect(await send(message)).toEqual({ ok: true })
  expect(gateway.calls).toHaveLength(2)
  expect(gateway.sent).toHaveLength(1)
})

test('after three errors it is given up', async () => {
  const fault = { status: 503, json: { Code: 'ServiceUnavailable' } }
  const { gateway, send } = await setUp([fault, fault, fault, fault])
  expect(await send(message)).toEqual({ ok: false, reason: 'unreachable', detail: 'aliyun: 503 ServiceUnavailable' })
  expect(gateway.calls).toHaveLength(3)
})

test('a silent gateway is unreachable, and asked once', async () => {
  const { gateway, send } = await setUp([{ silentMs: 2000 }], { SMS_TIMEOUT_MS: '200' })
  const begun = performance.now()
  expect(await send(message)).toMatchObject({ reason: 'unreachable' })
  expect(performance.now() - begun).toBeLessThan(1500)
  expect(gateway.calls).toHaveLength(1)
})

test('a gateway that is not there is tried three times', async () => {
  const { gateway, send } = await setUp()
  gateway.close()
  expect(await send(message)).toEqual({ ok: false, reason: 'unreachable', detail: 'ECONNREFUSED' })
})
