/** Load balancers and service names as facts/load-balancing 1.3, 1.10, 1.12, 2.2, 2.3, 2.5 to 2.7 and 3.4 tell them. */

import type { BackendPool } from '../../src/cloud/backend-pool.ts'
import { clbKey, poolsOf, serviceKey } from '../../src/cloud/backend-pool.ts'
import type { FinalAction, ForwardingRule } from '../../src/cloud/forwarding-rule.ts'
import type { AlbListener, ClbHttpListener, Listener } from '../../src/cloud/listener.ts'
import type { LoadBalancer, Nlb } from '../../src/cloud/load-balancer.ts'
import type { GroupMember } from '../../src/cloud/server-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { FlowRequest } from '../../src/datapath/flow.ts'
import { handshakeNaively } from './naive-certificates.ts'
import type { Eni, World } from './naive-datapath.ts'
import { isHeard, turnOfNlb } from './naive-nlb.ts'
import { firstMatchNaively, type NaiveRequest } from './naive-rules.ts'
import { runs, serverAndInterface } from './naive-servers.ts'
import { takeNaively } from './naive-url-rules.ts'

/** What has an address of a balancer. */
export interface Node {
  readonly balancer: LoadBalancer
  readonly zone: string | undefined
  readonly vswitch: string | undefined
  readonly address: number | undefined
  readonly publicAddress: number | undefined
  /** The first Local IP, 1.1, or an address of CLB, 2.3. */
  readonly source: number
}

export interface Call {
  readonly protocol: number
  readonly port: number
  /** The TCP peer; undefined where nobody can tell. */
  readonly source: number | undefined
  readonly request: FlowRequest | undefined
}

export interface Picked {
  readonly address: number
  readonly port: number
  /** A plain address, and no server of ours. */
  readonly isPlain: boolean
}

export interface Outcome {
  readonly blockers: readonly string[]
  /** Absent: the way ends at the balancer. */
  readonly picked?: Picked
  /** The server sees the client itself, 2.2, 2a.3. */
  readonly keepsSource?: boolean
  /** What it speaks with the server: the same as the client, or TCP. */
  readonly keepsProtocol?: boolean
}

const ip = (a: number, b: number, c: number, d: number) => ((a * 256 + b) * 256 + c) * 256 + d
const CLB_SOURCE = ip(100, 64, 0, 1)
const UDP = 17
const TCP = 6

export function balancerNodes({ loadBalancers }: Topology): Node[] {
  return [...loadBalancers.values()].flatMap((balancer): Node[] => {
    if (balancer.kind === 'alb' || balancer.kind === 'nlb')
      return balancer.zones.map(({ zone, vswitch, address, publicAddress, localAddresses }) => ({
        balancer,
        zone,
        vswitch,
        address,
        publicAddress,
        source: localAddresses[0] ?? address,
      }))
    const { address, publicAddress } = balancer
    const own = { vswitch: address?.vswitch, address: address?.ip, publicAddress }
    return [{ balancer, zone: undefined, ...own, source: CLB_SOURCE }]
  })
}

export function nodeWith(topology: Topology, vswitch: string | undefined, address: number): Node | undefined {
  return balancerNodes(topology).find((node) => node.vswitch === vswitch && node.address === address)
}

/** What becomes of a call at a balancer. `denies`: a rule of its security groups refuses the packet. */
export function atBalancer(world: World, node: Node, call: Call, denies: boolean): Outcome {
  const blockers: string[] = denies ? ['SG_DENY_RULE'] : []
  const { balancer } = node
  const transport = ({ protocol }: Listener) => (protocol === 'udp' || protocol === 'quic' ? UDP : TCP)
  const atPort = [...balancer.listeners.values()].filter((one) => isHeard(one, call.port))
  const hasPorts = call.protocol === TCP || call.protocol === UDP
  const listener = atPort.find((one) => transport(one) === call.protocol)
  if (listener === undefined || !hasPorts) {
    const isThere = !hasPorts || atPort.length > 0
    return { blockers: [...blockers, isThere ? 'LISTENER_PROTOCOL_MISMATCH' : 'LISTENER_ABSENT'] }
  }
  if (listener.isStopped) blockers.push('LISTENER_ABSENT')
  if (call.source !== undefined && isRefused(world, listener, call.source)) blockers.push('LB_ACL_DENIED')
  const refusal = handshakeNaively(world.topology, listener, call.request)
  if (refusal !== undefined) blockers.push(refusal)

  let group = listener.defaultGroup
  let ownRule: string | undefined
  if (listener.kind === 'nlb') {
    const turn = turnOfNlb(world.topology, balancer as Nlb, listener, node.zone)
    const found = pickFrom(world, turn.pool, turn.zone)
    if (typeof found === 'string') return { blockers: [...blockers, found] }
    const fails = world.topology.assumptions.nlbHairpin === 'fails'
    if (fails && turn.keepsClient && found.address === call.source) blockers.push('LB_HAIRPIN')
    const picked = turn.keepsPort ? { ...found, port: call.port } : found
    return { blockers, picked, keepsSource: turn.keepsClient, keepsProtocol: true }
  }
  if (listener.kind !== 'clbStream') {
    // 1.11: plain HTTP at an HTTPS port is 400.
    if (listener.protocol !== 'http' && call.request?.scheme === 'http')
      return { blockers: [...blockers, 'LB_FIXED_RESPONSE'] }
    const request = requestOf(call)
    const decided =
      listener.kind === 'alb' ? byPriority(listener, request) : bySpecificity(world, listener, request)
    if ('code' in decided)
      return { blockers: decided.code === undefined ? blockers : [...blockers, decided.code] }
    group = decided.group
    ownRule = decided.ownRule
  }
  const key =
    group === undefined
      ? undefined
      : balancer.kind === 'alb'
        ? group
        : clbKey(balancer.name, listener.name, group, ownRule)
  const pool = poolsOf(world.topology).find((one) => one.key === key)
  const found = pickFrom(world, pool, node.zone)
  if (typeof found === 'string') return { blockers: [...blockers, found] }
  const keepsSource = listener.kind === 'clbStream'
  // 2.2: it would be both ends.
  if (keepsSource && found.address === call.source) blockers.push('LB_HAIRPIN')
  return { blockers, picked: found, keepsSource, keepsProtocol: keepsSource }
}

/** 1.12, 2.7; section 9 row 1. */
function isRefused({ topology }: World, { access }: Listener, source: number): boolean {
  if (access === undefined) return false
  const isListed = access.lists.some(({ set }) => set.has(source))
  if (access.type === 'black') return isListed
  if (access.lists.every(({ texts }) => texts.length === 0))
    return topology.assumptions.emptyWhitelist === 'refuse'
  return !isListed
}

function requestOf({ source, request = {} }: Call): NaiveRequest {
  const [path, ...query] = (request.path ?? '/').split('?')
  return {
    method: request.method ?? 'GET',
    host: (request.host ?? '').toLowerCase(),
    path: path!,
    query: query.join('?'),
    headers: new Map(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    // Behind a failed translation the last source that was known.
    source: source ?? 0,
  }
}

type Decided =
  | { readonly group: string; readonly ownRule?: string | undefined }
  | { readonly code: string | undefined }

/** 1.4, 1.7. */
function byPriority({ rules, defaultGroup }: AlbListener, request: NaiveRequest): Decided {
  const ofRequests = rules.filter(({ direction }) => direction === 'request')
  const rule = firstMatchNaively(ofRequests, request)
  if (rule === undefined)
    return defaultGroup === undefined ? { code: unmatched(ofRequests, request) } : { group: defaultGroup }
  const final = rule.actions.at(-1) as FinalAction
  if (final.kind === 'redirect') return { code: undefined }
  if (final.kind === 'fixedResponse') return { code: final.status < 400 ? undefined : 'LB_FIXED_RESPONSE' }
  const first = final.groups.find(({ weight }) => weight > 0)
  return first === undefined ? { code: 'BACKENDS_NONE' } : { group: first.group }
}

function unmatched(rules: readonly ForwardingRule[], request: NaiveRequest): string {
  if (rules.length === 0) return 'BACKENDS_NONE'
  const byHost = rules.map((rule) => ({
    ...rule,
    conditions: rule.conditions.filter(({ kind }) => kind === 'host'),
  }))
  return firstMatchNaively(byHost, request) === undefined ? 'HOST_UNMATCHED' : 'PATH_UNMATCHED'
}

/** 2.3, 2.6. */
function bySpecificity(
  { topology }: World,
  { urlRules, defaultGroup, forwardPort }: ClbHttpListener,
  request: NaiveRequest,
): Decided {
  if (forwardPort !== undefined) return { code: undefined }
  const rule = takeNaively(urlRules, request, topology.assumptions.clbUrlMiss)
  if (rule !== undefined)
    return { group: rule.group, ownRule: rule.own === undefined ? undefined : rule.name }
  if (defaultGroup !== undefined) return { group: defaultGroup }
  if (urlRules.length === 0) return { code: 'BACKENDS_NONE' }
  const hasHost = urlRules.some(
    ({ domain }) =>
      domain === undefined ||
      domain === request.host ||
      (domain.startsWith('*.') && request.host.endsWith(domain.slice(1)) && request.host !== domain.slice(1)),
  )
  return { code: hasHost ? 'PATH_UNMATCHED' : 'HOST_UNMATCHED' }
}

/** 1.10, 2.5: the first that may be picked, or why there is none; with cross-zone off, of the node's zone alone (1.8). */
function pickFrom(world: World, pool: BackendPool | undefined, zone: string | undefined): Picked | string {
  if (pool === undefined) return 'BACKENDS_NONE'
  const servers = pool.members
    .flatMap((member) => serversOf(world, member))
    .filter(({ weight }) => weight > 0)
    .filter((one) => pool.crossZone || zone === undefined || one.zone === undefined || one.zone === zone)
  const isChecked = pool.healthCheck !== undefined || pool.product === 'serviceName'
  let usable = servers.filter(({ healthy }) => healthy || !isChecked)
  const failsOpen = (pool.onAllUnhealthy ?? (pool.product === 'alb' ? 'open' : 'closed')) === 'open'
  if (usable.length === 0 && failsOpen) usable = servers
  if (usable.length === 0) return servers.length > 0 ? 'BACKENDS_ALL_UNHEALTHY' : 'BACKENDS_NONE'
  return usable[0]!
}

interface Server extends Picked {
  readonly zone: string | undefined
  readonly weight: number
  readonly healthy: boolean
}

function serversOf(world: World, member: GroupMember): Server[] {
  const { port, weight } = member
  const at = (eni: Eni, healthy: boolean): Server => {
    const { zone } = world.topology.vswitches.get(eni.vswitch)!
    return { address: eni.address, port, weight, isPlain: false, zone, healthy }
  }
  switch (member.kind) {
    case 'address':
      return [{ address: member.address, port, weight, isPlain: true, zone: undefined, healthy: true }]
    case 'server':
      return (
        world.enis
          .filter(({ kind, app }) => kind === 'server' && app === member.server)
          // R3.2: a group has the private address, even where it has stopped working.
          .map((eni) => ({
            ...at(eni, runs(world, eni)),
            address: serverAndInterface(world, eni.app).eni.address,
          }))
      )
    case 'app':
      return world.enis
        .filter(({ kind, app, answers }) => kind === undefined && app === member.app && answers)
        .map((eni) => at(eni, true))
  }
}

/** 3.4, section 5: what a caller gets who calls a service name. */
export function atService(
  world: World,
  name: string,
  caller: Eni | undefined,
  { protocol, port }: Pick<Call, 'protocol' | 'port'>,
): Outcome {
  const { topology } = world
  const service = topology.serviceNames.get(name)!
  const home = topology.apps.get(service.app)!.vpc
  if (caller === undefined || caller.kind !== undefined || topology.apps.get(caller.app)!.vpc !== home)
    return { blockers: ['K8S_SERVICE_OUTSIDE_VPC'] }
  if (protocol !== TCP && protocol !== UDP) return { blockers: ['LISTENER_PROTOCOL_MISMATCH'] }
  const heard = service.ports.filter((one) => one.port === port)
  if (heard.length === 0) return { blockers: ['LISTENER_ABSENT'] }
  if (!heard.some((one) => (one.protocol === 'tcp' ? TCP : UDP) === protocol))
    return { blockers: ['LISTENER_PROTOCOL_MISMATCH'] }
  const pool = poolsOf(topology).find(({ key }) => key === serviceKey(name, port))
  const found = pickFrom(world, pool, undefined)
  if (typeof found === 'string') return { blockers: [found] }
  if (found.address === caller.address) return { blockers: ['K8S_SERVICE_SELF_CALL'] }
  return { blockers: [], picked: found }
}
