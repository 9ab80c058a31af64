/** Route tables and the IPv4 gateway as they were read: facts/vpc section 2. */
import type * as z from 'zod'
import type { Ipv6Route } from '../cloud/ipv6.ts'
import type { CustomRoute, Ipv4Gateway, RouteTable } from '../cloud/route-table.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import { readRoute } from './build-ipv6.ts'
import type * as schema from './schema/network.ts'

type Read<Schema extends z.ZodType> = z.output<Schema>

export function buildRouteTables(
  read: Readonly<Record<string, Read<typeof schema.routeTable>>>,
  path: Path,
  context: BuildContext,
): RouteTable[] {
  return Object.entries(read).map(([name, { vswitches, routes }]) => ({
    name,
    vswitches,
    ...splitRoutes(routes, [...path, name, 'routes'], context),
    origin: context.origin([...path, name]),
  }))
}

/** Those of IPv4, and those of IPv6 where there are any; what is neither is reported. */
function splitRoutes(
  read: Read<typeof schema.routeTable>['routes'],
  path: Path,
  context: BuildContext,
): Pick<RouteTable, 'routes' | 'ipv6Routes'> {
  const routes: CustomRoute[] = []
  const ipv6Routes: Ipv6Route[] = []
  for (const [index, one] of read.entries()) {
    const at = [...path, index]
    const route = readRoute(one, index, at, context)
    if (route === undefined) continue
    if ('nextHop' in route) routes.push({ ...route, origin: context.origin(at) })
    else ipv6Routes.push(route)
  }
  return { routes, ...(ipv6Routes.length > 0 && { ipv6Routes }) }
}

export function buildIpv4Gateway(
  read: Read<typeof schema.ipv4Gateway>,
  path: Path,
  context: BuildContext,
): Ipv4Gateway {
  const { routes: inboundRoutes } = splitRoutes(read.inboundRoutes, [...path, 'inboundRoutes'], context)
  return { routeTables: read.routeTables, inboundRoutes, origin: context.origin(path) }
}
