import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIpv4, ipv4, parseIpv4 } from '../../src/net/ipv4.ts'
import type { AddressFault } from '../../src/net/parsed.ts'
import { anIpv4 } from './arbitraries.ts'

const refusedTexts: readonly (readonly [text: string, reason: AddressFault])[] = [
  ['', 'empty'],
  [' ', 'spaces'],
  [' 10.0.0.1', 'spaces'],
  ['10.0.0.1 ', 'spaces'],
  ['10.0.0. 1', 'spaces'],
  ['10.0.0.1\n', 'spaces'],
  ['\t10.0.0.1', 'spaces'],
  ['10.0.0.1\u00a0', 'spaces'],
  ['010.0.0.1', 'leading-zero'],
  ['10.00.0.1', 'leading-zero'],
  ['10.0.0.01', 'leading-zero'],
  ['08.1.1.1', 'leading-zero'],
  ['0000000012.0.0.1', 'leading-zero'],
  ['010.1', 'leading-zero'],
  ['10.1', 'short-form'],
  ['10.0.1', 'short-form'],
  ['10', 'short-form'],
  ['0', 'short-form'],
  ['167772161', 'short-form'],
  ['99999999999999', 'short-form'],
  ['0x0a.0.0.1', 'hex'],
  ['10.0.0.0x1', 'hex'],
  ['0x0a000001', 'hex'],
  ['0X0A.0.0.1', 'hex'],
  ['0x', 'hex'],
  ['256.0.0.1', 'octet-out-of-range'],
  ['10.0.0.256', 'octet-out-of-range'],
  ['10.0.0.999999', 'octet-out-of-range'],
  ['::ffff:10.0.0.1', 'ipv4-mapped'],
  ['::FFFF:10.0.0.1', 'ipv4-mapped'],
  ['0:0:0:0:0:ffff:10.0.0.1', 'ipv4-mapped'],
  ['::ffff:a00:1', 'ipv4-mapped'],
  ['::ffff:010.1.1.1', 'ipv4-mapped'],
  ['::10.0.0.1', 'ipv4-compatible'],
  ['::a00:1', 'ipv4-compatible'],
  ['2001:db8::1', 'wrong-family'],
  ['::1', 'wrong-family'],
  ['::', 'wrong-family'],
  ['fe80::1%eth0', 'zone-id'],
  ['10.0.0.1%eth0', 'zone-id'],
  ['10.0.0.1:8080', 'with-port'],
  ['10.0.0.0/8', 'unexpected-mask'],
  ['10.0.0.1/', 'unexpected-mask'],
  ['10.0.0.1,10.0.0.2', 'list'],
  ['10.0.0.1;', 'list'],
  ['[10.0.0.1]', 'brackets'],
  ['10.0.0.1.', 'not-an-address'],
  ['.10.0.0.1', 'not-an-address'],
  ['10..0.1', 'not-an-address'],
  ['10.0.0.0.1', 'not-an-address'],
  ['-10.0.0.1', 'not-an-address'],
  ['+10.0.0.1', 'not-an-address'],
  ['1e1.0.0.1', 'not-an-address'],
  ['10.0.0.a', 'not-an-address'],
  ['10.0.0.1-10.0.0.2', 'not-an-address'],
  ['localhost', 'not-an-address'],
  ['*', 'not-an-address'],
  ['١٠.٠.٠.١', 'not-an-address'],
  ['10。0。0。1', 'not-an-address'],
  ['10.0.0.1\u200b', 'not-an-address'],
  ['10.0.0.1\0', 'not-an-address'],
  ['1'.repeat(1000), 'too-long'],
]

/** An independent reading of plain text: no regular expression, no library. */
function readPlain(text: string): number | undefined {
  const octets = text.split('.')
  if (octets.length !== 4 || octets.some((octet) => String(Number(octet)) !== octet)) return undefined
  const [a, b, c, d] = octets.map(Number) as [number, number, number, number]
  if (![a, b, c, d].every((octet) => octet >= 0 && octet <= 255)) return undefined
  return a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
}

describe('parseIpv4', () => {
  it.each(refusedTexts)('should refuse %j as %s', (text, reason) => {
    const parsed = parseIpv4(text)
    expect(parsed).toMatchObject({ ok: false, reason })
    expect(parsed.ok ? '' : parsed.message).toMatch(/^[\x20-\x7e…]{1,250}\.$/)
  })

  it('should read back what formatIpv4 writes', () =>
    fc.assert(
      fc.property(anIpv4(), (address) => {
        expect(parseIpv4(formatIpv4(address))).toEqual({ ok: true, value: address })
      }),
    ))

  it('should read plain spellings alone, whatever inet_aton would make of the others', () =>
    fc.assert(
      fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV4()), (text) => {
        const plain = readPlain(text)
        const parsed = parseIpv4(text)
        expect(parsed.ok ? parsed.value : undefined).toBe(plain)
        if (!parsed.ok)
          expect(['hex', 'leading-zero', 'short-form', 'octet-out-of-range']).toContain(parsed.reason)
      }),
      { numRuns: 1000 },
    ))

  it('should neither throw nor guess on arbitrary text', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-fx:./% -]{0,24}$/)), (text) => {
        const parsed = parseIpv4(text)
        expect(parsed.ok ? parsed.value : undefined).toBe(readPlain(text))
      }),
      { numRuns: 1000 },
    ))

  it('should say what to write instead', () => {
    const message = (text: string) => {
      const parsed = parseIpv4(text)
      return parsed.ok ? '' : parsed.message
    }
    expect(
      ['010.0.0.1', '10.1', '10.0.0. 1', '::ffff:a00:1', 'a\u202eb'].map(message),
    ).toMatchInlineSnapshot(`
      [
        ""010.0.0.1" has an octet with a leading zero, which some programs read as octal; write 10.0.0.1 if decimal is meant.",
        ""10.1" has 2 of the four octets, and programs disagree on how to fill in the rest; write all four.",
        ""10.0.0. 1" contains white space; write it without: "10.0.0.1".",
        ""::ffff:a00:1" is an IPv4 address in IPv6 spelling (IPv4-mapped); write the plain IPv4 address.",
        ""a\\u202eb" is not an IPv4 address; write four decimal octets, such as 10.0.0.1.",
      ]
    `)
  })
})

describe('formatIpv4', () => {
  it('should write four octets', () => {
    expect([0, ipv4(10, 0, 0, 1), ipv4(203, 0, 113, 255), 0xffff_ffff].map(formatIpv4)).toEqual([
      '0.0.0.0',
      '10.0.0.1',
      '203.0.113.255',
      '255.255.255.255',
    ])
  })
})
