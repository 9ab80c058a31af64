/**
 * Records of names that lead nowhere, for everybody who can ask for them (facts/vpc R8.5 to R8.7), and those that hold an address
 * of an ALB, which is called by its name (facts/load-balancing 1.1).
 */
import type { DnsRecord } from '../../cloud/dns-record.ts'
import type { Topology } from '../../cloud/topology.ts'
import { compileNames } from '../../datapath/name-table.ts'
import { resolveName } from '../../datapath/resolve-name.ts'
import type { Found, TopologyRule } from './found.ts'

export const records: TopologyRule = {
  reads: ({ dns, privateZones, databases, endpoints, vswitches, loadBalancers }) => [
    dns,
    privateZones,
    databases,
    endpoints,
    vswitches,
    loadBalancers,
  ],
  *find(topology): Generator<Found> {
    if (topology.dns.size + topology.privateZones.size === 0) return
    for (const record of recordsOf(topology)) yield* findAddressOfAlb(record, topology)
    for (const record of topology.dns.values())
      yield* findLost(record, 'public DNS', [undefined, ...topology.vpcs.keys()], topology)
    for (const { name, vpcs, records: own } of topology.privateZones.values())
      for (const record of own.values()) yield* findLost(record, `private zone ${name}`, vpcs, topology)
  },
}

/** An alias; whoever has an address, has it. */
function* findLost(
  record: DnsRecord,
  where: string,
  callers: readonly (string | undefined)[],
  topology: Topology,
): Generator<Found> {
  if (record.target.type !== 'CNAME' || callers.length === 0) return
  const names = compileNames(topology)
  const isOfUse = callers.some(
    (vpc) => resolveName(names, record.name, vpc === undefined ? undefined : { vpc, zone: '' }).ok,
  )
  if (isOfUse) return
  yield {
    code: 'RECORD_LEADS_NOWHERE',
    origin: record.origin,
    message: `${record.name} of ${where} is an alias of ${record.target.name}, which has no address`,
    details: { path: record.origin.path, name: record.target.name },
  }
}

function* recordsOf({ dns, privateZones }: Topology): Generator<DnsRecord> {
  yield* dns.values()
  for (const { records: own } of privateZones.values()) yield* own.values()
}

/** It works as long as the address stays, and leads to one zone alone. */
function* findAddressOfAlb(
  { name, target, origin }: DnsRecord,
  { loadBalancers }: Topology,
): Generator<Found> {
  if (target.type !== 'A') return
  for (const balancer of loadBalancers.values()) {
    if (balancer.kind !== 'alb') continue
    const isOf = balancer.zones.some(
      ({ address, publicAddress }) => address === target.address || publicAddress === target.address,
    )
    if (!isOf) continue
    yield {
      code: 'RECORD_HOLDS_ALB_ADDRESS',
      origin,
      message: `${name} has an address of ALB ${balancer.name}, which is in one zone only and may change`,
      details: { path: origin.path, hostname: balancer.hostname },
    }
  }
}
