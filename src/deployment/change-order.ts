/**
 * A change order: one per application at a time, cut into batches (facts/deployment A.4). Data of one order; what is done
 * with it stands in `application.ts`.
 */
import type { Strategy } from '../cloud/app.ts'
import type { OrderStatus, OrderType } from './order-status.ts'
import type { ReplicaSet } from './replica-set.ts'
import type { Batch } from './strategy.ts'
import type { Work } from './work.ts'

export class ChangeOrder {
  readonly number: number
  readonly type: OrderType
  readonly version: string
  readonly previousVersion: string | undefined
  readonly strategy: Strategy
  readonly batches: readonly Batch[]
  /** The set that shall have all instances in the end. */
  readonly target: ReplicaSet
  /** Members the target set had before the order: a rollback finds some of them alive. */
  readonly base: number
  /** Declared instances once the order is done. */
  readonly desired: number
  readonly minReady: number
  readonly maxSurge: number
  status: OrderStatus = 'running'
  /** Index of the batch under way, and members of the target set at its end. */
  #batch = 0
  #batchTarget: number
  /** Timeout of the batch, and the pause between batches or instances. */
  timeout: Work | undefined
  pause: Work | undefined
  /** Members of the target set after the making of which the pause between instances was kept. */
  pausedAt = -1
  /** `CoRestartApplication`: numbers of the instances whose turn has not come. */
  readonly toRestart: number[] = []

  constructor(
    order: Pick<
      ChangeOrder,
      | 'number'
      | 'type'
      | 'version'
      | 'previousVersion'
      | 'strategy'
      | 'batches'
      | 'target'
      | 'desired'
      | 'minReady'
      | 'maxSurge'
    >,
  ) {
    this.number = order.number
    this.type = order.type
    this.version = order.version
    this.previousVersion = order.previousVersion
    this.strategy = order.strategy
    this.batches = order.batches
    this.target = order.target
    this.base = order.target.spec
    this.desired = order.desired
    this.minReady = order.minReady
    this.maxSurge = order.maxSurge
    this.#batchTarget = this.base + order.batches[0]!.size
  }

  get batch(): number {
    return this.#batch
  }

  get batchTarget(): number {
    return this.#batchTarget
  }

  enterNextBatch(): void {
    this.#batchTarget += this.batches[++this.#batch]!.size
  }

  get isLastBatch(): boolean {
    return this.#batch >= this.batches.length - 1
  }
}
