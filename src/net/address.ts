/** An address of either family. An IPv4 address is a number, an IPv6 address four of them, so nobody can mix them up. */
import { formatIpv4, type Ipv4 } from './ipv4.ts'
import { compareIpv6, formatIpv6, type Ipv6 } from './ipv6.ts'

export type Address = Ipv4 | Ipv6

export function isIpv6(address: Address): address is Ipv6 {
  return typeof address !== 'number'
}

/** `10.0.0.1`, `2001:db8::1` */
export function formatAddress(address: Address): string {
  return isIpv6(address) ? formatIpv6(address) : formatIpv4(address)
}

/** The same address of the same family? */
export function sameAddress(a: Address, b: Address): boolean {
  return isIpv6(a) ? isIpv6(b) && compareIpv6(a, b) === 0 : a === b
}
