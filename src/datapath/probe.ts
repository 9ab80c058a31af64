/**
 * What a health check finds at a server. An ALB probes from its Local IPs, and meets the filters of the server as its requests
 * do (facts/load-balancing 1.1, 1.9); CLB probes from 100.64.0.0/10 and NLB from its Local IPs, for which no rule of a security
 * group is needed (2.4, 2a.4). One node that gets no answer is enough: all nodes follow its verdict (2.4, assumed for ALB).
 */
import type { Backend } from '../balancing/pool-view.ts'
import type { HealthCheck } from '../cloud/health-check.ts'
import type { ProbeSource } from '../cloud/pool-probers.ts'
import { type PacketProtocol, TCP, UDP } from '../net/protocol.ts'
import { crossBorderIn, replyOutOfTarget } from './border.ts'
import { newDecision } from './decision.ts'
import { EPHEMERAL_PORT } from './flow-packet.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import { isUp, listens } from './owner-table.ts'
import { judgeIngress } from './security.ts'
import { replyOutOfGroups } from './security-reply.ts'
import { settle } from './stage.ts'
import type { Tables } from './tables.ts'

/**
 * `refused`: the server says at once that nobody listens. `silent`: nobody says anything until the timeout, and `blocked`: because
 * a rule on the way stops the probe.
 */
export type ProbeResult = 'answered' | 'refused' | 'silent' | 'blocked'

export function probe(
  tables: Tables,
  live: Live,
  vpc: string,
  { protocol, port }: Pick<HealthCheck, 'protocol' | 'port'>,
  backend: Backend,
  sources: readonly ProbeSource[],
): ProbeResult {
  const vpcTable = tables.vpcs[tables.numbers.vpcs.numberOf(vpc)]
  const slot = vpcTable === undefined ? NONE : slotIn(tables, vpcTable, live, backend.address)
  if (slot === NONE) return 'silent'
  const owner = tables.owners[live.owner(slot)]!
  const transport = protocol === 'udp' ? UDP : TCP
  for (const source of sources)
    if (!isLetThrough(tables, live, slot, source, transport, port ?? backend.port)) return 'blocked'
  if (owner.kind === 'server' && !isUp(owner, live, slot)) return 'silent'
  const isHeard = listens(owner, transport, port ?? backend.port) && live.isAnswering(slot)
  return isHeard ? 'answered' : 'refused'
}

function isLetThrough(
  tables: Tables,
  live: Live,
  slot: number,
  { address, vswitch, meetsGroups }: ProbeSource,
  protocol: PacketProtocol,
  port: number,
): boolean {
  const decision = newDecision()
  const { tuple } = decision
  tuple.protocol = protocol
  tuple.source = address
  tuple.sourcePort = EPHEMERAL_PORT
  tuple.destination = live.address(slot)
  tuple.destinationPort = port
  decision.target = 'instance'
  decision.targetNumber = slot
  const isWithin = vswitch !== undefined && tables.numbers.vswitches.numberOf(vswitch) === live.vswitch(slot)
  // R6.9
  if (!isWithin || tables.readings.aclFiltersWithin)
    if (crossBorderIn(tables, live, decision, slot, NONE, undefined)) return false
  if (meetsGroups) {
    const owner = tables.owners[live.owner(slot)]!
    const reason = judgeIngress(tables, live, decision, owner, NONE)
    if (settle(decision, 'sg-in', reason, undefined)) return false
    if (replyOutOfGroups(tables, live, decision, undefined)) return false
  }
  return !replyOutOfTarget(tables, live, decision, undefined)
}
