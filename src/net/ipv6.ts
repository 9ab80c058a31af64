/**
 * IPv6 addresses. Text is read here and nowhere else; inside the house an address is four numbers.
 *
 * Four unsigned 32-bit words, because they compare as plain integers and lie in a Uint32Array as they
 * are. A bigint would read more easily but is an object on the heap for every value, and as a `Map` key
 * it degenerates (V8 hashes the low bits only). Where arithmetic across words is needed - sizes, the
 * address after the last one - {@link ipv6ToBigInt} is the border.
 *
 * Addresses that stand for an IPv4 address (mapped, compatible, or with a dotted tail) are refused in any
 * spelling: libraries match some of these against IPv4 blocks and some not, which is a hole in a whitelist.
 */
import ipaddr from 'ipaddr.js'
import { refuseText } from './address-text.ts'
import { accepted, type Parsed, quoted, type Refused, refused } from './parsed.ts'

/** An IPv6 address as four unsigned 32-bit words, the most significant first. */
export type Ipv6 = readonly [number, number, number, number]

/** The highest address, all bits set. */
export const LAST_IPV6: Ipv6 = [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff]

/**
 * Reads a bare IPv6 address: eight groups of one to four hexadecimal digits, or fewer around one `::`.
 * Upper case is read as well. A mask is `unexpected-mask`, IPv4 text is `wrong-family`.
 */
export function parseIpv6(text: string): Parsed<Ipv6> {
  const fault = whyNotIpv6(text)
  if (fault !== undefined) return fault
  const { parts } = ipaddr.IPv6.parse(text)
  const word = (at: number) => ((parts[at]! << 16) | parts[at + 1]!) >>> 0
  const address: Ipv6 = [word(0), word(2), word(4), word(6)]
  return whyNotNative(text, address) ?? accepted(address)
}

/** The one text that RFC 5952 recommends for `address`: lower case, the longest run of zeros as `::`. */
export function formatIpv6(address: Ipv6): string {
  const parts = address.flatMap((word) => [word >>> 16, word & 0xffff])
  return new ipaddr.IPv6(parts).toRFC5952String()
}

/** Negative, zero or positive, as `a` lies before, at or behind `b`. */
export function compareIpv6(a: Ipv6, b: Ipv6): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]
}

/** `address` as one unsigned 128-bit integer, for arithmetic outside of the packet path. */
export function ipv6ToBigInt(address: Ipv6): bigint {
  return (
    (BigInt(address[0]) << 96n) |
    (BigInt(address[1]) << 64n) |
    (BigInt(address[2]) << 32n) |
    BigInt(address[3])
  )
}

/** The inverse of {@link ipv6ToBigInt}; `value` is 0 to 2^128 - 1. */
export function ipv6FromBigInt(value: bigint): Ipv6 {
  const word = (shift: bigint) => Number((value >> shift) & 0xffff_ffffn)
  return [word(96n), word(64n), word(32n), word(0n)]
}

function whyNotIpv6(text: string): Refused | undefined {
  const fault = refuseText(text)
  if (fault !== undefined) return fault
  const said = quoted(text)
  if (text.includes('/'))
    return refused('unexpected-mask', `${said} carries a mask where a single address is meant; leave it out.`)
  if (!text.includes(':') && /^[0-9a-fx.]+$/i.test(text))
    return refused('wrong-family', `${said} is not IPv6; write an IPv6 address, such as 2001:db8::1.`)
  if (text.includes('.')) return whyNotDotted(text)
  const halves = text.split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const complete = halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length <= 7
  if (!complete || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)))
    return refused(
      'not-an-address',
      `${said} is not an IPv6 address; write eight groups of one to four hexadecimal digits, or fewer around one "::".`,
    )
  return undefined
}

function whyNotDotted(text: string): Refused {
  const [, head = '', tail] = /^(.*:)?([0-9.]+)$/.exec(text) ?? []
  if (tail === undefined || head === '' || !/^[0-9a-f:]+$/i.test(head))
    return refused('not-an-address', `${quoted(text)} is not an IPv6 address; write one such as 2001:db8::1.`)
  if (/^[0:]*:ffff:$/i.test(head)) return mappedRefused(text)
  if (/^[0:]+$/.test(head)) return compatibleRefused(text)
  return refused(
    'embedded-ipv4',
    `${quoted(text)} ends in a dotted IPv4 address; write the last two groups in hexadecimal.`,
  )
}

function whyNotNative(text: string, [a, b, c, d]: Ipv6): Refused | undefined {
  if (a !== 0 || b !== 0) return undefined
  if (c === 0xffff) return mappedRefused(text)
  // The unspecified address and the loopback address lie in the same block and are meant as such.
  return c === 0 && d > 1 ? compatibleRefused(text) : undefined
}

function mappedRefused(text: string): Refused {
  return refused(
    'ipv4-mapped',
    `${quoted(text)} is an IPv4 address in IPv6 spelling (IPv4-mapped); write the plain IPv4 address.`,
  )
}

function compatibleRefused(text: string): Refused {
  return refused(
    'ipv4-compatible',
    `${quoted(text)} is an IPv4 address in the abandoned IPv4-compatible spelling; write the plain IPv4 address.`,
  )
}
