/**
 * The instances of one application: who there is, who comes and who goes. A fleet knows nothing of change orders; it
 * keeps each replica set at its number, and tells every change of an instance as a fact. Between two steps
 * each member that is not settled has work under way, so nothing is ever forgotten.
 */
import type { App } from '../cloud/app.ts'
import { type DurationRange, fixed } from '../cloud/duration-range.ts'
import { updateOf } from '../cloud/eas-update.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { EipLedger, EipStatus } from './eip-ledger.ts'
import type { InstanceFact } from './fact.ts'
import { Instance } from './instance.ts'
import { ReplicaSet } from './replica-set.ts'
import type { Surroundings } from './surroundings.ts'
import type { Work, WorkKind } from './work.ts'

export class Fleet {
  readonly app: App
  readonly surroundings: Surroundings
  /** Oldest first; of SAE at most two have members, as at most two versions live at a time (facts/deployment A.1). */
  #sets: ReplicaSet[] = []
  /** Members and those that terminate, by number. */
  readonly #instances = new Map<number, Instance>()
  #terminating = 0
  #lastNumber = 0
  /** A process whose instance terminates is told so; an inference service may work on until its grace is over (B.6). */
  readonly sendsTerm: boolean
  /** Called when a new instance cannot become what it shall be: no EIP with `eipShortage: fail`, readiness at start. */
  onFailedStart: (instance: Instance, code: string) => void = () => {}

  constructor(app: App, surroundings: Surroundings) {
    this.app = app
    this.surroundings = surroundings
    this.sendsTerm = app.eas === undefined || updateOf(app.eas).sendsSigterm
  }

  /** Another one in the same state, among the copied surroundings. */
  copy(surroundings: Surroundings): Fleet {
    const copy = new Fleet(this.app, surroundings)
    for (const [number, instance] of this.#instances) copy.#instances.set(number, instance.copy())
    copy.#sets = this.#sets.map((set) => set.copy(({ number }) => copy.#instances.get(number)!))
    copy.#terminating = this.#terminating
    copy.#lastNumber = this.#lastNumber
    return copy
  }

  /** Members and those that terminate, in order of creation. */
  all(): Iterable<Instance> {
    return this.#instances.values()
  }

  /**
   * Where its instances stand, in a text that is equal for fleets that go on alike. Members are told set by set in the order in which
   * ties are broken (`retireOrder`): the ones that became ready earlier, then the older ones; numbers themselves say nothing.
   */
  get standing(): string {
    const turns = [...new Set([...this.#instances.values()].map(({ readyTurn }) => readyTurn))].sort(
      (a, b) => a - b,
    )
    const tell = (instance: Instance) => `${turns.indexOf(instance.readyTurn)}${instance.standing}`
    let text = ''
    for (const set of this.#sets) text += `${set.version}=${set.spec}[${set.members().map(tell).join()}]`
    const leaving = [...this.#instances.values()].filter(({ set }) => set === undefined).map(tell)
    return `${text}-[${leaving.sort().join()}]`
  }

  /** The pool of this application; undefined when its instances have no EIP of their own. */
  get ledger(): EipLedger | undefined {
    return this.app.eipPool === undefined ? undefined : this.surroundings.ledger(this.app.eipPool)
  }

  get sets(): readonly ReplicaSet[] {
    return this.#sets
  }

  get ready(): number {
    let ready = 0
    for (const set of this.#sets) ready += set.ready
    return ready
  }

  get serving(): number {
    let serving = 0
    for (const set of this.#sets) serving += set.serving
    return serving
  }

  /** Members whose EIP is in use. */
  get bound(): number {
    let bound = 0
    for (const set of this.#sets) bound += set.bound
    return bound
  }

  get terminating(): number {
    return this.#terminating
  }

  find(number: number): Instance | undefined {
    return this.#instances.get(number)
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
    instance.eipInUse = instance.eip !== undefined
    instance.phase = 'ready'
    instance.answering = true
    instance.startupPassed = true
    instance.wasReady = true
    instance.isGateOpen = true
    instance.readyTurn = this.surroundings.turn
    this.changed(instance)
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
    this.#instances.set(instance.number, instance)
    set.add(instance)
    return instance
  }

  /** Takes an instance away and lets nobody come in its place. */
  retireForGood(instance: Instance, code?: string): void {
    if (instance.set !== undefined) instance.set.spec--
    this.retire(instance, code)
  }

  /**
   * Takes an instance out of its set. A running container gets preStop, TERM and at last KILL, or only the end of its grace
   * (`sendsTerm`); an association under way
   * is waited for, since an EIP in transition accepts nothing (facts/vpc R3.11a); anything less is gone at once.
   */
  retire(instance: Instance, code?: string): void {
    const { lifecycle } = this.app
    const { isRunning } = instance
    const isAssociating = instance.phase === 'associating'
    this.#leaveSet(instance)
    this.cancelWorks(instance, 'eipBind')
    if (!isRunning && !isAssociating) return this.gone(instance, code)
    instance.phase = 'terminating'
    if (isRunning) {
      const hasHook = lifecycle.preStop.maxUs > 0
      if (!hasHook && this.sendsTerm) instance.answering = false
      this.begin(instance, 'grace', fixed(lifecycle.graceUs))
      if (this.sendsTerm)
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
    instance.answering = false
    this.cancelWorks(instance, 'eipBind')
    if (!wasAssociating) return this.gone(instance, code)
    instance.phase = 'terminating'
    this.tell(instance, code)
  }

  /** Nothing of it is left but an EIP on its way back to the pool. */
  gone(instance: Instance, code?: string): void {
    this.cancelWorks(instance)
    this.#instances.delete(instance.number)
    this.#terminating--
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
    instance.awaitsGate = false
    instance.set?.remove(instance)
    this.#terminating++
  }

  /** Tells a step of the EIP that `instance` holds or has just left. */
  tellEip(address: Ipv4, status: EipStatus, instance: Instance): void {
    this.surroundings.tell({ kind: 'eip', pool: this.app.eipPool!, address, status, instance: instance.name })
  }

  /** The state of an instance has changed: its set takes that into account, and it is told. */
  changed(instance: Instance, code?: string): void {
    instance.set?.update(instance)
    this.tell(instance, code)
  }

  begin(instance: Instance, kind: WorkKind, range: DurationRange): void {
    const work: Work = { kind, app: this.app.name, instance: instance.number, range }
    instance.works.push(work)
    this.surroundings.begin(work)
  }

  /** Cancels all that the instance has under way, except for works of the kind that is spared. */
  cancelWorks(instance: Instance, spared?: WorkKind): void {
    for (const work of instance.works) if (work.kind !== spared) this.surroundings.cancel(work)
    instance.works = instance.works.filter(({ kind }) => kind === spared)
  }

  stopRange(instance: Instance): DurationRange {
    return instance.behaviour?.stop ?? this.app.lifecycle.stop
  }

  tell(instance: Instance, code?: string): void {
    const { name, version, phase, answering, restarts, vswitch, address, eip } = instance
    const fact: Draft<InstanceFact> = {
      kind: 'instance',
      app: this.app.name,
      instance: name,
      version,
      phase,
      answering,
      restarts,
    }
    // What is there is added one by one: spreads would cost more than all the rest of a step.
    if (vswitch !== undefined) fact.vswitch = vswitch
    if (address !== undefined) fact.address = address
    if (eip !== undefined) fact.eip = eip
    if (instance.awaitsGate) fact.awaitsGate = true
    if (code !== undefined) fact.code = code
    this.surroundings.tell(fact)
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

/** A fact while it is being written. */
type Draft<T> = { -readonly [Key in keyof T]: T[Key] }
