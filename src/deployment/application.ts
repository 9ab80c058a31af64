/**
 * An application and its change orders: facts/deployment A.1 to A.4, A.11, A.12. One order at a time; what comes meanwhile
 * is refused as SAE refuses it. An order is carried on after every step of the fleet, as far as it goes at this instant.
 */
import type { App, Strategy } from '../cloud/app.ts'
import { type DurationRange, fixed } from '../cloud/duration-range.ts'
import { ChangeOrder } from './change-order.ts'
import { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'
import { advance, containerDied, restartInPlace, resume } from './life-cycle.ts'
import type { OrderStatus, OrderType } from './order-status.ts'
import { type Decision, decide, type Limits, type Standing } from './reconcile.ts'
import type { ReplicaSet } from './replica-set.ts'
import { planBatches, resolveMaxSurge, resolveMinReady, rollsBackByItself } from './strategy.ts'
import type { Surroundings } from './surroundings.ts'
import type { Work, WorkKind } from './work.ts'

const SINGLE_BATCH: Strategy = { batches: 1, release: 'auto', batchWaitUs: 0 }

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
    const order = this.#begin('CoRestartApplication', target.version, undefined, target, SINGLE_BATCH, [
      { size: 0, gray: false },
    ])
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
    this.#begin('CoStop', target.version, undefined, target, SINGLE_BATCH, [{ size: 0, gray: false }])
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
    this.#nextBatch(order)
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
    if (rollback && order.previousVersion !== undefined)
      this.#rollbackTo(order.previousVersion, SINGLE_BATCH, order.version)
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
    while (this.#order?.status === 'running' && this.#step(this.#order)) this.fleet.fill()
    this.#tellCapacity(this.#declared, this.fleet.ready, this.fleet.serving)
  }

  #tellCapacity(declared: number, ready: number, serving: number): void {
    const told = this.#told
    if (told.declared === declared && told.ready === ready && told.serving === serving) return
    this.#told = { declared, ready, serving }
    this.#surroundings.tell({ kind: 'capacity', app: this.app.name, declared, ready, serving })
  }

  /** One step of the order; false when it has to wait for something. */
  #step(order: ChangeOrder): boolean {
    if (order.type === 'CoRestartApplication') return this.#stepRestart(order) || this.#endBatch(order)
    if (order.type === 'CoScaleIn') return this.#stepScaleIn(order) || this.#endBatch(order)
    const victim = this.#nextOldToRetire(order)
    const decision = decide(this.#standing(order), this.#limits(order), victim)
    return this.#carryOut(order, decision, victim) || this.#endBatch(order)
  }

  #standing({ target, desired, batchTarget }: ChangeOrder): Standing {
    let [oldSpec, oldReady, oldBound] = [0, 0, 0]
    for (const set of this.fleet.sets) {
      if (set === target) continue
      oldSpec += set.spec
      oldReady += set.ready
      oldBound += set.bound
    }
    return {
      desired,
      batchTarget,
      newSpec: target.spec,
      newReady: target.ready,
      newPastGate: this.app.deploy.eipGate === 'ready' ? target.boundAndReady : target.bound,
      oldSpec,
      oldReady,
      oldBound,
    }
  }

  #limits(order: ChangeOrder): Limits {
    return {
      minReady: order.minReady,
      maxSurge: order.maxSurge,
      createAtMost: this.#createAtMost(order),
      eipMode: this.app.eipPool !== undefined,
    }
  }

  /** The oldest set gives first. */
  #nextOldToRetire({ target }: ChangeOrder): Instance | undefined {
    for (const set of this.fleet.sets)
      if (set !== target && set.nextToRetire !== undefined) return set.nextToRetire
    return undefined
  }

  #carryOut({ target }: ChangeOrder, decision: Decision, victim: Instance | undefined): boolean {
    if (decision.kind === 'create') {
      target.spec += decision.count
      return true
    }
    if (decision.kind === 'wait' || victim === undefined) return false
    this.#retire(victim)
    return true
  }

  #retire(member: Instance, code?: string): void {
    if (member.set !== undefined) member.set.spec--
    this.fleet.retire(member, code)
  }

  /** With a pause between instances they come one by one, each when the one before is ready and the pause is over (A.1). */
  #createAtMost(order: ChangeOrder): number {
    const { instanceWaitUs } = this.app.deploy
    const { target } = order
    if (instanceWaitUs === 0) return Number.POSITIVE_INFINITY
    if (order.pause !== undefined || target.ready < target.spec) return 0
    if (target.spec === order.base || target.spec === order.batchTarget || order.pausedAt === target.spec)
      return 1
    order.pausedAt = target.spec
    order.pause = this.#beginOrderWork('instanceWait', fixed(instanceWaitUs))
    return 0
  }

  #stepRestart(order: ChangeOrder): boolean {
    const number = order.toRestart[0]
    if (number === undefined) return false
    const instance = this.fleet.find(number)
    if (instance?.isRunning !== true) return order.toRestart.shift() !== undefined
    // One instance alone cannot be restarted without a gap; everything else keeps the floor.
    const floor = Math.min(order.minReady, order.desired - 1)
    if (instance.isReady && this.fleet.ready - 1 < floor) return false
    order.toRestart.shift()
    restartInPlace(this.fleet, instance)
    return true
  }

  #stepScaleIn(order: ChangeOrder): boolean {
    const { target } = order
    const victim = target.nextToRetire
    if (target.spec <= order.desired || victim === undefined) return false
    if (victim.isReady && target.ready - 1 < order.minReady) return false
    this.#retire(victim)
    return true
  }

  /** The batch is done when its new instances are ready and the old ones they replace are gone (assumed). */
  #endBatch(order: ChangeOrder): boolean {
    const { target, desired } = order
    let old = 0
    for (const set of this.fleet.sets) if (set !== target) old += set.spec
    const isDone =
      target.spec === (order.type === 'CoScaleIn' ? desired : order.batchTarget) &&
      target.ready === target.spec &&
      target.size === target.spec &&
      old <= desired - target.spec &&
      order.toRestart.length === 0 &&
      this.fleet.terminating === 0
    if (!isDone) return false
    this.#cancelOrderWorks(order)
    this.#tellBatch(order, 'completed')
    if (order.isLastBatch) this.#succeed(order)
    else if (order.strategy.release === 'manual')
      this.#setStatus(order, 'waitingConfirm', 'MANUAL_BATCH_WAIT')
    else if (order.strategy.batchWaitUs > 0) {
      order.pause = this.#beginOrderWork('batchWait', fixed(order.strategy.batchWaitUs))
      this.#setStatus(order, 'waitingBatch')
    } else this.#nextBatch(order)
    return true
  }

  #nextBatch(order: ChangeOrder): void {
    order.enterNextBatch()
    if (order.status !== 'running') this.#setStatus(order, 'running')
    this.#startBatch(order)
  }

  #startBatch(order: ChangeOrder): void {
    this.#tellBatch(order, 'started')
    order.timeout = this.#beginOrderWork('batchTimeout', fixed(this.app.deploy.batchTimeoutUs))
  }

  #succeed(order: ChangeOrder): void {
    if (order.type === 'CoDeploy' || order.type === 'CoRollback') {
      if (order.previousVersion !== undefined) this.#previousVersion = order.previousVersion
      this.#version = order.version
    }
    this.#end(order, 'success')
  }

  #orderWorkDone(work: Work): void {
    const order = this.#order
    if (order === undefined || (order.timeout !== work && order.pause !== work))
      throw new Error(`${work.kind} of ${this.app.name} was done but not under way`)
    if (work.kind !== 'batchTimeout') {
      order.pause = undefined
      if (work.kind === 'batchWait') this.#nextBatch(order)
      return
    }
    order.timeout = undefined
    this.#cancelOrderWorks(order)
    this.#tellBatch(order, 'timedOut')
    this.#setStatus(order, 'paused', 'BATCH_TIMEOUT')
  }

  /** A new instance cannot become what it shall be. Phased and gray releases roll back by themselves (A.3). */
  #failedStart(instance: Instance, code: string): void {
    const order = this.#order
    if (code === 'READINESS_FAILED_AT_START' && this.app.deploy.readinessFailure === 'wait') return
    const isNew = order !== undefined && order.status === 'running' && instance.set === order.target
    // The creation has failed for good: nobody will try again.
    if (code === 'CREATE_NO_EIP') this.#retire(instance, code)
    if (!isNew) return
    this.#tellBatch(order, 'failed')
    this.#end(order, 'failed', code)
    if (order.type === 'CoDeploy' && order.previousVersion !== undefined && rollsBackByItself(order.strategy))
      this.#rollbackTo(order.previousVersion, SINGLE_BATCH, order.version)
  }

  #startAll(type: OrderType): void {
    this.#declared = this.app.instances
    const target = this.fleet.addSet(this.#version)
    this.#begin(type, this.#version, undefined, target, SINGLE_BATCH, [{ size: this.#declared, gray: false }])
  }

  #deployStopped(version: string): void {
    const target = this.fleet.addSet(version)
    const order = this.#begin('CoDeploy', version, this.#version, target, SINGLE_BATCH, [
      { size: 0, gray: false },
    ])
    this.#cancelOrderWorks(order)
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
    this.#begin(
      type,
      version,
      from,
      target,
      strategy,
      batches.length > 0 ? batches : [{ size: 0, gray: false }],
    )
  }

  #begin(
    type: OrderType,
    version: string,
    previousVersion: string | undefined,
    target: ReplicaSet,
    strategy: Strategy,
    batches: ChangeOrder['batches'],
  ): ChangeOrder {
    const { deploy } = this.app
    const desired = this.#declared
    const order = new ChangeOrder({
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
    })
    this.#order = order
    this.#setStatus(order, 'running')
    this.#startBatch(order)
    return order
  }

  #end(order: ChangeOrder, status: OrderStatus, code?: string): void {
    this.#cancelOrderWorks(order)
    this.#setStatus(order, status, code)
    this.#order = undefined
  }

  #setStatus(order: ChangeOrder, status: OrderStatus, code?: string): void {
    order.status = status
    this.#surroundings.tell({
      kind: 'order',
      app: this.app.name,
      order: order.number,
      type: order.type,
      status,
      version: order.version,
      instances: order.desired,
      minReady: order.minReady,
      ...(order.previousVersion !== undefined && { previousVersion: order.previousVersion }),
      ...(code !== undefined && { code }),
    })
  }

  #tellBatch(order: ChangeOrder, status: 'started' | 'completed' | 'timedOut' | 'failed'): void {
    const { size, gray } = order.batches[order.batch]!
    this.#surroundings.tell({
      kind: 'batch',
      app: this.app.name,
      order: order.number,
      batch: order.batch + 1,
      batches: order.batches.length,
      size,
      gray,
      status,
    })
  }

  #beginOrderWork(kind: WorkKind, range: DurationRange): Work {
    const work: Work = { kind, app: this.app.name, instance: 0, range }
    this.#surroundings.begin(work)
    return work
  }

  #cancelOrderWorks(order: ChangeOrder): void {
    for (const work of [order.timeout, order.pause]) if (work !== undefined) this.#surroundings.cancel(work)
    order.timeout = undefined
    order.pause = undefined
  }

  #mayBegin(): boolean {
    if (!this.#exists)
      this.#refuse('Application.NotDeployYet', `application ${this.app.name} does not exist yet`)
    else if (this.#order !== undefined)
      this.#refuse(
        'Application.ChangerOrderRunning',
        `change order ${this.#order.number} of ${this.app.name} is not finished`,
      )
    else return true
    return false
  }

  #refuse(code: string, message: string): void {
    this.#surroundings.tell({ kind: 'refused', app: this.app.name, code, message })
  }
}
