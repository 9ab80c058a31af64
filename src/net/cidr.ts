/**
 * Blocks of IPv4 addresses: 10.0.0.0/8 and its questions. A block is kept as its first and last address,
 * both included, so that containment is two comparisons and no mask arithmetic.
 */
import IPCIDR from 'ip-cidr'
import { parseMask, refuseText, splitMask } from './address-text.ts'
import { formatIpv4, type Ipv4, parseIpv4 } from './ipv4.ts'
import { accepted, type Parsed, refused } from './parsed.ts'

/** Addresses from `first` to `last`, both included. `prefixLength` stands where it is one block. */
export interface Cidr {
  readonly first: Ipv4
  readonly last: Ipv4
  readonly prefixLength?: number
}

/** A {@link Cidr} that is exactly one block; `prefixLength` is 0 to 32. */
export interface Prefix extends Cidr {
  readonly prefixLength: number
}

/** What a reader of blocks lets pass; every kind of entry in the cloud has its own habits. */
export interface CidrRules {
  /** 10.23.12.24/24: `accept` takes the network and says so in a note, `refuse` names it in the message. */
  readonly hostBits: 'refuse' | 'accept'
  /** 10.0.0.1 without a mask: `accept` takes it as a /32. */
  readonly bareAddress: 'refuse' | 'accept'
}

/** Bit mask of a prefix length of 0 to 32: 8 gives 0xff000000. */
export function maskOf(prefixLength: number): number {
  return prefixLength === 0 ? 0 : (0xffff_ffff << (32 - prefixLength)) >>> 0
}

/** The block of this length that holds `address`. Throws a RangeError on a length outside of 0 to 32. */
export function prefixOf(address: Ipv4, prefixLength: number): Prefix {
  if (!(Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= 32))
    throw new RangeError(`prefixLength must be 0 to 32, got ${prefixLength}`)
  const mask = maskOf(prefixLength)
  return { first: (address & mask) >>> 0, last: (address | ~mask) >>> 0, prefixLength }
}

/**
 * Reads `a.b.c.d/n`. Host bits and bare addresses pass or not by `rules`; with `hostBits: 'accept'` the
 * block is masked and the result carries a note. Refusals: those of {@link parseIpv4}, the mask's
 * (`bad-mask`, `leading-zero-mask`, `mask-out-of-range`), `missing-mask` and `host-bits`.
 */
export function parseCidr(text: string, rules: CidrRules): Parsed<Prefix> {
  const fault = refuseText(text)
  if (fault !== undefined) return fault
  const { address: addressText, mask } = splitMask(text)
  const address = parseIpv4(addressText)
  if (!address.ok) return address
  if (mask === undefined) {
    if (rules.bareAddress === 'accept') return accepted(prefixOf(address.value, 32))
    return refused('missing-mask', `${text} has no mask; write ${text}/32 if this one address is meant.`)
  }
  const prefixLength = parseMask(text, mask, 32)
  if (!prefixLength.ok) return prefixLength
  const prefix = prefixOf(address.value, prefixLength.value)
  if (prefix.first === address.value) return accepted(prefix)
  const network = `${new IPCIDR(text).start()}/${prefixLength.value}` // ip-cidr masks what is behind the mask.
  if (rules.hostBits === 'accept') return accepted(prefix, `${text} means ${network}`)
  return refused(
    'host-bits',
    `${text} has bits set behind its mask; write the network ${network}, or ${addressText}/32 if the one address is meant.`,
  )
}

/** `10.0.0.0/8` for a block, `10.0.0.1-10.0.0.3` for addresses that are not one block. */
export function formatCidr(cidr: Cidr): string {
  const prefixLength = cidr.prefixLength ?? prefixLengthOf(cidr)
  return prefixLength === undefined
    ? `${formatIpv4(cidr.first)}-${formatIpv4(cidr.last)}`
    : `${formatIpv4(cidr.first)}/${prefixLength}`
}

/** The prefix length of addresses that are exactly one block, or undefined. */
export function prefixLengthOf({ first, last }: Cidr): number | undefined {
  const prefixLength = Math.clz32(first ^ last)
  const mask = maskOf(prefixLength)
  const whole = (first & ~mask) === 0 && (last | mask) >>> 0 === 0xffff_ffff
  return whole ? prefixLength : undefined
}

/** Is `address` one of the addresses of `cidr`? */
export function contains(cidr: Cidr, address: Ipv4): boolean {
  return cidr.first <= address && address <= cidr.last
}

/** Have `a` and `b` an address in common? */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last
}

/** Is every address of `inner` one of `outer`? Equal blocks are subsets of each other. */
export function isSubset(inner: Cidr, outer: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last
}
