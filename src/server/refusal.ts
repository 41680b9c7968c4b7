import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerOutage } from './outage'
import { routeKind, routeName, type Shape, shapeOf } from './routes'

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

/** The answer 503, in the words of a contract, as a page's call reads it, or in a plain line. */
function busy(url: string, seconds: number): { headers: Record<string, string>; body: string } {
  const shape = shapeOf(url)
  const plain = 'the site is busy'
  if (shape === 'excourse')
    return { headers: { ...json, ...excourseHeaders }, body: JSON.stringify({ detail: '服务暂不可用。' }) }
  if (shape === 'reflections') {
    const body = { name: 'Service Unavailable', message: '服务暂不可用，请稍后重试。', code: 0, status: 503 }
    return { headers: json, body: JSON.stringify(body) }
  }
  const failure = { kind: 'unavailable', seconds, untouched: true }
  if (routeName(url) === 'trpc') {
    const data = { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, failure }
    return { headers: json, body: JSON.stringify({ error: { json: { message: plain, code: -32_603, data } } }) }
  }
  return { headers: json, body: JSON.stringify({ failure }) }
}

/** Answers 503: the site has too much to do for this caller, who may come again after some seconds. */
export function refuseBusy(request: IncomingMessage, response: ServerResponse, seconds: number): true {
  const { url = '/' } = request
  if (routeKind(url).isPage) {
    answerOutage(request, response, 'busy')
    return true
  }
  const { headers, body } = busy(url, seconds)
  return send(request, response, 503, { ...headers, 'Retry-After': String(seconds) }, body)
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
