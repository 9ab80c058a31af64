/** What the data path knows of a VPC peering: the numbers of its two VPCs. */
import type { Peering } from '../cloud/peering.ts'
import type { Numbering } from './numbering.ts'

export interface PeeringTable {
  readonly peering: Peering
  /** Numbers of its two VPCs. */
  readonly vpcs: readonly [number, number]
}

export function compilePeering(peering: Peering, vpcs: Numbering): PeeringTable {
  const [a, b] = peering.vpcs
  return { peering, vpcs: [vpcs.numberOf(a), vpcs.numberOf(b)] }
}
