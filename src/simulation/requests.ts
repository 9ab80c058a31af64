/**
 * Requests as traffic: each one arrives, is routed, gets a server, is worked on or waits, and ends exactly once – with an
 * answer, with an error of the balancer (facts/load-balancing 1.11), or with no answer at all. Nothing else of the run
 * depends on them, and what is counted is told at its end.
 *
 * Limits of the model: copies of a mirror load nobody; a network takes no time; the client tries again at once; DNS gives
 * the addresses of a balancer by turns; an in-flight request of a caller that ends goes on; a request to the Internet has a
 * connection of its own, which lives through changes of rules.
 */
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import type { InstanceFact } from '../deployment/fact.ts'
import type { Chooser } from '../kernel/choice.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Cidr } from '../net/cidr.ts'
import type { BackendChange } from '../trace/event.ts'
import type { RequestRecord } from '../trace/request-record.ts'
import { NOTHING_YET } from '../trace/summary.ts'
import type { Connections } from './connections.ts'
import type { GatewayLoads } from './gateway-loads.ts'
import type { Plan } from './plan.ts'
import type { Participant, Reachability } from './reachability.ts'
import { RequestBlame } from './request-blame.ts'
import { RequestEnds } from './request-ends.ts'
import { type FlowWithRequests, newCaller, RequestFlow } from './request-flow.ts'
import { RequestServers } from './request-servers.ts'
import { ITSELF, RequestSlots } from './request-slots.ts'
import { RequestTries } from './request-tries.ts'
import { RequestWays } from './request-ways.ts'
import { ServiceLoad } from './service-load.ts'

export class Requests {
  readonly #kernel: Kernel
  readonly #chooser: Chooser
  readonly #endUs: number
  readonly #flows = new Map<string, RequestFlow>()
  readonly #servers: RequestServers
  readonly #ways: RequestWays
  readonly #blame: RequestBlame
  readonly #ends: RequestEnds
  readonly #tries: RequestTries
  /** What autoscalers measure. */
  readonly load: ServiceLoad
  readonly #slots = new RequestSlots((slot) => () => this.#ends.due(slot))

  constructor(
    kernel: Kernel,
    chooser: Chooser,
    reachability: Reachability,
    { flows, topology, durationUs }: Plan,
    connections: Connections | undefined,
    gateways: GatewayLoads,
  ) {
    this.#kernel = kernel
    this.#chooser = chooser
    this.#endUs = durationUs
    this.#servers = new RequestServers(topology)
    this.#ways = new RequestWays(reachability, this.#servers, gateways)
    this.#blame = new RequestBlame(this.#servers)
    this.#ends = new RequestEnds(kernel, this.#slots, this.#blame, connections)
    this.load = new ServiceLoad(topology, this.#servers)
    this.#tries = new RequestTries(
      kernel,
      chooser,
      this.#slots,
      this.#ways,
      this.#ends,
      connections,
      this.load,
    )
    this.#ends.onward = this.#tries
    for (const each of flows) {
      if (!hasRequests(each)) continue
      const flow = new RequestFlow(each, chooser, NOTHING_YET)
      this.#flows.set(each.name, flow)
      const arrive = () => {
        // Where nobody is there who could call, nobody does.
        if (flow.callers.length > 0) this.#begin(flow)
        this.#awaitNext(flow, arrive)
      }
      this.#awaitNext(flow, arrive)
    }
  }

  /** Whatever was asked of the data path may be answered otherwise now. */
  touch(): void {
    this.#ways.version++
  }

  /** The configuration that holds from now on. */
  configure(topology: Topology): void {
    this.#servers.configure(topology)
    this.touch()
  }

  /** Other rules hold from now on. */
  configured(seq: number): void {
    this.#blame.configuredBy = seq
    this.touch()
  }

  /** An instance has taken a step: what it works on ends with its process. */
  observe(fact: InstanceFact, seq: number): void {
    this.touch()
    const { server, fate } = this.#servers.observe(fact, seq)
    if (fate === 'goesOn') return
    server.reset()
    for (const slot of this.#slots.of(server))
      if (fate === 'ended') this.#ends.broken(slot, 'SERVER_ENDED')
      else this.#ends.unheard(slot)
  }

  /** The drain of a server is over: what is still open on it is cut (facts/load-balancing 1.8). */
  backendChanged({ pool, server: key, cuts }: BackendChange, seq: number): void {
    this.touch()
    this.#blame.poolChanged(pool, seq)
    if (cuts !== true) return
    for (const slot of this.#slots.of(this.#servers.at(key)))
      if (this.#slots.use[slot]?.pool.key === pool) this.#ends.broken(slot, 'DRAIN_CUT')
    for (const { connections } of this.#flows.values())
      for (const [client, { backend }] of connections) if (backend.key === key) connections.delete(client)
  }

  /** A flow was asked for somebody who calls, or from the Internet is called. */
  heard({ name: of }: Flow, { name, slot, takesPart }: Participant): void {
    const flow = this.#flows.get(of)
    if (flow === undefined) return
    const others = flow.callers.filter((caller) => caller.name !== name)
    const known = flow.callers.find((caller) => caller.name === name && caller.slot === slot)
    if (!takesPart) {
      flow.callers = others
      const address = known?.packets[0]?.source
      if (address !== undefined) flow.disconnect(address, this.#kernel.nowUs)
    } else if (known === undefined) flow.callers = [...others, newCaller(name, slot)]
  }

  /** Requests that arrive from now on are counted apart. */
  beginWindow(since: number): void {
    for (const flow of this.#flows.values()) flow.beginWindow(this.#kernel.nowUs, since)
  }

  /** The run is over. To be called once. */
  records(): RequestRecord[] {
    const { flow, tally, size } = this.#slots
    for (let slot = 0; slot < size; slot++) if (flow[slot] !== undefined) tally[slot]!.unfinished++
    return [...this.#flows.values()].map((each) => each.record(this.#endUs))
  }

  #awaitNext(flow: RequestFlow, arrive: () => void): void {
    const atUs = flow.arrivals.next()
    if (atUs < this.#endUs) this.#kernel.at(atUs, arrive)
  }

  #begin(flow: RequestFlow): void {
    const slots = this.#slots
    const slot = slots.take()
    const { tally } = flow
    const { sources } = flow.plan
    tally.requests++
    slots.flow[slot] = flow
    slots.tally[slot] = tally
    slots.arrivedUs[slot] = this.#kernel.nowUs
    slots.tries[slot] = 0
    slots.client[slot] =
      sources === undefined ? ITSELF : this.#chooser.choose(flow.sourceStream, sizeOf(sources))
    this.#tries.try(slot, flow)
  }
}

function sizeOf({ first, last }: Cidr): number {
  return last - first + 1
}

function hasRequests(flow: Flow): flow is FlowWithRequests {
  return flow.requests !== undefined
}
