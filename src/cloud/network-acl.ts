/**
 * Network ACLs: facts/vpc section 6. Stateless, at the border of a vSwitch: what goes within one vSwitch they do not see
 * (R6.9), and a reply needs an entry of its own (R6.2).
 */
import type { Cidr } from '../net/cidr.ts'
import type { PortRange } from '../net/port-range.ts'
import type { Protocol } from '../net/protocol.ts'
import type { Origin } from './origin.ts'

export interface NetworkAcl {
  readonly name: string
  /** The vSwitches it guards; a vSwitch has at most one ACL (R6.1). */
  readonly vswitches: readonly string[]
  /** In their order: the first that matches decides, and what none matches is dropped (R6.3, R6.7). */
  readonly ingress: readonly AclEntry[]
  readonly egress: readonly AclEntry[]
  readonly origin: Origin
}

export interface AclEntry {
  readonly policy: 'accept' | 'drop'
  readonly protocol: Protocol
  /** Destination ports of the packet, in both directions (R6.4). */
  readonly ports: PortRange
  /** The source of an ingress entry, the destination of an egress entry (R6.3). */
  readonly peer: Cidr
  readonly origin: Origin
}
