/** The IPv6 part of the file: addresses and blocks of either family, and the IPv6 gateway of a VPC (facts/vpc section 8). */
import * as z from 'zod'
import { isInternetAddress6 } from '../../cloud/ipv6.ts'
import { type AddressRange, parseAddressRange } from '../../net/address-range.ts'
import { type Prefix, parseCidr } from '../../net/cidr.ts'
import { type Cidr6, type Prefix6, parseCidr6 } from '../../net/cidr6.ts'
import { formatIpv6, type Ipv6, parseIpv6 } from '../../net/ipv6.ts'
import { asLeaf, key, type ReadLeaf, textLeaf } from './leaf.ts'
import { fromNet, type ListedCidr, name, readListed } from './words.ts'

const isText6 = (text: string) => text.includes(':')

/** A block of IPv6 addresses without host bits. */
export const cidr6 = textLeaf<Prefix6>(
  { kind: 'IPv6 block', code: 'CIDR_INVALID', expected: 'an IPv6 block such as 2001:db8:1::/56' },
  (text) => fromNet(parseCidr6(text, { hostBits: 'refuse', bareAddress: 'refuse' }), 'CIDR_INVALID'),
)

/** A block or one address, of either family (facts/vpc R2.11). */
export function readRouteBlock(text: string): ReadLeaf<Prefix | Prefix6> {
  const rules = { hostBits: 'refuse', bareAddress: 'accept' } as const
  return isText6(text)
    ? fromNet(parseCidr6(text, rules), 'CIDR_INVALID')
    : fromNet(parseCidr(text, rules), 'CIDR_INVALID')
}

/** An IPv6 address that somebody on the Internet can have. */
export const internetAddress6 = textLeaf<Ipv6>(
  { kind: 'IPv6 address', code: 'ADDRESS_INVALID', expected: 'an IPv6 address such as 2001:db8::80' },
  (text): ReadLeaf<Ipv6> => {
    const read = fromNet(parseIpv6(text), 'ADDRESS_INVALID')
    if (!read.ok || isInternetAddress6(read.value)) return read
    const message = `${formatIpv6(read.value)} is no global unicast address, so nobody on the Internet has it`
    return { ok: false, message, hint: 'write an address of 2000::/3' }
  },
)

/** `auto` takes the lowest free address. */
export const serverAddress6 = textLeaf<Ipv6 | 'auto'>(
  {
    kind: 'IPv6 address or auto',
    code: 'ADDRESS_INVALID',
    expected: 'an IPv6 address, or auto for the lowest free one',
    hint: (value) => (value === true ? 'write auto' : undefined),
  },
  (text): ReadLeaf<Ipv6 | 'auto'> =>
    text === 'auto' ? { ok: true, value: 'auto' } : fromNet(parseIpv6(text), 'ADDRESS_INVALID'),
)

/** An entry of a whitelist of either family as it was read. */
export interface ListedCidr6 {
  readonly cidr6: Cidr6
  readonly text: string
  readonly note?: string
}

/** An entry of the whitelist of somebody on the Internet: host bits are accepted and told (facts/vpc 9.1). */
export const listedEither = textLeaf<ListedCidr | ListedCidr6>(
  {
    kind: 'address, a-b or CIDR block',
    code: 'CIDR_INVALID',
    expected: 'an address, a range such as 203.0.113.10-203.0.113.13, or a CIDR block',
  },
  (text): ReadLeaf<ListedCidr | ListedCidr6> => {
    if (!isText6(text)) return readListed(text)
    const block = parseCidr6(text, { hostBits: 'accept', bareAddress: 'accept' })
    if (!block.ok) return fromNet(block, text.includes('/') ? 'CIDR_INVALID' : 'ADDRESS_INVALID')
    const note = block.note === undefined ? {} : { note: block.note }
    return { ok: true, value: { cidr6: block.value, text, ...note } }
  },
)

/** Addresses of either family. */
export const addressesOfEither = textLeaf<AddressRange | Prefix6>(
  {
    kind: 'address, a-b or CIDR block',
    code: 'ADDRESS_INVALID',
    expected: 'an address, a range such as 203.0.113.10-203.0.113.13, or a CIDR block',
  },
  (text): ReadLeaf<AddressRange | Prefix6> => {
    const code = text.includes('/') ? 'CIDR_INVALID' : 'ADDRESS_INVALID'
    if (!isText6(text)) return fromNet(parseAddressRange(text), code)
    return fromNet(parseCidr6(text, { hostBits: 'refuse', bareAddress: 'accept' }), code)
  },
)

/** Megabits per second. */
const bandwidth = textLeaf<number>(
  {
    kind: 'bandwidth',
    pattern: '^[0-9]{1,6}Mbps$',
    code: 'SCENARIO_SCHEMA',
    expected: 'a bandwidth such as 5Mbps',
    hint: (value) => (typeof value === 'number' ? `add a unit: ${value}Mbps` : undefined),
  },
  (text): ReadLeaf<number> => {
    const [, digits] = /^(\d{1,6})Mbps$/.exec(text) ?? []
    if (digits !== undefined) return { ok: true, value: Number(digits) }
    return { ok: false, message: `${JSON.stringify(text)} is no bandwidth`, hint: 'for example 5Mbps' }
  },
)

export const ipv6Gateway = z
  .strictObject({
    edition: key(
      asLeaf(z.enum(['free', 'medium', 'large']), {
        kind: 'free, medium or large',
        code: 'SCENARIO_SCHEMA',
        expected: 'free, medium or large',
      }).prefault('free'),
      'How many egress-only rules it may have: none, 50 or 200.',
      'facts/vpc R8.3',
    ),
    internetBandwidth: key(
      z.record(name, bandwidth).prefault({}),
      'Internet bandwidth of the IPv6 addresses of servers, by their names; an address without any is private.',
      'facts/vpc R8.1',
    ),
    egressOnly: key(
      z.array(name).prefault([]),
      'Servers whose IPv6 address opens connections and takes none; each needs Internet bandwidth.',
      'facts/vpc R8.2',
    ),
  })
  .meta({
    title: 'IPv6 gateway',
    description:
      'The one way between the IPv6 addresses of a VPC and the Internet; a route ::/0 leads to it.',
  })
