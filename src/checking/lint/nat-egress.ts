/** NAT gateways, their SNAT entries and the vSwitches that need them: who is served, and what serves nobody. */
import type { NatGateway, SnatEntry } from '../../cloud/nat-gateway.ts'
import { interfacesOf } from '../../cloud/server.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { VSwitch } from '../../cloud/vpc.ts'
import type { AddressRange } from '../../net/address-range.ts'
import { formatCidr, isSubset, overlaps } from '../../net/cidr.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import { EgressProbe, SOMEBODY } from './egress-probe.ts'
import type { Found, TopologyRule } from './found.ts'
import { addressesIn, enumerate, placesOf } from './words.ts'

/** A vSwitch with somebody in it who has no EIP of his own, or with nobody but such who have. */
interface Tenants {
  readonly vswitch: VSwitch
  /** Without EIPs; private addresses where they are fixed, else any of the vSwitch. */
  readonly bare: { readonly name: string; readonly address?: number }[]
  readonly withEips: string[]
}

export const natEgress: TopologyRule = {
  reads: ({ natGateways, cens, apps, servers, haVips, vswitches, vpcs, internet }) => [
    natGateways,
    cens,
    apps,
    servers,
    haVips,
    vswitches,
    vpcs,
    internet,
  ],
  *find(topology): Generator<Found> {
    if (topology.natGateways.size === 0) return
    const probe = EgressProbe.of(topology)
    const tenants = tenantsOf(topology)
    const reached = new Set<NatGateway>()
    const used = new Set<SnatEntry>()
    const destinations = probe.destinations()
    for (const { vswitch, bare } of tenants.values()) {
      const gateways = new Set<NatGateway>()
      const uncovered: AddressRange[] = []
      for (const part of probe.partsOf(vswitch)) {
        for (const source of sourcesIn(part, bare))
          for (const destination of destinations) {
            const egress = probe.egressOf(vswitch, source.first, destination)
            if (egress === undefined) continue
            reached.add(egress.gateway)
            if (egress.entry !== undefined) used.add(egress.entry)
            else if (destination === SOMEBODY) {
              gateways.add(egress.gateway)
              uncovered.push(source)
            }
          }
      }
      const gateway = [...gateways][0]
      if (gateway === undefined) continue
      const set = CidrSet.of(uncovered)
      const whole = set.size === vswitch.cidr.last - vswitch.cidr.first - 3
      yield {
        code: 'VSWITCH_WITHOUT_SNAT',
        origin: vswitch.origin,
        also: [gateway.origin],
        message: `no SNAT entry of ${placesOf([gateway.origin])} covers ${whole ? formatCidr(vswitch.cidr) : addressesIn(set)}, so that ${enumerate(bare.map(({ name }) => name))} cannot reach the Internet from there`,
        details: { vswitch: vswitch.name, gateway: gateway.name },
      }
    }
    for (const gateway of topology.natGateways.values()) {
      const hasUse = reached.has(gateway) || gateway.dnat.length > 0
      if (!hasUse)
        yield {
          code: 'UNUSED_OBJECT',
          origin: gateway.origin,
          message: `nothing uses NAT gateway ${gateway.name} (${gateway.origin.path}): ${whyUnreached(gateway, topology, tenants)}`,
        }
      for (const entry of gateway.snat) yield* lookAt(entry, gateway, hasUse && !used.has(entry), tenants)
    }
  },
}

function* lookAt(
  entry: SnatEntry,
  gateway: NatGateway,
  unused: boolean,
  tenants: ReadonlyMap<string, Tenants>,
): Generator<Found> {
  const { origin, source } = entry
  const longer = gateway.snat.filter((other) => other !== entry && isSubset(other.source, source))
  const details = { path: origin.path }
  if (CidrSet.of(longer.map((other) => other.source)).covers(CidrSet.of([source]))) {
    const also = longer.map((other) => other.origin)
    yield {
      code: 'SNAT_ENTRY_SHADOWED',
      origin,
      also,
      message: `the entry for ${formatCidr(source)} is never used: the longer masks of ${placesOf(also)} come first`,
      details,
    }
  } else if (unused) {
    const inside = [...tenants.values()].filter(({ vswitch }) => overlaps(vswitch.cidr, source))
    const owners = [...new Set(inside.flatMap(({ withEips }) => withEips))]
    const nobody = inside.every(({ bare }) => bare.length === 0)
    const why =
      nobody && owners.length > 0
        ? `${enumerate(owners)} ${owners.length === 1 ? 'has' : 'have'} EIPs, which come first`
        : nobody
          ? 'nobody has an address there'
          : 'no route or no longer mask leaves it a packet'
    yield {
      code: 'SNAT_ENTRY_UNUSED',
      origin,
      message: `no packet uses the entry for ${formatCidr(source)}: ${why}`,
      details,
    }
  }
}

function whyUnreached(
  gateway: NatGateway,
  topology: Topology,
  tenants: ReadonlyMap<string, Tenants>,
): string {
  const bare = [...tenants.values()].some(
    ({ vswitch, bare }) => vswitch.vpc === gateway.vpc && bare.length > 0,
  )
  if (!bare) return `everybody in VPC ${gateway.vpc} has an EIP, or nobody is there`
  const other = [...topology.natGateways.values()].find(({ vpc }) => vpc === gateway.vpc)
  return other === undefined || other === gateway
    ? 'no route leads to it'
    : `no route leads to it, 0.0.0.0/0 leads to ${other.name}, which was made first`
}

function tenantsOf({ apps, servers, vswitches }: Topology): Map<string, Tenants> {
  const tenants = new Map<string, Tenants>()
  const at = (name: string) => {
    const vswitch = vswitches.get(name)
    if (vswitch !== undefined && !tenants.has(name)) tenants.set(name, { vswitch, bare: [], withEips: [] })
    return tenants.get(name)
  }
  for (const { name, vswitches: names, eipPool } of apps.values())
    for (const vswitch of names)
      if (eipPool === undefined) at(vswitch)?.bare.push({ name })
      else at(vswitch)?.withEips.push(name)
  for (const { name, vswitch, eip, address } of [...servers.values()].flatMap(interfacesOf))
    if (eip === undefined) at(vswitch)?.bare.push({ name, address })
    else at(vswitch)?.withEips.push(name)
  return tenants
}

/** The whole part where an instance may get any address of it, otherwise the fixed addresses in it. */
function sourcesIn(part: AddressRange, bare: Tenants['bare']): AddressRange[] {
  if (bare.some(({ address }) => address === undefined)) return [part]
  return bare.flatMap(({ address }) =>
    address !== undefined && part.first <= address && address <= part.last
      ? [{ first: address, last: address }]
      : [],
  )
}
