/** The ways that clients of a flow take to servers: asked of the data path once, and forgotten when the world has changed. */
import type { Backend } from '../balancing/pool-view.ts'
import { serviceKey } from '../cloud/backend-pool.ts'
import { gatewayOfEntry, isOfGateway } from '../cloud/gateway.ts'
import { isStream } from '../cloud/listener.ts'
import { withoutPacket } from '../datapath/ask.ts'
import { poolKeyFor } from '../datapath/balancer-rules.ts'
import { newDecision } from '../datapath/decision.ts'
import { packetsOf } from '../datapath/flow-packet.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { NO_STATUS } from '../trace/request-record.ts'
import type { GatewayLoad } from './gateway-load.ts'
import type { GatewayLoads } from './gateway-loads.ts'
import type { Reachability } from './reachability.ts'
import type { Caller, RequestFlow } from './request-flow.ts'
import { type Back, type ListenerMemory, type PoolUse, RequestPools } from './request-pools.ts'
import type { RequestServers } from './request-servers.ts'
import { arrivedAs, askFront, askServer, type Front, THROUGH } from './request-way.ts'

/** What is balanced: requests at layer 7, connections at layer 4 and behind service names (facts/load-balancing section 7). */
export type Layer = 'requests' | 'connections' | 'service'

export interface Way {
  readonly front: Front
  readonly layer: Layer
  readonly caller: Caller
  /** The number of its address among those that are called. */
  readonly node: number
  /** Of a balancer's listener. */
  readonly memory: ListenerMemory | undefined
  /** What a limit of the rule counts it as, and the code of whoever is beyond. */
  readonly limitedAs: string
  readonly limitCode: 'RATE_LIMITED' | 'GW_RATE_LIMITED'
  /** The fully managed gateway of EAS that carries it. */
  readonly gateway: GatewayLoad | undefined
  /** The client speaks TLS to the listener. */
  readonly isTls: boolean
  /** What the client that has gone has got: a balancer says 499 of it, a gateway of EAS in its own log alone (facts/deployment B.4). */
  readonly leftStatus: number
  readonly requestTimeoutUs: number
  /** Another server is tried after one that cannot be connected to (facts/load-balancing 2.3, section 9 row 17). */
  readonly triesNext: boolean
  /** By group; `undefined` in it: there is no such pool. */
  readonly uses: Map<string, PoolUse | undefined>
  /** The only group that it may lead to. */
  readonly onlyGroup: string | undefined
}

export class RequestWays {
  readonly #reachability: Reachability
  readonly #pools = new RequestPools()
  readonly #servers: RequestServers
  readonly #gateways: GatewayLoads
  readonly #decision = newDecision()
  /** Of the world: it grows whenever something may have changed. */
  version = 0

  constructor(reachability: Reachability, servers: RequestServers, gateways: GatewayLoads) {
    this.#gateways = gateways
    this.#reachability = reachability
    this.#servers = servers
  }

  /** What is known of the caller holds now; false: it has nothing that it could call. */
  prepare({ flow }: RequestFlow, caller: Caller): boolean {
    if (caller.version !== this.version) {
      caller.version = this.version
      caller.ways.clear()
      caller.waysOfAll.length = 0
      caller.shared.clear()
      caller.direct = undefined
      const { tables, live } = this.#reachability
      const kept = this.#reachability.keptBy(flow, caller.slot)
      caller.packets = packetsOf(tables, live, flow, caller.slot, kept)
      caller.obstacle = undefined
      if (caller.packets.length === 0) {
        const { code = '', details } = withoutPacket(tables, live, flow, caller.slot, kept)
        caller.obstacle = { reach: 'refused', code, details }
      }
    }
    return caller.obstacle === undefined
  }

  /** From a client, known by its number and its address, to one of the addresses that are called. */
  way({ flow }: RequestFlow, caller: Caller, client: number, source: Ipv4, node: number): Way {
    const ofAll = caller.waysOfAll[node]
    if (ofAll !== undefined) return ofAll
    const key = client * caller.packets.length + node
    const known = caller.ways.get(key)
    if (known !== undefined) return known
    const { tables, live } = this.#reachability
    const packet = { ...caller.packets[node]!, source }
    const front = askFront(tables, live, packet, this.#decision)
    const way = this.#wayBehind(front, caller, node, flow.to.kind === 'service')
    if (isSameForAll(front)) caller.waysOfAll[node] = way
    else caller.ways.set(key, way)
    return way
  }

  /** The pool of a group; undefined: there is none. */
  use(way: Way, group: string): PoolUse | undefined {
    if (way.uses.has(group)) return way.uses.get(group)
    const { front, layer } = way
    const { balancer } = front.node ?? {}
    const key =
      layer === 'service' || balancer === undefined
        ? serviceKey(front.packet.service ?? '', front.packet.destinationPort)
        : poolKeyFor(balancer, front.listener!, group, front.routed?.rule?.name)
    const pool = this.#pools.at(this.#reachability.live.pools, key, group)
    const use = pool && { pool, backs: backsOf(way, key) }
    way.uses.set(group, use)
    return use
  }

  back(flow: RequestFlow, { front }: Way, { pool, backs }: PoolUse, backend: Backend): Back {
    let back = backs.get(backend.key)
    if (back === undefined) {
      const { tables, live } = this.#reachability
      back = {
        ...askServer(tables, live, front, pool, backend, this.#decision),
        backend,
        server: this.#servers.at(backend.key),
        index: flow.indexOf(pool.key, backend.key),
      }
      backs.set(backend.key, back)
    }
    return back
  }

  /** The instance that is called itself. */
  direct(flow: RequestFlow, caller: Caller, source: Ipv4): Back {
    if (caller.direct?.backend.address === source) return caller.direct
    const { tables, live } = this.#reachability
    const packet = { ...caller.packets[0]!, source }
    caller.direct = {
      ...arrivedAs(tables, live, packet, this.#decision),
      // The address tells for whom it was asked.
      backend: { key: caller.name, address: source, port: packet.destinationPort, weight: 1 },
      server: this.#servers.at(caller.name),
      index: flow.indexOf(undefined, caller.name),
    }
    return caller.direct
  }

  /** Whoever is called on the Internet; whether the way is open, its connection has shown. */
  host(flow: RequestFlow, caller: Caller): Back {
    const { name } = flow.flow.to
    const { destination, destinationPort } = caller.packets[0]!
    caller.direct ??= {
      ...THROUGH,
      backend: { key: name, address: destination, port: destinationPort, weight: 1 },
      server: this.#servers.at(`internet/${name}`),
      index: flow.indexOf(undefined, name),
    }
    return caller.direct
  }

  #wayBehind(front: Front, caller: Caller, at: number, isService: boolean): Way {
    const { albRetry } = this.#reachability.tables.topology.assumptions
    const { listener, node, routed } = front
    const routes = listener === undefined || isStream(listener) ? undefined : listener
    const isOfEas = isOfGateway(node?.balancer.name ?? '')
    const groups =
      routed?.outcome.kind === 'forward' && routed.outcome.stickySeconds === undefined
        ? routed.outcome.groups
        : []
    const [only] = groups
    return {
      front,
      caller,
      node: at,
      layer: isService ? 'service' : routes === undefined ? 'connections' : 'requests',
      memory:
        listener === undefined || node === undefined
          ? undefined
          : this.#pools.listener(memoryOf(node.balancer.name, listener.name)),
      // All entries of a gateway together admit what a service is to get (facts/deployment B.1, B.4).
      limitedAs: isOfEas ? (routed?.rule?.name ?? '') : front.ruleId,
      limitCode: isOfEas ? 'GW_RATE_LIMITED' : 'RATE_LIMITED',
      gateway: this.#gateways.behind(node?.balancer),
      isTls: listener?.protocol === 'https',
      leftStatus: routes === undefined || node?.balancer.kind === 'eas' ? NO_STATUS : 499,
      requestTimeoutUs: routes?.requestTimeoutUs ?? Number.POSITIVE_INFINITY,
      triesNext: listener?.kind === 'clbHttp' || (listener?.kind === 'alb' && albRetry === 'next'),
      uses: new Map(),
      onlyGroup: isService
        ? front.packet.service
        : listener !== undefined && isStream(listener)
          ? (listener.defaultGroup ?? '')
          : groups.length === 1
            ? only!.group
            : undefined,
    }
  }
}

/** A gateway remembers as a whole, a balancer listener by listener. */
function memoryOf(balancer: string, listener: string): string {
  return isOfGateway(balancer) ? gatewayOfEntry(balancer) : `${balancer}/${listener}`
}

function backsOf({ layer, caller, node }: Way, pool: string): Map<string, Back> {
  if (layer !== 'requests') return new Map()
  const key = `${node} ${pool}`
  let backs = caller.shared.get(key)
  if (backs === undefined) {
    backs = new Map()
    caller.shared.set(key, backs)
  }
  return backs
}

/** Nothing on the way to the server asks for the client's address. */
function isSameForAll({ reach, listener, node }: Front): boolean {
  if (reach !== 'through' || node === undefined || node.guard !== undefined) return false
  if (listener === undefined || isStream(listener) || listener.access !== undefined) return false
  if (listener.kind === 'clbHttp') return true
  return !listener.rules.some(({ conditions }) => conditions.some(({ kind }) => kind === 'sourceIp'))
}
