/**
 * What is known of a packet while it is on its way, and in the end what became of it. The caller owns the record and
 * may use it again and again: the hot path writes into it and allocates nothing.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { type PacketProtocol, TCP } from '../net/protocol.ts'
import { NONE } from './live.ts'
import { PASSED } from './reasons.ts'

/** The places where something is decided, in the words of facts/codes section 1. */
export type Stage =
  | 'originate'
  | 'sg-out'
  | 'acl-out'
  | 'choose-source'
  | 'route'
  | 'snat'
  | 'peering'
  | 'ipv4-gateway'
  | 'internet'
  | 'eip-map'
  | 'dnat'
  | 'service-whitelist'
  | 'acl-in'
  | 'sg-in'
  | 'deliver'
  | 'return-acl-out'
  | 'return-route'
  | 'return-acl-in'

/** Who has the destination address. Success kinds are kept apart: an instance is not a cloud service. */
export type Target = 'nobody' | 'instance' | 'database' | 'host' | 'cloud-service' | 'nat-gateway'

export interface Decision {
  reached: boolean
  /** The first reason that stopped it: an index of `reasons`, or `PASSED`. */
  reason: number
  /** Where it stopped, or `deliver`. */
  stage: Stage
  /** The packet as it is now: after a translation with its new addresses. */
  readonly tuple: PacketNow
  /** False once a translation failed and the packet is followed all the same: then nobody can tell its source. */
  sourceKnown: boolean
  target: Target
  /** Slot, database number, host number or gateway number; `NONE` for others. */
  targetNumber: number
  /** What the last stage of a security group or an ACL found: a row of its table, or one of the grounds below. */
  ground: number
  /** The borders of vSwitches with an ACL that the packet has crossed, and that its reply crosses again. */
  crossedOut: boolean
  crossedIn: boolean
  /** Index of the route in the sender's route table, or `NONE`. */
  route: number
  /** Number of the peering that it went through, or `NONE`. */
  peering: number
  /** Number of the NAT gateway and index of its SNAT entry, `NONE` where none was asked. */
  gateway: number
  entry: number
  /** Index of the EIP in that entry; before it is asked, the index that is wished, or `NONE`. */
  eip: number
  /** Number of the NAT gateway that was called, and index of its DNAT entry; `NONE` where none was. */
  mappingGateway: number
  mapping: number
  /** The vSwitch whose table the IPv4 gateway stage has asked, and for which address. */
  askedVSwitch: number
  askedFor: Ipv4
}

/** Mutable fields of a five-tuple. */
export interface PacketNow {
  protocol: PacketProtocol
  source: Ipv4
  sourcePort: number
  destination: Ipv4
  destinationPort: number
}

/** No rule matched: the default of the group type decided (facts/vpc R5.1, R5.2), or of the ACL (R6.7). */
export const BY_DEFAULT = NONE
/** Both ENIs share a basic group whose members reach each other, above all rules (R5.3, R5.12). */
export const BY_INNER_ACCESS = -2
/** Security groups and ACLs let name and metadata services pass (R5.20, R6.10). */
export const BY_EXEMPTION = -3
/** The source is not known, so nobody can tell. */
export const CANNOT_TELL = -4

export function newDecision(): Decision {
  return {
    reached: false,
    reason: PASSED,
    stage: 'deliver',
    tuple: { protocol: TCP, source: 0, sourcePort: 0, destination: 0, destinationPort: 0 },
    sourceKnown: true,
    target: 'nobody',
    targetNumber: NONE,
    ground: BY_DEFAULT,
    crossedOut: false,
    crossedIn: false,
    route: NONE,
    peering: NONE,
    gateway: NONE,
    entry: NONE,
    eip: NONE,
    mappingGateway: NONE,
    mapping: NONE,
    askedVSwitch: NONE,
    askedFor: 0,
  }
}
