/**
 * One server for one request or connection: by cookie or by the client's address where that still holds, else by the scheduler
 * (facts/load-balancing section 9, row 23), and only ever one of `candidates`. Layer 7 asks for every request, layer 4 and
 * service names for every connection (section 7).
 *
 * With cross-zone off every zone's node keeps a scheduler of its own; else one stands for all nodes. Connections that are closing
 * are not counted.
 */
import type { BackendPool } from '../cloud/backend-pool.ts'
import { Affinity } from './affinity.ts'
import { hashKey } from './hash-key.ts'
import type { PickQuestion } from './pick-question.ts'
import { PoolNode } from './pool-node.ts'
import type { PoolState } from './pool-state.ts'
import type { Backend } from './pool-view.ts'
import { drawnEndpoint, isDrawn } from './scheduler-of.ts'
import { cookieName, serverOfCookie } from './sticky.ts'

export interface Picked {
  readonly backend: Backend
  readonly by: 'cookie' | 'affinity' | 'scheduler'
  /** The server that the cookie of the request named, good or not; `cookieToSet` asks for it. */
  readonly named?: string
}

export class PoolPicker {
  readonly #state: PoolState
  readonly #nodes = new Map<string | undefined, PoolNode>()
  #shared: PoolNode | undefined
  readonly #active = new Map<string, number>()
  #affinityUs = 0
  #affinity = new Affinity(0)

  constructor(state: PoolState) {
    this.#state = state
  }

  /** `undefined`: nobody may be picked. Who is picked is not counted yet: `began` does that. */
  pick(question: PickQuestion, nowUs: number): Picked | undefined {
    const node = this.#node(question.zone)
    const { pool } = this.#state
    if (pool.sticky !== undefined) return this.#byCookie(node, question, nowUs)
    const timeUs = affinityUs(pool)
    if (timeUs > 0) return this.#byAffinity(node, question, nowUs, timeUs)
    const backend = this.#scheduled(node, question, nowUs)
    return backend && { backend, by: 'scheduler' }
  }

  /** The server works on one more request or connection. */
  began(key: string): void {
    this.#count(key, this.active(key) + 1)
  }

  ended(key: string): void {
    const active = this.active(key)
    if (active === 0) throw new Error(`${key} ended what it had not begun`)
    this.#count(key, active - 1)
  }

  /** How much a server works on; of one that has left, what it still does. */
  active(key: string): number {
    return this.#active.get(key) ?? 0
  }

  /** How many clients are kept at their servers by address. */
  get clients(): number {
    return this.#affinity.size
  }

  #byCookie(node: PoolNode, question: PickQuestion, nowUs: number): Picked | undefined {
    const sticky = this.#state.pool.sticky!
    const value = question.cookie?.(cookieName(sticky))
    const named = value === undefined ? undefined : serverOfCookie(sticky, value, nowUs)
    const kept = named === undefined ? undefined : node.usable(named)
    const backend = kept ?? this.#scheduled(node, question, nowUs)
    if (backend === undefined) return undefined
    return { backend, by: kept === undefined ? 'scheduler' : 'cookie', ...(named !== undefined && { named }) }
  }

  #byAffinity(node: PoolNode, question: PickQuestion, nowUs: number, timeUs: number): Picked | undefined {
    if (timeUs !== this.#affinityUs) {
      this.#affinityUs = timeUs
      this.#affinity = new Affinity(timeUs)
    }
    const key = this.#affinity.recall(question.source, nowUs)
    const kept = key === undefined ? undefined : node.usable(key)
    const backend = kept ?? this.#scheduled(node, question, nowUs)
    if (backend === undefined) return undefined
    this.#affinity.remember(question.source, backend.key, nowUs)
    return { backend, by: kept === undefined ? 'scheduler' : 'affinity' }
  }

  #scheduled(node: PoolNode, question: PickQuestion, nowUs: number): Backend | undefined {
    const { pool } = this.#state
    if (!isDrawn(pool)) return node.pick(hashKey(pool.scheduler, question), nowUs)
    const candidates = this.#state.candidates(question.zone)
    if (question.draw === undefined) throw new Error(`pool ${pool.key} needs a draw`)
    return candidates.length === 0 ? undefined : candidates[drawnEndpoint(candidates.length, question.draw)]
  }

  #node(zone: string | undefined): PoolNode {
    const key = this.#state.pool.crossZone ? undefined : zone
    let node = key === undefined ? this.#shared : this.#nodes.get(key)
    if (node === undefined) {
      node = new PoolNode(this.#state, key)
      this.#nodes.set(key, node)
      if (key === undefined) this.#shared = node
    }
    node.follow(this.#active)
    return node
  }

  #count(key: string, active: number): void {
    if (active === 0) this.#active.delete(key)
    else this.#active.set(key, active)
    for (const node of this.#nodes.values()) node.count(key, active)
  }
}

/** By source address: persistence of CLB layer 4, which UDP does not have (2.2), or `ClientIP` of a service (section 5). */
function affinityUs({ product, persistenceUs, service }: BackendPool): number {
  return product === 'serviceName' ? (service?.affinityUs ?? 0) : persistenceUs
}
