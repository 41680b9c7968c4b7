import { blockText, hiddenAddresses, isBlockWithin, isPublicAddress, isWithin } from '../ip'

/** What outsiders' urls may lead to beside the open Internet: private networks at large, and blocks that are listed. */
export type PrivateReach = { readonly networks: boolean; readonly listed: readonly string[] }

/** Nothing but the open Internet. */
export const publicOnly: PrivateReach = { networks: false, listed: [] }

/** RFC 1918, RFC 6598 and RFC 4193. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']

/** Addresses of the machine itself and of its link, and those at which clouds hand a machine its secrets. */
const guarded = [
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '::/128', '::1/128', 'fe80::/10'],
  // Alibaba; Oracle; Azure; AWS; Google.
  ...['100.100.100.200/32', '192.0.0.192/32', '168.63.129.16/32', 'fd00:ec2::/32', 'fd20:ce::/32'],
]

/**
 * Reads the setting: `false`, `true` (private networks), or blocks in CIDR notation with commas between, `true` among
 * them where networks are meant too. Undefined when a part is none of these.
 */
export function readPrivateReach(text: string): PrivateReach | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean)
  if (parts.length === 1 && parts[0] === 'false') return publicOnly
  const blocks = parts.filter((part) => part !== 'true').map(blockText)
  const listed = blocks.filter((block) => block !== undefined)
  return listed.length < blocks.length ? undefined : { networks: parts.includes('true'), listed }
}

/** Whether anything but the open Internet may be called. */
export const reachesPrivate = ({ networks, listed }: PrivateReach): boolean => networks || listed.length > 0

/**
 * Whether an address may be called. A guarded one, by itself or hidden in another, is opened only by a block that lies
 * whole among the guarded: neither `true` nor `0.0.0.0/0` opens 127.0.0.1, and `127.0.0.1/32` does.
 */
export function mayReach(address: string, { networks, listed }: PrivateReach): boolean {
  const narrow = listed.filter((block) => isBlockWithin(block, guarded))
  if (isWithin(address, guarded)) return isWithin(address, narrow)
  if (hiddenAddresses(address).some((each) => isWithin(each, guarded) && !isWithin(each, narrow))) return false
  return isPublicAddress(address) || (networks && isWithin(address, privateNetworks)) || isWithin(address, listed)
}
