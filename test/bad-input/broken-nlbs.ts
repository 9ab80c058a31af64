/** Broken files about NLB: facts/load-balancing 2a.1 to 2a.5, 3.3. */
import type { BrokenFile } from './broken-files.ts'

const NET = `simulate: 1
vpcs:
  main:
    cidr: 10.0.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
      spare-h: { zone: cn-hangzhou-h, cidr: 10.0.3.0/24 }
securityGroups:
  web: { vpc: main }
apps:
  shop: { vswitches: [h], securityGroup: web, instances: 2, port: 8080 }
servers:
  one: { vswitch: h, securityGroups: [web], ports: [tcp 80] }
certificates:
  cert: { domains: shop.example }
accessLists:
  office: [203.0.113.0/24]
serverGroups:
  alb: { servers: [app/shop] }
  udp: { product: nlb, servers: [app/shop], protocol: udp }
  tls: { product: nlb, servers: [app/shop], preserveClientIp: false }
`
const group = (keys: string) => `${NET}  pool: { product: nlb, servers: [app/shop], ${keys} }\n`
const balancer = (keys: string) =>
  `${NET}  pool: { product: nlb, servers: [app/shop] }\nloadBalancers: { front: { type: nlb, ${keys} } }\n`
const listener = (keys: string) =>
  balancer(`vswitches: [h, i], listeners: { l4: { port: 80, protocol: tcp, ${keys} } }`)
const service = (ports: string) =>
  `${balancer('vswitches: [h, i]')}services: { orders: { app: shop, loadBalancer: front, ports: [${ports}] } }\n`

export const brokenNlbs: readonly BrokenFile[] = [
  ['2a.1: an NLB in one zone', ['NLB_ZONES'], balancer('vswitches: «[h]»')],
  ['2a.1: an NLB twice in a zone', ['NLB_ZONE_TWICE'], balancer('vswitches: [h, i, «spare-h»]')],
  [
    '2a.1: an NLB without vSwitches',
    ['MISSING_KEY'],
    balancer('«vpc»: main').replace('«vpc»: main', 'vpc: main').replace('front: {', '«front»: {'),
  ],
  [
    '2a.1: an NLB of the Internet without EIPs',
    ['MISSING_KEY'],
    balancer('vswitches: [h, i], network: internet').replace('front: {', '«front»: {'),
  ],
  [
    '2a.1: the edition of an ALB at an NLB',
    ['KEYS_EXCLUSIVE'],
    balancer('vswitches: [h, i], edition: «basic»'),
  ],
  [
    '2a.1: the address of a CLB at an NLB',
    ['KEYS_EXCLUSIVE'],
    balancer('vswitches: [h, i], address: «10.0.1.9»'),
  ],
  [
    '2a.1: cross-zone at an ALB',
    ['KEYS_EXCLUSIVE'],
    balancer('vswitches: [h, i], crossZone: «false»').replace('type: nlb, ', ''),
  ],
  [
    '2a.2: HTTP at an NLB',
    ['LISTENER_PROTOCOL'],
    balancer('vswitches: [h, i], listeners: { web: { port: 80, protocol: «http» } }'),
  ],
  [
    '2a.2: TLS of layer 4 at a CLB',
    ['LISTENER_PROTOCOL'],
    balancer('vswitches: [h], listeners: { web: { port: 80, protocol: «tcpssl» } }').replace(
      'type: nlb',
      'type: clb',
    ),
  ],
  [
    '2a.2: an access list at an NLB',
    ['KEYS_EXCLUSIVE'],
    listener('default: pool, access: «{ white: office }»'),
  ],
  ['2a.2: a scheduler at a listener of NLB', ['KEYS_EXCLUSIVE'], listener('default: pool, scheduler: «rr»')],
  [
    '2a.2: an established timeout at a listener of NLB',
    ['KEYS_EXCLUSIVE'],
    listener('default: pool, establishedTimeout: «60s»'),
  ],
  [
    '2a.2: a rule at a listener of NLB',
    ['KEYS_EXCLUSIVE'],
    listener('default: pool, rules: { «a»: { url: /a, group: pool } }'),
  ],
  [
    '2a.2: an idle timeout that is too long',
    ['VALUE_OUT_OF_RANGE'],
    listener('default: pool, idleTimeout: «901s»'),
  ],
  [
    '1.2: an idle timeout that ALB does not know',
    ['VALUE_OUT_OF_RANGE'],
    balancer(
      'vswitches: [h, i], listeners: { web: { port: 80, default: alb, idleTimeout: «700s» } }',
    ).replace('type: nlb, ', ''),
  ],
  [
    '2a.2: TCPSSL without a certificate',
    ['LISTENER_CERTIFICATE'],
    balancer('vswitches: [h, i], listeners: { «l4»: { port: 80, protocol: tcpssl, default: tls } }'),
  ],
  ['2a.2: a range of ports that ends before it begins', ['NLB_PORT_RANGE'], listener('lastPort: «79»')],
  [
    '2a.2: a range of ports with a group of one port',
    ['NLB_ANY_PORT'],
    listener('lastPort: 90, default: «pool»'),
  ],
  [
    '2a.2: a port inside a range',
    ['LISTENER_PORT_TAKEN'],
    balancer(
      'vswitches: [h, i], listeners: { a: { port: 80, protocol: tcp, lastPort: 90 }, b: { port: «85», protocol: tcp } }',
    ),
  ],
  [
    '2a.2: a range of ports at an ALB',
    ['KEYS_EXCLUSIVE'],
    balancer('vswitches: [h, i], listeners: { web: { port: 80, lastPort: «90» } }').replace(
      'type: nlb, ',
      '',
    ),
  ],
  ['2a.3: a UDP group behind TCP', ['SERVER_GROUP_PROTOCOL'], listener('default: «udp»')],
  ['2a.3: a group of ALB behind an NLB', ['SERVER_GROUP_PRODUCT'], listener('default: «alb»')],
  [
    '2a.3: TCPSSL with a group that preserves clients',
    ['SERVER_GROUP_PROTOCOL'],
    balancer(
      'vswitches: [h, i], listeners: { l4: { port: 80, protocol: tcpssl, certificates: cert, default: «pool» } }',
    ),
  ],
  [
    '2a.3: the scheduler of ALB in a group of NLB',
    ['SERVER_GROUP_OPTIONS'],
    group('scheduler: «{ uch: user }»'),
  ],
  [
    '2a.3: the scheduler of NLB in a group of ALB',
    ['SERVER_GROUP_OPTIONS'],
    group('scheduler: «rr»').replace('pool: { product: nlb, ', 'pool: { '),
  ],
  ['2a.3: HTTP in a group of NLB', ['SERVER_GROUP_OPTIONS'], group('protocol: «http»')],
  [
    '2a.3: TCP in a group of ALB',
    ['SERVER_GROUP_OPTIONS'],
    group('protocol: «tcp»').replace('pool: { product: nlb, ', 'pool: { '),
  ],
  ['2a.3: QUIC hashes without UDP', ['SERVER_GROUP_OPTIONS'], group('scheduler: «qch»')],
  ['2a.3: sticky sessions in a group of NLB', ['KEYS_EXCLUSIVE'], group('sticky: «insert»')],
  [
    '2a.3: preserved clients in a group of ALB',
    ['KEYS_EXCLUSIVE'],
    group('preserveClientIp: «true»').replace('pool: { product: nlb, ', 'pool: { '),
  ],
  [
    '2a.3: preserved clients for plain addresses',
    ['SERVER_GROUP_OPTIONS'],
    group('preserveClientIp: «true»').replace(
      'servers: [app/shop], preserveClientIp: «',
      'servers: [10.0.0.7:80], preserveClientIp: «',
    ),
  ],
  ['2a.3: a drain that is too short', ['VALUE_OUT_OF_RANGE'], group('drain: «5s»')],
  ['2a.4: probes of gRPC', ['SERVER_GROUP_OPTIONS'], group('healthCheck: { protocol: «grpc» }')],
  ['2a.4: probes that come too often', ['VALUE_OUT_OF_RANGE'], group('healthCheck: { interval: «2s» }')],
  ['3.3: a Service of HTTP on an NLB', ['SERVICE_PROTOCOL'], service('{ port: 80, protocol: «http» }')],
  [
    '3.3: a Service of TCPSSL without a certificate',
    ['SERVICE_CERTIFICATE'],
    service('«{ port: 443, protocol: tcpssl }»'),
  ],
  [
    '3.3: a Service at a port that is taken',
    ['LISTENER_PORT_TAKEN'],
    service('80, «{ port: 80 }»').replace('80, «{ port: 80 }»', '80, { port: «80» }'),
  ],
  [
    '3.3: a gateway route on an NLB',
    ['INGRESS_L4_UNSUPPORTED'],
    `${balancer('vswitches: [h, i]')}ingresses: { web: { loadBalancer: «front», default: app/shop } }\n`,
  ],
  [
    'another kind of load balancer, of a later version',
    ['FEATURE_NOT_MODELLED'],
    balancer('vswitches: [h, i]').replace('type: nlb', 'type: «gwlb»'),
  ],
]
