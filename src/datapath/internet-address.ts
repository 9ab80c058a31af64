/** Which addresses somebody on the Internet can have: all but the private, the shared and the reserved ones. */
import { prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import { FORBIDDEN_FOR_VPC, PRIVATE_BY_DEFAULT } from '../net/special-ranges.ts'

/**
 * 0.0.0.0/8 and 240.0.0.0/4 are no addresses of hosts anywhere; the blocks for documentation are, because scenarios
 * are written with them.
 */
const notOnTheInternet = CidrSet.of([
  ...PRIVATE_BY_DEFAULT,
  ...FORBIDDEN_FOR_VPC,
  prefixOf(ipv4(0, 0, 0, 0), 8),
  prefixOf(ipv4(240, 0, 0, 0), 4),
])

export function isInternetAddress(address: Ipv4): boolean {
  return !notOnTheInternet.has(address)
}
