/**
 * The servers behind one way through a balancer, with how one of them is chosen. For ALB that is a server group; for CLB a
 * group as one listener or rule uses it, because CLB keeps scheduler and health checks there; for NLB a group as one balancer
 * uses it, which says whether zones are crossed; for a Kubernetes service name a port of it. The data path, the hand-over of a rollout and requests all speak of pools.
 */
import type { Assumptions } from './assumptions.ts'
import type { HealthCheck } from './health-check.ts'
import type { ClbBalancing, ClbHttpListener, ClbStreamListener } from './listener.ts'
import type { Nlb } from './load-balancer.ts'
import type { GroupMember, GroupScheduler, NlbGroup, ServerGroup, StickySession } from './server-group.ts'
import type { Topology } from './topology.ts'

export interface BackendPool {
  /** `web` of an ALB; `front/http/web` of CLB `front`, listener `http`; `front/web` of NLB `front`; `service/orders-cn-hangzhou-default:80`. Unique. */
  readonly key: string
  readonly product: 'alb' | 'clbHttp' | 'clbStream' | 'nlb' | 'serviceName'
  /** Name of the server group; of a service name the name itself. */
  readonly group: string
  readonly members: readonly GroupMember[]
  readonly scheduler: PoolScheduler
  readonly crossZone: boolean
  readonly sticky?: StickySession
  /** CLB layer 4: by source IP; 0 is off. */
  readonly persistenceUs: number
  readonly slowStartUs?: number
  readonly drainUs?: number
  readonly healthCheck?: HealthCheck
  readonly isMasterSlave: boolean
  /** Absent: open for ALB and NLB, closed for the others (2.5, 2a.4, section 9 row 8). */
  readonly onAllUnhealthy?: 'open' | 'closed'
  /** Of ALB: a new server gets requests before its first verdict; absent: not while another one is healthy (section 9 row 16). */
  readonly servesUnjudged?: boolean
  /** Of slow start (section 9 row 10); absent: linear. */
  readonly slowStartCurve?: Assumptions['slowStartCurve']
  /** Of NLB (2a.3). */
  readonly nlb?: NlbGroup
  /** Of service names; absent: iptables, only ready endpoints, no affinity (section 5). */
  readonly service?: ServiceBalancing
}

/** How kube-proxy balances a Service: facts/load-balancing section 5. */
export interface ServiceBalancing {
  readonly mode: 'iptables' | 'ipvs'
  /** `publishNotReadyAddresses`: endpoints are asked whether they are ready or not. */
  readonly publishesNotReady: boolean
  /** `sessionAffinity: ClientIP`, 10800 s by default; 0 is `None`. */
  readonly affinityUs: number
}

export type PoolScheduler =
  | GroupScheduler
  | { readonly kind: 'random' }
  /** `sch` of CLB layer 4 as the Linux virtual server has it (6.7). */
  | { readonly kind: 'lvsSch' }

/** All pools of a topology: of groups in the order of the file, of CLB listeners and NLBs, of service names. */
export function poolsOf({ loadBalancers, serverGroups, serviceNames, assumptions }: Topology): BackendPool[] {
  const pools: BackendPool[] = []
  for (const group of serverGroups.values())
    if (group.product === 'alb') pools.push(albPool(group, assumptions))
  for (const balancer of loadBalancers.values()) {
    if (balancer.kind === 'nlb') pools.push(...nlbPools(balancer, serverGroups))
    const { name, listeners } = balancer
    for (const listener of listeners.values())
      if (listener.kind === 'clbHttp' || listener.kind === 'clbStream')
        for (const { key, group, balancing } of clbUses(name, listener)) {
          const servers = serverGroups.get(group)
          if (servers !== undefined) pools.push(clbPool(key, servers, listener, balancing, assumptions))
        }
  }
  for (const { name, app, ports } of serviceNames.values())
    for (const { port, targetPort } of ports)
      pools.push({
        key: serviceKey(name, port),
        product: 'serviceName',
        group: name,
        members: [{ kind: 'app', app, port: targetPort, weight: 1 }],
        scheduler: { kind: 'random' },
        crossZone: true,
        persistenceUs: 0,
        isMasterSlave: false,
        service: { mode: assumptions.serviceNameMode, publishesNotReady: false, affinityUs: 0 },
      })
  return pools
}

/** The key of a pool that a listener or rule of CLB uses; `rule` where the rule has settings of its own. */
export function clbKey(balancer: string, listener: string, group: string, rule?: string): string {
  return rule === undefined ? `${balancer}/${listener}/${group}` : `${balancer}/${listener}/${rule}/${group}`
}

/** The key of a pool that an NLB has behind its listeners. */
export function nlbKey(balancer: string, group: string): string {
  return `${balancer}/${group}`
}

export function serviceKey(name: string, port: number): string {
  return `service/${name}:${port}`
}

interface ClbUse {
  readonly key: string
  readonly group: string
  readonly balancing: ClbBalancing
}

/** A group once for the listener's settings, and once for each rule with its own. */
function clbUses(balancer: string, listener: ClbHttpListener | ClbStreamListener): ClbUse[] {
  const rules = listener.kind === 'clbHttp' ? listener.urlRules : []
  const own = rules.filter((rule) => rule.own !== undefined)
  const shared = rules.filter((rule) => rule.own === undefined).map(({ group }) => group)
  const groups = new Set(listener.defaultGroup === undefined ? shared : [listener.defaultGroup, ...shared])
  return [
    ...[...groups].map((group) => ({
      key: clbKey(balancer, listener.name, group),
      group,
      balancing: listener,
    })),
    ...own.map(({ name, group, own }) => ({
      key: clbKey(balancer, listener.name, group, name),
      group,
      balancing: own!,
    })),
  ]
}

function albPool(group: ServerGroup, { newAlbServer, slowStartCurve }: Assumptions): BackendPool {
  const { name, members, scheduler, crossZone, sticky, slowStartUs, drainUs, healthCheck } = group
  return {
    key: name,
    product: 'alb',
    group: name,
    members,
    scheduler,
    crossZone,
    persistenceUs: 0,
    isMasterSlave: false,
    ...(sticky !== undefined && { sticky }),
    ...(slowStartUs !== undefined && { slowStartUs, slowStartCurve }),
    ...(newAlbServer === 'serves' && { servesUnjudged: true }),
    ...(drainUs !== undefined && { drainUs }),
    ...(healthCheck !== undefined && { healthCheck }),
  }
}

/** One for each group, however many listeners have it. */
function nlbPools(
  { name, listeners, crossZone }: Nlb,
  groups: ReadonlyMap<string, ServerGroup>,
): BackendPool[] {
  const used = new Set([...listeners.values()].flatMap(({ defaultGroup }) => defaultGroup ?? []))
  return [...used].flatMap((group): BackendPool[] => {
    const servers = groups.get(group)
    if (servers?.nlb === undefined) return []
    const { members, scheduler, drainUs, healthCheck, nlb } = servers
    return [
      {
        key: nlbKey(name, group),
        product: 'nlb',
        group,
        members,
        scheduler,
        crossZone,
        persistenceUs: 0,
        isMasterSlave: false,
        nlb,
        ...(drainUs !== undefined && { drainUs }),
        ...(healthCheck !== undefined && { healthCheck }),
      },
    ]
  })
}

function clbPool(
  key: string,
  { name, members, isMasterSlave }: ServerGroup,
  listener: ClbHttpListener | ClbStreamListener,
  { scheduler, sticky, healthCheck }: ClbBalancing,
  { clbStreamAllUnhealthy, clbHttpAllUnhealthy, clbSourceHash }: Assumptions,
): BackendPool {
  const stream = listener.kind === 'clbStream' ? listener : undefined
  return {
    key,
    product: listener.kind,
    group: name,
    members,
    scheduler: {
      kind: stream !== undefined && scheduler === 'sch' && clbSourceHash === 'buckets' ? 'lvsSch' : scheduler,
    },
    onAllUnhealthy: stream === undefined ? clbHttpAllUnhealthy : clbStreamAllUnhealthy,
    crossZone: true,
    persistenceUs: stream?.persistenceUs ?? 0,
    isMasterSlave,
    ...(sticky !== undefined && { sticky }),
    ...(stream?.drainUs !== undefined && { drainUs: stream.drainUs }),
    ...(healthCheck !== undefined && { healthCheck }),
  }
}
