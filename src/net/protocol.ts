/**
 * Transport protocols by their IANA numbers, so that a packet's protocol compares as an integer. These are the
 * ones that rules of the cloud can name (facts/vpc R5.8, R6.5).
 */
import { accepted, type Parsed, quoted, refused } from './parsed.ts'

export const ICMP = 1
export const TCP = 6
export const UDP = 17
export const GRE = 47
export const ICMPV6 = 58
/** Stands in rules for every protocol. IANA reserves 255, so no packet carries it. */
export const ALL_PROTOCOLS = 255

/** What a packet carries. */
export type PacketProtocol = typeof ICMP | typeof TCP | typeof UDP | typeof GRE | typeof ICMPV6

/** What a rule names. */
export type Protocol = PacketProtocol | typeof ALL_PROTOCOLS

const NAMES: Readonly<Record<Protocol, string>> = {
  [ICMP]: 'icmp',
  [TCP]: 'tcp',
  [UDP]: 'udp',
  [GRE]: 'gre',
  [ICMPV6]: 'icmpv6',
  [ALL_PROTOCOLS]: 'all',
}

const NUMBERS: ReadonlyMap<string, Protocol> = new Map([
  ['icmp', ICMP],
  ['tcp', TCP],
  ['udp', UDP],
  ['gre', GRE],
  ['icmpv6', ICMPV6],
  ['all', ALL_PROTOCOLS],
  ['any', ALL_PROTOCOLS],
])

/** Reads a name in any case; `any` (the word of NAT entries) is the same as `all`. */
export function parseProtocol(text: string): Parsed<Protocol, 'unknown-protocol'> {
  const protocol = NUMBERS.get(text.toLowerCase())
  if (protocol !== undefined) return accepted(protocol)
  return refused(
    'unknown-protocol',
    `${quoted(text)} is not a protocol that rules can name; write tcp, udp, icmp, icmpv6, gre or all.`,
  )
}

/** The lower-case name of `protocol`. */
export function formatProtocol(protocol: Protocol): string {
  return NAMES[protocol]
}

/** Do packets of `protocol` have ports? Only TCP and UDP; elsewhere a rule's port range is `-1/-1`. */
export function hasPorts(protocol: Protocol): boolean {
  return protocol === TCP || protocol === UDP
}

/** Does a rule that names `rule` speak of packets with `packet`? */
export function coversProtocol(rule: Protocol, packet: PacketProtocol): boolean {
  return rule === ALL_PROTOCOLS || rule === packet
}
