/** Everybody who works on requests: instances of applications as they come and go, servers and addresses for the whole run. */
import type { Topology } from '../cloud/topology.ts'
import type { InstanceFact } from '../deployment/fact.ts'
import { RequestServer } from './request-server.ts'

/** How many connections wait where the file says nothing (assumed). */
export const DEFAULT_BACKLOG = 128

/** What becomes of all that an instance is working on: nothing, its process ends, or nobody ever hears of it again. */
export type Fate = 'goesOn' | 'ended' | 'lost'

export class RequestServers {
  #topology: Topology
  readonly #servers = new Map<string, RequestServer>()
  readonly #instances = new Map<string, InstanceFact>()

  constructor(topology: Topology) {
    this.#topology = topology
  }

  /** What is asked of services of EAS from now on; how an instance works, only a deployment changes. */
  configure(topology: Topology): void {
    this.#topology = topology
    for (const [instance, { app }] of this.#instances)
      this.#servers.get(instance)!.keepaliveUs = topology.apps.get(app)?.eas?.keepaliveUs
  }

  /** The server behind the key of a pool: `shop-3`, `shop-3:8081` for a second port of it, `server/web-1`. */
  at(key: string): RequestServer {
    const known = this.#servers.get(key) ?? this.#servers.get(key.replace(/:\d+$/, ''))
    if (known !== undefined) return known
    const server = new RequestServer(key, undefined, 0)
    this.#servers.set(key, server)
    return server
  }

  /** The instance as it was told of, before anything that it means for its requests. */
  observe(fact: InstanceFact, seq: number): { readonly server: RequestServer; readonly fate: Fate } {
    const { app, instance, phase } = fact
    const server = this.#servers.get(instance) ?? this.#make(app, instance)
    server.since = seq
    const before = this.#instances.get(instance)
    this.#instances.set(instance, fact)
    if (phase === 'gone') {
      this.#instances.delete(instance)
      return { server, fate: before?.phase === 'terminating' ? 'ended' : 'lost' }
    }
    // A container that starts has ended before, if there was one.
    const hasEnded = phase === 'backoff' || (phase === 'starting' && before?.phase !== 'starting')
    return { server, fate: hasEnded ? 'ended' : 'goesOn' }
  }

  /** The servers of an application that are ready. */
  readyOf(app: string): RequestServer[] {
    const servers: RequestServer[] = []
    for (const fact of this.#instances.values())
      if (fact.app === app && fact.phase === 'ready') servers.push(this.#servers.get(fact.instance)!)
    return servers
  }

  #make(app: string, instance: string): RequestServer {
    const { concurrency, backlog = DEFAULT_BACKLOG, eas } = this.#topology.apps.get(app) ?? {}
    const server = new RequestServer(instance, concurrency, backlog, eas?.keepaliveUs)
    this.#servers.set(instance, server)
    return server
  }
}
