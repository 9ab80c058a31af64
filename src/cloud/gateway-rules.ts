/** What EAS asks of gateways: seed 002, facts/deployment B.1 to B.3. But for the zone error no error text of it is documented. */
import type { WrittenEip } from './eip-rules.ts'
import type { AlbGateway, AlbSide, Gateway, ManagedGateway } from './gateway.ts'
import { checkGatewayAddresses } from './gateway-address-rules.ts'
import { checkLinks, checkWhitelist, checkZone } from './gateway-link-rules.ts'
import { gatewayHost } from './gateway-name.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

/** What is enabled for the account by ticket (seed 002). */
export interface Features {
  readonly crossAccountVpc: boolean
}

export function* checkGateways(
  topology: Topology,
  features: Features,
  eips: readonly WrittenEip[],
  quotas: Quotas,
): Generator<Violation> {
  yield* checkSingles(topology)
  yield* checkHosts(topology)
  yield* checkAlbs(topology, quotas)
  yield* checkGatewayAddresses(topology, eips)
  for (const gateway of topology.gateways.values()) {
    const path = ['gateways', gateway.name]
    if (gateway.kind === 'alb') yield* checkSides(gateway, topology, path)
    if (gateway.kind !== 'managed') continue
    yield* checkWhitelist(gateway.internet.whitelist, quotas, [...path, 'internet', 'whitelist'])
    yield* checkLinks(gateway, topology, features, quotas, path)
    yield* checkDomains(gateway, path)
  }
}

/** One default gateway of all (seed 002), and one shared gateway in a region (facts/deployment B.1). */
function* checkSingles({ gateways }: Topology): Generator<Violation> {
  let usual: Gateway | undefined
  let shared: Gateway | undefined
  for (const gateway of gateways.values()) {
    const path = ['gateways', gateway.name]
    if (gateway.isDefault && usual !== undefined)
      yield {
        code: 'GATEWAY_DEFAULT_TWICE',
        message: `${usual.name} is the default gateway already`,
        hint: 'leave default out of one of them',
        path: [...path, 'default'],
      }
    if (gateway.kind === 'shared' && shared !== undefined)
      yield {
        code: 'GATEWAY_SHARED_TWICE',
        message: `${shared.name} is the shared gateway of the region already`,
        hint: 'services of all names take the same one',
        path,
        at: 'key',
      }
    if (gateway.isDefault) usual ??= gateway
    if (gateway.kind === 'shared') shared ??= gateway
  }
}

/** The cloud puts ids into domain names, where names of the file stand here: two gateways could have one. */
function* checkHosts({ gateways, region }: Topology): Generator<Violation> {
  const holders = new Map<string, string>()
  for (const gateway of gateways.values())
    for (const side of ['internet', 'intranet'] as const) {
      const host = gatewayHost(gateway, region, side)
      const holder = holders.get(host)
      holders.set(host, gateway.name)
      if (holder === undefined) continue
      yield {
        code: 'GATEWAY_HOST_TWICE',
        message: `${holder} and ${gateway.name} would both be called ${host}`,
        hint: 'give one of them another name: in domain names it stands for the id of the gateway, without capitals',
        path: ['gateways', gateway.name],
        at: 'key',
      }
      break
    }
}

/** Each enabled side of an ALB gateway is an ALB in the account of the user (seed 002). */
function* checkAlbs({ gateways, loadBalancers }: Topology, { albs: most }: Quotas): Generator<Violation> {
  let albs = [...loadBalancers.values()].filter(({ kind }) => kind === 'alb').length
  for (const gateway of gateways.values()) {
    if (gateway.kind !== 'alb') continue
    const before = albs
    for (const side of [gateway.internet, gateway.intranet]) if (side !== undefined) albs++
    if (before > most || albs <= most) continue
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `more than ${most} ALB instances`,
      hint: 'quotas.albs sets a raised quota; each enabled side of an ALB gateway is one',
      path: ['gateways', gateway.name],
      at: 'key',
    }
  }
}

function* checkSides(gateway: AlbGateway, topology: Topology, path: Path): Generator<Violation> {
  const { internet, intranet } = gateway
  if (internet !== undefined && intranet !== undefined && internet.vpc !== intranet.vpc)
    yield {
      code: 'GATEWAY_VPC_DIFFERS',
      message: `the Internet side of ${gateway.name} is in VPC ${internet.vpc}, its private side in ${intranet.vpc}`,
      hint: 'both sides of an ALB gateway use the same VPC, and so do all its services',
      path: [...path, 'vpc', 'vswitches'],
    }
  for (const [side, key] of [
    [internet, 'internet'],
    [intranet, 'vpc'],
  ] as const) {
    if (side === undefined) continue
    yield* checkZones(side, topology, [...path, key])
    for (const [index, { vswitch, zone }] of side.zones.entries())
      yield* checkZone({ name: vswitch, zone }, gateway.supportedZones, [...path, key, 'vswitches', index])
  }
}

/** Two zones or more, a vSwitch in each, all of one VPC. */
function* checkZones({ vpc, zones }: AlbSide, { vswitches }: Topology, path: Path): Generator<Violation> {
  const seen = new Map<string, string>()
  for (const [index, { zone, vswitch }] of zones.entries()) {
    const at = [...path, 'vswitches', index]
    const earlier = seen.get(zone)
    if (earlier !== undefined)
      yield {
        code: 'ALB_ZONE_TWICE',
        message: `vSwitch ${vswitch} is in zone ${zone}, where vSwitch ${earlier} is already`,
        hint: 'one vSwitch can be chosen in each zone',
        path: at,
      }
    else seen.set(zone, vswitch)
    const of = vswitches.get(vswitch)?.vpc
    if (of !== undefined && of !== vpc)
      yield {
        code: 'VPC_MISMATCH',
        message: `vSwitch ${vswitch} is in VPC ${of}, the first one in ${vpc}`,
        hint: 'all vSwitches of a gateway are in one VPC',
        path: at,
      }
  }
  if (seen.size === 1)
    yield {
      code: 'ALB_ZONES',
      message: `the gateway has a vSwitch in one zone only, ${zones[0]!.zone}, and needs at least two zones`,
      hint: 'add a vSwitch of another zone of the region',
      path: [...path, 'vswitches'],
    }
}

/** The side of a domain is enabled first (facts/deployment B.2). */
function* checkDomains({ name, internet, links, domains }: ManagedGateway, path: Path): Generator<Violation> {
  for (const { domain, side } of domains) {
    const isEnabled = side === 'internet' ? internet.isOn : links.length > 0
    if (isEnabled) continue
    yield {
      code: 'GATEWAY_SIDE_DISABLED',
      message:
        side === 'internet'
          ? `${domain} is a domain of the Internet side, and the access entry of ${name} is off`
          : `${domain} is a domain of the private side, and ${name} is linked to no VPC`,
      hint:
        side === 'internet'
          ? 'write internet: { entry: on } first'
          : 'link a VPC first: vpcs: { shop: { vswitch: shop-h } }',
      path: [...path, 'domains', domain, 'side'],
    }
  }
}
