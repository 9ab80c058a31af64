/**
 * A pool over time: its state (`balancing/pool-state.ts`), the probes of its servers, and the timers of drains and slow
 * starts. Whatever changes is told as an event of the trace, with the event that caused it.
 */
import type { PoolEffect } from '../balancing/backend-state.ts'
import { PoolState } from '../balancing/pool-state.ts'
import type { Backend } from '../balancing/pool-view.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'
import { CONTROL } from '../kernel/kernel.ts'
import type { Timer } from '../kernel/timer.ts'
import type { BackendChange } from '../trace/event.ts'
import { changesOf, PROBE_CODES } from './backend-changes.ts'
import { PoolProbes, type ProbesAround } from './pool-probes.ts'
import { type Found, resultOf } from './prober.ts'

/** What a pool needs of the world around it. */
export interface Around extends ProbesAround {
  /** Writes an event down, and gives its sequence number. */
  tell(change: BackendChange, cause: number | undefined): number
  /** Something has changed in a turn that nobody else began. */
  settle(): void
}

/** Of a service name: `serving` and `silent` are terminating (facts/load-balancing section 5). */
export type EndpointState = 'ready' | 'notReady' | 'serving' | 'silent'

export class Rotation {
  readonly state: PoolState
  readonly #around: Around
  readonly #probes: PoolProbes
  /** The event that a server's next verdict is owed to. */
  readonly #causes = new Map<string, number | undefined>()
  #timer: Timer | undefined
  #dueUs = Number.POSITIVE_INFINITY

  constructor(pool: BackendPool, around: Around) {
    this.state = new PoolState(pool)
    this.#around = around
    this.#probes = new PoolProbes(this.state, around, (server, passed, found) =>
      this.#heard(server, passed, found),
    )
  }

  get pool(): BackendPool {
    return this.state.pool
  }

  has(server: string): boolean {
    return this.state.memberState(server) !== undefined
  }

  isAvailable(server: string): boolean {
    return this.state.memberState(server) === 'available'
  }

  /** These stand there since before the run, and probes have found out all about them. */
  found(backends: readonly Backend[]): void {
    const effects: PoolEffect[] = []
    const codes = new Map<string, string>()
    for (const backend of backends) {
      const { key } = backend
      const { nowUs } = this.#around.kernel
      const found = this.#isChecking(backend) ? this.#around.probe(this.pool, backend) : undefined
      const isSound = found === undefined || this.#passes(found)
      effects.push(...this.state.found(backend, isSound, nowUs))
      if (found === undefined) continue
      if (!isSound) codes.set(key, PROBE_CODES[found])
      this.#probes.begin(key, found)
    }
    this.#told(effects, undefined, codes)
  }

  announce(backend: Backend, cause: number | undefined): void {
    this.#causes.set(backend.key, cause)
    this.#told(this.state.announce(backend), cause)
  }

  admit(backend: Backend, cause: number | undefined): void {
    this.state.stale.delete(backend.key)
    this.#causes.set(backend.key, cause)
    this.#told(this.state.add(backend, this.#around.kernel.nowUs), cause)
  }

  drop(server: string, cause: number | undefined): void {
    this.state.stale.delete(server)
    this.#told(this.state.remove(server, this.#around.kernel.nowUs), cause)
  }

  weigh(server: string, weight: number, cause: number | undefined): void {
    this.#causes.set(server, cause)
    this.#told(this.state.setWeight(server, weight), cause)
  }

  endpoint(server: string, endpoint: EndpointState, cause: number | undefined): void {
    const { nowUs } = this.#around.kernel
    const before = this.state.candidates(undefined).length
    const effects =
      endpoint === 'ready' || endpoint === 'notReady'
        ? this.state.judged(server, endpoint === 'ready', nowUs)
        : this.state.terminate(server, endpoint === 'serving')
    // One that ends is asked as long as it serves and nobody is ready, which is no other state.
    const isQuiet = effects.length === 0 && this.state.candidates(undefined).length !== before
    const state = this.state.state(server)
    this.#told(isQuiet ? [{ kind: 'state', key: server, from: state, to: state }] : effects, cause)
  }

  /** What probes of this server find may be something else now; absent: of every server. */
  touch(cause: number | undefined, server?: string): void {
    for (const key of this.#probes.touch(server)) this.#causes.set(key, cause)
  }

  /** Other settings from now on; its servers are told one by one. */
  reconfigure(pool: BackendPool, cause: number): void {
    const isSameCheck = JSON.stringify(pool.healthCheck) === JSON.stringify(this.pool.healthCheck)
    if (!isSameCheck) this.#probes.end()
    this.#told(this.state.reconfigure(pool), cause)
    if (!isSameCheck) this.#probes.adapt(this.state.keys())
  }

  /** The pool is no more. */
  end(cause: number): void {
    for (const key of [...this.state.keys()])
      if (this.state.memberState(key) !== 'removing') this.drop(key, cause)
    this.#probes.end()
    this.#timer?.cancel()
  }

  #isChecking({ weight }: Backend): boolean {
    return this.pool.healthCheck !== undefined && weight > 0
  }

  #passes(found: Found): boolean {
    return resultOf(found, this.pool.healthCheck!).passed
  }

  #heard(key: string, passed: boolean, found: Found): boolean {
    const effects = this.state.heard(key, passed, this.#around.kernel.nowUs)
    const codes = passed ? undefined : new Map([[key, PROBE_CODES[found]]])
    this.#told(effects, this.#causes.get(key), codes)
    if (effects.length > 0) this.#around.settle()
    return this.state.state(key) === (passed ? 'healthy' : 'unhealthy')
  }

  #told(
    effects: readonly PoolEffect[],
    cause: number | undefined,
    codes?: ReadonlyMap<string, string>,
  ): void {
    if (effects.length > 0) {
      const inRotation = this.state.candidates(undefined).length
      const { isFailingOpen } = this.state
      for (const [server, change] of changesOf(effects)) {
        const { state = this.state.state(server), ...rest } = change
        const code = state === 'unhealthy' ? codes?.get(server) : undefined
        this.#around.tell(
          {
            pool: this.pool.key,
            server,
            state,
            inRotation,
            ...(isFailingOpen && { failsOpen: true }),
            ...(code !== undefined && { code }),
            ...rest,
          },
          cause,
        )
      }
    }
    this.#probes.adapt(new Set(effects.map(({ key }) => key)))
    this.#await()
  }

  /** Wakes up when the next drain or slow start is over. */
  #await(): void {
    const dueUs = this.state.nextDueUs
    if (dueUs === this.#dueUs) return
    this.#timer?.cancel()
    this.#dueUs = dueUs
    if (dueUs === Number.POSITIVE_INFINITY) return
    this.#timer = this.#around.kernel.at(
      dueUs,
      () => {
        this.#dueUs = Number.POSITIVE_INFINITY
        this.#told(this.state.elapse(this.#around.kernel.nowUs), undefined)
        this.#around.settle()
      },
      CONTROL,
    )
  }
}
