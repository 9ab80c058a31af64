/**
 * A try of a request, from its caller to the server: which way it takes, which rule and group and server it gets, and whether
 * there is a connection (facts/load-balancing 1.3, 1.10, 2.3, 2.5, section 5). How it goes on from there is known at once,
 * and `RequestEnds` lets it happen.
 */
import { ANSWER_BYTES } from '../cloud/gateway-capacity.ts'
import type { Details } from '../datapath/details.ts'
import type { Sending } from '../datapath/request-plan.ts'
import { type Chooser, chooseDurationUs } from '../kernel/choice.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { NO_STATUS } from '../trace/request-record.ts'
import type { Connections } from './connections.ts'
import type { GatewayLoad } from './gateway-load.ts'
import { overloadDetails } from './gateway-overload.ts'
import { groupByCookie } from './request-cookies.ts'
import { PICK_AGAIN, type RequestEnds, SENT } from './request-ends.ts'
import type { Caller, RequestFlow } from './request-flow.ts'
import type { Back, PoolUse } from './request-pools.ts'
import { RequestQuestion } from './request-question.ts'
import { REFUSED } from './request-server.ts'
import type { RequestSlots } from './request-slots.ts'
import type { Reach } from './request-way.ts'
import type { RequestWays, Way } from './request-ways.ts'
import type { ServiceLoad } from './service-load.ts'

/** Facts/load-balancing 1.2, 2.3: not settable. */
const CONNECT_TIMEOUT_US = 5_000_000
const DRAWS = 2 ** 32
const FIRST_PORT = 49_152
const PORTS = 16_384
const NO_DETAILS: Details = {}

export class RequestTries {
  readonly #kernel: Kernel
  readonly #chooser: Chooser
  readonly #slots: RequestSlots
  readonly #ways: RequestWays
  readonly #ends: RequestEnds
  readonly #connections: Connections | undefined
  readonly #load: ServiceLoad
  readonly #question = new RequestQuestion()

  constructor(
    kernel: Kernel,
    chooser: Chooser,
    slots: RequestSlots,
    ways: RequestWays,
    ends: RequestEnds,
    connections: Connections | undefined,
    load: ServiceLoad,
  ) {
    this.#load = load
    this.#kernel = kernel
    this.#chooser = chooser
    this.#slots = slots
    this.#ways = ways
    this.#ends = ends
    this.#connections = connections
  }

  /** Callers take turns, and so do the addresses of whom they call. */
  try(slot: number, flow: RequestFlow): void {
    const slots = this.#slots
    const { callers } = flow
    const turn = flow.turn++
    slots.triedUs[slot] = this.#kernel.nowUs
    slots.passedOver[slot] = 0
    slots.use[slot] = undefined
    slots.backend[slot] = undefined
    slots.details[slot] = NO_DETAILS
    const caller = callers[turn % callers.length]
    // Who has called has gone in the meantime.
    if (caller === undefined) return this.#noConnection(slot, 'refused', 'OUTAGE_WINDOW')
    slots.caller[slot] = caller
    if (!this.#ways.prepare(flow, caller)) {
      const { reach, code, details } = caller.obstacle!
      slots.details[slot] = details
      return this.#noConnection(slot, reach, code)
    }
    slots.node[slot] = Math.floor(turn / callers.length) % caller.packets.length
    if (flow.isOutward) this.#sendOut(slot, flow, caller)
    else if (flow.isDirect) this.#sendDirect(slot, flow, caller)
    else this.#route(slot, flow)
  }

  /** The server could not be connected to, and the next one is asked, if there is a way to one still. */
  pickAgain(slot: number, flow: RequestFlow): void {
    const way = this.#wayOf(slot, flow)
    if (way?.front.routed?.outcome.kind === 'forward') this.#pick(slot, flow, way)
    else this.#ends.now(slot, 504, this.#slots.endCode[slot]!)
  }

  /** The balancer has the whole request, and asks its rules as they are now. */
  sent(slot: number, flow: RequestFlow): void {
    const way = this.#wayOf(slot, flow)
    if (way?.front.reach === 'through') return this.#answer(slot, flow, way)
    const { reach, code } = way?.front ?? this.#slots.caller[slot]!.obstacle!
    this.#noConnection(slot, reach, code)
  }

  #wayOf(slot: number, flow: RequestFlow): Way | undefined {
    const caller = this.#slots.caller[slot]!
    if (!this.#ways.prepare(flow, caller)) return undefined
    const node = this.#slots.node[slot]! % caller.packets.length
    return this.#ways.way(
      flow,
      caller,
      Math.max(0, this.#slots.client[slot]!),
      this.#slots.sourceOf(slot),
      node,
    )
  }

  /** Each has a connection of its own, which takes a port of SNAT (facts/vpc section 4.3). */
  #sendOut(slot: number, flow: RequestFlow, caller: Caller): void {
    const sourcePort = FIRST_PORT + (flow.turn % PORTS)
    const { pool, refused, details } = this.#connections!.openForRequest({
      ...caller.packets[0]!,
      sourcePort,
    })
    this.#slots.details[slot] = details
    if (refused !== undefined) return this.#noConnection(slot, 'silent', refused)
    this.#slots.natPool[slot] = pool
    this.#connect(slot, flow, this.#ways.host(flow, caller), undefined, undefined)
  }

  #sendDirect(slot: number, flow: RequestFlow, caller: Caller): void {
    const back = this.#ways.direct(flow, caller, this.#slots.sourceOf(slot))
    this.#slots.backend[slot] = back.backend.key
    this.#load.given(back.backend)
    this.#connect(slot, flow, back, undefined, undefined)
  }

  /** Steps 3 and 4 of facts/load-balancing 1.3. */
  #route(slot: number, flow: RequestFlow): void {
    const way = this.#wayOf(slot, flow)!
    const { front } = way
    this.#slots.details[slot] = front.details
    if (front.reach !== 'through') return this.#noConnection(slot, front.reach, front.code)
    if (way.gateway !== undefined && !this.#enter(slot, flow, way, way.gateway))
      return this.#noConnection(slot, 'refused', 'GW_OVERLOADED')
    // What the headers alone show to be wrong is answered before the rest has arrived.
    if (flow.plan.sending !== undefined && way.layer === 'requests' && front.routed?.by !== 'checks')
      this.#send(slot, flow, flow.plan.sending, way)
    else this.#answer(slot, flow, way)
  }

  /** A connection to a gateway of EAS, and the request on it; false: it takes no new one (facts/deployment B.5). */
  #enter(slot: number, flow: RequestFlow, { isTls }: Way, gateway: GatewayLoad): boolean {
    const slots = this.#slots
    const { nowUs } = this.#kernel
    const { keepsAlive } = flow.plan
    const client = slots.clientOf(slot)
    const isOpen = keepsAlive && flow.isConnected(gateway, client)
    if (!isOpen && gateway.connect(1, nowUs) === 0) {
      slots.details[slot] = overloadDetails(gateway)
      return false
    }
    if (keepsAlive) flow.connected(gateway, client)
    const isHandshake = isTls && !isOpen
    gateway.request(isHandshake ? 'shortHttps' : keepsAlive ? 'longHttp' : 'shortHttp', nowUs)
    slots.gateway[slot] = gateway
    return true
  }

  /** Facts/load-balancing 1.3, step 4: before any rule is asked. */
  #send(slot: number, { plan }: RequestFlow, { durationUs, isCutShort }: Sending, way: Way): void {
    const triedUs = this.#slots.triedUs[slot]!
    const limitUs = Math.min(way.requestTimeoutUs, plan.timeoutUs)
    if (durationUs > limitUs) {
      const isBalancer = way.requestTimeoutUs <= plan.timeoutUs
      if (isBalancer) this.#ends.at(slot, triedUs + limitUs, 408, 'REQUEST_UNSENT')
      else this.#ends.at(slot, triedUs + limitUs, way.leftStatus, 'CLIENT_TIMEOUT')
    } else if (isCutShort) this.#ends.at(slot, triedUs + durationUs, 400, 'BODY_CUT_SHORT')
    else this.#ends.at(slot, triedUs + durationUs, SENT, '')
  }

  /** Steps 5 to 9. */
  #answer(slot: number, flow: RequestFlow, way: Way): void {
    const { front, memory } = way
    const { nowUs } = this.#kernel
    for (const { limit, status } of front.limits)
      if (!memory!.limits.admit(way.limitedAs, limit, front.client ?? this.#slots.sourceOf(slot), nowUs))
        return this.#ends.now(slot, status, status < 400 ? '' : way.limitCode)
    const outcome = front.routed?.outcome
    if (outcome?.kind === 'answer')
      return this.#ends.now(
        slot,
        outcome.status,
        outcome.status < 400 ? '' : front.code || 'LB_FIXED_RESPONSE',
      )
    const kept =
      flow.plan.keepsAlive && way.layer !== 'requests' ? this.#keptConnection(slot, flow, way) : undefined
    if (kept !== undefined) return
    this.#pick(slot, flow, way)
  }

  /** A connection is kept as long as the server at its end takes requests. */
  #keptConnection(slot: number, flow: RequestFlow, way: Way): Back | undefined {
    const client = this.#slots.clientOf(slot)
    const known = flow.connections.get(client)
    const use = known && this.#ways.use(way, way.onlyGroup ?? '')
    if (known === undefined || use === undefined) return undefined
    const back = this.#ways.back(flow, way, use, known.backend)
    if (back.reach !== 'through') {
      flow.connections.delete(client)
      return undefined
    }
    this.#load.given(back.backend)
    this.#connect(slot, flow, back, way, use)
    return back
  }

  #pick(slot: number, flow: RequestFlow, way: Way): void {
    const group = way.onlyGroup ?? this.#chooseGroup(slot, flow, way)
    const use = this.#ways.use(way, group)
    if (use === undefined) return this.#nobody(slot, way, 'empty')
    this.#slots.use[slot] = use
    const { pool } = use
    const { front } = way
    const question = this.#question
    const { destination, destinationPort } = front.packet
    question.source = this.#slots.sourceOf(slot)
    question.sourcePort = FIRST_PORT + (flow.turn % PORTS)
    question.destination = destination
    question.destinationPort = destinationPort
    question.zone = front.node?.zone?.zone
    question.query = front.query
    question.jar =
      flow.plan.keepsCookies && pool.pool.sticky !== undefined
        ? flow.jarOf(this.#slots.clientOf(slot))
        : undefined
    question.draw = pool.isDrawn ? this.#chooser.choose(flow.endpointStream, DRAWS) / DRAWS : 0
    const picked = pool.pick(question, this.#kernel.nowUs)
    if (this.#slots.passedOver[slot] === 0) this.#load.routed(pool.pool, picked?.backend)
    if (picked === undefined) return this.#nobody(slot, way, pool.state.whyNobody(question.zone))
    const back = this.#ways.back(flow, way, use, picked.backend)
    if (flow.plan.keepsAlive && way.layer !== 'requests')
      flow.connections.set(this.#slots.clientOf(slot), back)
    this.#connect(slot, flow, back, way, use)
  }

  #chooseGroup(slot: number, flow: RequestFlow, { front, memory }: Way): string {
    const outcome = front.routed?.outcome
    if (outcome?.kind !== 'forward') throw new Error('only what is forwarded has a group')
    const { choice } = memory!
    if (outcome.stickySeconds === undefined || !flow.plan.keepsCookies) return choice.choose(outcome).group
    return groupByCookie(choice, outcome, flow.jarOf(this.#slots.clientOf(slot)))
  }

  /** Facts/load-balancing 1.10, 2.5, 2.8, section 5. */
  #nobody(slot: number, { layer, front }: Way, why: ReturnType<PoolUse['pool']['state']['whyNobody']>): void {
    const code =
      why === 'registering'
        ? 'BACKEND_REGISTERING'
        : why === 'unhealthy'
          ? 'BACKENDS_ALL_UNHEALTHY'
          : 'BACKENDS_NONE'
    if (layer === 'service') return this.#noConnection(slot, 'refused', code)
    if (layer === 'connections') return this.#noConnection(slot, 'silent', code)
    this.#ends.now(slot, front.listener?.kind === 'clbHttp' && why === 'unhealthy' ? 502 : 503, code)
  }

  #connect(
    slot: number,
    flow: RequestFlow,
    back: Back,
    way: Way | undefined,
    use: PoolUse | undefined,
  ): void {
    const slots = this.#slots
    slots.use[slot] = use
    slots.backend[slot] = back.backend.key
    slots.details[slot] = back.details
    slots.tally[slot]!.given(back.index)
    if (back.reach !== 'through') return this.#notConnected(slot, flow, back.reach, back.code, way)
    const { nowUs } = this.#kernel
    const { minUs, maxUs } = flow.plan.serviceTime
    const serviceUs =
      minUs === maxUs ? minUs : chooseDurationUs(this.#chooser, flow.serviceStream, minUs, maxUs)
    const isHttp = way?.layer === 'requests'
    const readingUs = isHttp ? 0 : (flow.plan.sending?.durationUs ?? 0)
    const doneUs = back.server.admit(nowUs, readingUs + serviceUs)
    const { keepaliveUs } = back.server
    if (doneUs === REFUSED)
      return keepaliveUs === undefined
        ? this.#notConnected(slot, flow, 'refused', 'BACKLOG_FULL', way)
        : this.#ends.now(slot, 450, 'EAS_QUEUE_FULL')
    slots.chain(slot, back.server)
    use?.pool.began(back.backend.key)
    const balancerUs = isHttp ? nowUs + way.requestTimeoutUs : Number.POSITIVE_INFINITY
    const clientUs = slots.triedUs[slot]! + flow.plan.timeoutUs
    const isBalancer = balancerUs <= clientUs
    const deadlineUs = isBalancer ? balancerUs : clientUs
    const status = isBalancer ? 504 : (way?.leftStatus ?? NO_STATUS)
    slots.deadlineUs[slot] = deadlineUs
    slots.deadlineStatus[slot] = status
    const lateUs = nowUs + (keepaliveUs ?? Number.POSITIVE_INFINITY)
    const sentUs = doneUs + (way?.gateway?.send(flow.plan.responseBytes ?? ANSWER_BYTES, nowUs) ?? 0)
    if (doneUs <= lateUs && sentUs <= deadlineUs) this.#ends.at(slot, sentUs, 200, '')
    else if (lateUs < doneUs && lateUs <= deadlineUs)
      this.#ends.at(slot, lateUs, 408, 'EAS_KEEPALIVE_EXCEEDED')
    else this.#ends.at(slot, deadlineUs, status, isBalancer ? 'REQUEST_TIMEOUT' : 'CLIENT_TIMEOUT')
  }

  /** A balancer of layer 7 says what it found; at layer 4 the client finds it itself (facts/load-balancing 1.11). */
  #notConnected(slot: number, flow: RequestFlow, reach: Reach, code: string, way: Way | undefined): void {
    if (way?.layer !== 'requests') return this.#noConnection(slot, reach, code)
    const { nowUs } = this.#kernel
    const clientUs = this.#slots.triedUs[slot]! + flow.plan.timeoutUs
    const failedUs = reach === 'refused' ? nowUs : nowUs + CONNECT_TIMEOUT_US
    if (failedUs > clientUs) return this.#ends.at(slot, clientUs, way.leftStatus, code)
    const others = this.#slots.use[slot]!.pool.state.candidates(way.front.node?.zone?.zone).length
    if (way.triesNext && ++this.#slots.passedOver[slot]! < others) {
      if (failedUs === nowUs) this.#pick(slot, flow, way)
      else this.#ends.at(slot, failedUs, PICK_AGAIN, code)
    } else if (failedUs === nowUs) this.#ends.now(slot, 502, code)
    else this.#ends.at(slot, failedUs, 504, code)
  }

  /** Whom nobody answers gives up in the end. */
  #noConnection(slot: number, reach: Reach, code: string): void {
    if (reach === 'refused') return this.#ends.now(slot, NO_STATUS, code)
    const { timeoutUs } = this.#slots.flow[slot]!.plan
    this.#ends.at(slot, this.#slots.triedUs[slot]! + timeoutUs, NO_STATUS, code)
  }
}
