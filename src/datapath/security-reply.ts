/**
 * The reply at security groups, where they keep no session: advanced groups under the reading that they are stateless
 * (facts/vpc R5.21). The groups of a server that passes the packet on are not asked again.
 */
import { isExemptFromSecurityGroups } from './cloud-service.ts'
import { BY_DEFAULT, BY_EXEMPTION, CANNOT_TELL, type Decision } from './decision.ts'
import { type Live, NONE } from './live.ts'
import { isAdvanced } from './owner-table.ts'
import type { Packet } from './packet.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import type { RuleTable } from './rule-table.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const SG_RETURN_DENIED = reasonIndex('SG_RETURN_DENIED')
/** Rules of an advanced group name no group (R5.4). */
const NO_GROUPS: readonly number[] = []

type PortsOf = Parameters<RuleTable['firstMatch']>[0]

/** The reply as its rules see it; used again and again. */
const reply: { -readonly [Key in keyof PortsOf]: PortsOf[Key] } = {
  protocol: 0 as PortsOf['protocol'],
  source: 0,
  sourcePort: 0,
  destination: 0,
  destinationPort: 0,
}

/** Out of the instance that was reached. True: the walk ends here. */
export function replyOutOfGroups(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  if (!tables.readings.advancedIsStateless || decision.target !== 'instance') return false
  const owner = tables.owners[live.owner(decision.targetNumber)]!
  if (!isAdvanced(owner)) return false
  const { tuple } = decision
  if (!decision.sourceKnown) {
    decision.ground = CANNOT_TELL
    return settle(decision, 'return-sg-out', PASSED, observer)
  }
  turn(tuple)
  const passes = judge(decision, owner.egress, tuple.source, tuple.destination)
  return settle(decision, 'return-sg-out', passes ? PASSED : SG_RETURN_DENIED, observer)
}

/** Into the sender, which has called `packet.destination`. */
export function replyIntoGroups(
  tables: Tables,
  live: Live,
  decision: Decision,
  packet: Packet,
  observer: Observer | undefined,
): void {
  if (!tables.readings.advancedIsStateless || packet.slot === NONE) return
  const owner = tables.owners[live.owner(packet.slot)]!
  if (!isAdvanced(owner)) return
  turn(packet)
  const passes = judge(decision, owner.ingress, packet.destination, packet.source)
  settle(decision, 'return-sg-in', passes ? PASSED : SG_RETURN_DENIED, observer)
}

function turn({ protocol, sourcePort, destinationPort }: PortsOf): void {
  reply.protocol = protocol
  reply.sourcePort = destinationPort
  reply.destinationPort = sourcePort
}

/** What name and metadata services answer is exempt, as what they are asked (R5.20). */
function judge(decision: Decision, table: RuleTable, peer: number, local: number): boolean {
  if (isExemptFromSecurityGroups(peer)) {
    decision.ground = BY_EXEMPTION
    return true
  }
  const row = table.firstMatch(reply, peer, local, NO_GROUPS)
  decision.ground = row
  return row !== BY_DEFAULT && table.accepts(row)
}
