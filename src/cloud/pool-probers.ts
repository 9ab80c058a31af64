/** From where the servers of a pool are probed: facts/load-balancing 1.1, 1.9, 2.4 and 2a.4. */
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import { type BackendPool, nlbKey } from './backend-pool.ts'
import type { Action } from './forwarding-rule.ts'
import type { Listener } from './listener.ts'
import { isZoned } from './load-balancer.ts'
import type { Topology } from './topology.ts'

export interface ProbeSource {
  readonly address: Ipv4
  /** Of a Local IP; absent: CLB. */
  readonly vswitch?: string
  /** Probes of an ALB meet the security groups of a server, as its requests do; those of CLB and NLB need no rule there. */
  readonly meetsGroups: boolean
}

/** Stands for all of 100.64.0.0/10, from where CLB probes. */
const CLB: readonly ProbeSource[] = [{ address: ipv4(100, 64, 0, 1), meetsGroups: false }]

/**
 * All Local IPs of every ALB that has the group in a listener, or of the NLB of the pool; none: nobody refers to the group, so
 * nobody probes it (1.9: `Unused`). A service name probes nobody.
 */
export function probeSources(
  { product, group, key }: BackendPool,
  { loadBalancers }: Topology,
): readonly ProbeSource[] {
  if (product === 'serviceName') return []
  if (product === 'clbHttp' || product === 'clbStream') return CLB
  return [...loadBalancers.values()].flatMap((balancer) => {
    if (!isZoned(balancer) || balancer.kind !== product) return []
    if (product === 'nlb' && nlbKey(balancer.name, group) !== key) return []
    const isUsed = [...balancer.listeners.values()].some((listener) => groupsOf(listener).has(group))
    if (!isUsed) return []
    return balancer.zones.flatMap(({ vswitch, localAddresses }) =>
      localAddresses.map((address) => ({ address, vswitch, meetsGroups: product === 'alb' })),
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
