/**
 * A flow over IPv6, asked as `ask.ts` and `story.ts` ask one over IPv4. Only servers and Internet hosts have IPv6 addresses:
 * whoever has none is the reason why there is no packet.
 */
import type { Ipv6 } from '../net/ipv6.ts'
import { hasPorts } from '../net/protocol.ts'
import type { Answer } from './answer.ts'
import type { Endpoint, Flow } from './flow.ts'
import { newDecision6, type Packet6, type Stage6 } from './ipv6-decision.ts'
import { details6Of } from './ipv6-details.ts'
import { type Explanation6, explain6 } from './ipv6-explain.ts'
import { walk6 } from './ipv6-walk.ts'
import { type Live, NONE } from './live.ts'
import { reasons } from './reasons.ts'
import type { Tables } from './tables.ts'

/** As in IPv4 (facts/vpc R10.3). */
const EPHEMERAL_PORT = 49_152

/** Stages that a packet passes before anybody outside can see it. */
const UNSEEN: ReadonlySet<Stage6> = new Set(['originate', 'sg-out', 'smtp', 'route', 'ipv6-gateway'])

export interface Story6 {
  readonly answer: Answer
  readonly told?: { readonly packet: Packet6; readonly explanation: Explanation6 }
}

/** `slot` is the ENI that sends, or in a flow from the Internet the one that is called. */
export function ask6(tables: Tables, live: Live, flow: Flow, slot: number): Answer {
  const packet = packet6Of(tables, flow, slot)
  return packet === undefined ? withoutAddress(tables, flow) : askPacket6(tables, live, packet)
}

export function tell6(tables: Tables, live: Live, flow: Flow, slot: number, sourcePort?: number): Story6 {
  const drawn = packet6Of(tables, flow, slot)
  if (drawn === undefined) return { answer: withoutAddress(tables, flow) }
  const packet = sourcePort === undefined || !hasPorts(flow.protocol) ? drawn : { ...drawn, sourcePort }
  return {
    answer: askPacket6(tables, live, packet),
    told: { packet, explanation: explain6(tables, live, packet) },
  }
}

export function askPacket6(tables: Tables, live: Live, packet: Packet6): Answer {
  const decision = newDecision6()
  walk6(tables, live, packet, decision, undefined)
  const { reached, stage, reason } = decision
  if (reached) return { reachable: true, sources: [packet.source], details: {} }
  return {
    reachable: false,
    code: reasons[reason]!.code,
    sources: UNSEEN.has(stage) ? [] : [packet.source],
    details: details6Of(tables, live, packet, decision, stage, reason),
  }
}

/** Undefined where an end of the flow has no IPv6 address. */
export function packet6Of(
  tables: Tables,
  { from, to, protocol, port }: Flow,
  slot: number,
): Packet6 | undefined {
  const source = address6Of(tables, from)
  const destination = address6Of(tables, to)
  if (source === undefined || destination === undefined) return undefined
  return {
    slot: from.kind === 'internet' ? NONE : slot,
    protocol,
    source,
    sourcePort: hasPorts(protocol) ? EPHEMERAL_PORT : 0,
    destination,
    destinationPort: port,
  }
}

function address6Of({ topology }: Tables, { kind, name }: Endpoint): Ipv6 | undefined {
  if (kind === 'server') return topology.servers.get(name)?.ipv6
  return kind === 'internet' ? topology.internet.get(name)?.ipv6 : undefined
}

function withoutAddress(tables: Tables, { from, to }: Flow): Answer {
  const end = address6Of(tables, from) === undefined ? from : to
  const advice = adviceFor(tables, end)
  return {
    reachable: false,
    code: 'IPV6_NO_ADDRESS',
    sources: [],
    details: { end: `${end.kind}/${end.name}`, advice },
  }
}

/** What would give this end an IPv6 address, as far as the documents know a way. */
function adviceFor({ topology }: Tables, { kind, name }: Endpoint): string {
  if (kind === 'internet') return `give internet.${name} an ipv6 address`
  if (kind !== 'server') return `take another end: no document gives ${kind}/${name} an IPv6 address`
  const server = topology.servers.get(name)
  if (server === undefined)
    return `call the primary network interface of ${name}: only that has an IPv6 address`
  const { vswitch } = server
  const hasBlock = topology.vswitches.get(vswitch)?.ipv6Cidr !== undefined
  const block = hasBlock ? '' : `, and vSwitch ${vswitch} an ipv6Cidr before`
  return `give servers.${name} an ipv6 address${block}`
}
