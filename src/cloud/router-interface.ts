/**
 * A pair of router interfaces of Express Connect, as they connected VPCs before peerings and CEN (facts/vpc 2.2). Only they
 * can be next hops beside one another (R2.17).
 */
import type { Origin } from './origin.ts'

export interface RouterInterface {
  readonly name: string
  /** The VPCs at its two ends. */
  readonly vpcs: readonly [string, string]
  readonly origin: Origin
}

/** One of several next hops of a route; a connection is hashed onto them by weight. */
export interface WeightedHop {
  readonly name: string
  readonly weight: number
}

export const DEFAULT_WEIGHT = 100
