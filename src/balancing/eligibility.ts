/**
 * Who of a pool may be picked: the truth table of facts/load-balancing 1.10 for ALB, 2.2 and 2.5 for CLB, 2a.4 for NLB, section 5
 * for service names. A new server without a verdict gets nothing as long as another one is healthy (section 9, row 16); of CLB,
 * where nobody says, we assume the same.
 */
import type { BackendPool } from '../cloud/backend-pool.ts'
import { isSound, type PoolMember, stateOf } from './pool-member.ts'
import type { Backend, PoolView } from './pool-view.ts'

/** With nobody healthy, ALB and NLB ask everybody; CLB asks nobody, which is our reading of its pages (2.5, section 9 row 8). */
const ON_ALL_UNHEALTHY = {
  alb: 'open',
  clbHttp: 'closed',
  clbStream: 'closed',
  nlb: 'open',
  serviceName: 'closed',
} as const

/**
 * In the order of `members`. With cross-zone off a node knows only the servers of its zone, so the table is read for those
 * alone (1.8); that it fails open by itself, and that a server without a zone is of every zone, is assumed.
 */
export function eligible(
  pool: BackendPool,
  members: Iterable<PoolMember>,
  zone: string | undefined,
): Backend[] {
  const here = [...members].filter((member) => isInZone(pool, member, zone))
  const tiers = pool.product === 'serviceName' ? endpointTiers(pool, here) : serverTiers(pool, here)
  const chosen = tiers.find((tier) => tier.length > 0) ?? []
  return (pool.isMasterSlave ? chosen.slice(0, 1) : chosen).map(({ backend }) => backend)
}

export function isFailingOpen(pool: BackendPool, members: Iterable<PoolMember>): boolean {
  const states = [...members].map((member) => stateOf(member, pool))
  const isOpen = onAllUnhealthy(pool) === 'open'
  return isOpen && states.includes('unhealthy') && !states.includes('healthy')
}

export function whyNobody(
  pool: BackendPool,
  members: Iterable<PoolMember>,
  zone: string | undefined,
): ReturnType<PoolView['whyNobody']> {
  const all = [...members]
  const available = all.filter(({ stay }) => stay === 'available')
  if (available.length === 0) return all.some(({ stay }) => stay === 'adding') ? 'registering' : 'empty'
  const here = available.filter((member) => isInZone(pool, member, zone))
  if (here.length === 0) return 'zone'
  const isAnybodyUsed = pool.product === 'serviceName' || here.some(({ backend }) => backend.weight > 0)
  return isAnybodyUsed ? 'unhealthy' : 'weights'
}

/** The first tier with anybody in it is asked. */
function serverTiers(pool: BackendPool, members: readonly PoolMember[]): PoolMember[][] {
  const used = members.filter(({ stay, backend }) => stay === 'available' && backend.weight > 0)
  const sound = used.filter(
    (member) => isSound(member, pool) || (pool.servesUnjudged === true && member.verdict === 'initial'),
  )
  if (onAllUnhealthy(pool) === 'open') return [sound, used]
  return [sound, used.filter(({ verdict }) => verdict === 'initial')]
}

/** Ready ones, else those that end and still serve (section 5). */
function endpointTiers(pool: BackendPool, members: readonly PoolMember[]): PoolMember[][] {
  const available = members.filter(({ stay }) => stay === 'available')
  if (pool.service?.publishesNotReady === true) return [available]
  return [
    available.filter(({ terminating, verdict }) => terminating === 'no' && verdict === 'healthy'),
    available.filter(({ terminating }) => terminating === 'serving'),
  ]
}

function isInZone(pool: BackendPool, { backend }: PoolMember, zone: string | undefined): boolean {
  return pool.crossZone || zone === undefined || backend.zone === undefined || backend.zone === zone
}

function onAllUnhealthy({ product, onAllUnhealthy }: BackendPool): 'open' | 'closed' {
  return onAllUnhealthy ?? ON_ALL_UNHEALTHY[product]
}
