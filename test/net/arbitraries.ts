/** Draws of addresses and blocks for the properties of this room. */
import fc from 'fast-check'
import type { AddressRange } from '../../src/net/address-range.ts'
import { type Prefix, prefixOf } from '../../src/net/cidr.ts'
import { type Prefix6, prefix6Of } from '../../src/net/cidr6.ts'
import { type Ipv4, LAST_IPV4 } from '../../src/net/ipv4.ts'
import { type Ipv6, ipv6FromBigInt, ipv6ToBigInt } from '../../src/net/ipv6.ts'

export const anIpv4 = (): fc.Arbitrary<Ipv4> => fc.integer({ min: 0, max: LAST_IPV4 })

/** Half of the blocks crowd into a few /16s, so that they nest and touch. */
export const aPrefix = (): fc.Arbitrary<Prefix> =>
  fc
    .tuple(
      fc.oneof(
        anIpv4(),
        fc
          .tuple(fc.constantFrom(0x0a00_0000, 0xffff_0000, 0), fc.integer({ min: 0, max: 0x3ff }))
          .map(([base, low]) => base + low),
      ),
      fc.integer({ min: 0, max: 32 }),
    )
    .map(([address, length]) => prefixOf(address, length))

export const somePrefixes = (maxLength = 40): fc.Arbitrary<Prefix[]> =>
  fc.uniqueArray(aPrefix(), { maxLength, selector: ({ first, prefixLength }) => `${first}/${prefixLength}` })

export const aRange = (): fc.Arbitrary<AddressRange> =>
  fc
    .tuple(anIpv4(), fc.oneof(anIpv4(), fc.integer({ min: 0, max: 600 })))
    .map(([first, size]) => ({ first, last: Math.min(LAST_IPV4, first + size) }))

/** Half of the draws sit on or beside an edge of one of the ranges. */
export const anIpv4Near = (ranges: readonly AddressRange[]): fc.Arbitrary<Ipv4> => {
  const edges = ranges.flatMap(({ first, last }) => [first - 1, first, last, last + 1])
  const within = edges.filter((edge) => edge >= 0 && edge <= LAST_IPV4)
  return within.length === 0 ? anIpv4() : fc.oneof(anIpv4(), fc.constantFrom(...within))
}

export const anIpv6 = (): fc.Arbitrary<Ipv6> =>
  fc
    .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
    .map((groups) => ipv6FromBigInt(groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n)))

export const aPrefix6 = (): fc.Arbitrary<Prefix6> =>
  fc
    .tuple(anIpv6(), fc.oneof(fc.integer({ min: 0, max: 128 }), fc.constantFrom(0, 32, 64, 96, 128)))
    .map(([address, length]) => prefix6Of(address, length))

export const somePrefixes6 = (): fc.Arbitrary<Prefix6[]> =>
  fc.uniqueArray(aPrefix6(), {
    maxLength: 20,
    selector: ({ first, prefixLength }) => `${first.join()}/${prefixLength}`,
  })

/** Half of the draws sit on or beside an edge of one of the blocks. */
export const anIpv6Near = (blocks: readonly Prefix6[]): fc.Arbitrary<Ipv6> => {
  const edges = blocks
    .flatMap(({ first, last }) => [
      ipv6ToBigInt(first) - 1n,
      ipv6ToBigInt(first),
      ipv6ToBigInt(last),
      ipv6ToBigInt(last) + 1n,
    ])
    .filter((edge) => edge >= 0n && edge < 1n << 128n)
  return edges.length === 0 ? anIpv6() : fc.oneof(anIpv6(), fc.constantFrom(...edges.map(ipv6FromBigInt)))
}
