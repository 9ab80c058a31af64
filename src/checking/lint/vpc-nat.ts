/** VPC NAT gateways that no route leads to, and entries of theirs that longer masks cover (facts/vpc 4.6, R4.11). */
import { writtenRoutes } from '../../cloud/custom-routes.ts'
import { isSubset } from '../../net/cidr.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import type { Found, TopologyRule } from './found.ts'
import { placesOf } from './words.ts'

export const vpcNat: TopologyRule = {
  reads: ({ vpcNatGateways, vpcs }) => [vpcNatGateways, vpcs],
  *find({ vpcNatGateways, vpcs }): Generator<Found> {
    for (const gateway of vpcNatGateways.values()) {
      const isRouted = vpcs
        .get(gateway.vpc)!
        .routeTables.some((table) =>
          writtenRoutes(table).some(
            ({ nextHop }) => nextHop.kind === 'natGateway' && nextHop.name === gateway.name,
          ),
        )
      if (!isRouted && gateway.dnat.length === 0)
        yield {
          code: 'UNUSED_OBJECT',
          origin: gateway.origin,
          message: `nothing uses NAT gateway ${gateway.name} (${gateway.origin.path}): no route leads to it`,
        }
      for (const { origin, source } of gateway.snat) {
        const longer = gateway.snat.filter(
          (other) => other.origin !== origin && isSubset(other.source, source),
        )
        if (!CidrSet.of(longer.map((other) => other.source)).covers(CidrSet.of([source]))) continue
        const also = longer.map((other) => other.origin)
        yield {
          code: 'SNAT_ENTRY_SHADOWED',
          origin,
          also,
          message: `the entry is never used: the longer masks of ${placesOf(also)} come first`,
          details: { path: origin.path },
        }
      }
    }
  },
}
