/**
 * Who answers for a name (facts/vpc R8.5): the private zones of each VPC, the longest domain first, and what everybody
 * resolves. The cloud's own names of databases, endpoints and ALBs are public ones, and lead to private addresses (assumed).
 */
import { internalNameOf, publicNameOf } from '../cloud/database.ts'
import { type DnsRecord, PUBLIC_TTL_US } from '../cloud/dns-record.ts'
import type { PrivateLinkEndpoint } from '../cloud/endpoint.ts'
import type { Origin } from '../cloud/origin.ts'
import type { PrivateZone } from '../cloud/private-zone.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { namedAddressesOf } from './balancer-address.ts'
import { namesOfGateways } from './gateway-names.ts'

export interface NameTable {
  /** By the name of the VPC. */
  readonly zonesOf: ReadonlyMap<string, readonly PrivateZone[]>
  readonly published: ReadonlyMap<string, Published>
  /** What it was made from. */
  readonly topology: Topology
}

/** What public DNS has under a name. */
export type Published =
  | { readonly kind: 'record'; readonly record: DnsRecord }
  | {
      readonly kind: 'database'
      readonly name: string
      readonly address: Ipv4
      readonly ttlUs: number
      readonly origin: Origin
    }
  | {
      readonly kind: 'loadBalancer'
      readonly name: string
      /** At least one: that of each zone. */
      readonly addresses: readonly Ipv4[]
      readonly ttlUs: number
      readonly origin: Origin
    }
  /** An inference gateway of EAS. */
  | {
      readonly kind: 'gateway'
      readonly name: string
      /** In the VPCs that are linked to it, for callers there. */
      readonly addresses: ReadonlyMap<string, Ipv4>
      /** For everybody else: the public address; of a private name what authoritative DNS tells (seed 002), else nothing. */
      readonly elsewhere: Ipv4 | undefined
      readonly ttlUs: number
      readonly origin: Origin
    }
  | {
      readonly kind: 'endpoint'
      readonly endpoint: PrivateLinkEndpoint
      readonly ttlUs: number
      readonly origin: Origin
    }

export function compileNames(topology: Topology, previous?: NameTable): NameTable {
  if (previous !== undefined && isSame(previous.topology, topology)) return previous
  const zonesOf = new Map<string, PrivateZone[]>()
  for (const zone of topology.privateZones.values())
    for (const vpc of zone.vpcs) zonesOf.set(vpc, [...(zonesOf.get(vpc) ?? []), zone])
  for (const zones of zonesOf.values()) zones.sort((a, b) => b.zone.length - a.zone.length)
  const published = new Map<string, Published>()
  for (const database of topology.databases.values()) {
    const { name, address, publicAddress, origin } = database
    const ttlUs = PUBLIC_TTL_US
    published.set(internalNameOf(database), { kind: 'database', name, address, ttlUs, origin })
    if (publicAddress !== undefined)
      published.set(publicNameOf(database), { kind: 'database', name, address: publicAddress, ttlUs, origin })
  }
  for (const endpoint of topology.endpoints.values())
    published.set(endpoint.hostname, {
      kind: 'endpoint',
      endpoint,
      ttlUs: PUBLIC_TTL_US,
      origin: endpoint.origin,
    })
  for (const balancer of topology.loadBalancers.values()) {
    const { name, hostname, origin, kind } = balancer
    if (kind === 'eas') continue // Entries of a gateway share its names.
    const addresses = namedAddressesOf(balancer)
    if (addresses.length > 0)
      published.set(hostname, { kind: 'loadBalancer', name, addresses, ttlUs: PUBLIC_TTL_US, origin })
  }
  for (const [name, found] of namesOfGateways(topology)) published.set(name, found)
  for (const record of topology.dns.values()) published.set(record.name, { kind: 'record', record })
  return { zonesOf, published, topology }
}

function isSame(
  before: Topology,
  { dns, privateZones, databases, endpoints, loadBalancers, gateways }: Topology,
): boolean {
  return (
    before.dns === dns &&
    before.privateZones === privateZones &&
    before.databases === databases &&
    before.endpoints === endpoints &&
    before.loadBalancers === loadBalancers &&
    before.gateways === gateways
  )
}
