import { type Answer, type ContractApi, type Header, type PathItem, ref, type Text } from './document'
import { keySchema } from './idempotency-key'

export type Language = 'zh' | 'en'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is Text =>
  isObject(value) && Object.keys(value).length === 2 && typeof value.zh === 'string' && typeof value.en === 'string'

/** The same in one language, with every example told. */
async function told(node: unknown, language: Language): Promise<unknown> {
  if (typeof node === 'function') return (await node()).json()
  if (isText(node)) return node[language]
  if (Array.isArray(node)) return Promise.all(node.map((each) => told(each, language)))
  if (!isObject(node)) return node
  const entries = Object.entries(node).filter(([, value]) => value !== undefined)
  return Object.fromEntries(await Promise.all(entries.map(async ([key, value]) => [key, await told(value, language)])))
}

/** All of several records in one; a name that two of them have is a mistake of ours. */
function merged<T>(records: (Record<string, T> | undefined)[]): Record<string, T> {
  const all = records.flatMap((record) => Object.entries(record ?? {}))
  const twice = all.find(([name], at) => all.findIndex(([other]) => other === name) !== at)
  if (twice) throw new Error(`two contracts have ${twice[0]}`)
  return Object.fromEntries(all)
}

/** How every contract takes the key of a POST (`once.ts`). */
const idempotency = {
  parameter: {
    name: 'Idempotency-Key',
    in: 'header',
    description: {
      zh: '安全重试：带同一个键重发同一个请求，24 小时内只做一次，答复相同。每个新请求用一个新的随机键（如 UUID）',
      en: 'For safe retries: the same request sent again with the same key is done once in 24 hours, and answered the same. Use a new random key, a UUID say, for every new request',
    },
    schema: keySchema,
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  },
  header: {
    description: {
      zh: '有此头时，这是先前答复的重放，没有再做一次',
      en: 'Where it is there, this is the earlier answer again: nothing was done twice',
    },
    schema: { type: 'string', const: 'true' },
  },
}

/** What every answer of every contract has (`call-count.ts` and our own server set it). */
const everyHeader: Record<string, Header> = {
  'X-Request-Id': {
    description: {
      zh: '本次请求的编号：请求带来的，或由本站给出。反馈问题时请附上。',
      en: 'The id of this request: the one it came with, or ours. Quote it when you report a problem.',
    },
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{8,64}$' },
  },
  'Cache-Control': {
    description: {
      zh: '答复含个人资料，任何中间环节不得保存',
      en: 'Answers hold personal data: nobody on the way may keep them',
    },
    required: true,
    schema: { type: 'string', const: 'no-store' },
  },
  'RateLimit-Policy': {
    description: {
      zh: '调用的限额：按密钥（key）、账号（account）或来源地址（address）计，`q` 次每 `w` 秒',
      en: 'The limit of calls, counted by `key`, `account` or client `address`: `q` calls in `w` seconds',
    },
    required: true,
    schema: { type: 'string', pattern: '^"(key|account|address)";q=\\d+;w=\\d+$' },
    example: '"key";q=6000;w=60',
  },
  RateLimit: {
    description: {
      zh: '还剩 `r` 次，`t` 秒后重新计数',
      en: '`r` calls are left, and are counted afresh in `t` seconds',
    },
    required: true,
    schema: { type: 'string', pattern: '^"(key|account|address)";r=\\d+;t=\\d+$' },
    example: '"key";r=5999;t=42',
  },
}

const mapped = <T, U>(record: Record<string, T>, change: (value: T, key: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))

const withHeaders = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...mapped(everyHeader, (_, name) => ref('headers', name)), ...answer.headers },
})

const inFull = (item: PathItem): PathItem =>
  mapped(item, (operation) => ({
    ...operation,
    responses: mapped(operation.responses, (answer) => ('$ref' in answer ? answer : withHeaders(answer))),
  }))

/**
 * The OpenAPI 3.1 document of contracts, in one language.
 * @param about title, version and description
 * @param server where the site is, without a slash at the end
 */
export async function compose(
  about: Pick<ContractApi, 'title' | 'version' | 'description'>,
  contracts: readonly ContractApi[],
  { language, server }: { language: Language; server: string },
): Promise<object> {
  const part = <K extends keyof ContractApi['components']>(name: K) =>
    merged<unknown>(contracts.map(({ components }) => components[name]))
  const document = {
    openapi: '3.1.1',
    info: {
      title: about.title,
      version: about.version,
      description: about.description,
      license: {
        name: { zh: '由运营本站的学校约定', en: 'As agreed with whoever runs this site' },
        url: server,
      },
    },
    servers: [{ url: server, description: { zh: '本站', en: 'This site' } }],
    tags: contracts.flatMap(({ tags }) => tags),
    paths: mapped(merged(contracts.map(({ paths }) => paths)), inFull),
    webhooks: merged(contracts.map(({ webhooks }) => webhooks)),
    components: {
      securitySchemes: part('securitySchemes'),
      schemas: part('schemas'),
      parameters: { 'Idempotency-Key': idempotency.parameter, ...part('parameters') },
      headers: { ...everyHeader, 'Idempotency-Replayed': idempotency.header, ...part('headers') },
      responses: mapped(merged(contracts.map(({ components }) => components.responses)), withHeaders),
    },
  }
  const spoken = await told(document, language)
  return isObject(spoken) ? spoken : {}
}
