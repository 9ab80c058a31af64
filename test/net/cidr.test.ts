import fc from 'fast-check'
import IPCIDR from 'ip-cidr'
import { describe, expect, it } from 'vitest'
import { countAddresses } from '../../src/net/address-range.ts'
import {
  type CidrRules,
  contains,
  formatCidr,
  isSubset,
  overlaps,
  parseCidr,
  prefixLengthOf,
  prefixOf,
} from '../../src/net/cidr.ts'
import { contains6, formatCidr6, isSubset6, overlaps6, parseCidr6, prefix6Of } from '../../src/net/cidr6.ts'
import { formatIpv4, ipv4 } from '../../src/net/ipv4.ts'
import { ipv6ToBigInt } from '../../src/net/ipv6.ts'
import type { AddressFault } from '../../src/net/parsed.ts'
import { anIpv4, anIpv4Near, anIpv6Near, aPrefix, aPrefix6 } from './arbitraries.ts'

const strict: CidrRules = { hostBits: 'refuse', bareAddress: 'refuse' }
const lenient: CidrRules = { hostBits: 'accept', bareAddress: 'accept' }

const refusedTexts: readonly (readonly [text: string, reason: AddressFault])[] = [
  ['', 'empty'],
  ['/8', 'empty'],
  ['10.0.0.0 /8', 'spaces'],
  ['10.0.0.0/ 8', 'spaces'],
  ['10/8', 'short-form'],
  ['10.0/16', 'short-form'],
  ['010.0.0.0/8', 'leading-zero'],
  ['0x0a.0.0.0/8', 'hex'],
  ['10.0.0.0/08', 'leading-zero-mask'],
  ['10.0.0.0/00', 'leading-zero-mask'],
  ['10.0.0.0/33', 'mask-out-of-range'],
  ['10.0.0.0/128', 'mask-out-of-range'],
  ['10.0.0.0/99999999999', 'mask-out-of-range'],
  ['10.0.0.0/', 'bad-mask'],
  ['10.0.0.0/-1', 'bad-mask'],
  ['10.0.0.0/+8', 'bad-mask'],
  ['10.0.0.0/8.0', 'bad-mask'],
  ['10.0.0.0/0x8', 'bad-mask'],
  ['10.0.0.0/8/8', 'bad-mask'],
  ['10.0.0.0//8', 'bad-mask'],
  ['10.0.0.0/255.0.0.0', 'bad-mask'],
  ['10.0.0.0', 'missing-mask'],
  ['10.0.0.5/24', 'host-bits'],
  ['0.0.0.1/0', 'host-bits'],
  ['255.255.255.255/31', 'host-bits'],
  ['::ffff:10.0.0.0/104', 'ipv4-mapped'],
  ['::ffff:a00:0/104', 'ipv4-mapped'],
  ['::10.0.0.0/104', 'ipv4-compatible'],
  ['2001:db8::/32', 'wrong-family'],
  ['::/0', 'wrong-family'],
  ['10.0.0.0/8,11.0.0.0/8', 'list'],
  ['10.0.0.256/24', 'octet-out-of-range'],
  ['any', 'not-an-address'],
]

const refusedTexts6: readonly (readonly [text: string, reason: AddressFault])[] = [
  ['::/', 'bad-mask'],
  ['::/129', 'mask-out-of-range'],
  ['2001:db8::/032', 'leading-zero-mask'],
  ['2001:db8::1/32', 'host-bits'],
  ['2001:db8::', 'missing-mask'],
  ['::ffff:0:0/96', 'ipv4-mapped'],
  ['::ffff:10.0.0.0/104', 'ipv4-mapped'],
  ['fe80::%eth0/10', 'zone-id'],
  ['10.0.0.0/8', 'wrong-family'],
]

describe('parseCidr', () => {
  it.each(refusedTexts)('should refuse %j as %s', (text, reason) => {
    const parsed = parseCidr(text, strict)
    expect(parsed).toMatchObject({ ok: false, reason })
    expect(parsed.ok ? '' : parsed.message).toMatch(/^[\x20-\x7e…]{1,250}\.$/)
  })

  it('should mask host bits where they are allowed, and tell', () => {
    expect(parseCidr('10.23.12.24/24', lenient)).toEqual({
      ok: true,
      value: prefixOf(ipv4(10, 23, 12, 0), 24),
      note: '10.23.12.24/24 means 10.23.12.0/24',
    })
    expect(parseCidr('10.23.12.0/24', lenient)).not.toHaveProperty('note')
  })

  it('should spell out the network where host bits are refused', () => {
    const parsed = parseCidr('10.23.12.24/24', strict)
    expect(parsed.ok ? '' : parsed.message).toBe(
      '10.23.12.24/24 has bits set behind its mask; write the network 10.23.12.0/24, or 10.23.12.24/32 if the one address is meant.',
    )
  })

  it('should take a bare address as a /32 where that is allowed', () => {
    expect(parseCidr('10.0.0.1', lenient)).toEqual({ ok: true, value: prefixOf(ipv4(10, 0, 0, 1), 32) })
  })

  it('should read back what formatCidr writes', () =>
    fc.assert(
      fc.property(aPrefix(), (prefix) => {
        expect(parseCidr(formatCidr(prefix), strict)).toEqual({ ok: true, value: prefix })
      }),
    ))

  it('should agree with ip-cidr on first address, last address and size', () =>
    fc.assert(
      fc.property(anIpv4(), fc.integer({ min: 0, max: 32 }), (address, length) => {
        const text = `${formatIpv4(address)}/${length}`
        const oracle = new IPCIDR(text)
        const parsed = parseCidr(text, lenient)
        if (!parsed.ok) throw new Error(parsed.message)
        expect(formatIpv4(parsed.value.first)).toBe(oracle.start())
        expect(formatIpv4(parsed.value.last)).toBe(oracle.end())
        expect(BigInt(countAddresses(parsed.value))).toBe(oracle.size)
      }),
      { numRuns: 300 },
    ))

  it('should read of plain and extended spellings only the plain ones', () =>
    fc.assert(
      fc.property(fc.ipV4Extended(), fc.integer({ min: 0, max: 40 }), (address, length) => {
        const plain = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(address) && length <= 32
        expect(parseCidr(`${address}/${length}`, lenient).ok).toBe(plain)
      }),
      { numRuns: 500 },
    ))
})

describe('Cidr', () => {
  it('should contain an address exactly when ip-cidr says so', () =>
    fc.assert(
      fc.property(
        aPrefix().chain((prefix) => fc.tuple(fc.constant(prefix), anIpv4Near([prefix]))),
        ([prefix, address]) => {
          expect(contains(prefix, address)).toBe(new IPCIDR(formatCidr(prefix)).contains(formatIpv4(address)))
        },
      ),
    ))

  it('should overlap where one edge lies in the other, and be a subset where both do', () =>
    fc.assert(
      fc.property(aPrefix(), aPrefix(), (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b.first) || contains(b, a.first))
        expect(isSubset(a, b)).toBe(contains(b, a.first) && contains(b, a.last))
        // Blocks are nested or disjoint.
        expect(overlaps(a, b)).toBe(isSubset(a, b) || isSubset(b, a))
      }),
    ))

  it('should know its prefix length from its ends alone', () =>
    fc.assert(
      fc.property(aPrefix(), ({ first, last, prefixLength }) => {
        expect(prefixLengthOf({ first, last })).toBe(prefixLength)
      }),
    ))

  it('should be written as a range where it is not one block', () => {
    expect(formatCidr({ first: ipv4(10, 0, 0, 0), last: ipv4(10, 0, 0, 2) })).toBe('10.0.0.0-10.0.0.2')
    expect(formatCidr({ first: ipv4(10, 0, 0, 1), last: ipv4(10, 0, 0, 2) })).toBe('10.0.0.1-10.0.0.2')
    expect(formatCidr({ first: 0, last: 0xffff_ffff })).toBe('0.0.0.0/0')
  })

  it('should throw on a prefix length that does not exist', () => {
    expect(() => prefixOf(0, 33)).toThrow(RangeError)
    expect(() => prefix6Of([0, 0, 0, 0], -1)).toThrow(RangeError)
  })
})

describe('parseCidr6', () => {
  it.each(refusedTexts6)('should refuse %j as %s', (text, reason) => {
    expect(parseCidr6(text, strict)).toMatchObject({ ok: false, reason })
  })

  it('should mask host bits where they are allowed, and take a bare address as a /128', () => {
    expect(parseCidr6('2001:db8::1/32', lenient)).toEqual({
      ok: true,
      value: prefix6Of([0x2001_0db8, 0, 0, 0], 32),
      note: '2001:db8::1/32 means 2001:db8::/32',
    })
    expect(parseCidr6('2001:db8::1', lenient)).toMatchObject({ ok: true, value: { prefixLength: 128 } })
  })

  it('should read back what formatCidr6 writes, unless it stands for IPv4', () =>
    fc.assert(
      fc.property(aPrefix6(), (prefix) => {
        const parsed = parseCidr6(formatCidr6(prefix), strict)
        if (parsed.ok) expect(parsed.value).toEqual(prefix)
        else expect(parsed.reason).toMatch(/^ipv4-/)
      }),
    ))
})

describe('Cidr6', () => {
  it('should have 2^(128 - length) addresses, from the network on', () =>
    fc.assert(
      fc.property(aPrefix6(), ({ first, last, prefixLength }) => {
        const size = 1n << BigInt(128 - prefixLength)
        expect(ipv6ToBigInt(last) - ipv6ToBigInt(first) + 1n).toBe(size)
        expect(ipv6ToBigInt(first) % size).toBe(0n)
      }),
    ))

  it('should overlap, contain and be a subset as integers say', () =>
    fc.assert(
      fc.property(
        fc
          .tuple(aPrefix6(), aPrefix6())
          .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), anIpv6Near([a, b]))),
        ([a, b, address]) => {
          const value = ipv6ToBigInt(address)
          expect(contains6(a, address)).toBe(ipv6ToBigInt(a.first) <= value && value <= ipv6ToBigInt(a.last))
          expect(isSubset6(a, b)).toBe(contains6(b, a.first) && contains6(b, a.last))
          expect(overlaps6(a, b)).toBe(isSubset6(a, b) || isSubset6(b, a))
        },
      ),
    ))
})
