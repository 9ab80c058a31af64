/**
 * The readable way to ask: the hops of a packet, each with what was decided and why. It walks the same stages as
 * `decide`, and goes on behind a drop so that all blockers come to light; what lies behind is marked hypothetical.
 */

import { isIpMapping } from '../cloud/nat-gateway.ts'
import type { Address } from '../net/address.ts'
import { type FiveTuple, reverse } from '../net/five-tuple.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import { type Decision, newDecision, type Stage } from './decision.ts'
import { detailsOf } from './details.ts'
import { type AnyStage, type Hop, wayOfReply } from './hop.ts'
import type { Live } from './live.ts'
import { accountOf } from './narration.ts'
import { notesOf, notesOfAny, type Remark } from './notes.ts'
import type { Packet } from './packet.ts'
import { lastPassed } from './pass-on.ts'
import { PASSED, reasons } from './reasons.ts'
import { leavingFor } from './service-entry.ts'
import type { Tables } from './tables.ts'
import { walk } from './walk.ts'
import { BY_HASH } from './ways.ts'

export interface Explanation<A extends Address = Ipv4, S extends AnyStage = Stage> {
  readonly reached: boolean
  /** The way out, then for a packet that arrives the way of its reply; for others only what would stop the reply. */
  readonly hops: readonly Hop<A, S>[]
  /** Everything that stops the packet, in the order of its way. The first is what `decide` gives. */
  readonly blockers: readonly Remark[]
  /** What does not stop it and is worth knowing. */
  readonly notes: readonly Remark[]
}

export function explain(tables: Tables, live: Live, packet: Packet, way: number = BY_HASH): Explanation {
  const decision = newDecision()
  const hops: Hop[] = []
  const blockers: Remark[] = []
  const notes: Remark[] = []
  let before: FiveTuple = packetOnly(packet)
  // Behind a service name the packet has another destination before anybody filters it.
  const sent = () => (decision.service === undefined ? packet : leavingFor(packet, decision))
  const observe = (stage: Stage, reason: number) => {
    const reply = replyAt(tables, stage, sent(), decision)
    const isOneWay = isPassedOneWay(stage, decision)
    const after = reply ?? packetOnly(decision.tuple)
    const { component, why, rule, unknown } = accountOf(tables, live, sent(), decision, stage, reason)
    const hypothetical = blockers.length > 0
    const dropped = reason !== PASSED
    const code = dropped ? reasons[reason]!.code : undefined
    const details = dropped ? detailsOf(tables, live, sent(), decision, stage, reason) : undefined
    const verdict = dropped ? 'dropped' : unknown ? 'unknown' : 'passed'
    const direction = reply === undefined ? 'forward' : 'return'
    const { sourceKnown } = decision
    hops.push({
      stage,
      direction,
      component,
      verdict,
      why,
      rule,
      code,
      details,
      before: reply ?? before,
      after,
      sourceKnown,
      hypothetical,
      ...(isOneWay && { isOneWay }),
    })
    if (reply === undefined) before = after
    if (code !== undefined) blockers.push({ code, details: details! })
    else if (!hypothetical) notes.push(...notesOf(tables, live, sent(), decision, stage))
    if (!hypothetical) notes.push(...notesOfAny(tables, decision, stage, reason))
  }
  walk(tables, live, packet, decision, way, { stage: observe })
  const forward = hops.filter(({ direction }) => direction === 'forward')
  const asked = hops.filter(({ direction }) => direction === 'return')
  return { reached: decision.reached, hops: [...forward, ...wayOfReply(forward, asked)], blockers, notes }
}

/** A server that has kept the source does not see the reply. */
function isPassedOneWay(stage: Stage, decision: Decision): boolean {
  return (decision.isPassing || stage === 'pass-on') && lastPassed(decision)?.masks === false
}

/** The reply as a stage of the way back sees it; undefined for stages of the way out. */
function replyAt(tables: Tables, stage: Stage, packet: Packet, decision: Decision): FiveTuple | undefined {
  const { replying, tuple } = decision
  if (replying !== undefined)
    return {
      protocol: tuple.protocol,
      source: replying.destination,
      sourcePort: replying.destinationPort,
      destination: stage === 'return-acl-in' ? replying.address : replying.source,
      destinationPort: tuple.sourcePort,
    }
  switch (stage) {
    case 'return-sg-out':
    case 'return-acl-out':
    case 'return-vpc-nat':
      return reverse(packetOnly(decision.tuple))
    case 'return-route':
      return replyOfLeg(decision) ?? reverse(beforeMapping(tables, decision))
    case 'return-transit':
    case 'return-acl-transit':
      return replyOfLeg(decision)
    case 'return-acl-in':
    case 'return-sg-in':
      return reverse(packetOnly(packet))
    default:
      return undefined
  }
}

/** The reply on its way back through a transit router. */
function replyOfLeg({ replyingLeg, tuple }: Decision): FiveTuple | undefined {
  if (replyingLeg === undefined) return undefined
  const { source, destination, destinationPort } = replyingLeg
  const { protocol, sourcePort } = tuple
  return {
    protocol,
    source: destination,
    sourcePort: destinationPort,
    destination: source,
    destinationPort: sourcePort,
  }
}

/** As the NAT IP was called: a VPC NAT gateway has put it back when the reply is routed on. */
function beforeMapping(tables: Tables, { tuple, vpcMappingGateway, vpcMapping }: Decision): FiveTuple {
  const packet = packetOnly(tuple)
  const entry = tables.vpcNatGateways[vpcMappingGateway]?.gateway.dnat[vpcMapping]
  if (entry === undefined) return packet
  const shift = isIpMapping(entry) || !hasPorts(tuple.protocol) ? 0 : entry.ports.first - entry.toPorts.first
  return { ...packet, destination: entry.eip, destinationPort: packet.destinationPort + shift }
}

function packetOnly({ protocol, source, sourcePort, destination, destinationPort }: FiveTuple): FiveTuple {
  return { protocol, source, sourcePort, destination, destinationPort }
}
