/** Worlds with an endpoint of PrivateLink: a server of one VPC offered to another, or to its own, which may use equal addresses. */
import fc from 'fast-check'
import { type EndpointEni, eniName, type PrivateLinkEndpoint } from '../../cloud/endpoint.ts'
import type { EndpointService } from '../../cloud/endpoint-service.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { SecurityGroup } from '../../cloud/security-group.ts'
import type { VSwitch } from '../../cloud/vpc.ts'
import type { Packet } from '../../datapath/packet.ts'
import { prefixOf } from '../../net/cidr.ts'
import { ALL_PROTOCOLS, ICMP, TCP, UDP } from '../../net/protocol.ts'
import type { Eni, World } from './world.ts'

const aSketch = fc.record({
  vswitch: fc.nat(5),
  front: fc.nat(5),
  server: fc.nat(3),
  /** The group of the endpoint lets everybody in; else it is one of the world. */
  isOpen: fc.boolean(),
  /** So does that of the server. */
  isServerOpen: fc.boolean(),
  group: fc.nat(3),
  protocol: fc.constantFrom(TCP, TCP, TCP, UDP),
  port: fc.constantFrom(80, 80, 80, 443),
  serverPort: fc.constantFrom(80, 80, 443, 81),
})
type Sketch = typeof aSketch extends fc.Arbitrary<infer T> ? T : never

/** Two thirds of the worlds are left as they are; so are those without a server, or with none in the zone. */
export function withEndpoints(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.oneof(
    { weight: 2, arbitrary: worlds },
    { weight: 1, arbitrary: fc.tuple(worlds, aSketch).map(([world, sketch]) => withEndpoint(world, sketch)) },
  )
}

/** A world with an endpoint, and the call of an instance beside it: on the port of the service, or just beside. */
export function aCallThroughEndpoint(worlds: fc.Arbitrary<World>): fc.Arbitrary<[World, Packet]> {
  return fc
    .tuple(
      worlds,
      aSketch,
      fc.nat(7),
      fc.constantFrom(0, 0, 0, 0, 1),
      fc.constantFrom(TCP, TCP, TCP, UDP, ICMP),
    )
    .map(([world, sketch, from, beside, protocol]): [World, Packet] | undefined => {
      const drawn = withEndpoint(world, sketch)
      const [endpoint] = drawn.topology.endpoints.values()
      const callers = [...drawn.enis.keys()].filter((slot) => {
        const vpc = drawn.topology.vswitches.get(drawn.enis[slot]!.vswitch)!.vpc
        return drawn.enis[slot]!.kind !== 'endpoint' && vpc === endpoint?.vpc
      })
      const slot = callers[from % Math.max(1, callers.length)]
      if (endpoint === undefined || slot === undefined) return undefined
      const { port } = drawn.topology.endpointServices.get(endpoint.service)!
      const source = drawn.enis[slot]!.address
      const destination = endpoint.enis[0]!.address
      const packet = {
        slot,
        protocol,
        source,
        sourcePort: 49_152,
        destination,
        destinationPort: port + beside,
      }
      return [drawn, protocol === ICMP ? { ...packet, sourcePort: 0, destinationPort: 0 } : packet]
    })
    .filter((drawn) => drawn !== undefined)
}

function withEndpoint(world: World, sketch: Sketch): World {
  const { topology } = world
  const vswitches = [...topology.vswitches.values()]
  const consumer = vswitches[sketch.vswitch % vswitches.length]!
  const all = [...topology.servers.values()]
  const first = all[sketch.server % Math.max(1, all.length)]
  if (first === undefined) return world
  const siblings = all.filter((server) => server !== first && server.vpc === first.vpc)
  // R8.9: the service is in the zone of the endpoint.
  const fronts = vswitches.filter(({ vpc, zone }) => vpc === first.vpc && zone === consumer.zone)
  if (fronts.length === 0) return world
  const place = fronts[sketch.front % fronts.length]!
  const own = [...topology.securityGroups.values()].filter(({ vpc }) => vpc === consumer.vpc)
  const guard = own[sketch.group % Math.max(1, own.length)]
  const taken = new Set(world.enis.map(placeOf))
  for (const database of topology.databases.values()) taken.add(placeOf(database))
  for (const haVip of topology.haVips.values()) taken.add(placeOf(haVip))
  const take = (vswitch: VSwitch): number => {
    let address = vswitch.cidr.first + 1
    while (taken.has(placeOf({ vswitch: vswitch.name, address }))) address++
    taken.add(placeOf({ vswitch: vswitch.name, address }))
    return address
  }
  const group = sketch.isOpen || guard === undefined ? openGroup('guard', consumer.vpc) : guard
  const serverGroup = openGroup('served', first.vpc)
  const eni: EndpointEni = {
    name: eniName('endpoint', consumer.name),
    vpc: consumer.vpc,
    vswitch: consumer.name,
    zone: consumer.zone,
    address: take(consumer),
    securityGroups: [group.name],
    eipMode: 'nat',
    origin: unwritten('endpoints.endpoint'),
  }
  const service: EndpointService = {
    name: 'service',
    vpc: first.vpc,
    fronts: [{ vswitch: place.name, zone: place.zone, address: take(place) }],
    servers: [first, ...siblings].map(({ name }) => name),
    protocol: sketch.protocol,
    port: sketch.port,
    serverPort: sketch.serverPort,
    origin: unwritten('endpointServices.service'),
  }
  const endpoint: PrivateLinkEndpoint = {
    name: 'endpoint',
    vpc: consumer.vpc,
    service: 'service',
    enis: [eni],
    hostname: 'service.endpoint.example',
    origin: eni.origin,
  }
  const seen: Eni = {
    kind: 'endpoint',
    app: eni.name,
    vswitch: eni.vswitch,
    address: eni.address,
    eip: undefined,
    answers: true,
  }
  const securityGroups = new Map([
    ...topology.securityGroups,
    [group.name, group],
    [serverGroup.name, serverGroup],
  ])
  const opened = { ...first, securityGroups: [serverGroup.name] }
  return {
    topology: {
      ...topology,
      securityGroups,
      servers: sketch.isServerOpen
        ? new Map([...topology.servers].map(([name, server]) => [name, server === first ? opened : server]))
        : topology.servers,
      endpointServices: new Map([['service', service]]),
      endpoints: new Map([['endpoint', endpoint]]),
    },
    enis: [
      ...world.enis.filter(({ kind }) => kind === 'server'),
      seen,
      ...world.enis.filter(({ kind }) => kind !== 'server'),
    ],
  }
}

function placeOf({ vswitch, address }: { readonly vswitch: string; readonly address: number }): string {
  return `${vswitch} ${address}`
}

function openGroup(name: string, vpc: string): SecurityGroup {
  const origin = unwritten(`securityGroups.${name}`)
  const rule = {
    policy: 'accept',
    protocol: ALL_PROTOCOLS,
    ports: { first: 0, last: 65_535 },
    peer: { kind: 'cidr', cidr: prefixOf(0, 0) },
    priority: 1,
    origin,
  } as const
  return { name, vpc, type: 'basic', innerAccess: 'drop', ingress: [rule], egress: [], origin }
}
