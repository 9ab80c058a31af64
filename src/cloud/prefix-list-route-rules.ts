/** What the cloud asks of routes to prefix lists: facts/vpc R2.9 to R2.11, R2.14. */
import { formatCidr } from '../net/cidr.ts'
import { routesOf } from './custom-routes.ts'
import { checkNextHop } from './next-hop-rules.ts'
import { checkDestination } from './route-destination-rules.ts'
import type { PrefixListRoute } from './route-table.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'

/** Each block of a list is a destination as any other; but it may equal that of a static route, which wins (R2.14). */
export function* checkListRoutes(
  routes: readonly PrefixListRoute[],
  vpc: Vpc,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  const known = new Map<string, string>()
  for (const route of routes) {
    const { list, index } = route
    const at = [...path, index]
    yield* checkNextHop(route, vpc, topology, [...at, 'via'])
    const blocks = new Map(routesOf(route).map((one) => [formatCidr(one.destination), one]))
    for (const one of blocks.values()) yield* checkDestination(one, vpc, topology, [...at, 'to'])
    const twice = [...blocks.keys()].find((text) => known.has(text))
    if (twice !== undefined)
      yield {
        // facts/vpc R2.11: no order among prefix lists is documented.
        code: 'InvalidCIDRBlock.Duplicate',
        message: `the table already has a route for ${twice}, by prefixList/${known.get(twice)}`,
        ...(known.get(twice) !== list && { hint: 'give one of the two lists other blocks' }),
        path: [...at, 'to'],
      }
    for (const text of blocks.keys()) known.set(text, list)
  }
}
