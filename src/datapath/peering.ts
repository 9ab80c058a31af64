/**
 * Through a VPC peering (facts/vpc section 7.1): the packet comes into the far VPC with its private source, where the
 * local routes decide and nothing else, because a peering is not transitive (R7.1, R7.5). Filters and whitelists of the
 * far side know the sender by its address alone (R5.15, R7.4).
 */
import type { Peering } from '../cloud/peering.ts'
import type { Topology } from '../cloud/topology.ts'
import { enterInstance } from './arrival.ts'
import { enterBalancer } from './balancer-entry.ts'
import { balancerAt } from './balancer-table.ts'
import { databaseAt, enterDatabase } from './database-entry.ts'
import type { Decision } from './decision.ts'
import { eniAt, whyNobody } from './holder.ts'
import { isAbroad } from './leg.ts'
import { type Live, NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { routeFor } from './routing-table.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { enterVpcNat } from './vpc-nat.ts'
import type { VpcTable } from './vpc-table.ts'

const PEERING_NOT_TRANSITIVE = reasonIndex('PEERING_NOT_TRANSITIVE')
const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')

export function crossPeering(
  tables: Tables,
  live: Live,
  decision: Decision,
  near: VpcTable,
  peering: number,
  observer: Observer | undefined,
): void {
  decision.peering = peering
  const far = farVpcOf(tables, peering, near)
  const { destination } = decision.tuple
  const isThere = !isAbroad(decision) && (far.ownRanges.has(destination) || far.natIps.has(destination))
  if (settle(decision, 'peering', isThere ? PASSED : PEERING_NOT_TRANSITIVE, observer)) return
  if (isThere) enterFarVpc(tables, live, decision, far, observer)
}

/** The VPC at the other end of a peering of `near`. */
export function farVpcOf(tables: Tables, peering: number, near: VpcTable): VpcTable {
  const [a, b] = tables.peerings[peering]!.vpcs
  return tables.vpcs[tables.vpcs[a] === near ? b : a]!
}

/** Who has the private destination in a VPC that is not the sender's. */
export function enterFarVpc(
  tables: Tables,
  live: Live,
  decision: Decision,
  far: VpcTable,
  observer: Observer | undefined,
): void {
  const { destination } = decision.tuple
  // Local routes are the same in all tables of a VPC (R2.5).
  const route = routeFor(far.systemTable, destination)
  const vswitch = route?.nextHop === 'local' ? route.number : NONE
  const slot = vswitch === NONE ? NONE : eniAt(tables, live, vswitch, destination)
  const database = vswitch === NONE ? NONE : databaseAt(tables, vswitch, destination)
  const nat = far.natIps.get(destination)
  if (slot !== NONE) enterInstance(tables, live, decision, slot, NONE, observer)
  else if (database !== NONE) enterDatabase(tables, live, decision, database, NONE, observer)
  else if (nat !== undefined) enterVpcNat(tables, live, decision, nat, observer)
  else if (vswitch !== NONE && balancerAt(tables, vswitch, destination) !== NONE)
    enterBalancer(tables, live, decision, balancerAt(tables, vswitch, destination), NONE, observer)
  else
    deliver(decision, vswitch === NONE ? ADDRESS_UNKNOWN : whyNobody(tables, vswitch, destination), observer)
}

/** The peering of two VPCs, if they have one. */
export function peeringOf({ peerings }: Topology, a: string, b: string): Peering | undefined {
  return [...peerings.values()].find(({ vpcs }) => vpcs.includes(a) && vpcs.includes(b))
}
