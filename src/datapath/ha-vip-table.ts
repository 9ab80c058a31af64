/** What the data path knows of a HaVip: where it is, and whose ENI holds it first. */
import type { HaVip } from '../cloud/ha-vip.ts'
import type { Numbering } from './numbering.ts'

export interface HaVipTable {
  readonly haVip: HaVip
  /** Number of its VPC. */
  readonly vpc: number
  /** Slots of the members: the active one, then the others in the order of the file. */
  readonly slots: readonly number[]
}

export function compileHaVip(haVip: HaVip, vpcs: Numbering, servers: Numbering): HaVipTable {
  const order = [haVip.active, ...haVip.members.filter((name) => name !== haVip.active)]
  return { haVip, vpc: vpcs.numberOf(haVip.vpc), slots: order.map((name) => servers.numberOf(name)) }
}
