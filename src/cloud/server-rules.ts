/** What the cloud asks of ECS servers; their EIPs are checked with all others (`eip-rules.ts`). */
import { checkMembership } from './membership-rules.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Violation } from './violation.ts'

export function* checkServers(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const { name, vpc, securityGroups } of topology.servers.values())
    yield* checkMembership(
      { name, vpc, securityGroups, path: ['servers', name, 'securityGroups'] },
      topology,
      quotas,
    )
}
