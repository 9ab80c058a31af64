/** What does not stop a packet and is worth knowing: reasons of severity `info`. */
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { balancerDetails } from './balancer-details.ts'
import { endingCertificate } from './certificate-details.ts'
import type { Decision, Stage } from './decision.ts'
import type { Details } from './details.ts'
import { propagatingDomain } from './gateway-pending.ts'
import { isHairpin } from './internet.ts'
import { type Live, NONE } from './live.ts'
import { isAmbiguous } from './nat-table.ts'
import type { Packet } from './packet.ts'
import { PASSED, type ReasonCode } from './reasons.ts'
import { routeFor } from './routing-table.ts'
import type { Tables } from './tables.ts'
import { ambiguousNatIp } from './vpc-nat-details.ts'
import { routingOf } from './vpc-table.ts'
import { changeUnderWay } from './whitelist-notes.ts'

/** A reason with what fills its template. */
export interface Remark {
  readonly code: ReasonCode
  readonly details: Details
}

/** Notes on a stage, whether it has let the packet pass or not. */
export function notesOfAny(tables: Tables, decision: Decision, stage: Stage, reason: number): Remark[] {
  const propagating = reason === PASSED ? undefined : propagatingDomain(tables, decision, reason)
  if (propagating !== undefined) return [{ code: 'DOMAIN_PROPAGATING', details: propagating }]
  const details = stage === 'service-whitelist' ? changeUnderWay(tables, decision, reason) : undefined
  return details === undefined ? [] : [{ code: 'WHITELIST_CHANGE_UNDERWAY', details }]
}

/** Notes on a stage that has let the packet pass. */
export function notesOf(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  stage: Stage,
): Remark[] {
  if (stage === 'choose-source') return bypassedSnat(tables, live, packet, decision)
  if (stage === 'internet')
    return [...publicInside(tables, live, packet, decision), ...hairpin(tables, live, decision)]
  if (stage === 'tls') return endingCertificate(tables, live, decision)
  if (stage === 'l7-rule') return fellToDefault(tables, live, decision)
  if (stage === 'snat') return ambiguousEgress(tables, decision)
  if (stage === 'vpc-snat') return ambiguousNatIp(tables, decision)
  return []
}

/** The SNAT entry that would have been used without the EIP (facts/vpc section 3.5). */
function bypassedSnat(tables: Tables, live: Live, packet: Packet, decision: Decision): Remark[] {
  const { owner: app, vpc } = tables.owners[live.owner(decision.at)]!
  const route = routeFor(routingOf(tables.vpcs[vpc]!, live.vswitch(decision.at)), packet.destination)
  if (route?.nextHop !== 'nat-gateway') return []
  const nat = tables.natGateways[route.number]!
  const row = nat.longestMatch.lookup(live.address(decision.at))
  if (row === undefined) return []
  const details = {
    eip: formatIpv4(decision.tuple.source),
    gateway: nat.gateway.name,
    app: app.name,
    path: row.entry.origin.path,
    line: String(row.entry.origin.line),
  }
  return [{ code: 'SNAT_BYPASSED_BY_EIP', details }]
}

/** Nobody documents whether such a call works (facts/vpc section 15). */
function hairpin(tables: Tables, live: Live, decision: Decision): Remark[] {
  const slot = live.slotOfEip(decision.tuple.destination)
  if (tables.readings.dropsHairpin || slot === NONE || !isHairpin(tables, live, decision.at, slot)) return []
  return [{ code: 'EIP_HAIRPIN_ASSUMED', details: { target: tables.owners[live.owner(slot)]!.owner.name } }]
}

/** The public endpoint, called from the VPC where the internal address is. */
function publicInside(tables: Tables, live: Live, packet: Packet, decision: Decision): Remark[] {
  if (decision.target !== 'database' || packet.slot === NONE) return []
  const { database, vpc } = tables.databases[decision.targetNumber]!
  if (tables.owners[live.owner(packet.slot)]!.vpc !== vpc) return []
  const { name, cidr } = tables.vswitches[live.vswitch(packet.slot)]!
  const details = {
    database: database.name,
    internal: formatIpv4(database.address),
    cidr: formatCidr(cidr),
    vswitch: name,
    path: database.origin.path,
    line: String(database.origin.line),
  }
  return [{ code: 'DB_PUBLIC_NAME_INSIDE_VPC', details }]
}

/** A listener has rules, and its default group gets what none of them takes. */
function fellToDefault(tables: Tables, live: Live, decision: Decision): Remark[] {
  const listener = decision.listener!
  const rules =
    listener.kind === 'alb' ? listener.rules : listener.kind === 'clbHttp' ? listener.urlRules : []
  if (decision.routed!.by !== 'default' || rules.length === 0) return []
  return [{ code: 'FELL_TO_DEFAULT', details: balancerDetails(tables, live, decision, 'FELL_TO_DEFAULT')! }]
}

function ambiguousEgress(tables: Tables, decision: Decision): Remark[] {
  const row = tables.natGateways[decision.gateway]!.entries[decision.entry]
  if (row === undefined || !isAmbiguous(row)) return []
  const { path, line } = row.entry.origin
  const details = { eips: row.eips.map(formatIpv4).join(', '), path, line: String(line) }
  return [{ code: 'EGRESS_ADDRESS_AMBIGUOUS', details }]
}
