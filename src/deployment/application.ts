/**
 * An application and its change orders: facts/deployment A.1 to A.4, A.11, A.12. One order at a time; what comes meanwhile
 * is refused as SAE refuses it. An order is carried on after every step of the fleet, as far as it goes at this instant.
 */
import type { App, Strategy } from '../cloud/app.ts'
import { ChangeOrder, type OrderTerms } from './change-order.ts'
import { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'
import { advance, containerDied, openGate, resume } from './life-cycle.ts'
import type { OrderStatus, OrderType } from './order-status.ts'
import { isBatchDone, stepOrder } from './order-step.ts'
import type { ReplicaSet } from './replica-set.ts'
import { type Batch, planBatches, resolveMaxSurge, resolveMinReady, rollsBackByItself } from './strategy.ts'
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

  constructor(app: App, surroundings: Surroundings) {
    this.app = app
    this.#surroundings = surroundings
    this.#version = app.version
    this.fleet = new Fleet(app, surroundings)
    this.fleet.onFailedStart = (instance, code) => this.#failedStart(instance, code)
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
    if (!this.#mayBegin()) return
    if (this.#declared === 0) return this.#deployStopped(version)
    const live = this.fleet.sets.filter(({ spec }) => spec > 0)
    const resumed = live.length > 1 ? live.find((set) => set.version === version) : undefined
    if (live.length > 1 && resumed === undefined)
      return this.#refuse(
        'THIRD_VERSION_REFUSED',
        `${live.map((set) => set.version).join(' and ')} are live, ${version} would be a third`,
      )
    this.#replaceBy('CoDeploy', version, resumed, strategy, this.#version)
  }

  rollback(version?: string, strategy: Strategy = this.app.deploy.strategy): void {
    if (!this.#mayBegin()) return
    const isMixed = this.fleet.sets.filter(({ spec }) => spec > 0).length > 1
    const to = version ?? (isMixed ? this.#version : this.#previousVersion)
    if (to === undefined)
      return this.#refuse('ROLLBACK_NO_VERSION', `${this.app.name} has no earlier version`)
    this.#rollbackTo(to, strategy, isMixed ? undefined : this.#version)
  }

  /** Changes the number of instances of the version that runs. */
  scale(instances: number): void {
    if (!this.#mayBegin()) return
    const { instancesPerApp } = this.#surroundings
    if (instances > instancesPerApp)
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
    for (const set of this.fleet.sets) set.spec = 0
    this.#begin('CoStop', target.version, undefined, target, SINGLE_BATCH, NOTHING_TO_MAKE)
    for (const set of this.fleet.sets) for (const member of set.members()) this.fleet.retire(member)
  }

  start(): void {
    if (!this.#mayBegin()) return
    if (this.#declared > 0) return this.#refuse('Application.InvalidStatus', `${this.app.name} runs`)
    this.#startAll('CoStart')
  }

  /** Loses containers or whole instances, the oldest serving ones first. */
  crash(mode: 'container' | 'instance', count: number): void {
    const running = this.fleet.sets.flatMap((set) => set.members()).filter(({ isRunning }) => isRunning)
    running.sort((a, b) => Number(b.isServing) - Number(a.isServing) || a.number - b.number)
    for (const instance of running.slice(0, count)) {
      if (mode === 'container') containerDied(this.fleet, instance, 'CONTAINER_CRASHED')
      else this.fleet.lose(instance, 'INSTANCE_LOST')
    }
  }

  /** Everything in these vSwitches is lost. */
  loseZone(vswitches: ReadonlySet<string>): void {
    for (const set of this.fleet.sets)
      for (const member of set.members())
        if (member.vswitch !== undefined && vswitches.has(member.vswitch))
          this.fleet.lose(member, 'ZONE_UNAVAILABLE')
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
    while (this.#order?.status === 'running' && this.#carryOn(this.#order)) this.fleet.fill()
    this.#tellCapacity(this.#declared, this.fleet.ready, this.fleet.serving)
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
    const batches = planBatches(this.#declared - target.spec, strategy)
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
    const { name, deploy } = this.app
    const desired = this.#declared
    const terms: OrderTerms = {
      app: name,
      number: this.#surroundings.nextOrderNumber(),
      type,
      version,
      previousVersion,
      strategy,
      batches,
      target,
      desired,
      minReady: type === 'CoStop' ? 0 : resolveMinReady(deploy, desired),
      maxSurge: resolveMaxSurge(deploy, desired),
      batchTimeoutUs: deploy.batchTimeoutUs,
    }
    this.#order = new ChangeOrder(terms, this.#surroundings)
    return this.#order
  }

  #mayBegin(): boolean {
    if (!this.#exists)
      this.#refuse('Application.NotDeployYet', `application ${this.app.name} does not exist yet`)
    else if (this.#order !== undefined)
      this.#refuse(
        'Application.ChangerOrderRunning',
        `change order ${this.#order.terms.number} of ${this.app.name} is not finished`,
      )
    else return true
    return false
  }

  #refuse(code: string, message: string): void {
    this.#surroundings.tell({ kind: 'refused', app: this.app.name, code, message })
  }
}
