/**
 * Into a load balancer, where the first leg of a request ends: security groups of an ALB or NLB, listener, access list, then what
 * the listener makes of the request (facts/load-balancing 1.3). It answers itself, or `balancer-choice.ts` picks a server.
 *
 * Limits: the ACL of the vSwitch that a balancer is in filters nothing of it, and it answers no ping (both assumed).
 */
import { answered } from '../balancing/answer.ts'
import { type HttpRequest, httpRequest } from '../balancing/http-request.ts'
import type { Routed } from '../balancing/routed.ts'
import { type AccessControl, type HttpListener, hears, isStream } from '../cloud/listener.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import { pickServer } from './balancer-choice.ts'
import { routeRequest, whatIsUnmatched } from './balancer-rules.ts'
import { type BalancerNode, type ListenerTable, listenerAt } from './balancer-table.ts'
import { judgeHandshake, protocolSpoken, shakesHands } from './balancer-tls.ts'
import { BY_DEFAULT, BY_SESSION, CANNOT_TELL, type Decision } from './decision.ts'
import { judgeGatewayAccess, judgeGatewayAnswer, judgeGatewayEntry } from './gateway-entry.ts'
import { type Live, NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { asksWhitelist, TRACKED } from './session.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const SG_DENY_RULE = reasonIndex('SG_DENY_RULE')
const LISTENER_ABSENT = reasonIndex('LISTENER_ABSENT')
const LISTENER_PROTOCOL_MISMATCH = reasonIndex('LISTENER_PROTOCOL_MISMATCH')
const LB_ACL_DENIED = reasonIndex('LB_ACL_DENIED')
const LB_FIXED_RESPONSE = reasonIndex('LB_FIXED_RESPONSE')
const HOST_UNMATCHED = reasonIndex('HOST_UNMATCHED')
const PATH_UNMATCHED = reasonIndex('PATH_UNMATCHED')
const BACKENDS_NONE = reasonIndex('BACKENDS_NONE')

const ACCESS_REFUSED: Routed = {
  by: 'checks',
  rank: -1,
  mirrors: [],
  outcome: answered(403, 'accessRefused'),
}

const NO_GROUPS: readonly number[] = []

/** `sender` is the ENI of the same VPC that the packet comes from; else `NONE`. */
export function enterBalancer(
  tables: Tables,
  live: Live,
  decision: Decision,
  number: number,
  sender: number,
  observer: Observer | undefined,
): void {
  const node = tables.balancers.nodes[number]!
  const { tuple } = decision
  decision.isPassing = false
  decision.target = 'load-balancer'
  decision.targetNumber = number
  decision.balancer = number
  if (node.guard !== undefined) {
    const peer = sender === NONE ? NONE : decision.sourceSlot
    if (settle(decision, 'sg-in', judgeGuard(tables, live, decision, node, peer), observer)) return
  }
  const heard = listenerAt(node.listeners, tuple.protocol, tuple.destinationPort)
  decision.listener = heard?.listener
  if (settle(decision, 'listener', judgeListener(node, decision, heard), observer)) return
  if (heard === undefined) return
  const { access } = heard.listener
  if (access !== undefined) {
    const reason = asksWhitelist(decision) ? judgeAccess(tables, node, access, tuple.source) : PASSED
    const answers = reason !== PASSED && answersRefused(tables, node) && !isStream(heard.listener)
    decision.routed = answers ? ACCESS_REFUSED : undefined
    if (settle(decision, 'service-whitelist', reason, observer)) return
  }
  if (
    shakesHands(decision, heard) &&
    settle(decision, 'tls', judgeHandshake(live, decision, heard), observer)
  )
    return
  takeRequest(tables, live, decision, node, heard, observer)
}

/** A group without a rule that denies lets everything in (1.1, 2a.1): a managed group below its own does. */
function judgeGuard(
  tables: Tables,
  live: Live,
  decision: Decision,
  { guard }: BalancerNode,
  peer: number,
): number {
  const { tuple } = decision
  if (decision.session === TRACKED || !decision.sourceKnown) {
    decision.ground = decision.session === TRACKED ? BY_SESSION : CANNOT_TELL
    return PASSED
  }
  const groups = peer === NONE ? NO_GROUPS : tables.owners[live.owner(peer)]!.groups
  decision.ground = guard!.firstMatch(tuple, tuple.source, tuple.destination, groups)
  if (decision.ground === BY_DEFAULT) return PASSED
  return guard!.rules[decision.ground]!.policy === 'drop' ? SG_DENY_RULE : PASSED
}

function judgeListener(
  { listeners, balancer }: BalancerNode,
  { tuple }: Decision,
  heard: ListenerTable | undefined,
): number {
  if (heard !== undefined) return heard.listener.isStopped === true ? LISTENER_ABSENT : PASSED
  const closed = balancer.kind === 'eas' ? judgeGatewayEntry(balancer) : PASSED
  if (closed !== PASSED) return closed
  if (!hasPorts(tuple.protocol)) return LISTENER_PROTOCOL_MISMATCH
  const isOther = listeners.some(({ listener }) => hears(listener, tuple.destinationPort))
  return isOther ? LISTENER_PROTOCOL_MISMATCH : LISTENER_ABSENT
}

function judgeAccess(
  tables: Tables,
  { balancer }: BalancerNode,
  access: AccessControl,
  source: Ipv4,
): number {
  if (balancer.kind === 'eas') return judgeGatewayAccess(balancer, access, source)
  return admits(tables, access, source) ? PASSED : LB_ACL_DENIED
}

/** Does whoever is refused see 403, or nothing? */
function answersRefused({ readings }: Tables, { balancer }: BalancerNode): boolean {
  return balancer.kind === 'eas' ? readings.gatewayRefusesWith403 : readings.refusesWith403
}

/** Facts/load-balancing 1.12, 2.7: of all lists together; a white one without entries lets everybody pass (9 row 1). */
function admits({ readings }: Tables, { type, lists }: AccessControl, source: Ipv4): boolean {
  if (type === 'black') return !lists.some(({ set }) => set.has(source))
  const isEmpty = lists.every(({ texts }) => texts.length === 0)
  return isEmpty ? !readings.emptyListRefuses : lists.some(({ set }) => set.has(source))
}

function takeRequest(
  tables: Tables,
  live: Live,
  decision: Decision,
  node: BalancerNode,
  { listener, routing }: ListenerTable,
  observer: Observer | undefined,
): void {
  decision.routed = undefined
  if (routing !== undefined && !isStream(listener)) {
    const { source, sourcePort } = decision.tuple
    const asked = httpRequest({
      ...decision.request,
      protocol: protocolSpoken(decision, listener),
      source,
      sourcePort,
    })
    decision.asked = asked
    const routed = routeRequest(routing, asked)
    decision.routed = routed
    if (settle(decision, 'l7-rule', judgeAnswer(node, asked, listener, routed), observer)) return
    const { outcome } = routed
    if (outcome.kind === 'answer') {
      deliver(decision, PASSED, observer)
      return
    }
    const sent = outcome.request
    const isRewritten = sent.host !== asked.host || sent.path !== asked.path || sent.query !== asked.query
    if (isRewritten && settle(decision, 'rewrite', PASSED, observer)) return
  }
  pickServer(tables, live, decision, node, listener, observer)
}

/** A redirect and a fixed response are good answers below 400. */
function judgeAnswer(
  { balancer }: BalancerNode,
  asked: HttpRequest,
  listener: HttpListener,
  routed: Routed,
): number {
  const { outcome } = routed
  const byGateway = judgeGatewayAnswer(balancer.name, asked, routed)
  if (byGateway !== PASSED) return byGateway
  if (outcome.kind === 'forward' || outcome.status < 400) return PASSED
  if (outcome.cause === 'weightsZero') return BACKENDS_NONE
  if (outcome.cause !== 'groupAbsent') return LB_FIXED_RESPONSE
  switch (whatIsUnmatched(listener, asked)) {
    case 'host':
      return HOST_UNMATCHED
    case 'path':
      return PATH_UNMATCHED
    case 'nothing':
      return BACKENDS_NONE
  }
}
