/**
 * A balancing node as a pool uses it: its scheduler, and how the servers stand for it. It follows the pool lazily, when it is asked and the
 * pool has another version; servers that stay keep what the scheduler knows of them.
 */
import { formatIpv4 } from '../net/ipv4.ts'
import type { PoolState } from './pool-state.ts'
import type { Backend } from './pool-view.ts'
import { type Members, NOBODY, newStanding, type Scheduler, type Standing } from './scheduler.ts'
import { schedulerOf } from './scheduler-of.ts'
import { SteadyWrr } from './steady-wrr.ts'

const NO_MEMBERS: Members = { names: [], weights: [] }

export class PoolNode {
  readonly #pool: PoolState
  readonly #zone: string | undefined
  /** What the scheduler is made for; another one needs another machine. */
  #machine = ''
  #scheduler: Scheduler
  #version = -1
  #members: Members = NO_MEMBERS
  #backends: readonly Backend[] = []
  readonly #indices = new Map<string, number>()
  #standing: Standing = newStanding(0)
  #isAnybodyUsable = false
  #ramping: readonly number[] = []

  constructor(pool: PoolState, zone: string | undefined) {
    this.#pool = pool
    this.#zone = zone
    this.#scheduler = schedulerOf(pool.pool, NO_MEMBERS)
  }

  /** Call it before anything else at an instant; `active` tells how much each server works on. */
  follow(active: ReadonlyMap<string, number>): void {
    if (this.#version === this.#pool.version) return
    this.#version = this.#pool.version
    if (this.#scheduler instanceof SteadyWrr) this.#scheduler.settle(this.#standing.usable)
    this.#reshape()
    const { usable, active: counts } = this.#standing
    const candidates = this.#pool.candidates(this.#zone)
    this.#isAnybodyUsable = candidates.length > 0
    for (const { key } of candidates) usable[this.#indices.get(key)!] = 1
    for (const [index, { key }] of this.#backends.entries()) counts[index] = active.get(key) ?? 0
    this.#ramping = [...this.#backends.keys()].filter((at) => this.#pool.isRamping(this.#backends[at]!.key))
    if (!(this.#scheduler instanceof SteadyWrr)) return
    for (const [index, weight] of this.#members.weights.entries()) this.#scheduler.setWeight(index, weight)
    if (this.#ramping.length === 0) this.#scheduler.begin(usable)
  }

  pick(key: number, nowUs: number): Backend | undefined {
    // A scheduler that finds nobody may still lose its place.
    if (!this.#isAnybodyUsable) return undefined
    if (this.#ramping.length > 0) this.#ramp(nowUs)
    const index = this.#scheduler.pick(this.#standing, key)
    return index === NOBODY ? undefined : this.#backends[index]
  }

  /** The server of this key, if it may be picked now. */
  usable(key: string): Backend | undefined {
    const index = this.#indices.get(key)
    return index !== undefined && this.#standing.usable[index] === 1 ? this.#backends[index] : undefined
  }

  /** It works on so much now. */
  count(key: string, active: number): void {
    const index = this.#indices.get(key)
    if (index !== undefined) this.#standing.active[index] = active
  }

  #ramp(nowUs: number): void {
    if (!(this.#scheduler instanceof SteadyWrr)) return
    for (const index of this.#ramping) {
      const weight = this.#pool.effectiveWeight(this.#backends[index]!.key, nowUs)
      this.#scheduler.setWeight(index, weight)
    }
  }

  #reshape(): void {
    const { pool } = this.#pool
    const backends = this.#pool.backends()
    const members = {
      names: backends.map(({ address, port }) => `${formatIpv4(address)}:${port}`),
      weights: backends.map(({ weight }) => weight),
    }
    const machine = `${pool.product} ${pool.scheduler.kind}`
    const before = backends.map(({ key }) => this.#indices.get(key) ?? NOBODY)
    if (machine !== this.#machine) this.#scheduler = schedulerOf(pool, members)
    else if (!isSame(members, this.#members, before)) this.#scheduler.reshape(members, before)
    this.#machine = machine
    this.#members = members
    this.#backends = backends
    this.#standing = newStanding(backends.length)
    this.#standing.usable.fill(0)
    this.#indices.clear()
    for (const [index, { key }] of backends.entries()) this.#indices.set(key, index)
  }
}

function isSame(members: Members, old: Members, before: readonly number[]): boolean {
  return (
    before.length === old.names.length &&
    before.every((index, at) => index === at && members.names[at] === old.names[at]) &&
    members.weights.every((weight, at) => weight === old.weights[at])
  )
}
