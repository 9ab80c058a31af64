/**
 * Who calls which pool: they are asked again when the pool changes, or an instance that is a member of it. Found once for each
 * pool and application, until the rules change, so that an event costs as much as it touches.
 */
import { hasApp } from '../balancing/group-servers.ts'
import { mayUse } from '../datapath/balancer-use.ts'
import type { Tables } from '../datapath/tables.ts'
import type { FlowWatch } from './flow-watch.ts'

export interface Caller {
  readonly watches: readonly FlowWatch[]
}

export class PoolCallers<C extends Caller> {
  readonly #callers: () => Iterable<C>
  /** What the answers hold for. */
  #tables: Tables | undefined
  readonly #ofPool = new Map<string, readonly C[]>()
  readonly #ofApp = new Map<string, ReadonlySet<C>>()

  /** `callers` with flows are the same at every time. */
  constructor(callers: () => Iterable<C>) {
    this.#callers = callers
  }

  /** Whose flows may be balanced over the pool with that key; it may be one that there is no more. */
  ofPool(tables: Tables, key: string): readonly C[] {
    this.#follow(tables)
    let found = this.#ofPool.get(key)
    if (found === undefined) {
      found = [...this.#callers()].filter(({ watches }) =>
        watches.some(({ flow }) => mayUse(tables, flow, key)),
      )
      this.#ofPool.set(key, found)
    }
    return found
  }

  /** Whose flows may be balanced over instances of the application. */
  ofApp(tables: Tables, app: string): ReadonlySet<C> {
    this.#follow(tables)
    let found = this.#ofApp.get(app)
    if (found === undefined) {
      const pools = [...tables.balancers.pools.values()].filter((pool) => hasApp(pool, app))
      found = new Set(pools.flatMap(({ key }) => this.ofPool(tables, key)))
      this.#ofApp.set(app, found)
    }
    return found
  }

  #follow(tables: Tables): void {
    if (this.#tables === tables) return
    this.#tables = tables
    this.#ofPool.clear()
    this.#ofApp.clear()
  }
}
