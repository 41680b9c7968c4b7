import type { IncomingMessage, ServerResponse } from 'node:http'
import { refusePlainly } from './refusal'
import { routeKind } from './routes'

/**
 * Answers a request whose body is larger than its route takes, or of a size that it does not say, before anybody reads
 * it. Routes that count what they read, and hold strangers to less themselves, are left to do so.
 * @returns whether it did
 */
export function refuseBody(request: IncomingMessage, response: ServerResponse): boolean {
  const { url = '/', headers } = request
  const { body, takesChunked } = routeKind(url)
  if (takesChunked) return false
  // Whoever shows nothing to be verified by is nobody: their route need not be asked.
  const limit = headers.cookie || headers.authorization ? body.verified : body.nobody
  if (headers['transfer-encoding'] !== undefined)
    return refusePlainly(request, response, 411, 'a body must say its length')
  if (Number(headers['content-length'] ?? 0) <= limit) return false
  return refusePlainly(request, response, 413, `a body may have ${limit} bytes`)
}
