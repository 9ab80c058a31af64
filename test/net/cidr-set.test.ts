import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, prefixOf } from '../../src/net/cidr.ts'
import { CidrSet } from '../../src/net/cidr-set.ts'
import { CidrSet6 } from '../../src/net/cidr-set6.ts'
import { contains6 } from '../../src/net/cidr6.ts'
import { ipv4, LAST_IPV4 } from '../../src/net/ipv4.ts'
import { ipv6ToBigInt } from '../../src/net/ipv6.ts'
import { anIpv4Near, anIpv6Near, aPrefix, aRange, somePrefixes6 } from './arbitraries.ts'

const someCidrs = (maxLength = 20) => fc.array(fc.oneof(aPrefix(), aRange()), { maxLength })
const cidrsAndAddress = someCidrs().chain((cidrs) => fc.tuple(fc.constant(cidrs), anIpv4Near(cidrs)))
const twoSetsAndAddress = fc
  .tuple(someCidrs(8), someCidrs(8))
  .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), anIpv4Near([...a, ...b])))

describe('CidrSet', () => {
  it('should have exactly the addresses that one of its cidrs has', () =>
    fc.assert(
      fc.property(cidrsAndAddress, ([cidrs, address]) => {
        expect(CidrSet.of(cidrs).has(address)).toBe(cidrs.some((cidr) => contains(cidr, address)))
      }),
      { numRuns: 300 },
    ))

  it('should have the same addresses when there are hundreds of cidrs', () =>
    fc.assert(
      fc.property(
        fc
          .array(
            fc
              .tuple(fc.nat(0xffff), fc.nat(9))
              .map(([slot, size]) => ({ first: slot * 65_521, last: slot * 65_521 + size })),
            { minLength: 300, maxLength: 400 },
          )
          .chain((cidrs) => fc.tuple(fc.constant(cidrs), fc.array(anIpv4Near(cidrs), { minLength: 50 }))),
        ([cidrs, addresses]) => {
          const set = CidrSet.of(cidrs)
          for (const address of addresses)
            expect(set.has(address)).toBe(cidrs.some((cidr) => contains(cidr, address)))
        },
      ),
      { numRuns: 10 },
    ))

  it('should keep its ranges sorted, apart, and of the size it tells', () =>
    fc.assert(
      fc.property(someCidrs(), (cidrs) => {
        const { ranges, size } = CidrSet.of(cidrs)
        ranges.slice(1).forEach(({ first }, at) => {
          expect(first).toBeGreaterThan(ranges[at]!.last + 1)
        })
        expect(size).toBe(ranges.reduce((sum, { first, last }) => sum + (last - first + 1), 0))
      }),
    ))

  it('should be the same set whatever the order and the repetition of its cidrs', () =>
    fc.assert(
      fc.property(someCidrs(), (cidrs) => {
        expect(CidrSet.of([...cidrs.toReversed(), ...cidrs]).ranges).toEqual(CidrSet.of(cidrs).ranges)
      }),
    ))

  it('should have in a union what one of both has, and cover both', () =>
    fc.assert(
      fc.property(twoSetsAndAddress, ([a, b, address]) => {
        const [left, right] = [CidrSet.of(a), CidrSet.of(b)]
        const union = left.union(right)
        expect(union.has(address)).toBe(left.has(address) || right.has(address))
        expect(union.covers(left) && union.covers(right)).toBe(true)
        expect(union.covers(CidrSet.of([]))).toBe(true)
      }),
    ))

  it('should cover another set exactly when a union adds nothing', () =>
    fc.assert(
      fc.property(someCidrs(4), someCidrs(2), (a, b) => {
        const [left, right] = [CidrSet.of(a), CidrSet.of(b)]
        expect(left.covers(right)).toBe(left.union(right).size === left.size)
      }),
    ))

  it('should merge neighbours that touch and stop at the last address', () => {
    const set = CidrSet.of([
      prefixOf(ipv4(10, 0, 1, 0), 24),
      prefixOf(ipv4(10, 0, 0, 0), 24),
      prefixOf(LAST_IPV4, 1),
    ])
    expect(set.ranges).toEqual([
      { first: ipv4(10, 0, 0, 0), last: ipv4(10, 0, 1, 255) },
      { first: ipv4(128, 0, 0, 0), last: LAST_IPV4 },
    ])
    expect(CidrSet.of([prefixOf(0, 0)]).size).toBe(2 ** 32)
    expect([CidrSet.of([prefixOf(0, 0)]).has(LAST_IPV4), CidrSet.of([]).has(0)]).toEqual([true, false])
  })
})

describe('CidrSet6', () => {
  it('should have exactly the addresses that one of its cidrs has', () =>
    fc.assert(
      fc.property(
        somePrefixes6().chain((cidrs) => fc.tuple(fc.constant(cidrs), anIpv6Near(cidrs))),
        ([cidrs, address]) => {
          expect(CidrSet6.of(cidrs).has(address)).toBe(cidrs.some((cidr) => contains6(cidr, address)))
        },
      ),
      { numRuns: 300 },
    ))

  it('should cover what a union does not enlarge, and count its addresses', () =>
    fc.assert(
      fc.property(somePrefixes6(), somePrefixes6(), (a, b) => {
        const [left, right] = [CidrSet6.of(a), CidrSet6.of(b)]
        const union = left.union(right)
        expect(union.covers(left) && union.covers(right)).toBe(true)
        expect(left.covers(right)).toBe(union.size === left.size)
        const counted = left.ranges.map(({ first, last }) => ipv6ToBigInt(last) - ipv6ToBigInt(first) + 1n)
        expect(left.size).toBe(counted.reduce((sum, count) => sum + count, 0n))
      }),
    ))
})
