/**
 * An application and its change orders: facts/deployment A.1 to A.4, A.11, A.12. One order at a time; what comes meanwhile
 * is refused as SAE refuses it. An order is carried on after every step of the fleet, as far as it goes at this instant.
 */
import type { App, Strategy } from '../cloud/app.ts'
import { ChangeOrder } from './change-order.ts'
import { clearFailed, easRefusal, failedOf } from './eas-rollout.ts'
import { type EasState, easStateOf } from './eas-state.ts'
import type { AutoscaleReason } from './fact.ts'
import { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'
import { advance, openGate, resume } from './life-cycle.ts'
import type { OrderStatus, OrderType } from './order-status.ts'
import { isBatchDone, stepOrder } from './order-step.ts'
import { termsOf } from './order-terms.ts'
import type { ReplicaSet } from './replica-set.ts'
import { type Batch, planBatches, rollsBackByItself } from './strategy.ts'
import type { Surroundings } from './surroundings.ts'
import type { Work } from './work.ts'

const SINGLE_BATCH: Strategy = { batches: 1, release: 'auto', batchWaitUs: 0 }
const NOTHING_TO_MAKE: readonly Batch[] = [{ size: 0, gray: false }]

export class Application {
  readonly app: App
  readonly fleet: Fleet
  readonly #surroundings: Surroundings
  /** The last version that was rolled out completely, and the one before it. */
  #version: string
  #previousVersion: string | undefined
  #exists = false
  /** Instances it shall have; 0 before its creation and while it is stopped. */
  #declared = 0
  #order: ChangeOrder | undefined
  /** The capacity that was told last. */
  #told = { declared: -1, ready: 0, serving: 0 }
  /** Of an inference service: taken out of service by hand, and the state that was told last. */
  #isStopped = false
  #toldState: EasState | undefined

  constructor(app: App, surroundings: Surroundings, fleet = new Fleet(app, surroundings)) {
    this.app = app
    this.#surroundings = surroundings
    this.#version = app.version
    this.fleet = fleet
    this.fleet.onFailedStart = (instance, code) => this.#failedStart(instance, code)
  }

  /** Another one in the same state, among the copied surroundings. */
  copy(surroundings: Surroundings): Application {
    const copy = new Application(this.app, surroundings, this.fleet.copy(surroundings))
    copy.#version = this.#version
    copy.#previousVersion = this.#previousVersion
    copy.#exists = this.#exists
    copy.#declared = this.#declared
    copy.#told = this.#told
    copy.#isStopped = this.#isStopped
    copy.#toldState = this.#toldState
    if (this.#order !== undefined) {
      const place = this.fleet.sets.indexOf(this.#order.target)
      copy.#order = this.#order.copy(copy.fleet.sets[place]!, surroundings)
    }
    return copy
  }

  /** An order is under way, whether it moves or waits. */
  get hasOrder(): boolean {
    return this.#order !== undefined
  }

  /** It was scaled to zero, and a request may wake it up. */
  get isAsleep(): boolean {
    return this.#exists && !this.#isStopped && this.#order === undefined && this.#declared === 0
  }

  /** Its order waits for the confirmation of the next batch. */
  get awaitsConfirmation(): boolean {
    return this.#order?.status === 'waitingConfirm'
  }

  /** Min-ready of the order that runs, where it takes away what was ready. */
  get floor(): number | undefined {
    if (this.#order?.status !== 'running') return undefined
    const { type, minReady } = this.#order.terms
    return type === 'CoCreateApp' || type === 'CoStart' || type === 'CoScaleOut' ? undefined : minReady
  }

  /** While its instances are replaced by others: how many had their EIP when that began, of those that there shall be. */
  get boundToKeep(): number | undefined {
    if (this.#order === undefined) return undefined
    const { type, desired, boundAtBegin } = this.#order.terms
    return type === 'CoDeploy' || type === 'CoRollback' ? Math.min(desired, boundAtBegin) : undefined
  }

  /** Instances that it shall have; 0 before its creation and while it is stopped. */
  get declared(): number {
    return this.#declared
  }

  /** Where it stands, in a text that is equal for those that go on alike. */
  get standing(): string {
    const { version } = this.app
    const own = `${version}|${this.#version}|${this.#previousVersion ?? ''}|${this.#exists}|${this.#declared}|${this.#isStopped}`
    return `${own}|${this.#order?.standing ?? ''}|${this.fleet.standing}`
  }

  /** It runs since before the run. */
  boot(): void {
    this.#exists = true
    this.#declared = this.app.instances
    const set = this.fleet.addSet(this.#version)
    set.spec = this.app.instances
    for (let count = 0; count < set.spec; count++) this.fleet.admitRunning(set)
    for (const instance of set.members()) if (instance.isReady) resume(this.fleet, instance)
    this.proceed()
  }

  create(): void {
    if (this.#exists)
      return this.#refuse('Application.InvalidStatus', `application ${this.app.name} exists already`)
    this.#exists = true
    this.#startAll('CoCreateApp')
  }

  /** Replaces every instance by one of `version`. On a stopped application only the configuration changes (A.1). */
  deploy(version: string, strategy: Strategy = this.app.deploy.strategy): void {
    if (!this.#mayReplace()) return
    if (this.#declared === 0) return this.#deployStopped(version)
    const live = this.fleet.sets.filter(({ spec }) => spec > 0)
    const resumed = live.length > 1 ? live.find((set) => set.version === version) : undefined
    if (live.length > 1 && resumed === undefined && this.app.eas === undefined)
      return this.#refuse(
        'THIRD_VERSION_REFUSED',
        `${live.map((set) => set.version).join(' and ')} are live, ${version} would be a third`,
      )
    this.#replaceBy('CoDeploy', version, resumed, strategy, this.#version)
  }

  rollback(version?: string, strategy: Strategy = this.app.deploy.strategy): void {
    const isMixed = this.fleet.sets.filter(({ spec }) => spec > 0).length > 1
    if (!this.#mayReplace()) return
    const to = version ?? (isMixed ? this.#version : this.#previousVersion)
    if (to === undefined)
      return this.#refuse('ROLLBACK_NO_VERSION', `${this.app.name} has no earlier version`)
    this.#rollbackTo(to, strategy, isMixed ? undefined : this.#version)
  }

  /** Changes the number of instances of the version that runs. */
  scale(instances: number): void {
    if (!this.#mayBegin()) return
    const { instancesPerApp } = this.#surroundings
    if (this.app.eas === undefined && instances > instancesPerApp)
      return this.#refuse(
        'NoComputeResourceQuota.App.Exceed',
        `${instances} instances are more than the ${instancesPerApp} that an application may have`,
      )
    const live = this.fleet.sets.filter(({ spec }) => spec > 0)
    const target = live[0]
    if (live.length !== 1 || target === undefined)
      return this.#refuse(
        'Application.InvalidStatus',
        `${this.app.name} runs ${live.length} versions, not one`,
      )
    const type = instances < this.#declared ? 'CoScaleIn' : 'CoScaleOut'
    const batches = [{ size: Math.max(0, instances - target.spec), gray: false }]
    this.#declared = instances
    this.#begin(type, target.version, undefined, target, SINGLE_BATCH, batches)
  }

  /**
   * The autoscaler of an inference service wants so many. It waits while an order is under way, as that of SAE does (A.4;
   * assumed), and works at once on what runs, without an order.
   */
  autoscale(instances: number, reason: AutoscaleReason): void {
    const from = this.#declared
    const target = this.fleet.sets.findLast(({ spec }) => spec > 0) ?? this.fleet.sets.at(-1)
    if (this.#order !== undefined || this.#isStopped || target === undefined || instances === from) return
    this.#declared = instances
    this.#surroundings.tell({ kind: 'autoscaled', app: this.app.name, from, to: instances, reason })
    target.spec += Math.max(0, instances - from)
    for (let left = from - instances; left > 0; left--)
      this.fleet.retireForGood(this.fleet.sets.find(({ spec }) => spec > 0)!.nextToRetire!)
  }

  /** Restarts the containers in place, never more at once than min-ready leaves (A.2, A.7). */
  restart(): void {
    if (!this.#mayBegin()) return
    const target = this.fleet.sets.at(-1)
    if (target === undefined || this.#declared === 0)
      return this.#refuse('Application.NoInstanceAvailable', `${this.app.name} has no instance`)
    const order = this.#begin(
      'CoRestartApplication',
      target.version,
      undefined,
      target,
      SINGLE_BATCH,
      NOTHING_TO_MAKE,
    )
    for (const set of this.fleet.sets) for (const { number } of set.members()) order.toRestart.push(number)
  }

  /** Min-ready and the number of instances become 0 (A.12). */
  stop(): void {
    if (!this.#mayBegin()) return
    const target = this.fleet.sets.at(-1)
    if (target === undefined || this.#declared === 0)
      return this.#refuse('Application.InvalidStatus', `${this.app.name} is stopped`)
    this.#declared = 0
    this.#isStopped = true
    for (const set of this.fleet.sets) set.spec = 0
    this.#begin('CoStop', target.version, undefined, target, SINGLE_BATCH, NOTHING_TO_MAKE)
    for (const set of this.fleet.sets) for (const member of set.members()) this.fleet.retire(member)
  }

  start(): void {
    if (!this.#mayBegin()) return
    if (this.#declared > 0) return this.#refuse('Application.InvalidStatus', `${this.app.name} runs`)
    this.#isStopped = false
    this.#startAll('CoStart')
  }

  /** `ConfirmPipelineBatch`: the next batch may begin. */
  confirm(): void {
    const order = this.#order
    if (order?.status !== 'waitingConfirm')
      return this.#refuse(
        'Application.ChangerOrder.Not.Running',
        `no batch of ${this.app.name} waits for a confirmation`,
      )
    order.nextBatch()
  }

  /** `AbortChangeOrder`, or with `rollback` `AbortAndRollbackChangeOrder`. */
  abort(rollback: boolean): void {
    const order = this.#order
    if (order === undefined)
      return this.#refuse(
        'Application.ChangerOrder.Not.Running',
        `no change order of ${this.app.name} is running`,
      )
    this.#end(order, 'aborted', 'ABORTED_BY_USER')
    const { version, previousVersion } = order.terms
    if (rollback && previousVersion !== undefined) this.#rollbackTo(previousVersion, SINGLE_BATCH, version)
  }

  /** The balancers of an instance have found it healthy; one that is gone by now does not mind. */
  openGate(instance: string): void {
    const found = this.fleet.find(Number(instance.slice(this.app.name.length + 1)))
    if (found?.set !== undefined) openGate(this.fleet, found)
  }

  /** A work of an instance or of the order is done. */
  done(work: Work, passed: boolean): void {
    if (work.instance === 0) return this.#orderWorkDone(work)
    const instance = this.fleet.find(work.instance)
    if (instance === undefined)
      throw new Error(`${work.kind} of ${this.app.name}-${work.instance}, which is gone`)
    advance(this.fleet, instance, work, passed)
  }

  /** Carries the order on as far as it goes, makes up for lost instances, and tells the capacity if it changed. */
  proceed(): void {
    this.fleet.fill()
    this.#resumeUpdate()
    while (this.#order?.status === 'running' && this.#carryOn(this.#order)) this.fleet.fill()
    this.#tellCapacity(this.#declared, this.fleet.ready, this.fleet.serving)
    if (this.app.eas !== undefined && this.#exists) this.#tellState()
  }

  /** An update that a failed replica has paused goes on when it has come up after all (assumed). */
  #resumeUpdate(): void {
    if (this.#order?.terms.isRolling !== true || this.#order.status !== 'paused') return
    if (failedOf(this.fleet).length === 0) this.#order.become('running')
  }

  /** False when the order has to wait. */
  #carryOn(order: ChangeOrder): boolean {
    if (stepOrder(order, this.fleet)) return true
    if (!isBatchDone(order, this.fleet)) return false
    this.#batchDone(order)
    return true
  }

  #batchDone(order: ChangeOrder): void {
    const { release, batchWaitUs } = order.terms.strategy
    order.cancelWorks()
    order.tellBatch('completed')
    if (order.isLastBatch) this.#succeed(order)
    else if (release === 'manual') order.become('waitingConfirm', 'MANUAL_BATCH_WAIT')
    else if (batchWaitUs > 0) order.pauseBeforeNextBatch()
    else order.nextBatch()
  }

  #succeed(order: ChangeOrder): void {
    const { type, version, previousVersion } = order.terms
    if (type === 'CoDeploy' || type === 'CoRollback') {
      if (previousVersion !== undefined) this.#previousVersion = previousVersion
      this.#version = version
    }
    this.#end(order, 'success')
  }

  #end(order: ChangeOrder, status: OrderStatus, code?: string): void {
    order.end(status, code)
    this.#order = undefined
  }

  #tellCapacity(declared: number, ready: number, serving: number): void {
    const told = this.#told
    if (told.declared === declared && told.ready === ready && told.serving === serving) return
    this.#told = { declared, ready, serving }
    this.#surroundings.tell({ kind: 'capacity', app: this.app.name, declared, ready, serving })
  }

  #tellState(): void {
    const order = this.#order && { type: this.#order.terms.type, status: this.#order.status }
    const hasContainers = () =>
      this.fleet.sets.every((set) => set.members().every((each) => each.hasContainer))
    const state = easStateOf({ order, isStopped: this.#isStopped, hasContainers })
    if (state === this.#toldState) return
    this.#toldState = state
    this.#surroundings.tell({ kind: 'serviceState', app: this.app.name, state })
  }

  #orderWorkDone(work: Work): void {
    const order = this.#order
    if (order === undefined) throw new Error(`${work.kind} of ${this.app.name}, which has no order`)
    if (order.finished(work) === 'timeout') {
      order.cancelWorks()
      order.tellBatch('timedOut')
      order.become('paused', 'BATCH_TIMEOUT')
    } else if (work.kind === 'batchWait') order.nextBatch()
  }

  /** A new instance cannot become what it shall be. Phased and gray releases roll back by themselves (A.3). */
  #failedStart(instance: Instance, code: string): void {
    if (this.app.eas !== undefined) return this.#failedReplica(instance)
    const order = this.#order
    if (code === 'READINESS_FAILED_AT_START' && this.app.deploy.readinessFailure === 'wait') return
    const isNew = order !== undefined && order.status === 'running' && instance.set === order.target
    // The creation has failed for good: nobody will try again.
    if (code === 'CREATE_NO_EIP') this.fleet.retireForGood(instance, code)
    if (!isNew) return
    const { type, version, previousVersion, strategy } = order.terms
    order.tellBatch('failed')
    this.#end(order, 'failed', code)
    if (type === 'CoDeploy' && previousVersion !== undefined && rollsBackByItself(strategy))
      this.#rollbackTo(previousVersion, SINGLE_BATCH, version)
  }

  /** It gets no traffic, and the update pauses (B.6). */
  #failedReplica(instance: Instance): void {
    instance.hasFailed = true
    const order = this.#order
    if (order?.status === 'running' && instance.set === order.target) order.become('paused', 'REPLICA_FAILED')
  }

  #startAll(type: OrderType): void {
    this.#declared = this.app.instances
    const target = this.fleet.addSet(this.#version)
    this.#begin(type, this.#version, undefined, target, SINGLE_BATCH, [{ size: this.#declared, gray: false }])
  }

  #deployStopped(version: string): void {
    const target = this.fleet.addSet(version)
    const order = this.#begin('CoDeploy', version, this.#version, target, SINGLE_BATCH, NOTHING_TO_MAKE)
    this.#succeed(order)
  }

  /** The set of that version that is still alive grows again, otherwise a new one is made. */
  #rollbackTo(version: string, strategy: Strategy, from: string | undefined): void {
    const alive = this.fleet.sets.find((set) => set.version === version && set.spec > 0)
    const other = this.fleet.sets.some((set) => set !== alive && set.spec > 0)
    this.#replaceBy('CoRollback', version, other ? alive : undefined, strategy, from)
  }

  #replaceBy(
    type: OrderType,
    version: string,
    alive: ReplicaSet | undefined,
    strategy: Strategy,
    from: string | undefined,
  ): void {
    const target = alive ?? this.fleet.addSet(version)
    const batches = planBatches(
      this.#declared - target.spec,
      this.app.eas === undefined ? strategy : SINGLE_BATCH,
    )
    this.#begin(type, version, from, target, strategy, batches.length > 0 ? batches : NOTHING_TO_MAKE)
  }

  #begin(
    type: OrderType,
    version: string,
    previousVersion: string | undefined,
    target: ReplicaSet,
    strategy: Strategy,
    batches: readonly Batch[],
  ): ChangeOrder {
    const number = this.#surroundings.nextOrderNumber()
    const asked = { number, type, version, previousVersion, strategy, batches, target }
    this.#order = ChangeOrder.begin(termsOf(asked, this.fleet, this.#declared), this.#surroundings)
    return this.#order
  }

  /** An update of an inference service takes the place of one that is under way (as of a Deployment, D.4). */
  #mayReplace(): boolean {
    const order = this.#order
    if (this.app.eas !== undefined && order?.terms.type !== 'CoStop') {
      if (order !== undefined) this.#end(order, 'aborted', 'REPLACED_BY_LATER_UPDATE')
      clearFailed(this.fleet)
    }
    return this.#mayBegin()
  }

  #mayBegin(): boolean {
    if (!this.#exists)
      this.#refuse('Application.NotDeployYet', `application ${this.app.name} does not exist yet`)
    else if (!this.#surroundings.rules.mayBegin(this.hasOrder))
      this.#refuse(
        'Application.ChangerOrderRunning',
        `change order ${this.#order?.terms.number} of ${this.app.name} is not finished`,
      )
    else return true
    return false
  }

  #refuse(code: string, message: string): void {
    const told = this.app.eas === undefined ? code : easRefusal(code)
    this.#surroundings.tell({ kind: 'refused', app: this.app.name, code: told, message })
  }
}
