import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { isForeign } from '@/auth/same-origin'
import { refusePlainly } from './refusal'
import { routeKind } from './routes'

const reading = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what is sent to a page, to one of its server actions say, and is not known to come from a page of this site.
 * @returns whether it did
 */
export function refuseForeign(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = '', url = '/', headers } = request
  if (reading.includes(method) || !routeKind(url).isPage) return false
  if (!isForeign({ headers: { get: (name) => [headers[name]].flat()[0] ?? null } })) {
    tellNext(headers)
    return false
  }
  // The page finds its own words by the first of these.
  return refusePlainly(request, response, 403, 'other_site: PUBLIC_URL must be the address that browsers use')
}

/** Next asks the same once more, and knows nothing of PUBLIC_URL: what was found here is what it finds. */
function tellNext(headers: IncomingHttpHeaders): void {
  const { origin } = headers
  if (origin !== undefined && URL.canParse(origin)) headers['x-forwarded-host'] = new URL(origin).host
  else delete headers.origin
}
