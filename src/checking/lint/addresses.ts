/** Arithmetic of address sets that lint needs on top of `net/`. */
import type { AddressRange } from '../../net/address-range.ts'
import type { Cidr } from '../../net/cidr.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import { formatIpv4, type Ipv4 } from '../../net/ipv4.ts'

export function formatRange({ first, last }: AddressRange): string {
  return first === last ? formatIpv4(first) : `${formatIpv4(first)}-${formatIpv4(last)}`
}

/** The set of single addresses. */
export function setOf(addresses: Iterable<Ipv4>): CidrSet {
  return CidrSet.of(Array.from(addresses, (address) => ({ first: address, last: address })))
}

/** The addresses of `set` that are not in `other`. */
export function difference(set: CidrSet, other: CidrSet): CidrSet {
  const left: Cidr[] = []
  let at = 0
  for (const { first, last } of set.ranges) {
    while (at < other.ranges.length && other.ranges[at]!.last < first) at++
    let next = first
    for (let hole = at; hole < other.ranges.length && other.ranges[hole]!.first <= last; hole++) {
      const { first: from, last: until } = other.ranges[hole]!
      if (next < from) left.push({ first: next, last: from - 1 })
      next = Math.max(next, until + 1)
    }
    if (next <= last) left.push({ first: next, last })
  }
  return CidrSet.of(left)
}
