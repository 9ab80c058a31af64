/**
 * Which NAT gateway and which of its SNAT entries serve an address: asked of the data path itself, in a copy of the world
 * in which nothing but routes and source translation can stop a packet.
 */
import type { App } from '../../cloud/app.ts'
import { customRoutes } from '../../cloud/custom-routes.ts'
import { fixed } from '../../cloud/duration-range.ts'
import { isIpMapping, type NatGateway, type SnatEntry } from '../../cloud/nat-gateway.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { SecurityGroup } from '../../cloud/security-group.ts'
import type { Server } from '../../cloud/server.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Vpc, VSwitch } from '../../cloud/vpc.ts'
import { decide } from '../../datapath/decide.ts'
import { newDecision } from '../../datapath/decision.ts'
import { EPHEMERAL_PORT } from '../../datapath/flow-packet.ts'
import { Live, NONE } from '../../datapath/live.ts'
import { placeServers } from '../../datapath/server-slots.ts'
import { compileTables, type Tables } from '../../datapath/tables.ts'
import { contains, prefixOf } from '../../net/cidr.ts'
import { type Ipv4, ipv4 } from '../../net/ipv4.ts'
import { ANY_PORT } from '../../net/port-range.ts'
import { ALL_PROTOCOLS, TCP } from '../../net/protocol.ts'

/** Somebody on the Internet whom no scenario knows. */
export const SOMEBODY: Ipv4 = ipv4(8, 8, 8, 8)

export interface Egress {
  readonly gateway: NatGateway
  /** Absent where no entry covers the source. */
  readonly entry?: SnatEntry
}

const probes = new WeakMap<Topology, EgressProbe>()

export class EgressProbe {
  readonly #topology: Topology
  readonly #tables: Tables
  readonly #live = new Live()
  readonly #decision = newDecision()
  /** The one behind those of servers, which may pass packets on. */
  readonly #slot: number

  private constructor(topology: Topology) {
    this.#topology = topology
    this.#tables = compileTables(opened(topology))
    this.#slot = placeServers(this.#tables, this.#live)
  }

  /** Compiled once for each topology. */
  static of(topology: Topology): EgressProbe {
    let probe = probes.get(topology)
    if (probe === undefined) {
      probe = new EgressProbe(topology)
      probes.set(topology, probe)
    }
    return probe
  }

  /** The gateway to which a packet from `source` in `vswitch` to `destination` is routed; undefined if to none. */
  egressOf(vswitch: VSwitch, source: Ipv4, destination: Ipv4): Egress | undefined {
    const { owners, vswitches } = this.#tables.numbers
    this.#live.attach(this.#slot, owners.numberOf(vswitch.vpc), vswitches.numberOf(vswitch.name), source)
    decide(
      this.#tables,
      this.#live,
      {
        slot: this.#slot,
        protocol: TCP,
        source,
        sourcePort: EPHEMERAL_PORT,
        destination,
        destinationPort: 443,
      },
      this.#decision,
    )
    this.#live.detach(this.#slot)
    const { gateway, entry } = this.#decision
    if (gateway === NONE) return undefined
    const nat = this.#tables.natGateways[gateway]!
    return { gateway: nat.gateway, ...(entry === NONE ? {} : { entry: nat.entries[entry]!.entry }) }
  }

  /** The SNAT entry of a VPC NAT gateway that translates such a packet; undefined if none does. */
  privateEntryOf(vswitch: VSwitch, source: Ipv4, destination: Ipv4): SnatEntry | undefined {
    this.egressOf(vswitch, source, destination)
    const { vpcGateway, vpcEntry } = this.#decision
    return this.#tables.vpcNatGateways[vpcGateway]?.entries[vpcEntry]?.entry
  }

  /** Addresses of the vSwitch, one for each part of it that all SNAT entries and IP mappings treat alike, with the end of the part. */
  partsOf(vswitch: VSwitch): { readonly first: Ipv4; readonly last: Ipv4 }[] {
    // The first and the last three are reserved (facts/vpc R1.14).
    const first = vswitch.cidr.first + 1
    const last = vswitch.cidr.last - 3
    const starts = new Set([first])
    const { natGateways, vpcNatGateways } = this.#topology
    for (const { vpc, snat } of [...natGateways.values(), ...vpcNatGateways.values()]) {
      if (vpc !== vswitch.vpc) continue
      for (const { source } of snat)
        for (const edge of [source.first, source.last + 1]) if (edge > first && edge <= last) starts.add(edge)
    }
    // Who has an IP mapping leaves by it (R4.22), so he speaks for nobody else.
    for (const { vpc, dnat } of natGateways.values())
      for (const { to } of vpc === vswitch.vpc ? dnat.filter(isIpMapping) : [])
        for (const edge of [to, to + 1]) if (edge > first && edge <= last) starts.add(edge)
    const sorted = [...starts].sort((a, b) => a - b)
    return sorted.map((start, at) => ({ first: start, last: (sorted[at + 1] ?? last + 1) - 1 }))
  }

  /** Somebody on the Internet, and an address for everything that routes or VPCs tell apart from him. */
  destinations(): Ipv4[] {
    const { internet, databases, vpcs } = this.#topology
    const apart = [...vpcs.values()].flatMap(({ cidr, secondaryCidrs, userCidrs, routeTables }) => [
      ...[cidr, ...secondaryCidrs, ...userCidrs],
      ...routeTables.flatMap((table) => customRoutes(table).map(({ destination }) => destination)),
    ])
    const called = [
      ...[...internet.values()].map(({ address }) => address),
      ...[...databases.values()].flatMap(({ publicAddress }) => publicAddress ?? []),
    ]
    return [
      ...new Set([
        SOMEBODY,
        ...apart.map(({ first }) => first),
        ...called.filter((address) => apart.some((block) => contains(block, address))),
      ]),
    ]
  }
}

/** The topology with one bare application for each VPC, named like it, its servers, and without filters. */
function opened(topology: Topology): Topology {
  const all = [...topology.vpcs.keys()].map((vpc): [string, SecurityGroup] => [vpc, openGroup(vpc)])
  const servers = [...topology.servers.values()].map((server): [string, Server] => {
    const securityGroups = [server.vpc]
    const enis = server.enis.map((eni) => ({ ...eni, securityGroups }))
    return [server.name, { ...server, securityGroups, enis }]
  })
  const vpcs = [...topology.vpcs.values()].map((vpc): [string, Vpc] => [
    vpc.name,
    { ...vpc, networkAcls: [] },
  ])
  return {
    ...topology,
    vpcs: new Map(vpcs),
    securityGroups: new Map(all),
    servers: new Map(servers),
    endpoints: new Map(),
    loadBalancers: new Map(),
    serverGroups: new Map(),
    certificates: new Map(),
    serviceNames: new Map(),
    apps: new Map(vpcs.map(([name]) => [name, { ...BARE, name, vpc: name }])),
  }
}

function openGroup(vpc: string): SecurityGroup {
  const origin = unwritten('')
  const peer = { kind: 'cidr', cidr: prefixOf(0, 0) } as const
  const rule = {
    policy: 'accept',
    protocol: ALL_PROTOCOLS,
    ports: ANY_PORT,
    peer,
    priority: 1,
    origin,
  } as const
  return { name: vpc, vpc, type: 'basic', innerAccess: 'accept', ingress: [rule], egress: [], origin }
}

const now = fixed(0)

const BARE: App = {
  name: '',
  vpc: '',
  vswitches: [],
  securityGroups: [],
  instances: 1,
  port: 1,
  version: 'v1',
  lifecycle: {
    schedule: now,
    pull: now,
    eipBind: now,
    eipRelease: now,
    start: now,
    preStop: now,
    stop: now,
    graceUs: 1,
  },
  probes: { readiness: 'sound' },
  deploy: {
    strategy: { batches: 1, release: 'auto', batchWaitUs: 0 },
    minReady: -1,
    minReadyPercent: -1,
    maxSurge: -1,
    maxSurgePercent: -1,
    instanceWaitUs: 0,
    batchTimeoutUs: 1,
    eipGate: 'bound',
    eipShortage: 'wait',
    retryUs: 1,
    readinessFailure: 'fail',
    readinessGate: false,
  },
  versions: new Map(),
  origin: unwritten(''),
}
