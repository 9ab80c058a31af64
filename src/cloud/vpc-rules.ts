/** What the cloud asks of VPCs and vSwitches: facts/vpc sections 1.1 to 1.4. */
import { type Cidr, formatCidr, isSubset, overlaps, prefixLengthOf } from '../net/cidr.ts'
import { forbiddenForVpc } from '../net/special-ranges.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc, VSwitch } from './vpc.ts'

export function* checkVpcs(topology: Topology, quotas: Quotas): Generator<Violation> {
  let count = 0
  for (const vpc of topology.vpcs.values()) {
    if (++count > quotas.vpcs)
      yield {
        // facts/vpc 1.4, CreateVpc
        code: 'QuotaExceeded.Vpc',
        message: `${count} VPCs, but the quota of the region is ${quotas.vpcs}`,
        hint: 'quotas.vpcs sets a raised quota',
        path: ['vpcs', vpc.name],
        at: 'key',
      }
    yield* checkVpc(vpc, quotas)
    yield* checkVSwitches(
      vpc,
      [...topology.vswitches.values()].filter((vswitch) => vswitch.vpc === vpc.name),
      quotas,
    )
  }
  for (const vswitch of topology.vswitches.values()) yield* checkZone(vswitch, topology.region)
}

function* checkVpc(vpc: Vpc, quotas: Quotas): Generator<Violation> {
  const path: Path = ['vpcs', vpc.name]
  // facts/vpc R1.2, R1.3
  yield* checkVpcBlock(vpc.cidr, [...path, 'cidr'], 'InvalidParameter')
  for (const [index, secondary] of vpc.secondaryCidrs.entries()) {
    const at = [...path, 'secondaryCidrs', index]
    // facts/vpc R1.8
    yield* checkVpcBlock(secondary, at, 'CIDR_INVALID')
    if (secondary.first < 0x0100_0000)
      yield { code: 'CIDR_INVALID', message: `${formatCidr(secondary)} starts with 0`, path: at }
    const other = [vpc.cidr, ...vpc.secondaryCidrs.slice(0, index)].find((block) =>
      overlaps(block, secondary),
    )
    if (other !== undefined)
      yield {
        code: 'CIDR_OVERLAP',
        message: `${formatCidr(secondary)} overlaps ${formatCidr(other)} of the same VPC`,
        path: at,
      }
  }
  if (vpc.secondaryCidrs.length > quotas.secondaryCidrsPerVpc)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${vpc.secondaryCidrs.length} secondary CIDRs, but a VPC may have ${quotas.secondaryCidrsPerVpc}`,
      hint: 'quotas.secondaryCidrsPerVpc sets a raised quota',
      path: [...path, 'secondaryCidrs'],
    }
  if (vpc.userCidrs.length > quotas.userCidrsPerVpc)
    yield {
      // facts/vpc R1.20
      code: 'InvalidUserCidr.Quota',
      message: `${vpc.userCidrs.length} user CIDRs, but a VPC may have ${quotas.userCidrsPerVpc}`,
      path: [...path, 'userCidrs'],
    }
}

function* checkVpcBlock(cidr: Cidr, path: Path, code: string): Generator<Violation> {
  const mask = maskOf(cidr)
  if (mask < 8 || mask > 28)
    yield {
      code,
      message: `a VPC block has a mask of /8 to /28, this one has /${mask}`,
      hint: 'for example 172.16.0.0/16',
      path,
    }
  const forbidden = forbiddenForVpc(cidr)
  if (forbidden !== undefined)
    yield {
      code,
      message: `${formatCidr(cidr)} lies in ${formatCidr(forbidden)}, which no VPC may use`,
      hint: 'use a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
      path,
    }
}

function* checkVSwitches(vpc: Vpc, vswitches: readonly VSwitch[], quotas: Quotas): Generator<Violation> {
  // Sorted by first address, an overlap is one with the block that reaches furthest so far.
  const sorted = [...vswitches].sort((a, b) => a.cidr.first - b.cidr.first || a.origin.line - b.origin.line)
  let furthest: VSwitch | undefined
  for (const vswitch of sorted) {
    const path = pathOf(vswitch)
    const mask = maskOf(vswitch.cidr)
    if (mask < 16 || mask > 29)
      yield {
        // facts/vpc R1.9; the misspelt code is the cloud's.
        code: 'InvalidCirdrBlock.MaskLength',
        message: `a vSwitch has a mask of /16 to /29, this one has /${mask}`,
        path,
      }
    const blocks = [vpc.cidr, ...vpc.secondaryCidrs]
    if (!blocks.some((block) => isSubset(vswitch.cidr, block)))
      yield {
        // facts/vpc R1.9: "Specified CIDR block is not valid in VPC."
        code: 'InvalidParameter',
        message: `${formatCidr(vswitch.cidr)} does not lie in ${blocks.map(formatCidr).join(' or ')} of VPC ${vpc.name}`,
        path,
      }
    if (furthest !== undefined && overlaps(furthest.cidr, vswitch.cidr)) {
      const [first, second] = [furthest, vswitch].sort(
        (a, b) => a.origin.line - b.origin.line || a.origin.column - b.origin.column,
      )
      yield {
        // facts/vpc R1.11, R1.13
        code: 'InvalidCidrBlock.Overlapped',
        message: `${formatCidr(second!.cidr)} overlaps vSwitch ${first!.name} (${formatCidr(first!.cidr)})`,
        path: pathOf(second!),
      }
    }
    if (furthest === undefined || vswitch.cidr.last > furthest.cidr.last) furthest = vswitch
  }
  if (vswitches.length > quotas.vswitchesPerVpc)
    yield {
      // facts/vpc 1.4, CreateVSwitch
      code: 'QuotaExceeded.VSwitch',
      message: `${vswitches.length} vSwitches, but a VPC may have ${quotas.vswitchesPerVpc}`,
      hint: 'quotas.vswitchesPerVpc sets a raised quota',
      path: ['vpcs', vpc.name, 'vswitches'],
      at: 'key',
    }
}

function* checkZone(vswitch: VSwitch, region: string): Generator<Violation> {
  if (isZoneOf(vswitch.zone, region)) return
  yield {
    // facts/vpc R1.10 and 1.4
    code: 'InvalidZoneId.NotFound',
    message: `zone ${vswitch.zone} is not in region ${region}`,
    hint: `zones of the region are named ${region}-h, ${region}-i and so on`,
    path: ['vpcs', vswitch.vpc, 'vswitches', vswitch.name, 'zone'],
  }
}

/** `cn-hangzhou-h` is a zone of `cn-hangzhou`; abroad it is `ap-southeast-1a` of `ap-southeast-1`. */
export function isZoneOf(zone: string, region: string): boolean {
  return zone.startsWith(region) && /^-?[a-z]$/.test(zone.slice(region.length))
}

function pathOf(vswitch: VSwitch): Path {
  return ['vpcs', vswitch.vpc, 'vswitches', vswitch.name, 'cidr']
}

function maskOf(cidr: Cidr): number {
  return cidr.prefixLength ?? prefixLengthOf(cidr) ?? 32
}
