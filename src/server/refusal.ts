import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Shape } from './routes'

/** What every answer of the excourse contract says to pages of other origins; its callers bear a token, no cookie. */
export const excourseHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'accept, authorization, content-type, idempotency-key, x-requested-with',
  'Access-Control-Expose-Headers': 'Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, OPTIONS',
  'Access-Control-Max-Age': '86400',
}

const json = { 'Content-Type': 'application/json' }

/** The answer 400 to a request that no route is to see, in the words of a contract or in a plain line. */
function badRequest(shape: Shape, why: string): { headers: Record<string, string>; body: string } {
  if (shape === 'excourse')
    return { headers: { ...json, ...excourseHeaders }, body: JSON.stringify({ detail: '请求无效。' }) }
  if (shape === 'reflections') {
    const body = { name: 'Bad Request', message: '请求的路径或首部是无效的。', code: 0, status: 400 }
    return { headers: json, body: JSON.stringify(body) }
  }
  return { headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: why }
}

/** Answers 400 and reads nothing of the body. */
export function refuseRequest(request: IncomingMessage, response: ServerResponse, shape: Shape, why: string): true {
  const { headers, body } = badRequest(shape, why)
  return send(request, response, 400, headers, body)
}

/** Answers a status with one plain line, and reads nothing of the body. */
export const refusePlainly = (request: IncomingMessage, response: ServerResponse, status: number, why: string): true =>
  send(request, response, status, { 'Content-Type': 'text/plain' }, why)

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string,
): true {
  // The body is thrown away as it comes: whoever is cut off while they send may never see the answer.
  request.resume()
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store' })
  response.end(body)
  return true
}
