/**
 * Through a pair of router interfaces into another VPC (facts/vpc 2.2). A route may have two to four of them: a connection
 * is hashed onto one by weight (R2.17), each direction by itself. Like a peering they keep the private source and end in
 * the far VPC (assumed).
 */
import { hashFiveTuple } from '../net/five-tuple.ts'
import type { Decision } from './decision.ts'
import { isAbroad } from './leg.ts'
import type { Live } from './live.ts'
import { enterFarVpc } from './peering.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import type { EcmpWay, Route } from './routing-table.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import type { VpcTable } from './vpc-table.ts'
import { chooseWay } from './ways.ts'

const PEERING_NOT_TRANSITIVE = reasonIndex('PEERING_NOT_TRANSITIVE')

/** How the cloud hashes is not documented; these make our choice for the two directions. */
const FORWARD_SEED = 1
const RETURN_SEED = 2

export function crossRouterInterface(
  tables: Tables,
  live: Live,
  decision: Decision,
  near: VpcTable,
  route: Route,
  observer: Observer | undefined,
): void {
  decision.routerInterface = chooseInterface(decision, route.ways!, FORWARD_SEED)
  // Like a peering it takes nothing that comes from a third VPC (assumed).
  const isForeign = isAbroad(decision)
  if (settle(decision, 'router-interface', isForeign ? PEERING_NOT_TRANSITIVE : PASSED, observer)) return
  if (isForeign) return
  enterFarVpc(tables, live, decision, farVpcBehind(tables, decision.routerInterface, near), observer)
}

/** The VPC at the other end of a pair of router interfaces of `near`. */
export function farVpcBehind(tables: Tables, number: number, near: VpcTable): VpcTable {
  const [a, b] = tables.routerInterfaces[number]!.vpcs
  return tables.vpcs[tables.vpcs[a] === near ? b : a]!
}

/** Does the route of the receiver lead the reply back between the same two VPCs? Any pair of interfaces will do. */
export function leadsBack(tables: Tables, decision: Decision, route: Route | undefined): boolean {
  if (route?.nextHop !== 'router-interface') return false
  decision.returnInterface = chooseInterface(decision, route.ways!, RETURN_SEED)
  const [a, b] = tables.routerInterfaces[decision.routerInterface]!.vpcs
  const [c, d] = tables.routerInterfaces[decision.returnInterface]!.vpcs
  return (a === c && b === d) || (a === d && b === c)
}

function chooseInterface(decision: Decision, ways: readonly EcmpWay[], seed: number): number {
  const byHash =
    ways.length === 1 || !decision.sourceKnown ? 0 : indexByWeight(ways, hashFiveTuple(decision.tuple, seed))
  return ways[chooseWay(decision, ways.length, byHash)]!.number
}

function indexByWeight(ways: readonly EcmpWay[], hash: number): number {
  let sum = 0
  for (let at = 0; at < ways.length; at++) sum += ways[at]!.weight
  let rest = hash % sum
  let index = 0
  while (rest >= ways[index]!.weight) rest -= ways[index++]!.weight
  return index
}
