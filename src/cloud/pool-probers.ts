/** From where the servers of a pool are probed: facts/load-balancing 1.1, 1.9 and 2.4. */
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import type { BackendPool } from './backend-pool.ts'
import type { Action } from './forwarding-rule.ts'
import type { Listener } from './listener.ts'
import type { Topology } from './topology.ts'

export interface ProbeSource {
  readonly address: Ipv4
  /** Of an ALB, whose probes meet the filters of a server as its requests do; absent: CLB. */
  readonly vswitch?: string
}

/** Stands for all of 100.64.0.0/10, from where CLB probes. */
const CLB: readonly ProbeSource[] = [{ address: ipv4(100, 64, 0, 1) }]

/**
 * All Local IPs of every ALB that has the group in a listener; none: nobody refers to the group, so nobody probes it
 * (1.9: `Unused`). A service name probes nobody.
 */
export function probeSources(
  { product, group }: BackendPool,
  { loadBalancers }: Topology,
): readonly ProbeSource[] {
  if (product === 'serviceName') return []
  if (product !== 'alb') return CLB
  return [...loadBalancers.values()].flatMap((balancer) => {
    if (balancer.kind !== 'alb') return []
    const isUsed = [...balancer.listeners.values()].some((listener) => groupsOf(listener).has(group))
    if (!isUsed) return []
    return balancer.zones.flatMap(({ vswitch, localAddresses }) =>
      localAddresses.map((address) => ({ address, vswitch })),
    )
  })
}

function groupsOf(listener: Listener): ReadonlySet<string> {
  const rules = listener.kind === 'alb' ? listener.rules : []
  return new Set([
    ...(listener.defaultGroup === undefined ? [] : [listener.defaultGroup]),
    ...rules.flatMap(({ actions }) => actions.flatMap(groupsOfAction)),
  ])
}

function groupsOfAction(action: Action): string[] {
  if (action.kind === 'forward') return action.groups.map(({ group }) => group)
  return action.kind === 'trafficMirror' ? [action.group] : []
}
