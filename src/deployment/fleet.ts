/**
 * The instances of one application: who there is, who comes and who goes. A fleet knows nothing of change orders; it
 * keeps each replica set at its number, and tells every change of an instance as a fact. Between two steps
 * each member that is not settled has work under way, so nothing is ever forgotten.
 */
import type { App } from '../cloud/app.ts'
import { type DurationRange, fixed } from '../cloud/duration-range.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { EipLedger, EipStatus } from './eip-ledger.ts'
import { Instance } from './instance.ts'
import { ReplicaSet } from './replica-set.ts'
import type { Surroundings } from './surroundings.ts'
import type { Work, WorkKind } from './work.ts'

export class Fleet {
  readonly app: App
  readonly surroundings: Surroundings
  /** Oldest first; at most two have members, as at most two versions live at a time (facts/deployment A.1). */
  #sets: ReplicaSet[] = []
  readonly #terminating = new Map<number, Instance>()
  #lastNumber = 0
  /** Called when a new instance cannot become what it shall be: no EIP with `eipShortage: fail`, readiness at start. */
  onFailedStart: (instance: Instance, code: string) => void = () => {}

  constructor(app: App, surroundings: Surroundings) {
    this.app = app
    this.surroundings = surroundings
  }

  /** The pool of this application; undefined when its instances have no EIP of their own. */
  get ledger(): EipLedger | undefined {
    return this.app.eipPool === undefined ? undefined : this.surroundings.ledger(this.app.eipPool)
  }

  get sets(): readonly ReplicaSet[] {
    return this.#sets
  }

  get ready(): number {
    return this.#sets.reduce((sum, set) => sum + set.ready, 0)
  }

  get serving(): number {
    return this.#sets.reduce((sum, set) => sum + set.serving, 0)
  }

  get terminating(): number {
    return this.#terminating.size
  }

  find(number: number): Instance | undefined {
    for (const set of this.#sets) {
      const member = set.member(number)
      if (member !== undefined) return member
    }
    return this.#terminating.get(number)
  }

  /** A new, empty set; sets without members and without a number to keep are forgotten. */
  addSet(version: string): ReplicaSet {
    const set = new ReplicaSet(version, 0)
    this.#sets = [...this.#sets.filter(({ size, spec }) => size > 0 || spec > 0), set]
    return set
  }

  /** Makes members until each set has its number: after a loss, or because an order raised the number. */
  fill(): void {
    for (const set of this.#sets) while (set.size < set.spec) this.#create(set)
  }

  #create(set: ReplicaSet): void {
    const instance = this.#admit(set)
    this.begin(instance, 'schedule', this.app.lifecycle.schedule)
    this.tell(instance)
  }

  /** A member that runs since before the run: address and EIP are there if there are any; else it has to wait like all. */
  admitRunning(set: ReplicaSet): void {
    const instance = this.#admit(set)
    const place = this.surroundings.subnets.allocate(this.app.vswitches)
    if (place === undefined) return this.begin(instance, 'retryAddress', fixed(0))
    instance.address = place.address
    instance.vswitch = place.vswitch
    const { ledger } = this
    if (ledger !== undefined) {
      instance.eip = ledger.take(instance.name)
      if (instance.eip === undefined) return this.begin(instance, 'retryEip', fixed(0))
      ledger.bound(instance.eip)
    }
    this.change(instance, () => {
      instance.eipInUse = instance.eip !== undefined
      instance.phase = 'ready'
      instance.answering = true
      instance.startupPassed = true
      instance.wasReady = true
    })
    if (instance.eip !== undefined) this.tellEip(instance.eip, 'InUse', instance)
  }

  #admit(set: ReplicaSet): Instance {
    this.#lastNumber++
    const instance = new Instance(
      this.app.name,
      this.#lastNumber,
      set.version,
      this.app.versions.get(set.version),
    )
    set.add(instance)
    return instance
  }

  /**
   * Takes an instance out of its set. A running container gets preStop, TERM and at last KILL; an association under way
   * is waited for, since an EIP in transition accepts nothing (facts/vpc R3.11a); anything less is gone at once.
   */
  retire(instance: Instance, code?: string): void {
    const { lifecycle } = this.app
    const { isRunning } = instance
    const isAssociating = instance.phase === 'associating'
    this.#leaveSet(instance)
    this.#terminating.set(instance.number, instance)
    this.cancelWorks(instance, ({ kind }) => kind !== 'eipBind')
    if (!isRunning && !isAssociating) return this.gone(instance, code)
    instance.phase = 'terminating'
    if (isRunning) {
      const hasHook = lifecycle.preStop.maxUs > 0
      if (!hasHook) instance.answering = false
      this.begin(instance, 'grace', fixed(lifecycle.graceUs))
      this.begin(
        instance,
        hasHook ? 'preStop' : 'stop',
        hasHook ? lifecycle.preStop : this.stopRange(instance),
      )
    }
    this.tell(instance, code)
  }

  /** The instance is lost without notice, with all that it was doing. */
  lose(instance: Instance, code: string): void {
    const wasAssociating =
      instance.phase === 'associating' || (instance.eip !== undefined && !instance.eipInUse)
    this.#leaveSet(instance)
    this.#terminating.set(instance.number, instance)
    instance.answering = false
    this.cancelWorks(instance, ({ kind }) => kind !== 'eipBind')
    if (!wasAssociating) return this.gone(instance, code)
    instance.phase = 'terminating'
    this.tell(instance, code)
  }

  /** Nothing of it is left but an EIP on its way back to the pool. */
  gone(instance: Instance, code?: string): void {
    this.cancelWorks(instance)
    this.#terminating.delete(instance.number)
    instance.phase = 'gone'
    instance.answering = false
    this.tell(instance, code)
    const { address, vswitch, eip } = instance
    if (address !== undefined && vswitch !== undefined)
      this.surroundings.subnets.release({ vswitch, address })
    if (eip !== undefined) {
      instance.eipInUse = false
      this.ledger!.release(eip)
      this.tellEip(eip, 'Unassociating', instance)
      this.surroundings.begin({
        kind: 'eipRelease',
        app: this.app.name,
        instance: instance.number,
        range: this.app.lifecycle.eipRelease,
        eip,
      })
    }
  }

  #leaveSet(instance: Instance): void {
    for (const set of this.#sets) set.remove(instance)
  }

  /** Tells a step of the EIP that `instance` holds or has just left. */
  tellEip(address: Ipv4, status: EipStatus, instance: Instance): void {
    this.surroundings.tell({ kind: 'eip', pool: this.app.eipPool!, address, status, instance: instance.name })
  }

  /** Changes the state of a member, with the counts of its set kept, and tells it. */
  change(instance: Instance, mutate: () => void, code?: string): void {
    const set = this.#sets.find((candidate) => candidate.member(instance.number) === instance)
    set?.count(instance, -1)
    const { phase } = instance
    mutate()
    if (instance.phase === 'ready' && phase !== 'ready') instance.readyTurn = this.surroundings.turn
    set?.count(instance, 1)
    this.tell(instance, code)
  }

  begin(instance: Instance, kind: WorkKind, range: DurationRange): void {
    const work: Work = { kind, app: this.app.name, instance: instance.number, range }
    instance.works.push(work)
    this.surroundings.begin(work)
  }

  cancelWorks(instance: Instance, which: (work: Work) => boolean = () => true): void {
    const kept = instance.works.filter((work) => !which(work))
    for (const work of instance.works) if (which(work)) this.surroundings.cancel(work)
    instance.works.length = 0
    instance.works.push(...kept)
  }

  stopRange(instance: Instance): DurationRange {
    return instance.behaviour?.stop ?? this.app.lifecycle.stop
  }

  tell(instance: Instance, code?: string): void {
    this.surroundings.tell({
      kind: 'instance',
      app: this.app.name,
      instance: instance.name,
      version: instance.version,
      phase: instance.phase,
      answering: instance.answering,
      restarts: instance.restarts,
      ...(instance.vswitch !== undefined && { vswitch: instance.vswitch }),
      ...(instance.address !== undefined && { address: instance.address }),
      ...(instance.eip !== undefined && { eip: instance.eip }),
      ...(code !== undefined && { code }),
    })
  }

  warn(instance: Instance, code: string, message: string): void {
    const { name, eipPool } = this.app
    const details = {
      app: name,
      instance: instance.name,
      version: instance.version,
      ...(eipPool && { pool: eipPool }),
    }
    this.surroundings.tell({ kind: 'warning', app: name, instance: instance.name, code, message, details })
  }
}
