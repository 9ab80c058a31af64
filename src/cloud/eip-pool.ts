/**
 * The EIPs an application may use, in the order of their allocation. SAE draws one for each instance from the free
 * EIPs of the region (facts/deployment A.6); a scenario names that set a pool. Several applications may share one.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Origin } from './origin.ts'

export interface EipPool {
  readonly name: string
  readonly addresses: readonly Ipv4[]
  readonly origin: Origin
}
