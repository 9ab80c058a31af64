/**
 * What the cloud asks of IPv6: blocks of VPCs and vSwitches, addresses of servers, routes, and the IPv6 gateway (facts/vpc
 * R1.15, 1.3, R2.2, R8.1 to R8.4). One gateway per VPC needs no rule: a VPC has one key for it.
 */

import { formatCidr6, isSubset6, overlaps6, type Prefix6 } from '../net/cidr6.ts'
import { ANYWHERE6, GLOBAL_UNICAST } from './ipv6.ts'
import { checkIpv6Addresses } from './ipv6-address-rules.ts'
import { checkIpv6Gateway } from './ipv6-gateway-rules.ts'
import type { Quotas } from './quotas.ts'
import type { RouteTable } from './route-table.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc, VSwitch } from './vpc.ts'

const VSWITCH_MASK = 64

export function* checkIpv6(topology: Topology, quotas: Quotas): Generator<Violation> {
  const blocks: { readonly block: Prefix6; readonly vpc: Vpc }[] = []
  for (const vpc of topology.vpcs.values()) {
    const path: Path = ['vpcs', vpc.name]
    const cidrs = vpc.ipv6?.cidrs ?? []
    for (const [index, block] of cidrs.entries()) {
      const at = index === 0 ? [...path, 'ipv6Cidr'] : [...path, 'secondaryIpv6Cidrs', index - 1]
      yield* checkBlock(block, at)
      const other = blocks.find((known) => overlaps6(known.block, block))
      if (other !== undefined)
        yield {
          // facts/vpc R8.1: globally unique
          code: 'CIDR_OVERLAP',
          message: `${formatCidr6(block)} overlaps ${formatCidr6(other.block)} of VPC ${other.vpc.name}, but IPv6 addresses are globally unique`,
          path: at,
        }
      blocks.push({ block, vpc })
    }
    if (cidrs.length - 1 > quotas.secondaryIpv6CidrsPerVpc)
      yield {
        // facts/vpc 1.3
        code: 'QUOTA_EXCEEDED',
        message: `${cidrs.length - 1} secondary IPv6 CIDRs, but a VPC may have ${quotas.secondaryIpv6CidrsPerVpc}`,
        path: [...path, 'secondaryIpv6Cidrs'],
      }
    yield* checkVSwitches6(vpc, cidrs, topology)
    for (const table of vpc.routeTables) yield* checkRoutes6(table, vpc)
    if (vpc.ipv6?.gateway !== undefined) yield* checkIpv6Gateway(vpc.ipv6.gateway, vpc, topology)
  }
  yield* checkIpv6Addresses(topology)
}

function* checkBlock(block: Prefix6, path: Path): Generator<Violation> {
  if (!isSubset6(block, GLOBAL_UNICAST))
    yield {
      code: 'CIDR_INVALID',
      message: `${formatCidr6(block)} does not lie in ${formatCidr6(GLOBAL_UNICAST)}, where globally unique addresses are`,
      hint: 'for example 2001:db8:1::/56',
      path,
    }
  if (block.prefixLength > VSWITCH_MASK)
    yield {
      code: 'CIDR_INVALID',
      message: `an IPv6 block of a VPC holds at least one vSwitch of /64, this one has /${block.prefixLength}`,
      hint: 'for example 2001:db8:1::/56',
      path,
    }
}

function* checkVSwitches6(
  vpc: Vpc,
  cidrs: readonly Prefix6[],
  { vswitches }: Topology,
): Generator<Violation> {
  const known: VSwitch[] = []
  for (const vswitch of vswitches.values()) {
    const { ipv6Cidr: block } = vswitch
    if (vswitch.vpc !== vpc.name || block === undefined) continue
    const path = ['vpcs', vpc.name, 'vswitches', vswitch.name, 'ipv6Cidr']
    if (block.prefixLength !== VSWITCH_MASK)
      yield {
        // facts/vpc R1.15
        code: 'CIDR_INVALID',
        message: `an IPv6 block of a vSwitch has a mask of /64, this one has /${block.prefixLength}`,
        path,
      }
    if (!cidrs.some((one) => isSubset6(block, one)))
      yield {
        // facts/vpc R1.9, 1.4: "Specified CIDR block is not valid in VPC."
        code: 'InvalidParameter',
        message:
          cidrs.length === 0
            ? `VPC ${vpc.name} has no IPv6 block`
            : `${formatCidr6(block)} does not lie in ${cidrs.map(formatCidr6).join(' or ')} of VPC ${vpc.name}`,
        ...(cidrs.length === 0 && { hint: `give vpcs.${vpc.name} an ipv6Cidr` }),
        path,
      }
    const other = known.find(({ ipv6Cidr }) => overlaps6(ipv6Cidr!, block))
    if (other !== undefined)
      yield {
        // facts/vpc R1.11
        code: 'InvalidCidrBlock.Overlapped',
        message: `${formatCidr6(block)} overlaps vSwitch ${other.name} (${formatCidr6(other.ipv6Cidr!)})`,
        path,
      }
    known.push(vswitch)
  }
}

function* checkRoutes6({ name, ipv6Routes = [] }: RouteTable, vpc: Vpc): Generator<Violation> {
  for (const [at, { destination, index }] of ipv6Routes.entries()) {
    const path = ['vpcs', vpc.name, 'routeTables', name, 'routes', index]
    const text = formatCidr6(destination)
    if (text !== formatCidr6(ANYWHERE6))
      yield {
        // facts/vpc 2.2, R8.4
        code: 'InvalidCidrBlock',
        message: `${text} is no destination of a custom route: IPv6 knows only ::/0`,
        hint: 'write to: ::/0',
        path: [...path, 'to'],
      }
    if (ipv6Routes.slice(0, at).some((earlier) => formatCidr6(earlier.destination) === text))
      yield {
        // facts/vpc R2.11
        code: 'InvalidCIDRBlock.Duplicate',
        message: `the table already has a route for ${text}`,
        path: [...path, 'to'],
      }
    if (vpc.ipv6?.gateway === undefined)
      yield {
        // facts/vpc 2.4
        code: 'InvalidNextHopId.NotFound',
        message: `VPC ${vpc.name} has no IPv6 gateway`,
        hint: `add ipv6Gateway to VPC ${vpc.name}`,
        path: [...path, 'via'],
      }
  }
}
