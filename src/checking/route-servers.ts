/** Who of a server group may get a request at an instant. */
import type { Backend, PoolView } from '../balancing/pool-view.ts'
import type { Topology } from '../cloud/topology.ts'
import { poolKeyFor } from '../datapath/balancer-rules.ts'
import type { Live } from '../datapath/live.ts'
import type { RouteStory } from './route-question.ts'

export interface GroupServers {
  readonly group: string
  readonly weight: number
  /** In the order of the group; empty: `why` says what is wrong. */
  readonly servers: readonly Backend[]
  readonly why?: ReturnType<PoolView['whyNobody']>
  /** Nobody is healthy, and all are asked for all that. */
  readonly isFailingOpen: boolean
}

/** Of every group that the request may go to; none where the balancer answers itself. */
export function serversFor(
  topology: Topology,
  live: Live,
  balancer: string,
  { listener, routed }: RouteStory,
): GroupServers[] {
  if (routed.outcome.kind === 'answer') return []
  return routed.outcome.groups.map(({ group, weight }) => {
    const pool = live.pools.get(
      poolKeyFor(topology.loadBalancers.get(balancer)!, listener, group, routed.rule?.name),
    )
    const servers = pool === undefined ? [] : [...pool.candidates(undefined)]
    return {
      group,
      weight,
      servers,
      ...(servers.length === 0 && { why: pool?.whyNobody(undefined) ?? 'empty' }),
      isFailingOpen: pool?.isFailingOpen ?? false,
    }
  })
}
