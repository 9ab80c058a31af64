/** What the cloud asks of route tables and of the IPv4 gateway: facts/vpc sections 2.1 to 2.5. */
import { formatCidr } from '../net/cidr.ts'
import { countRoutes, customRoutes } from './custom-routes.ts'
import { checkInboundRoutes, checkNextHop } from './next-hop-rules.ts'
import { checkListRoutes } from './prefix-list-route-rules.ts'
import type { Quotas } from './quotas.ts'
import { checkDestination } from './route-destination-rules.ts'
import { placeAmongRoutes, type RouteTable, SYSTEM_TABLE } from './route-table.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'
import { checkAttachments } from './vswitch-attachment-rules.ts'

export function* checkRouteTables(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const vpc of topology.vpcs.values()) {
    const path: Path = ['vpcs', vpc.name, 'routeTables']
    const custom = vpc.routeTables.filter(({ name }) => name !== SYSTEM_TABLE)
    if (custom.length > quotas.routeTablesPerVpc)
      yield {
        // facts/vpc 1.3
        code: 'QUOTA_EXCEEDED',
        message: `${custom.length} custom route tables, but a VPC may have ${quotas.routeTablesPerVpc}`,
        hint: 'quotas.routeTablesPerVpc sets a raised quota',
        path,
      }
    for (const table of vpc.routeTables) yield* checkTable(table, vpc, topology, quotas)
    yield* checkAttachments(vpc, custom, 'route table', path, topology)
    yield* checkIpv4Gateway(vpc)
    yield* checkInboundRoutes(vpc, topology)
  }
}

function* checkTable(table: RouteTable, vpc: Vpc, topology: Topology, quotas: Quotas): Generator<Violation> {
  const path: Path = ['vpcs', vpc.name, 'routeTables', table.name]
  if (table.name === SYSTEM_TABLE && table.vswitches.length > 0)
    yield {
      // facts/vpc R2.1
      code: 'KEYS_EXCLUSIVE',
      message: 'the system route table has every vSwitch that no other table has, and names none',
      hint: 'leave vswitches out',
      path: [...path, 'vswitches'],
    }
  const { listRoutes = [] } = table
  const count = countRoutes(table)
  if (count > quotas.routesPerTable)
    yield {
      // facts/vpc R2.18, 2.4: "Route entry quota exceeded in this route table."
      code: 'QuotaExceeded',
      message: `${count} custom routes, but a route table may have ${quotas.routesPerTable}`,
      hint: `${listRoutes.map(({ list, maxEntries }) => `prefixList/${list} counts as its maximum of ${maxEntries}; `).join('')}quotas.routesPerTable sets a raised quota`,
      path: [...path, 'routes'],
    }
  const known = new Set<string>()
  for (const [index, route] of table.routes.entries()) {
    const at = [...path, 'routes', placeAmongRoutes(table, index)]
    yield* checkDestination(route, vpc, topology, [...at, 'to'])
    yield* checkNextHop(route, vpc, topology, [...at, 'via'])
    const text = formatCidr(route.destination)
    if (known.has(text))
      yield {
        // facts/vpc R2.11: "Specified CIDR block is already exists."
        code: 'InvalidCIDRBlock.Duplicate',
        message: `the table already has a route for ${text}`,
        path: [...at, 'to'],
      }
    known.add(text)
  }
  yield* checkListRoutes(listRoutes, vpc, topology, [...path, 'routes'])
}

function* checkIpv4Gateway(vpc: Vpc): Generator<Violation> {
  for (const [index, name] of (vpc.ipv4Gateway?.routeTables ?? []).entries()) {
    const path = ['vpcs', vpc.name, 'ipv4Gateway', 'routeTables', index]
    const table = vpc.routeTables.find((one) => one.name === name)
    if (table === undefined && name !== SYSTEM_TABLE)
      yield {
        // facts/vpc 2.4
        code: 'InvalidRouteTableId.NotFound',
        message: `VPC ${vpc.name} has no route table ${name}`,
        hint: `it has ${[SYSTEM_TABLE, ...vpc.routeTables.map((one) => one.name).filter((one) => one !== SYSTEM_TABLE)].join(', ')}`,
        path,
      }
    if (table && customRoutes(table).some(({ destination }) => formatCidr(destination) === '0.0.0.0/0'))
      yield {
        // facts/vpc R2.22
        code: 'InvalidCIDRBlock.Duplicate',
        message: `route table ${name} already has a route for 0.0.0.0/0, and activation would add another`,
        hint: 'drop that route, or this table here',
        path,
      }
  }
}
