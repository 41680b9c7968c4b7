import { z } from 'zod'

const text = z.string().trim()
const needed = (provider: string) => z.string(`is needed when SMS_PROVIDER is ${provider}`).trim().min(1)

/** A gateway as its SDK wants it: the host comes with its port where that is not the usual one. */
const endpoint = (usual: string) =>
  text
    .regex(/^(https?:\/\/)?[\w.-]+(:\d{1,5})?\/?$/, 'must be a host, or http(s)://host')
    .default(usual)
    .transform((given) => ({
      secure: !given.startsWith('http://'),
      host: given.replace(/^https?:\/\//, '').replace(/\/$/, ''),
    }))

const list = (usual: string, each: RegExp, wrong: string) =>
  text
    .default(usual)
    .transform((given) => given.split(',').map((name) => name.trim()))
    .refine((names) => names.length <= 2 && names.every((name) => each.test(name)), wrong)

const signingKey = needed('webhook').refine((given) => {
  const bytes = Buffer.from(given.replace(/^whsec_/, ''), 'base64')
  return /^(whsec_)?[A-Za-z0-9+/]+=*$/.test(given) && bytes.length >= 24 && bytes.length <= 64
}, 'must be the base64 of 24 to 64 random bytes (openssl rand -base64 32)')

const common = {
  SMS_SIGN: text.min(1).max(20).default('名册'),
  SMS_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5000),
}
const shared = (given: { SMS_SIGN: string; SMS_TIMEOUT_MS: number }) => ({
  sign: given.SMS_SIGN,
  timeoutMs: given.SMS_TIMEOUT_MS,
})

const outbox = z
  .object({ SMS_PROVIDER: z.literal('outbox'), ...common })
  .transform((given) => ({ provider: given.SMS_PROVIDER, ...shared(given) }))

const aliyun = z
  .object({
    SMS_PROVIDER: z.literal('aliyun'),
    ...common,
    SMS_ALIYUN_ACCESS_KEY_ID: needed('aliyun'),
    SMS_ALIYUN_ACCESS_KEY_SECRET: needed('aliyun'),
    SMS_ALIYUN_SIGN_NAME: needed('aliyun'),
    SMS_ALIYUN_TEMPLATE_CODE: needed('aliyun'),
    SMS_ALIYUN_TEMPLATE_PARAMS: list('username,code', /^\w+$/, 'must name the username and the code, or the code'),
    SMS_ALIYUN_ENDPOINT: endpoint('dysmsapi.aliyuncs.com'),
  })
  .transform((given) => ({
    provider: given.SMS_PROVIDER,
    ...shared(given),
    keyId: given.SMS_ALIYUN_ACCESS_KEY_ID,
    keySecret: given.SMS_ALIYUN_ACCESS_KEY_SECRET,
    signName: given.SMS_ALIYUN_SIGN_NAME,
    template: given.SMS_ALIYUN_TEMPLATE_CODE,
    /** What the template calls username and code; of one name only, the code. */
    params: given.SMS_ALIYUN_TEMPLATE_PARAMS,
    endpoint: given.SMS_ALIYUN_ENDPOINT,
  }))

const tencent = z
  .object({
    SMS_PROVIDER: z.literal('tencent'),
    ...common,
    SMS_TENCENT_SECRET_ID: needed('tencent'),
    SMS_TENCENT_SECRET_KEY: needed('tencent'),
    SMS_TENCENT_APP_ID: needed('tencent'),
    SMS_TENCENT_SIGN_NAME: needed('tencent'),
    SMS_TENCENT_TEMPLATE_ID: needed('tencent'),
    SMS_TENCENT_TEMPLATE_PARAMS: list('username,code', /^(username|code)$/, 'must be of the words username and code'),
    SMS_TENCENT_REGION: text.min(1).default('ap-guangzhou'),
    SMS_TENCENT_ENDPOINT: endpoint('sms.tencentcloudapi.com'),
  })
  .transform((given) => ({
    provider: given.SMS_PROVIDER,
    ...shared(given),
    secretId: given.SMS_TENCENT_SECRET_ID,
    secretKey: given.SMS_TENCENT_SECRET_KEY,
    appId: given.SMS_TENCENT_APP_ID,
    signName: given.SMS_TENCENT_SIGN_NAME,
    template: given.SMS_TENCENT_TEMPLATE_ID,
    /** What stands in {1} and {2} of the template. */
    params: given.SMS_TENCENT_TEMPLATE_PARAMS,
    region: given.SMS_TENCENT_REGION,
    endpoint: given.SMS_TENCENT_ENDPOINT,
  }))

const webhook = z
  .object({
    SMS_PROVIDER: z.literal('webhook'),
    ...common,
    SMS_WEBHOOK_URL: needed('webhook').pipe(z.url({ protocol: /^https?$/, error: 'must be an http(s):// address' })),
    SMS_WEBHOOK_SECRET: signingKey,
  })
  .transform((given) => ({
    provider: given.SMS_PROVIDER,
    ...shared(given),
    url: given.SMS_WEBHOOK_URL,
    secret: given.SMS_WEBHOOK_SECRET,
  }))

const schema = z.discriminatedUnion('SMS_PROVIDER', [outbox, aliyun, tencent, webhook], {
  error: 'must be outbox, aliyun, tencent or webhook',
})

/** What sends the codes. `sign` ends the text where we write it ourselves; `timeoutMs` is for one try. */
export type SmsSettings = z.output<typeof schema>

export type SmsSettingsOf<Provider extends SmsSettings['provider']> = Extract<SmsSettings, { provider: Provider }>

/** The settings named SMS_…, of the chosen provider only; without a choice the outbox. */
export const readSmsSettings = (given: Record<string, string | undefined>) =>
  schema.safeParse({ SMS_PROVIDER: 'outbox', ...given })
