import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { testDatabaseUrl } from './database'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
export type Answer = { status: number; body: string; json: unknown; headers: Headers }
type Posted = { body: unknown; headers?: Record<string, string>; path: string }

const requestOf = ({ body, headers = {}, path }: Posted) => ({
  address: `http://localhost${path}`,
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** What a handler answers to a POST of JSON. */
export async function post(handler: Handler, posted: Posted): Promise<Answer> {
  const { address, ...init } = requestOf(posted)
  const response = await handler(new Request(address, init), { params: Promise.resolve({}) })
  const body = await response.text()
  return { status: response.status, body, json: JSON.parse(body), headers: response.headers }
}

/** What a handler answers to a call, with JSON or without. */
export async function ask(
  handler: Handler,
  method: string,
  params: Record<string, string>,
  { body, headers = {}, search = '' }: { body?: unknown; headers?: Record<string, string>; search?: string },
): Promise<Answer> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) }
  const init = { method, headers: { 'content-type': 'application/json', ...headers }, ...json }
  const response = await handler(new Request(`http://localhost/${search}`, init), { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, body: text, json: text && JSON.parse(text), headers: response.headers }
}

/** The same POST to a process that is killed around the commit of its work; answers the signal it died of. */
export async function postAndDie(route: string, moment: 'before' | 'after', posted: Posted): Promise<string | null> {
  const script = ['--import', 'tsx', 'src/testing/dying-caller.ts', testDatabaseUrl(), route, moment]
  const child = spawn(process.execPath, script, { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(JSON.stringify(requestOf(posted)))
  const ended = new Promise<string | null>((resolve) => child.once('close', (_, signal) => resolve(signal)))
  const [said, complained, signal] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (signal === null) throw new Error(`it lived: ${said} ${complained}`)
  return signal
}
