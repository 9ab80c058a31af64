/**
 * The way of an IPv6 packet, stage by stage (facts/vpc section 8). It is shorter than that of IPv4: nobody translates an
 * address, the only custom route leads to the IPv6 gateway, and network ACLs are taken to look at IPv4 alone (assumed).
 * As there, `decide` stops at a drop and `explain` goes on behind it.
 *
 * Two VPCs of ours meet over the Internet, through both their gateways: addresses are globally unique (R8.1), and there is
 * no route through a peering or a transit router (R8.4).
 */
import { isInternetAddress6 } from '../cloud/ipv6.ts'
import { hasPorts, TCP } from '../net/protocol.ts'
import { BY_DEFAULT } from './decision.ts'
import type { Decision6, Packet6, Stage6 } from './ipv6-decision.ts'
import { judge6 } from './ipv6-security.ts'
import { routing6Of, type VpcTable6 } from './ipv6-table.ts'
import { type Live, NONE } from './live.ts'
import { isUp, listens } from './owner-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { SMTP } from './smtp.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const IPV6_GATEWAY_MISSING = reasonIndex('IPV6_GATEWAY_MISSING')
const IPV6_ROUTE_MISSING = reasonIndex('IPV6_ROUTE_MISSING')
const IPV6_NO_BANDWIDTH = reasonIndex('IPV6_NO_BANDWIDTH')
const IPV6_EGRESS_ONLY = reasonIndex('IPV6_EGRESS_ONLY')
const NO_RETURN_ROUTE = reasonIndex('NO_RETURN_ROUTE')
const PRIVATE_ADDRESS_TO_INTERNET = reasonIndex('PRIVATE_ADDRESS_TO_INTERNET')
const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')
const SERVER_NOT_RUNNING = reasonIndex('SERVER_NOT_RUNNING')
const SOURCE_NOT_WHITELISTED = reasonIndex('SOURCE_NOT_WHITELISTED')
const PORT_NOT_SERVED = reasonIndex('PORT_NOT_SERVED')
const PORT_25_BLOCKED = reasonIndex('PORT_25_BLOCKED')

type Observer6 = Observer<Stage6> | undefined

/** Throws a RangeError where the ENI that sends has no IPv6 address. */
export function walk6(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  observer: Observer6,
): void {
  start(decision)
  if (packet.slot === NONE) crossInternet6(tables, live, packet, decision, observer)
  else leaveServer(tables, live, packet, decision, observer)
  if (decision.reason === PASSED || observer !== undefined) walkReply6(tables, live, decision, observer)
  if (decision.reason !== PASSED) decision.reached = false
}

function start(decision: Decision6): void {
  decision.reached = false
  decision.reason = PASSED
  decision.stage = 'deliver'
  decision.target = 'nobody'
  decision.targetNumber = NONE
  decision.ground = BY_DEFAULT
  decision.vswitch = NONE
  decision.overInternet = false
}

function leaveServer(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  observer: Observer6,
): void {
  const { slot, destination } = packet
  const owner = tables.owners[live.owner(slot)]
  const rules = tables.ipv6.rules.get(live.owner(slot))
  const vpc = vpc6Of(tables, live, slot)
  if (owner === undefined || rules === undefined || vpc === undefined)
    throw new RangeError(`no ENI with an IPv6 address in slot ${slot}`)
  if (!isUp(owner, live, slot) && settle(decision, 'originate', SERVER_NOT_RUNNING, observer)) return
  decision.vswitch = vpc.local.lookup(destination) ?? NONE
  const isLocal = decision.vswitch !== NONE
  const neighbour = isLocal ? serverWith(tables, packet) : NONE
  const reason = judge6(tables, live, packet, decision, slot, neighbour, rules.egress, 'egress')
  if (settle(decision, 'sg-out', reason, observer)) return
  const isMail = !isLocal && packet.protocol === TCP && packet.destinationPort === SMTP
  // R5.19, as in IPv4 (assumed).
  if (isMail && owner.server?.unblock25 !== true && settle(decision, 'smtp', PORT_25_BLOCKED, observer))
    return
  const table = routing6Of(vpc, live.vswitch(slot))
  const isRouted = isLocal || (table.toGateway !== undefined && vpc.gateway !== undefined)
  const noWay = vpc.gateway === undefined ? IPV6_GATEWAY_MISSING : IPV6_ROUTE_MISSING
  if (settle(decision, 'route', isRouted ? PASSED : noWay, observer)) return
  if (isLocal) {
    if (neighbour === NONE) arrive(decision, ADDRESS_UNKNOWN, observer)
    else enterServer(tables, live, packet, decision, neighbour, slot, observer)
    return
  }
  const isPaid = vpc.gateway?.bandwidths.has(slot) === true
  if (settle(decision, 'ipv6-gateway', isPaid ? PASSED : IPV6_NO_BANDWIDTH, observer)) return
  crossInternet6(tables, live, packet, decision, observer)
}

function crossInternet6(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  observer: Observer6,
): void {
  decision.overInternet = true
  const { destination } = packet
  const holder = tables.ipv6.holders.lookup(destination)
  const isGlobal = isInternetAddress6(destination)
  const nobody = isGlobal ? ADDRESS_UNKNOWN : PRIVATE_ADDRESS_TO_INTERNET
  const isThere = isGlobal && holder !== undefined
  if (settle(decision, 'internet', isThere ? PASSED : nobody, observer) || !isThere) return
  if (holder.kind === 'host') enterHost6(tables, packet, decision, holder.number, observer)
  else enterVpc(tables, live, packet, decision, holder.number, observer)
}

function enterHost6(
  tables: Tables,
  { source, protocol, destinationPort }: Packet6,
  decision: Decision6,
  number: number,
  observer: Observer6,
): void {
  const host = tables.hosts[number]!
  decision.target = 'host'
  decision.targetNumber = number
  if (host.whitelist !== undefined) {
    const isListed = host.whitelist.ipv6?.set.has(source) === true
    if (settle(decision, 'service-whitelist', isListed ? PASSED : SOURCE_NOT_WHITELISTED, observer)) return
  }
  const served = !hasPorts(protocol) || host.port === destinationPort
  arrive(decision, served ? PASSED : PORT_NOT_SERVED, observer)
}

/** Through the IPv6 gateway of the VPC that the address belongs to (R8.1, R8.2). */
function enterVpc(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  slot: number,
  observer: Observer6,
): void {
  decision.target = 'instance'
  decision.targetNumber = slot
  const gateway = vpc6Of(tables, live, slot)?.gateway
  const reason =
    gateway === undefined
      ? IPV6_GATEWAY_MISSING
      : !gateway.bandwidths.has(slot)
        ? IPV6_NO_BANDWIDTH
        : gateway.egressOnly.has(slot)
          ? IPV6_EGRESS_ONLY
          : PASSED
  if (settle(decision, 'ipv6-entry', reason, observer)) return
  enterServer(tables, live, packet, decision, slot, NONE, observer)
}

/** `sender` is the slot of an ENI of the same VPC, else `NONE`. */
function enterServer(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  slot: number,
  sender: number,
  observer: Observer6,
): void {
  decision.target = 'instance'
  decision.targetNumber = slot
  const { ingress } = tables.ipv6.rules.get(live.owner(slot))!
  const reason = judge6(tables, live, packet, decision, slot, sender, ingress, 'ingress')
  if (settle(decision, 'sg-in', reason, observer)) return
  const { protocol, destinationPort } = packet
  const owner = tables.owners[live.owner(slot)]!
  if (!isUp(owner, live, slot)) arrive(decision, SERVER_NOT_RUNNING, observer)
  else {
    const served = !hasPorts(protocol) || listens(owner, protocol, destinationPort)
    arrive(decision, served ? PASSED : PORT_NOT_SERVED, observer)
  }
}

function arrive(decision: Decision6, reason: number, observer: Observer6): void {
  settle(decision, 'deliver', reason, observer)
  decision.reached = decision.reason === PASSED
}

/** Security groups and the gateway know the session (R5.14, R8.2); but the reply over the Internet needs a route (R2.4). */
function walkReply6(tables: Tables, live: Live, decision: Decision6, observer: Observer6): void {
  const { target, targetNumber, overInternet } = decision
  if (target !== 'instance' || !overInternet) return
  const vpc = vpc6Of(tables, live, targetNumber)
  const isBack = vpc !== undefined && routing6Of(vpc, live.vswitch(targetNumber)).toGateway !== undefined
  settle(decision, 'return-route', isBack ? PASSED : NO_RETURN_ROUTE, observer)
}

/** The VPC of an ENI, as far as it has IPv6. */
export function vpc6Of(tables: Tables, live: Live, slot: number): VpcTable6 | undefined {
  return tables.ipv6.vpcs.get(tables.owners[live.owner(slot)]?.vpc ?? NONE)
}

/** The slot of the server that is called, or `NONE`. */
function serverWith(tables: Tables, { destination }: Packet6): number {
  const holder = tables.ipv6.holders.lookup(destination)
  return holder?.kind === 'server' ? holder.number : NONE
}
