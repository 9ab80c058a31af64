/**
 * What the network remembers of a packet's connection. Filters that keep sessions do not ask again, a whitelist is asked
 * when a connection is opened and not for its later packets (assumed: facts/vpc section 9 does not say); routes, addresses
 * and network ACLs are asked for each packet (R6.2).
 */
import { SECOND_US } from '../cloud/duration-range.ts'
import { type PacketProtocol, TCP, UDP } from '../net/protocol.ts'

/** Nothing: the packet opens its connection. */
export const FRESH = 0
/** The security groups know the session, so their rules are not asked (facts/vpc R5.14). */
export const TRACKED = 1
/** The connection stands, but the security groups have forgotten it and ask their rules anew. */
export const LAPSED = 2

export type SessionState = typeof FRESH | typeof TRACKED | typeof LAPSED

/**
 * How long a security group keeps a session "at most" (facts/vpc R5.14). We read it as it is written: counted from the
 * packet that the rules let through, not from the last one (assumed).
 */
export const SECURITY_SESSION_US = 910 * SECOND_US

/** How long a NAT gateway keeps a session after FIN or RST, and its port with it (facts/vpc section 4.3, assumed). */
export const CLOSED_SESSION_US = 10 * SECOND_US

/** How long a NAT gateway keeps a session without packets (facts/vpc section 4.3; ICMP is assumed). */
export function natIdleUs(protocol: PacketProtocol): number {
  if (protocol === TCP) return 900 * SECOND_US
  return (protocol === UDP ? 60 : 30) * SECOND_US
}

/** Is a whitelist asked about this packet? Not about one whose connection stands, nor where nobody knows the source. */
export function asksWhitelist({
  session,
  sourceKnown,
}: {
  session: SessionState
  sourceKnown: boolean
}): boolean {
  return session === FRESH && sourceKnown
}
