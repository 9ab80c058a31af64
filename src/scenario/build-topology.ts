/**
 * From what was read to what is rented: defaults filled in, names resolved, lists written out. A resource that names
 * something that does not exist is left out; the references have told of it.
 */
import type * as z from 'zod'
import type { Assumptions } from '../cloud/assumptions.ts'
import { withEasNetwork } from '../cloud/eas-network.ts'
import type { EipPool } from '../cloud/eip-pool.ts'
import type { WrittenEip } from '../cloud/eip-rules.ts'
import { withGateways } from '../cloud/gateway-front.ts'
import type { InternetHost, WhitelistEntry, WhitelistEntry6 } from '../cloud/internet-host.ts'
import type { NatGateway, SnatEntry } from '../cloud/nat-gateway.ts'
import type { Origin } from '../cloud/origin.ts'
import type { Peering } from '../cloud/peering.ts'
import type { RouterInterface } from '../cloud/router-interface.ts'
import type { SecurityGroup } from '../cloud/security-group.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import type { Vpc, VSwitch } from '../cloud/vpc.ts'
import { type AddressRange, addressesOf, countAddresses } from '../net/address-range.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { CidrSet6 } from '../net/cidr-set6.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { buildApps } from './build-apps.ts'
import { buildCens } from './build-cen.ts'
import type { BuildContext } from './build-context.ts'
import { buildDnat } from './build-dnat.ts'
import { buildGateways, buildServiceGroups } from './build-gateways.ts'
import { buildVpcIpv6, withIpv6 } from './build-ipv6.ts'
import { buildLoadBalancers, type SaeOrders } from './build-load-balancers.ts'
import { buildNames } from './build-names.ts'
import { buildNetworkAcls } from './build-network-acl.ts'
import { buildPrivateLink } from './build-privatelink.ts'
import { buildResidents } from './build-residents.ts'
import { buildIpv4Gateway, buildRouteTables } from './build-route-table.ts'
import { buildSecurityGroup } from './build-security-group.ts'
import { MAX_ADDRESSES } from './limits.ts'
import { checkKeys } from './nat-gateway-keys.ts'
import type { Places } from './places.ts'
import type { Report } from './problem.ts'
import type { Resources } from './read-sections.ts'
import type * as networkSchema from './schema/network.ts'
import { sourceOf } from './snat-source.ts'
import type { SourceText } from './source-text.ts'

type Read<Schema extends z.ZodType> = z.output<Schema>

/** What is rented, and every EIP with the entry of the list that holds it. */
export interface Built {
  readonly topology: Topology
  readonly sae: SaeOrders
  readonly eips: readonly WrittenEip[]
  readonly reports: readonly Report[]
}

/** Builds the topology of everything that could be read. */
export function buildTopology(
  resources: Resources,
  region: string,
  assumptions: Assumptions,
  places: Places,
  source: SourceText,
  needsSharedGateway: boolean,
): Built {
  return new TopologyBuilder(resources, region, assumptions, places, source, needsSharedGateway).build()
}

class TopologyBuilder implements BuildContext {
  readonly #resources: Resources
  readonly #region: string
  readonly assumptions: Assumptions
  readonly #places: Places
  readonly #source: SourceText
  readonly #needsShared: boolean
  readonly #reports: Report[] = []
  readonly #eips: WrittenEip[] = []
  #addresses = 0

  constructor(
    resources: Resources,
    region: string,
    assumptions: Assumptions,
    places: Places,
    source: SourceText,
    needsShared: boolean,
  ) {
    this.#resources = resources
    this.#region = region
    this.assumptions = assumptions
    this.#places = places
    this.#source = source
    this.#needsShared = needsShared
  }

  build(): Built {
    const { vpcs: readVpcs } = this.#resources
    const vpcs = new Map<string, Vpc>()
    const vswitches = new Map<string, VSwitch>()
    for (const [name, read] of readVpcs) {
      const path = ['vpcs', name]
      const { cidr, secondaryCidrs, userCidrs } = read
      vpcs.set(name, {
        name,
        cidr,
        secondaryCidrs,
        userCidrs,
        networkAcls: buildNetworkAcls(read.networkAcls, [...path, 'networkAcls'], this),
        routeTables: buildRouteTables(
          read.routeTables,
          this.#resources.prefixLists,
          [...path, 'routeTables'],
          this,
        ),
        ...optional('ipv6', buildVpcIpv6(read, path, this)),
        ...buildIpv4Gateway(read.ipv4Gateway, [...path, 'ipv4Gateway'], this),
        origin: this.origin(path),
      })
      for (const [vswitch, { zone, cidr, ipv6Cidr }] of Object.entries(read.vswitches))
        if (!vswitches.has(vswitch))
          vswitches.set(vswitch, {
            name: vswitch,
            vpc: name,
            zone,
            cidr,
            ...optional('ipv6Cidr', ipv6Cidr),
            origin: this.origin([...path, 'vswitches', vswitch]),
          })
    }
    const securityGroups = new Map<string, SecurityGroup>()
    for (const [name, read] of this.#resources.securityGroups)
      securityGroups.set(name, buildSecurityGroup(name, read, this.#resources.prefixLists, this))
    const eipPools = new Map<string, EipPool>()
    for (const [name, read] of this.#resources.eipPools) {
      const path = ['eipPools', name]
      const addresses = this.#addressList(read.addresses, [...path, 'addresses'], `eipPools.${name}`)
      eipPools.set(name, { name, addresses, origin: this.origin(path) })
    }
    const natGateways = new Map<string, NatGateway>()
    for (const [name, read] of this.#resources.natGateways)
      if (read.type === 'internet') natGateways.set(name, this.#natGateway(name, read, vswitches))
    const peerings = new Map<string, Peering>()
    for (const [name, { vpcs: pair }] of this.#resources.peerings)
      peerings.set(name, { name, vpcs: [pair[0]!, pair[1]!], origin: this.origin(['peerings', name]) })
    const cens = buildCens(this.#resources.cens, this)
    const routerInterfaces = new Map<string, RouterInterface>()
    for (const [name, { vpcs: pair }] of this.#resources.routerInterfaces) {
      const origin = this.origin(['routerInterfaces', name])
      routerInterfaces.set(name, { name, vpcs: [pair[0]!, pair[1]!], origin })
    }
    const internet = new Map<string, InternetHost>()
    for (const [name, read] of this.#resources.internet) internet.set(name, this.#internetHost(name, read))
    const networks = this.#networks({ vpcs, vswitches, securityGroups })
    const apps = buildApps(this.#resources, networks.vswitches, this)
    const residents = buildResidents(this.#resources, vswitches, natGateways, this)
    const { haVips, vpcNatGateways, databases, take, takeLast, eips } = residents
    const servers = withIpv6(residents.servers, this.#resources.servers, vswitches, this)
    this.#eips.push(...eips)
    const privateLink = buildPrivateLink(this.#resources, vswitches, take, this)
    const { balancing, sae } = buildLoadBalancers(
      this.#resources,
      { vpcs, vswitches, apps, servers, take },
      this.#region,
      this.#eips,
      this,
    )
    const gateways = buildGateways(
      this.#resources,
      { vswitches, takeLast, eips: this.#eips, needsShared: this.#needsShared },
      this,
    )
    const topology: Topology = {
      region: this.#region,
      assumptions: this.assumptions,
      ...networks,
      eipPools,
      natGateways,
      vpcNatGateways,
      peerings,
      cens,
      routerInterfaces,
      internet,
      apps,
      servers,
      haVips,
      databases,
      ...buildNames(this.#resources, this),
      ...privateLink,
      ...balancing,
      gateways: new Map(),
      serviceGroups: buildServiceGroups(this.#resources, this),
    }
    return { topology: withGateways(topology, gateways), sae, eips: this.#eips, reports: this.#reports }
  }

  /** With the network of EAS, where somebody is in it. */
  #networks(own: Pick<Topology, 'vpcs' | 'vswitches' | 'securityGroups'>): typeof own {
    const { apps, gateways } = this.#resources
    const needsEas = gateways.size > 0 || [...apps.values()].some(({ kind }) => kind === 'eas')
    return needsEas ? withEasNetwork(own, this.#region) : own
  }

  origin(path: Path): Origin {
    return { path: formatPath(path), ...this.#source.position(this.#places.key(path)[0]) }
  }

  report(report: Report): void {
    this.#reports.push(report)
  }

  /** The addresses of a list, written out; each is remembered with its entry. */
  #addressList(ranges: readonly AddressRange[], path: Path, holder: string): Ipv4[] {
    const list: Ipv4[] = []
    for (const [index, range] of ranges.entries()) {
      const before = this.#addresses
      this.#addresses += countAddresses(range)
      if (this.#addresses > MAX_ADDRESSES) {
        if (before <= MAX_ADDRESSES)
          this.report({
            code: 'LIMIT_ADDRESSES',
            message: `more than ${MAX_ADDRESSES} addresses in all pools and gateways together`,
            path: [...path, index],
          })
        continue
      }
      for (const address of addressesOf(range)) {
        list.push(address)
        this.#eips.push({ address, holder, path: [...path, index] })
      }
    }
    return list
  }

  #natGateway(
    name: string,
    read: Read<typeof networkSchema.natGateway>,
    vswitches: ReadonlyMap<string, VSwitch>,
  ): NatGateway {
    const path = ['natGateways', name]
    checkKeys(read, path, this)
    const eips = this.#addressList(read.eips ?? [], [...path, 'eips'], `natGateways.${name}`)
    const snat = read.snat.flatMap((entry, index): SnatEntry[] => {
      const at = [...path, 'snat', index]
      const source = sourceOf(entry, read.vpc, this.#resources, vswitches, at, this)
      if (source === undefined) return []
      return [
        {
          ...source,
          eips: this.#subset(entry.eips, eips, [...at, 'eips']),
          affinity: entry.affinity,
          origin: this.origin(at),
        },
      ]
    })
    return {
      name,
      vpc: read.vpc,
      vswitch: read.vswitch,
      eips,
      snat,
      dnat: buildDnat(read.dnat, [...path, 'dnat'], this),
      eipMode: read.eipMode,
      icmpReply: read.icmpReply,
      origin: this.origin(path),
    }
  }

  #subset(ranges: readonly AddressRange[] | undefined, all: readonly Ipv4[], path: Path): readonly Ipv4[] {
    if (ranges === undefined) return all
    this.#addresses += ranges.reduce((sum, range) => sum + countAddresses(range), 0)
    if (this.#addresses <= MAX_ADDRESSES) return ranges.flatMap((range) => [...addressesOf(range)])
    this.report({
      code: 'LIMIT_ADDRESSES',
      message: `more than ${MAX_ADDRESSES} addresses in all pools and gateways together`,
      path,
    })
    return []
  }

  #internetHost(name: string, read: Read<typeof networkSchema.internetHost>): InternetHost {
    const path = ['internet', name]
    const host: InternetHost = {
      name,
      address: read.address,
      ...optional('ipv6', read.ipv6),
      ...(read.port === undefined ? {} : { port: read.port }),
      origin: this.origin(path),
    }
    if (read.whitelist === undefined) return host
    const entries: WhitelistEntry[] = []
    const entries6: WhitelistEntry6[] = []
    for (const [index, listed] of read.whitelist.entries()) {
      const { text } = listed
      const origin = this.origin([...path, 'whitelist', index])
      if ('cidr6' in listed) entries6.push({ cidr: listed.cidr6, text, origin })
      else entries.push({ cidr: listed.cidr, text, origin })
    }
    const set = CidrSet.of(entries.map(({ cidr }) => cidr))
    const ipv6 =
      entries6.length === 0
        ? undefined
        : { entries: entries6, set: CidrSet6.of(entries6.map(({ cidr }) => cidr)) }
    const origin = this.origin([...path, 'whitelist'])
    return { ...host, whitelist: { entries, set, ...optional('ipv6', ipv6), origin } }
  }
}

/** The key with its value, or nothing. */
function optional<Key extends string, T>(key: Key, value: T | undefined): { [K in Key]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: T }
}
