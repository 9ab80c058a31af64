/** What a controller wants of an instance in one pool, and how it gets it (facts/load-balancing 3.3, 4.5, section 5). */
import type { Backend } from '../balancing/pool-view.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { InstanceFact } from '../deployment/fact.ts'
import type { EndpointState, Rotation } from './rotation.ts'

/** What a controller wants of an instance, and the servers that it is in the pool. */
export interface Wish {
  want: EndpointState | 'absent'
  servers: readonly Backend[]
}

/** What a pool is to make of an instance as it is now. */
export function wantOf(
  { product }: BackendPool,
  { phase, awaitsGate, answering }: InstanceFact,
): Wish['want'] {
  if (phase === 'ready') return 'ready'
  if (product !== 'serviceName') return product === 'alb' && awaitsGate === true ? 'ready' : 'absent'
  if (phase === 'terminating') return answering ? 'serving' : 'silent'
  return phase === 'starting' || phase === 'unready' || phase === 'backoff' ? 'notReady' : 'absent'
}

export function fulfil(
  rotation: Rotation,
  server: Backend,
  want: Wish['want'],
  cause: number | undefined,
): void {
  const { key } = server
  const stay = rotation.state.memberState(key)
  const isMember = stay === 'adding' || stay === 'available'
  if (want === 'ready' && stay !== 'available') return rotation.admit(server, cause)
  if (want === 'absent' || (want !== 'ready' && stay === 'adding')) {
    if (isMember) rotation.drop(key, cause)
    return
  }
  if (rotation.pool.product !== 'serviceName') return
  const isPublished = rotation.pool.service?.publishesNotReady === true && want === 'notReady'
  if (!isMember && isPublished) rotation.admit(server, cause)
  if (rotation.isAvailable(key)) rotation.endpoint(key, want, cause)
}

/** What is written down otherwise is otherwise at once. `admits`: servers that come are in the group at once as well. */
export function exchange(
  rotation: Rotation,
  before: readonly Backend[],
  now: readonly Backend[],
  cause: number,
  admits = true,
): void {
  const isIn = (servers: readonly Backend[], { key, port, address }: Backend) =>
    servers.some((other) => other.key === key && other.port === port && other.address === address)
  for (const server of before) if (!isIn(now, server)) fulfil(rotation, server, 'absent', cause)
  for (const server of now) {
    if (!isIn(before, server)) {
      if (admits) rotation.admit(server, cause)
      continue
    }
    const was = before.find(({ key }) => key === server.key)!
    if (was.weight !== server.weight && rotation.has(server.key))
      rotation.weigh(server.key, server.weight, cause)
  }
}
