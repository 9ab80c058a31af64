/**
 * The servers of a pool and how they stand, as a machine of pure steps: somebody adds and removes servers and tells what
 * probes found, the pool answers who may be picked and what changed. It has no clock: every step is told the instant, and
 * effects tell when something ends. Sources: facts/load-balancing 1.8 to 1.10, 2.2, 2.5, section 5.
 *
 * The order of the group is the order in which servers were added.
 */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { BackendState, MemberState, PoolEffect } from './backend-state.ts'
import { eligible, isFailingOpen, whyNobody } from './eligibility.ts'
import { elapse, nextDueUs, reconfigure } from './pool-course.ts'
import { add, announce, remove, setWeight, terminate } from './pool-membership.ts'
import { isProbedIn, type PoolRecord, stateIn } from './pool-record.ts'
import { heard, judged } from './pool-verdicts.ts'
import type { Backend, PoolView } from './pool-view.ts'
import { rampedWeight } from './slow-start.ts'

export class PoolState implements PoolView {
  readonly #record: PoolRecord
  /** Answers of `candidates` by zone, until the next step. */
  readonly #candidates = new Map<string | undefined, readonly Backend[]>()
  #version = 0

  constructor(pool: BackendPool) {
    this.#record = { pool, members: new Map() }
  }

  get pool(): BackendPool {
    return this.#record.pool
  }

  /** Grows with every step: what is derived from the pool holds as long as this does. */
  get version(): number {
    return this.#version
  }

  /** When `elapse` has something to do next; `Infinity` for never. */
  get nextDueUs(): number {
    return nextDueUs(this.#record)
  }

  get isFailingOpen(): boolean {
    return isFailingOpen(this.pool, this.#record.members.values())
  }

  candidates(zone: string | undefined): readonly Backend[] {
    const node = this.pool.crossZone ? undefined : zone
    let answer = this.#candidates.get(node)
    if (answer === undefined) {
      answer = eligible(this.pool, this.#record.members.values(), node)
      this.#candidates.set(node, answer)
    }
    return answer
  }

  whyNobody(zone: string | undefined): ReturnType<PoolView['whyNobody']> {
    return whyNobody(this.pool, this.#record.members.values(), zone)
  }

  /** The servers in the group, in its order: neither announced nor removed. */
  backends(): Backend[] {
    const available = [...this.#record.members.values()].filter(({ stay }) => stay === 'available')
    return available.map(({ backend }) => backend)
  }

  /** Of all that are not gone. */
  keys(): Iterable<string> {
    return this.#record.members.keys()
  }

  backend(key: string): Backend | undefined {
    return this.#record.members.get(key)?.backend
  }

  state(key: string): BackendState {
    return stateIn(this.#record, key)
  }

  /** `undefined`: it is no member. */
  memberState(key: string): MemberState | undefined {
    return this.#record.members.get(key)?.stay
  }

  /** Those that are not ready any more, and are to be removed; kept by whoever removes them. */
  readonly stale = new Set<string>()

  isStale(key: string): boolean {
    return this.stale.has(key)
  }

  /** The server is probed now: in the group, with a weight, and checks are on (1.9). */
  isProbed(key: string): boolean {
    return isProbedIn(this.#record, key)
  }

  isRamping(key: string): boolean {
    return this.#record.members.get(key)?.rampsSinceUs !== undefined
  }

  /** Slow start included; a fraction while it lasts. */
  effectiveWeight(key: string, nowUs: number): number {
    const member = this.#record.members.get(key)
    return member === undefined ? 0 : rampedWeight(member, this.pool, nowUs)
  }

  /** Whoever registers servers has begun to; the server gets nothing before `add`. */
  announce(backend: Backend): PoolEffect[] {
    return this.#after(announce(this.#record, backend))
  }

  /**
   * The server is in the group from now on: `initial` until its first verdict. `isSound`: it stood before anybody looked,
   * as the servers at the beginning of a run did, so it is healthy and does not ramp. An endpoint of a service name is added
   * ready. One that drains comes back as a new one, in its old place.
   */
  add(backend: Backend, nowUs: number, isSound = false): PoolEffect[] {
    return this.#after(add(this.#record, backend, nowUs, isSound))
  }

  /** The server stood before anybody looked, and probes have found long ago what they find of it. */
  found(backend: Backend, isSound: boolean, nowUs: number): PoolEffect[] {
    const added = this.add(backend, nowUs, isSound)
    return isSound ? added : [...added, ...this.judged(backend.key, false, nowUs)]
  }

  /** With drain on, the server stays as `draining` until its end; at 0 s its connections are cut now; with drain off they live on (1.8). */
  remove(key: string, nowUs: number): PoolEffect[] {
    return this.#after(remove(this.#record, key, nowUs))
  }

  /** A weight of 0 takes the server out of rotation and of probes; back from 0 it waits for a new verdict. */
  setWeight(key: string, weight: number): PoolEffect[] {
    return this.#after(setWeight(this.#record, key, weight))
  }

  /**
   * What one probe found; it counts towards the thresholds of the check. Of a service name: whether the endpoint is ready now.
   * A probe that ends after its server has left says nothing.
   */
  heard(key: string, passed: boolean, nowUs: number): PoolEffect[] {
    const effects = heard(this.#record, key, passed, nowUs)
    return effects.length === 0 ? effects : this.#after(effects)
  }

  /** The verdict itself, for those who count probes elsewhere. */
  judged(key: string, isHealthy: boolean, nowUs: number): PoolEffect[] {
    return this.#after(judged(this.#record, key, isHealthy, nowUs))
  }

  /** Of a service name: the endpoint's deletion has begun, so it is not ready; it is asked only if nobody else is (section 5). */
  terminate(key: string, isServing: boolean): PoolEffect[] {
    return this.#after(terminate(this.#record, key, isServing))
  }

  /** Ends the drains and slow starts whose time is over. */
  elapse(nowUs: number): PoolEffect[] {
    return this.#after(elapse(this.#record, nowUs))
  }

  /**
   * The group or listener has other settings now. Its servers stay: who comes, goes or changes weight is told one by one. Checks
   * that are switched on find servers without a verdict; a running drain keeps its end; slow start is for those that come.
   */
  reconfigure(pool: BackendPool): PoolEffect[] {
    return this.#after(reconfigure(this.#record, pool))
  }

  /** What was derived before this step is forgotten. */
  #after(effects: PoolEffect[]): PoolEffect[] {
    this.#version++
    this.#candidates.clear()
    return effects
  }
}
