import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressesOf, countAddresses, coverOf, parseAddressRange } from '../../src/net/address-range.ts'
import { formatCidr, prefixLengthOf } from '../../src/net/cidr.ts'
import { CidrSet } from '../../src/net/cidr-set.ts'
import { formatIpv4, ipv4, LAST_IPV4 } from '../../src/net/ipv4.ts'
import type { AddressFault } from '../../src/net/parsed.ts'
import { aRange } from './arbitraries.ts'

const refusedTexts: readonly (readonly [text: string, reason: AddressFault])[] = [
  ['', 'empty'],
  ['10.0.0.1 - 10.0.0.2', 'spaces'],
  ['10.0.0.2-10.0.0.1', 'reversed-range'],
  ['10.0.0.1-5', 'short-form'],
  ['10.0.0.1-', 'empty'],
  ['-10.0.0.1', 'empty'],
  ['10.0.0.1-10.0.0.2-10.0.0.3', 'not-an-address'],
  ['10.0.0.1-010.0.0.2', 'leading-zero'],
  ['10.0.0.0/24-10.0.1.0/24', 'unexpected-mask'],
  ['10.0.0.1/24', 'host-bits'],
  ['10.0.0.0/08', 'leading-zero-mask'],
]

describe('parseAddressRange', () => {
  it.each(refusedTexts)('should refuse %j as %s', (text, reason) => {
    expect(parseAddressRange(text)).toMatchObject({ ok: false, reason })
  })

  it('should read a range, an address and a block', () => {
    const range = (text: string) => {
      const parsed = parseAddressRange(text)
      return parsed.ok && [...addressesOf(parsed.value)].map(formatIpv4).join(' ')
    }
    expect(range('203.0.113.10-203.0.113.13')).toBe('203.0.113.10 203.0.113.11 203.0.113.12 203.0.113.13')
    expect(range('203.0.113.10')).toBe('203.0.113.10')
    expect(range('203.0.113.10-203.0.113.10')).toBe('203.0.113.10')
    expect(range('203.0.113.10/31')).toBe('203.0.113.10 203.0.113.11')
    expect(range('255.255.255.254/31')).toBe('255.255.255.254 255.255.255.255')
  })

  it('should read back a range as it is written', () =>
    fc.assert(
      fc.property(aRange(), (range) => {
        expect(parseAddressRange(formatCidr(range))).toEqual({ ok: true, value: range })
      }),
    ))
})

describe('coverOf', () => {
  it('should hold exactly the range in blocks that ascend and touch', () =>
    fc.assert(
      fc.property(aRange(), (range) => {
        const cover = coverOf(range)
        expect(CidrSet.of(cover).ranges).toEqual([range])
        expect(cover.reduce((sum, block) => sum + countAddresses(block), 0)).toBe(countAddresses(range))
        expect(cover.every((block) => prefixLengthOf(block) === block.prefixLength)).toBe(true)
      }),
    ))

  it('should be as small as any: no two neighbours make one block', () =>
    fc.assert(
      fc.property(aRange(), (range) => {
        const cover = coverOf(range)
        cover.slice(1).forEach((block, at) => {
          expect(prefixLengthOf({ first: cover[at]!.first, last: block.last })).toBeUndefined()
        })
        expect(cover.length).toBeLessThanOrEqual(62)
      }),
    ))

  it('should know the whole line, its ends, and the worst case', () => {
    expect(coverOf({ first: 0, last: LAST_IPV4 }).map(formatCidr)).toEqual(['0.0.0.0/0'])
    expect(coverOf({ first: LAST_IPV4, last: LAST_IPV4 }).map(formatCidr)).toEqual(['255.255.255.255/32'])
    expect(coverOf({ first: 1, last: LAST_IPV4 - 1 })).toHaveLength(62)
    expect(coverOf({ first: ipv4(10, 0, 0, 1), last: ipv4(10, 0, 0, 6) }).map(formatCidr)).toEqual([
      '10.0.0.1/32',
      '10.0.0.2/31',
      '10.0.0.4/31',
      '10.0.0.6/32',
    ])
  })
})
