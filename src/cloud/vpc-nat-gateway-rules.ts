/** What the cloud asks of VPC NAT gateways: facts/vpc 4.4 and 4.6, and of NAT CIDRs what CreateNatIpCidr documents. */
import { contains, formatCidr, isSubset, overlaps, prefixLengthOf, prefixOf } from '../net/cidr.ts'
import { formatIpv4, type Ipv4, ipv4 } from '../net/ipv4.ts'
import { checkMappings } from './dnat-rules.ts'
import { checkSnatEntries } from './nat-gateway-rules.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { VpcNatGateway } from './vpc-nat-gateway.ts'

const NAT_RANGES = [
  prefixOf(ipv4(10, 0, 0, 0), 8),
  prefixOf(ipv4(172, 16, 0, 0), 12),
  prefixOf(ipv4(192, 168, 0, 0), 16),
]

export function* checkVpcNatGateways(topology: Topology, quotas: Quotas): Generator<Violation> {
  const perVpc = new Map<string, number>()
  for (const { vpc } of topology.natGateways.values()) perVpc.set(vpc, (perVpc.get(vpc) ?? 0) + 1)
  for (const gateway of topology.vpcNatGateways.values()) {
    const path: Path = ['natGateways', gateway.name]
    const count = (perVpc.get(gateway.vpc) ?? 0) + 1
    perVpc.set(gateway.vpc, count)
    if (count > quotas.natGatewaysPerVpc)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `${count} NAT gateways in VPC ${gateway.vpc}, but a VPC may have ${quotas.natGatewaysPerVpc}`,
        hint: 'quotas.natGatewaysPerVpc sets a raised quota',
        path,
        at: 'key',
      }
    const vswitch = topology.vswitches.get(gateway.vswitch)
    if (vswitch !== undefined && vswitch.vpc !== gateway.vpc)
      yield {
        // facts/vpc 4.7, CreateNatGateway
        code: 'OperationFailed.VswNotBelongToVpc',
        message: `vSwitch ${vswitch.name} is in VPC ${vswitch.vpc}, the gateway in ${gateway.vpc}`,
        path: [...path, 'vswitch'],
      }
    yield* checkNatCidrs(gateway, topology, path)
    yield* checkNatIps(gateway, topology, quotas, path)
    const addresses = { ...gateway, eips: gateway.natIps, word: 'NAT IP' } as const
    yield* checkSnatEntries(addresses, topology, quotas)
    yield* checkMappings(addresses, topology, quotas)
  }
}

function* checkNatCidrs(
  { natCidrs, vpc: name }: VpcNatGateway,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  const vpc = topology.vpcs.get(name)
  if (vpc === undefined) return
  for (const [index, natCidr] of natCidrs.entries()) {
    const at = [...path, 'natCidrs', index]
    const text = formatCidr(natCidr)
    const own = [vpc.cidr, ...vpc.secondaryCidrs].find((block) => overlaps(block, natCidr))
    if (own !== undefined)
      yield {
        code: 'CIDR_OVERLAP',
        message: `${text} overlaps ${formatCidr(own)} of VPC ${name}`,
        hint: 'NAT IPs of the VPC come from the vSwitch of the gateway; natCidrs are blocks outside of it',
        path: at,
      }
    if (![...NAT_RANGES, ...vpc.userCidrs].some((range) => isSubset(natCidr, range)))
      yield {
        code: 'CIDR_INVALID',
        message: `${text} is neither private nor in a user CIDR of VPC ${name}`,
        hint: 'use a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
        path: at,
      }
    if ((prefixLengthOf(natCidr) ?? 32) < 16)
      yield {
        code: 'CIDR_INVALID',
        message: `a NAT CIDR has a mask of /16 to /32, this one is ${text}`,
        path: at,
      }
  }
}

function* checkNatIps(
  gateway: VpcNatGateway,
  topology: Topology,
  quotas: Quotas,
  path: Path,
): Generator<Violation> {
  const { natIps, natCidrs } = gateway
  const at = [...path, 'natIps']
  if (natIps.length > quotas.natIpsPerVpcNatGateway)
    yield {
      // facts/vpc 4.4
      code: 'QUOTA_EXCEEDED',
      message: `${natIps.length} NAT IPs, but a VPC NAT gateway may have ${quotas.natIpsPerVpcNatGateway}`,
      path: at,
    }
  const vswitch = topology.vswitches.get(gateway.vswitch)
  const known = new Set<Ipv4>()
  for (const [index, natIp] of natIps.entries()) {
    const text = formatIpv4(natIp)
    if (known.has(natIp))
      yield { code: 'ADDRESS_DUPLICATE', message: `${text} stands there twice`, path: [...at, index] }
    known.add(natIp)
    const blocks = vswitch === undefined ? natCidrs : [vswitch.cidr, ...natCidrs]
    if (vswitch !== undefined && !blocks.some((block) => contains(block, natIp)))
      yield {
        code: 'ADDRESS_OUTSIDE_VSWITCH',
        message: `${text} lies neither in ${formatCidr(vswitch.cidr)} of vSwitch ${vswitch.name} nor in a NAT CIDR`,
        hint: 'add natCidrs with its block, or leave natIps out to get the lowest free address of the vSwitch',
        path: [...at, index],
      }
  }
}
