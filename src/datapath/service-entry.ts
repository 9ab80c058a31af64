/**
 * A Kubernetes service name, which kube-proxy on the caller's side turns into the address of one instance before the packet
 * leaves (facts/load-balancing 3.4, section 5). What comes after is the way from one instance to another.
 */

import { serviceKey } from '../cloud/backend-pool.ts'
import { hasPorts, TCP, UDP } from '../net/protocol.ts'
import { chooseBackend } from './balancer-choice.ts'
import type { ServiceTable } from './balancer-table.ts'
import type { Decision } from './decision.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import type { Packet } from './packet.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const K8S_SERVICE_OUTSIDE_VPC = reasonIndex('K8S_SERVICE_OUTSIDE_VPC')
const K8S_SERVICE_SELF_CALL = reasonIndex('K8S_SERVICE_SELF_CALL')
const LISTENER_ABSENT = reasonIndex('LISTENER_ABSENT')
const LISTENER_PROTOCOL_MISMATCH = reasonIndex('LISTENER_PROTOCOL_MISMATCH')
const BACKEND_STALE = reasonIndex('BACKEND_STALE')

const PROTOCOLS = { tcp: TCP, udp: UDP } as const

/** The packet that leaves the caller; undefined where none does. `packet.service` is the name that is called. */
export function callService(
  tables: Tables,
  live: Live,
  decision: Decision,
  packet: Packet,
  observer: Observer | undefined,
): Packet | undefined {
  const called = tables.balancers.services.get(packet.service!)!
  const { tuple } = decision
  decision.service = called
  const reason = judgeCall(tables, live, decision, called, packet.slot)
  if (settle(decision, 'listener', reason, observer) || reason !== PASSED) return undefined
  const { name } = called.service
  const found = chooseBackend(
    tables,
    live,
    decision,
    serviceKey(name, packet.destinationPort),
    name,
    undefined,
  )
  const { backend } = decision.choice!
  if (backend !== undefined) {
    tuple.destination = backend.address
    tuple.destinationPort = backend.port
  }
  const isSelf = backend !== undefined && backend.address === packet.source
  const isGone =
    backend !== undefined && slotIn(tables, tables.vpcs[called.vpc]!, live, backend.address) === NONE
  const fault = isSelf ? K8S_SERVICE_SELF_CALL : isGone ? BACKEND_STALE : found
  if (settle(decision, 'pick-backend', fault, observer) || fault !== PASSED) return undefined
  return leavingFor(packet, decision)
}

/** The packet as it leaves the caller, once an instance was chosen. */
export function leavingFor(packet: Packet, { choice }: Decision): Packet {
  const backend = choice?.backend
  if (backend === undefined) return packet
  return { ...packet, destination: backend.address, destinationPort: backend.port }
}

function judgeCall(
  tables: Tables,
  live: Live,
  { tuple }: Decision,
  { service, vpc }: ServiceTable,
  slot: number,
): number {
  const owner = slot === NONE ? undefined : tables.owners[live.owner(slot)]
  if (owner?.kind !== 'app' || owner.vpc !== vpc) return K8S_SERVICE_OUTSIDE_VPC
  if (!hasPorts(tuple.protocol)) return LISTENER_PROTOCOL_MISMATCH
  const ports = service.ports.filter(({ port }) => port === tuple.destinationPort)
  if (ports.length === 0) return LISTENER_ABSENT
  const heard = ports.some(({ protocol }) => PROTOCOLS[protocol] === tuple.protocol)
  return heard ? PASSED : LISTENER_PROTOCOL_MISMATCH
}
