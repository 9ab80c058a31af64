/**
 * VPC NAT gateways as they were read: facts/vpc section 4.6. Without NAT IPs a gateway has one, the lowest free address of
 * its vSwitch.
 */
import type * as z from 'zod'
import type { SnatEntry } from '../cloud/nat-gateway.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { VpcNatGateway } from '../cloud/vpc-nat-gateway.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { BuildContext } from './build-context.ts'
import { buildDnat } from './build-dnat.ts'
import { checkKeys } from './nat-gateway-keys.ts'
import type { Resources } from './read-sections.ts'
import type * as schema from './schema/network.ts'
import { sourceOf } from './snat-source.ts'

type ReadGateway = z.output<typeof schema.natGateway>

/** Those that the file describes with `type: vpc`. */
export function vpcNatGatewaysIn({ natGateways }: Resources): [string, ReadGateway][] {
  return [...natGateways].filter(([, { type }]) => type === 'vpc')
}

/** `lowest` takes the lowest free address of a vSwitch. */
export function buildVpcNatGateways(
  resources: Resources,
  vswitches: ReadonlyMap<string, VSwitch>,
  lowest: (vswitch: string, path: Path) => Ipv4 | undefined,
  context: BuildContext,
): Map<string, VpcNatGateway> {
  const gateways = new Map<string, VpcNatGateway>()
  for (const [name, read] of vpcNatGatewaysIn(resources)) {
    const path = ['natGateways', name]
    checkKeys(read, path, context)
    const natIps = read.natIps ?? oneOf(lowest(read.vswitch, [...path, 'vswitch']))
    const snat = read.snat.flatMap((entry, index): SnatEntry[] => {
      const at = [...path, 'snat', index]
      const source = sourceOf(entry, read.vpc, resources, vswitches, at, context)
      if (source === undefined) return []
      const { affinity, natIps: some = natIps } = entry
      return [{ ...source, eips: some, affinity, origin: context.origin(at) }]
    })
    gateways.set(name, {
      name,
      vpc: read.vpc,
      vswitch: read.vswitch,
      natCidrs: read.natCidrs,
      natIps,
      snat,
      dnat: buildDnat(read.dnat, [...path, 'dnat'], context, 'natIp'),
      icmpReply: read.icmpReply,
      origin: context.origin(path),
    })
  }
  return gateways
}

function oneOf(address: Ipv4 | undefined): Ipv4[] {
  return address === undefined ? [] : [address]
}
