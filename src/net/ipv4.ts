/**
 * IPv4 addresses. Text is read here and nowhere else; inside the house an address is a number.
 *
 * Only plain four-part decimal text is an address. ipaddr.js reads like inet_aton (010.0.0.1 is
 * 8.0.0.1, 10.1 is 10.0.0.1), so two programs can understand one whitelist entry in two ways; such text
 * is refused with its reason before the library sees it.
 */
import ipaddr from 'ipaddr.js'
import { refuseText } from './address-text.ts'
import { parseIpv6 } from './ipv6.ts'
import { accepted, type Parsed, quoted, type Refused, refused } from './parsed.ts'

/** An IPv4 address as an unsigned 32-bit integer: 10.0.0.1 is 0x0a000001. */
export type Ipv4 = number

/** The highest address, 255.255.255.255. */
export const LAST_IPV4: Ipv4 = 0xffff_ffff

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const PLAIN = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)

/** The address with these four octets, each 0 to 255. For constants; text goes through {@link parseIpv4}. */
export function ipv4(a: number, b: number, c: number, d: number): Ipv4 {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
}

/**
 * Reads a bare IPv4 address in plain four-part decimal.
 * Everything else is refused with its reason; a mask is `unexpected-mask`, IPv6 text is `wrong-family`.
 */
export function parseIpv4(text: string): Parsed<Ipv4> {
  if (!PLAIN.test(text)) return whyNotIpv4(text)
  const { octets } = ipaddr.IPv4.parse(text)
  return accepted(ipv4(octets[0]!, octets[1]!, octets[2]!, octets[3]!))
}

/** Four-part decimal text of `address`: the inverse of {@link parseIpv4}. */
export function formatIpv4(address: Ipv4): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`
}

function whyNotIpv4(text: string): Refused {
  const fault = refuseText(text)
  if (fault !== undefined) return fault
  const said = quoted(text)
  if (text.includes('/'))
    return refused('unexpected-mask', `${said} carries a mask where a single address is meant; leave it out.`)
  if (/^[0-9.]+:[0-9]+$/.test(text))
    return refused('with-port', `${said} carries a port where an address is meant; leave it out.`)
  if (text.includes(':')) return whyNotIpv6Text(text)
  const octets = text.split('.')
  if (octets.some((octet) => /^0x/i.test(octet)))
    return refused('hex', `${said} has an octet in hexadecimal; write four decimal octets.`)
  if (!octets.every((octet) => /^[0-9]+$/.test(octet)) || octets.length > 4)
    return refused(
      'not-an-address',
      `${said} is not an IPv4 address; write four decimal octets, such as 10.0.0.1.`,
    )
  if (octets.some((octet) => /^0./.test(octet)))
    return refused(
      'leading-zero',
      `${said} has an octet with a leading zero, which some programs read as octal; write ${octets.map((octet) => octet.replace(/^0+(?=.)/, '')).join('.')} if decimal is meant.`,
    )
  if (octets.length < 4)
    return refused(
      'short-form',
      `${said} has ${octets.length} of the four octets, and programs disagree on how to fill in the rest; write all four.`,
    )
  return refused('octet-out-of-range', `${said} has an octet above 255; write octets from 0 to 255.`)
}

/** IPv6 text in the place of IPv4: an IPv4 address in disguise is told apart from the other family. */
function whyNotIpv6Text(text: string): Refused {
  const inDisguise = parseIpv6(text)
  if (!inDisguise.ok && (inDisguise.reason === 'ipv4-mapped' || inDisguise.reason === 'ipv4-compatible'))
    return inDisguise
  return refused('wrong-family', `${quoted(text)} is not IPv4; write an IPv4 address, such as 10.0.0.1.`)
}
