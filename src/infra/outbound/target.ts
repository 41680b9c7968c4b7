import { isIP } from 'node:net'
import { mayReach, type PrivateReach, reachesPrivate } from './reach'

/** Why a url is none that is called: no url at all, not https, a name or password in it, a port of another service, a
 * private address. */
export type TargetProblem = 'malformed' | 'not_https' | 'credentials' | 'port' | 'private'

/** Ports above 1023 on which something else than a web server is expected to listen. */
const others = new Set([1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669])
const isWebPort = (port: number) => port === 80 || port === 443 || (port >= 1024 && !others.has(port) && port !== 6679)

const local = /(^|\.)(localhost|local|internal|intranet|home\.arpa|localdomain)$/
/** Names of the machine itself, and those at which clouds hand a machine its secrets. */
const own = /(^|\.)(localhost|localdomain|ip6-localhost|ip6-loopback)$/
const metadata = /^(metadata|instance-data|metadata\.google\.internal|metadata\.tencentyun\.com)$/

/** A url's host as it is looked up: of an address without its brackets, of a name without the dot at its end. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

/**
 * What is wrong with a url before its name is looked up. Where private targets are allowed, http is too. Decimal, octal
 * and hexadecimal addresses have become what they stand for by being parsed. A name is looked up, and its addresses are
 * checked, at each delivery.
 */
export function targetProblem(text: string, reach: PrivateReach): TargetProblem | undefined {
  if (!URL.canParse(text)) return 'malformed'
  const url = new URL(text)
  const { protocol, username, password, port } = url
  if (protocol !== 'https:' && !(reachesPrivate(reach) && protocol === 'http:')) return 'not_https'
  if (username || password) return 'credentials'
  if (port && !isWebPort(Number(port))) return 'port'
  const host = hostOf(url)
  if (isIP(host) !== 0) return mayReach(host, reach) ? undefined : 'private'
  if (own.test(host) && !mayReach('127.0.0.1', reach) && !mayReach('::1', reach)) return 'private'
  if (metadata.test(host) && !mayReach('169.254.169.254', reach)) return 'private'
  if (reachesPrivate(reach)) return undefined
  return local.test(host) || !host.includes('.') ? 'private' : undefined
}
