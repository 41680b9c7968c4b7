import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { type PrivateReach, publicOnly, readPrivateReach } from './outbound/reach'
import { readSmsSettings, type SmsSettings } from './sms/settings'
import { codeOf } from './system-error'

const port = z.coerce.number().int().min(1).max(65535)
const text = z.string().trim()

const cap = (most: number) => z.coerce.number().int().min(1).default(most)

const privateReach = text.default('false').transform((given, { addIssue }): PrivateReach => {
  const reach = readPrivateReach(given)
  if (!reach) addIssue({ code: 'custom', message: 'must be true, false, or blocks like 10.0.0.0/8,127.0.0.1/32' })
  return reach ?? publicOnly
})

const schema = z.object({
  PORT: port.default(3000),
  HOST: text.min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  HSTS_SUBDOMAINS: z.enum(['true', 'false']).default('false'),
  MINGCE_DATA_DIR: text.min(1).default('.mingce'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }).optional(),
  MINGCE_BOOT: text.default(''),
  MINGCE_CHROMIUM: text.min(1).optional(),
  TEST_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  AUTH_SECRET: text.min(32, 'must have at least 32 characters').optional(),
  SMS_PHONE_HOURLY: cap(5),
  SMS_PHONE_DAILY: cap(10),
  SMS_ADDRESS_HOURLY: cap(200),
  SMS_ADDRESS_DAILY: cap(1000),
  SMS_SITE_DAILY: cap(5000),
  SIGN_IN_TRIES: cap(10),
  SIGN_IN_ACCOUNT_HOURLY: cap(100),
  SIGN_IN_NETWORK_HOURLY: cap(300),
  TAKEN_ANSWERS_HOURLY: cap(120),
  REST_CALLS_PER_MINUTE: cap(6000),
  PAGES_BATCH_MAX: z.coerce.number().int().min(10).default(20),
  PAGES_ROWS_MAX: z.coerce.number().int().min(100).default(200),
  HASHES_AT_ONCE: cap(2),
  HASHES_WAITING_PER_NETWORK: cap(200),
  HASHES_WAITING: cap(1000),
  COSTLY_AT_ONCE: cap(4),
  COSTLY_WAITING_PER_ACCOUNT: cap(4),
  QUEUE_SECONDS: cap(30),
  SPOOL_MAX_MB: cap(1024),
  JSON_DEPTH_MAX: cap(32),
  JSON_KEYS_MAX: cap(20_000),
  JSON_BATCH_KEYS_MAX: cap(200_000),
  HISTORY_YEARS: z.coerce.number().int().min(0).max(100).default(3),
  UPLOAD_MAX_MB: z.coerce.number().int().min(1).max(100).default(10),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  WEB_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
  WEBHOOK_ALLOW_PRIVATE: privateReach,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Env = {
  port: number
  host: string
  /** Where a browser finds the site, without a slash at the end. */
  publicUrl: string
  /** Whether somebody said so; else it is made of HOST and PORT, and may be none that a browser uses. */
  isPublicUrlSet: boolean
  /** Whether https holds for all hosts beneath that of the site too. */
  hstsSubdomains: boolean
  /** Absolute. */
  dataDir: string
  /** Names this run of the site, for its web processes: the supervisor sets it. */
  boot: string
  /** Undefined: the embedded PostgreSQL in the data dir. */
  databaseUrl: string | undefined
  /** The server where tests make their databases. Undefined: an embedded one. */
  testDatabaseUrl: string | undefined
  /** For tests: the browser to use. Undefined: the one Playwright installed. */
  chromium: string | undefined
  /** Undefined: made once and kept in the data dir. */
  authSecret: string | undefined
  /**
   * How many codes are sent at most: to a phone an hour and a day, for a client network an hour and a day, for the site a
   * day. `phoneKept` of those a day go only to browsers that the account signed in from before; they have as many an hour
   * beside those of everybody.
   */
  smsCaps: {
    phoneHourly: number
    phoneDaily: number
    phoneKept: number
    addressHourly: number
    addressDaily: number
    siteDaily: number
  }
  /**
   * Wrong passwords: for an account from one client network, or from one known browser, in a quarter of an hour; for an
   * account from all networks in an hour; from a network over all accounts that are new to it in an hour.
   */
  guesses: { tries: number; accountHourly: number; networkHourly: number }
  /** How often in an hour a client network is told that a name or number is taken. */
  takenAnswers: number
  /** By one API key without a limit of its own, one account, or one client address that is neither. */
  callsPerMinute: number
  /** What one request of a page may ask for: calls of a batch, rows of a list. */
  pages: { batch: number; rows: number }
  /**
   * Queues of the whole site: password hashes at once, and how many may wait, of one network and in all; previews and
   * exports at once, and how many may wait of one account. `patience`: the longest anybody waits, in seconds.
   */
  queues: {
    hashes: number
    hashesWaiting: number
    hashesWaitingAll: number
    costly: number
    costlyWaiting: number
    patience: number
  }
  /** What long answers that wait to be read may take on the disk, of one process, in bytes. */
  spoolLimit: number
  /** How deep JSON may be, and how many keys of objects it may have in all; a batch of a verified key may have more. */
  json: { depth: number; keys: number; batchKeys: number }
  /** For how many years history is kept; 0: for ever. */
  historyYears: number
  /** The largest file that is taken, in bytes. */
  uploadLimit: number
  /** Proxies of one's own in front of the site, whose word on the client's address is believed. */
  proxies: number
  sms: SmsSettings
  webConcurrency: number
  /** How far webhooks may lead into private networks, and so go by http. */
  webhookReach: PrivateReach
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** What each setting is when it is unset, by its name. */
export const settingDefaults = (): Readonly<Record<string, unknown>> => schema.parse({})

export class SettingsError extends Error {}

/**
 * Reads the settings; an empty value counts as unset.
 * @throws SettingsError with one line that names every setting that is wrong.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  const sms = readSmsSettings(given)
  if (!parsed.success || !sms.success) {
    const issues = [parsed, sms].flatMap((each) => each.error?.issues ?? [])
    const wrong = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new SettingsError(`wrong setting: ${wrong.join('; ')} (see .env.example)`)
  }
  const env = parsed.data
  const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://${host}:${env.PORT}`).replace(/\/+$/, ''),
    isPublicUrlSet: env.PUBLIC_URL !== undefined,
    hstsSubdomains: env.HSTS_SUBDOMAINS === 'true',
    dataDir: path.resolve(env.MINGCE_DATA_DIR),
    boot: env.MINGCE_BOOT,
    databaseUrl: env.DATABASE_URL,
    testDatabaseUrl: env.TEST_DATABASE_URL,
    chromium: env.MINGCE_CHROMIUM,
    authSecret: env.AUTH_SECRET,
    smsCaps: {
      phoneHourly: env.SMS_PHONE_HOURLY,
      phoneDaily: env.SMS_PHONE_DAILY,
      // Two of ten; of a few, none.
      phoneKept: Math.min(2, Math.floor(env.SMS_PHONE_DAILY / 5)),
      addressHourly: env.SMS_ADDRESS_HOURLY,
      addressDaily: env.SMS_ADDRESS_DAILY,
      siteDaily: env.SMS_SITE_DAILY,
    },
    guesses: {
      tries: env.SIGN_IN_TRIES,
      accountHourly: env.SIGN_IN_ACCOUNT_HOURLY,
      networkHourly: env.SIGN_IN_NETWORK_HOURLY,
    },
    takenAnswers: env.TAKEN_ANSWERS_HOURLY,
    callsPerMinute: env.REST_CALLS_PER_MINUTE,
    pages: { batch: env.PAGES_BATCH_MAX, rows: env.PAGES_ROWS_MAX },
    queues: {
      hashes: env.HASHES_AT_ONCE,
      hashesWaiting: env.HASHES_WAITING_PER_NETWORK,
      hashesWaitingAll: env.HASHES_WAITING,
      costly: env.COSTLY_AT_ONCE,
      costlyWaiting: env.COSTLY_WAITING_PER_ACCOUNT,
      patience: env.QUEUE_SECONDS,
    },
    spoolLimit: env.SPOOL_MAX_MB * 1024 * 1024,
    json: { depth: env.JSON_DEPTH_MAX, keys: env.JSON_KEYS_MAX, batchKeys: env.JSON_BATCH_KEYS_MAX },
    historyYears: env.HISTORY_YEARS,
    uploadLimit: env.UPLOAD_MAX_MB * 1024 * 1024,
    proxies: env.TRUSTED_PROXIES,
    sms: sms.data,
    webConcurrency: env.WEB_CONCURRENCY,
    webhookReach: env.WEBHOOK_ALLOW_PRIVATE,
    logLevel: env.LOG_LEVEL,
  }
}

/**
 * The settings of a file; none where there is no file.
 * @throws SettingsError when it is there and cannot be read: without it the site would be another one
 */
export function readEnvFile(file: string): Record<string, string | undefined> {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(/* turbopackIgnore: true */ file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw new SettingsError(`${file} cannot be read: ${codeOf(error)}`)
  }
  const text = textOf(bytes)
  if (text === undefined || text.includes('\0')) throw new SettingsError(`${file} is not in UTF-8`)
  // Editors of Windows begin a file with a mark, which would become a part of the first name.
  return { ...parseEnv(text.replace(/^\ufeff/, '')) }
}

/** Undefined: it is not UTF-8, as what editors save in GBK. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

let cached: Env | undefined

/** The settings of this process, from the environment and the file `.env`; the environment wins. */
export function env(): Env {
  cached ??= readEnv({ ...readEnvFile('.env'), ...process.env })
  return cached
}
