/**
 * A connection that stands: which addresses it was opened with, and whether its next packet still gets through. It lives as
 * long as its packets reach the same receiver with the same source (facts/vpc R4.18); what is asked of them on the way is
 * said in `session.ts`.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { PickedServer } from './balancer-choice.ts'
import type { ConnectionCode } from './connection-reasons.ts'
import type { Decision } from './decision.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import type { SessionState } from './session.ts'
import type { Tables } from './tables.ts'
import { walk } from './walk.ts'
import { BY_HASH } from './ways.ts'

export interface Connection {
  /** As its sender makes it. */
  readonly packet: Packet
  /** As the receiver knows it. */
  readonly source: Ipv4
  readonly destination: Ipv4
  readonly destinationPort: number
  /** A NAT gateway keeps a session of it, and forgets it without packets. */
  readonly isTranslated: boolean
  /** The server that a balancer or service name has picked for it, and that keeps it (facts/load-balancing 1.8, 2.2, section 5). */
  readonly server?: PickedServer
}

/** What a decision that let the first packet through has made of it. */
export function connectionOf(packet: Packet, decision: Decision): Connection {
  const { source, destination, destinationPort } = decision.tuple
  const server = serverOf(decision)
  return {
    packet,
    source,
    destination,
    destinationPort,
    isTranslated: isTranslatedBy(decision),
    ...(server !== undefined && { server }),
  }
}

function serverOf({ choice }: Decision): PickedServer | undefined {
  const backend = choice?.backend
  return backend === undefined ? undefined : { key: choice!.key, group: choice!.group, backend }
}

/** An EIP in NAT mode is translated without a session (facts/vpc R3.2). */
export function isTranslatedBy({
  gateway,
  mapping,
  vpcGateway,
  vpcMapping,
}: Pick<Decision, 'gateway' | 'mapping' | 'vpcGateway' | 'vpcMapping'>): boolean {
  return gateway !== NONE || mapping !== NONE || vpcGateway !== NONE || vpcMapping !== NONE
}

/**
 * What stops the next packet of a connection; undefined where nothing does. `decision` tells of the packet. Where several
 * ways are open to new connections, this one keeps its own as long as there is such a way.
 */
export function whatEnds(
  tables: Tables,
  live: Live,
  connection: Connection,
  session: SessionState,
  decision: Decision,
): ReasonCode | ConnectionCode | undefined {
  const { source, server } = connection
  // Whoever may be picked now is asked for new connections alone.
  const packet = server === undefined ? connection.packet : { ...connection.packet, picked: server }
  walk(tables, live, packet, decision, BY_HASH, undefined, session, source)
  if (isSame(connection, decision)) return undefined
  const { ways } = decision
  for (let way = 0; ways > 1 && way < ways; way++) {
    walk(tables, live, packet, decision, way, undefined, session, source)
    if (isSame(connection, decision)) return undefined
  }
  walk(tables, live, packet, decision, BY_HASH, undefined, session, source)
  if (!decision.reached) {
    const { code } = reasons[decision.reason]!
    return server !== undefined && SERVER_GONE.has(code) ? 'CONNECTION_END_GONE' : code
  }
  return decision.tuple.source === connection.source ? 'CONNECTION_TARGET_CHANGED' : 'CONNECTION_SOURCE_GONE'
}

/** Of the server that a balancer has picked; nobody else is meant by them behind one. */
const SERVER_GONE: ReadonlySet<string> = new Set([
  'BACKEND_STALE',
  'INSTANCE_NOT_ANSWERING',
  'ADDRESS_UNKNOWN',
])

function isSame({ source, destination, destinationPort }: Connection, { reached, tuple }: Decision): boolean {
  return (
    reached &&
    tuple.source === source &&
    tuple.destination === destination &&
    tuple.destinationPort === destinationPort
  )
}
