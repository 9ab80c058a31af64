/**
 * Out of an instance: its security groups, then its own EIP or else the route table and what the route leads to
 * (facts/vpc sections 3.5 and 11, steps 2 to 8).
 */

import type { Ipv4 } from '../net/ipv4.ts'
import { enterInstance } from './arrival.ts'
import { isCloudService } from './cloud-service.ts'
import type { Decision } from './decision.ts'
import { crossInternet } from './internet.ts'
import { isInternetAddress } from './internet-address.ts'
import { type Live, NONE } from './live.ts'
import { chooseEip } from './nat-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { judgeEgress } from './security.ts'
import { deliver, isTranslated, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import type { VpcTable } from './vpc-table.ts'

const VPC_NO_INTERNET_BY_DEFAULT = reasonIndex('VPC_NO_INTERNET_BY_DEFAULT')
const VPC_NOT_CONNECTED = reasonIndex('VPC_NOT_CONNECTED')
const NO_ROUTE = reasonIndex('NO_ROUTE')
const PRIVATE_ADDRESS_TO_INTERNET = reasonIndex('PRIVATE_ADDRESS_TO_INTERNET')
const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')
const SNAT_NO_ENTRY = reasonIndex('SNAT_NO_ENTRY')
const SNAT_ENTRY_WITHOUT_EIP = reasonIndex('SNAT_ENTRY_WITHOUT_EIP')
const NAT_PROTOCOL_UNSUPPORTED = reasonIndex('NAT_PROTOCOL_UNSUPPORTED')

export function leaveInstance(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  observer: Observer | undefined,
): void {
  const app = tables.apps[live.app(slot)]
  if (app === undefined) throw new RangeError(`no ENI in slot ${slot}`)
  const vpc = tables.vpcs[app.vpc]!
  const { tuple } = decision
  const route = vpc.longestMatch.lookupIndex(tuple.destination)
  const neighbour = localTarget(vpc, live, route, tuple.destination)
  if (settle(decision, 'sg-out', judgeEgress(tables, live, decision, app, neighbour), observer)) return

  const eip = live.eip(slot)
  if (eip !== NONE && !vpc.privateRanges.has(tuple.destination)) {
    const reason = isTranslated(decision) ? PASSED : NAT_PROTOCOL_UNSUPPORTED
    tuple.source = eip
    if (settle(decision, 'choose-source', reason, observer)) return
    crossInternet(tables, live, decision, observer)
    return
  }

  decision.route = route
  const reason = judgeRoute(tables, decision, vpc)
  if (settle(decision, 'route', reason, observer)) return
  if (reason === PASSED) follow(tables, live, decision, vpc, slot, neighbour, observer)
  else if (observer !== undefined) followNoRoute(tables, live, decision, vpc, observer)
}

/** The slot that has the destination, where the route is a local one; otherwise, or if nobody has it, `NONE`. */
function localTarget(vpc: VpcTable, live: Live, route: number, destination: Ipv4): number {
  if (route === NONE) return NONE
  const { nextHop, number } = vpc.routes[route]!
  return nextHop === 'local' ? live.slotOfAddress(number, destination) : NONE
}

function judgeRoute(tables: Tables, decision: Decision, vpc: VpcTable): number {
  const { destination } = decision.tuple
  if (decision.route === NONE) {
    if (!vpc.privateRanges.has(destination)) return VPC_NO_INTERNET_BY_DEFAULT
    return otherVpcOf(tables, vpc, destination) === undefined ? NO_ROUTE : VPC_NOT_CONNECTED
  }
  if (vpc.routes[decision.route]!.nextHop !== 'nat-gateway' || isInternetAddress(destination)) return PASSED
  return otherVpcOf(tables, vpc, destination) === undefined ? PRIVATE_ADDRESS_TO_INTERNET : VPC_NOT_CONNECTED
}

/** The first other VPC that has a private address in its CIDRs; undefined where our own has it, or the address is public. */
export function otherVpcOf(tables: Tables, vpc: VpcTable, address: Ipv4): VpcTable | undefined {
  if (vpc.ownRanges.has(address) || !vpc.privateRanges.has(address)) return undefined
  for (const other of tables.vpcs) if (other !== vpc && other.ownRanges.has(address)) return other
  return undefined
}

function follow(
  tables: Tables,
  live: Live,
  decision: Decision,
  vpc: VpcTable,
  sender: number,
  neighbour: number,
  observer: Observer | undefined,
): void {
  const route = vpc.routes[decision.route]!
  switch (route.nextHop) {
    case 'local':
      if (neighbour === NONE) deliver(decision, ADDRESS_UNKNOWN, observer)
      else enterInstance(tables, live, decision, neighbour, sender, observer)
      return
    case 'cloud-service':
      if (isCloudService(decision.tuple.destination)) decision.target = 'cloud-service'
      deliver(decision, decision.target === 'cloud-service' ? PASSED : ADDRESS_UNKNOWN, observer)
      return
    case 'nat-gateway':
      if (settle(decision, 'snat', translateSource(tables, decision, route.number), observer)) return
      crossInternet(tables, live, decision, observer)
  }
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
  const other = otherVpcOf(tables, vpc, destination)
  if (other !== undefined) {
    const slot = localTarget(other, live, other.longestMatch.lookupIndex(destination), destination)
    if (slot === NONE) deliver(decision, ADDRESS_UNKNOWN, observer)
    else enterInstance(tables, live, decision, slot, NONE, observer)
  } else if (isInternetAddress(destination)) {
    decision.sourceKnown = false
    crossInternet(tables, live, decision, observer)
  }
}

/** Source translation at a NAT gateway: the entry with the longest mask, then one of its EIPs. */
function translateSource(tables: Tables, decision: Decision, gateway: number): number {
  const { tuple } = decision
  const nat = tables.natGateways[gateway]!
  decision.gateway = gateway
  decision.entry = nat.longestMatch.lookupIndex(tuple.source)
  const row = decision.entry === NONE ? undefined : nat.entries[decision.entry]
  if (row === undefined || row.eips.length === 0) {
    decision.sourceKnown = false
    return row === undefined ? SNAT_NO_ENTRY : SNAT_ENTRY_WITHOUT_EIP
  }
  if (decision.eip === NONE) decision.eip = chooseEip(row, tuple)
  tuple.source = row.eips[decision.eip]!
  return isTranslated(decision) ? PASSED : NAT_PROTOCOL_UNSUPPORTED
}
