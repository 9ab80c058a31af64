/** What EAS asks of the VPCs that a managed gateway is linked to, and of its whitelists: seed 002, facts/deployment B.2, B.3. */
import type { GatewayWhitelist, ManagedGateway } from './gateway.ts'
import type { Features } from './gateway-rules.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { VSwitch } from './vpc.ts'

/** The limit is that of the public list (seed 002); the same for those of VPCs is assumed. */
export function* checkWhitelist(
  { texts }: GatewayWhitelist,
  { rangesPerGatewayWhitelist: most }: Quotas,
  path: Path,
): Generator<Violation> {
  if (texts.length > most)
    yield {
      code: 'GATEWAY_WHITELIST_SIZE',
      message: `${texts.length} ranges, but a whitelist of a gateway has at most ${most}`,
      hint: 'put neighbours into one block, or write 0.0.0.0/0 for everybody',
      path,
    }
}

export function* checkZone(
  { name, zone }: Pick<VSwitch, 'name' | 'zone'>,
  supported: readonly string[] | undefined,
  path: Path,
): Generator<Violation> {
  if (supported === undefined || supported.includes(zone)) return
  yield {
    code: 'GATEWAY_ZONE_UNSUPPORTED',
    // The cloud's own words (seed 002).
    message: `vSwitch ${name} in zone ${zone} is not supported, supported zones: [${supported.join(' ')}]`,
    hint: 'select a vSwitch in one of the supported zones; every zone of the VPC may call all the same',
    path,
  }
}

export function* checkLinks(
  { name, links, supportedZones }: ManagedGateway,
  topology: Topology,
  { crossAccountVpc }: Features,
  quotas: Quotas,
  path: Path,
): Generator<Violation> {
  let authoritative: string | undefined
  for (const link of links) {
    const at = [...path, 'vpcs', link.vpc]
    const vswitch = topology.vswitches.get(link.vswitch)
    if (vswitch !== undefined && topology.vpcs.has(link.vpc) && vswitch.vpc !== link.vpc)
      yield {
        code: 'VPC_MISMATCH',
        message: `vSwitch ${link.vswitch} is in VPC ${vswitch.vpc}, not in ${link.vpc}`,
        hint: `use a vSwitch of VPC ${link.vpc}`,
        path: [...at, 'vswitch'],
      }
    if (vswitch !== undefined) yield* checkZone(vswitch, supportedZones, [...at, 'vswitch'])
    yield* checkWhitelist(link.whitelist, quotas, [...at, 'whitelist'])
    if (link.hasAuthoritativeDns && authoritative !== undefined)
      yield {
        code: 'GATEWAY_DNS_TWICE',
        message: `VPC ${authoritative} has authoritative DNS already`,
        hint: 'it can be used in one VPC configuration only',
        path: [...at, 'authoritativeDns'],
      }
    if (link.hasAuthoritativeDns) authoritative ??= link.vpc
    if (link.account !== undefined && !crossAccountVpc)
      yield {
        code: 'GATEWAY_CROSS_ACCOUNT',
        message: `VPC ${link.vpc} belongs to account ${link.account}, and VPCs of other accounts are not enabled`,
        hint: 'ask for it by ticket, then write features: { crossAccountVpc: true }',
        path: [...at, 'account'],
      }
    if (link.region !== undefined && link.region !== topology.region)
      yield {
        code: 'GATEWAY_REGION',
        message: `VPC ${link.vpc} is in ${link.region}, and gateway ${name} in ${topology.region}`,
        hint: 'only VPCs of the same region can be linked',
        path: [...at, 'region'],
      }
  }
}
