/** Routes that a CEN tells a VPC and that are not effective there: R2.13, R2.14, R7.11. */
import { customRoutes } from '../../cloud/custom-routes.ts'
import { SYSTEM_TABLE } from '../../cloud/route-table.ts'
import { type LearnedRoute, learnedRoutes } from '../../cloud/transit-routes.ts'
import type { Vpc } from '../../cloud/vpc.ts'
import { formatCidr } from '../../net/cidr.ts'
import type { Found, TopologyRule } from './found.ts'

export const cenRoutes: TopologyRule = {
  reads: ({ vpcs, vswitches, natGateways, cens }) => [vpcs, vswitches, natGateways, cens],
  *find(topology): Generator<Found> {
    if (topology.cens.size === 0) return
    for (const vpc of topology.vpcs.values())
      for (const learned of learnedRoutes(topology, vpc)) yield* conflictsOf(learned, vpc)
  },
}

function* conflictsOf(
  { cen, destination, vpc: far, origin, conflict }: LearnedRoute,
  vpc: Vpc,
): Generator<Found> {
  const cidr = formatCidr(destination)
  const told = `the route ${cidr} to VPC ${far} that CEN ${cen} tells VPC ${vpc.name}`
  if (conflict !== undefined) {
    yield {
      code: 'CEN_ROUTE_INEFFECTIVE',
      origin: conflict.origin,
      also: [origin],
      message: `${told} is in conflict: it overlaps vSwitch ${conflict.name} (${formatCidr(conflict.cidr)})`,
      details: { advice: `give vSwitch ${conflict.name} or its counterpart in VPC ${far} another block` },
    }
    return
  }
  for (const table of vpc.routeTables) {
    const route = customRoutes(table).find((one) => formatCidr(one.destination) === cidr)
    if (route === undefined || (route.nextHop.kind === 'cen' && route.nextHop.name === cen)) continue
    const name = table.name === SYSTEM_TABLE ? 'the system route table' : `route table ${table.name}`
    yield {
      code: 'CEN_ROUTE_INEFFECTIVE',
      origin: route.origin,
      also: [origin],
      message: `${told} is in conflict with the custom route for the same destination in ${name}, which wins`,
      details: { advice: `drop that route, or keep it if VPC ${far} is not to be reached from there` },
    }
  }
}
