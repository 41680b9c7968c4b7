import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { unique } from '../factories'
import { failures, type Operation } from './document'

/** The folders below `src/app` whose route belongs to a contract, by the path in the document. */
export const routes = new Map(
  readdirSync('src/app', { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .flatMap((file): [string, { folder: string; contract: string }][] => {
      const [, contract] = /'@\/rest\/([\w-]+)\//.exec(readFileSync(path.join('src/app', file), 'utf8')) ?? []
      const folder = path.dirname(file)
      return contract ? [[`/${folder.replaceAll('[', '{').replaceAll(']', '}')}`, { folder, contract }]] : []
    }),
)

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

async function handlerOf(route: string, method: string): Promise<Handler> {
  const folder = routes.get(route)?.folder
  const handler = folder && (await import(path.resolve('src/app', folder, 'route.ts')))[method]
  if (typeof handler !== 'function') throw new Error(`no ${method} ${route}`)
  return handler
}

export type Call = {
  params: Record<string, string>
  query: [string, string][]
  headers: Record<string, string>
  body?: string
}

/** Calls the route of an operation, each time from another address, as if our own server had handed the call on. */
export async function send(route: string, method: string, { params, query, headers, body }: Call): Promise<Response> {
  const handler = await handlerOf(route, method)
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : ''
  const url = `http://site${route.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''))}${search}`
  const init = {
    method,
    headers: { 'x-client-address': unique('a'), ...headers },
    ...(body === undefined ? {} : { body }),
  }
  return handler(new Request(url, init), { params: Promise.resolve(params) })
}

export type Answered = { status: number; body: unknown; headers: Headers }

/**
 * What was answered, after it was held against the document: its status is one of the operation's, its headers and its
 * body are those of the status.
 * @throws Error that says what is not as documented
 */
export async function asDocumented(operation: Operation, response: Response): Promise<Answered> {
  const { status, headers } = response
  const text = await response.text()
  const wrong = (what: string) =>
    new Error(`${operation.method} ${operation.path} answers ${status}: ${what}: ${text.slice(0, 300)}`)
  const documented = operation.responses[String(status)]
  if (!documented) throw wrong('not in the document')
  for (const [name, { required, schema }] of Object.entries(documented.headers)) {
    const value = headers.get(name)
    const read = schema.type === 'integer' && value !== null && /^\d+$/.test(value) ? Number(value) : value
    if (value === null ? required : failures(schema, read) !== '') throw wrong(`${name} is ${value}`)
  }
  const [[type = '', media] = []] = Object.entries(documented.content)
  if (!media) {
    if (text !== '' || headers.has('content-type')) throw wrong('a body where none is documented')
    return { status, body: undefined, headers }
  }
  if (headers.get('content-type')?.split(';')[0] !== type) throw wrong(`the type is ${headers.get('content-type')}`)
  const body: unknown = JSON.parse(text)
  const found = failures(media.schema, body)
  if (found !== '') throw wrong(found)
  return { status, body, headers }
}
