/** What routes to prefix lists rely on that no document confirms: facts/vpc R2.14. */
import { routesOf } from '../cloud/custom-routes.ts'
import type { RouteTable } from '../cloud/route-table.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatCidr } from '../net/cidr.ts'
import type { Assumption } from './scenario.ts'

export function* assumptionsOfRoutes({ vpcs }: Topology): Generator<Assumption> {
  for (const vpc of vpcs.values())
    for (const table of vpc.routeTables)
      if (hasTie(table))
        yield {
          code: 'ASSUMED_PRECEDENCE',
          text: `vpcs.${vpc.name}.routeTables.${table.name}: a static route wins over that of a prefix list for the same destination`,
          source: 'facts/vpc R2.14',
        }
}

function hasTie({ routes, listRoutes = [] }: RouteTable): boolean {
  const known = new Set(routes.map(({ destination }) => formatCidr(destination)))
  return listRoutes.flatMap(routesOf).some(({ destination }) => known.has(formatCidr(destination)))
}
