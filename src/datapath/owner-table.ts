/**
 * What the data path knows of whoever has ENIs, an application or a server: its VPC, the security groups on each of its
 * ENIs, and what it serves there.
 */
import type { App } from '../cloud/app.ts'
import type { EndpointEni } from '../cloud/endpoint.ts'
import type { EndpointService } from '../cloud/endpoint-service.ts'
import type { NetworkInterface } from '../cloud/network-interface.ts'
import type { SecurityGroup } from '../cloud/security-group.ts'
import type { Listener, Server } from '../cloud/server.ts'
import { containsPort } from '../net/port-range.ts'
import { type PacketProtocol, TCP, UDP } from '../net/protocol.ts'
import type { Live } from './live.ts'
import type { MergeRules } from './merged-rules.ts'
import type { Numbering } from './numbering.ts'
import type { RuleTable } from './rule-table.ts'

export interface OwnerTable {
  readonly owner: App | NetworkInterface
  readonly kind: 'app' | 'server' | 'endpoint'
  /** The server that the ENI is on. */
  readonly server: Server | undefined
  /** Its EIP is its address (R3.2). */
  readonly isCutThrough: boolean
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
  owner: App | NetworkInterface,
  server: Server | undefined,
  securityGroups: readonly SecurityGroup[],
  vpcs: Numbering,
  groups: Numbering,
  mergeRules: MergeRules,
  service?: EndpointService,
): OwnerTable {
  return {
    owner,
    server,
    isCutThrough: isCutThrough(owner),
    ...(isEndpointEni(owner) ? servingBehind(service) : servingOf(owner, server)),
    securityGroups,
    groups: securityGroups.map(({ name }) => groups.numberOf(name)),
    innerGroups: securityGroups
      .filter(({ type, innerAccess }) => type === 'basic' && innerAccess === 'accept')
      .map(({ name }) => groups.numberOf(name)),
    vpc: vpcs.numberOf(owner.vpc),
    ...mergeRules(securityGroups),
    passesUnmatchedEgress: securityGroups.every(({ type }) => type === 'basic'),
  }
}

/** Does the guest see the EIP, and the private address does not work? */
export function isCutThrough(owner: App | NetworkInterface): boolean {
  return 'eipMode' in owner && owner.eipMode === 'cutThrough' && owner.eip !== undefined
}

export function isEndpointEni(owner: App | NetworkInterface): owner is EndpointEni {
  return 'zone' in owner
}

/** An endpoint hears what its service hears. */
function servingBehind(
  service: EndpointService | undefined,
): Pick<OwnerTable, 'kind' | 'isRunning' | 'listeners'> {
  const heard = service && { protocol: service.protocol, ports: { first: service.port, last: service.port } }
  return { kind: 'endpoint', isRunning: true, listeners: heard === undefined ? [] : [heard] }
}

function servingOf(
  owner: App | NetworkInterface,
  server: Server | undefined,
): Pick<OwnerTable, 'kind' | 'isRunning' | 'listeners'> {
  if (server !== undefined || !('port' in owner))
    return { kind: 'server', isRunning: server!.running, listeners: server!.listeners }
  const ports = { first: owner.port, last: owner.port }
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

/** The name under which an ENI of a server stands among those that have ENIs: applications may be called alike. */
export function serverKey(name: string): string {
  return `server/${name}`
}

/** All groups of an ENI are of one type (R5.7). */
export function isAdvanced({ passesUnmatchedEgress }: OwnerTable): boolean {
  return !passesUnmatchedEgress
}
