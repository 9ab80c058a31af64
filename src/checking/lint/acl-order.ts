/** Entries of network ACLs that do nothing where they stand (facts/vpc R6.3); what no entry matches is dropped, or passes, as the file reads it (R6.7). */
import type { AclEntry } from '../../cloud/network-acl.ts'
import { formatCidr } from '../../net/cidr.ts'
import { formatPortRange } from '../../net/port-range.ts'
import { formatProtocol, hasPorts } from '../../net/protocol.ts'
import type { Found, TopologyRule } from './found.ts'
import { foundIn } from './order-findings.ts'
import { boxesOf } from './packet-space.ts'
import { standingsOf } from './rule-order.ts'

export const aclOrder: TopologyRule = {
  reads: ({ vpcs }) => [vpcs],
  *find({ vpcs, assumptions }, { budget }): Generator<Found> {
    const unmatched = assumptions.aclUnmatched === 'allow' ? 'accept' : 'drop'
    for (const { networkAcls } of vpcs.values())
      for (const acl of networkAcls)
        for (const direction of ['ingress', 'egress'] as const) {
          const entries = acl[direction]
          const standings = standingsOf(entries.map(asRule), unmatched, budget)
          for (const [at, entry] of entries.entries())
            yield* foundIn(standings[at]!, {
              what: `${describeEntry(entry, direction)}`,
              where: '',
              origin: entry.origin,
              origins: entries.map(({ origin }) => origin),
              agrees: (by) => by.every((other) => entries[other]!.policy === entry.policy),
            })
        }
  },
}

function asRule({ policy, protocol, ports, peer }: AclEntry) {
  return { policy, boxes: boxesOf({ protocol, ports, peers: [peer] }) }
}

function describeEntry({ policy, protocol, ports, peer }: AclEntry, direction: 'ingress' | 'egress'): string {
  const range = hasPorts(protocol) ? ` ${formatPortRange(ports)}` : ''
  return `${policy} ${formatProtocol(protocol)}${range} ${direction === 'ingress' ? 'from' : 'to'} ${formatCidr(peer)}`
}
