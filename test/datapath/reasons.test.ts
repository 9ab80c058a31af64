import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { ask } from '../../src/datapath/ask.ts'
import type { KeptAnswer } from '../../src/datapath/called-name.ts'
import { type ReasonCode, reasons } from '../../src/datapath/reasons.ts'
import { compileTables } from '../../src/datapath/tables.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { GRE, ICMP } from '../../src/net/protocol.ts'
import { balanced, balancedFlow, balancedStory } from './balanced-world.ts'
import type { AttachmentText } from './cens-text.ts'
import { gatewayWorld } from './gateway-world.ts'
import { over6, type Wishes6 } from './ipv6-scene.ts'
import { named, story } from './named-world.ts'
import { flow, packetFrom, packetFromInternet, type Scene, scene, tell } from './scene.ts'

/** A small shop behind a NAT gateway; slot 0 has an EIP, 1 has none, 2 is in the vSwitch without SNAT, 3 elsewhere. */
const shop = scene({
  vpcs: { shop: '172.16.0.0/16', other: '10.0.0.0/16' },
  vswitches: {
    h: 'shop 172.16.1.0/24',
    i: 'shop 172.16.2.0/24',
    j: 'shop 172.16.3.0/24',
    o: 'other 10.0.1.0/24',
  },
  groups: {
    web: { ingress: ['accept tcp 80/443 from 0.0.0.0/0 @ 2', 'drop tcp 443 from 192.0.2.0/24'] },
    strict: { type: 'advanced' },
    far: { vpc: 'other' },
  },
  apps: {
    shop: { groups: ['web'] },
    vault: { groups: ['strict'] },
    far: { vpc: 'other', groups: ['far'] },
  },
  nats: {
    main: {
      eips: ['203.0.113.100', '203.0.113.101'],
      snat: [
        { from: '172.16.1.0/24', eips: ['203.0.113.100', '203.0.113.101'] },
        { from: '172.16.3.0/24', eips: [] },
      ],
    },
  },
  hosts: {
    partner: { address: '192.0.2.80', port: 443, whitelist: ['203.0.113.100'] },
    client: { address: '192.0.2.7' },
  },
  enis: [
    'shop h 172.16.1.5 203.0.113.10',
    'shop h 172.16.1.6 silent',
    'shop i 172.16.2.5',
    'shop j 172.16.3.5',
    'vault h 172.16.1.7',
    'far o 10.0.1.5',
  ],
})

/** A VPC without Internet, and an EIP on slot 0. */
const leftPrivate = scene({
  vpcs: { shop: { cidr: '172.16.0.0/16', isLeftPrivate: true } },
  groups: { web: {} },
  apps: { shop: { groups: ['web'] } },
  enis: ['shop h 172.16.1.5 203.0.113.10'],
})

/** Servers and databases: slot 0 runs, 1 is stopped; 2 is an instance with an EIP, 3 one in another VPC. */
const services = scene({
  vpcs: { shop: '172.16.0.0/16', other: '10.0.0.0/16' },
  vswitches: { h: 'shop 172.16.1.0/24', o: 'other 10.0.1.0/24' },
  groups: { web: { ingress: ['accept all from 0.0.0.0/0'] }, far: { vpc: 'other' } },
  apps: { shop: { groups: ['web'] }, far: { vpc: 'other', groups: ['far'] } },
  servers: {
    jump: { at: 'h 172.16.1.20', groups: ['web'], listens: ['tcp 22'] },
    idle: { at: 'h 172.16.1.21', groups: ['web'], listens: ['tcp 22'], running: false },
  },
  databases: { orders: { at: 'h 172.16.1.30 192.0.2.33', whitelist: ['172.16.9.0/24'] } },
  enis: ['shop h 172.16.1.5 203.0.113.10', 'far o 10.0.1.5'],
})

/** An ACL on vSwitch h that lets port 80 in and nothing out. */
const fenced = scene({
  vpcs: {
    shop: {
      cidr: '172.16.0.0/16',
      acls: {
        edge: { vswitches: ['h'], ingress: ['drop tcp 443 from 0.0.0.0/0', 'accept tcp 80 from 0.0.0.0/0'] },
      },
    },
  },
  groups: { web: {} },
  apps: { shop: { groups: ['web'] } },
  enis: ['shop h 172.16.1.5', 'shop i 172.16.2.5'],
})

/** Two NAT gateways with DNAT; vSwitch i has a table of its own, which leads hardly anywhere. */
const routed = scene({
  vpcs: {
    shop: {
      cidr: '172.16.0.0/16',
      tables: { quiet: { vswitches: ['i'], routes: ['198.51.100.0/24 via natGateway/gone'] } },
    },
  },
  groups: { web: { ingress: ['accept all from 0.0.0.0/0'] } },
  apps: { shop: { groups: ['web'] } },
  nats: {
    main: {
      eips: ['203.0.113.100'],
      snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.100'] }],
      dnat: [
        '203.0.113.100 tcp 80 to 172.16.1.5',
        '203.0.113.100 tcp 81 to 172.16.2.5 80',
        '203.0.113.100 tcp 82 to 172.16.1.6 80',
      ],
    },
    other: {
      eips: ['203.0.113.101'],
      icmpReply: false,
      snat: [],
      dnat: ['203.0.113.101 tcp 80 to 172.16.1.5'],
    },
  },
  enis: ['shop h 172.16.1.5', 'shop h 172.16.1.6 203.0.113.10', 'shop i 172.16.2.5'],
})
/** Other readings than the suggested ones: advanced groups keep no sessions, and nobody calls an EIP from inside. */
const strange = scene({
  assume: { advancedGroups: 'stateless', eipHairpin: 'dropped' },
  vpcs: { shop: '172.16.0.0/16' },
  groups: {
    web: { ingress: ['accept all from 0.0.0.0/0'] },
    strict: { type: 'advanced', egress: ['accept all from 0.0.0.0/0'] },
  },
  apps: { shop: { groups: ['web'] }, vault: { groups: ['strict'] } },
  enis: ['shop h 172.16.1.5 203.0.113.10', 'vault h 172.16.1.7'],
})
/** A database whose whitelist has just been changed (`simulation/whitelists.ts`). */
const changing = withChangeUnderWay(
  scene({
    vpcs: { shop: '172.16.0.0/16' },
    groups: { web: {} },
    apps: { shop: { groups: ['web'] } },
    databases: { orders: { at: 'h 172.16.1.30', whitelist: ['172.16.9.0/24'] } },
    enis: ['shop h 172.16.1.5'],
  }),
)
function withChangeUnderWay({ live, tables }: Scene): Scene {
  const { databases } = tables.topology
  const { whitelist, ...database } = databases.get('orders')!
  const next = { ...whitelist, groups: [] }
  const changed = {
    ...database,
    whitelist: { ...whitelist, underWay: [{ whitelist: next, dueUs: 120_000_000 }] },
  }
  const topology = { ...tables.topology, databases: new Map([['orders', changed]]) }
  return { live, topology, tables: compileTables(topology, tables) }
}
/** An IPv4 gateway that no table leads to. */
const central = scene({
  vpcs: { shop: { cidr: '172.16.0.0/16', ipv4Gateway: [] } },
  groups: { web: {} },
  apps: { shop: { groups: ['web'] } },
  hosts: { partner: { address: '192.0.2.80', port: 443 } },
  enis: ['shop h 172.16.1.5 203.0.113.10'],
})

/** VPC office is peered with shop, whose table lacks the way back; it leads the Internet into the peering as well. */
const peered = scene({
  vpcs: {
    office: {
      cidr: '10.0.0.0/16',
      tables: {
        system: { routes: ['172.16.0.0/16 via peering/link', '192.0.2.0/24 via peering/link'] },
      },
    },
    shop: '172.16.0.0/16',
  },
  vswitches: { o: 'office 10.0.1.0/24', h: 'shop 172.16.1.0/24' },
  groups: { desk: {}, web: { vpc: 'shop', ingress: ['accept all from 0.0.0.0/0'] } },
  apps: { desk: { groups: ['desk'] }, shop: { vpc: 'shop', groups: ['web'] } },
  peerings: { link: ['office', 'shop'] },
  enis: ['desk o 10.0.1.5', 'shop h 172.16.1.5'],
})

/** Shop is attached to a CEN with VPC data, in this or that way. */
const attached = (
  off: Partial<AttachmentText>,
  more: {
    far?: Partial<AttachmentText>
    table?: string[]
    routes?: string[]
    d?: string
    acl?: boolean
  } = {},
) =>
  scene({
    vpcs: {
      shop: {
        cidr: '172.16.0.0/16',
        tables: { system: { routes: more.routes ?? [] } },
      },
      data: { cidr: '10.9.0.0/16', ...(more.acl && { acls: { edge: { vswitches: ['x'] } } }) },
    },
    vswitches: { h: 'shop 172.16.1.0/24', d: 'data 10.9.1.0/24', x: `data ${more.d ?? '10.9.8.0/29'}` },
    groups: { web: {}, inner: { vpc: 'data', ingress: ['accept all from 0.0.0.0/0'] } },
    apps: { shop: { groups: ['web'] }, data: { vpc: 'data', groups: ['inner'] } },
    nats: { exit: { vpc: 'shop', eips: ['203.0.113.100'], snat: [] } },
    cens: {
      backbone: {
        attachments: { shop: { vswitches: ['h'], ...off }, data: { vswitches: ['x'], ...more.far } },
        tables: { default: more.table ?? [] },
      },
    },
    enis: ['shop h 172.16.1.5', 'data d 10.9.1.5'],
  })
const calls9 = (where: Scene, to = '10.9.1.5') => tell(where, packetFrom(where, 0, to))

/** Two firewalls that send everything to each other; the second is stopped, and it alone could hold the HaVip. */
const walled = scene({
  vpcs: {
    shop: { cidr: '172.16.0.0/16', tables: { system: { routes: ['0.0.0.0/0 via server/fw'] } } },
  },
  groups: { wall: { ingress: ['accept all from 0.0.0.0/0'] } },
  apps: { shop: { groups: ['wall'] } },
  servers: {
    fw: { at: 'h 172.16.1.10', groups: ['wall'], forwarding: true },
    idle: {
      at: 'h 172.16.1.12',
      groups: ['wall'],
      running: false,
      enis: { eth1: { at: 'h 172.16.1.11 203.0.113.60 cut', groups: ['wall'] } },
    },
    spare: { at: 'h 172.16.1.13', groups: ['wall'] },
  },
  haVips: { gate: { at: 'h 172.16.1.9', members: ['idle'] } },
  enis: ['shop h 172.16.1.5'],
})

const sends = (slot: number, to: string, more = {}) => tell(shop, packetFrom(shop, slot, to, more))
const calls = (to: string) => tell(shop, packetFromInternet(shop, '192.0.2.7', to))
const asks = (where: Scene, from: string, to: string, slot: number) => {
  const { code, details } = ask(where.tables, where.live, flow(from, to), slot)
  return { blockers: [{ code, details }], notes: [] }
}

const asks6 = (wishes: Wishes6, from: string, to: string) => {
  const { code, details } = over6(wishes).ask(from, to, 443)
  return { blockers: [{ code, details }], notes: [] }
}

/** Names and an endpoint; nobody runs behind it. */
const names = named(`
vpcs:
  shop: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } }
securityGroups: { web: { vpc: shop, ingress: [ { accept: all, from: 0.0.0.0/0 } ] } }
servers:
  web: { vswitch: h, securityGroups: [ web ] }
  bank: { vswitch: h, securityGroups: [ web ], running: false }
databases:
  orders: { engine: rds, vswitch: h, address: 172.16.1.30, publicAddress: 192.0.2.33, whitelist: { all: [ 172.16.0.0/16 ] } }
internet: { client: { address: 192.0.2.7 } }
privateZones:
  inner: { zone: shop.internal, vpcs: [ shop ], records: { db: { a: 172.16.1.30 } } }
endpointServices: { billing: { vswitches: [ h ], servers: [ bank ], port: 443 } }
endpoints: { pay: { service: billing, vswitches: [ h ], securityGroup: web } }
flows:
  pay: { from: server/web, to: endpoint/pay }
  unknown: { from: server/web, to: bd.shop.internal, port: 3306 }
  outside: { from: internet/client, to: orders.db.example, port: 3306 }
  db: { from: server/web, to: db.shop.internal, port: 3306 }
`)
const called = (name: string, kept?: KeptAnswer) => {
  const { answer, told } = story(names, name, kept)
  return told?.explanation ?? { blockers: [{ code: answer.code, details: answer.details }], notes: [] }
}

/** An ALB of the intranet, CLBs and a service name; the pool `gone` still has a server that is not there. */
const balancers = balanced(
  `
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }, i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 } }
securityGroups: { web: { vpc: shop, ingress: [ { accept: all, from: 0.0.0.0/0 } ] } }
internet: { client: { address: 192.0.2.7 } }
apps: { shop: { vswitches: [ h, i ], securityGroup: web, port: 8080, instances: 1 } }
servers: { jump: { vswitch: h, securityGroups: [ web ] } }
accessLists: { office: [ 198.51.100.0/24 ] }
serverGroups:
  web: { servers: [ app/shop ] }
  gone: { servers: [ app/shop ] }
  fresh: { servers: [ app/shop ] }
  port: { servers: [ { to: app/shop, port: 8081 } ] }
  empty: { servers: [] }
  stream: { product: clb, servers: [ app/shop ] }
loadBalancers:
  front:
    type: alb
    network: intranet
    vswitches: [ h, i ]
    listeners:
      http:
        port: 80
        protocol: http
        default: web
        rules: { fixed: { priority: 1, when: [ { path: /fixed } ], do: [ { fixedResponse: 403 } ] } }
      listed: { port: 81, protocol: http, default: web, access: { white: [ office ] } }
      gone: { port: 82, protocol: http, default: gone }
      port: { port: 83, protocol: http, default: port }
      empty: { port: 84, protocol: http, default: empty }
      fresh: { port: 86, protocol: http, default: fresh }
      secure: { port: 443, protocol: https, default: web, certificates: [ site, old, short ] }
      strict:
        port: 85
        protocol: http
        rules: { api: { priority: 1, when: [ { host: shop.example.com }, { path: /api } ], do: [ { forward: web } ] } }
  edge: { type: clb, network: intranet, vswitches: [ h ], listeners: { tcp: { port: 80, protocol: tcp, running: true, default: stream } } }
  outer: { type: clb, network: internet, publicAddress: 203.0.113.9, listeners: { tcp: { port: 80, protocol: tcp, running: true, default: stream } } }
services:
  orders: { app: shop, name: orders, namespace: default, ports: [ { port: 80, targetPort: 8080, protocol: tcp } ] }
flows:
  buy: { from: client, to: loadBalancer/front, port: 80 }
  inner: { from: app/shop, to: loadBalancer/outer, port: 80 }
  absent: { from: app/shop, to: loadBalancer/front, port: 8 }
  ping: { from: app/shop, to: loadBalancer/front, protocol: icmp }
  listed: { from: app/shop, to: loadBalancer/front, port: 81 }
  host: { from: app/shop, to: loadBalancer/front, port: 85, host: other.example.com }
  path: { from: app/shop, to: loadBalancer/front, port: 85, host: shop.example.com }
  fixed: { from: app/shop, to: loadBalancer/front, port: 80, path: /fixed }
  empty: { from: app/shop, to: loadBalancer/front, port: 84 }
  port: { from: app/shop, to: loadBalancer/front, port: 83 }
  stale: { from: app/shop, to: loadBalancer/front, port: 82 }
  registering: { from: app/shop, to: loadBalancer/front, port: 86 }
  hairpin: { from: app/shop, to: loadBalancer/edge, port: 80 }
  outside: { from: server/jump, to: service/orders-default, port: 80 }
  self: { from: app/shop, to: service/orders-default, port: 80 }
  default: { from: app/shop, to: loadBalancer/front, port: 80 }
  unbound: { from: app/shop, to: www.site.example, port: 443 }
  text: { from: app/shop, to: text.site.example, port: 443 }
  plain: { from: app/shop, to: loadBalancer/front, port: 80, scheme: https, host: www.site.example }
  misnamed: { from: app/shop, to: loadBalancer/front, port: 443 }
  ended: { from: app/shop, to: loadBalancer/front, port: 443, host: old.example }
  ending: { from: app/shop, to: loadBalancer/front, port: 443, host: short.example }
certificates:
  site: { domains: [ '*.site.example', '*.alb.example.com' ] }
  old: { domains: old.example, expires: expired }
  short: { domains: short.example, expires: 14d }
dns:
  text.site.example: { txt: hello }
`,
  ['shop h 172.16.1.50'],
)
const stale = { key: 'shop-1', address: ipv4(172, 16, 1, 99), port: 8080, weight: 100, zone: 'cn-hangzhou-h' }
balancers.live.pools.set('fresh', {
  candidates: () => [],
  whyNobody: () => 'registering',
  isFailingOpen: false,
})
for (const [name, state] of [
  ['old', 'ended'],
  ['short', 'ending'],
] as const)
  balancers.live.certificates.set(balancers.scenario.topology.certificates.get(name)!, state)
balancers.live.pools.set('gone', {
  candidates: () => [stale],
  whyNobody: () => 'empty',
  isFailingOpen: false,
})
const balancing = (name: string) => {
  const via = name === 'inner' ? ({ via: 'internal' } as const) : {}
  const flow = { ...balancers.scenario.flows.find((each) => each.name === name)!, ...via }
  const { answer, told } = balancedFlow(balancers, flow)
  return told?.explanation ?? { blockers: [{ code: answer.code, details: answer.details }], notes: [] }
}

const CALLS = `
flows:
  call: { from: laptop, to: gateway/front, service: llm }
  theft: { from: thief, to: gateway/front, service: llm }
  own: { from: server/own, to: gateway/front, service: llm }
  behind: { from: server/behind, to: gateway/front, service: llm }
  outside: { from: laptop, to: name/gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
  path: { from: laptop, to: gateway/front, path: /api/predict/lm }
  method: { from: laptop, to: gateway/front, service: llm, method: PUT }
  none: { from: laptop, to: gateway/front, service: llm, token: none }
  scheme: { from: laptop, to: gateway/front, service: llm, token: 'Bearer secret-1' }
  custom: { from: laptop, to: gateway/front, service: llm, host: api.example.com }
`
const OPEN =
  'internet: { entry: on, whitelist: [ 198.51.100.7 ], publicAddress: 203.0.113.200 }, ' +
  'vpcs: { shop: { vswitch: shop-h, address: 172.16.1.250, whitelist: [ 172.16.1.0/24 ] } }'
const gateways = {
  off: gatewayWorld({ flows: CALLS }),
  empty: gatewayWorld({ front: 'internet: { entry: on }', flows: CALLS }),
  open: gatewayWorld({ front: OPEN, llm: 'methods: [ GET, POST ]', flows: CALLS }),
  alb: gatewayWorld(
    {
      more: '\ngateways: { front: { type: alb } }\n',
      llm: 'vswitches: [ shop-h ], securityGroup: closed',
      flows: CALLS,
    },
    [],
  ),
}
/** `part` of the gateway was ordered, and does not hold before the fifth minute. */
const inference = (world: keyof typeof gateways, name: string, part?: string) => {
  const { tables, ...rest } = gateways[world]
  const { topology } = tables
  const isRemoved = part === 'removed'
  const underWay = part === undefined || isRemoved ? [] : [{ part, dueUs: 300_000_000 }]
  const gateway = {
    ...topology.gateways.get('front')!,
    underWay,
    ...(isRemoved && { removedLinks: ['shop'] }),
  }
  const changed = compileTables({ ...topology, gateways: new Map([['front', gateway]]) }, tables)
  const { answer, told } = balancedStory({ ...rest, tables: changed }, name)
  return told?.explanation ?? { blockers: [{ code: answer.code, details: answer.details }], notes: [] }
}

/** Each produces its reason as the first blocker, or as a note. */
const producers: Record<ReasonCode, () => { blockers: readonly object[]; notes: readonly object[] }> = {
  VPC_NO_INTERNET_BY_DEFAULT: () => sends(5, '192.0.2.80:443'),
  VPC_NOT_CONNECTED: () => sends(0, '10.0.1.5'),
  NO_ROUTE: () => sends(5, '192.168.0.1'),
  PRIVATE_ADDRESS_TO_INTERNET: () => sends(1, '192.168.0.1'),
  ADDRESS_UNKNOWN: () => sends(0, '172.16.2.77'),
  SG_NO_ALLOW_OUT: () => sends(4, '192.0.2.80:443'),
  SG_NO_ALLOW_IN: () => calls('203.0.113.10:79'),
  SG_DENY_RULE: () => calls('203.0.113.10:443'),
  ROUTE_TARGET_DOWN: () => tell(routed, packetFrom(routed, 2, '198.51.100.1')),
  FORWARDING_LOOP: () => tell(walled, packetFrom(walled, 4, '192.0.2.80:443')),
  HAVIP_WITHOUT_HOLDER: () => tell(walled, packetFrom(walled, 4, '172.16.1.9')),
  CUT_THROUGH_ONLY_PUBLIC: () => tell(walled, packetFrom(walled, 4, '172.16.1.11')),
  VPC_LEFT_PRIVATE: () => tell(leftPrivate, packetFrom(leftPrivate, 0, '192.0.2.80:443')),
  IPV4GW_ROUTE_MISSING: () => tell(central, packetFrom(central, 0, '192.0.2.80:443')),
  NO_RETURN_ROUTE: () => tell(routed, packetFromInternet(routed, '192.0.2.7', '203.0.113.100:81')),
  ASYMMETRIC_NAT: () => tell(routed, packetFromInternet(routed, '192.0.2.7', '203.0.113.101')),
  PEERING_NOT_TRANSITIVE: () => tell(peered, packetFrom(peered, 0, '192.0.2.80:443')),
  DNAT_HAIRPIN: () => tell(routed, packetFrom(routed, 0, '203.0.113.100')),
  DNAT_TARGET_HAS_EIP: () => tell(routed, packetFromInternet(routed, '192.0.2.7', '203.0.113.100:82')),
  ACL_DENY_OUT: () => tell(fenced, packetFrom(fenced, 0, '172.16.2.5')),
  ACL_DENY_IN: () => tell(fenced, packetFrom(fenced, 1, '172.16.1.5:443')),
  ACL_RETURN_DENIED: () => tell(fenced, packetFrom(fenced, 1, '172.16.1.5')),
  SNAT_NO_ENTRY: () => sends(2, '192.0.2.80:443'),
  SNAT_ENTRY_WITHOUT_EIP: () => sends(3, '192.0.2.80:443'),
  NAT_PROTOCOL_UNSUPPORTED: () => sends(0, '192.0.2.80', { protocol: GRE }),
  NAT_NO_SESSION: () => calls('203.0.113.100'),
  NAT_ICMP_REPLY_OFF: () =>
    tell(routed, packetFromInternet(routed, '192.0.2.7', '203.0.113.101', { protocol: ICMP })),
  EIP_NONE_ON_INSTANCE: () => asks(shop, 'internet/client', 'app/shop', 1),
  EIP_NOT_BOUND: () => calls('203.0.113.13'),
  INSTANCE_NOT_ANSWERING: () => sends(0, '172.16.1.6'),
  SERVER_NOT_RUNNING: () => tell(services, packetFrom(services, 0, '172.16.1.21:22')),
  DB_WHITELIST_LACKS_VSWITCH: () => tell(services, packetFrom(services, 2, '172.16.1.30:3306')),
  DB_WHITELIST_LACKS_EGRESS_IP: () => tell(services, packetFrom(services, 2, '192.0.2.33:3306')),
  DB_OTHER_VPC: () => tell(services, packetFrom(services, 3, '172.16.1.30:3306')),
  DB_PUBLIC_NAME_INSIDE_VPC: () => tell(services, packetFrom(services, 2, '192.0.2.33:3306')),
  PORT_NOT_SERVED: () => calls('203.0.113.10:81'),
  SOURCE_NOT_WHITELISTED: () => sends(0, '192.0.2.80:443'),
  INSTANCE_ADDRESS_NOT_A_CONTRACT: () => asks(shop, 'app/shop', 'app/vault', 0),
  TR_ASSOCIATION_MISSING: () => calls9(attached({ associate: 'none' })),
  TR_PROPAGATION_MISSING: () => calls9(attached({}, { far: { propagate: [] } })),
  TR_ROUTE_MISSING: () => calls9(attached({}, { routes: ['10.0.0.0/8 via cen/backbone'] }), '10.7.0.1'),
  TR_BLACKHOLE: () => calls9(attached({}, { table: ['10.9.1.0/24 to blackhole'] })),
  CEN_ROUTE_NOT_PUBLISHED: () => calls9(attached({ autoPublish: false })),
  CEN_ROUTE_NOT_ACCEPTED: () => calls9(attached({ acceptRoutes: false })),
  CEN_ROUTE_CONFLICT: () => calls9(attached({}, { routes: ['10.9.1.0/24 via natGateway/exit'] })),
  CEN_CIDR_OVERLAP: () => calls9(attached({}, { d: '172.16.0.0/20' }), '172.16.5.5'),
  ROUTE_LOSES_TO_MORE_SPECIFIC: () => calls9(attached({}, { routes: ['10.9.1.0/28 via natGateway/exit'] })),
  ACL_TRANSIT_DENIED: () => calls9(attached({}, { acl: true })),
  IPV6_NO_ADDRESS: () => asks6({}, 'server/plain', 'internet/partner'),
  IPV6_GATEWAY_MISSING: () => asks6({ gateway: undefined }, 'server/web', 'internet/partner'),
  IPV6_ROUTE_MISSING: () => asks6({ routes: '' }, 'server/web', 'internet/partner'),
  IPV6_NO_BANDWIDTH: () => asks6({ gateway: 'edition: free' }, 'internet/client', 'server/web'),
  IPV6_EGRESS_ONLY: () =>
    asks6(
      { gateway: 'edition: medium, internetBandwidth: { web: 5Mbps }, egressOnly: [ web ]' },
      'internet/client',
      'server/web',
    ),
  BACKENDS_ALL_UNHEALTHY: () => called('pay'),
  LB_HAS_NO_PUBLIC_SIDE: () => balancing('buy'),
  LB_HAS_NO_PRIVATE_SIDE: () => balancing('inner'),
  LISTENER_ABSENT: () => balancing('absent'),
  LISTENER_PROTOCOL_MISMATCH: () => balancing('ping'),
  LB_ACL_DENIED: () => balancing('listed'),
  HOST_UNMATCHED: () => balancing('host'),
  PATH_UNMATCHED: () => balancing('path'),
  LB_FIXED_RESPONSE: () => balancing('fixed'),
  BACKENDS_NONE: () => balancing('empty'),
  BACKEND_PORT_MISMATCH: () => balancing('port'),
  BACKEND_STALE: () => balancing('stale'),
  BACKEND_REGISTERING: () => balancing('registering'),
  LB_HAIRPIN: () => balancing('hairpin'),
  K8S_SERVICE_OUTSIDE_VPC: () => balancing('outside'),
  K8S_SERVICE_SELF_CALL: () => balancing('self'),
  FELL_TO_DEFAULT: () => balancing('default'),
  DOMAIN_NOT_BOUND: () => balancing('unbound'),
  CNAME_MISSING: () => balancing('text'),
  CERT_ABSENT: () => balancing('plain'),
  CERT_NAME_MISMATCH: () => balancing('misnamed'),
  CERT_EXPIRED: () => balancing('ended'),
  CERT_EXPIRES_SOON: () => balancing('ending'),
  GW_PUBLIC_ENTRY_OFF: () => inference('off', 'call'),
  GW_PUBLIC_WHITELIST_EMPTY: () => inference('empty', 'call'),
  GW_PUBLIC_WHITELIST_MISS: () => inference('open', 'theft'),
  GW_VPC_WHITELIST_MISS: () => inference('open', 'behind'),
  GW_VPC_NOT_ADDED: () => inference('off', 'own'),
  GW_VPC_REMOVED: () => inference('off', 'own', 'removed'),
  GW_ALB_NOT_CREATED: () => inference('alb', 'call'),
  GW_WRONG_ENDPOINT_SIDE: () => inference('open', 'outside'),
  GW_SERVICE_UNKNOWN: () => inference('open', 'path'),
  GW_METHOD_REFUSED: () => inference('open', 'method'),
  GW_TOKEN_MISSING: () => inference('open', 'none'),
  GW_TOKEN_WRONG: () => inference('open', 'scheme'),
  GW_LINK_CREATING: () => inference('off', 'own', 'vpcs.shop'),
  GW_ALB_CREATING: () => inference('alb', 'call', 'internet'),
  DOMAIN_PROPAGATING: () => inference('open', 'custom', 'domains.api.example.com'),
  NAME_UNKNOWN: () => called('unknown'),
  NAME_OTHER_SIDE: () => called('outside'),
  NAME_CACHED_OLD: () =>
    called('db', { address: ipv4(172, 16, 1, 99), changedUs: 60_000_000, untilUs: 120_000_000 }),
  PORT_25_BLOCKED: () => sends(0, '192.0.2.7:25'),
  EIP_HAIRPIN: () => tell(strange, packetFrom(strange, 0, '203.0.113.10')),
  EIP_HAIRPIN_ASSUMED: () => tell(services, packetFrom(services, 2, '203.0.113.10')),
  SG_RETURN_DENIED: () => tell(strange, packetFrom(strange, 1, '172.16.1.5')),
  WHITELIST_CHANGE_UNDERWAY: () => tell(changing, packetFrom(changing, 0, '172.16.1.30:3306')),
  SNAT_BYPASSED_BY_EIP: () => sends(0, '192.0.2.7'),
  EGRESS_ADDRESS_AMBIGUOUS: () => sends(1, '192.0.2.7'),
}

describe('the reasons of the data path', () => {
  it.each(reasons)('$code should have a test that produces it', ({ code, severity, fix }) => {
    const { blockers, notes } = producers[code]()
    const [found] = severity === 'error' ? blockers : notes
    expect(found).toMatchObject({ code })
    const { details } = found as { details: Record<string, string> }
    expect(fillTemplate(fix, details)).not.toMatch(/<|undefined/)
  })

  it('should be told in full sentences, with a source', () => {
    for (const { sentence, fix, source } of reasons) {
      expect(sentence).toMatch(/^[A-Z].*\.$/)
      expect(fix).toMatch(/^[A-Z].*\.$/)
      expect(source).toMatch(/^facts\/(vpc|load-balancing|deployment) /)
    }
  })

  it('should read as advice', () => {
    const fixes = (Object.keys(producers) as ReasonCode[]).map((code) => {
      const { blockers, notes } = producers[code]()
      const [found] = [...blockers, ...notes].filter((one) => 'code' in one && one.code === code)
      const { details } = found as { details: Record<string, string> }
      return `${code}: ${fillTemplate(reasons.find((reason) => reason.code === code)!.fix, details)}`
    })
    expect(fixes.join('\n')).toMatchInlineSnapshot(`
      "VPC_NO_INTERNET_BY_DEFAULT: Give far an EIP pool with a free address, or add to VPC other an Internet NAT gateway with an SNAT entry that covers vSwitch o.
      VPC_NOT_CONNECTED: Connect VPC shop with VPC other through a peering or CEN, with routes in both directions.
      NO_ROUTE: Check the address 192.168.0.1, or add a route for it to route table system of VPC other.
      PRIVATE_ADDRESS_TO_INTERNET: Use the public address of the service in place of 192.168.0.1, or connect the network that has 192.168.0.1.
      ADDRESS_UNKNOWN: Check the address 172.16.2.77: nothing in vSwitch i has it.
      SG_NO_ALLOW_OUT: Add an egress rule to security group strict: accept tcp 443 to 192.0.2.80.
      SG_NO_ALLOW_IN: Add an ingress rule to security group web: accept tcp 79 from 192.0.2.7.
      SG_DENY_RULE: Remove or narrow rule "drop tcp 443 from 192.0.2.0/24" (line 7), which drops tcp 443 from 192.0.2.0/24 at priority 1, or let an accept rule come before it.
      ROUTE_TARGET_DOWN: Let routeTables.quiet.routes[0] (line 12) lead to a gateway of VPC shop: there is no natGateway/gone in it.
      FORWARDING_LOOP: Let routeTables.system.routes[0] (line 12) lead elsewhere, for the packet goes round: server fw to server fw.
      HAVIP_WITHOUT_HOLDER: Start one of the members of HaVip gate (haVips.gate, line 19): idle.
      CUT_THROUGH_ONLY_PUBLIC: Use another ENI of server idle, or bind the EIP of idle/eth1 with eipMode: nat (servers.idle.enis.eth1, line 18).
      VPC_LEFT_PRIVATE: Delete it in mode public (ipv4Gateway: { deleted: public } of VPC shop, line 0), or give the VPC an IPv4 gateway again.
      IPV4GW_ROUTE_MISSING: Add a route for 192.0.2.80/32 or 0.0.0.0/0 via ipv4Gateway to route table system of VPC shop, which is the one of vSwitch h.
      NO_RETURN_ROUTE: Add a route for 192.0.2.7/32 or 0.0.0.0/0 via natGateway/main to route table quiet of VPC shop.
      ASYMMETRIC_NAT: Route 192.0.2.7/32 via natGateway/other in route table system of VPC shop: now 0.0.0.0/0 to NAT gateway main takes it.
      PEERING_NOT_TRANSITIVE: Let routeTables.system.routes[1] (line 12) lead elsewhere: peering/link ends in VPC shop, which has 172.16.0.0/16, and nobody goes on through it.
      DNAT_HAIRPIN: Call shop by its private address, or set eipMode: nat on NAT gateway main.
      DNAT_TARGET_HAS_EIP: Call shop by its EIP 203.0.113.10, or take the EIP away and keep natGateways.main.dnat[2] (line 8).
      ACL_DENY_OUT: Add an egress entry to network ACL edge: accept tcp 80 to 172.16.2.5/32.
      ACL_DENY_IN: Add an ingress entry to network ACL edge, before networkAcls.edge.ingress[0] (line 11): accept tcp 443 from 172.16.2.5/32.
      ACL_RETURN_DENIED: Add an egress entry to network ACL edge: accept tcp 1024/65535 to 172.16.2.5/32, so that replies pass.
      SNAT_NO_ENTRY: Add an SNAT entry to NAT gateway main that covers 172.16.2.5, for instance for vSwitch i.
      SNAT_ENTRY_WITHOUT_EIP: Bind an EIP to NAT gateway main and name it in natGateways.main.snat[1] (line 9).
      NAT_PROTOCOL_UNSUPPORTED: Carry gre over a private connection to 192.0.2.80, or use TCP or UDP.
      NAT_NO_SESSION: Add a DNAT entry for tcp 80 of 203.0.113.100 to NAT gateway main, or call an instance by its own EIP.
      NAT_ICMP_REPLY_OFF: Set icmpReply: true on NAT gateway other (natGateways.other, line 0), or test with a port that a DNAT entry has.
      EIP_NONE_ON_INSTANCE: Give shop an EIP pool that has an address for each instance and one more, or publish shop through an Ingress or a Service.
      EIP_NOT_BOUND: Bind 203.0.113.13 of pool pool to an instance, or call an EIP that is in use.
      INSTANCE_NOT_ANSWERING: Keep shop at enough ready instances while others start or stop, or look at why this one does not start.
      SERVER_NOT_RUNNING: Start server idle (servers.idle, line 13), or wait until its zone is back.
      DB_WHITELIST_LACKS_VSWITCH: Add 172.16.1.0/24 (vSwitch h) to the whitelist of database orders (databases.orders.whitelist, line 15), which has 172.16.9.0/24.
      DB_WHITELIST_LACKS_EGRESS_IP: Add 203.0.113.10 to the whitelist of database orders (databases.orders.whitelist, line 15), which has 172.16.9.0/24; and all other EIPs of pool pool, of which a new instance may draw any; better, call its internal address 172.16.1.30, which is in VPC shop too.
      DB_OTHER_VPC: Connect VPC other with VPC shop of database orders through a peering or CEN, with routes in both directions, and go on calling its internal address.
      DB_PUBLIC_NAME_INSIDE_VPC: Call the internal address 172.16.1.30 of database orders, and let its whitelist have 172.16.1.0/24 (vSwitch h).
      PORT_NOT_SERVED: Call shop on a port that it serves (80), or let it serve 81.
      SOURCE_NOT_WHITELISTED: Add 203.0.113.10 to the whitelist of partner (internet.partner.whitelist, line 0), which has 203.0.113.100/32.
      INSTANCE_ADDRESS_NOT_A_CONTRACT: Let shop call vault through an Ingress, a Service or a Kubernetes service name.
      TR_ASSOCIATION_MISSING: Associate VPC shop in CEN backbone with a route table: set associate in cens.backbone.attachments.shop (line 21).
      TR_PROPAGATION_MISSING: Let VPC data propagate to route table default of CEN backbone: set propagate in cens.backbone.attachments.data (line 21).
      TR_ROUTE_MISSING: Add a route for 10.7.0.1/32 to route table default of CEN backbone (cens.backbone.routeTables.default, line 22), or let the VPC that has a way there publish it.
      TR_BLACKHOLE: Remove or narrow cens.backbone.routeTables.default.routes[0] (line 22), the route for 10.9.1.0/24 in route table default of CEN backbone.
      CEN_ROUTE_NOT_PUBLISHED: Set autoPublish: true for VPC shop in CEN backbone (cens.backbone.attachments.shop, line 21), or add a route for 10.9.1.5/32 via cen/backbone to route table system of VPC shop.
      CEN_ROUTE_NOT_ACCEPTED: Set acceptRoutes: true for VPC shop in CEN backbone (cens.backbone.attachments.shop, line 21), or add a route for 10.9.1.5/32 via cen/backbone to route table system of VPC shop.
      CEN_ROUTE_CONFLICT: Remove the route 10.9.1.0/24 to NAT gateway exit from route table system of VPC shop (routeTables.system.routes[0], line 12), or let it lead to cen/backbone.
      CEN_CIDR_OVERLAP: Give vSwitch h or vSwitch x another CIDR block: 172.16.1.0/24 and 172.16.0.0/20 overlap. Or translate with a VPC NAT gateway.
      ROUTE_LOSES_TO_MORE_SPECIFIC: Remove or narrow the route 10.9.1.0/28 to NAT gateway exit in route table system of VPC shop (routeTables.system.routes[0], line 12), which is more specific than 10.9.1.0/24 to CEN backbone.
      ACL_TRANSIT_DENIED: Add an egress entry to network ACL edge: accept tcp 80 to 10.9.1.5/32. Or attach the VPC by vSwitches without an ACL.
      IPV6_NO_ADDRESS: Let the flow use IPv4, or give servers.plain an ipv6 address.
      IPV6_GATEWAY_MISSING: Add ipv6Gateway to VPC shop, with Internet bandwidth for web, and a route ::/0 via ipv6Gateway to route table system.
      IPV6_ROUTE_MISSING: Add a route ::/0 via ipv6Gateway to route table system of VPC shop, which is the one of vSwitch h.
      IPV6_NO_BANDWIDTH: Give web internetBandwidth in the IPv6 gateway of VPC shop.
      IPV6_EGRESS_ONLY: Take web out of egressOnly (vpcs.shop.ipv6Gateway.egressOnly[0], line 6), or let it open the connection itself.
      BACKENDS_ALL_UNHEALTHY: Start one of bank behind endpoint service billing (endpointServices.billing, line 14).
      LB_HAS_NO_PUBLIC_SIDE: Let load balancer front be of network internet (loadBalancers.front, line 20), or call it from inside its VPC.
      LB_HAS_NO_PRIVATE_SIDE: Call its public address, which needs a way to the Internet, or let load balancer outer be of network intranet (loadBalancers.outer, line 41).
      LISTENER_ABSENT: Call load balancer front on a port that it hears (http 80, http 81, http 82, http 83, http 84, http 86, https 443, http 85), or add a listener for it (loadBalancers.front, line 20).
      LISTENER_PROTOCOL_MISMATCH: Call load balancer front by a protocol that it hears: http 80, http 81, http 82, http 83, http 84, http 86, https 443, http 85 (loadBalancers.front, line 20); nobody behind such an address answers ping.
      LB_ACL_DENIED: Let listener listed admit the caller, whom it knows as 172.16.1.50: add 172.16.1.50/32 to access list office (accessLists.office, line 11).
      HOST_UNMATCHED: Ask for a host that a rule has (shop.example.com), or add a rule for other.example.com or a default group to listener strict (loadBalancers.front.listeners.strict, line 36).
      PATH_UNMATCHED: Add a rule for GET shop.example.com/ or a default group to listener strict (loadBalancers.front.listeners.strict, line 36).
      LB_FIXED_RESPONSE: Change what answers with 403 (a rule answers so): loadBalancers.front.listeners.http.rules.fixed (line 29).
      BACKENDS_NONE: Give server group empty a server that may get requests (serverGroups.empty, line 17): it has none.
      BACKEND_PORT_MISMATCH: Let server group port call shop on a port that it serves (8080) and not on 8081 (serverGroups.port, line 16).
      BACKEND_STALE: Let the instances of server group gone wait before they stop (preStop), longer than a balancer takes to forget them (serverGroups.gone, line 14).
      BACKEND_REGISTERING: Let the instances of server group fresh come before others go (minReady, readinessGate), so that the balancer always knows one (serverGroups.fresh, line 15).
      LB_HAIRPIN: Let shop call itself without load balancer edge, or by an HTTP listener (loadBalancers.edge.listeners.tcp, line 40).
      K8S_SERVICE_OUTSIDE_VPC: Call orders-default from an application of VPC shop, or give it a load balancer (services.orders, line 43).
      K8S_SERVICE_SELF_CALL: Let shop call itself by localhost and not by orders-default (services.orders, line 43).
      FELL_TO_DEFAULT: Nothing, if that is meant; else see why no rule of listener http matches GET front.alb.example/ (loadBalancers.front.listeners.http, line 25).
      DOMAIN_NOT_BOUND: Bind www.site.example at the DNS provider: a record { cname: front.alb.example } leads to load balancer front; certificate site of its listener secure has the name (loadBalancers.front, line 20).
      CNAME_MISSING: Put a record { cname: front.alb.example } of text.site.example in the place of dns.text.site.example: it leads to load balancer front, certificate site of its listener secure has the name (dns.text.site.example, line 72).
      CERT_ABSENT: Call listener http of load balancer front by HTTP, or let it speak HTTPS with a certificate for www.site.example (loadBalancers.front.listeners.http, line 25).
      CERT_NAME_MISMATCH: Give listener secure of load balancer front a certificate for front.alb.example (loadBalancers.front.listeners.secure, line 35): it shows site, which has *.site.example, *.alb.example.com.
      CERT_EXPIRED: Renew certificate old, which has ended before the run (certificates.old, line 69), or let listener secure of load balancer front show another one for old.example.
      CERT_EXPIRES_SOON: Renew certificate short, which ends at 14d (certificates.short, line 70).
      GW_PUBLIC_ENTRY_OFF: Switch on the access entry of gateway front, with a whitelist that has 198.51.100.7 (gateways.front, line 32), or link the VPC of the caller.
      GW_PUBLIC_WHITELIST_EMPTY: Add 198.51.100.7/32, which the caller comes from, to the public whitelist of gateway front (gateways.front.internet.whitelist, line 32).
      GW_PUBLIC_WHITELIST_MISS: Add 198.51.100.8/32 to the public whitelist of gateway front (gateways.front.internet.whitelist, line 32), which has 198.51.100.7.
      GW_VPC_WHITELIST_MISS: Add 172.16.2.5/32 to the whitelist of gateway front for VPC shop (gateways.front.vpcs.shop.whitelist, line 32), which has 172.16.1.0/24.
      GW_VPC_NOT_ADDED: Add VPC shop to gateway front (gateways.front, line 32), or open its public side for the caller.
      GW_VPC_REMOVED: Add VPC shop to gateway front again (gateways.front, line 32), or open its public side for the caller.
      GW_ALB_NOT_CREATED: Enable public network access of gateway front (gateways.front, line 34).
      GW_WRONG_ENDPOINT_SIDE: Call gw-front.cn-hangzhou.pai-eas.aliyuncs.com, or call gateway front from a VPC that is linked (gateways.front, line 32).
      GW_SERVICE_UNKNOWN: Ask gateway front by a name that it has (gw-front.cn-hangzhou.pai-eas.aliyuncs.com) for a path that it has (/api/predict/llm), and not for gw-front.cn-hangzhou.pai-eas.aliyuncs.com/api/predict/lm (gateways.front, line 32).
      GW_METHOD_REFUSED: Call service llm with GET, POST and not with PUT (apps.llm, line 35).
      GW_TOKEN_MISSING: Send \`Authorization: TOKEN\` with the token of service llm (apps.llm, line 35), without a word before it.
      GW_TOKEN_WRONG: Send the token of service llm (apps.llm, line 35), without the word Bearer before it.
      GW_LINK_CREATING: Wait until 5m: then gateway front has an address in VPC shop (gateways.front, line 32). How long it takes is assumed: assume.gatewayLinkDelay.
      GW_ALB_CREATING: Wait until 5m: then gateway front has an ALB for public network access (gateways.front, line 34). How long it takes is assumed: assume.gatewayAlbDelay.
      DOMAIN_PROPAGATING: Wait until 5m: then gateway front answers to api.example.com (gateways.front, line 32).
      NAME_UNKNOWN: Check the name bd.shop.internal: private zone inner (privateZones.inner, line 13) has no name bd.shop.internal (did you mean db.shop.internal?).
      NAME_OTHER_SIDE: Call a public name from the Internet: orders.db.example leads to 172.16.1.30; orders-public.db.example is the public name of database orders.
      NAME_CACHED_OLD: Wait until 2m: then db.shop.internal, which has changed at 1m, leads everybody to 172.16.1.30 and nobody to 172.16.1.99 (ADDRESS_UNKNOWN). Before the next move shorten the ttl of the record, and let the old address work on for as long.
      PORT_25_BLOCKED: Send mail through a relay on port 465 or 587; where the cloud has unblocked port 25 for shop, say so with assume: { mailOfApps: open }.
      EIP_HAIRPIN: Call the private address 172.16.1.5 instead, or drop eipHairpin from assume: nobody documents what the cloud does.
      EIP_HAIRPIN_ASSUMED: Call the private address of shop, which is documented to work, or write eipHairpin: dropped under assume to see the other reading.
      SG_RETURN_DENIED: Add an ingress rule that accepts tcp 1024/65535 from 172.16.1.5/32 to security group strict of vault, or drop advancedGroups from assume: the product pages say that they are stateful.
      WHITELIST_CHANGE_UNDERWAY: Wait until 2m: then the whitelist of orders still lacks 172.16.1.5. How long it takes is assumed: assume.whitelistDelay.
      SNAT_BYPASSED_BY_EIP: Whitelist 203.0.113.10 and not the EIPs of NAT gateway main, or take the EIP from shop.
      EGRESS_ADDRESS_AMBIGUOUS: Whitelist all of 203.0.113.100, 203.0.113.101, or set EIP affinity in natGateways.main.snat[0] (line 9)."
    `)
  })
})
