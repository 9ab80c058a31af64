/**
 * What gateways of EAS are for whoever forwards packets and requests: load balancers with rules, and server groups
 * (facts/deployment B.1, B.3, B.4). A shared gateway is one entry; a managed one has an entry on the Internet side and one in each linked VPC; an
 * ALB gateway is an ALB for each side that is enabled. What the cloud refuses – `gateway-rules.ts` says why – is left out.
 */
import type { App } from './app.ts'
import { EAS_VPC, isOfEas } from './eas-network.ts'
import type { EasService } from './eas-service.ts'
import {
  type AlbGateway,
  type AlbSide,
  entryName,
  type Gateway,
  isOfGateway,
  type ManagedGateway,
  type SharedGateway,
} from './gateway.ts'
import { type EntrySide, entryListeners } from './gateway-listener.ts'
import { gatewayHost } from './gateway-name.ts'
import { gatewayGroupName } from './gateway-paths.ts'
import type { Alb, EasEntry, LoadBalancer } from './load-balancer.ts'
import { sameValue } from './same-value.ts'
import type { ServerGroup } from './server-group.ts'
import type { Topology } from './topology.ts'

/** An application of EAS. */
export type EasApp = App & { readonly eas: EasService }

/**
 * The topology with these gateways in the place of its own: what was made of gateways before is taken out and made anew. What
 * comes out the same stays the same object. Pure, so that a run can ask it while changes are under way.
 */
export function withGateways(topology: Topology, gateways: Topology['gateways']): Topology {
  const made = frontsOf(topology, gateways)
  return {
    ...topology,
    gateways,
    loadBalancers: replaced(topology.loadBalancers, made.loadBalancers),
    serverGroups: replaced(topology.serverGroups, made.serverGroups),
  }
}

/** The topology as it was ordered: without what is made of gateways, and without the network of EAS itself. */
export function withoutFronts(topology: Topology): Topology {
  const { vpcs, vswitches, securityGroups, gateways } = topology
  return {
    ...withGateways(topology, new Map()),
    gateways,
    vpcs: ofUser(vpcs),
    vswitches: ofUser(vswitches),
    securityGroups: ofUser(securityGroups),
  }
}

function ofUser<T>(all: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...all].filter(([name]) => !isOfEas(name)))
}

/** The gateway that leads to the service: its own, else the default one, else the shared one (seed 002). */
export function gatewayOf(
  { eas }: Pick<EasApp, 'eas'>,
  gateways: ReadonlyMap<string, Gateway>,
): Gateway | undefined {
  if (eas.gateway !== undefined) return gateways.get(eas.gateway)
  const all = [...gateways.values()]
  return all.find(({ isDefault }) => isDefault) ?? all.find(({ kind }) => kind === 'shared')
}

/** `NAME` where the file has no gateway that leads there. */
export function gatewayNameOf({ eas }: App, { gateways }: Pick<Topology, 'gateways'>): string {
  const gateway = eas === undefined ? undefined : gatewayOf({ eas }, gateways)
  return gateway?.name ?? 'NAME'
}

/** The services that a gateway leads to, in the order of the file. */
export function servicesOf(
  { name }: Pick<Gateway, 'name'>,
  { apps, gateways }: Pick<Topology, 'apps' | 'gateways'>,
): EasApp[] {
  return easAppsIn(apps).filter((app) => gatewayOf(app, gateways)?.name === name)
}

export function easAppsIn(apps: ReadonlyMap<string, App>): EasApp[] {
  return [...apps.values()].filter((app): app is EasApp => app.eas !== undefined)
}

interface Fronts {
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>
  readonly serverGroups: ReadonlyMap<string, ServerGroup>
}

function frontsOf(topology: Topology, gateways: Topology['gateways']): Fronts {
  const loadBalancers = new Map<string, LoadBalancer>()
  const serverGroups = new Map<string, ServerGroup>()
  for (const gateway of gateways.values()) {
    const services = servicesOf(gateway, { apps: topology.apps, gateways }).filter(
      (app) => gateway.kind !== 'alb' || app.vpc === (gateway.internet ?? gateway.intranet)?.vpc,
    )
    const names = new Set(services.map(({ name }) => name))
    const groups = [...topology.serviceGroups.values()].filter(
      (group) => group.services.length > 0 && group.services.every((service) => names.has(service)),
    )
    for (const app of services) addGroup(serverGroups, gateway, app.name, [app])
    for (const { name, services: members, traffic } of groups)
      if (traffic === 'auto' && !names.has(name))
        addGroup(
          serverGroups,
          gateway,
          name,
          services.filter((app) => members.includes(app.name)),
        )
    const publish = (side: EntrySide) => entryListeners(gateway, side, services, groups)
    for (const balancer of balancersOf(gateway, topology.region, publish))
      loadBalancers.set(balancer.name, balancer)
  }
  return { loadBalancers, serverGroups }
}

type Publish = (side: EntrySide) => LoadBalancer['listeners']

function balancersOf(gateway: Gateway, region: string, publish: Publish): LoadBalancer[] {
  switch (gateway.kind) {
    case 'shared':
      return [sharedEntry(gateway, region, publish)]
    case 'managed':
      return managedEntries(gateway, region, publish)
    case 'alb':
      return (['internet', 'intranet'] as const).flatMap((side) => {
        const enabled = gateway[side]
        return enabled === undefined ? [] : [albOf(gateway, side, enabled, region, publish)]
      })
  }
}

function sharedEntry(gateway: SharedGateway, region: string, publish: Publish): EasEntry {
  const { name, publicAddress, internalAddress, origin } = gateway
  const hosts = (['internet', 'intranet'] as const).map((side) => gatewayHost(gateway, region, side))
  return {
    kind: 'eas',
    name: entryName(name, 'internet'),
    gateway: name,
    vpc: EAS_VPC,
    network: 'internet',
    publicAddress,
    serviceAddress: internalAddress,
    listeners: publish({ hosts, certificates: [] }),
    hostname: hosts[0]!,
    origin,
  }
}

function managedEntries(gateway: ManagedGateway, region: string, publish: Publish): EasEntry[] {
  const { name, internet, links, domains } = gateway
  const sideOf = (side: 'internet' | 'intranet', whitelist: EntrySide['whitelist']): EntrySide => {
    const own = domains.filter((each) => each.side === side)
    return {
      hosts: [gatewayHost(gateway, region, side), ...own.map(({ domain }) => domain)],
      certificates: [...new Set(own.flatMap(({ certificate }) => certificate ?? []))],
      ...(whitelist !== undefined && { whitelist }),
    }
  }
  const common = { kind: 'eas', gateway: name, vpc: EAS_VPC, origin: gateway.origin } as const
  return [
    {
      ...common,
      name: entryName(name, 'internet'),
      network: 'internet',
      publicAddress: internet.publicAddress,
      listeners: internet.isOn ? publish(sideOf('internet', internet.whitelist)) : new Map(),
      hostname: gatewayHost(gateway, region, 'internet'),
    },
    ...links.map(
      ({ vpc, vswitch, address, whitelist, origin }): EasEntry => ({
        ...common,
        name: entryName(name, 'intranet', vpc),
        network: 'intranet',
        address: { vswitch, ip: address },
        listeners: publish(sideOf('intranet', whitelist)),
        hostname: gatewayHost(gateway, region, 'intranet'),
        origin,
      }),
    ),
  ]
}

/** Whom an ALB admits, and by which domains, is settled in its own console (seed 002): here it is open, for any host. */
function albOf(
  gateway: AlbGateway,
  side: 'internet' | 'intranet',
  { vpc, zones, certificates, origin }: AlbSide,
  region: string,
  publish: Publish,
): Alb {
  return {
    kind: 'alb',
    name: entryName(gateway.name, side),
    vpc,
    network: side,
    edition: 'standard',
    zones,
    securityGroups: [],
    listeners: publish({ certificates }),
    hostname: gatewayHost(gateway, region, side),
    origin,
  }
}

/** Instances as soon as they are ready; EAS asks them itself, so that there are no health checks here (assumed). */
function addGroup(
  groups: Map<string, ServerGroup>,
  gateway: Gateway,
  name: string,
  apps: readonly EasApp[],
): void {
  const [first] = apps
  if (first === undefined) return
  const group = gatewayGroupName(gateway.name, name)
  groups.set(group, {
    name: group,
    vpc: first.vpc,
    product: 'alb',
    protocol: 'http',
    members: apps.map(({ name: app, port }) => ({ kind: 'app', app, port, weight: 100 })),
    scheduler: { kind: 'wrr' },
    crossZone: true,
    keepsAlive: true,
    isMasterSlave: false,
    origin: first.origin,
  })
}

/** What is not of gateways, and behind it what was made of them now; the map itself where nothing has changed. */
function replaced<T>(before: ReadonlyMap<string, T>, made: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const all = new Map([...before].filter(([name]) => !isOfGateway(name)))
  for (const [name, each] of made) {
    const known = before.get(name)
    all.set(name, known !== undefined && sameValue(known, each) ? known : each)
  }
  const isSame = all.size === before.size && [...all].every(([name, each]) => before.get(name) === each)
  return isSame ? before : all
}
