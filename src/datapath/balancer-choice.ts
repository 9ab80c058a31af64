/**
 * Which server gets it: a group of the rule, then one of those of its pool that may be picked (facts/load-balancing 1.3
 * step 9, 1.10, 2.5). Each choice is one of the ways that a request may take. Then the second leg, from the address that the
 * product shows to its servers, through the filters of the server.
 */
import type { Backend } from '../balancing/pool-view.ts'
import { isStream, type Listener } from '../cloud/listener.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { TCP } from '../net/protocol.ts'
import { poolKeyFor } from './balancer-rules.ts'
import type { BalancerNode } from './balancer-table.ts'
import { crossBorderIn } from './border.ts'
import type { Decision } from './decision.ts'
import { keepSide } from './endpoint-side.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import { isUp, listens, type OwnerTable } from './owner-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { poolAt } from './resting-pool.ts'
import { judgeIngress } from './security.ts'
import { isClientKept, sourceOf } from './seen-source.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { chooseWay } from './ways.ts'

const BACKENDS_NONE = reasonIndex('BACKENDS_NONE')
const BACKENDS_ALL_UNHEALTHY = reasonIndex('BACKENDS_ALL_UNHEALTHY')
const BACKEND_PORT_MISMATCH = reasonIndex('BACKEND_PORT_MISMATCH')
const BACKEND_REGISTERING = reasonIndex('BACKEND_REGISTERING')
const BACKEND_STALE = reasonIndex('BACKEND_STALE')
const LB_HAIRPIN = reasonIndex('LB_HAIRPIN')
const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')
const SERVER_NOT_RUNNING = reasonIndex('SERVER_NOT_RUNNING')
const INSTANCE_NOT_ANSWERING = reasonIndex('INSTANCE_NOT_ANSWERING')

/** What was chosen of a pool; for those who tell of it. */
export interface Choice {
  /** Of the pool; the empty text where the rule has none. */
  readonly key: string
  readonly group: string
  /** In the order of the group; they are those of this instant. */
  readonly candidates: readonly Backend[]
  readonly backend: Backend | undefined
}

/** What requests as traffic have picked by a scheduler, and ask the data path about. */
export interface PickedServer {
  /** Of the pool. */
  readonly key: string
  readonly group: string
  readonly backend: Backend
}

export function pickServer(
  tables: Tables,
  live: Live,
  decision: Decision,
  node: BalancerNode,
  listener: Listener,
  observer: Observer | undefined,
): void {
  const { tuple } = decision
  const reason = choose(tables, live, decision, node, listener)
  callSamePort(tables, decision)
  const { backend } = decision.choice!
  const keepsClient = isClientKept(tables, listener, decision.choice!)
  const canReturn = listener.kind === 'nlb' && tables.readings.nlbHairpinWorks
  const isCaller = keepsClient && !canReturn && decision.sourceKnown && tuple.source === backend?.address
  if (backend !== undefined) {
    keepSide(decision, decision.consumer)
    decision.isThroughBalancer = true
    decision.crossedIn = false
    // What an instance of EAS sees nobody documents: the packet keeps the source that the gateway knows.
    if (!keepsClient && node.balancer.kind !== 'eas') {
      tuple.source = sourceOf(decision, node)
      decision.sourceKnown = true
    }
    if (!isStream(listener)) tuple.protocol = TCP
    tuple.destination = backend.address
    tuple.destinationPort = backend.port
  }
  // Facts/load-balancing 2.2, 2a.3: it would be both ends.
  if (settle(decision, 'pick-backend', isCaller ? LB_HAIRPIN : reason, observer)) return
  if (backend === undefined) return
  enterServer(tables, live, decision, node, backend, observer)
}

/** A group with any port is called on the port that the client has called (2a.3). */
function callSamePort({ balancers }: Tables, decision: Decision): void {
  const { choice, tuple } = decision
  if (choice?.backend === undefined || balancers.pools.get(choice.key)?.nlb?.isAnyPort !== true) return
  decision.choice = { ...choice, backend: { ...choice.backend, port: tuple.destinationPort } }
}

function choose(
  tables: Tables,
  live: Live,
  decision: Decision,
  { balancer, zone }: BalancerNode,
  listener: Listener,
): number {
  const { routed } = decision
  const groups = routed?.outcome.kind === 'forward' ? routed.outcome.groups : undefined
  const rule = routed?.rule?.name
  const group =
    groups === undefined
      ? isStream(listener)
        ? listener.defaultGroup
        : undefined
      : groups[chooseWay(decision, groups.length, 0)]!.group
  const key = group === undefined ? '' : poolKeyFor(balancer, listener, group, rule)
  return chooseBackend(tables, live, decision, key, group ?? '', zone?.zone)
}

/** Notes a backend of the pool in the decision, and gives the reason why there is none. */
export function chooseBackend(
  tables: Tables,
  live: Live,
  decision: Decision,
  key: string,
  group: string,
  zone: string | undefined,
): number {
  if (decision.picked !== undefined) {
    const { backend } = decision.picked
    decision.choice = { ...decision.picked, candidates: [backend] }
    return PASSED
  }
  const pool = poolAt(tables, live, key)
  const candidates = pool?.candidates(zone) ?? []
  if (candidates.length > 0) {
    const backend = candidates[chooseWay(decision, candidates.length, 0)]!
    decision.choice = { key, group, candidates, backend }
    return PASSED
  }
  decision.choice = { key, group, candidates, backend: undefined }
  const why = pool?.whyNobody(zone)
  if (why === 'registering') return BACKEND_REGISTERING
  return why === 'unhealthy' ? BACKENDS_ALL_UNHEALTHY : BACKENDS_NONE
}

/** The server sees the balancer; nobody of its VPC is known as the sender, for rules that name groups. */
function enterServer(
  tables: Tables,
  live: Live,
  decision: Decision,
  node: BalancerNode,
  backend: Backend,
  observer: Observer | undefined,
): void {
  if (node.balancer.kind === 'eas') {
    enterEasInstance(tables, live, decision, backend, observer)
    return
  }
  const slot = slotIn(tables, tables.vpcs[node.vpc]!, live, backend.address)
  if (slot === NONE) {
    // Plain addresses may be anybody's; those of instances and servers had somebody once.
    deliver(decision, backend.zone === undefined ? ADDRESS_UNKNOWN : BACKEND_STALE, observer)
    return
  }
  const owner = tables.owners[live.owner(slot)]!
  decision.target = 'instance'
  decision.targetNumber = slot
  // R6.9
  const isWithin = node.zone !== undefined && node.vswitch === live.vswitch(slot)
  if (!isWithin || tables.readings.aclFiltersWithin)
    if (crossBorderIn(tables, live, decision, slot, NONE, observer)) return
  if (settle(decision, 'sg-in', judgeIngress(tables, live, decision, owner, NONE), observer)) return
  const reason = judgeServer(owner, live, decision, slot)
  const isStale = reason === INSTANCE_NOT_ANSWERING && isLeaving(tables, live, decision, backend)
  deliver(decision, isStale ? BACKEND_STALE : reason, observer)
}

/** A gateway of EAS calls instances inside EAS, where no filter of ours stands (facts/deployment B.1; assumed). */
function enterEasInstance(
  tables: Tables,
  live: Live,
  decision: Decision,
  backend: Backend,
  observer: Observer | undefined,
): void {
  const slot = easInstanceAt(tables, live, decision.choice!.key, backend.address)
  if (slot === NONE) {
    deliver(decision, BACKEND_STALE, observer)
    return
  }
  decision.target = 'instance'
  decision.targetNumber = slot
  const reason = judgeServer(tables.owners[live.owner(slot)]!, live, decision, slot)
  const isStale = reason === INSTANCE_NOT_ANSWERING && isLeaving(tables, live, decision, backend)
  deliver(decision, isStale ? BACKEND_STALE : reason, observer)
}

/** Services of one group may be in several VPCs. */
function easInstanceAt(tables: Tables, live: Live, key: string, address: Ipv4): number {
  for (const member of tables.balancers.pools.get(key)?.members ?? []) {
    if (member.kind !== 'app') continue
    const number = tables.numbers.owners.numberOf(member.app)
    const slot = slotIn(tables, tables.vpcs[tables.owners[number]!.vpc]!, live, address)
    if (slot !== NONE && live.owner(slot) === number) return slot
  }
  return NONE
}

/** It is to be taken out of its pool, and nobody has done so yet (4.5). */
function isLeaving(tables: Tables, live: Live, { choice }: Decision, { key }: Backend): boolean {
  return poolAt(tables, live, choice!.key)?.isStale?.(key) === true
}

function judgeServer(owner: OwnerTable, live: Live, { tuple }: Decision, slot: number): number {
  if (owner.kind === 'server' && !isUp(owner, live, slot)) return SERVER_NOT_RUNNING
  if (!listens(owner, tuple.protocol, tuple.destinationPort)) return BACKEND_PORT_MISMATCH
  return live.isAnswering(slot) ? PASSED : INSTANCE_NOT_ANSWERING
}
