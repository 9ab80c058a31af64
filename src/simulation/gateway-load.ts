/**
 * What a fully managed gateway carries, and what it measures of that, minute by minute: facts/deployment B.5, seed 002. No
 * clock: instants are handed in, and never run back.
 *
 * Limits of the model, all assumed: the CPU is busy in proportion to the requests, as far as the documented rates at 30 %
 * say; the memory in proportion to the connections, so that both reach their overload threshold together; beyond that of the
 * CPU, as it was in the second so far, connections are refused as well. One that is refused costs nothing. Answers that the network cannot take
 * wait in one queue, from the instant of their request on, which holds a tenth of a second without anybody noticing.
 */
import { MINUTE_US, SECOND_US } from '../cloud/duration-range.ts'
import type { GatewaySpec, ManagedGateway } from '../cloud/gateway.ts'
import {
  CPU_LEVELS,
  capacityOf,
  type GatewayCapacity,
  MEMORY_LEVELS,
  type RequestKind,
} from '../cloud/gateway-capacity.ts'
import type { GatewayMinute, GatewayRecord } from '../trace/gateway-record.ts'
import type { StatusCount } from '../trace/request-record.ts'
import { levelOf } from './gateway-level.ts'

const FULL = 100
/** What the buffers of the network take. */
const BUFFER_US = 100_000
/** The client closed the connection before it had an answer: in the log of the gateway alone (facts/deployment B.4). */
export const CLIENT_LEFT = 499
const RATE_LIMITED = 429

export class GatewayLoad {
  readonly name: string
  #nodes: number
  #spec: GatewaySpec
  #capacity: GatewayCapacity
  #connections = 0
  #second = -1
  /** Of the second, in percent of its time. */
  #busyInSecond = 0
  /** When the network has sent all that it was given. */
  #sentUs = 0
  readonly #minutes: GatewayMinute[] = []
  #minuteUs = 0
  /** Of the minute, in percent times seconds. */
  #busy = 0
  #peak = 0
  #new = 0
  #refused = 0
  #newHttps = 0
  #bits = 0
  #rateLimited = 0
  #responseTimeUs = 0
  readonly #statuses = new Map<number, number>()

  constructor(gateway: ManagedGateway) {
    this.name = gateway.name
    this.#nodes = gateway.nodes
    this.#spec = gateway.spec
    this.#capacity = capacityOf(gateway)
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#connections
  }

  /** `2 nodes 2c4g`. */
  get size(): string {
    return `${this.#nodes} ${this.#nodes === 1 ? 'node' : 'nodes'} ${this.#spec}`
  }

  get capacity(): GatewayCapacity {
    return this.#capacity
  }

  /** It has this size from now on; connections that are too many for it stay. */
  resize(gateway: ManagedGateway, nowUs: number): void {
    this.#reach(nowUs)
    this.#nodes = gateway.nodes
    this.#spec = gateway.spec
    this.#capacity = capacityOf(gateway)
  }

  /** So many of `count` new connections are taken; the others are refused. */
  connect(count: number, nowUs: number): number {
    this.#reach(nowUs)
    const isBusy = this.#busyInSecond > CPU_LEVELS.overload
    const room = this.#capacity.connections.overload - this.#connections
    const taken = isBusy ? 0 : Math.min(count, Math.max(0, room))
    this.#refused += count - taken
    this.#new += taken
    this.#connections += taken
    this.#peak = Math.max(this.#peak, this.#connections)
    return taken
  }

  disconnect(count: number, nowUs: number): void {
    this.#reach(nowUs)
    this.#connections -= count
  }

  /** A request has come on a connection that was taken. */
  request(kind: RequestKind, nowUs: number): void {
    this.#reach(nowUs)
    if (kind === 'shortHttps') this.#newHttps++
    const cost = CPU_LEVELS.safe / this.#capacity.qpsAtSafeCpu[kind]
    this.#busy += cost
    this.#busyInSecond += cost
  }

  /** How long an answer of so many bytes waits for the network. */
  send(bytes: number, nowUs: number): number {
    this.#reach(nowUs)
    const bits = bytes * 8
    this.#bits += bits
    const beginUs = Math.max(this.#sentUs, nowUs)
    this.#sentUs = beginUs + (bits * SECOND_US) / this.#capacity.bitsPerSecond
    return Math.max(0, Math.ceil(beginUs - nowUs - BUFFER_US))
  }

  /** A request is over that came so long ago; `CLIENT_LEFT` has no answer. */
  ended(status: number, tookUs: number, nowUs: number): void {
    this.#reach(nowUs)
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
    if (status === RATE_LIMITED) this.#rateLimited++
    if (status !== CLIENT_LEFT) this.#responseTimeUs += tookUs
  }

  /** What it measured until the end of the run. To be called once. */
  record(endUs: number): GatewayRecord {
    this.#reach(endUs)
    if (endUs > this.#minuteUs) this.#close(endUs)
    return { gateway: this.name, minutes: this.#minutes }
  }

  #memoryPercent(connections: number): number {
    return Math.min(FULL, (MEMORY_LEVELS.overload * connections) / this.#capacity.connections.overload)
  }

  #reach(nowUs: number): void {
    while (nowUs >= this.#minuteUs + MINUTE_US) this.#close(this.#minuteUs + MINUTE_US)
    const second = Math.floor(nowUs / SECOND_US)
    if (second === this.#second) return
    this.#second = second
    this.#busyInSecond = 0
  }

  #close(untilUs: number): void {
    const seconds = (untilUs - this.#minuteUs) / SECOND_US
    const statuses = [...this.#statuses].map(([status, count]): StatusCount => ({ status, count }))
    statuses.sort((a, b) => a.status - b.status)
    this.#minutes.push({
      fromUs: this.#minuteUs,
      untilUs,
      byClass: byClass(statuses),
      statuses,
      rateLimited: this.#rateLimited,
      responseTimeUs: this.#responseTimeUs,
      newConnections: this.#new,
      peakConnections: this.#peak,
      refusedConnections: this.#refused,
      cpuPercent: rounded(Math.min(FULL, this.#busy / seconds)),
      memoryPercent: rounded(this.#memoryPercent(this.#peak)),
      nodes: this.#nodes,
      level: levelOf(this.#capacity, {
        refused: this.#refused,
        cpuPercent: this.#busy / seconds,
        memoryPercent: this.#memoryPercent(this.#peak),
        connections: this.#peak,
        newHttpsPerSecond: this.#newHttps / seconds,
        bitsPerSecond: this.#bits / seconds,
      }),
    })
    this.#minuteUs = untilUs
    this.#busy = 0
    this.#peak = this.#connections
    this.#new = 0
    this.#refused = 0
    this.#newHttps = 0
    this.#bits = 0
    this.#rateLimited = 0
    this.#responseTimeUs = 0
    this.#statuses.clear()
  }
}

function byClass(statuses: readonly StatusCount[]): number[] {
  const counts = [0, 0, 0, 0, 0, 0]
  for (const { status, count } of statuses) counts[Math.floor(status / 100)]! += count
  return counts
}

/** To a tenth of a percent, so that a sum of many small parts does not show how it was added up. */
function rounded(percent: number): number {
  return Math.round(percent * 10) / 10
}
