/** Names that lie close together: two VPCs, zones in zones, aliases that lead anywhere, and what public DNS has under the same names. */
import fc from 'fast-check'
import type { Database } from '../../src/cloud/database.ts'
import type { DnsRecord, RecordTarget } from '../../src/cloud/dns-record.ts'
import { eniName, type PrivateLinkEndpoint } from '../../src/cloud/endpoint.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { PrivateZone } from '../../src/cloud/private-zone.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { byName } from '../../src/testing/arbitraries/a-topology.ts'
import { topologyOf } from '../datapath/scene.ts'

const DOMAINS = ['shop.internal', 'db.shop.internal', 'internal.example'] as const
/** `ashop.internal` is not under `shop.internal`, though it ends like it. */
const NAMES = [
  ...DOMAINS,
  ...DOMAINS.flatMap((domain) => [`orders.${domain}`, `a.${domain}`]),
  'ashop.internal',
  'orders.db.example',
  'orders-public.db.example',
  'billing.endpoint.example',
] as const

export const aName = fc.constantFrom(...NAMES)
export const aNameCaller = fc.option(
  fc.record({ vpc: fc.constantFrom('v0', 'v1'), zone: fc.constantFrom('h', 'i') }),
  { nil: undefined, freq: 4 },
)

const aTarget: fc.Arbitrary<RecordTarget> = fc.oneof(
  { weight: 3, arbitrary: fc.nat(9).map((address) => ({ type: 'A', address }) as const) },
  { weight: 3, arbitrary: aName.map((name) => ({ type: 'CNAME', name }) as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'TXT' } as const) },
)

function someRecords(names: readonly string[]): fc.Arbitrary<Map<string, DnsRecord>> {
  return fc
    .uniqueArray(
      fc.record({ name: fc.constantFrom(...names), target: aTarget, ttlUs: fc.integer({ min: 1, max: 3 }) }),
      { selector: ({ name }) => name, maxLength: 5 },
    )
    .map((drawn) => byName(drawn.map((record) => ({ ...record, origin: unwritten(record.name) }))))
}

const aZone = (nth: number): fc.Arbitrary<PrivateZone> =>
  fc.constantFrom(...DOMAINS).chain((zone) =>
    fc.record({
      name: fc.constant(`zone${nth}`),
      zone: fc.constant(zone),
      vpcs: fc.subarray(['v0', 'v1']),
      proxy: fc.constantFrom<PrivateZone['proxy']>('zone', 'record'),
      records: someRecords(NAMES.filter((name) => name === zone || name.endsWith(`.${zone}`))),
      origin: fc.constant(unwritten(`privateZones.zone${nth}`)),
    }),
  )

/** No two zones of a domain are bound to one VPC: the cloud's rule. */
export const aNamespace: fc.Arbitrary<Topology> = fc
  .record({
    zones: fc.tuple(aZone(0), aZone(1), aZone(2)),
    dns: someRecords(NAMES),
    isPublic: fc.boolean(),
  })
  .map(({ zones, dns, isPublic }) => {
    const bound = new Set<string>()
    const privateZones = zones.map((zone) => ({
      ...zone,
      vpcs: zone.vpcs.filter((vpc) => {
        const key = `${zone.zone} ${vpc}`
        return bound.has(key) ? false : bound.add(key)
      }),
    }))
    const base = topologyOf({})
    return {
      ...base,
      privateZones: byName(privateZones),
      dns,
      databases: byName([aDatabase(isPublic)]),
      endpoints,
    }
  })

function aDatabase(isPublic: boolean): Database {
  const origin = unwritten('databases.orders')
  return {
    name: 'orders',
    engine: 'rds',
    vpc: 'v0',
    vswitch: 'v0-h',
    address: 100,
    port: 3306,
    ...(isPublic && { publicAddress: 101 }),
    whitelist: { mode: 'standard' as const, groups: [], securityGroups: [], origin },
    origin,
  } as Database
}

const endpoints: ReadonlyMap<string, PrivateLinkEndpoint> = byName([
  {
    name: 'billing',
    vpc: 'v0',
    service: 'billing',
    enis: ['h', 'i'].map((zone, at) => ({
      name: eniName('billing', zone),
      vpc: 'v0',
      vswitch: zone,
      zone,
      address: 200 + at,
      securityGroups: [],
      eipMode: 'nat' as const,
      origin: unwritten('endpoints.billing'),
    })),
    hostname: 'billing.endpoint.example',
    origin: unwritten('endpoints.billing'),
  },
])
