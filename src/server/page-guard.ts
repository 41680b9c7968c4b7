import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { watchPage } from '@/infra/page-failure'
import { type ServerState, serverState } from '@/infra/sql-error'
import { logState } from '@/infra/state-log'
import { answerOutage, isStep, type Send } from './outage'
import { routeKind, routeName } from './routes'

/** The bytes of a step that are held back until it is whole, at most. */
const mostHeld = 2_000_000

/**
 * Watches over the answer to a request for a page. Where the database server is in no state to draw it, the reader gets 503
 * and a page that opens itself again, not what Next says of a failure. A step within the site is held back until it is
 * whole: a failure in its middle would take the place of the page that the reader has.
 */
export function guardPage(request: IncomingMessage, response: ServerResponse): void {
  const { url = '/', headers } = request
  if (!routeKind(url).isPage || routeName(url) === 'built') return
  const id = randomUUID()
  headers['x-page'] = id
  const { failure, end: forget } = watchPage(id)
  response.once('close', forget)

  // What compresses the answer lies over these, and calls them.
  const { writeHead, write, end, flushHeaders } = response
  let isReplaced = false
  let held: Buffer[] | undefined = isStep(request) ? [] : undefined
  let heldBytes = 0
  let head: readonly unknown[] | undefined

  const send: Send = (status, fields, body) => {
    Reflect.apply(writeHead, response, [status, fields])
    Reflect.apply(end, response, body === undefined ? [] : [body])
  }
  /** Whether another answer took the place of this one. */
  const replaced = (): boolean => {
    if (isReplaced || response.headersSent) return isReplaced
    const found = failure()
    const state = found && stateOf(found.error)
    if (!found || !state || (held === undefined && response.statusCode < 500)) return false
    isReplaced = true
    logState(found.error, { path: url, request: headers['x-request-id'] })
    answerOutage(request, response, state, send)
    return true
  }
  const release = () => {
    const chunks = held ?? []
    // Node writes a head that nobody has written by way of the functions below.
    held = undefined
    if (head) Reflect.apply(writeHead, response, head)
    for (const chunk of chunks) Reflect.apply(write, response, [chunk])
  }
  const hold = ([chunk, encoding]: readonly unknown[]) => {
    if (typeof chunk === 'string') held?.push(Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8'))
    else if (chunk instanceof Uint8Array) held?.push(Buffer.from(chunk))
    else return
    heldBytes += held?.at(-1)?.length ?? 0
  }

  response.writeHead = (...given: unknown[]) => {
    if (held) head = given
    else if (!replaced()) Reflect.apply(writeHead, response, given)
    return response
  }
  response.flushHeaders = () => {
    if (!held && !replaced()) Reflect.apply(flushHeaders, response, [])
  }
  response.write = (...given: unknown[]) => {
    if (!held && !replaced()) return Reflect.apply(write, response, given)
    hold(given)
    if (heldBytes > mostHeld && !replaced()) release()
    callBack(given)
    return true
  }
  response.end = (...given: unknown[]) => {
    hold(given)
    if (replaced()) callBack(given)
    else if (held) {
      release()
      Reflect.apply(
        end,
        response,
        given.slice(-1).filter((each) => typeof each === 'function'),
      )
    } else Reflect.apply(end, response, given)
    return response
  }
}

/** The state that a page failed for; undefined: a fault of ours. Who waits in a queue too long finds the site busy. */
function stateOf(error: unknown): ServerState | undefined {
  const state = serverState(error)
  if (state) return state
  // By its name: Next's bundle has the class for itself.
  for (let each = error; each instanceof Error; each = each.cause) if (each.name === 'Unavailable') return 'busy'
  return undefined
}

const isEncoding = (value: unknown): value is BufferEncoding => typeof value === 'string' && Buffer.isEncoding(value)

/** Whoever writes goes on, though nobody reads it. */
function callBack(given: readonly unknown[]): void {
  const last = given.at(-1)
  if (typeof last === 'function') process.nextTick(last)
}
