const GROUPS = 8
/** Groups of an IPv6 address that name a network; whoever has one has all the addresses in it. */
const NETWORK_GROUPS = 4

/**
 * What counts as one caller without a key: an IPv4 address, or the /64 network of an IPv6 address (RFC 6177: the least
 * that a subscriber is given). IPv4 inside IPv6 counts as IPv4; a text that is no address stays as it is.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [bare = ''] = address.split('%')
  const [head = '', tail] = bare.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return groups
    .slice(0, NETWORK_GROUPS)
    .map(group => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}
