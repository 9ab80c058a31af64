/**
 * The border of a vSwitch: its network ACL, asked for a packet and again for the reply (facts/vpc section 6). Name and
 * metadata services always pass (R6.10). By the readings of the file nobody comes there within one vSwitch (R6.9), and what
 * no entry matches is dropped (R6.7). A vSwitch without an ACL has no border: the stage is left out (R6.1).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { AclTable, CompiledAcl } from './acl-table.ts'
import { isExemptFromAcls } from './cloud-service.ts'
import { BY_DEFAULT, BY_EXEMPTION, CANNOT_TELL, type Decision, type Stage } from './decision.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import type { Passed } from './passed.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const ACL_DENY_OUT = reasonIndex('ACL_DENY_OUT')
const ACL_DENY_IN = reasonIndex('ACL_DENY_IN')
const ACL_RETURN_DENIED = reasonIndex('ACL_RETURN_DENIED')

/** The ACL at the border of the vSwitch of `slot`; undefined where there is none. */
export function aclOf(tables: Tables, live: Live, slot: number): CompiledAcl | undefined {
  // R6.11: an ENI with a cut-through EIP is exempt.
  if (tables.owners[live.owner(slot)]!.isCutThrough) return undefined
  return tables.vpcs[tables.owners[live.owner(slot)]!.vpc]!.aclOf[live.vswitch(slot)]
}

/** `isInside`: the destination lies in the vSwitch of `slot`. True: the walk ends here. */
export function crossBorderOut(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  isInside: boolean,
  observer: Observer | undefined,
): boolean {
  const acl = isInside && !tables.readings.aclFiltersWithin ? undefined : aclOf(tables, live, slot)
  if (acl === undefined) return false
  if (decision.isPassing) decision.passed[decision.passes - 1]!.crossedOut = true
  else decision.crossedOut = true
  const { protocol, destinationPort, destination } = decision.tuple
  const passes = judge(tables, decision, acl.egress, protocol, destinationPort, destination)
  return settle(decision, 'acl-out', passes ? PASSED : ACL_DENY_OUT, observer)
}

/** `sender` is the slot that sends from inside the same VPC, or `NONE`. */
export function crossBorderIn(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  sender: number,
  observer: Observer | undefined,
): boolean {
  const acl = aclInward(tables, live, slot, sender)
  if (acl === undefined) return false
  if (decision.isPassing) decision.passed[decision.passes - 1]!.crossedIn = true
  else decision.crossedIn = true
  const { protocol, destinationPort, source } = decision.tuple
  const passes = !decision.sourceKnown
    ? cannotTell(decision)
    : judge(tables, decision, acl.ingress, protocol, destinationPort, source)
  return settle(decision, 'acl-in', passes ? PASSED : ACL_DENY_IN, observer)
}

/** The ACL that filters what comes to an ENI: none between ENIs of one vSwitch, unless the file reads it otherwise (R6.9). */
function aclInward(tables: Tables, live: Live, slot: number, sender: number): CompiledAcl | undefined {
  const isInside = sender !== NONE && live.vswitch(sender) === live.vswitch(slot)
  return isInside && !tables.readings.aclFiltersWithin ? undefined : aclOf(tables, live, slot)
}

/** The reply at the border of a server that has put its own address in the place of the source. */
export function replyAtServer(
  tables: Tables,
  live: Live,
  decision: Decision,
  passed: Passed,
  stage: 'return-acl-in' | 'return-acl-out',
  observer: Observer | undefined,
): boolean {
  const acl = aclOf(tables, live, passed.slot)!
  const table = stage === 'return-acl-in' ? acl.ingress : acl.egress
  const far = stage === 'return-acl-in' ? passed.destination : passed.source
  const { protocol, sourcePort } = decision.tuple
  const passes =
    stage === 'return-acl-out' && !passed.sourceKnown
      ? cannotTell(decision)
      : judge(tables, decision, table, protocol, sourcePort, far)
  return settle(decision, stage, passes ? PASSED : ACL_RETURN_DENIED, observer)
}

/** The reply at the border that the packet has crossed on its way in: nothing is remembered of it (R6.2). */
export function replyOutOfTarget(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  if (!decision.crossedIn) return false
  const { egress } = aclOf(tables, live, decision.targetNumber)!
  const { protocol, source, sourcePort } = decision.tuple
  const passes = !decision.sourceKnown
    ? cannotTell(decision)
    : judge(tables, decision, egress, protocol, sourcePort, source)
  return settle(decision, 'return-acl-out', passes ? PASSED : ACL_RETURN_DENIED, observer)
}

/** The same at the border of the sender, who sees the address that it called. */
export function replyIntoSender(
  tables: Tables,
  live: Live,
  decision: Decision,
  packet: Packet,
  observer: Observer | undefined,
): boolean {
  if (!decision.crossedOut) return false
  const { ingress } = aclOf(tables, live, packet.slot)!
  const passes = judge(tables, decision, ingress, packet.protocol, packet.sourcePort, packet.destination)
  return settle(decision, 'return-acl-in', passes ? PASSED : ACL_RETURN_DENIED, observer)
}

/** What an ACL stage asked: which list of whose ACL, and about which far address. */
export interface Border {
  readonly compiled: CompiledAcl
  readonly direction: 'ingress' | 'egress'
  readonly table: AclTable
  readonly peer: Ipv4
}

/** The border that `stage` has asked: for those who tell of it. */
export function borderOf(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  stage: Stage,
): Border {
  const isSender = stage === 'acl-out' || stage === 'return-acl-in'
  const direction = stage === 'acl-out' || stage === 'return-acl-out' ? 'egress' : 'ingress'
  const { replying } = decision
  if (replying !== undefined) {
    const compiled = aclOf(tables, live, replying.slot)!
    const peer = direction === 'ingress' ? replying.destination : replying.source
    return { compiled, direction, table: compiled[direction], peer }
  }
  const compiled = aclOf(
    tables,
    live,
    isSender ? (stage === 'acl-out' ? decision.at : packet.slot) : decision.targetNumber,
  )!
  const peer = isSender ? packet.destination : decision.tuple.source
  return { compiled, direction, table: compiled[direction], peer }
}

function judge(
  tables: Tables,
  decision: Decision,
  table: AclTable,
  protocol: number,
  port: number,
  peer: Ipv4,
): boolean {
  if (isExemptFromAcls(peer)) {
    decision.ground = BY_EXEMPTION
    return true
  }
  const row = table.firstMatch(protocol, port, peer)
  decision.ground = row
  if (row === BY_DEFAULT) return tables.readings.aclPassesUnmatched
  return table.entries[row]!.policy === 'accept'
}

/** Does the list of an ACL let the packet pass? The ground stands in the decision. */
export const judgeEntries = judge

function cannotTell(decision: Decision): true {
  decision.ground = CANNOT_TELL
  return true
}
