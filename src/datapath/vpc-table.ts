/**
 * What the data path knows of a VPC: which destinations it treats as private (facts/vpc R1.21 to R1.23), and its system
 * route table: a local route for each vSwitch, 100.64.0.0/10 for cloud services (R2.5), and 0.0.0.0/0 to the Internet
 * NAT gateway that was made first (R4.4). Every vSwitch uses the system table (R2.1); there are no custom ones yet.
 */
import type { Vpc, VSwitch } from '../cloud/vpc.ts'
import { type Cidr, type Prefix, prefixLengthOf, prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { PrefixTable } from '../net/prefix-table.ts'
import { PRIVATE_BY_DEFAULT } from '../net/special-ranges.ts'
import { CLOUD_SERVICES } from './cloud-service.ts'
import { NONE } from './live.ts'
import type { Numbering } from './numbering.ts'

export interface VpcTable {
  readonly vpc: Vpc
  readonly vswitches: readonly VSwitch[]
  /** Number of the NAT gateway behind 0.0.0.0/0, or `NONE`. */
  readonly defaultGateway: number
  /** The VPC's primary and secondary CIDRs. */
  readonly ownRanges: CidrSet
  readonly privateRanges: CidrSet
  /** Longest match gives an index of `routes` (R2.12). */
  readonly longestMatch: PrefixTable<Route>
  readonly routes: readonly Route[]
}

export interface Route {
  readonly prefix: Prefix
  readonly nextHop: 'local' | 'cloud-service' | 'nat-gateway'
  /** Number of the vSwitch or of the NAT gateway; `NONE` for cloud services. */
  readonly number: number
}

export function compileVpc(
  vpc: Vpc,
  vswitches: readonly VSwitch[],
  defaultGateway: number,
  numbers: Numbering,
): VpcTable {
  const own = [vpc.cidr, ...vpc.secondaryCidrs]
  const routes: Route[] = vswitches.map(({ name, cidr }) => ({
    prefix: asPrefix(cidr),
    nextHop: 'local',
    number: numbers.numberOf(name),
  }))
  routes.push({ prefix: CLOUD_SERVICES, nextHop: 'cloud-service', number: NONE })
  if (defaultGateway !== NONE) {
    routes.push({ prefix: prefixOf(0, 0), nextHop: 'nat-gateway', number: defaultGateway })
  }
  return {
    vpc,
    vswitches,
    defaultGateway,
    ownRanges: CidrSet.of(own),
    privateRanges: CidrSet.of([...PRIVATE_BY_DEFAULT, ...own, ...vpc.userCidrs]),
    longestMatch: PrefixTable.of(routes.map((route) => ({ prefix: route.prefix, value: route }))),
    routes,
  }
}

/** The block that `cidr` is. Throws a RangeError where it is none: readers let only blocks pass. */
export function asPrefix(cidr: Cidr): Prefix {
  const prefixLength = prefixLengthOf(cidr)
  if (prefixLength === undefined) throw new RangeError(`not one block: ${cidr.first} to ${cidr.last}`)
  return prefixOf(cidr.first, prefixLength)
}
