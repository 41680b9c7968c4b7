import { expect, test } from 'vitest'
import { readEnv } from '../env'

const of = (settings: Record<string, string>) => readEnv(settings).sms

const webhook = {
  SMS_PROVIDER: 'webhook',
  SMS_WEBHOOK_URL: 'https://sms.example/send',
  SMS_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
}
const aliyun = {
  SMS_PROVIDER: 'aliyun',
  SMS_ALIYUN_ACCESS_KEY_ID: 'id',
  SMS_ALIYUN_ACCESS_KEY_SECRET: 'secret',
  SMS_ALIYUN_SIGN_NAME: '名册',
  SMS_ALIYUN_TEMPLATE_CODE: 'SMS_1',
}

test('without a choice codes go to the outbox', () => {
  expect(of({})).toEqual({ provider: 'outbox', sign: '名册', timeoutMs: 5000 })
  expect(of({ SMS_PROVIDER: '', SMS_SIGN: '' }).sign).toBe('名册')
})

test('a chosen provider has its own settings, and those of others do not count', () => {
  expect(of({ ...webhook, SMS_ALIYUN_TEMPLATE_PARAMS: ',,,' })).toMatchObject({ url: 'https://sms.example/send' })
  expect(of({ ...aliyun, SMS_ALIYUN_ENDPOINT: 'http://127.0.0.1:1/' })).toMatchObject({
    params: ['username', 'code'],
    endpoint: { secure: false, host: '127.0.0.1:1' },
  })
})

test.each([
  ['an unknown provider', { SMS_PROVIDER: 'pigeon' }, /SMS_PROVIDER: must be outbox, aliyun, tencent or webhook/],
  [
    'missing keys, all of them',
    { SMS_PROVIDER: 'aliyun' },
    /KEY_ID: is needed when SMS_PROVIDER is aliyun; SMS_ALIYUN_ACCESS_KEY_SECRET: .*; SMS_ALIYUN_TEMPLATE_CODE: is needed/,
  ],
  ['missing keys', { SMS_PROVIDER: 'tencent' }, /SMS_TENCENT_SECRET_ID: is needed when SMS_PROVIDER is tencent/],
  ['other wrong settings too', { SMS_PROVIDER: 'pigeon', PORT: '0' }, /PORT: .*; SMS_PROVIDER: /],
  ['a webhook elsewhere', { ...webhook, SMS_WEBHOOK_URL: 'file:///etc' }, /SMS_WEBHOOK_URL: must be an http/],
  ['a short secret', { ...webhook, SMS_WEBHOOK_SECRET: 'secret' }, /SMS_WEBHOOK_SECRET: must be the base64 of/],
  ['three parameters', { ...aliyun, SMS_ALIYUN_TEMPLATE_PARAMS: 'a,b,c' }, /SMS_ALIYUN_TEMPLATE_PARAMS: must name/],
  ['an endpoint with a path', { ...aliyun, SMS_ALIYUN_ENDPOINT: 'host/path' }, /SMS_ALIYUN_ENDPOINT: must be a host/],
  ['no time at all', { SMS_TIMEOUT_MS: '0' }, /SMS_TIMEOUT_MS: /],
])('%s stop the start with one line', (_, settings, line) => {
  expect(() => of(settings)).toThrow(line)
  expect(() => of(settings)).toThrow(/^[^\n]+ \(see \.env\.example\)$/)
})
