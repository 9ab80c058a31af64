/** Which flows may be balanced over a pool: asked when the pool changes, so that only those are asked again. */
import { hears } from '../cloud/listener.ts'
import { poolKeyFor } from './balancer-rules.ts'
import type { Flow } from './flow.ts'
import type { Tables } from './tables.ts'

/** Does the flow call a service name or a listener with that pool? Nobody knows where a name leads, so it may. */
export function mayUse({ balancers, topology }: Tables, { to, port }: Flow, key: string): boolean {
  const pool = balancers.pools.get(key)
  switch (to.kind) {
    case 'name':
      return true
    case 'service':
      return pool === undefined || (pool.product === 'serviceName' && pool.group === to.name)
    case 'gateway':
      return pool === undefined || pool.group.startsWith(`gateway/${to.name}/`)
    case 'loadBalancer': {
      const balancer = topology.loadBalancers.get(to.name)
      if (balancer === undefined || pool === undefined) return true
      if (pool.product === 'serviceName') return false
      for (const listener of balancer.listeners.values()) {
        if (!hears(listener, port)) continue
        // A rule has the group with its own settings, or with those of the listener.
        const rules = listener.kind === 'clbHttp' ? listener.urlRules.map(({ name }) => name) : []
        if (balancer.kind === 'alb' && pool.product === 'alb') return true
        if ([undefined, ...rules].some((rule) => poolKeyFor(balancer, listener, pool.group, rule) === key))
          return true
      }
      return false
    }
    default:
      return false
  }
}
