/** Which machine stands behind the name of a scheduler: the table of facts/load-balancing section 6. */
import type { BackendPool, PoolScheduler } from '../cloud/backend-pool.ts'
import { KetamaRing } from './ketama-ring.ts'
import { LeastConn } from './least-conn.ts'
import { LvsSh } from './lvs-sh.ts'
import { LvsWlc } from './lvs-wlc.ts'
import { LvsWrr } from './lvs-wrr.ts'
import { RoundRobin } from './round-robin.ts'
import type { Members, Scheduler } from './scheduler.ts'
import { SteadyWrr } from './steady-wrr.ts'

/** Layer 7 is Tengine, layer 4 the Linux virtual server (2.1); of ALB and NLB the engines are not public, and are taken for these. */
export function schedulerOf(pool: BackendPool, members: Members): Scheduler {
  if (pool.product === 'serviceName') return new RoundRobin(members)
  const isStream = pool.product === 'clbStream' || pool.product === 'nlb'
  switch (kindOf(pool.scheduler)) {
    case 'ring':
      return new KetamaRing(members)
    case 'sh':
      return new LvsSh(members)
    case 'rr':
      return new RoundRobin(members)
    case 'wlc':
      return isStream ? new LvsWlc(members) : new LeastConn(members)
    case 'wrr':
      return isStream ? new LvsWrr(members) : new SteadyWrr(members)
  }
}

/** Whether it draws instead: iptables and nftables of kube-proxy (section 5). */
export function isDrawn({ product, service }: BackendPool): boolean {
  return product === 'serviceName' && service?.mode !== 'ipvs'
}

/** Endpoint `i` of `n` is taken with probability 1/(n − i), the last one in any case: each as often as another. `draw` is in [0, 1). */
export function drawnEndpoint(count: number, draw: number): number {
  return Math.min(count - 1, Math.floor(draw * count))
}

function kindOf({ kind }: PoolScheduler): 'ring' | 'sh' | 'rr' | 'wlc' | 'wrr' {
  switch (kind) {
    case 'lvsSch':
      return 'sh'
    case 'sch':
    case 'tch':
    case 'qch':
    case 'uch':
      return 'ring'
    case 'rr':
    case 'random':
      return 'rr'
    case 'wlc':
    case 'wrr':
      return kind
  }
}
