/** What fills the fix templates of VPC NAT gateways and router interfaces, and what of them is worth a note. */
import type { Origin } from '../cloud/origin.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { Decision, Stage } from './decision.ts'
import { type Live, NONE } from './live.ts'
import { isAmbiguous } from './nat-table.ts'
import type { Remark } from './notes.ts'
import { reasonIndex } from './reasons.ts'
import { returnRoute, routingOfReceiver, vpcOfReceiver } from './reply.ts'
import { describeRoute } from './route-text.ts'
import type { Tables } from './tables.ts'
import { routeToVpcNat, routingOfMapped } from './vpc-nat-reply.ts'

const FORWARDING_LOOP = reasonIndex('FORWARDING_LOOP')

type Details = Readonly<Record<string, string>>

/** Undefined for stages that know neither. */
export function vpcNatDetails(
  tables: Tables,
  live: Live,
  decision: Decision,
  stage: Stage,
  reason: number,
): Details | undefined {
  switch (stage) {
    case 'vpc-snat':
      return translationDetails(tables, decision, reason)
    case 'vpc-dnat': {
      const { name, origin } = tables.vpcNatGateways[decision.vpcMappingGateway]!.gateway
      return { gateway: name, own: 'its private address', ...placeOf(origin) }
    }
    case 'return-vpc-nat':
      return mappedReplyDetails(tables, live, decision)
    case 'return-route':
      return decision.routerInterface === NONE ? undefined : interfaceReplyDetails(tables, live, decision)
    default:
      return undefined
  }
}

/** The note that goes with a pool of NAT IPs (facts/vpc R4.15, R9.5). */
export function ambiguousNatIp(tables: Tables, { vpcGateway, vpcEntry }: Decision): Remark[] {
  const row = tables.vpcNatGateways[vpcGateway]!.entries[vpcEntry]
  if (row === undefined || !isAmbiguous(row)) return []
  const { path, line } = row.entry.origin
  const details = { eips: row.eips.map(formatIpv4).join(', '), path, line: String(line) }
  return [{ code: 'EGRESS_ADDRESS_AMBIGUOUS', details }]
}

function translationDetails(tables: Tables, decision: Decision, reason: number): Details {
  const { vpcGateway, vpcEntry, tuple, routeTable, route } = decision
  const nat = tables.vpcNatGateways[vpcGateway]!
  const { origin } = nat.entries[vpcEntry]?.entry ?? nat.gateway
  const written = routeTable?.routes[route]?.written
  const isRound = reason === FORWARDING_LOOP
  return {
    source: formatIpv4(tuple.source),
    scope: `vSwitch ${vswitchWith(tables, nat.vpc, tuple.source) ?? nat.gateway.vswitch}`,
    gateway: nat.gateway.name,
    round: `natGateway/${nat.gateway.name}`,
    ...placeOf(isRound ? (written?.origin ?? origin) : origin),
  }
}

function vswitchWith(tables: Tables, vpc: number, address: number): string | undefined {
  return tables.vpcs[vpc]!.vswitches.find(({ cidr }) => cidr.first <= address && address <= cidr.last)?.name
}

/** The reply of an instance behind a DNAT entry: what its table lacks, or which route takes it past the gateway. */
function mappedReplyDetails(tables: Tables, live: Live, decision: Decision): Details {
  const { gateway, vpc } = tables.vpcNatGateways[decision.vpcMappingGateway]!
  const route = routeToVpcNat(tables, live, decision)
  const far = `${formatIpv4(decision.tuple.source)}/32`
  return {
    far,
    vpc: tables.vpcs[vpc]!.vpc.name,
    table: routingOfMapped(tables, live, decision).name,
    gateway: gateway.name,
    back: `${far} via natGateway/${gateway.name}`,
    ...(route !== undefined && { route: describeRoute(tables, route).text }),
    ...placeOf(route?.written?.origin ?? gateway.origin),
  }
}

function interfaceReplyDetails(tables: Tables, live: Live, decision: Decision): Details {
  const { name, origin } = tables.routerInterfaces[decision.routerInterface]!.routerInterface
  const far = `${formatIpv4(decision.tuple.source)}/32`
  const route = returnRoute(tables, live, decision)
  return {
    far,
    vpc: vpcOfReceiver(tables, live, decision).vpc.name,
    table: routingOfReceiver(tables, live, decision).name,
    back: `${far} via routerInterface/${name}`,
    ...(route !== undefined && { route: describeRoute(tables, route).text }),
    ...placeOf(route?.written?.origin ?? origin),
  }
}

function placeOf({ path, line, column }: Origin): Details {
  return { path, line: String(line), column: String(column) }
}
