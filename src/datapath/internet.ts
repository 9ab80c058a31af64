/** Over the Internet: to somebody out there and through his whitelist, or to one of our own EIPs (facts/vpc section 11). */
import { hasPorts } from '../net/protocol.ts'
import { enterBalancer } from './balancer-entry.ts'
import { enterDatabase } from './database-entry.ts'
import type { Decision } from './decision.ts'
import { enterByGateway } from './gateway-route.ts'
import { holderOf } from './holder.ts'
import { isInternetAddress } from './internet-address.ts'
import { type Live, NONE } from './live.ts'
import { enterNatGateway } from './nat-entry.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { asksWhitelist } from './session.ts'
import { deliver, isTranslated, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const PRIVATE_ADDRESS_TO_INTERNET = reasonIndex('PRIVATE_ADDRESS_TO_INTERNET')
const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')
const EIP_NOT_BOUND = reasonIndex('EIP_NOT_BOUND')
const EIP_HAIRPIN = reasonIndex('EIP_HAIRPIN')
const HAVIP_WITHOUT_HOLDER = reasonIndex('HAVIP_WITHOUT_HOLDER')
const NAT_PROTOCOL_UNSUPPORTED = reasonIndex('NAT_PROTOCOL_UNSUPPORTED')
const SOURCE_NOT_WHITELISTED = reasonIndex('SOURCE_NOT_WHITELISTED')
const PORT_NOT_SERVED = reasonIndex('PORT_NOT_SERVED')

/** Who has the destination on the Internet: somebody out there, or one of our own EIPs. */
export function crossInternet(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): void {
  const { destination } = decision.tuple
  decision.isPassing = false
  decision.sourceSlot = NONE
  decision.passesBefore = decision.passes
  if (decision.transits.size > 0) decision.transits.clear()
  if (!isInternetAddress(destination)) {
    settle(decision, 'internet', PRIVATE_ADDRESS_TO_INTERNET, observer)
    return
  }
  const host = tables.hostOfAddress.at(destination)
  if (host !== NONE) {
    if (settle(decision, 'internet', PASSED, observer)) return
    enterHost(tables, decision, host, observer)
    return
  }
  const database = tables.databaseOfPublicAddress.at(destination)
  if (database !== NONE) {
    decision.target = 'database'
    decision.targetNumber = database
    if (settle(decision, 'internet', PASSED, observer)) return
    enterDatabase(tables, live, decision, database, NONE, observer)
    return
  }
  const balancer = tables.balancers.nodeOfPublicAddress.at(destination)
  if (balancer !== NONE) {
    if (settle(decision, 'internet', PASSED, observer)) return
    enterBalancer(tables, live, decision, balancer, NONE, observer)
    return
  }
  const haVip = tables.haVipOfEip.at(destination)
  const slot = haVip === NONE ? live.slotOfEip(destination) : holderOf(tables, live, haVip)
  const gateway = tables.gatewayOfEip.at(destination)
  if (slot === NONE && haVip === NONE && gateway === NONE && !tables.poolOfEip.has(destination)) {
    settle(decision, 'internet', ADDRESS_UNKNOWN, observer)
    return
  }
  if (settle(decision, 'internet', PASSED, observer)) return
  if (haVip !== NONE && slot === NONE) {
    settle(decision, 'eip-map', HAVIP_WITHOUT_HOLDER, observer)
  } else if (slot !== NONE) {
    const isTranslation = !tables.owners[live.owner(slot)]!.isCutThrough
    decision.tuple.destination = haVip === NONE ? live.address(slot) : tables.haVips[haVip]!.haVip.address
    const passes = !isTranslation || isTranslated(decision)
    const isLost = tables.readings.dropsHairpin && isHairpin(tables, live, decision.at, slot)
    const reason = !passes ? NAT_PROTOCOL_UNSUPPORTED : isLost ? EIP_HAIRPIN : PASSED
    if (settle(decision, 'eip-map', reason, observer)) return
    enterByGateway(tables, live, decision, slot, observer)
  } else if (gateway === NONE) {
    settle(decision, 'eip-map', EIP_NOT_BOUND, observer)
  } else enterNatGateway(tables, live, decision, gateway, observer)
}

/** Is the caller in the VPC of the ENI whose EIP it calls? */
export function isHairpin(tables: Tables, live: Live, sender: number, slot: number): boolean {
  return sender !== NONE && tables.owners[live.owner(sender)]!.vpc === tables.owners[live.owner(slot)]!.vpc
}

function enterHost(tables: Tables, decision: Decision, number: number, observer: Observer | undefined): void {
  const host = tables.hosts[number]!
  const { tuple } = decision
  decision.target = 'host'
  decision.targetNumber = number
  if (host.whitelist !== undefined) {
    const refused = asksWhitelist(decision) && !host.whitelist.set.has(tuple.source)
    if (settle(decision, 'service-whitelist', refused ? SOURCE_NOT_WHITELISTED : PASSED, observer)) return
  }
  const served = !hasPorts(tuple.protocol) || host.port === tuple.destinationPort
  deliver(decision, served ? PASSED : PORT_NOT_SERVED, observer)
}
