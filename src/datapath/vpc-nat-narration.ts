/** What VPC NAT gateways and router interfaces decide, in words. */
import { isIpMapping } from '../cloud/nat-gateway.ts'
import { SYSTEM_TABLE } from '../cloud/route-table.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import { type Account, SOURCE_UNKNOWN } from './account.ts'
import type { Decision, Stage } from './decision.ts'
import type { Live } from './live.ts'
import { describeRoute } from './route-text.ts'
import { farVpcBehind } from './router-interface.ts'
import { describeDnat } from './rule-text.ts'
import type { Tables } from './tables.ts'
import { routeToVpcNat, routingOfMapped } from './vpc-nat-reply.ts'

export function vpcNatAccount(tables: Tables, live: Live, decision: Decision, stage: Stage): Account {
  switch (stage) {
    case 'vpc-snat':
      return translation(tables, decision)
    case 'vpc-dnat':
      return mapping(tables, decision)
    case 'return-vpc-nat':
      return replyRouting(tables, live, decision)
    default:
      return crossing(tables, decision)
  }
}

function translation(tables: Tables, { vpcGateway, vpcEntry, tuple, sourceKnown }: Decision): Account {
  const nat = tables.vpcNatGateways[vpcGateway]!
  const component = `VPC NAT gateway ${nat.gateway.name}`
  const row = nat.entries[vpcEntry]
  if (row === undefined) {
    const why = sourceKnown ? 'No SNAT entry matches.' : SOURCE_UNKNOWN
    return { component, why, rule: undefined, unknown: !sourceKnown }
  }
  const text = `SNAT entry for ${formatCidr(row.entry.source)}`
  const choice = row.eips.length > 1 ? `, one of its ${row.eips.length} NAT IPs` : ''
  const why = `The ${text} translates the source to ${formatIpv4(tuple.source)}${choice}.`
  return { component, why, rule: { text, origin: row.entry.origin }, unknown: false }
}

function mapping(tables: Tables, { vpcMappingGateway, vpcMapping, tuple }: Decision): Account {
  const { gateway } = tables.vpcNatGateways[vpcMappingGateway]!
  const component = `VPC NAT gateway ${gateway.name}`
  const entry = gateway.dnat[vpcMapping]
  if (entry === undefined)
    return { component, why: 'No DNAT entry matches.', rule: undefined, unknown: false }
  const port = hasPorts(tuple.protocol) && !isIpMapping(entry) ? ` port ${tuple.destinationPort}` : ''
  const text = describeDnat(entry)
  const why = `The ${text} leads the packet to ${formatIpv4(tuple.destination)}${port} and keeps its source.`
  return { component, why, rule: { text, origin: entry.origin }, unknown: false }
}

function replyRouting(tables: Tables, live: Live, decision: Decision): Account {
  const { vpc } = tables.vpcs[tables.vpcNatGateways[decision.vpcMappingGateway]!.vpc]!
  const { name } = routingOfMapped(tables, live, decision)
  const component = `route table${name === SYSTEM_TABLE ? '' : ` ${name}`} of VPC ${vpc.name}`
  const route = routeToVpcNat(tables, live, decision)
  if (route === undefined) return { component, why: 'No route leads back.', rule: undefined, unknown: false }
  const { text, origin } = describeRoute(tables, route)
  const why = `The longest match for the caller is ${text}.`
  return { component, why, rule: { text, origin: origin ?? vpc.origin }, unknown: false }
}

function crossing(tables: Tables, { routerInterface, routeVpc, routeTable, route }: Decision): Account {
  const near = routeVpc!
  const far = farVpcBehind(tables, routerInterface, near).vpc.name
  const { name, origin } = tables.routerInterfaces[routerInterface]!.routerInterface
  const count = routeTable?.routes[route]?.ways?.length ?? 1
  const choice =
    count > 1 ? ` A hash of the connection has chosen it among the ${count} next hops of the route.` : ''
  return {
    component: `router interface ${name}`,
    why: `The packet comes into VPC ${far} and keeps its source.${choice}`,
    rule: { text: `VPC ${near.vpc.name} to VPC ${far}`, origin },
    unknown: false,
  }
}
