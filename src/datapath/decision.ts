/**
 * What is known of a packet while it is on its way, and in the end what became of it. The caller owns the record and
 * may use it again and again: the hot path writes into it and allocates nothing.
 */
import type { HttpRequest } from '../balancing/http-request.ts'
import type { Routed } from '../balancing/routed.ts'
import type { Certificate } from '../cloud/certificate.ts'
import type { Listener } from '../cloud/listener.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { type PacketProtocol, TCP } from '../net/protocol.ts'
import type { Choice, PickedServer } from './balancer-choice.ts'
import type { ServiceTable } from './balancer-table.ts'
import type { AttachmentTable, ForwardingRow } from './cen-table.ts'
import { newSide, type Side } from './endpoint-side.ts'
import type { FlowRequest } from './flow.ts'
import type { Leg } from './leg.ts'
import { NONE } from './live.ts'
import type { Passed } from './passed.ts'
import { PASSED } from './reasons.ts'
import type { RoutingTable } from './routing-table.ts'
import { FRESH, type SessionState } from './session.ts'
import type { VpcTable } from './vpc-table.ts'
import { BY_HASH } from './ways.ts'

/** The places where something is decided, in the words of facts/codes section 1. */
export type Stage =
  | 'resolve-name'
  | 'originate'
  | 'sg-out'
  | 'acl-out'
  | 'smtp'
  | 'choose-source'
  | 'route'
  | 'snat'
  | 'vpc-snat'
  | 'vpc-dnat'
  | 'peering'
  | 'router-interface'
  | 'transit'
  | 'acl-transit'
  | 'ipv4-gateway'
  | 'internet'
  | 'inbound-route'
  | 'pass-on'
  | 'eip-map'
  | 'dnat'
  | 'service-whitelist'
  | 'listener'
  | 'tls'
  | 'l7-rule'
  | 'rewrite'
  | 'pick-backend'
  | 'acl-in'
  | 'sg-in'
  | 'endpoint'
  | 'deliver'
  | 'return-sg-out'
  | 'return-acl-out'
  | 'return-route'
  | 'return-vpc-nat'
  | 'return-transit'
  | 'return-acl-transit'
  | 'return-acl-in'
  | 'return-sg-in'

/** Who has the destination address. Success kinds are kept apart: an instance is not a cloud service. */
export type Target =
  | 'nobody'
  | 'instance'
  | 'database'
  | 'host'
  | 'cloud-service'
  | 'nat-gateway'
  | 'vpc-nat-gateway'
  | 'load-balancer'

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
  /** Slot, database number, host number, gateway number or number of a balancer's node; `NONE` for others. */
  targetNumber: number
  /** What is remembered of its connection. */
  session: SessionState
  /** The source that its connection has had so far, kept as long as the SNAT entry has it; `NONE` for a new one. */
  keptSource: Ipv4 | typeof NONE
  /** What the last stage of a security group or an ACL found: a row of its table, or one of the grounds below. */
  ground: number
  /** The borders of vSwitches with an ACL that the packet has crossed, and that its reply crosses again. */
  crossedOut: boolean
  crossedIn: boolean
  /** The ENI that sends the packet now: its sender, or a server that passes it on. */
  at: number
  /** The ENI whose private address is the source, as far as the VPC where the packet is knows one; else `NONE`. */
  sourceSlot: number
  /** The servers that have passed it on, the first `passes` of these; `passesBefore` of them in another network. */
  readonly passed: Passed[]
  passes: number
  passesBefore: number
  /** It is at the last of them now. */
  isPassing: boolean
  /** The server whose border the reply is at. */
  replying: Passed | undefined
  /** The route table that was asked last, and its VPC: on a way with several routers each has its own. */
  routeVpc: VpcTable | undefined
  routeTable: RoutingTable | undefined
  /** Index of the route in that table, or `NONE`. */
  route: number
  /** How often somebody on the way has passed the packet on: what goes round has more than `MAX_HOPS`. */
  hops: number
  /** Number of the peering that it went through, or `NONE`. */
  peering: number
  /** Number of the router interfaces that it went through, and of those that the reply takes; `NONE` where none. */
  routerInterface: number
  returnInterface: number
  /** Number of the CEN that was asked last, the attachments at its two ends as far as known, and what its table found. */
  cen: number
  cenNear: AttachmentTable | undefined
  cenFar: AttachmentTable | undefined
  cenRow: ForwardingRow | undefined
  /** Its ways through transit routers, the first `legCount` of these; the one whose reply is asked about. */
  readonly legs: Leg[]
  legCount: number
  replyingLeg: Leg | undefined
  /** The attachments by which it, or its reply, has left a VPC: by one of them twice is a loop. */
  readonly transits: Set<AttachmentTable>
  /** Numbers of the VPC NAT gateways that it was routed to: what comes to one of them again goes round. */
  readonly vpcGateways: Set<number>
  /** Number of the VPC NAT gateway that it was routed to last, and index of its SNAT entry, or `NONE`. */
  vpcGateway: number
  vpcEntry: number
  /** Number of the VPC NAT gateway whose NAT IP was called, and index of its DNAT entry; `NONE` where none was. */
  vpcMappingGateway: number
  vpcMapping: number
  /** Number of the NAT gateway and index of its SNAT entry, `NONE` where none was asked. */
  gateway: number
  entry: number
  /** What is left of the number of the way that is asked about, or `BY_HASH`; and how many ways a connection might take. */
  way: number
  ways: number
  /** Number of the NAT gateway that was called, and index of its DNAT entry; `NONE` where none was. */
  mappingGateway: number
  mapping: number
  /** Slot of the endpoint's ENI that it went through, or `NONE`; the packet on both sides of it, and where it is now. */
  endpoint: number
  readonly consumer: Side
  readonly provider: Side
  isAtConsumer: boolean
  /** What is asked of an HTTP listener, as the flow says it. */
  request: FlowRequest | undefined
  /** Number of the node of a load balancer that it came to, or `NONE`; whether a server of it has got the packet. */
  balancer: number
  isThroughBalancer: boolean
  listener: Listener | undefined
  /** What the listener has shown in the handshake. */
  certificate: Certificate | undefined
  /** The request as it came to the listener, and what the listener has made of it; undefined at layer 4. */
  asked: HttpRequest | undefined
  routed: Routed | undefined
  /** The service name that was called. */
  service: ServiceTable | undefined
  /** Which server of a balancer or service name was chosen; whom somebody has picked before. */
  choice: Choice | undefined
  picked: PickedServer | undefined
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

/** More than any way that ends somewhere has (our limit). */
export const MAX_HOPS = 16

/** No rule matched: the default of the group type decided (facts/vpc R5.1, R5.2), or of the ACL (R6.7). */
export const BY_DEFAULT = NONE
/** Both ENIs share a basic group whose members reach each other, above all rules (R5.3, R5.12). */
export const BY_INNER_ACCESS = -2
/** Security groups and ACLs let name and metadata services pass (R5.20, R6.10). */
export const BY_EXEMPTION = -3
/** The source is not known, so nobody can tell. */
export const CANNOT_TELL = -4
/** The packet belongs to a session that was let through when it began (R5.14). */
export const BY_SESSION = -5

export function newDecision(): Decision {
  return {
    reached: false,
    reason: PASSED,
    stage: 'deliver',
    tuple: { protocol: TCP, source: 0, sourcePort: 0, destination: 0, destinationPort: 0 },
    sourceKnown: true,
    target: 'nobody',
    targetNumber: NONE,
    session: FRESH,
    keptSource: NONE,
    ground: BY_DEFAULT,
    crossedOut: false,
    crossedIn: false,
    at: NONE,
    sourceSlot: NONE,
    passed: [],
    passes: 0,
    passesBefore: 0,
    isPassing: false,
    replying: undefined,
    routeVpc: undefined,
    routeTable: undefined,
    route: NONE,
    hops: 0,
    peering: NONE,
    routerInterface: NONE,
    returnInterface: NONE,
    cen: NONE,
    cenNear: undefined,
    cenFar: undefined,
    cenRow: undefined,
    legs: [],
    legCount: 0,
    replyingLeg: undefined,
    transits: new Set(),
    vpcGateways: new Set(),
    vpcGateway: NONE,
    vpcEntry: NONE,
    vpcMappingGateway: NONE,
    vpcMapping: NONE,
    gateway: NONE,
    entry: NONE,
    way: BY_HASH,
    ways: 1,
    mappingGateway: NONE,
    mapping: NONE,
    endpoint: NONE,
    consumer: newSide(),
    provider: newSide(),
    isAtConsumer: false,
    request: undefined,
    balancer: NONE,
    isThroughBalancer: false,
    listener: undefined,
    certificate: undefined,
    asked: undefined,
    routed: undefined,
    service: undefined,
    choice: undefined,
    picked: undefined,
    askedVSwitch: NONE,
    askedFor: 0,
  }
}
