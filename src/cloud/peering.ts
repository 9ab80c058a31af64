/** A VPC peering connection: facts/vpc section 7.1. In one account it is active at once (R7.1). */
import type { Origin } from './origin.ts'

export interface Peering {
  readonly name: string
  /** The two VPCs that it connects, and nobody else through them (R7.1). */
  readonly vpcs: readonly [string, string]
  readonly origin: Origin
}
