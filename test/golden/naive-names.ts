/** Names as facts/vpc R8.5 to R8.7 tell them: plain loops over the topology. */
import type { DnsRecord } from '../../src/cloud/dns-record.ts'
import type { Topology } from '../../src/cloud/topology.ts'

export type NaiveName =
  | { readonly address: number; readonly ttlUs: number }
  | { readonly fails: 'unknown' | 'no-address' | 'loop' }

/** `caller` is undefined for somebody on the Internet. */
export function resolveNaively(
  topology: Topology,
  name: string,
  caller: { readonly vpc: string; readonly zone: string } | undefined,
): NaiveName {
  const seen: string[] = []
  const ttls: number[] = []
  for (let at = name; ; ) {
    if (seen.includes(at)) return { fails: 'loop' }
    seen.push(at)
    const found = answer(topology, at, caller)
    if (found === undefined) return { fails: 'unknown' }
    ttls.push(found.ttlUs)
    if ('address' in found) return { address: found.address, ttlUs: Math.min(...ttls) }
    if (found.target.type === 'A') return { address: found.target.address, ttlUs: Math.min(...ttls) }
    if (found.target.type !== 'CNAME') return { fails: 'no-address' }
    at = found.target.name
  }
}

type Found = DnsRecord | { readonly address: number; readonly ttlUs: number }

function answer(
  topology: Topology,
  name: string,
  caller: { readonly vpc: string; readonly zone: string } | undefined,
): Found | undefined {
  // R8.5: of the bound zones that hold the name the longest, before public DNS.
  let best: { zone: string; proxy: string; records: ReadonlyMap<string, DnsRecord> } | undefined
  for (const zone of topology.privateZones.values()) {
    if (caller === undefined || !zone.vpcs.includes(caller.vpc)) continue
    if (name !== zone.zone && !name.endsWith(`.${zone.zone}`)) continue
    if (best === undefined || zone.zone.length > best.zone.length) best = zone
  }
  if (best !== undefined) {
    for (const [own, record] of best.records) if (own === name) return record
    // R8.6
    if (best.proxy === 'zone') return undefined
  }
  for (const record of topology.dns.values()) if (record.name === name) return record
  const ttlUs = 10 * 60 * 1_000_000
  for (const endpoint of topology.endpoints.values()) {
    if (endpoint.hostname !== name) continue
    const near = endpoint.enis.filter(({ zone }) => zone === caller?.zone)[0] ?? endpoint.enis[0]!
    return { address: near.address, ttlUs }
  }
  for (const {
    name: database,
    address,
    publicAddress,
    hostname,
    publicHostname,
  } of topology.databases.values()) {
    if (name === (hostname ?? `${database.toLowerCase()}.db.example`)) return { address, ttlUs }
    const isPublic = name === (publicHostname ?? `${database.toLowerCase()}-public.db.example`)
    if (isPublic && publicAddress !== undefined) return { address: publicAddress, ttlUs }
  }
  return undefined
}
