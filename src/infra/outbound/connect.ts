import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import { mayReach, type PrivateReach } from './reach'

/** All addresses of a name, as the machine resolves it. */
export type Resolve = (host: string) => Promise<readonly string[]>

const resolveName: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)

/** A name led to an address that may not be called, or to none. */
export class TargetRefused extends Error {
  constructor(readonly problem: 'private' | 'unknown_host') {
    super(problem)
  }
}

export type Reach = { privateReach: PrivateReach; resolve?: Resolve; connectMs?: number }

/** The addresses of a host, each of which may be called; one that may not spoils them all. */
export async function checkedAddresses(
  host: string,
  { privateReach, resolve = resolveName }: Reach,
): Promise<readonly string[]> {
  const name = host.replace(/^\[|\]$/g, '')
  const found = isIP(name) === 0 ? await resolve(name).catch(() => []) : [name]
  const addresses = found.filter((address) => isIP(address) !== 0)
  if (addresses.length === 0 || addresses.length < found.length) throw new TargetRefused('unknown_host')
  if (!addresses.every((address) => mayReach(address, privateReach))) throw new TargetRefused('private')
  return addresses
}

/** How many of a name's addresses are tried. */
const mostTried = 3

/**
 * Connects to an address that was checked, and to no other: the name is looked up once, and never by the socket, so that
 * nothing can change between check and connection. The certificate is still that of the name.
 */
export function checkedConnector(reach: Reach): buildConnector.connector {
  const connect = buildConnector({ timeout: reach.connectMs ?? 5_000 })
  const once = (options: buildConnector.Options, hostname: string) =>
    new Promise<Parameters<buildConnector.Callback>>((resolve) =>
      connect({ ...options, hostname }, (...result) => resolve(result)),
    )
  return (options, callback) => {
    const attempt = async () => {
      const addresses = await checkedAddresses(options.hostname, reach)
      let result: Parameters<buildConnector.Callback> = [new TargetRefused('unknown_host'), null]
      for (const address of addresses.slice(0, mostTried)) {
        result = await once(options, address)
        if (!result[0]) break
      }
      return result
    }
    attempt().then(
      (result) => callback(...result),
      (error) => callback(error instanceof Error ? error : new TargetRefused('unknown_host'), null),
    )
  }
}
