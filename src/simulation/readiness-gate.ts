/** The ALB readiness gate of an instance: facts/load-balancing 4.5. */
import { hasApp, instanceServers } from '../balancing/group-servers.ts'
import { probeSources } from '../cloud/pool-probers.ts'
import type { Topology } from '../cloud/topology.ts'
import type { InstanceFact } from '../deployment/fact.ts'
import type { Rotation } from './rotation.ts'

const OPENING: ReadonlySet<string> = new Set(['healthy', 'unavailable', 'unused'])

/** The gate opens when every ALB group that somebody asks has found the instance healthy, or does not look. */
export function opensGate(fact: InstanceFact, rotations: Iterable<Rotation>, topology: Topology): boolean {
  for (const { pool, state } of rotations) {
    if (pool.product !== 'alb' || !hasApp(pool, fact.app)) continue
    if (probeSources(pool, topology).length === 0) continue
    for (const { key } of instanceServers(pool, fact, topology))
      if (!OPENING.has(state.state(key))) return false
  }
  return true
}
