/**
 * Whitelists that lack an address from which a declared flow may call: the EIPs of a pool (facts/vpc R3.16), those of the
 * SNAT entry that serves the caller (R9.5), the private addresses of its vSwitches (R3.17). Sets are compared, not runs.
 */

import type { App } from '../../cloud/app.ts'
import { groupsFor } from '../../cloud/database.ts'
import type { SnatEntry } from '../../cloud/nat-gateway.ts'
import type { Origin } from '../../cloud/origin.ts'
import { interfaceNamed } from '../../cloud/server.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { VSwitch } from '../../cloud/vpc.ts'
import type { Flow } from '../../datapath/flow.ts'
import { gatewayCallOf, isCall } from '../../datapath/gateway-call.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import type { Ipv4 } from '../../net/ipv4.ts'
import { difference, setOf } from './addresses.ts'
import { EgressProbe } from './egress-probe.ts'
import { type Epoch, epochsOf, replaces } from './epochs.ts'
import type { Found, PlanRule } from './found.ts'
import { addressesIn, placeOf, placesOf } from './words.ts'

interface Service {
  readonly name: string
  readonly set: CidrSet
  /** Whose members may call as well. */
  readonly groups: readonly string[]
  readonly origin: Origin
  /** The public address that is called; absent: an internal one. */
  readonly address?: Ipv4
}

export const whitelistMisses: PlanRule = function* (plan): Generator<Found> {
  const epochs = epochsOf(plan)
  for (const epoch of epochs)
    for (const flow of plan.flows) {
      const { apps, servers } = epoch.topology
      const app = flow.from.kind === 'app' ? apps.get(flow.from.name) : undefined
      const server = flow.from.kind === 'server' ? interfaceNamed(servers, flow.from.name) : undefined
      const caller = app ?? server
      const service = serviceOf(flow, epoch.topology, caller?.vpc)
      if (service === undefined || caller === undefined) continue
      if (caller.securityGroups.some((group) => service.groups.includes(group))) continue
      const { address } = service
      if (app === undefined) {
        // The addresses of a server are fixed: a run says at once whether they are let in.
        if (server !== undefined && server.eip === undefined && address !== undefined)
          yield* missesNat(
            server.name,
            sourcesOf([server.vswitch], epoch, server.address),
            service,
            address,
            flow,
            epoch,
          )
      } else if (address === undefined) yield* missesPrivate(app, service, flow, epoch)
      else if (app.eipPool !== undefined)
        yield* missesPool(app, app.eipPool, service, flow, epoch, epoch === epochs.at(-1))
      else yield* missesNat(app.name, sourcesOf(app.vswitches, epoch), service, address, flow, epoch)
    }
}

interface Source {
  readonly vswitch: VSwitch
  readonly address: Ipv4
}

/** The address that is fixed, or one for each part of the vSwitches that SNAT entries treat alike. */
function sourcesOf(names: readonly string[], { topology }: Epoch, fixed?: Ipv4): Source[] {
  return names.flatMap((name) => {
    const vswitch = topology.vswitches.get(name)
    if (vswitch === undefined) return []
    if (fixed !== undefined) return [{ vswitch, address: fixed }]
    return EgressProbe.of(topology)
      .partsOf(vswitch)
      .map(({ first }) => ({ vswitch, address: first }))
  })
}

/** `vpc` is that of the caller. */
function serviceOf({ to, via }: Flow, topology: Topology, vpc: string | undefined): Service | undefined {
  const { internet, databases } = topology
  if (to.kind === 'gateway') return gatewayCalled(topology, to.name, vpc, via)
  if (to.kind === 'internet') {
    const host = internet.get(to.name)
    if (host?.whitelist === undefined) return undefined
    const { set, origin } = host.whitelist
    return { name: host.name, set, groups: [], origin, address: host.address }
  }
  const database = to.kind === 'db' ? databases.get(to.name) : undefined
  if (database === undefined) return undefined
  const { securityGroups, origin } = database.whitelist
  const groups = groupsFor(database.whitelist, via === 'public')
  const service = {
    name: database.name,
    set: CidrSet.of(groups.flatMap(({ entries }) => entries.map(({ cidr }) => cidr))),
    groups: securityGroups,
    origin,
  }
  if (via !== 'public') return service
  return database.publicAddress === undefined ? undefined : { ...service, address: database.publicAddress }
}

/** Facts/deployment B.3: the list of the side that is called; undefined where it has none, or is not open. */
function gatewayCalled(
  topology: Topology,
  name: string,
  vpc: string | undefined,
  via: Flow['via'],
): Service | undefined {
  const gateway = topology.gateways.get(name)
  const call = gateway?.kind === 'managed' ? gatewayCallOf(topology, name, vpc, via) : undefined
  if (gateway?.kind !== 'managed' || call === undefined || !isCall(call)) return undefined
  const { internet, links } = gateway
  const service = { name: `gateway ${name}`, groups: [] }
  if (call.side === 'internet')
    return internet.isOn
      ? {
          ...service,
          set: internet.whitelist.set,
          origin: internet.whitelist.origin,
          address: internet.publicAddress,
        }
      : undefined
  const link = links.find(({ address }) => address === call.addresses[0])
  return link && { ...service, set: link.whitelist.set, origin: link.whitelist.origin }
}

function* missesPool(
  app: App,
  poolName: string,
  service: Service,
  flow: Flow,
  epoch: Epoch,
  isLast: boolean,
): Generator<Found> {
  const { topology, done } = epoch
  const pool = topology.eipPools.get(poolName)
  if (pool === undefined) return
  const sharing = [...topology.apps.values()].filter(({ eipPool }) => eipPool === poolName)
  const instances = sharing.reduce((sum, each) => sum + each.instances, 0)
  // The first free address is taken, so the first instances have the first addresses, whichever has which.
  const first = setOf(pool.addresses.slice(0, instances))
  const missing = difference(setOf(pool.addresses), service.set)
  if (missing.size === 0) return
  const atOnce = difference(first, service.set)
  const cause = done.find((entry) => replaces(entry, sharing, topology))
  // What may still be mended before the first change is not told.
  if (atOnce.size === 0 && cause === undefined && !isLast) return
  const how =
    atOnce.size > 0
      ? `${addressesIn(atOnce)} may be in use from the start`
      : cause === undefined
        ? 'no declared change brings it into use'
        : `${cause.text} (line ${cause.origin.line}) may bring it into use`
  yield {
    code: atOnce.size > 0 || cause !== undefined ? 'WHITELIST_MISSES_POOL' : 'WHITELIST_MISSES_SPARE',
    origin: service.origin,
    also: [pool.origin, flow.origin, ...(cause === undefined ? [] : [cause.origin])],
    message: `the whitelist of ${service.name} lacks ${addressesIn(missing)} of pool ${pool.name}, from which ${app.name} calls it in flow ${flow.name}: ${how}`,
    details: { missing: addressesIn(missing), service: service.name, pool: pool.name },
  }
}

function* missesNat(
  caller: string,
  sources: readonly Source[],
  service: Service,
  destination: Ipv4,
  flow: Flow,
  { topology }: Epoch,
): Generator<Found> {
  if (topology.natGateways.size === 0) return
  const probe = EgressProbe.of(topology)
  const entries = new Set(
    sources.flatMap(({ vswitch, address }) => probe.egressOf(vswitch, address, destination)?.entry ?? []),
  )
  for (const entry of entries) yield* missesEntry(caller, entry, service, flow)
}

/** `entry` is one of a NAT gateway with EIPs or, between VPCs, with NAT IPs (facts/vpc R9.3). */
function* missesEntry(caller: string, entry: SnatEntry, service: Service, flow: Flow): Generator<Found> {
  const missing = difference(setOf(entry.eips), service.set)
  if (missing.size === 0) return
  yield {
    code: 'WHITELIST_MISSES_NAT_EIP',
    origin: service.origin,
    also: [entry.origin, flow.origin],
    message: `the whitelist of ${service.name} lacks ${addressesIn(missing)}, by which ${placeOf(entry.origin)} sends ${caller} in flow ${flow.name}`,
    details: { missing: addressesIn(missing), service: service.name },
  }
}

function* missesPrivate(app: App, service: Service, flow: Flow, epoch: Epoch): Generator<Found> {
  const { topology } = epoch
  const translated = new Map<VSwitch, Set<SnatEntry>>()
  const destination = topology.databases.get(flow.to.name)?.address
  if (topology.vpcNatGateways.size > 0 && destination !== undefined)
    for (const { vswitch, address } of sourcesOf(app.vswitches, epoch)) {
      const entry = EgressProbe.of(topology).privateEntryOf(vswitch, address, destination)
      if (entry !== undefined)
        translated.set(vswitch, (translated.get(vswitch) ?? new Set<SnatEntry>()).add(entry))
    }
  for (const entry of new Set([...translated.values()].flatMap((entries) => [...entries])))
    yield* missesEntry(app.name, entry, service, flow)
  const vswitches = app.vswitches
    .flatMap((name) => topology.vswitches.get(name) ?? [])
    .filter((vswitch) => !translated.has(vswitch))
  // Of each vSwitch the first address and the last three are reserved (facts/vpc R1.14).
  const own = CidrSet.of(
    vswitches
      .map(({ cidr }) => ({ first: cidr.first + 1, last: cidr.last - 3 }))
      .filter(({ first, last }) => first <= last),
  )
  const missing = difference(own, service.set)
  if (missing.size === 0) return
  const origins = vswitches
    .filter(({ cidr }) => missing.ranges.some(({ first, last }) => first <= cidr.last && cidr.first <= last))
    .map(({ origin }) => origin)
  yield {
    code: 'WHITELIST_MISSES_VSWITCH',
    origin: service.origin,
    also: [...origins, flow.origin],
    message: `the whitelist of ${service.name} lacks ${addressesIn(missing)} of ${placesOf(origins)}, from which ${app.name} may call it in flow ${flow.name}`,
    details: { missing: addressesIn(missing), service: service.name },
  }
}
