/**
 * A connection that stands: which addresses it was opened with, and whether its next packet still gets through. It lives as
 * long as its packets reach the same receiver with the same source (facts/vpc R4.18); what is asked of them on the way is
 * said in `session.ts`.
 */
import type { Ipv4 } from '../net/ipv4.ts'
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
}

/** What a decision that let the first packet through has made of it. */
export function connectionOf(packet: Packet, decision: Decision): Connection {
  const { source, destination, destinationPort } = decision.tuple
  return { packet, source, destination, destinationPort, isTranslated: isTranslatedBy(decision) }
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
  const { packet } = connection
  const { source } = connection
  walk(tables, live, packet, decision, BY_HASH, undefined, session, source)
  if (isSame(connection, decision)) return undefined
  const { ways } = decision
  for (let way = 0; ways > 1 && way < ways; way++) {
    walk(tables, live, packet, decision, way, undefined, session, source)
    if (isSame(connection, decision)) return undefined
  }
  walk(tables, live, packet, decision, BY_HASH, undefined, session, source)
  if (!decision.reached) return reasons[decision.reason]!.code
  return decision.tuple.source === connection.source ? 'CONNECTION_TARGET_CHANGED' : 'CONNECTION_SOURCE_GONE'
}

function isSame({ source, destination, destinationPort }: Connection, { reached, tuple }: Decision): boolean {
  return (
    reached &&
    tuple.source === source &&
    tuple.destination === destination &&
    tuple.destinationPort === destinationPort
  )
}
