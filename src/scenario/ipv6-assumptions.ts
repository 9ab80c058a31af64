/** What a file with IPv6 relies on and no document says: facts/vpc sections 1.1, 5, 6 and 8 speak of IPv6 only in part. */
import type { Topology } from '../cloud/topology.ts'
import type { Assumption } from './scenario.ts'

export function* assumptionsOfIpv6(topology: Topology): Generator<Assumption> {
  const { vpcs, servers, securityGroups, assumptions } = topology
  for (const { name, ipv6, networkAcls } of vpcs.values()) {
    if (ipv6 === undefined) continue
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `vpcs.${name}.ipv6Cidr: every block that holds a /64 is taken, whatever its mask`,
      source: 'facts/vpc R1.15',
    }
    if (networkAcls.length > 0)
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `vpcs.${name}.networkAcls: entries are of IPv4, and IPv6 packets are not filtered`,
        source: 'facts/vpc R6.3, R6.5',
      }
    if (ipv6.gateway !== undefined)
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `vpcs.${name}.ipv6Gateway: it brings no route of its own, and replies to the Internet need ::/0 as well`,
        source: 'facts/vpc R2.4, R8.4',
      }
  }
  const groups = new Set(
    [...servers.values()].flatMap((server) => (server.ipv6 === undefined ? [] : server.securityGroups)),
  )
  const stateless = [...groups].filter((group) => securityGroups.get(group)!.type === 'advanced')
  if (assumptions.advancedGroups === 'stateless' && stateless.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `securityGroups.${listed(stateless)}: replies over IPv6 pass without a rule, stateless or not`,
      source: 'facts/vpc R5.14, R5.21',
    }
  const meant = [...groups].filter((group) => {
    const { innerAccess, ingress, egress } = securityGroups.get(group)!
    return innerAccess === 'accept' || [...ingress, ...egress].some(({ peer }) => peer.kind === 'group')
  })
  if (meant.length === 0) return
  yield {
    code: 'ASSUMED_PRECEDENCE',
    text: `securityGroups.${listed(meant)}: members are known by their IPv6 addresses too`,
    source: 'facts/vpc R5.3, R5.15',
  }
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `{${names.join(',')}}`
}
