/**
 * Where a route table sends a packet: the longest match, and what it leads to (facts/vpc section 11, steps 6 to 8). Asked
 * for an instance, and again for everything on the way that routes by itself.
 */

import { isOfEas } from '../cloud/eas-network.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { enterInstance } from './arrival.ts'
import { enterBalancer } from './balancer-entry.ts'
import { balancerAt } from './balancer-table.ts'
import { missingSwitch } from './cen-switches.ts'
import { isCloudService } from './cloud-service.ts'
import { databaseAt, databaseIn, enterDatabase } from './database-entry.ts'
import type { Decision, PacketNow } from './decision.ts'
import { eniAt, whyNobody } from './holder.ts'
import { crossInternet } from './internet.ts'
import { isInternetAddress } from './internet-address.ts'
import { passIpv4Gateway } from './ipv4-gateway.ts'
import { endLeg, isAbroad } from './leg.ts'
import { type Live, NONE } from './live.ts'
import { translateSource } from './nat-translation.ts'
import { chooseSource, publicAddressOf } from './own-address.ts'
import { leadsToEni, passingEni, passOn } from './pass-on.ts'
import { crossPeering, enterFarVpc } from './peering.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { crossRouterInterface } from './router-interface.ts'
import type { RoutingTable } from './routing-table.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { crossTransit } from './transit.ts'
import { crossVpcNat, enterVpcNat } from './vpc-nat.ts'
import { routingOf, type VpcTable } from './vpc-table.ts'

const VPC_NO_INTERNET_BY_DEFAULT = reasonIndex('VPC_NO_INTERNET_BY_DEFAULT')
const VPC_NOT_CONNECTED = reasonIndex('VPC_NOT_CONNECTED')
const DB_OTHER_VPC = reasonIndex('DB_OTHER_VPC')
const NO_ROUTE = reasonIndex('NO_ROUTE')
const ROUTE_TARGET_DOWN = reasonIndex('ROUTE_TARGET_DOWN')
const PRIVATE_ADDRESS_TO_INTERNET = reasonIndex('PRIVATE_ADDRESS_TO_INTERNET')
const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')

/** `route` is the longest match of `table` for the destination; `sender` is the slot that it was asked for. */
export function forward(
  tables: Tables,
  live: Live,
  decision: Decision,
  vpc: VpcTable,
  table: RoutingTable,
  route: number,
  sender: number,
  observer: Observer | undefined,
): void {
  decision.routeVpc = vpc
  decision.routeTable = table
  decision.route = route
  decision.cenFar = undefined
  const reason = judgeRoute(tables, live, decision, vpc, table)
  if (settle(decision, 'route', reason, observer)) return
  if (reason === PASSED) follow(tables, live, decision, vpc, table, sender, observer)
  else if (observer !== undefined) followNoRoute(tables, live, decision, vpc, observer)
}

/** The slot that has the destination, where the route is a local one; otherwise, or if nobody has it, `NONE`. */
export function localTarget(
  tables: Tables,
  table: RoutingTable,
  live: Live,
  route: number,
  { destination }: PacketNow,
): number {
  if (route === NONE) return NONE
  const { nextHop, number } = table.routes[route]!
  return nextHop === 'local' ? eniAt(tables, live, number, destination) : NONE
}

function judgeRoute(
  tables: Tables,
  live: Live,
  decision: Decision,
  vpc: VpcTable,
  table: RoutingTable,
): number {
  const { destination } = decision.tuple
  if (decision.route === NONE) {
    const missing = missingSwitch(tables, decision, vpc, table, destination)
    if (missing !== PASSED) return missing
    if (vpc.privateRanges.has(destination)) return judgeOtherVpc(tables, vpc, destination, NO_ROUTE)
    return hasExit(vpc) || isAbroad(decision) ? NO_ROUTE : VPC_NO_INTERNET_BY_DEFAULT
  }
  const chosen = table.routes[decision.route]!
  const { nextHop } = chosen
  if (nextHop === 'unusable') return ROUTE_TARGET_DOWN
  if (leadsToEni(chosen)) return passingEni(tables, live, chosen) === NONE ? ROUTE_TARGET_DOWN : PASSED
  if (nextHop === 'local' || nextHop === 'cloud-service' || nextHop === 'peering') return PASSED
  if (nextHop === 'vpc-nat-gateway' || nextHop === 'router-interface') return PASSED
  if (nextHop === 'transit-router' || isInternetAddress(destination)) return PASSED
  const missing = missingSwitch(tables, decision, vpc, table, destination)
  if (missing !== PASSED) return missing
  return judgeOtherVpc(tables, vpc, destination, PRIVATE_ADDRESS_TO_INTERNET)
}

/** Is there a way to the Internet that a table only has to lead to? */
function hasExit({ gateways, isCentralised }: VpcTable): boolean {
  return gateways.length > 0 || isCentralised
}

/** A private destination without a way: in another VPC, or nowhere. */
function judgeOtherVpc(tables: Tables, vpc: VpcTable, destination: Ipv4, nowhere: number): number {
  const other = otherVpcOf(tables, vpc, destination)
  if (other === undefined) return nowhere
  return databaseIn(tables, other.vpc.name, destination) === NONE ? VPC_NOT_CONNECTED : DB_OTHER_VPC
}

/** The first other VPC that has a private address in its CIDRs; undefined where our own has it, or the address is public. That of EAS is nobody's to connect to. */
export function otherVpcOf(tables: Tables, vpc: VpcTable, address: Ipv4): VpcTable | undefined {
  if (vpc.ownRanges.has(address) || !vpc.privateRanges.has(address)) return undefined
  for (const other of tables.vpcs)
    if (other !== vpc && other.ownRanges.has(address) && !isOfEas(other.vpc.name)) return other
  return undefined
}

function follow(
  tables: Tables,
  live: Live,
  decision: Decision,
  vpc: VpcTable,
  table: RoutingTable,
  sender: number,
  observer: Observer | undefined,
): void {
  const route = table.routes[decision.route]!
  switch (route.nextHop) {
    case 'local': {
      const neighbour = localTarget(tables, table, live, decision.route, decision.tuple)
      const nat = vpc.natIps.get(decision.tuple.destination)
      if (neighbour !== NONE) enterInstance(tables, live, decision, neighbour, sender, observer)
      else if (nat !== undefined) enterVpcNat(tables, live, decision, nat, observer)
      else enterService(tables, live, decision, route.number, sender, observer)
      return
    }
    case 'cloud-service': {
      const entry = tables.balancers.nodeOfServiceAddress.get(decision.tuple.destination)
      // Whoever comes from another VPC is not served there (assumed).
      if (entry !== undefined && !isAbroad(decision)) {
        enterBalancer(tables, live, decision, entry, NONE, observer)
        return
      }
      if (isCloudService(decision.tuple.destination)) decision.target = 'cloud-service'
      deliver(decision, decision.target === 'cloud-service' ? PASSED : ADDRESS_UNKNOWN, observer)
      return
    }
    case 'nat-gateway':
      if (settle(decision, 'snat', enterSnat(tables, decision, route.number), observer)) return
      endLeg(decision, tables.natGateways[route.number]!.vswitch)
      if (leaveNatGateway(tables, decision, vpc, route.number, observer)) return
      crossInternet(tables, live, decision, observer)
      return
    case 'peering':
      crossPeering(tables, live, decision, vpc, route.number, observer)
      return
    case 'server':
    case 'ha-vip':
      passOn(tables, live, decision, sender, passingEni(tables, live, route), observer)
      return
    case 'vpc-nat-gateway':
      crossVpcNat(tables, live, decision, route.number, observer)
      return
    case 'router-interface':
      crossRouterInterface(tables, live, decision, vpc, route, observer)
      return
    case 'transit-router':
      enterByTransit(tables, live, decision, vpc, route.number, observer)
      return
    case 'ipv4-gateway':
      leaveByIpv4Gateway(tables, live, decision, sender === NONE ? NONE : decision.sourceSlot, observer)
      return
    case 'unusable':
      return // Nobody follows it: judgeRoute has stopped the packet.
  }
}

/** Into the next VPC, where the table of the vSwitch with the transit router's ENI decides (R2.4; of several the first, assumed). */
function enterByTransit(
  tables: Tables,
  live: Live,
  decision: Decision,
  near: VpcTable,
  cen: number,
  observer: Observer | undefined,
): void {
  const far = crossTransit(tables, decision, near, cen, observer)
  if (far !== undefined) {
    const vpc = tables.vpcs[far.vpc]!
    const table = routingOf(vpc, far.vswitches[0]!)
    const route = table.longestMatch.lookupIndex(decision.tuple.destination)
    forward(tables, live, decision, vpc, table, route, NONE, observer)
  } else if (observer !== undefined && decision.cenFar !== undefined)
    enterFarVpc(tables, live, decision, tables.vpcs[decision.cenFar.vpc]!, observer)
}

function leaveNatGateway(
  tables: Tables,
  decision: Decision,
  vpc: VpcTable,
  gateway: number,
  observer: Observer | undefined,
): boolean {
  const { vswitch } = tables.natGateways[gateway]!
  return passIpv4Gateway(decision, vpc, vswitch, decision.tuple.destination, observer)
}

/** The route has led to the IPv4 gateway, which lets only public addresses through. */
function leaveByIpv4Gateway(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  observer: Observer | undefined,
): void {
  const eip = slot === NONE ? NONE : publicAddressOf(tables, live, slot)
  if (eip === NONE) {
    decision.sourceKnown = false
    if (settle(decision, 'ipv4-gateway', VPC_NO_INTERNET_BY_DEFAULT, observer)) return
  } else if (chooseSource(tables, live, decision, eip, observer)) return
  crossInternet(tables, live, decision, observer)
}

/** Behind addresses of a vSwitch that no ENI of ours has: a managed database, or nobody. */
function enterService(
  tables: Tables,
  live: Live,
  decision: Decision,
  vswitch: number,
  sender: number,
  observer: Observer | undefined,
): void {
  const { destination } = decision.tuple
  const database = databaseAt(tables, vswitch, destination)
  const peer = sender === NONE ? NONE : decision.sourceSlot
  const balancer = balancerAt(tables, vswitch, destination)
  if (balancer !== NONE) enterBalancer(tables, live, decision, balancer, sender, observer)
  else if (database === NONE) deliver(decision, whyNobody(tables, vswitch, destination), observer)
  else enterDatabase(tables, live, decision, database, peer, observer)
}

/** Only to explain: where the packet would have gone had there been a way. */
function followNoRoute(
  tables: Tables,
  live: Live,
  decision: Decision,
  vpc: VpcTable,
  observer: Observer,
): void {
  const { destination } = decision.tuple
  const { cenFar } = decision
  const other = cenFar === undefined ? otherVpcOf(tables, vpc, destination) : tables.vpcs[cenFar.vpc]
  if (other !== undefined) enterFarVpc(tables, live, decision, other, observer)
  else if (isInternetAddress(destination)) {
    decision.sourceKnown = false
    crossInternet(tables, live, decision, observer)
  }
}

/** Source translation at a NAT gateway: the entry with the longest mask, then one of its EIPs. */
function enterSnat(tables: Tables, decision: Decision, gateway: number): number {
  const nat = tables.natGateways[gateway]!
  decision.gateway = gateway
  decision.entry = NONE
  // Behind a failed translation nobody can tell.
  if (!decision.sourceKnown) return PASSED
  decision.entry = nat.longestMatch.lookupIndex(decision.tuple.source)
  return translateSource(decision, decision.entry === NONE ? undefined : nat.entries[decision.entry])
}
