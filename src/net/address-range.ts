/**
 * Runs of IPv4 addresses as people write them for a pool: 203.0.113.10-203.0.113.13, one address, or a block.
 */
import { refuseText } from './address-text.ts'
import { type Prefix, parseCidr, prefixOf } from './cidr.ts'
import { formatIpv4, type Ipv4, parseIpv4 } from './ipv4.ts'
import { accepted, type Parsed, refused } from './parsed.ts'

/** Addresses from `first` to `last`, both included. Every `Cidr` is one. */
export interface AddressRange {
  readonly first: Ipv4
  readonly last: Ipv4
}

/**
 * Reads `a-b`, a single address, or a block. Host bits are refused: a pool that is wider than its author
 * thinks hands out foreign addresses. `b` before `a` is `reversed-range`; other refusals are those of
 * `parseIpv4` and `parseCidr`.
 */
export function parseAddressRange(text: string): Parsed<AddressRange> {
  const fault = refuseText(text)
  if (fault !== undefined) return fault
  const dash = text.indexOf('-')
  if (dash < 0) {
    const cidr = parseCidr(text, { hostBits: 'refuse', bareAddress: 'accept' })
    return cidr.ok ? accepted({ first: cidr.value.first, last: cidr.value.last }) : cidr
  }
  const first = parseIpv4(text.slice(0, dash))
  if (!first.ok) return first
  const last = parseIpv4(text.slice(dash + 1))
  if (!last.ok) return last
  if (last.value < first.value) {
    const turned = `${formatIpv4(last.value)}-${formatIpv4(first.value)}`
    return refused('reversed-range', `${text} ends before it begins; write ${turned}.`)
  }
  return accepted({ first: first.value, last: last.value })
}

/** How many addresses the range has: 1 to 2^32. */
export function countAddresses({ first, last }: AddressRange): number {
  return last - first + 1
}

/** The addresses in order, one by one; a /8 is not put into memory. */
export function* addressesOf({ first, last }: AddressRange): Generator<Ipv4, void, void> {
  for (let address = first; address <= last; address++) yield address
}

/**
 * The fewest blocks that together hold exactly the range, in ascending order (at most 62).
 * From the left, always the widest block that begins here - its alignment allows it - and ends in time.
 */
export function coverOf({ first, last }: AddressRange): Prefix[] {
  const cover: Prefix[] = []
  for (let next = first; next <= last; ) {
    let prefixLength = 32
    while (prefixLength > 0 && fits(prefixOf(next, prefixLength - 1), next, last)) prefixLength--
    const block = prefixOf(next, prefixLength)
    cover.push(block)
    next = block.last + 1
  }
  return cover
}

function fits(block: Prefix, first: Ipv4, last: Ipv4): boolean {
  return block.first === first && block.last <= last
}
