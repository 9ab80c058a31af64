/** Route tables and the IPv4 gateway as they were read: facts/vpc section 2. */
import type * as z from 'zod'
import type { Ipv6Route } from '../cloud/ipv6.ts'
import type { PrefixList } from '../cloud/prefix-list.ts'
import type { CustomRoute, Ipv4Gateway, PrefixListRoute, RouteTable } from '../cloud/route-table.ts'
import type { Path } from '../cloud/violation.ts'
import type { Vpc } from '../cloud/vpc.ts'
import type { BuildContext } from './build-context.ts'
import { readRoute } from './build-ipv6.ts'
import type * as schema from './schema/network.ts'

type Read<Schema extends z.ZodType> = z.output<Schema>
type PrefixLists = ReadonlyMap<string, PrefixList>
type Routes = Pick<RouteTable, 'routes' | 'ipv6Routes' | 'listRoutes'>

export function buildRouteTables(
  read: Readonly<Record<string, Read<typeof schema.routeTable>>>,
  prefixLists: PrefixLists,
  path: Path,
  context: BuildContext,
): RouteTable[] {
  return Object.entries(read).map(([name, { vswitches, routes }]) => ({
    name,
    vswitches,
    ...splitRoutes(routes, prefixLists, [...path, name, 'routes'], context),
    origin: context.origin([...path, name]),
  }))
}

/** Static ones of IPv4, and where there are any those of IPv6 and those to prefix lists; what is none is reported. */
function splitRoutes(
  read: Read<typeof schema.routeTable>['routes'],
  prefixLists: PrefixLists,
  path: Path,
  context: BuildContext,
): Routes {
  const routes: CustomRoute[] = []
  const ipv6Routes: Ipv6Route[] = []
  const listRoutes: PrefixListRoute[] = []
  for (const [index, one] of read.entries()) {
    const at = [...path, index]
    const route = readRoute(one, index, at, context)
    if (route === undefined) continue
    if (!('nextHop' in route)) ipv6Routes.push(route)
    else if ('destination' in route) routes.push({ ...route, origin: context.origin(at) })
    else {
      // A list that is not there leads nowhere; the references tell of it.
      const list = prefixLists.get(route.list)
      if (list === undefined) continue
      const { entries: cidrs, maxEntries } = list
      listRoutes.push({ ...route, cidrs, maxEntries, index, origin: context.origin(at) })
    }
  }
  return {
    routes,
    ...(ipv6Routes.length > 0 && { ipv6Routes }),
    ...(listRoutes.length > 0 && { listRoutes }),
  }
}

/** What a VPC has of its IPv4 gateway: the active one, what the deletion of one left behind (R2.24), or nothing. */
export function buildIpv4Gateway(
  read: Read<typeof schema.ipv4Gateway> | undefined,
  path: Path,
  context: BuildContext,
): Pick<Vpc, 'ipv4Gateway' | 'leftPrivate'> {
  if (read === undefined) return {}
  if (read.deleted === undefined) return { ipv4Gateway: activeGateway(read, path, context) }
  for (const key of ['routeTables', 'inboundRoutes'] as const)
    if (read[key].length > 0)
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: 'an IPv4 gateway that was deleted has no routes',
        hint: `leave ${key} out, or deleted`,
        path: [...path, key],
        at: 'key',
      })
  return read.deleted === 'private' ? { leftPrivate: context.origin(path) } : {}
}

function activeGateway(
  read: Read<typeof schema.ipv4Gateway>,
  path: Path,
  context: BuildContext,
): Ipv4Gateway {
  const at = [...path, 'inboundRoutes']
  const { routes: inboundRoutes } = splitRoutes(read.inboundRoutes, new Map(), at, context)
  return { routeTables: read.routeTables, inboundRoutes, origin: context.origin(path) }
}
