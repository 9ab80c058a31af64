/** Route tables and the IPv4 gateway as they were read: facts/vpc section 2. */
import type * as z from 'zod'
import type { CustomRoute, Ipv4Gateway, RouteTable } from '../cloud/route-table.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
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
    routes: routes.map(
      ({ to, via }, index): CustomRoute => ({
        destination: to,
        nextHop: via,
        origin: context.origin([...path, name, 'routes', index]),
      }),
    ),
    origin: context.origin([...path, name]),
  }))
}

export function buildIpv4Gateway(
  read: Read<typeof schema.ipv4Gateway>,
  path: Path,
  context: BuildContext,
): Ipv4Gateway {
  return { routeTables: read.routeTables, origin: context.origin(path) }
}
