/**
 * Who is a member of which pool, over time: a controller for each pool (`pool-controller.ts`) adds ready instances and removes
 * those that are not ready or terminate; one that waits for its ALB readiness gate is added before it is ready, so that ALB
 * can find it healthy. Who is written down as a server or an address is a member from the start.
 */
import { hasApp } from '../balancing/group-servers.ts'
import { type BackendPool, poolsOf } from '../cloud/backend-pool.ts'
import { probeSources } from '../cloud/pool-probers.ts'
import type { Topology } from '../cloud/topology.ts'
import { probe } from '../datapath/probe.ts'
import type { Fact, InstanceFact } from '../deployment/fact.ts'
import { type Chooser, chooseDurationUs } from '../kernel/choice.ts'
import type { Happening } from '../trace/event.ts'
import { type ControllerHost, PoolController } from './pool-controller.ts'
import type { Reachability } from './reachability.ts'
import { opensGate } from './readiness-gate.ts'
import { Rotation } from './rotation.ts'

export interface MembershipsHost extends ControllerHost {
  readonly chooser: Chooser
  readonly reachability: Reachability
  record(happening: Happening, cause: number | undefined): number
  /** The readiness gate of an instance is to be opened, at this instant, in a turn of its own. */
  openGate(app: string, instance: string, cause: number | undefined): void
}

export class Memberships {
  readonly #host: MembershipsHost
  #topology: Topology
  /** By key of the pool. */
  readonly #controllers = new Map<string, PoolController>()
  /** Of the pools with instances of an application, by its name; forgotten when a pool becomes another. */
  readonly #controllersOfApp = new Map<string, readonly PoolController[]>()
  /** Of every instance that is not gone, the last that was told of it. */
  readonly #instances = new Map<string, InstanceFact>()
  readonly #openGates = new Set<string>()
  #hasBegun = false

  constructor(host: MembershipsHost, topology: Topology) {
    this.#host = host
    this.#topology = topology
  }

  /** To be called once the instances that run since before the run were told. */
  begin(): void {
    this.#hasBegun = true
    for (const pool of poolsOf(this.#topology)) this.#open(pool).begin(this.#instances.values())
    for (const fact of this.#instances.values()) this.#checkGate(fact, undefined)
  }

  observe(fact: Fact, cause: number): void {
    if (fact.kind !== 'instance') return
    const { app, instance, phase } = fact
    if (phase === 'gone') this.#instances.delete(instance)
    else this.#instances.set(instance, fact)
    if (!this.#hasBegun) return
    for (const controller of this.#controllersFor(app)) {
      controller.notice(fact, cause)
      controller.touch(instance, cause)
    }
    this.#checkGate(fact, cause)
  }

  /** What probes find may be something else: rules were replaced, or servers of a zone have stopped or come back. */
  touch(cause: number): void {
    for (const { rotation } of this.#controllers.values()) rotation.touch(cause)
  }

  /** Other groups and listeners from now on. */
  configure(topology: Topology, cause: number): void {
    this.#topology = topology
    const pools = new Map(poolsOf(topology).map((pool) => [pool.key, pool]))
    for (const [key, controller] of this.#controllers) {
      if (pools.has(key)) continue
      controller.end(cause)
      this.#controllers.delete(key)
      this.#controllersOfApp.clear()
      this.#host.reachability.live.pools.delete(key)
    }
    for (const [key, pool] of pools) {
      const controller = this.#controllers.get(key) ?? this.#open(pool)
      this.#controllersOfApp.clear()
      controller.adapt(pool, topology, this.#instances.values(), cause)
    }
    this.#controllersOfApp.clear()
    this.touch(cause)
    for (const fact of this.#instances.values()) this.#checkGate(fact, cause)
  }

  #open(pool: BackendPool): PoolController {
    const { kernel, chooser, reachability } = this.#host
    const rotation = new Rotation(pool, {
      kernel,
      probe: ({ group, healthCheck, ...of }, backend) => {
        const { tables, live } = reachability
        const vpc = this.#topology.serverGroups.get(group)?.vpc ?? ''
        const sources = probeSources({ group, ...of }, this.#topology)
        return probe(tables, live, vpc, healthCheck!, backend, sources)
      },
      phaseUs: ({ key, healthCheck }, server) =>
        chooseDurationUs(chooser, `${key}/${server}/probe`, 0, healthCheck!.intervalUs - 1),
      tell: (change, cause) => {
        const seq = this.#host.record({ kind: 'backend', ...change }, cause)
        reachability.poolChanged(change.pool, seq)
        const fact = this.#instances.get(change.server)
        if (fact !== undefined) this.#checkGate(fact, seq)
        return seq
      },
      settle: () => this.#host.settle(),
    })
    const controller = new PoolController(rotation, this.#host, this.#topology)
    this.#controllers.set(pool.key, controller)
    reachability.live.pools.set(pool.key, rotation.state)
    return controller
  }

  #checkGate(fact: InstanceFact, cause: number | undefined): void {
    const { app, instance, awaitsGate } = fact
    if (awaitsGate !== true || this.#openGates.has(instance)) return
    const rotations = this.#controllersFor(app).map(({ rotation }) => rotation)
    if (!opensGate(fact, rotations, this.#topology)) return
    this.#openGates.add(instance)
    this.#host.openGate(app, instance, cause)
  }

  #controllersFor(app: string): readonly PoolController[] {
    let found = this.#controllersOfApp.get(app)
    if (found === undefined) {
      found = [...this.#controllers.values()].filter(({ rotation }) => hasApp(rotation.pool, app))
      this.#controllersOfApp.set(app, found)
    }
    return found
  }
}
