import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** An address; one of IPv4 that is written as IPv6 is taken for what it is. Undefined when it is none. */
const parse = (text: string) => (isIP(text) === 0 ? undefined : ipaddr.process(text))

/** What stands for a client's address where it is counted: of IPv6 the /64, every address of which is one household's. */
export function clientNetwork(address: string): string {
  const parsed = parse(address)
  return parsed?.kind() === 'ipv6' ? ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/64`).toString() : address
}
