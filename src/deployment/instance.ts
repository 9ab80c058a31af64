/**
 * One instance of an application: what it holds and how far it is. Data only; `life-cycle.ts` moves it.
 * An instance is never used twice: a replacement is another instance with another number and another private address.
 */
import type { VersionBehaviour } from '../cloud/app.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Phase } from './phase.ts'
import type { ReplicaSet } from './replica-set.ts'
import { NO_RESULTS, type Streak } from './streak.ts'
import type { ProbeKind, Work } from './work.ts'

export class Instance {
  readonly app: string
  /** From 1, in order of creation. */
  readonly number: number
  readonly name: string
  readonly version: string
  readonly behaviour: VersionBehaviour | undefined
  phase: Phase = 'pending'
  vswitch: string | undefined
  address: Ipv4 | undefined
  /** Held from `Associating` until it is gone. */
  eip: Ipv4 | undefined
  eipInUse = false
  /** The process accepts connections. */
  answering = false
  startupPassed = false
  wasReady = false
  /** Its containers are ready, and its readiness gate is not open. */
  awaitsGate = false
  /** It could not become ready since it was made, and has not yet. */
  hasFailed = false
  /** Once open it stays so, also when the container is started again (assumed). */
  isGateOpen = false
  restarts = 0
  /** Code of the shortage it was last told to wait for. */
  waitsFor: string | undefined
  /** Turns that made it ready; smaller is longer ago. */
  readyTurn = 0
  readonly streaks: Record<ProbeKind, Streak> = {
    startupProbe: NO_RESULTS,
    readinessProbe: NO_RESULTS,
    livenessProbe: NO_RESULTS,
  }
  /** Everything it has under way, in order of begin; cancelled together when its course changes. */
  works: Work[] = []
  /** The set it is a member of; undefined once it terminates. */
  set: ReplicaSet | undefined
  /** Kept by that set: how it is counted there, and where it stands in the queue of those that go. */
  countedAs = 0
  place = 0

  constructor(app: string, number: number, version: string, behaviour: VersionBehaviour | undefined) {
    this.app = app
    this.number = number
    this.name = `${app}-${number}`
    this.version = version
    this.behaviour = behaviour
  }

  /** Another one in the same state, member of nothing. Field by field: an explorer copies more than it steps. */
  copy(): Instance {
    const copy = new Instance(this.app, this.number, this.version, this.behaviour)
    copy.phase = this.phase
    copy.vswitch = this.vswitch
    copy.address = this.address
    copy.eip = this.eip
    copy.eipInUse = this.eipInUse
    copy.answering = this.answering
    copy.startupPassed = this.startupPassed
    copy.wasReady = this.wasReady
    copy.awaitsGate = this.awaitsGate
    copy.hasFailed = this.hasFailed
    copy.isGateOpen = this.isGateOpen
    copy.restarts = this.restarts
    copy.waitsFor = this.waitsFor
    copy.readyTurn = this.readyTurn
    copy.streaks.startupProbe = this.streaks.startupProbe
    copy.streaks.readinessProbe = this.streaks.readinessProbe
    copy.streaks.livenessProbe = this.streaks.livenessProbe
    copy.works = this.works.slice()
    copy.countedAs = this.countedAs
    copy.place = this.place
    return copy
  }

  /** How far it is, in a text that is equal for instances that go on alike. */
  get standing(): string {
    const { phase, vswitch, eip, eipInUse, answering, restarts, streaks } = this
    const flags =
      (eip === undefined ? 0 : 1) |
      (eipInUse ? 2 : 0) |
      (answering ? 4 : 0) |
      (this.startupPassed ? 8 : 0) |
      (this.wasReady ? 16 : 0) |
      (this.awaitsGate ? 32 : 0) |
      (this.hasFailed ? 64 : 0) |
      (this.isGateOpen ? 128 : 0)
    let works = ''
    for (const { kind } of this.works) works += `${kind} `
    let results = ''
    for (const { passing, length } of Object.values(streaks)) if (length > 0) results += `${passing}${length}`
    return `${phase}@${vswitch ?? ''}#${flags}x${restarts}${results}(${works})`
  }

  get isReady(): boolean {
    return this.phase === 'ready'
  }

  get isServing(): boolean {
    return this.phase === 'ready' && this.answering
  }

  /** Its EIP is in use. */
  get isBound(): boolean {
    return this.eipInUse
  }

  /** The container exists: started and not dead. */
  get isRunning(): boolean {
    return this.phase === 'starting' || this.phase === 'ready' || this.phase === 'unready'
  }

  /** It has got as far as a container, whether that runs or has crashed. */
  get hasContainer(): boolean {
    return this.isRunning || this.phase === 'backoff'
  }
}

/**
 * Which instance is taken away first: one without a running container, then one that is not ready, then the one that
 * became ready last, then the one with more restarts, then the lowest number (facts/deployment D.5, without its
 * logarithmic time buckets). Negative when `a` goes before `b`.
 */
export function retireOrder(a: Instance, b: Instance): number {
  return (
    Number(a.isRunning) - Number(b.isRunning) ||
    Number(a.isReady) - Number(b.isReady) ||
    b.readyTurn - a.readyTurn ||
    b.restarts - a.restarts ||
    a.number - b.number
  )
}
