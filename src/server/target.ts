import type { IncomingMessage, ServerResponse } from 'node:http'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A request that names the whole address, as it may (RFC 9112, section 3.2.2), is taken for its path at that host. */
export function takeWholeAddress(request: IncomingMessage): void {
  const [, host, rest = ''] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(request.url ?? '') ?? []
  if (!host) return
  request.headers.host = host
  request.url = rest.startsWith('/') ? rest : `/${rest}`
}

/**
 * Answers a request that nobody behind could make out: its method is none that a route can have, or its path cannot be
 * decoded.
 * @returns whether it did
 */
export function refuseTarget(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = '', url = '' } = request
  if (!methods.includes(method)) return refuse(request, response, 501, 'the method is not known')
  const [path = ''] = url.split(/[?#]/, 1)
  if (path.startsWith('/') && isDecodable(path)) return false
  return refuse(request, response, 400, 'the path cannot be read')
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, why: string): true {
  request.resume()
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(why)
  return true
}
