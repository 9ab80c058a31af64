/** How many servers are in some groups, as quotas count them (facts/load-balancing 1.14, 2a.5). */
import type { ServerGroup } from './server-group.ts'
import type { Topology } from './topology.ts'

/** Applications count with their declared instances. */
export function membersOf(groups: readonly ServerGroup[], { apps }: Pick<Topology, 'apps'>): number {
  return groups
    .flatMap(({ members }) => members)
    .reduce((sum, member) => sum + (member.kind === 'app' ? (apps.get(member.app)?.instances ?? 0) : 1), 0)
}
