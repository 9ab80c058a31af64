/**
 * Worlds with inference gateways of EAS: a managed one, perhaps a shared one, and some of the applications as services of
 * theirs. Whitelists end at or beside the addresses that call; names, paths, methods and tokens are right or beside it.
 */
import fc from 'fast-check'
import type { EasService } from '../../cloud/eas-service.ts'
import type { Gateway, GatewayWhitelist, ManagedGateway, SharedGateway } from '../../cloud/gateway.ts'
import { withGateways } from '../../cloud/gateway-front.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { FlowRequest } from '../../datapath/flow.ts'
import { NONE } from '../../datapath/live.ts'
import type { Packet } from '../../datapath/packet.ts'
import { prefixOf } from '../../net/cidr.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import { formatIpv4, type Ipv4, ipv4 } from '../../net/ipv4.ts'
import { ICMP, TCP, UDP } from '../../net/protocol.ts'
import { aWayToSpeak, someCertificates } from './a-certificate.ts'
import type { World } from './world.ts'

const PUBLIC = ipv4(47, 0, 10, 1)
const SHARED_PUBLIC = ipv4(47, 0, 10, 2)
const SHARED_INTERNAL = ipv4(100, 118, 0, 9)
const STRANGER = ipv4(47, 0, 10, 99)
const METHODS = ['GET', 'POST']

/** Of all who may call, up to the one at `at`, or up to beside him; nobody, everybody. */
const aListSketch = fc.record({
  kind: fc.constantFrom('empty', 'all', 'all', 'upTo', 'upTo', 'only'),
  at: fc.nat(31),
  by: fc.constantFrom(-1, 0, 0, 1),
})

const aGatewaySketch = fc.record({
  isOn: fc.constantFrom(true, true, true, false),
  list: aListSketch,
  links: fc.array(fc.record({ vswitch: fc.nat(7), list: aListSketch }), { maxLength: 2 }),
  isShared: fc.boolean(),
  isDefault: fc.boolean(),
  certificates: someCertificates(),
  domains: fc.uniqueArray(
    fc.record({
      domain: fc.constantFrom('api.shop.example', 'shop.example', 'other.example'),
      side: fc.constantFrom('internet' as const, 'intranet' as const),
      isSecure: fc.boolean(),
    }),
    { maxLength: 2, selector: ({ domain }) => domain },
  ),
  services: fc.array(
    fc.record({
      gateway: fc.constantFrom('front', 'front', 'region', undefined),
      methods: fc.constantFrom(undefined, undefined, undefined, ['POST'], METHODS),
      token: fc.constantFrom('one', 'two'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  group: fc.record({
    size: fc.integer({ min: 0, max: 2 }),
    traffic: fc.constantFrom('auto' as const, [100, 0], [0, 100], [0, 0]),
  }),
})
type Sketch = typeof aGatewaySketch extends fc.Arbitrary<infer T> ? T : never

export function aGatewayWorld(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.tuple(worlds, aGatewaySketch).map(([world, sketch]) => withGateway(world, sketch))
}

/** Some of the worlds are given gateways, beside what they have. */
export function withSomeGateways(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.oneof({ weight: 5, arbitrary: worlds }, { weight: 1, arbitrary: aGatewayWorld(worlds) })
}

function withGateway(world: World, sketch: Sketch): World {
  const { topology, enis } = world
  const names = [...topology.apps.keys()].slice(0, sketch.services.length)
  const services = new Map(
    names.map((name, at): [string, EasService] => {
      const { gateway, methods, token } = sketch.services[at]!
      const isThere = gateway !== 'region' || sketch.isShared
      return [
        name,
        {
          ...(gateway !== undefined && isThere && { gateway }),
          token,
          ...(methods !== undefined && { methods }),
          keepaliveUs: 5_000_000,
          resourceGroup: 'public',
          isInVpc: true,
        },
      ]
    }),
  )
  const apps = new Map(
    [...topology.apps].map(([name, app]) => {
      const eas = services.get(name)
      return [name, eas === undefined ? app : { ...app, eas }]
    }),
  )
  const members = names.slice(0, sketch.group.size)
  const { traffic } = sketch.group
  const group = {
    name: 'chat',
    services: members,
    traffic:
      traffic === 'auto' ? traffic : new Map(members.map((name, at) => [name, traffic[at] ?? 100] as const)),
    token: 'chat',
    origin: unwritten('serviceGroups.chat'),
  }
  const gateways = gatewaysOf(topology, enis, sketch)
  const certificates = sketch.certificates.map(
    (one) => [`own-${one.name}`, { ...one, name: `own-${one.name}` }] as const,
  )
  const whole: Topology = {
    ...topology,
    apps,
    serviceGroups: new Map(members.length === 0 ? [] : [[group.name, group]]),
    certificates: new Map([...topology.certificates, ...certificates]),
  }
  return { topology: withGateways(whole, new Map(gateways.map((one) => [one.name, one]))), enis }
}

function gatewaysOf(topology: Topology, enis: World['enis'], sketch: Sketch): Gateway[] {
  const outside = [
    STRANGER,
    ...enis.flatMap(({ eip }) => eip ?? []),
    ...[...topology.natGateways.values()].flatMap(({ eips }) => eips),
    ...[...topology.internet.values()].map(({ address }) => address),
  ]
  const inside = enis.map(({ address }) => address)
  const vswitches = [...topology.vswitches.values()]
  const links = sketch.links.flatMap(({ vswitch: which, list }, at) => {
    const vswitch = vswitches[which % Math.max(1, vswitches.length)]
    if (vswitch === undefined) return []
    const taken = new Set(
      [
        ...enis,
        ...topology.databases.values(),
        ...topology.haVips.values(),
        ...[...topology.endpointServices.values()].flatMap(({ fronts }) => fronts),
        ...[...topology.endpoints.values()].flatMap((one) => one.enis),
        ...[...topology.servers.values()].flatMap((one) => one.enis),
        ...[...topology.vpcNatGateways.values()].flatMap(({ vswitch: of, natIps }) =>
          natIps.map((address) => ({ vswitch: of, address })),
        ),
        ...[...topology.loadBalancers.values()].flatMap((one) => {
          if ('zones' in one)
            return one.zones.flatMap(({ vswitch: of, address, localAddresses }) =>
              [address, ...localAddresses].map((each) => ({ vswitch: of, address: each })),
            )
          return one.address === undefined ? [] : [{ vswitch: one.address.vswitch, address: one.address.ip }]
        }),
      ]
        .filter((one) => one.vswitch === vswitch.name)
        .map(({ address }) => address),
    )
    let address = vswitch.cidr.first + 1
    while (taken.has(address)) address++
    return [
      {
        vpc: vswitch.vpc,
        vswitch: vswitch.name,
        address,
        whitelist: listOf(list, inside, `vpcs${at}`),
        hasAuthoritativeDns: false,
        origin: unwritten(`gateways.front.vpcs${at}`),
      },
    ]
  })
  const managed: ManagedGateway = {
    kind: 'managed',
    name: 'front',
    isDefault: sketch.isDefault,
    spec: '2c4g',
    nodes: 2,
    internet: {
      isOn: sketch.isOn,
      whitelist: listOf(sketch.list, outside, 'internet'),
      publicAddress: PUBLIC,
    },
    links: links.filter(({ vpc }, at) => links.findIndex((one) => one.vpc === vpc) === at),
    domains: sketch.domains.map(({ domain, side, isSecure }, at) => {
      const certificate = sketch.certificates[at]
      return {
        domain,
        side,
        ...(isSecure && certificate !== undefined && { certificate: `own-${certificate.name}` }),
        origin: unwritten(`gateways.front.domains.${domain}`),
      }
    }),
    logs: false,
    metrics: false,
    origin: unwritten('gateways.front'),
  }
  const shared: SharedGateway = {
    kind: 'shared',
    name: 'region',
    isDefault: false,
    publicAddress: SHARED_PUBLIC,
    internalAddress: SHARED_INTERNAL,
    origin: unwritten('gateways.region'),
  }
  return sketch.isShared ? [managed, shared] : [managed]
}

function listOf({ kind, at, by }: Sketch['list'], callers: readonly Ipv4[], path: string): GatewayWhitelist {
  const chosen = callers[at % Math.max(1, callers.length)] ?? STRANGER
  const cidrs =
    kind === 'empty'
      ? []
      : kind === 'all'
        ? [prefixOf(0, 0)]
        : kind === 'only'
          ? [prefixOf(chosen + by, 32)]
          : [prefixOf(chosen - (chosen % 8), 29), prefixOf(chosen + by, 32)]
  const texts = cidrs.map(({ first, prefixLength }) =>
    prefixLength === 32 ? formatIpv4(first) : `${formatIpv4(first)}/${prefixLength}`,
  )
  return { set: CidrSet.of(cidrs), texts, origin: unwritten(`gateways.front.${path}.whitelist`) }
}

/** Somebody calls a gateway, mostly as it wants to be called. */
export function aGatewayCall({ topology, enis }: World): fc.Arbitrary<Packet> {
  const managed = [...topology.gateways.values()].filter((one) => one.kind === 'managed')
  const links = managed.flatMap((one) => one.links.map(({ address }) => address))
  const hosts = [...topology.internet.values()].map(({ address }) => address)
  const shared = topology.gateways.has('region') ? [SHARED_PUBLIC, SHARED_INTERNAL] : []
  const called = [PUBLIC, PUBLIC, ...links, ...links, ...shared]
  return fc
    .record({
      slot: fc.oneof(fc.constant(NONE), fc.integer({ min: NONE, max: enis.length - 1 })),
      protocol: fc.constantFrom(TCP, TCP, TCP, TCP, TCP, TCP, TCP, TCP, TCP, TCP, UDP, ICMP),
      source: fc.constantFrom(STRANGER, ...hosts),
      destination: fc.constantFrom(...called),
      destinationPort: fc.constantFrom(80, 80, 80, 80, 80, 80, 443, 443, 81),
      wish: aWish(topology),
    })
    .map(({ wish, ...drawn }) => ({
      ...drawn,
      ...(wish !== undefined && { request: requestOf(topology, drawn.destination, wish) }),
      source: drawn.slot === NONE ? drawn.source : enis[drawn.slot]!.address,
      sourcePort: drawn.protocol === ICMP ? 0 : 49_152,
      destinationPort: drawn.protocol === ICMP ? 0 : drawn.destinationPort,
    }))
}

function aWish({ apps, serviceGroups }: Topology) {
  const services = [...apps.values()].filter(({ eas }) => eas !== undefined).map(({ name }) => name)
  const names = [...services, ...services, ...services, ...services, ...apps.keys(), ...serviceGroups.keys()]
  return fc.option(
    fc.record({
      service: fc.constantFrom(...names, 'nobody'),
      path: fc.constantFrom('', '', '', '/v1/x', '?a=1', 'x'),
      host: fc.constantFrom(
        'own',
        'own',
        'own',
        'own',
        'own',
        'own',
        'own',
        'other',
        'shop.example',
        'API.shop.example',
      ),
      method: fc.constantFrom(undefined, undefined, 'POST', 'POST', 'PUT'),
      token: fc.constantFrom('right', 'right', 'right', 'none', 'Bearer one', 'two'),
      header: fc.constantFrom('Authorization', 'authorization'),
      speaks: aWayToSpeak(),
    }),
    { nil: undefined, freq: 12 },
  )
}
type Wish = NonNullable<ReturnType<typeof aWish> extends fc.Arbitrary<infer T> ? T : never>

function requestOf({ apps, serviceGroups, region }: Topology, called: Ipv4, wish: Wish): FlowRequest {
  const { service, path, host, method, token, header, speaks } = wish
  const zone = `${region}.pai-eas.aliyuncs.com`
  const own =
    called === PUBLIC
      ? `gw-front.${zone}`
      : called === SHARED_PUBLIC
        ? `region.${zone}`
        : called === SHARED_INTERNAL
          ? `region.vpc.${zone}`
          : `gw-front-vpc.${zone}`
  const right = apps.get(service)?.eas?.token ?? serviceGroups.get(service)?.token ?? 'one'
  return {
    host: host === 'own' ? own : host === 'other' ? `gw-other.${zone}` : host,
    path: `/api/predict/${service}${path}`,
    ...(method !== undefined && { method }),
    ...(token !== 'none' && { headers: { [header]: token === 'right' ? right : token } }),
    ...speaks,
  }
}
