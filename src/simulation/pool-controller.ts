/**
 * A controller of SAE or of Kubernetes at one pool: it sees every change of an instance some time after it, and makes the
 * instance a member or none (facts/load-balancing 3.3, 4.5, section 5). It acts on what it sees when it acts: an instance that
 * was ready for less than the delay is never added.
 */
import { fixedServers, hasApp, instanceServers } from '../balancing/group-servers.ts'
import type { Backend } from '../balancing/pool-view.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { Topology } from '../cloud/topology.ts'
import type { InstanceFact } from '../deployment/fact.ts'
import { CONTROL, type Kernel } from '../kernel/kernel.ts'
import { ControllerCalls } from './controller-calls.ts'
import type { Rotation } from './rotation.ts'
import { exchange, fulfil, type Wish, wantOf } from './wish.ts'

export interface ControllerHost {
  readonly kernel: Kernel
  /** Flows are asked again. */
  settle(): void
}

export class PoolController {
  readonly rotation: Rotation
  readonly #host: ControllerHost
  #topology: Topology
  /** By instance. */
  readonly #wishes = new Map<string, Wish>()
  /** Who is a member because somebody wrote it down. */
  #fixed: readonly Backend[] = []
  readonly #calls = new ControllerCalls()
  #hasEnded = false

  constructor(rotation: Rotation, host: ControllerHost, topology: Topology) {
    this.rotation = rotation
    this.#host = host
    this.#topology = topology
  }

  /** What runs since before the run is a member, and probes have found out all about it. */
  begin(instances: Iterable<InstanceFact>): void {
    const { pool } = this.rotation
    this.#fixed = fixedServers(pool, this.#topology)
    const ready: Backend[] = []
    for (const fact of instances) {
      if (!hasApp(pool, fact.app)) continue
      const want = wantOf(pool, fact)
      if (want !== 'ready') {
        this.notice(fact, undefined)
        continue
      }
      const servers = this.#serversOf(fact)
      this.#wishes.set(fact.instance, { want, servers })
      ready.push(...servers)
    }
    this.rotation.found([...this.#fixed, ...ready])
  }

  /** It will see this, and act on what it sees then. */
  notice(fact: InstanceFact, cause: number | undefined): void {
    const { rotation } = this
    const want = wantOf(rotation.pool, fact)
    let wish = this.#wishes.get(fact.instance)
    if ((wish?.want ?? 'absent') === want) return
    if (wish === undefined) {
      wish = { want, servers: this.#serversOf(fact) }
      this.#wishes.set(fact.instance, wish)
    }
    wish.want = want
    for (const server of wish.servers)
      if (want !== 'ready') rotation.state.stale.add(server.key)
      else if (rotation.has(server.key)) rotation.state.stale.delete(server.key)
      else rotation.announce(server, cause)
    const { registrationUs, serviceNameDelayUs } = this.#topology.assumptions
    const { kernel } = this.#host
    const { instance } = fact
    if (rotation.pool.product === 'serviceName') {
      kernel.schedule(serviceNameDelayUs, () => this.#act(instance, cause), CONTROL)
      return
    }
    this.#calls.await(instance, kernel.nowUs + registrationUs)
    kernel.schedule(registrationUs, () => this.#call(instance, cause), CONTROL)
  }

  /** What probes of the instance find may be something else now. */
  touch(instance: string, cause: number): void {
    for (const { key } of this.#wishes.get(instance)?.servers ?? []) this.rotation.touch(cause, key)
  }

  /** The pool is as `pool` says from now on: what is written down holds at once, instances come as they are seen. */
  adapt(pool: BackendPool, topology: Topology, instances: Iterable<InstanceFact>, cause: number): void {
    const { rotation } = this
    this.#topology = topology
    if (JSON.stringify(pool) !== JSON.stringify(rotation.pool)) rotation.reconfigure(pool, cause)
    const fixed = fixedServers(pool, topology)
    exchange(rotation, this.#fixed, fixed, cause)
    this.#fixed = fixed
    for (const fact of instances) this.#adaptInstance(fact, cause)
  }

  /** The pool is no more. */
  end(cause: number): void {
    this.#hasEnded = true
    this.rotation.end(cause)
  }

  #adaptInstance(fact: InstanceFact, cause: number): void {
    const { rotation } = this
    const wish = this.#wishes.get(fact.instance)
    if (wish === undefined) {
      if (hasApp(rotation.pool, fact.app)) this.notice(fact, cause)
      return
    }
    const servers = this.#serversOf(fact)
    exchange(rotation, wish.servers, servers, cause, rotation.isAvailable(wish.servers[0]?.key ?? ''))
    wish.servers = servers
    if (servers.length === 0) this.#wishes.delete(fact.instance)
  }

  /** A balancer is told in calls, each of so many servers. */
  #call(instance: string, cause: number | undefined): void {
    const { kernel } = this.#host
    const { registrationCallUs } = this.#topology.assumptions
    const isAdded = (each: string) => (this.#wishes.get(each)?.want ?? 'absent') !== 'absent'
    const waitUs = this.#calls.doneUs(instance, kernel.nowUs, registrationCallUs, isAdded) - kernel.nowUs
    const givesWay = !isAdded(instance) && this.#calls.hasAdditions(kernel.nowUs)
    if (waitUs === 0 && !givesWay) this.#act(instance, cause)
    else kernel.schedule(waitUs, () => this.#act(instance, cause), CONTROL)
  }

  #act(instance: string, cause: number | undefined): void {
    if (this.#hasEnded) return
    const wish = this.#wishes.get(instance)
    if (wish !== undefined) {
      for (const server of wish.servers) fulfil(this.rotation, server, wish.want, cause)
      if (wish.want === 'absent') this.#wishes.delete(instance)
    }
    this.#host.settle()
  }

  #serversOf(fact: InstanceFact): readonly Backend[] {
    return instanceServers(this.rotation.pool, fact, this.#topology)
  }
}
