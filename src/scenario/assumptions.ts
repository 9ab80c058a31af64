/** What a file relied on that the documents leave open and that it did not say itself. */
import type { Topology } from '../cloud/topology.ts'
import { assumptionsOfApps } from './app-assumptions.ts'
import { assumptionsOfBalancers } from './balancer-assumptions.ts'
import { assumptionsOfCens } from './cen-assumptions.ts'
import { assumptionsOfCertificates } from './certificate-assumptions.ts'
import { assumptionsOfGateways } from './gateway-notes.ts'
import { assumptionsOfIpv6 } from './ipv6-assumptions.ts'
import { assumptionsOfNames } from './name-assumptions.ts'
import { assumptionsOfNat } from './nat-assumptions.ts'
import { openPoints } from './open-points.ts'
import { assumptionsOfRoutes } from './route-assumptions.ts'
import type { Assumption } from './scenario.ts'
import { assumptionsOfServers } from './server-assumptions.ts'
import type { ValueMap } from './value.ts'

/** Deployment first, then the open points of the network, then what has no switch. */
export function findAssumptions(topology: Topology, root: ValueMap): Assumption[] {
  return [
    ...assumptionsOfApps(topology.apps.values(), root),
    ...openPoints(topology, root),
    ...unswitched(topology),
    ...assumptionsOfRoutes(topology),
    ...assumptionsOfServers(topology),
    ...assumptionsOfNat(topology),
    ...assumptionsOfIpv6(topology),
    ...assumptionsOfNames(topology, root),
    ...assumptionsOfCens(topology, root),
    ...assumptionsOfBalancers(topology, root),
    ...assumptionsOfCertificates(topology),
    ...assumptionsOfGateways(topology, root),
  ]
}

/** Readings that a file cannot change: there is no second one that a source suggests. */
function* unswitched(topology: Topology): Generator<Assumption> {
  for (const vpc of topology.vpcs.values()) {
    if (vpc.networkAcls.length > 0)
      yield {
        code: 'ASSUMED_ORDER',
        text: `vpcs.${vpc.name}.networkAcls: callers use source port 49152, so replies go there`,
        source: 'facts/vpc R6.2, R10.3',
      }
    const gateways = [...topology.natGateways.values()].filter(({ vpc: of }) => of === vpc.name)
    for (const { name, vswitch } of gateways)
      if (vpc.networkAcls.some(({ vswitches }) => vswitches.includes(vswitch)))
        yield {
          code: 'ASSUMED_PRECEDENCE',
          text: `natGateways.${name}: it does not meet the network ACL of its vSwitch`,
          source: 'facts/vpc R6.11, section 15',
        }
    if (vpc.ipv4Gateway !== undefined && gateways.length > 0)
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `vpcs.${vpc.name}.ipv4Gateway: a NAT gateway needs a route to it in the table of its own vSwitch`,
        source: 'facts/vpc R2.25',
      }
  }
}
