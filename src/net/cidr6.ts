/** Blocks of IPv6 addresses: the same questions as `cidr.ts`, on four-word addresses. */
import { parseMask, refuseText, splitMask } from './address-text.ts'
import type { CidrRules } from './cidr.ts'
import { compareIpv6, formatIpv6, type Ipv6, parseIpv6 } from './ipv6.ts'
import { accepted, type Parsed, refused } from './parsed.ts'

/** Addresses from `first` to `last`, both included. `prefixLength` stands where it is one block. */
export interface Cidr6 {
  readonly first: Ipv6
  readonly last: Ipv6
  readonly prefixLength?: number
}

/** A {@link Cidr6} that is exactly one block; `prefixLength` is 0 to 128. */
export interface Prefix6 extends Cidr6 {
  readonly prefixLength: number
}

/** The block of this length that holds `address`. Throws a RangeError on a length outside of 0 to 128. */
export function prefix6Of(address: Ipv6, prefixLength: number): Prefix6 {
  if (!(Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= 128))
    throw new RangeError(`prefixLength must be 0 to 128, got ${prefixLength}`)
  const host = (at: number) => hostBitsOfWord(prefixLength - 32 * at)
  const [a, b, c, d] = address
  return {
    first: [(a & ~host(0)) >>> 0, (b & ~host(1)) >>> 0, (c & ~host(2)) >>> 0, (d & ~host(3)) >>> 0],
    last: [(a | host(0)) >>> 0, (b | host(1)) >>> 0, (c | host(2)) >>> 0, (d | host(3)) >>> 0],
    prefixLength,
  }
}

/** The bits of one word that lie behind a mask with `length` bits in this word (clamped to 0 to 32). */
function hostBitsOfWord(length: number): number {
  return length >= 32 ? 0 : length <= 0 ? 0xffff_ffff : 0xffff_ffff >>> length
}

/** Reads `2001:db8::/32` as `parseCidr` reads IPv4 blocks: same rules, same refusals, /0 to /128. */
export function parseCidr6(text: string, rules: CidrRules): Parsed<Prefix6> {
  const fault = refuseText(text)
  if (fault !== undefined) return fault
  const { address: addressText, mask } = splitMask(text)
  const address = parseIpv6(addressText)
  if (!address.ok) return address
  if (mask === undefined) {
    if (rules.bareAddress === 'accept') return accepted(prefix6Of(address.value, 128))
    return refused('missing-mask', `${text} has no mask; write ${text}/128 if this one address is meant.`)
  }
  const prefixLength = parseMask(text, mask, 128)
  if (!prefixLength.ok) return prefixLength
  const prefix = prefix6Of(address.value, prefixLength.value)
  if (compareIpv6(prefix.first, address.value) === 0) return accepted(prefix)
  const network = formatCidr6(prefix)
  if (rules.hostBits === 'accept') return accepted(prefix, `${text} means ${network}`)
  return refused(
    'host-bits',
    `${text} has bits set behind its mask; write the network ${network}, or ${addressText}/128 if the one address is meant.`,
  )
}

/** `2001:db8::/32` for a block, `2001:db8::1-2001:db8::3` where no prefix length is known. */
export function formatCidr6({ first, last, prefixLength }: Cidr6): string {
  return prefixLength === undefined
    ? `${formatIpv6(first)}-${formatIpv6(last)}`
    : `${formatIpv6(first)}/${prefixLength}`
}

/** Is `address` one of the addresses of `cidr`? */
export function contains6(cidr: Cidr6, address: Ipv6): boolean {
  return compareIpv6(cidr.first, address) <= 0 && compareIpv6(address, cidr.last) <= 0
}

/** Have `a` and `b` an address in common? */
export function overlaps6(a: Cidr6, b: Cidr6): boolean {
  return compareIpv6(a.first, b.last) <= 0 && compareIpv6(b.first, a.last) <= 0
}

/** Is every address of `inner` one of `outer`? Equal blocks are subsets of each other. */
export function isSubset6(inner: Cidr6, outer: Cidr6): boolean {
  return compareIpv6(outer.first, inner.first) <= 0 && compareIpv6(inner.last, outer.last) <= 0
}
