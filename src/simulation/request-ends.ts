/**
 * How a try ends: at an instant that is known when it gets its server, or earlier when that server does. Every request ends
 * exactly once; what failed may be tried again before.
 */
import { NONE } from '../datapath/live.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { NO_STATUS } from '../trace/request-record.ts'
import type { Connections } from './connections.ts'
import { CLIENT_LEFT } from './gateway-load.ts'
import type { RequestBlame } from './request-blame.ts'
import { keepCookie } from './request-cookies.ts'
import type { RequestFlow } from './request-flow.ts'
import type { RequestReason } from './request-reasons.ts'
import type { RequestSlots } from './request-slots.ts'

/** No end: the next server is tried. */
export const PICK_AGAIN = -1
/** No end: the whole request has arrived at the balancer. */
export const SENT = -2

/** Who goes on with what has not ended. */
export interface Onward {
  try(slot: number, flow: RequestFlow): void
  pickAgain(slot: number, flow: RequestFlow): void
  sent(slot: number, flow: RequestFlow): void
}

export class RequestEnds {
  readonly #kernel: Kernel
  readonly #slots: RequestSlots
  readonly #blame: RequestBlame
  readonly #connections: Connections | undefined
  /** To be set before anything ends. */
  onward: Onward | undefined

  constructor(
    kernel: Kernel,
    slots: RequestSlots,
    blame: RequestBlame,
    connections: Connections | undefined,
  ) {
    this.#kernel = kernel
    this.#slots = slots
    this.#blame = blame
    this.#connections = connections
  }

  /** The try ends then, unless something else is said before. An empty code: it succeeds. */
  at(slot: number, atUs: number, status: number, code: string): void {
    const slots = this.#slots
    slots.timer[slot]?.cancel()
    slots.endStatus[slot] = status
    slots.endCode[slot] = code
    slots.timer[slot] = this.#kernel.at(atUs, slots.due[slot]!)
  }

  /** The connection to its server is broken. */
  broken(slot: number, code: RequestReason): void {
    this.at(slot, this.#kernel.nowUs, this.#isHttp(slot) ? 502 : NO_STATUS, code)
  }

  /** Its server is gone, and nobody tells whoever waits. */
  unheard(slot: number): void {
    const { deadlineUs, deadlineStatus } = this.#slots
    this.at(slot, deadlineUs[slot]!, deadlineStatus[slot]!, 'SERVER_LOST')
  }

  /** Its time has come. */
  due(slot: number): void {
    const slots = this.#slots
    slots.timer[slot] = undefined
    const status = slots.endStatus[slot]!
    if (status === PICK_AGAIN) this.onward!.pickAgain(slot, slots.flow[slot]!)
    else if (status === SENT) this.onward!.sent(slot, slots.flow[slot]!)
    else this.now(slot, status, slots.endCode[slot]!)
  }

  /** The try is over, and the request with it or not. */
  now(slot: number, status: number, code: string): void {
    const slots = this.#slots
    const { nowUs } = this.#kernel
    const flow = slots.flow[slot]!
    const tally = slots.tally[slot]!
    const backend = slots.backend[slot]
    const pool = slots.use[slot]?.pool
    if (slots.server[slot] !== undefined) {
      slots.unchain(slot)
      pool?.ended(backend!)
    }
    this.#leaveGateway(slot, flow, status)
    const natPool = slots.natPool[slot]!
    if (natPool !== NONE) {
      slots.natPool[slot] = NONE
      this.#connections!.closeForRequest(natPool)
    }
    if (code === '') {
      tally.succeeded(status, nowUs - slots.arrivedUs[slot]!)
      if (flow.plan.keepsCookies && pool?.pool.sticky !== undefined)
        keepCookie(pool.pool, backend!, flow.jarOf(slots.clientOf(slot)), status, nowUs)
      slots.release(slot)
      return
    }
    const isLast = slots.tries[slot]! >= flow.plan.retries || (status >= 400 && status < 499)
    const since = this.#blame.of(code, backend, pool?.key)
    tally.failed({ status, code, server: backend, since, details: slots.details[slot]! }, nowUs, isLast)
    if (isLast) return slots.release(slot)
    slots.tries[slot]!++
    tally.retries++
    this.onward!.try(slot, flow)
  }

  /** A gateway logs also whom it has not answered (facts/deployment B.4). */
  #leaveGateway(slot: number, { plan }: RequestFlow, status: number): void {
    const slots = this.#slots
    const gateway = slots.gateway[slot]
    if (gateway === undefined) return
    slots.gateway[slot] = undefined
    const { nowUs } = this.#kernel
    gateway.ended(status === NO_STATUS ? CLIENT_LEFT : status, nowUs - slots.triedUs[slot]!, nowUs)
    if (!plan.keepsAlive) gateway.disconnect(1, nowUs)
  }

  #isHttp(slot: number): boolean {
    const product = this.#slots.use[slot]?.pool.pool.product
    return product === 'alb' || product === 'clbHttp'
  }
}
