/** Custom route tables get no route to a NAT gateway by themselves (facts/vpc R4.4). */
import { customRoutes } from '../../cloud/custom-routes.ts'
import { SYSTEM_TABLE } from '../../cloud/route-table.ts'
import { interfacesOf } from '../../cloud/server.ts'
import type { Found, TopologyRule } from './found.ts'
import { enumerate } from './words.ts'

export const routeTables: TopologyRule = {
  reads: ({ vpcs, natGateways, apps, servers }) => [vpcs, natGateways, apps, servers],
  *find({ vpcs, natGateways, apps, servers }): Generator<Found> {
    for (const vpc of vpcs.values()) {
      const gateways = [...natGateways.values()].filter((gateway) => gateway.vpc === vpc.name)
      if (gateways.length === 0) continue
      for (const table of vpc.routeTables) {
        const hasDefault = customRoutes(table).some(({ destination }) => destination.prefixLength === 0)
        if (table.name === SYSTEM_TABLE || hasDefault) continue
        const bare = [
          ...[...apps.values()].filter(
            ({ eipPool, vswitches }) =>
              eipPool === undefined && vswitches.some((name) => table.vswitches.includes(name)),
          ),
          ...[...servers.values()]
            .flatMap(interfacesOf)
            .filter(({ eip, vswitch }) => eip === undefined && table.vswitches.includes(vswitch)),
        ].map(({ name }) => name)
        if (bare.length === 0) continue
        yield {
          code: 'ROUTE_TABLE_WITHOUT_DEFAULT',
          origin: table.origin,
          also: gateways.map(({ origin }) => origin),
          message: `route table ${table.name} has no 0.0.0.0/0, so that ${enumerate(bare)} cannot reach the Internet by NAT gateway ${enumerate(gateways.map(({ name }) => name))}`,
          details: { table: table.name },
        }
      }
    }
  },
}
