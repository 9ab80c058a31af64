/** A flow with requests: who calls, what its clients remember, and what was counted so far. */
import type { Flow } from '../datapath/flow.ts'
import type { Packet } from '../datapath/packet.ts'
import type { RequestPlan } from '../datapath/request-plan.ts'
import type { Chooser } from '../kernel/choice.ts'
import type { RequestRecord, RequestWindow } from '../trace/request-record.ts'
import type { GatewayLoad } from './gateway-load.ts'
import { RequestArrivals } from './request-arrivals.ts'
import type { Back } from './request-pools.ts'
import { type KnownBackend, RequestTally } from './request-tally.ts'
import type { Arrived } from './request-way.ts'
import type { Way } from './request-ways.ts'

export type FlowWithRequests = Flow & { readonly requests: RequestPlan }

/** An instance or server that calls; of a flow from the Internet the balancer or instance that is called. */
export interface Caller {
  readonly name: string
  readonly slot: number
  /** As long as this is the version of the world, what follows holds. */
  version: number
  /** One for each address that may be called. */
  packets: readonly Packet[]
  /** Why there is none. */
  obstacle: Arrived | undefined
  /** By `client * packets + packet`, where clients are told apart on the way to the balancer. */
  readonly ways: Map<number, Way>
  /** By packet, where they are not. */
  readonly waysOfAll: (Way | undefined)[]
  /** At layer 7 the way from a balancer to its servers is the same for all clients: by address called, and pool. */
  readonly shared: Map<string, Map<string, Back>>
  /** It is called itself. */
  direct: Back | undefined
}

export function newCaller(name: string, slot: number): Caller {
  return {
    name,
    slot,
    version: -1,
    packets: [],
    obstacle: undefined,
    ways: new Map(),
    waysOfAll: [],
    shared: new Map(),
    direct: undefined,
  }
}

export class RequestFlow {
  readonly flow: FlowWithRequests
  readonly plan: RequestPlan
  readonly arrivals: RequestArrivals
  /** Instances are called themselves, and nobody balances. */
  readonly isDirect: boolean
  /** Somebody on the Internet is called, who works on everything at once. */
  readonly isOutward: boolean
  readonly serviceStream: string
  readonly sourceStream: string
  readonly endpointStream: string
  /** Who takes part, in the order in which they came; they take turns. */
  callers: readonly Caller[] = []
  turn = 0
  /** Cookies by client. */
  readonly #jars = new Map<number, Map<string, string>>()
  /** The server at the other end of a connection that is kept, by client. */
  readonly connections = new Map<number, Back>()
  /** Clients that keep a connection to a gateway of EAS. */
  readonly #atGateway = new Map<GatewayLoad, Set<number>>()
  readonly #known: KnownBackend[] = []
  readonly #indices = new Map<string, number>()
  readonly #tallies: RequestTally[]
  tally: RequestTally

  constructor(flow: FlowWithRequests, chooser: Chooser, nothingYet: number) {
    this.flow = flow
    this.plan = flow.requests
    this.isDirect = flow.to.kind === 'app'
    this.isOutward = isOutward(flow)
    const stream = `requests/${flow.name}`
    this.arrivals = new RequestArrivals(this.plan.arrivals, chooser, stream)
    this.serviceStream = `${stream}/serviceTime`
    this.sourceStream = `${stream}/source`
    this.endpointStream = `${stream}/endpoint`
    this.tally = new RequestTally(0, nothingYet)
    this.#tallies = [this.tally]
  }

  /** The index of a server in the tallies. */
  indexOf(pool: string | undefined, server: string): number {
    const key = `${pool ?? ''} ${server}`
    let index = this.#indices.get(key)
    if (index === undefined) {
      index = this.#known.push({ pool, server }) - 1
      this.#indices.set(key, index)
    }
    return index
  }

  jarOf(client: number): Map<string, string> {
    let jar = this.#jars.get(client)
    if (jar === undefined) {
      jar = new Map()
      this.#jars.set(client, jar)
    }
    return jar
  }

  isConnected(gateway: GatewayLoad, client: number): boolean {
    return this.#atGateway.get(gateway)?.has(client) === true
  }

  /** The client keeps its connection to the gateway until it ends. */
  connected(gateway: GatewayLoad, client: number): void {
    const clients = this.#atGateway.get(gateway)
    if (clients === undefined) this.#atGateway.set(gateway, new Set([client]))
    else clients.add(client)
  }

  /** The client has ended. */
  disconnect(client: number, nowUs: number): void {
    for (const [gateway, clients] of this.#atGateway) if (clients.delete(client)) gateway.disconnect(1, nowUs)
  }

  /** Requests that arrive from now on are counted apart. */
  beginWindow(nowUs: number, since: number): void {
    if (nowUs === this.tally.fromUs) {
      this.tally.since = since
      return
    }
    this.tally = new RequestTally(nowUs, since)
    this.#tallies.push(this.tally)
  }

  record(endUs: number): RequestRecord {
    const windows: RequestWindow[] = []
    for (const [at, tally] of this.#tallies.entries()) {
      const untilUs = this.#tallies[at + 1]?.fromUs ?? endUs
      if (untilUs > tally.fromUs || tally.requests > 0) windows.push(tally.window(untilUs, this.#known))
    }
    return { flow: this.flow.name, windows }
  }
}

/** Its requests leave the cloud, each by a connection of its own. */
export function isOutward({ requests, to }: Flow): boolean {
  return requests !== undefined && to.kind === 'internet'
}
