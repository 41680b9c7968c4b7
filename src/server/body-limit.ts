import type { IncomingMessage, ServerResponse } from 'node:http'

/** The most that pages send, in bytes: the ids of everybody in a very large school. */
export const largestBody = 4_000_000

/** What reads its bodies within bounds of its own: the contracts, and files that are imported. */
const bounded = /^\/(api\/(v1|v3|imports)|users|vertifications)(\/|\?|$)/

/**
 * Answers a request whose body is too large, or of a size that it does not say, before anybody reads it: pages, and what
 * they talk to, would take in all of it.
 * @returns whether it did
 */
export function refuseBody(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = 'GET', url = '/', headers } = request
  if (method === 'GET' || method === 'HEAD' || bounded.test(url)) return false
  const isChunked = headers['transfer-encoding'] !== undefined
  if (!isChunked && Number(headers['content-length'] ?? 0) <= largestBody) return false
  // Whoever is cut off while they send may never see the answer.
  request.resume()
  response.writeHead(isChunked ? 411 : 413, { 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(isChunked ? 'a body must say its length' : `a body may have ${largestBody} bytes`)
  return true
}
