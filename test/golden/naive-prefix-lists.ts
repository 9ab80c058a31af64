/** Routes to prefix lists as facts/vpc R2.11, R2.14 and R2.18 tell them. */
import type { NextHop, RouteTable } from '../../src/cloud/route-table.ts'

interface PlainRoute {
  readonly destination: { readonly first: number; readonly last: number }
  readonly nextHop: NextHop
  readonly isOfList: boolean
}

/** What was written into a table, static routes before those of lists: of equal destinations the first decides (R2.14). */
export function writtenIn(table: RouteTable | undefined): PlainRoute[] {
  const routes: PlainRoute[] = []
  for (const { destination, nextHop } of table?.routes ?? [])
    routes.push({ destination, nextHop, isOfList: false })
  for (const { cidrs, nextHop } of table?.listRoutes ?? [])
    for (const destination of cidrs) routes.push({ destination, nextHop, isOfList: true })
  return routes
}
