/** What the cloud asks of router interfaces and of routes to several of them: facts/vpc 2.2, 2.4 and R2.17. */
import { writtenRoutes } from './custom-routes.ts'
import { formatNextHop } from './route-table.ts'
import type { Topology } from './topology.ts'
import type { Violation } from './violation.ts'

export function* checkRouterInterfaces(topology: Topology): Generator<Violation> {
  for (const { name, vpcs } of topology.routerInterfaces.values())
    if (vpcs[0] === vpcs[1])
      yield {
        code: 'REFERENCE_DUPLICATE',
        message: `VPC ${vpcs[0]} is named twice, but router interfaces connect two VPCs`,
        path: ['routerInterfaces', name, 'vpcs', 1],
      }
  for (const vpc of topology.vpcs.values())
    for (const table of vpc.routeTables)
      for (const { nextHop, origin } of writtenRoutes(table)) {
        if (nextHop.kind !== 'routerInterface') continue
        const index = Number(/\[(\d+)\]$/.exec(origin.path)?.[1] ?? 0)
        const path = ['vpcs', vpc.name, 'routeTables', table.name, 'routes', index, 'via']
        const known = new Set<string>()
        for (const { name } of nextHop.hops) {
          if (known.has(name))
            yield {
              // facts/vpc 2.4
              code: 'Duplicated.VpcNextHop',
              message: `routerInterface/${name} stands in the list twice`,
              hint: 'give it a larger weight',
              path,
            }
          known.add(name)
          const ends = topology.routerInterfaces.get(name)?.vpcs
          if (ends !== undefined && !ends.includes(vpc.name))
            yield {
              // facts/vpc R2.4
              code: 'InvalidNextHopId.NotFound',
              message: `${formatNextHop({ ...nextHop, hops: [{ name, weight: 1 }] })} connects VPC ${ends[0]} with VPC ${ends[1]}, the table is in ${vpc.name}`,
              hint: 'next hops live in the VPC of the table',
              path,
            }
        }
      }
}
