import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { plainAddress } from '@/infra/ip'
import { routeName } from './routes'

export type HeaderOptions = {
  dev: boolean
  https: boolean
  /** Whether https holds for all hosts beneath this one too. */
  hstsSubdomains: boolean
  /** How many proxies of ours stand in front, each of which adds the address it was called from. */
  proxies: number
}

/** What only this server may tell Next and the routes; a caller could otherwise choose the nonce, or pass for Next itself. */
const ours =
  /^(x-nonce|x-page|x-client-address|x-request-target|x-route|content-security-policy(-report-only)?|x-middleware-.*)$/
const requestId = /^[A-Za-z0-9._-]{8,64}$/

const everywhere = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/**
 * Gives the request its id and, for a page, the nonce of its scripts, and sets the headers that protect the answer.
 * Next finds the nonce in the request's content-security-policy; pages find it in x-nonce.
 */
export function guardHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { dev, https, hstsSubdomains, proxies }: HeaderOptions,
): void {
  const { headers } = request
  for (const name of Object.keys(headers)) if (ours.test(name)) delete headers[name]

  headers['x-client-address'] = clientAddress(request, proxies)
  headers['x-request-target'] = request.url ?? '/'

  const given = headers['x-request-id']
  const id = typeof given === 'string' && requestId.test(given) ? given : randomUUID()
  headers['x-request-id'] = id
  response.setHeader('X-Request-Id', id)

  for (const [name, value] of Object.entries(everywhere)) response.setHeader(name, value)
  if (https)
    response.setHeader('Strict-Transport-Security', `max-age=31536000${hstsSubdomains ? '; includeSubDomains' : ''}`)

  if (isDocument(request.method, headers)) {
    const nonce = randomBytes(16).toString('base64')
    const policy = pagePolicy(nonce, dev)
    headers['x-nonce'] = nonce
    headers['content-security-policy'] = policy
    response.setHeader('Content-Security-Policy', policy)
    return
  }
  // Data, or a file of the build, opened as if it were a page runs nothing.
  response.setHeader('Content-Security-Policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
  const route = routeName(request.url ?? '/')
  if (route === 'built') return
  // Next would send the headers by themselves, and the body in a second packet.
  response.flushHeaders = () => {}
  // It may hold personal data, or say whether there is some; who knows better says so.
  if (route !== undefined) response.setHeader('Cache-Control', 'no-store')
}

/** The address a request came from: of the connection, or as the outermost of our own proxies saw it. */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const hops = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
  // Whatever stands before the entries of our own proxies was written by the caller, and is not believed.
  const seen = proxies > 0 ? hops.at(-Math.min(proxies, hops.length)) : undefined
  // A server that listens on IPv6 sees callers of IPv4 as ::ffff:a.b.c.d.
  return plainAddress(seen ?? request.socket.remoteAddress ?? '')
}

/** Every browser that opens a page asks for HTML by name. */
function isDocument(method: string | undefined, { accept }: IncomingHttpHeaders): boolean {
  return (method === 'GET' || method === 'HEAD') && accept !== undefined && accept.includes('text/html')
}

function pagePolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob: https: http:",
    "font-src 'self' data:",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
