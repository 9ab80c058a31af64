/**
 * From a name to an address, as the resolver of the caller's VPC does it (facts/vpc R8.5, R8.6): the private zone that is
 * bound to the VPC and holds the name, else public DNS; a CNAME begins the search anew. Callers on the Internet know public
 * DNS alone. The resolvers 100.100.2.136 and 100.100.2.138 are always there: no rule, list or route comes between (R8.8,
 * R5.20, R6.10).
 *
 * Limits: forwarding rules are not modelled. Of several zones with the name the longest domain answers (assumed). A name
 * that has a record of another type has no address, and public DNS is not asked for it (assumed).
 */
import type { DnsRecord } from '../cloud/dns-record.ts'
import { eniFor } from '../cloud/endpoint.ts'
import type { Origin } from '../cloud/origin.ts'
import { isUnder, type PrivateZone } from '../cloud/private-zone.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { NameTable, Published } from './name-table.ts'

/** Who asks; undefined: somebody on the Internet. */
export interface NameCaller {
  readonly vpc: string
  readonly zone: string
}

/** One record that was followed, or the answer that there is none. */
export interface NameStep {
  readonly name: string
  /** `private zone shop`, `public DNS`, `database orders`, `endpoint billing`. */
  readonly by: string
  /** `A 172.16.1.20`, `CNAME db.shop.internal`; absent: it has no such name. */
  readonly record: DnsRecord | Exclude<Published, { kind: 'record' }> | undefined
  readonly origin: Origin | undefined
}

export type Resolution =
  | {
      readonly ok: true
      readonly address: Ipv4
      /** Of a load balancer with several: callers are spread over them (assumed: in turn). */
      readonly addresses?: readonly Ipv4[]
      /** The shortest of all records on the way: so long the answer may be kept. */
      readonly ttlUs: number
      readonly steps: readonly NameStep[]
    }
  | {
      readonly ok: false
      /**
       * `unknown`: there is no such name; `no-address`: it has a record of another type; `loop`: CNAMEs lead back;
       * `other-side`: an inference gateway has no address for this caller.
       */
      readonly why: 'unknown' | 'no-address' | 'loop' | 'other-side'
      readonly steps: readonly NameStep[]
    }

/** Resolvers give up behind so many CNAMEs. */
const MOST_STEPS = 16

export function resolveName(table: NameTable, name: string, caller: NameCaller | undefined): Resolution {
  const steps: NameStep[] = []
  const asked = new Set<string>()
  let ttlUs = Number.POSITIVE_INFINITY
  let current = name
  while (!asked.has(current) && asked.size < MOST_STEPS) {
    asked.add(current)
    const step = lookUp(table, current, caller)
    steps.push(step)
    const { record } = step
    if (record === undefined) return { ok: false, why: 'unknown', steps }
    ttlUs = Math.min(ttlUs, record.ttlUs)
    if ('kind' in record) {
      const several = record.kind === 'loadBalancer' ? { addresses: record.addresses } : {}
      const address = addressOf(record, caller)
      if (address === undefined) return { ok: false, why: 'other-side', steps }
      return { ok: true, address, ...several, ttlUs, steps }
    }
    const { target } = record
    if (target.type === 'A') return { ok: true, address: target.address, ttlUs, steps }
    if (target.type !== 'CNAME') return { ok: false, why: 'no-address', steps }
    current = target.name
  }
  return { ok: false, why: 'loop', steps }
}

function lookUp(table: NameTable, name: string, caller: NameCaller | undefined): NameStep {
  const zone = caller === undefined ? undefined : zoneOf(table, name, caller.vpc)
  const record = zone?.records.get(name)
  if (zone !== undefined && (record !== undefined || zone.proxy === 'zone'))
    return { name, by: `private zone ${zone.name}`, record, origin: record?.origin ?? zone.origin }
  const found = table.published.get(name)
  switch (found?.kind) {
    case undefined:
      return { name, by: 'public DNS', record: undefined, origin: undefined }
    case 'record':
      return { name, by: 'public DNS', record: found.record, origin: found.record.origin }
    case 'database':
      return { name, by: `public DNS, for database ${found.name}`, record: found, origin: found.origin }
    case 'loadBalancer':
      return { name, by: `public DNS, for load balancer ${found.name}`, record: found, origin: found.origin }
    case 'gateway':
      return { name, by: `public DNS, for gateway ${found.name}`, record: found, origin: found.origin }
    case 'endpoint':
      return {
        name,
        by: `public DNS, for endpoint ${found.endpoint.name}`,
        record: found,
        origin: found.origin,
      }
  }
}

/** The zone that answers for a name in a VPC. */
export function zoneOf(table: NameTable, name: string, vpc: string): PrivateZone | undefined {
  return table.zonesOf.get(vpc)?.find(({ zone }) => isUnder(name, zone))
}

function addressOf(
  found: Exclude<Published, { kind: 'record' }>,
  caller: NameCaller | undefined,
): Ipv4 | undefined {
  if (found.kind === 'gateway') return found.addresses.get(caller?.vpc ?? '') ?? found.elsewhere
  if (found.kind === 'loadBalancer') return found.addresses[0]!
  return found.kind === 'database' ? found.address : eniFor(found.endpoint, caller?.zone).address
}
