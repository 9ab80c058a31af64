/**
 * What the data path knows of whoever has ENIs, an application or a server: its VPC, the security groups on each of its
 * ENIs, and what it serves there.
 */
import type { App } from '../cloud/app.ts'
import type { SecurityGroup } from '../cloud/security-group.ts'
import type { Listener, Server } from '../cloud/server.ts'
import { containsPort } from '../net/port-range.ts'
import { type PacketProtocol, TCP, UDP } from '../net/protocol.ts'
import type { Live } from './live.ts'
import type { Numbering } from './numbering.ts'
import { RuleTable } from './rule-table.ts'

export interface OwnerTable {
  readonly owner: App | Server
  readonly kind: 'app' | 'server'
  /** False for a server that is stopped; whether the instances of an application answer is live state. */
  readonly isRunning: boolean
  readonly listeners: readonly Listener[]
  /** The groups on each ENI, all of one type (facts/vpc R5.7). */
  readonly securityGroups: readonly SecurityGroup[]
  /** Numbers of these groups. */
  readonly groups: readonly number[]
  /** Of these the basic ones whose members reach each other above all rules (R5.3). */
  readonly innerGroups: readonly number[]
  /** Number of the VPC. */
  readonly vpc: number
  readonly ingress: RuleTable
  readonly egress: RuleTable
  /** What becomes of egress that no rule matches: basic groups let it pass, advanced ones do not (R5.2, R5.13). */
  readonly passesUnmatchedEgress: boolean
}

export function compileOwner(
  owner: App | Server,
  securityGroups: readonly SecurityGroup[],
  vpcs: Numbering,
  groups: Numbering,
): OwnerTable {
  return {
    owner,
    ...servingOf(owner),
    securityGroups,
    groups: securityGroups.map(({ name }) => groups.numberOf(name)),
    innerGroups: securityGroups
      .filter(({ type, innerAccess }) => type === 'basic' && innerAccess === 'accept')
      .map(({ name }) => groups.numberOf(name)),
    vpc: vpcs.numberOf(owner.vpc),
    ingress: RuleTable.of(
      securityGroups.flatMap(({ ingress }) => ingress),
      groups,
    ),
    egress: RuleTable.of(
      securityGroups.flatMap(({ egress }) => egress),
      groups,
    ),
    passesUnmatchedEgress: securityGroups.every(({ type }) => type === 'basic'),
  }
}

function servingOf(app: App | Server): Pick<OwnerTable, 'kind' | 'isRunning' | 'listeners'> {
  if ('listeners' in app) return { kind: 'server', isRunning: app.running, listeners: app.listeners }
  const ports = { first: app.port, last: app.port }
  const listeners = ([TCP, UDP] as const).map((protocol): Listener => ({ protocol, ports }))
  return { kind: 'app', isRunning: true, listeners }
}

/** Does anybody listen there? */
export function listens({ listeners }: OwnerTable, protocol: PacketProtocol, port: number): boolean {
  for (const listener of listeners)
    if (listener.protocol === protocol && containsPort(listener.ports, port)) return true
  return false
}

/** A server runs where it is not stopped and its zone is not out. */
export function isUp({ isRunning }: OwnerTable, live: Live, slot: number): boolean {
  return isRunning && live.isAnswering(slot)
}

/** The name under which a server stands among those that have ENIs: applications may be called alike. */
export function serverKey(name: string): string {
  return `server/${name}`
}
