/**
 * Worlds with a load balancer and a service name: an ALB or NLB in one or two zones, or a CLB of layer 7 or 4, in front of whoever has
 * an ENI in the VPC. Access lists, rules of security groups and lists of ACLs end at or beside the addresses that meet them.
 */
import fc from 'fast-check'
import type { FinalAction, ForwardingRule } from '../../cloud/forwarding-rule.ts'
import type { AccessControl, ClbBalancing, Listener } from '../../cloud/listener.ts'
import { isZoned, type LoadBalancer } from '../../cloud/load-balancer.ts'
import { unwritten } from '../../cloud/origin.ts'
import { readPattern } from '../../cloud/pattern.ts'
import type { SecurityGroup, SecurityRule } from '../../cloud/security-group.ts'
import type { GroupMember, ServerGroup } from '../../cloud/server-group.ts'
import type { ServiceName } from '../../cloud/service-name.ts'
import type { VSwitch } from '../../cloud/vpc.ts'
import type { FlowRequest } from '../../datapath/flow.ts'
import { NONE } from '../../datapath/live.ts'
import type { Packet } from '../../datapath/packet.ts'
import { prefixOf } from '../../net/cidr.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import { type Ipv4, ipv4 } from '../../net/ipv4.ts'
import { ALL_PROTOCOLS, ICMP, TCP, UDP } from '../../net/protocol.ts'
import { aWayToSpeak, someCertificates } from './a-certificate.ts'
import { CHECK } from './health-check.ts'
import { balancerAddresses, type World } from './world.ts'

const PUBLIC_BASE = ipv4(47, 0, 9, 0)
const HOSTS = ['shop.example', 'api.shop.example', 'other.example']
const PATHS = ['/', '/api', '/api/x', '/admin?x=1']

const aMember = fc.record({
  which: fc.nat(7),
  port: fc.constantFrom(80, 80, 80, 443, 81),
  weight: fc.constantFrom(100, 100, 100, 0),
})

const aSketch = fc.record({
  kind: fc.constantFrom('alb', 'alb', 'alb', 'clbHttp', 'clbStream', 'nlb', 'nlb'),
  isInternet: fc.boolean(),
  vpc: fc.nat(2),
  zones: fc.array(fc.nat(5), { minLength: 1, maxLength: 2 }),
  isStopped: fc.constantFrom(false, false, false, false, true),
  protocol: fc.constantFrom('tcp', 'tcp', 'tcp', 'udp'),
  /** None; a white one that has nobody, has one address more or less than somebody calls from; a black one. */
  access: fc.constantFrom('none', 'none', 'empty', 'white', 'black'),
  accessAt: fc.nat(31),
  guard: fc.constantFrom('none', 'none', 'world', 'denying'),
  groups: fc.array(fc.array(aMember, { maxLength: 4 }), { minLength: 1, maxLength: 2 }),
  crossZone: fc.constantFrom(true, true, false),
  isChecked: fc.boolean(),
  isMasterSlave: fc.constantFrom(false, false, true),
  nlb: fc.record({ preservesClient: fc.boolean(), isAnyPort: fc.constantFrom(false, false, true) }),
  hasDefault: fc.constantFrom(true, true, false),
  rules: fc.array(
    fc.record({
      host: fc.constantFrom(undefined, 'shop.example', '*.shop.example', 'other.example'),
      path: fc.constantFrom(undefined, '/*', '/api', '/api/*'),
      final: fc.constantFrom('forward', 'forward', 'none', 'fixed', 'error', 'redirect'),
    }),
    { maxLength: 3 },
  ),
  /** HTTPS; the certificates, none only where a file could not say so. */
  isSecure: fc.constantFrom(false, false, true),
  certificates: someCertificates(),
  /** Rules of the servers' groups: as they are, everybody, or the source of the balancer up to some address. */
  server: fc.constantFrom('asIs', 'open', 'edge'),
  edge: fc.integer({ min: -1, max: 1 }),
})
type Sketch = typeof aSketch extends fc.Arbitrary<infer T> ? T : never

/** Half of the worlds are left as they are. */
export function withBalancers(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  const balanced = fc.tuple(worlds, aSketch).map(([world, sketch]) => withBalancer(world, sketch))
  return fc.oneof({ weight: 2, arbitrary: worlds }, { weight: 1, arbitrary: balanced })
}

export function aBalancedWorld(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.tuple(worlds, aSketch).map(([world, sketch]) => withBalancer(world, sketch))
}

export function aRequest(): fc.Arbitrary<FlowRequest | undefined> {
  const words = fc.record({
    host: fc.constantFrom(...HOSTS),
    path: fc.constantFrom(...PATHS),
    speaks: aWayToSpeak(),
  })
  return fc.option(
    words.map(({ speaks, ...request }) => ({ ...request, ...speaks })),
    { nil: undefined },
  )
}

/** Somebody calls an address of the balancer, or the service name, mostly on a port that is heard. */
export function aBalancerCall({ topology, enis }: World): fc.Arbitrary<Packet> {
  const called = balancerAddresses(topology)
  const hosts = [...topology.internet.values()].map(({ address }) => address)
  return fc
    .record({
      slot: fc.integer({ min: NONE, max: enis.length - 1 }),
      protocol: fc.constantFrom(TCP, TCP, TCP, TCP, TCP, UDP, ICMP),
      source: fc.constantFrom(PUBLIC_BASE + 99, ...hosts),
      destination: fc.constantFrom(PUBLIC_BASE, ...called),
      destinationPort: fc.constantFrom(80, 80, 80, 80, 80, 443, 81),
      request: aRequest(),
      isService: fc.constantFrom(false, false, false, true),
    })
    .map(({ request, isService, ...drawn }) => ({
      ...drawn,
      source: drawn.slot === NONE ? drawn.source : enis[drawn.slot]!.address,
      sourcePort: drawn.protocol === ICMP ? 0 : 49_152,
      destinationPort: drawn.protocol === ICMP ? 0 : drawn.destinationPort,
      ...(request !== undefined && { request }),
      ...(isService && topology.serviceNames.size > 0 && { service: 'service-name' }),
    }))
}

/** Every second vSwitch is in another zone, so that nodes of a balancer may differ in whom they know. */
function withTwoZones(topology: World['topology']): World['topology'] {
  const vswitches = [...topology.vswitches.values()].map((one, at) => ({
    ...one,
    zone: at % 2 === 0 ? 'z' : 'y',
  }))
  return { ...topology, vswitches: new Map(vswitches.map((one) => [one.name, one])) }
}

function withBalancer(world: World, sketch: Sketch): World {
  const { enis } = world
  const topology = withTwoZones(world.topology)
  const vpcs = [...topology.vpcs.values()]
  const vpc = vpcs[sketch.vpc % vpcs.length]!
  const vswitches = [...topology.vswitches.values()].filter((one) => one.vpc === vpc.name)
  if (vswitches.length === 0) return world
  const taken = new Set(enis.map(placeOf))
  for (const database of topology.databases.values()) taken.add(placeOf(database))
  for (const haVip of topology.haVips.values()) taken.add(placeOf(haVip))
  for (const { natIps, vswitch } of topology.vpcNatGateways.values())
    for (const address of natIps) taken.add(placeOf({ vswitch, address }))
  for (const { fronts } of topology.endpointServices.values())
    for (const front of fronts) taken.add(placeOf(front))
  const take = (vswitch: VSwitch): Ipv4 => {
    let address = vswitch.cidr.first + 1
    while (taken.has(placeOf({ vswitch: vswitch.name, address }))) address++
    taken.add(placeOf({ vswitch: vswitch.name, address }))
    return address
  }
  const inside = enis.filter(
    ({ vswitch, kind }) => vswitches.some(({ name }) => name === vswitch) && kind !== 'endpoint',
  )
  const groups = sketch.groups.map(
    (members, at): ServerGroup => ({
      name: `group${at}`,
      vpc: vpc.name,
      product: sketch.kind === 'alb' ? 'alb' : sketch.kind === 'nlb' ? 'nlb' : 'clb',
      protocol: sketch.kind === 'nlb' ? 'tcp' : 'http',
      members: onceEach(
        members.map(({ which, port, weight }): GroupMember => {
          const eni = inside[which]
          if (eni === undefined)
            return {
              kind: 'address',
              address: inside[which % Math.max(1, inside.length)]?.address ?? vpc.cidr.first + 1,
              port,
              weight,
            }
          return eni.kind === 'server'
            ? { kind: 'server', server: eni.app, port, weight }
            : { kind: 'app', app: eni.app, port, weight }
        }),
      ),
      scheduler: { kind: 'wrr' },
      crossZone: sketch.crossZone,
      keepsAlive: true,
      ...(sketch.isChecked && { healthCheck: CHECK }),
      isMasterSlave: sketch.kind === 'clbStream' && sketch.isMasterSlave,
      ...(sketch.kind === 'nlb' && { nlb: sketch.nlb }),
      origin: unwritten(`serverGroups.group${at}`),
    }),
  )
  const own = [...topology.securityGroups.values()].filter((one) => one.vpc === vpc.name)
  const guard = sketch.guard === 'denying' ? groupOf('guard', vpc.name, [ruleFrom(0, 0, 'drop', 2)]) : own[0]
  const clients = [
    ...enis.map(({ address }) => address),
    ...[...topology.internet.values()].map(({ address }) => address),
  ]
  const balancer = balancerOf(sketch, vpc.name, vswitches, take, {
    access: accessOf(sketch, clients),
    guards: sketch.guard === 'none' || guard === undefined ? [] : [guard.name],
    groups: groups.map(({ name }) => name),
  })
  const certificates = sketch.kind === 'clbStream' || !sketch.isSecure ? [] : sketch.certificates
  const source = isZoned(balancer) ? balancer.zones[0]!.localAddresses[0]! : ipv4(100, 64, 0, 1)
  const servedRule = sketch.server === 'open' ? ruleFrom(0, 0, 'accept', 1) : ruleUpTo(source + sketch.edge)
  const served = groupOf('behind', vpc.name, [servedRule])
  const isMember = (name: string, kind: GroupMember['kind']) =>
    groups.some(({ members }) =>
      members.some(
        (member) =>
          (member.kind === 'app' ? member.app : member.kind === 'server' ? member.server : '') === name &&
          member.kind === kind,
      ),
    )
  const app = [...topology.apps.values()].find((one) => one.vpc === vpc.name)
  const service: ServiceName | undefined = app && {
    name: 'service-name',
    app: app.name,
    ports: [
      { port: 80, targetPort: app.port, protocol: 'tcp' },
      { port: 443, targetPort: 443, protocol: 'udp' },
    ],
    origin: unwritten('services.service-name'),
  }
  const opens = sketch.server !== 'asIs'
  return {
    topology: {
      ...topology,
      securityGroups: new Map([
        ...topology.securityGroups,
        [served.name, served],
        ...(guard === undefined ? [] : [[guard.name, guard] as const]),
      ]),
      apps: opens
        ? new Map(
            [...topology.apps].map(([name, one]) => [
              name,
              isMember(name, 'app') ? { ...one, securityGroups: [served.name] } : one,
            ]),
          )
        : topology.apps,
      servers: opens
        ? new Map(
            [...topology.servers].map(([name, one]) => [
              name,
              isMember(name, 'server') ? { ...one, securityGroups: [served.name] } : one,
            ]),
          )
        : topology.servers,
      serverGroups: new Map(groups.map((group) => [group.name, group])),
      certificates: new Map(certificates.map((one) => [one.name, one])),
      loadBalancers: new Map([[balancer.name, balancer]]),
      serviceNames: new Map(service === undefined ? [] : [[service.name, service]]),
    },
    enis,
  }
}

interface Parts {
  readonly access: AccessControl | undefined
  readonly guards: readonly string[]
  readonly groups: readonly string[]
}

function balancerOf(
  sketch: Sketch,
  vpc: string,
  vswitches: readonly VSwitch[],
  take: (vswitch: VSwitch) => Ipv4,
  parts: Parts,
): LoadBalancer {
  const chosen = [...new Set(sketch.zones.map((which) => vswitches[which % vswitches.length]!))]
  const listener = listenerOf(sketch, parts)
  const common = {
    name: 'balancer',
    vpc,
    network: sketch.isInternet ? ('internet' as const) : ('intranet' as const),
    listeners: new Map([[listener.name, listener]]),
    hostname: 'balancer.alb.example',
    origin: unwritten('loadBalancers.balancer'),
  }
  if (sketch.kind === 'clbHttp' || sketch.kind === 'clbStream') {
    const [place] = chosen
    return {
      ...common,
      kind: 'clb',
      isHighPerformance: false,
      ...(sketch.isInternet
        ? { publicAddress: PUBLIC_BASE }
        : { address: { vswitch: place!.name, ip: take(place!) } }),
    }
  }
  const zoned = {
    ...common,
    securityGroups: parts.guards,
    zones: chosen.map((vswitch, at) => ({
      zone: vswitch.zone,
      vswitch: vswitch.name,
      address: take(vswitch),
      ...(sketch.isInternet && { publicAddress: PUBLIC_BASE + at }),
      localAddresses: [take(vswitch), take(vswitch)],
    })),
  }
  if (sketch.kind === 'nlb') return { ...zoned, kind: 'nlb', crossZone: sketch.crossZone }
  return { ...zoned, kind: 'alb', edition: 'standard' }
}

function listenerOf(sketch: Sketch, { access, groups }: Parts): Listener {
  const common = {
    name: 'listener',
    port: 80,
    isStopped: sketch.isStopped,
    ...(access !== undefined && { access }),
    ...(sketch.hasDefault && { defaultGroup: groups[0]! }),
    origin: unwritten('loadBalancers.balancer.listeners.listener'),
  }
  const http = {
    protocol: sketch.isSecure ? ('https' as const) : ('http' as const),
    idleTimeoutUs: 15_000_000,
    requestTimeoutUs: 60_000_000,
    certificates: sketch.isSecure ? sketch.certificates.map(({ name }) => name) : [],
    forwardedFor: 'append' as const,
    addedHeaders: [],
  }
  const balancing: ClbBalancing = { scheduler: 'wrr', ...(sketch.isChecked && { healthCheck: CHECK }) }
  switch (sketch.kind) {
    case 'alb':
      return {
        ...common,
        ...http,
        kind: 'alb',
        rules: sketch.rules.map((rule, at) => ruleOf(rule, at, groups)),
      }
    case 'clbHttp':
      return {
        ...common,
        ...http,
        ...balancing,
        kind: 'clbHttp',
        urlRules: uniqueUrls(sketch).map(({ host, path }, at) => ({
          name: `rule${at}`,
          ...(host !== undefined && { domain: host }),
          ...(path !== undefined && { url: path.replace('/*', '/a') }),
          group: groups.at(-1)!,
          ...(at === 1 && { own: { scheduler: 'wrr' as const } }),
          origin: unwritten(`rule${at}`),
        })),
      }
    case 'clbStream':
      return {
        ...common,
        ...balancing,
        kind: 'clbStream',
        protocol: sketch.protocol as 'tcp' | 'udp',
        establishedTimeoutUs: 900_000_000,
        persistenceUs: 0,
      }
    case 'nlb': {
      const { access: _, ...bare } = common
      return {
        ...bare,
        kind: 'nlb',
        protocol: sketch.isSecure ? 'tcpssl' : (sketch.protocol as 'tcp' | 'udp'),
        ...(sketch.nlb.isAnyPort && { lastPort: 81 }),
        certificates: sketch.isSecure ? sketch.certificates.map(({ name }) => name) : [],
        idleTimeoutUs: 900_000_000,
      }
    }
    default:
      throw new Error(sketch.kind)
  }
}

function uniqueUrls({ rules }: Sketch): Sketch['rules'] {
  const seen = new Set<string>()
  return rules.filter(({ host, path }) => {
    const key = `${host} ${path}`
    return (host !== undefined || path !== undefined) && !seen.has(key) && seen.add(key)
  })
}

function ruleOf(
  { host, path, final }: Sketch['rules'][number],
  at: number,
  groups: readonly string[],
): ForwardingRule {
  const finals: Record<Sketch['rules'][number]['final'], FinalAction> = {
    forward: { kind: 'forward', groups: [{ group: groups.at(-1)!, weight: 100 }] },
    none: {
      kind: 'forward',
      groups: groups.map((group, which) => ({ group, weight: which === 0 ? 0 : 10 })),
    },
    fixed: { kind: 'fixedResponse', status: 200, content: '', type: 'text/plain' },
    error: { kind: 'fixedResponse', status: 403, content: '', type: 'text/plain' },
    redirect: { kind: 'redirect', status: 301, host: 'elsewhere.example' },
  }
  return {
    name: `rule${at}`,
    priority: 10 - at,
    direction: 'request',
    conditions: [
      ...(host === undefined ? [] : [{ kind: 'host', patterns: [readPattern(host, true)] } as const]),
      ...(path === undefined ? [] : [{ kind: 'path', patterns: [readPattern(path, false)] } as const]),
    ],
    actions: [finals[final]],
    origin: unwritten(`rule${at}`),
  }
}

/** A list that ends at, or one before, an address that somebody calls from. */
function accessOf({ access, accessAt }: Sketch, clients: readonly Ipv4[]): AccessControl | undefined {
  if (access === 'none') return undefined
  const client = clients[accessAt % Math.max(1, clients.length)] ?? 0
  const range = { first: 0, last: client - (accessAt % 2) }
  const isEmpty = access === 'empty'
  return {
    type: access === 'black' ? 'black' : 'white',
    lists: [
      {
        name: 'list',
        set: CidrSet.of(isEmpty ? [] : [range]),
        texts: isEmpty ? [] : ['a range'],
        origin: unwritten('accessLists.list'),
      },
    ],
  }
}

function ruleFrom(
  address: Ipv4,
  length: number,
  policy: SecurityRule['policy'],
  priority: number,
): SecurityRule {
  return {
    policy,
    protocol: ALL_PROTOCOLS,
    ports: { first: 0, last: 65_535 },
    peer: { kind: 'cidr', cidr: prefixOf(address, length) },
    priority,
    origin: unwritten('rule'),
  }
}

/** Accepts one address: that of the balancer, or one beside it. */
function ruleUpTo(address: Ipv4): SecurityRule {
  return ruleFrom(address, 32, 'accept', 1)
}

function groupOf(name: string, vpc: string, ingress: readonly SecurityRule[]): SecurityGroup {
  const origin = unwritten(`securityGroups.${name}`)
  // Lint names rules by their paths, so that no two have the same.
  const named = ingress.map((rule, at) => ({ ...rule, origin: unwritten(`${origin.path}.ingress[${at}]`) }))
  return { name, vpc, type: 'basic', innerAccess: 'drop', ingress: named, egress: [], origin }
}

function placeOf({ vswitch, address }: { readonly vswitch: string; readonly address: number }): string {
  return `${vswitch} ${address}`
}

/** The cloud has no server twice at the same port. */
function onceEach(members: readonly GroupMember[]): GroupMember[] {
  const servers = new Map(
    members.map((member) => {
      const { weight: _, ...server } = member
      return [JSON.stringify(server), member]
    }),
  )
  return [...servers.values()]
}
