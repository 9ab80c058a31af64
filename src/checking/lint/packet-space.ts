/**
 * The packets that rules speak of, as axes of boxes: protocol, port, far address, source port, own address, and for each
 * group that a rule names as its peer whether the far side is a member. Packets of protocols without ports have port 0
 * (net/port-range.ts); all others have 1 to 65535.
 */
import type { SecurityRule } from '../../cloud/security-group.ts'
import type { Cidr } from '../../net/cidr.ts'
import { LAST_IPV4 } from '../../net/ipv4.ts'
import { ANY_PORT, type PortRange } from '../../net/port-range.ts'
import {
  coversProtocol,
  GRE,
  hasPorts,
  ICMP,
  ICMPV6,
  type PacketProtocol,
  type Protocol,
  TCP,
  UDP,
} from '../../net/protocol.ts'
import type { Box } from './box.ts'

/** Those with ports stand together, as do those without, so that each half of `all` is one box. */
const PROTOCOLS: readonly PacketProtocol[] = [TCP, UDP, ICMP, GRE, ICMPV6]

export const ANYWHERE: Cidr = { first: 0, last: LAST_IPV4 }

/** What a rule asks of a packet. */
export interface Match {
  readonly protocol: Protocol
  readonly ports: PortRange
  readonly peers: readonly Cidr[]
  readonly sourcePorts?: PortRange
  readonly local?: Cidr
  /** Whether the far side is a member of each group that rules name; absent: whatever. */
  readonly member?: number
}

/** The boxes of a match; `groups` is how many groups the rules of the order name. */
export function boxesOf(match: Match, groups = 0): Box[] {
  const { protocol, ports, peers, sourcePorts = ANY_PORT, local = ANYWHERE, member } = match
  const members = Array.from({ length: groups }, (_, group) => (group === member ? [1, 1] : [0, 1])).flat()
  return protocolSpans(protocol).flatMap(([first, last]) => {
    const withPorts = hasPorts(PROTOCOLS[first]!)
    const far = portsOf(ports, withPorts)
    const near = portsOf(sourcePorts, withPorts)
    if (far === undefined || near === undefined) return []
    return peers.map((peer) => [
      first,
      last,
      ...far,
      peer.first,
      peer.last,
      ...near,
      local.first,
      local.last,
      ...members,
    ])
  })
}

function protocolSpans(protocol: Protocol): [number, number][] {
  const half = PROTOCOLS.findIndex((each) => !hasPorts(each))
  const halves: [number, number][] = [
    [0, half - 1],
    [half, PROTOCOLS.length - 1],
  ]
  return halves.flatMap(([first, last]): [number, number][] => {
    const named = PROTOCOLS.flatMap((each, at) =>
      at >= first && at <= last && coversProtocol(protocol, each) ? [at] : [],
    )
    return named.length === 0 ? [] : [[named[0]!, named.at(-1)!]]
  })
}

/** The ports of real packets in the range. */
function portsOf({ first, last }: PortRange, withPorts: boolean): [number, number] | undefined {
  if (!withPorts) return first <= 0 ? [0, 0] : undefined
  const lowest = Math.max(first, 1)
  return lowest <= last ? [lowest, last] : undefined
}

/** What security rules ask, all of one order; members of a group have addresses of `own`, the VPC's blocks (facts/vpc R5.15). */
export function securityBoxes(rules: readonly SecurityRule[], own: readonly Cidr[]): Box[][] {
  const groups = [...new Set(rules.flatMap(({ peer }) => (peer.kind === 'group' ? [peer.group] : [])))]
  return rules.map(({ protocol, ports, peer, sourcePorts, localCidr }) =>
    boxesOf(
      {
        protocol,
        ports,
        peers: peersOf(peer, own),
        ...(sourcePorts === undefined ? {} : { sourcePorts }),
        ...(localCidr === undefined ? {} : { local: localCidr }),
        ...(peer.kind === 'group' ? { member: groups.indexOf(peer.group) } : {}),
      },
      groups.length,
    ),
  )
}

/** The far addresses in IPv4; a rule of IPv6 has none, and those who judge leave it out. */
function peersOf(peer: SecurityRule['peer'], own: readonly Cidr[]): readonly Cidr[] {
  switch (peer.kind) {
    case 'cidr':
      return [peer.cidr]
    case 'cidr6':
      return []
    case 'prefixList':
      return peer.cidrs
    case 'group':
      return own
  }
}
