/** What the data path knows of a pair of router interfaces: the numbers of the two VPCs. */
import type { RouterInterface } from '../cloud/router-interface.ts'
import type { Numbering } from './numbering.ts'

export interface RouterInterfaceTable {
  readonly routerInterface: RouterInterface
  readonly vpcs: readonly [number, number]
}

export function compileRouterInterface(
  routerInterface: RouterInterface,
  vpcs: Numbering,
): RouterInterfaceTable {
  const [a, b] = routerInterface.vpcs
  return { routerInterface, vpcs: [vpcs.numberOf(a), vpcs.numberOf(b)] }
}
