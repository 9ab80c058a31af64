/** Which addresses the ends of a flow use: IPv4 unless somebody says otherwise, and IPv6 where the protocol does. */
import type { Flow } from '../datapath/flow.ts'
import { ICMP, ICMPV6, type PacketProtocol } from '../net/protocol.ts'

export type IpVersion = 'v4' | 'v6'

/** The key of the flow; nothing for IPv4. */
export function ipVersionOf(read: IpVersion | undefined, protocol: PacketProtocol): Pick<Flow, 'ip'> {
  return (read ?? (protocol === ICMPV6 ? 'v6' : 'v4')) === 'v6' ? { ip: 'v6' } : {}
}

/** What is wrong with this protocol over those addresses: each family has an ICMP of its own. */
export function whyNotOver({ ip }: Pick<Flow, 'ip'>, protocol: PacketProtocol): string | undefined {
  if (ip === 'v6' && protocol === ICMP) return 'icmp is of IPv4; that of IPv6 is icmpv6'
  if (ip !== 'v6' && protocol === ICMPV6) return 'icmpv6 is of IPv6; that of IPv4 is icmp'
  return undefined
}
