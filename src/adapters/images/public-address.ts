import { BlockList, isIP } from 'node:net'

/** IPv4 addresses that are nobody's public ones (RFC 6890, RFC 5771). */
const RESERVED = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
] as const

/** Of the public IPv6 addresses, 2000::/3, those that stand for IPv4 ones or for nobody (RFC 6890). */
const RESERVED_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const

function listOf(subnets: readonly string[], type: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [address = '', bits = ''] = subnet.split('/')
    list.addSubnet(address, Number(bits), type)
  }
  return list
}

const reserved = listOf(RESERVED, 'ipv4')
const public6 = listOf(['2000::/3'], 'ipv6')
const reserved6 = listOf(RESERVED_6, 'ipv6')

/** Whether an IP address is on the public internet: what is ours, our network's or nobody's is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !reserved.check(address, 'ipv4')
  return isIP(address) === 6 && public6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6')
}
