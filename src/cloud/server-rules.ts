/** What the cloud asks of the ENIs of ECS servers; their EIPs are checked with all others (`eip-rules.ts`). */
import { pathOfInterface } from './ha-vip-rules.ts'
import { checkMembership } from './membership-rules.ts'
import type { Quotas } from './quotas.ts'
import { interfacesOf } from './server.ts'
import type { Topology } from './topology.ts'
import type { Violation } from './violation.ts'

export function* checkServers(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const server of topology.servers.values())
    for (const { name, vpc, securityGroups } of interfacesOf(server))
      yield* checkMembership(
        { name, vpc, securityGroups, path: [...pathOfInterface(name), 'securityGroups'] },
        topology,
        quotas,
      )
}
