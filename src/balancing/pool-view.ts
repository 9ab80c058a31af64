/** What others read of a pool of servers at an instant: who may get a new request or connection, and why nobody may. */
import type { Ipv4 } from '../net/ipv4.ts'

export interface Backend {
  /** `shop-3` is an instance, `server/web-1` an ENI of a server, `10.0.0.7:8080` a plain address. Unique in its pool. */
  readonly key: string
  readonly address: Ipv4
  readonly port: number
  /** As it is rented, 0 to 100; slow start does not show here. */
  readonly weight: number
  /** Absent for plain addresses. */
  readonly zone?: string
}

export interface PoolView {
  /**
   * Those that may be picked now, in the order of the group: the healthy ones with a weight, or all with a weight where the
   * product fails open (facts/load-balancing 1.10, 2.5). `zone` is that of the node that took the request; it counts
   * where cross-zone is off. The list is not to be kept: it changes with the next event.
   */
  candidates(zone: string | undefined): readonly Backend[]
  /** Why `candidates` is empty for that zone; asked only then. `registering`: somebody is about to be added. */
  whyNobody(zone: string | undefined): 'empty' | 'registering' | 'weights' | 'unhealthy' | 'zone'
  /** Nobody is healthy, and all are asked for all that (1.10). */
  readonly isFailingOpen: boolean
  /** This server is not ready any more, and whoever removes it has not done so yet (4.5); absent: nobody knows. */
  isStale?(key: string): boolean
}
