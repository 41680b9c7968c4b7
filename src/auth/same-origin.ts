import { env } from '@/infra/env'
import { log } from '@/infra/log'

const minute = 60_000
let lastSaid = Number.NEGATIVE_INFINITY

type Call = { headers: Pick<Headers, 'get' | 'has'> }

/**
 * Whether a call that acts by a cookie is not known to come from a page of this site: another site's page must not act
 * with the visitor's cookie. Browsers say whose page calls, but by plain http; there the page's address, which `Origin` or
 * `Referer` tells, must be the host that is called, or that of PUBLIC_URL when somebody set it.
 */
export function isForeign(call: Call): boolean {
  if (isOurPages(call)) return false
  // Whoever says that they are of another site is not kept out by a setting.
  if (!call.headers.has('sec-fetch-site')) tell(call)
  return true
}

/** The opposite, for calls that are not refused for it. */
export function isOurPages({ headers }: Call): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  return isOurs(pageOf(headers), headers.get('host') ?? '')
}

const pageOf = (headers: Call['headers']) => headers.get('origin') ?? headers.get('referer') ?? ''

/** Whether an address names the host of the call, or the site's own. */
function isOurs(page: string, called: string): boolean {
  if (!/^https?:\/\//i.test(page) || !URL.canParse(page)) return false
  const { protocol, host } = new URL(page)
  // The scheme is that of the page: what the call's was no proxy needs to tell.
  const address = `${protocol}//${called}`
  if (/^[^\s/?#@\\]+$/.test(called) && URL.canParse(address) && new URL(address).host === host) return true
  const { publicUrl, isPublicUrlSet } = env()
  return isPublicUrlSet && new URL(publicUrl).host === host
}

/** Names the setting in the log, once a minute at most: it is what an operator has to look at. */
function tell({ headers }: Call): void {
  const now = performance.now()
  if (now - lastSaid < minute) return
  lastSaid = now
  const about = { page: pageOf(headers).slice(0, 200), host: headers.get('host')?.slice(0, 200) }
  log.warn(about, 'a call was refused as that of another site: PUBLIC_URL must be the address that browsers use')
}
