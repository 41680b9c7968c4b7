import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ReturnType<typeof ipaddr.process>

/** An address; one of IPv4 that is written as IPv6 is taken for what it is. Undefined when it is none. */
const parse = (text: string): Address | undefined => (isIP(text) === 0 ? undefined : ipaddr.process(text))
const sizeOf = (address: Address): number => (address.kind() === 'ipv4' ? 32 : 128)

const network = (address: Address, bits: number): string => {
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return family.networkAddressFromCIDR(`${address}/${bits}`).toString()
}

/** An address as it is usually written; what is none is left as it is. */
export const plainAddress = (text: string): string => parse(text)?.toString() ?? text

/** What stands for a client's address where it is counted: of IPv6 the /64, every address of which is one household's. */
export function clientNetwork(address: string): string {
  const parsed = parse(address)
  return parsed?.kind() === 'ipv6' ? network(parsed, 64) : address
}

function parseBlock(text: string): [Address, number] | undefined {
  const [, base = '', length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = parse(base)
  if (!address) return undefined
  const written = isIP(base) === 4 ? 32 : 128
  const size = sizeOf(address)
  const bits = length === undefined ? size : Number(length) - (written - size)
  return bits >= 0 && bits <= size ? [address, bits] : undefined
}

/** An address, or a block of them in CIDR notation, as it is usually written. Undefined when the text is neither. */
export function blockText(text: string): string | undefined {
  const block = parseBlock(text.trim())
  if (!block) return undefined
  const [address, bits] = block
  return bits === sizeOf(address) ? address.toString() : `${network(address, bits)}/${bits}`
}

/** Whether an address lies in one of the blocks. */
export function isWithin(address: string, blocks: readonly string[]): boolean {
  const parsed = parse(address)
  if (!parsed) return false
  const listed = blocks.map(parseBlock).filter((block) => block !== undefined)
  return ipaddr.subnetMatch(parsed, { listed }, 'none') === 'listed'
}

/** Whether a block lies whole in one of the others. */
export function isBlockWithin(block: string, blocks: readonly string[]): boolean {
  const inner = parseBlock(block)
  if (!inner) return false
  const [address, bits] = inner
  return blocks.some((each) => {
    const outer = parseBlock(each)
    return outer !== undefined && bits >= outer[1] && isWithin(address.toString(), [each])
  })
}

/**
 * The addresses of IPv4 that one of IPv6 may lead to, by every form that holds one: IPv4-compatible, translated (SIIT),
 * NAT64 (RFC 6052), 6to4, Teredo (server and client), ISATAP. A mapped one is taken for IPv4 itself, and holds none.
 */
export function hiddenAddresses(text: string): readonly string[] {
  const address = parse(text)
  if (!(address instanceof ipaddr.IPv6)) return []
  const bytes = address.toByteArray()
  const at = (...places: number[]) => places.map((place) => bytes[place] ?? 0).join('.')
  const begins = (...parts: number[]) => parts.every((part, place) => address.parts[place] === part)
  const found: string[] = []
  if (begins(0, 0, 0, 0)) found.push(at(12, 13, 14, 15))
  if (begins(0x64, 0xff9b)) found.push(at(12, 13, 14, 15))
  // RFC 8215: a network may use any of the prefix lengths of RFC 6052 there.
  if (begins(0x64, 0xff9b, 1)) found.push(at(6, 7, 9, 10), at(7, 9, 10, 11), at(9, 10, 11, 12))
  if (begins(0x2002)) found.push(at(2, 3, 4, 5))
  if (begins(0x2001, 0)) {
    const client = [12, 13, 14, 15].map((place) => (bytes[place] ?? 0) ^ 0xff)
    found.push(at(4, 5, 6, 7), client.join('.'))
  }
  if (address.parts[5] === 0x5efe) found.push(at(12, 13, 14, 15))
  // Nothing was written in that place.
  return found.filter((each) => each !== '0.0.0.0')
}

/** What follows the /96 of NAT64 is an address of IPv4. */
const behindNat64 = (address: ipaddr.IPv6) => new ipaddr.IPv4(address.toByteArray().slice(12))
/** All that the world can be reached by in IPv6; what is beside it is local, mapped, or nothing at all. */
const worldwide = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an address is one of the open Internet: no private network, no machine's own, none that hides another in it. */
export function isPublicAddress(text: string): boolean {
  const address = parse(text)
  if (!address) return false
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast'
  if (address.range() === 'rfc6052') return behindNat64(address).range() === 'unicast'
  return address.range() === 'unicast' && address.match(worldwide)
}
