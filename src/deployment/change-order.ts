/**
 * A change order: one per application at a time, cut into batches (facts/deployment A.4). It knows where it stands, tells
 * each change of it, and owns its timeout and its pauses; how it moves instances stands in `order-step.ts`.
 */
import type { Strategy } from '../cloud/app.ts'
import { fixed } from '../cloud/duration-range.ts'
import type { BatchFact } from './fact.ts'
import type { OrderStatus, OrderType } from './order-status.ts'
import type { ReplicaSet } from './replica-set.ts'
import type { Batch } from './strategy.ts'
import type { Surroundings } from './surroundings.ts'
import type { Work } from './work.ts'

/** What an order is made of; it never changes afterwards. */
export interface OrderTerms {
  readonly app: string
  readonly number: number
  readonly type: OrderType
  readonly version: string
  readonly previousVersion: string | undefined
  readonly strategy: Strategy
  /** At least one; a batch of size 0 is one that creates nothing. */
  readonly batches: readonly Batch[]
  /** The set that shall have all instances in the end. */
  readonly target: ReplicaSet
  /** Declared instances once the order is done. */
  readonly desired: number
  /** Instances whose EIP was in use when the order began. */
  readonly boundAtBegin: number
  readonly minReady: number
  readonly maxSurge: number
  readonly batchTimeoutUs: number
  /** Of an inference service: nobody is told of its one batch, and it may take any time (facts/deployment B.6). */
  readonly isRolling: boolean
}

export class ChangeOrder {
  readonly terms: OrderTerms
  readonly target: ReplicaSet
  /** Members the target set had before the order: a rollback finds some of them alive. */
  readonly base: number
  /** Numbers of the instances whose turn to be restarted has not come. */
  readonly toRestart: number[] = []
  readonly #surroundings: Surroundings
  #status: OrderStatus = 'running'
  /** Index of the batch under way, and members of the target set at its end. */
  #batch = 0
  #batchTarget: number
  #timeout: Work | undefined
  #pause: Work | undefined
  /** Members of the target set after the making of which the pause between instances was kept. */
  #pausedAt = -1

  private constructor(terms: OrderTerms, base: number, surroundings: Surroundings) {
    this.terms = terms
    this.target = terms.target
    this.base = base
    this.#batchTarget = base + terms.batches[0]!.size
    this.#surroundings = surroundings
  }

  /** The order begins with its first batch. */
  static begin(terms: OrderTerms, surroundings: Surroundings): ChangeOrder {
    const order = new ChangeOrder(terms, terms.target.spec, surroundings)
    order.become('running')
    order.#startBatch()
    return order
  }

  /** Another one in the same state, that has `target` to fill. Works are shared: they never change. */
  copy(target: ReplicaSet, surroundings: Surroundings): ChangeOrder {
    const copy = new ChangeOrder({ ...this.terms, target }, this.base, surroundings)
    copy.toRestart.push(...this.toRestart)
    copy.#status = this.#status
    copy.#batch = this.#batch
    copy.#batchTarget = this.#batchTarget
    copy.#timeout = this.#timeout
    copy.#pause = this.#pause
    copy.#pausedAt = this.#pausedAt
    return copy
  }

  /** Where it stands, in a text that is equal for orders that go on alike. */
  get standing(): string {
    const {
      number: _,
      batches: { length },
      target: { version },
      type,
    } = this.terms
    const works = `${this.#timeout ? 't' : ''}${this.#pause ? 'p' : ''}`
    return `${type}:${version}:${this.#status}:${this.#batch}/${length}:${this.#batchTarget}:${works}:${this.#pausedAt}:${this.toRestart.length}`
  }

  get status(): OrderStatus {
    return this.#status
  }

  /** Members of the target set at the end of the batch under way. */
  get batchTarget(): number {
    return this.terms.type === 'CoScaleIn' ? this.terms.desired : this.#batchTarget
  }

  get isLastBatch(): boolean {
    return this.#batch >= this.terms.batches.length - 1
  }

  /** Takes another status and tells it. */
  become(status: OrderStatus, code?: string): void {
    this.#status = status
    const { app, number: order, type, version, previousVersion, desired: instances, minReady } = this.terms
    const { isRolling } = this.terms
    this.#surroundings.tell({
      kind: 'order',
      app,
      order,
      type,
      status,
      version,
      instances,
      minReady,
      ...(isRolling && { rolling: true as const }),
      ...(previousVersion !== undefined && { previousVersion }),
      ...(code !== undefined && { code }),
    })
  }

  /** The order is over: nothing of it is under way any more. */
  end(status: OrderStatus, code?: string): void {
    this.cancelWorks()
    this.become(status, code)
  }

  nextBatch(): void {
    this.#batchTarget += this.terms.batches[++this.#batch]!.size
    if (this.#status !== 'running') this.become('running')
    this.#startBatch()
  }

  #startBatch(): void {
    this.tellBatch('started')
    if (!this.terms.isRolling) this.#timeout = this.#begin('batchTimeout', this.terms.batchTimeoutUs)
  }

  tellBatch(status: BatchFact['status']): void {
    const { app, number: order, batches, isRolling } = this.terms
    if (isRolling) return
    const { size, gray } = batches[this.#batch]!
    this.#surroundings.tell({
      kind: 'batch',
      app,
      order,
      batch: this.#batch + 1,
      batches: batches.length,
      size,
      gray,
      status,
    })
  }

  /** The pause between two batches. */
  pauseBeforeNextBatch(): void {
    this.#pause = this.#begin('batchWait', this.terms.strategy.batchWaitUs)
    this.become('waitingBatch')
  }

  /** Keeps the pause between instances once after each that was made; true while it lasts. */
  isPausing(instanceWaitUs: number): boolean {
    const { spec } = this.target
    if (this.#pause !== undefined) return true
    if (spec === this.base || spec === this.#batchTarget || this.#pausedAt === spec) return false
    this.#pausedAt = spec
    this.#pause = this.#begin('instanceWait', instanceWaitUs)
    return true
  }

  /** A work of the order is over: which of its clocks it was. */
  finished(work: Work): 'timeout' | 'pause' {
    if (work === this.#timeout) {
      this.#timeout = undefined
      return 'timeout'
    }
    if (work !== this.#pause) throw new Error(`${work.kind} of ${work.app} was done but not under way`)
    this.#pause = undefined
    return 'pause'
  }

  cancelWorks(): void {
    if (this.#timeout !== undefined) this.#surroundings.cancel(this.#timeout)
    if (this.#pause !== undefined) this.#surroundings.cancel(this.#pause)
    this.#timeout = undefined
    this.#pause = undefined
  }

  #begin(kind: 'batchTimeout' | 'batchWait' | 'instanceWait', us: number): Work {
    const work: Work = { kind, app: this.terms.app, instance: 0, range: fixed(us) }
    this.#surroundings.begin(work)
    return work
  }
}
