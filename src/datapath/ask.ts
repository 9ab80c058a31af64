/**
 * What a simulation asks after each event: does this flow get through for this instance? Decisions run on numbers; text
 * is made only where something stops the flow.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Answer } from './answer.ts'
import { decide } from './decide.ts'
import { type Decision, newDecision, type Stage } from './decision.ts'
import { detailsOf } from './details.ts'
import type { Flow } from './flow.ts'
import { obstacleOf, packetOf } from './flow-packet.ts'
import { type Live, NONE } from './live.ts'
import { isAmbiguous } from './nat-table.ts'
import type { Packet } from './packet.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import type { Tables } from './tables.ts'

/**
 * `slot` is the ENI that sends – an instance of the application or the server that the flow comes from – or, from the
 * Internet, the one that is called; a flow from the Internet to a database has none (`NONE`). Where an SNAT entry may
 * pick any of several EIPs, the flow gets through only if it does with each of them (facts/vpc R4.15, R9.5).
 */
export function ask(tables: Tables, live: Live, flow: Flow, slot: number): Answer {
  const packet = packetOf(tables, live, flow, slot)
  return packet === undefined ? withoutPacket(tables, live, flow, slot) : askPacket(tables, live, packet)
}

/** The same for a packet that somebody made by hand. */
export function askPacket(tables: Tables, live: Live, packet: Packet): Answer {
  const decision = newDecision()
  decide(tables, live, packet, decision)
  if (decision.entry !== NONE) {
    const row = tables.natGateways[decision.gateway]!.entries[decision.entry]!
    if (isAmbiguous(row)) return throughEach(tables, live, packet, decision, row.eips)
  }
  return answerOf(tables, live, packet, decision, [decision.tuple.source])
}

/** Some flows have no packet at all: nothing has an address that could be called. */
export function withoutPacket(tables: Tables, live: Live, flow: Flow, slot: number): Answer {
  const { from, to } = flow
  switch (obstacleOf(tables, live, flow, slot)) {
    case 'no-eip':
      return blocked('EIP_NONE_ON_INSTANCE', {
        app: to.name,
        ...ENTRANCES[to.kind === 'app' ? 'app' : 'server'],
      })
    case 'other-vpc': {
      const vpc = tables.vpcs[tables.owners[live.owner(slot)]!.vpc]!.vpc.name
      const { servers, databases } = tables.topology
      const otherVpc = (to.kind === 'db' ? databases : servers).get(to.name)!.vpc
      return blocked(to.kind === 'db' ? 'DB_OTHER_VPC' : 'VPC_NOT_CONNECTED', {
        vpc,
        otherVpc,
        database: to.name,
        through: 'a peering or CEN, once their CIDRs do not overlap',
      })
    }
    default:
      return blocked('INSTANCE_ADDRESS_NOT_A_CONTRACT', { from: from.name, to: to.name })
  }
}

/** How somebody is called from the Internet, who is not. */
const ENTRANCES = {
  app: {
    anEip: 'an EIP pool that has an address for each instance and one more',
    entrance: 'an Ingress or a Service',
  },
  server: { anEip: 'an EIP', entrance: 'a DNAT entry or a load balancer' },
} as const

function blocked(code: ReasonCode, details: Readonly<Record<string, string>>): Answer {
  return { reachable: false, code, sources: [], details }
}

/** Asks with every EIP in the entry's order; the first that is not let through gives the answer. */
function throughEach(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  eips: readonly Ipv4[],
): Answer {
  for (let choice = 0; choice < eips.length; choice++) {
    if (!decide(tables, live, packet, decision, choice)) break
  }
  return answerOf(tables, live, packet, decision, eips)
}

/** Stages that a packet passes before anybody outside can see it. */
const UNSEEN: ReadonlySet<Stage> = new Set([
  'originate',
  'sg-out',
  'acl-out',
  'choose-source',
  'route',
  'snat',
  'peering',
  'ipv4-gateway',
])

/** `sources` are what the far side sees, if the packet comes that far. */
function answerOf(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  sources: readonly Ipv4[],
): Answer {
  if (decision.reached) return { reachable: true, sources, details: {} }
  const { stage, reason } = decision
  const details = detailsOf(tables, live, packet, decision, stage, reason)
  const seen = UNSEEN.has(stage) ? [] : sources
  return { reachable: false, code: reasons[reason]!.code, sources: seen, details }
}
