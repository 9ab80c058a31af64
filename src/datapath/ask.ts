/**
 * What a simulation asks after each event: does this flow get through for this instance? Decisions run on numbers; text
 * is made only where something stops the flow.
 */
import { cenOf } from '../cloud/cen.ts'
import { interfaceNamed } from '../cloud/server.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Answer } from './answer.ts'
import { vpcCalledIn } from './balancer-address.ts'
import { addressCalled, callerAt, type KeptAnswer } from './called-name.ts'
import { overlapBetween } from './cen-details.ts'
import { decide } from './decide.ts'
import { type Decision, newDecision, type Stage } from './decision.ts'
import { detailsOf } from './details.ts'
import type { Flow } from './flow.ts'
import { gatewayCall, obstacleOf, packetsOf } from './flow-packet.ts'
import { isCall } from './gateway-call.ts'
import { gatewayReason } from './gateway-details.ts'
import { ask6 } from './ipv6-ask.ts'
import { type Live, NONE } from './live.ts'
import { keptDetails, nameReason } from './name-details.ts'
import type { Packet } from './packet.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import type { Tables } from './tables.ts'
import { BY_HASH } from './ways.ts'

/**
 * `slot` is the ENI that sends – an instance of the application or the server that the flow comes from – or, from the
 * Internet, the one that is called; a flow from the Internet to a database has none (`NONE`). Where a connection may get
 * any of several EIPs or next hops, the flow gets through only if it does with each of them (facts/vpc R4.15, R9.5, R2.17).
 */
export function ask(tables: Tables, live: Live, flow: Flow, slot: number, kept?: KeptAnswer): Answer {
  if (flow.ip === 'v6') return ask6(tables, live, flow, slot)
  const packets = packetsOf(tables, live, flow, slot, kept)
  const answer =
    packets.length === 0 ? withoutPacket(tables, live, flow, slot, kept) : askPackets(tables, live, packets)
  return kept === undefined ? answer : blamingOldAnswer(tables, live, flow, slot, kept, answer)
}

/** The caller is at the old address of a name: that is the reason where the new one would do. */
export function blamingOldAnswer(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept: KeptAnswer,
  answer: Answer,
): Answer {
  if (answer.reachable || !ask(tables, live, flow, slot).reachable) return answer
  const fresh = addressCalled(tables, live, flow, slot, undefined)!
  const details = keptDetails(flow.to.name, kept, fresh, answer.code!)
  return { reachable: false, code: 'NAME_CACHED_OLD', sources: answer.sources, details }
}

/** The flow may send any of these. */
export function askPackets(tables: Tables, live: Live, packets: readonly Packet[]): Answer {
  const [packet] = packets
  return packets.length === 1
    ? askPacket(tables, live, packet!)
    : throughEach(tables, live, packets, newDecision())
}

/** The same for a packet that somebody made by hand. */
export function askPacket(tables: Tables, live: Live, packet: Packet): Answer {
  const decision = newDecision()
  decide(tables, live, packet, decision)
  if (decision.ways > 1) return throughEach(tables, live, [packet], decision)
  return answerOf(tables, live, packet, decision, [sourceSeen(decision)])
}

/** Some flows have no packet at all: nothing has an address that could be called. */
export function withoutPacket(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept?: KeptAnswer,
): Answer {
  const { from, to } = flow
  const obstacle = obstacleOf(tables, live, flow, slot, kept)
  switch (obstacle) {
    case 'name-unknown':
    case 'name-other-side': {
      const { code, details } = nameReason(tables, live, flow, slot, obstacle, kept)
      return blocked(code, details)
    }
    case 'no-public-side':
    case 'no-private-side': {
      const { name, origin } = tables.topology.loadBalancers.get(to.name)!
      const { path, line, column } = origin
      const details = { balancer: `load balancer ${name}`, path, line: String(line), column: String(column) }
      return blocked(
        obstacle === 'no-public-side' ? 'LB_HAS_NO_PUBLIC_SIDE' : 'LB_HAS_NO_PRIVATE_SIDE',
        details,
      )
    }
    case 'gateway-vpc-not-added':
    case 'gateway-side-not-enabled':
    case 'gateway-wrong-side': {
      const vpc = from.kind === 'internet' ? undefined : callerAt(tables, live, slot)?.vpc
      const { code, details } = gatewayReason(tables, flow, obstacle, vpc)
      return blocked(code, details)
    }
    case 'no-eip':
      return blocked('EIP_NONE_ON_INSTANCE', {
        app: to.name,
        ...ENTRANCES[to.kind === 'app' ? 'app' : 'server'],
      })
    case 'other-vpc': {
      const vpc = tables.vpcs[tables.owners[live.owner(slot)]!.vpc]!.vpc.name
      const { servers, haVips, databases, endpoints, vpcNatGateways, loadBalancers } = tables.topology
      const targets = {
        db: databases,
        endpoint: endpoints,
        haVip: haVips,
        loadBalancer: loadBalancers,
        natGateway: vpcNatGateways,
      } as const
      const otherVpc =
        to.kind === 'db' ||
        to.kind === 'loadBalancer' ||
        to.kind === 'endpoint' ||
        to.kind === 'haVip' ||
        to.kind === 'natGateway'
          ? targets[to.kind].get(to.name)!.vpc
          : (gatewayVpc(tables, live, flow, slot) ?? interfaceNamed(servers, to.name)!.vpc)
      const cen = cenOf(tables.topology, vpc, otherVpc)
      if (cen !== undefined) {
        const [near, far] = [vpc, otherVpc].map(
          (name) => tables.vpcs[tables.numbers.vpcs.numberOf(name)]!.vswitches,
        )
        return blocked('CEN_CIDR_OVERLAP', overlapBetween(near!, far!))
      }
      return blocked(to.kind === 'db' ? 'DB_OTHER_VPC' : 'VPC_NOT_CONNECTED', {
        vpc,
        otherVpc,
        database: to.name,
        through: 'a peering or CEN, once their CIDRs do not overlap',
      })
    }
    default: {
      if (to.kind === 'name')
        return blocked(
          'INSTANCE_ADDRESS_NOT_A_CONTRACT',
          nameReason(tables, live, flow, slot, 'app-address', kept).details,
        )
      return blocked('INSTANCE_ADDRESS_NOT_A_CONTRACT', { from: from.name, to: to.name })
    }
  }
}

/** Where the gateway that is called has its private address. */
function gatewayVpc(tables: Tables, live: Live, flow: Flow, slot: number): string | undefined {
  const call = flow.to.kind === 'gateway' ? gatewayCall(tables, live, flow, slot) : undefined
  return call !== undefined && isCall(call) ? vpcCalledIn(tables.topology, call.entry) : undefined
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

/** More than a pool of 64 EIPs behind four next hops has (facts/vpc 4.4, R2.17); of more ways the first are asked. */
const MOST_WAYS = 1_024

/** Asks for every way in their order; the first on which it is not let through gives the answer. */
function throughEach(tables: Tables, live: Live, packets: readonly Packet[], decision: Decision): Answer {
  const sources = new Set<Ipv4>()
  let failing: PacketWay | undefined
  let through = 0
  let of = 0
  let isBalanced = packets.length > 1
  for (const packet of packets)
    for (let way = 0, ways = 1; way < Math.min(ways, MOST_WAYS); way++) {
      const reached = decide(tables, live, packet, decision, way)
      ways = Math.max(ways, decision.ways)
      isBalanced ||= decision.balancer !== NONE || decision.service !== undefined
      // Ways differ in length: what is left of the number then counts one of them again.
      if (decision.way === 0) {
        of++
        if (reached) through++
      }
      if (reached || !UNSEEN.has(decision.stage)) sources.add(sourceSeen(decision))
      if (!reached) failing ??= { packet, way }
    }
  const { packet, way } = failing ?? { packet: packets[0]!, way: BY_HASH }
  decide(tables, live, packet, decision, way)
  const answer = answerOf(tables, live, packet, decision, [...sources])
  return isBalanced && through > 0 && through < of ? { ...answer, share: { through, of } } : answer
}

export interface PacketWay {
  readonly packet: Packet
  readonly way: number
}

/** The first packet and way on which it is not let through; where there is none, the first and `BY_HASH`. */
export function failingWay(tables: Tables, live: Live, packets: readonly Packet[]): PacketWay {
  const decision = newDecision()
  for (const packet of packets)
    for (let way = 0, ways = 1; way < Math.min(ways, MOST_WAYS); way++) {
      if (!decide(tables, live, packet, decision, way)) return { packet, way }
      ways = Math.max(ways, decision.ways)
    }
  return { packet: packets[0]!, way: BY_HASH }
}

/** What whoever got the packet sees, also where its reply is stopped on the near side of an endpoint. */
function sourceSeen({ tuple, isAtConsumer, provider }: Decision): Ipv4 {
  return isAtConsumer ? provider.source : tuple.source
}

/** Stages that a packet passes before anybody outside can see it. */
const UNSEEN: ReadonlySet<Stage> = new Set([
  'resolve-name',
  'originate',
  'sg-out',
  'acl-out',
  'smtp',
  'choose-source',
  'route',
  'snat',
  'vpc-snat',
  'peering',
  'router-interface',
  'transit',
  'acl-transit',
  'ipv4-gateway',
  'pass-on',
])

/** Unseen as well, where the packet meets them at a server that is to pass it on. */
const NEAR: ReadonlySet<Stage> = new Set(['acl-in', 'sg-in'])

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
  const seen = UNSEEN.has(stage) || (decision.target === 'nobody' && NEAR.has(stage)) ? [] : sources
  return { reachable: false, code: reasons[reason]!.code, sources: seen, details }
}
