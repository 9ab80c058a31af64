/**
 * The requests under way, one slot each: numbers lie in typed arrays, and freed slots are used again, so a request
 * allocates nothing of its own. Those that one server works on are chained, to be found when it ends.
 */
import type { Details } from '../datapath/details.ts'
import type { Timer } from '../kernel/timer.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { GatewayLoad } from './gateway-load.ts'
import type { Caller, RequestFlow } from './request-flow.ts'
import type { PoolUse } from './request-pools.ts'
import type { RequestServer } from './request-server.ts'
import type { RequestTally } from './request-tally.ts'

const NONE = -1
/** Nobody drew: the client is whoever calls. */
export const ITSELF = -1
const FIRST_CAPACITY = 64

export class RequestSlots {
  /** Of a slot that is free: undefined. */
  readonly flow: (RequestFlow | undefined)[] = []
  readonly tally: RequestTally[] = []
  readonly caller: Caller[] = []
  readonly use: (PoolUse | undefined)[] = []
  /** Key of the server in its pool; its own name where nobody balances. */
  readonly backend: (string | undefined)[] = []
  readonly server: (RequestServer | undefined)[] = []
  /** The gateway that its connection is open at. */
  readonly gateway: (GatewayLoad | undefined)[] = []
  /** What fills the fix template of the code that it ends with, as far as known. */
  readonly details: Details[] = []
  /** Empty: it succeeds. */
  readonly endCode: string[] = []
  /** The pool that the port of its connection is of, or `NONE`. */
  readonly natPool: number[] = []
  readonly timer: (Timer | undefined)[] = []
  /** What happens when its time has come: one function for each slot, made once. */
  readonly due: (() => void)[] = []
  arrivedUs = new Float64Array(FIRST_CAPACITY)
  /** When this try began. */
  triedUs = new Float64Array(FIRST_CAPACITY)
  /** The number of its address among the sources of the flow, or that it has none of its own. */
  client = new Int32Array(FIRST_CAPACITY)
  /** Of the addresses of a balancer, the one that is called. */
  node = new Int32Array(FIRST_CAPACITY)
  tries = new Int32Array(FIRST_CAPACITY)
  /** Servers that could not be connected to in this try. */
  passedOver = new Int32Array(FIRST_CAPACITY)
  endStatus = new Int32Array(FIRST_CAPACITY)
  /** When whoever waits for the server gives up, and what the client gets then. */
  deadlineUs = new Float64Array(FIRST_CAPACITY)
  deadlineStatus = new Int32Array(FIRST_CAPACITY)
  #next = new Int32Array(FIRST_CAPACITY)
  #previous = new Int32Array(FIRST_CAPACITY)
  readonly #free: number[] = []
  readonly #makeDue: (slot: number) => () => void

  constructor(makeDue: (slot: number) => () => void) {
    this.#makeDue = makeDue
  }

  /** Behind it no slot was ever used. */
  get size(): number {
    return this.flow.length
  }

  take(): number {
    const known = this.#free.pop()
    if (known !== undefined) return known
    const slot = this.flow.push(undefined) - 1
    if (slot === this.arrivedUs.length) this.#grow()
    this.due.push(this.#makeDue(slot))
    this.natPool.push(NONE)
    return slot
  }

  release(slot: number): void {
    this.flow[slot] = undefined
    this.#free.push(slot)
  }

  /** The address that it comes from. */
  sourceOf(slot: number): Ipv4 {
    const client = this.client[slot]!
    if (client === ITSELF) return this.caller[slot]!.packets[0]!.source
    return this.flow[slot]!.plan.sources!.first + client
  }

  /** Whose it is: clients of the Internet are counted, callers inside known by their address. */
  clientOf(slot: number): number {
    const client = this.client[slot]!
    return client === ITSELF ? this.sourceOf(slot) : client
  }

  /** The server works on it. */
  chain(slot: number, server: RequestServer): void {
    this.server[slot] = server
    const { head } = server
    this.#next[slot] = head
    this.#previous[slot] = NONE
    if (head !== NONE) this.#previous[head] = slot
    server.head = slot
  }

  unchain(slot: number): void {
    const server = this.server[slot]
    if (server === undefined) return
    const next = this.#next[slot]!
    const previous = this.#previous[slot]!
    if (next !== NONE) this.#previous[next] = previous
    if (previous === NONE) server.head = next
    else this.#next[previous] = next
    this.server[slot] = undefined
  }

  /** All that it works on, those first that came first. */
  of(server: RequestServer): number[] {
    const slots: number[] = []
    for (let slot = server.head; slot !== NONE; slot = this.#next[slot]!) slots.push(slot)
    return slots.reverse()
  }

  #grow(): void {
    const length = this.arrivedUs.length * 2
    const floats = (old: Float64Array<ArrayBuffer>) => copied(new Float64Array(length), old)
    const integers = (old: Int32Array<ArrayBuffer>) => copied(new Int32Array(length), old)
    this.arrivedUs = floats(this.arrivedUs)
    this.triedUs = floats(this.triedUs)
    this.client = integers(this.client)
    this.node = integers(this.node)
    this.tries = integers(this.tries)
    this.passedOver = integers(this.passedOver)
    this.endStatus = integers(this.endStatus)
    this.deadlineUs = floats(this.deadlineUs)
    this.deadlineStatus = integers(this.deadlineStatus)
    this.#next = integers(this.#next)
    this.#previous = integers(this.#previous)
  }
}

function copied<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(to: A, from: A): A {
  to.set(from)
  return to
}
