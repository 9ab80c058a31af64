/** The edits of a route table themselves: a new route, another next hop, a route less, a vSwitch on another table. */
import { formatDestination, writtenRoutes } from '../cloud/custom-routes.ts'
import { unwritten } from '../cloud/origin.ts'
import {
  type CustomRoute,
  formatNextHop,
  type NextHop,
  type PrefixListRoute,
  type RouteTable,
  SYSTEM_TABLE,
} from '../cloud/route-table.ts'
import type { Vpc } from '../cloud/vpc.ts'
import { type Cidr, formatCidr } from '../net/cidr.ts'
import { added, type Draft, type Edit, type EditLine, removed, withMember } from './edit.ts'
import { flowList, itemLines } from './edit-text.ts'

/** As it stands in the file: a route to a prefix list is one, and changes for all of its blocks. */
type WrittenRoute = CustomRoute | PrefixListRoute

/**
 * A route for `destination`; where the table has a static one, that leads to `nextHop` instead. One of a prefix list stays: the
 * new route wins (R2.14).
 */
export function routeEdit(vpc: Vpc, table: string, destination: Cidr, nextHop: NextHop): Edit {
  const written = vpc.routeTables.find(({ name }) => name === table)
  const present = written?.routes.find((route) => formatCidr(route.destination) === formatCidr(destination))
  if (present !== undefined) return rerouteEdit(vpc, table, present, nextHop)
  const to = formatCidr(destination)
  const text = `{ to: ${to}, via: ${formatNextHop(nextHop)} }`
  const path = `vpcs.${vpc.name}.routeTables.${table}.routes`
  return {
    kind: 'route',
    words: `let route table ${table} of VPC ${vpc.name} lead ${to} to ${formatNextHop(nextHop)}`,
    ...placeOfNewRoute(vpc, table, written, text),
    apply: (draft) =>
      changeTable(draft, vpc.name, table, (now) => {
        if (now.routes.some((route) => formatCidr(route.destination) === to)) return undefined
        return { ...now, routes: [...now.routes, { destination, nextHop, origin: unwritten(path) }] }
      }),
  }
}

/** In the list of the table, or with as many keys above it as the file lacks. */
function placeOfNewRoute(
  vpc: Vpc,
  table: string,
  written: RouteTable | undefined,
  text: string,
): Pick<Edit, 'origin' | 'lines'> {
  const tables = `vpcs.${vpc.name}.routeTables`
  const place = (origin: Edit['origin'], path: string, lines: EditLine[]) => ({
    origin: { ...origin, path },
    lines,
  })
  if (written !== undefined) {
    const present = [...writtenRoutes(written), ...(written.ipv6Routes ?? [])]
    return place(
      present.at(-1)?.origin ?? written.origin,
      `${tables}.${table}.routes`,
      itemLines('routes', [text], present.length),
    )
  }
  if (vpc.routeTables.length > 0)
    return place(vpc.origin, `${tables}.${table}`, [added(`${table}: { routes: [ ${text} ] }`)])
  return place(vpc.origin, tables, [added('routeTables:'), added(`  ${table}: { routes: [ ${text} ] }`)])
}

/** The route leads elsewhere from now on. */
export function rerouteEdit(vpc: Vpc, table: string, route: WrittenRoute, nextHop: NextHop): Edit {
  return {
    kind: 'reroute',
    words: `let the route for ${formatDestination(route)} in table ${table} of VPC ${vpc.name} lead to ${formatNextHop(nextHop)}`,
    origin: { ...route.origin, path: `${route.origin.path}.via` },
    lines: [removed(`via: ${formatNextHop(route.nextHop)}`), added(`via: ${formatNextHop(nextHop)}`)],
    apply: (draft) => changeRoute(draft, vpc.name, table, route, { ...route, nextHop }),
  }
}

export function dropRouteEdit(vpc: Vpc, table: string, route: WrittenRoute): Edit {
  const text = `{ to: ${formatDestination(route)}, via: ${formatNextHop(route.nextHop)} }`
  return {
    kind: 'reroute',
    words: `take the route for ${formatDestination(route)} out of table ${table} of VPC ${vpc.name}`,
    origin: route.origin,
    lines: [removed(`- ${text}`)],
    apply: (draft) => changeRoute(draft, vpc.name, table, route, undefined),
  }
}

/** The vSwitch leaves its custom table and is on the system table then (R2.1, R2.2). */
export function leaveTableEdit(vpc: Vpc, table: RouteTable, vswitch: string): Edit {
  const left = table.vswitches.filter((name) => name !== vswitch)
  return {
    kind: 'association',
    words: `put vSwitch ${vswitch} on the ${SYSTEM_TABLE} route table of VPC ${vpc.name}, as all that no table names`,
    origin: { ...table.origin, path: `vpcs.${vpc.name}.routeTables.${table.name}.vswitches` },
    lines: [removed(`vswitches: ${flowList(table.vswitches)}`), added(`vswitches: ${flowList(left)}`)],
    apply: (draft) => changeTable(draft, vpc.name, table.name, (now) => ({ ...now, vswitches: left })),
  }
}

function changeRoute(
  draft: Draft,
  vpc: string,
  table: string,
  route: WrittenRoute,
  changed: WrittenRoute | undefined,
): Draft | undefined {
  return changeTable(draft, vpc, table, (now) => {
    if (!writtenRoutes(now).includes(route)) return undefined
    const { listRoutes } = now
    return {
      ...now,
      routes: withChanged(now.routes, route, changed),
      ...(listRoutes !== undefined && { listRoutes: withChanged(listRoutes, route, changed) }),
    }
  })
}

/** The routes with `changed` in the place of `route`, or without it. */
function withChanged<R extends WrittenRoute>(
  routes: readonly R[],
  route: WrittenRoute,
  changed: WrittenRoute | undefined,
): R[] {
  return routes.flatMap((other) =>
    other === route ? (changed === undefined ? [] : [changed as R]) : [other],
  )
}

function changeTable(
  draft: Draft,
  name: string,
  table: string,
  change: (table: RouteTable) => RouteTable | undefined,
): Draft | undefined {
  const vpc = draft.topology.vpcs.get(name)
  if (vpc === undefined) return undefined
  const present = vpc.routeTables.find((each) => each.name === table)
  if (present === undefined && table !== SYSTEM_TABLE) return undefined
  const fresh = {
    name: table,
    vswitches: [],
    routes: [],
    origin: unwritten(`vpcs.${name}.routeTables.${table}`),
  }
  const changed = change(present ?? fresh)
  if (changed === undefined) return undefined
  const routeTables =
    present === undefined
      ? [...vpc.routeTables, changed]
      : vpc.routeTables.map((each) => (each === present ? changed : each))
  return withMember(draft, 'vpcs', { ...vpc, routeTables })
}
