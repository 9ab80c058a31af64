import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareIpv6, formatIpv6, ipv6FromBigInt, ipv6ToBigInt, parseIpv6 } from '../../src/net/ipv6.ts'
import type { AddressFault } from '../../src/net/parsed.ts'
import { anIpv6 } from './arbitraries.ts'

const refusedTexts: readonly (readonly [text: string, reason: AddressFault])[] = [
  ['', 'empty'],
  ['2001:db8:: 1', 'spaces'],
  ['::ffff:1.2.3.4', 'ipv4-mapped'],
  ['::ffff:a00:1', 'ipv4-mapped'],
  ['0:0:0:0:0:FFFF:a00:1', 'ipv4-mapped'],
  ['::ffff:0:0', 'ipv4-mapped'],
  ['::1.2.3.4', 'ipv4-compatible'],
  ['::102:304', 'ipv4-compatible'],
  ['::2', 'ipv4-compatible'],
  ['64:ff9b::192.0.2.1', 'embedded-ipv4'],
  ['::ffff:0:1.2.3.4', 'embedded-ipv4'],
  ['fe80::1%eth0', 'zone-id'],
  ['fe80::1%25eth0', 'zone-id'],
  ['[::1]', 'brackets'],
  ['10.0.0.1', 'wrong-family'],
  ['0x0a000001', 'wrong-family'],
  ['2001:db8::/32', 'unexpected-mask'],
  ['2001:db8::1::2', 'not-an-address'],
  [':::', 'not-an-address'],
  [':', 'not-an-address'],
  [':1', 'not-an-address'],
  ['1:', 'not-an-address'],
  ['1:2:3:4:5:6:7', 'not-an-address'],
  ['1:2:3:4:5:6:7:8:9', 'not-an-address'],
  ['1:2:3:4:5:6:7:8::', 'not-an-address'],
  ['12345::', 'not-an-address'],
  ['02001:db8::', 'not-an-address'],
  ['2001:db8::g', 'not-an-address'],
  ['2001:db8::0x1', 'not-an-address'],
  ['10.0.0.1:80', 'not-an-address'],
  ['a.b:c', 'not-an-address'],
  ['1:2:3:4:5:6:7:'.repeat(9), 'too-long'],
]

/** RFC 5952, sections 1, 2.2 and 4, and what its rules say of the last ones. */
const vectors: readonly (readonly [text: string, canonical: string])[] = [
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8::0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:0db8::1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:0:1::1', '2001:db8::1:0:0:1'],
  ['2001:DB8:0:0:1::1', '2001:db8::1:0:0:1'],
  ['2001:db8:aaaa:bbbb:cccc:dddd::1', '2001:db8:aaaa:bbbb:cccc:dddd:0:1'],
  ['2001:db8:aaaa:bbbb:cccc:dddd:0:1', '2001:db8:aaaa:bbbb:cccc:dddd:0:1'],
  ['2001:db8:0:0:0::1', '2001:db8::1'],
  ['2001:db8:0:0::1', '2001:db8::1'],
  ['2001:db8:0::1', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['2001:db8::aaaa:0:0:1', '2001:db8::aaaa:0:0:1'],
  ['2001:db8:0:0:aaaa::1', '2001:db8::aaaa:0:0:1'],
  ['2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['1:0:0:0:0:0:0:0', '1::'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
  ['FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
]

/** RFC 5952 anew: each run of zero groups is tried, the first of the shortest texts wins. */
function goldenFormat(groups: readonly number[]): string {
  const plain = groups.map((group) => group.toString(16))
  let best = { length: 1, from: -1 }
  for (let from = 0; from < 8; from++) {
    let length = 0
    while (from + length < 8 && groups[from + length] === 0) length++
    if (length > best.length) best = { length, from }
  }
  if (best.from < 0) return plain.join(':')
  return `${plain.slice(0, best.from).join(':')}::${plain.slice(best.from + best.length).join(':')}`
}

describe('parseIpv6', () => {
  it.each(refusedTexts)('should refuse %j as %s', (text, reason) => {
    const parsed = parseIpv6(text)
    expect(parsed).toMatchObject({ ok: false, reason })
    expect(parsed.ok ? '' : parsed.message).toMatch(/^[\x20-\x7e…]{1,250}\.$/)
  })

  it.each(vectors)('should read %s, which is %s by RFC 5952', (text, canonical) => {
    const parsed = parseIpv6(text)
    expect(parsed.ok && formatIpv6(parsed.value)).toBe(canonical)
  })

  it('should never throw on arbitrary text', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%]{0,40}$/), fc.ipV6()), (text) => {
        const parsed = parseIpv6(text)
        if (parsed.ok) expect(parseIpv6(formatIpv6(parsed.value))).toEqual(parsed)
      }),
      { numRuns: 1000 },
    ))
})

describe('formatIpv6', () => {
  it('should write what RFC 5952 asks for, and parseIpv6 read it back unless it stands for IPv4', () =>
    fc.assert(
      fc.property(anIpv6(), (address) => {
        const text = formatIpv6(address)
        expect(text).toBe(goldenFormat(address.flatMap((word) => [word >>> 16, word & 0xffff])))
        const parsed = parseIpv6(text)
        if (parsed.ok) expect(parsed.value).toEqual(address)
        else expect(parsed.reason).toMatch(/^ipv4-/)
      }),
      { numRuns: 500 },
    ))

  it('should lose nothing through an integer, and order as integers do', () =>
    fc.assert(
      fc.property(anIpv6(), anIpv6(), (a, b) => {
        expect(ipv6FromBigInt(ipv6ToBigInt(a))).toEqual(a)
        expect(Math.sign(compareIpv6(a, b))).toBe(Math.sign(Number(ipv6ToBigInt(a) - ipv6ToBigInt(b))))
      }),
    ))
})
