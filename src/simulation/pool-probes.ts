/** The probes of a pool: a prober for each server that is to be probed now (facts/load-balancing 1.9, 2.4). */
import { carriedOut } from '../balancing/health-checker.ts'
import type { PoolState } from '../balancing/pool-state.ts'
import type { Backend } from '../balancing/pool-view.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Found, Prober } from './prober.ts'

/** What probes need of the world around them. */
export interface ProbesAround {
  readonly kernel: Kernel
  /** What a probe that begins now finds. */
  probe(pool: BackendPool, backend: Backend): Found
  /** When the first probe of a server begins, counted from its registration: at most an interval. */
  phaseUs(pool: BackendPool, server: string): number
}

/** A probe has ended; true when the verdict agrees with it. */
export type ProbeHeard = (server: string, passed: boolean, found: Found) => boolean

export class PoolProbes {
  readonly #state: PoolState
  readonly #around: ProbesAround
  readonly #heard: ProbeHeard
  /** By key of the server. */
  readonly #probers = new Map<string, Prober>()

  constructor(state: PoolState, around: ProbesAround, heard: ProbeHeard) {
    this.#state = state
    this.#around = around
    this.#heard = heard
  }

  /** `steady`: what probes have found for long; absent: the first one is still to come. */
  begin(server: string, steady?: Found): void {
    const { pool } = this.#state
    const { kernel } = this.#around
    const probed = {
      find: () => this.#around.probe(this.#state.pool, this.#state.backend(server)!),
      heard: (passed: boolean, found: Found) => this.#heard(server, passed, found),
    }
    const firstUs = kernel.nowUs + this.#around.phaseUs(pool, server)
    const check = carriedOut(pool.product, pool.healthCheck!)
    this.#probers.set(server, new Prober(kernel, check, probed, firstUs, steady))
  }

  /** These servers may have come, gone or changed: probes begin and end with the need for them. */
  adapt(servers: Iterable<string>): void {
    for (const server of servers) {
      const isProbed = this.#state.isProbed(server)
      if (isProbed && !this.#probers.has(server)) this.begin(server)
      else if (!isProbed) {
        this.#probers.get(server)?.cancel()
        this.#probers.delete(server)
      }
    }
  }

  /** The servers, of all or of this one, of whom a probe would find something else now than those before. */
  touch(server?: string): string[] {
    const servers = server === undefined ? [...this.#probers.keys()] : [server]
    return servers.filter((key) => this.#probers.get(key)?.touch() === true)
  }

  end(): void {
    for (const prober of this.#probers.values()) prober.cancel()
    this.#probers.clear()
  }
}
