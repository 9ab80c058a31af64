/** Pools as requests use them: who is picked, and how much each server works on. One for the whole run, whoever asks. */
import { GroupChoice } from '../balancing/group-choice.ts'
import type { PickQuestion } from '../balancing/pick-question.ts'
import { type Picked, PoolPicker } from '../balancing/pool-picker.ts'
import { PoolState } from '../balancing/pool-state.ts'
import type { Backend, PoolView } from '../balancing/pool-view.ts'
import { isDrawn } from '../balancing/scheduler-of.ts'
import { TrafficLimits } from '../balancing/traffic-limits.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { RequestServer } from './request-server.ts'
import type { Arrived } from './request-way.ts'

/** What a listener remembers of the requests before. */
export interface ListenerMemory {
  readonly limits: TrafficLimits
  readonly choice: GroupChoice
}

/** A server of a pool, as one client of a flow finds it. */
export interface Back extends Arrived {
  readonly backend: Backend
  readonly server: RequestServer
  /** Its index in the tallies of the flow. */
  readonly index: number
}

/** A pool, as one client of a flow comes to it. */
export interface PoolUse {
  readonly pool: RequestPool
  /** By key of the server. */
  readonly backs: Map<string, Back>
}

export class RequestPool {
  readonly key: string
  readonly group: string
  readonly #state: PoolState
  readonly #picker: PoolPicker

  constructor(group: string, state: PoolState) {
    this.key = state.pool.key
    this.group = group
    this.#state = state
    this.#picker = new PoolPicker(state)
  }

  get pool(): BackendPool {
    return this.#state.pool
  }

  get state(): PoolState {
    return this.#state
  }

  /** It has to be given a draw. */
  get isDrawn(): boolean {
    return isDrawn(this.#state.pool)
  }

  pick(question: PickQuestion, nowUs: number): Picked | undefined {
    return this.#picker.pick(question, nowUs)
  }

  began(server: string): void {
    this.#picker.began(server)
  }

  ended(server: string): void {
    this.#picker.ended(server)
  }
}

export class RequestPools {
  readonly #pools = new Map<string, RequestPool>()
  readonly #listeners = new Map<string, ListenerMemory>()

  /** Undefined: there is no such pool now. */
  at(views: ReadonlyMap<string, PoolView>, key: string, group: string): RequestPool | undefined {
    const view = views.get(key)
    if (!(view instanceof PoolState)) return undefined
    let pool = this.#pools.get(key)
    if (pool?.state !== view) {
      pool = new RequestPool(group, view)
      this.#pools.set(key, pool)
    }
    return pool
  }

  /** `front/http`. */
  listener(name: string): ListenerMemory {
    let memory = this.#listeners.get(name)
    if (memory === undefined) {
      memory = { limits: new TrafficLimits(), choice: new GroupChoice() }
      this.#listeners.set(name, memory)
    }
    return memory
  }
}
