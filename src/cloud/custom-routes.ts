/** The custom routes of a table one by one: static ones, and those that prefix lists stand for (facts/vpc R2.11, R2.14, R2.18). */
import { formatCidr } from '../net/cidr.ts'
import type { CustomRoute, PrefixListRoute, RouteTable } from './route-table.ts'

/** Each with its destination: a static route first, and one of a prefix list only where no other has the destination (R2.14). */
export function customRoutes({ routes, listRoutes = [] }: RouteTable): readonly CustomRoute[] {
  if (listRoutes.length === 0) return routes
  const all = [...routes, ...listRoutes.flatMap(routesOf)]
  const known = new Set<string>()
  return all.filter(({ destination }) => {
    const text = formatCidr(destination)
    return known.has(text) ? false : known.add(text)
  })
}

/** A route for each block of the list. */
export function routesOf({ list, cidrs, nextHop, origin }: PrefixListRoute): CustomRoute[] {
  return cidrs.map((destination) => ({ destination, nextHop, origin, list }))
}

/** As they stand in the file: a route to a prefix list once, however many blocks it leads to. */
export function writtenRoutes({
  routes,
  listRoutes = [],
}: RouteTable): readonly (CustomRoute | PrefixListRoute)[] {
  return listRoutes.length === 0 ? routes : [...routes, ...listRoutes]
}

/** What counts against the quota: a route to a prefix list as many as the list may have entries (R2.18). */
export function countRoutes({ routes, ipv6Routes = [], listRoutes = [] }: RouteTable): number {
  return routes.length + ipv6Routes.length + listRoutes.reduce((sum, { maxEntries }) => sum + maxEntries, 0)
}

/** `10.9.0.0/16`, `10.9.0.0/16 of prefixList/offices`, or `prefixList/offices` for all of its blocks. */
export function formatDestination(route: CustomRoute | PrefixListRoute): string {
  if (!('destination' in route)) return `prefixList/${route.list}`
  const text = formatCidr(route.destination)
  return route.list === undefined ? text : `${text} of prefixList/${route.list}`
}
