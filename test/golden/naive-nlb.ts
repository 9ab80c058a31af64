/** What an NLB makes of a connection, as facts/load-balancing 2a.2 to 2a.4 tell it. */
import type { BackendPool } from '../../src/cloud/backend-pool.ts'
import type { Listener } from '../../src/cloud/listener.ts'
import type { Nlb } from '../../src/cloud/load-balancer.ts'
import type { ServerGroup } from '../../src/cloud/server-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'

export interface NlbTurn {
  readonly pool: BackendPool | undefined
  /** Undefined: all servers of the group count, 2a.1. */
  readonly zone: string | undefined
  /** 2a.3: servers see the client. */
  readonly keepsClient: boolean
  /** 2a.3: whichever port was called. */
  readonly keepsPort: boolean
}

/** 2a.2: one port, or all from the first to the last. */
export function isHeard(listener: Listener, port: number): boolean {
  if (listener.kind !== 'nlb' || listener.lastPort === undefined) return listener.port === port
  return port >= listener.port && port <= listener.lastPort
}

export function turnOfNlb(
  { serverGroups }: Topology,
  { name, crossZone }: Nlb,
  { defaultGroup }: Listener,
  zone: string | undefined,
): NlbTurn {
  const group = serverGroups.get(defaultGroup ?? '')
  return {
    pool: group && poolOfGroup(name, group),
    zone: crossZone ? undefined : zone,
    keepsClient: group?.nlb?.preservesClient === true,
    keepsPort: group?.nlb?.isAnyPort === true,
  }
}

/** 2a.3: scheduler, drain and checks are those of the group. That zones count or not is decided before. */
function poolOfGroup(balancer: string, group: ServerGroup): BackendPool {
  const { name, members, scheduler, healthCheck } = group
  return {
    key: `${balancer}/${name}`,
    product: 'nlb',
    group: name,
    members,
    scheduler,
    crossZone: false,
    persistenceUs: 0,
    isMasterSlave: false,
    // 2a.4: best effort.
    onAllUnhealthy: 'open',
    ...(healthCheck !== undefined && { healthCheck }),
  }
}
