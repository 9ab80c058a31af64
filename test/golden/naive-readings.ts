/** The open points of facts/vpc section 15 under the reading of the topology, for the naive data path. */
import type { SecurityGroup } from '../../src/cloud/security-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Vpc } from '../../src/cloud/vpc.ts'
import type { Eni, World } from './naive-datapath.ts'

/** R6.9 */
export function filtersWithin({ assumptions }: Topology): boolean {
  return assumptions.aclWithinVSwitch === 'filtered'
}

/** R6.7 */
export function passesUnmatched({ assumptions }: Topology): boolean {
  return assumptions.aclUnmatched === 'allow'
}

/** R2.21: `hop` is the kind of next hop that the vSwitch's table has for the destination. */
export function fallsBackToSnat({ assumptions }: Topology, vpc: Vpc, hop: string | undefined): boolean {
  return assumptions.eipWithoutRoute === 'snat' && vpc.ipv4Gateway !== undefined && hop === 'nat'
}

export function losesHairpins({ assumptions }: Topology): boolean {
  return assumptions.eipHairpin === 'dropped'
}

/** R5.19 */
export function isMail(protocol: number, port: number): boolean {
  return protocol === 6 && port === 25
}

export function blocksMail({ topology }: World, eni: Eni): boolean {
  if (eni.kind !== 'server') return topology.assumptions.mailOfApps === 'blocked'
  return topology.servers.get(eni.app.split('/')[0]!)!.unblock25 !== true
}

/** R5.21 */
export function isStateless({ assumptions }: Topology, groups: readonly SecurityGroup[]): boolean {
  return assumptions.advancedGroups === 'stateless' && groups.some(({ type }) => type === 'advanced')
}

interface ReplyPacket {
  readonly protocol: number
  readonly sourcePort: number
  readonly port: number
  readonly far: number
  readonly near: number
}

/** R5.8, R5.11: of the rules that match the reply, those of the smallest priority accept, and none of them drops. */
export function letsReply(
  groups: readonly SecurityGroup[],
  direction: 'ingress' | 'egress',
  { protocol, sourcePort, port, far, near }: ReplyPacket,
): boolean {
  const inside = ({ first, last }: { first: number; last: number }, value: number) =>
    value >= first && value <= last
  const matching = groups
    .flatMap((group) => group[direction])
    .filter((rule) => {
      if (rule.protocol !== 255 && rule.protocol !== protocol) return false
      if (!inside(rule.ports, port)) return false
      if (rule.sourcePorts !== undefined && !inside(rule.sourcePorts, sourcePort)) return false
      if (rule.localCidr !== undefined && !inside(rule.localCidr, near)) return false
      if (rule.peer.kind === 'cidr') return inside(rule.peer.cidr, far)
      return rule.peer.kind === 'prefixList' && rule.peer.cidrs.some((cidr) => inside(cidr, far))
    })
  const best = Math.min(...matching.map(({ priority }) => priority))
  const deciding = matching.filter(({ priority }) => priority === best)
  return deciding.length > 0 && deciding.every(({ policy }) => policy === 'accept')
}
