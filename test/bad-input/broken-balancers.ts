/** Broken files about load balancing: facts/load-balancing 1.1 to 1.14, 2.1 to 2.9, 3.2 to 3.4. */
import type { BrokenFile } from './broken-files.ts'

const NET = `simulate: 1
vpcs:
  main:
    cidr: 10.0.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
      spare-h: { zone: cn-hangzhou-h, cidr: 10.0.3.0/24 }
  other:
    cidr: 10.1.0.0/16
    vswitches:
      other-i: { zone: cn-hangzhou-i, cidr: 10.1.1.0/24 }
securityGroups:
  web: { vpc: main }
  far: { vpc: other }
apps:
  shop: { vswitches: [h], securityGroup: web, instances: 2, port: 8080 }
  pay: { vswitches: [h], securityGroup: web, instances: 2, port: 8080, namespace: 'cn-hangzhou:pay' }
  away: { vswitches: [other-i], securityGroup: far, instances: 2, port: 8080 }
servers:
  one: { vswitch: h, securityGroups: [web], ports: [tcp 80] }
  two: { vswitch: h, securityGroups: [web], ports: [tcp 80, tcp 81] }
  shop: { vswitch: h, securityGroups: [web] }
internet:
  client: { address: 198.51.100.7 }
certificates:
  cert: { domains: shop.example }
accessLists:
  office: [203.0.113.0/24]
`
const group = (keys: string) => `${NET}serverGroups: { pool: { vpc: main, ${keys} } }\n`
const GROUPS = `serverGroups:
  pool: { servers: [app/shop] }
  tls: { servers: [app/shop], protocol: https }
  slow: { servers: [app/shop], slowStart: 30s }
  far: { servers: [app/away] }
  clb: { product: clb, servers: [app/shop] }
  pair: { product: clb, servers: [one], masterSlave: true }
`
const balancer = (keys: string) => `${NET}${GROUPS}loadBalancers: { front: { ${keys} } }\n`
const listener = (keys: string) => balancer(`vswitches: [h, i], listeners: { web: { port: 80, ${keys} } }`)
const rule = (keys: string) => listener(`rules: { api: { priority: 10, ${keys} } }`)
const act = (text: string) => rule(`when: { path: /a }, do: ${text}`)
const when = (text: string) => rule(`when: ${text}, do: { forward: pool }`)
const clb = (keys: string) =>
  balancer(`type: clb, vpc: main, vswitches: [h], listeners: { web: { port: 80, ${keys} } }`)
const route = (keys: string, more = '') =>
  `${balancer(`vswitches: [h, i]${more}`)}ingresses: { route: { loadBalancer: front, ${keys} } }\n`
const clbRoute = (keys: string) =>
  `${balancer('type: clb, vpc: main, vswitches: [h]')}ingresses: { route: { loadBalancer: front, ${keys} } }\n`
const service = (keys: string) => `${NET}services: { orders: { ${keys} } }\n`
const binding = (keys: string, more = '') =>
  `${balancer(`type: clb, vpc: main, vswitches: [h]${more}`)}services: { orders: { loadBalancer: front, ${keys} } }\n`
const flow = (keys: string) => `${listener('default: pool')}flows: { call: { ${keys} } }\n`
const change = (path: string, to: string, before = clb('protocol: tcp, default: clb')) =>
  `${before}timeline:\n  - { at: 1m, set: ${path}, to: ${to} }\n`
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join(', ')

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of the cloud
export const brokenBalancers: readonly BrokenFile[] = [
  [
    'facts/vpc R4.23: a DNAT entry for a load balancer of the intranet',
    ['DNAT_TARGET'],
    `${balancer('type: clb, vpc: main, vswitches: [h], address: 10.0.1.77')}natGateways: { out: { vpc: main, vswitch: i, eips: [203.0.113.1], dnat: [ { eip: 203.0.113.1, protocol: tcp, port: 80, to: «10.0.1.77» } ] } }\n`,
  ],
  // Instances
  ['1.1, golden scenario 14: an ALB in one zone', ['ALB_ZONES'], balancer('vswitches: «[h]»')],
  [
    '1.1 zones: an ALB in eleven zones, one more than it may be in',
    ['ALB_ZONES'],
    balancer(`vswitches: «[${many(11, (index) => `z${index}`)}]»`).replace(
      '      h: {',
      `${Array.from({ length: 11 }, (_, index) => `      z${index}: { zone: cn-hangzhou-${'abcdefglmno'[index]}, cidr: 10.0.${100 + index}.0/24 }\n`).join('')}      h: {`,
    ),
  ],
  ['1.1: an ALB with two vSwitches in a zone', ['ALB_ZONE_TWICE'], balancer('vswitches: [h, i, «spare-h»]')],
  ['1.1: an ALB in two VPCs', ['VPC_MISMATCH'], balancer('vswitches: [h, «other-i»]')],
  ['an ALB without vSwitches', ['MISSING_KEY'], balancer('vpc: main').replace('front:', '«front»:')],
  [
    'a load balancer of two possible VPCs',
    ['MISSING_KEY', 'MISSING_KEY'],
    balancer('type: clb, network: internet').replace('front:', '«front»:'),
  ],
  [
    '1.1: an ALB of the Internet without EIPs',
    ['MISSING_KEY'],
    balancer('network: internet, vswitches: [h, i]').replace('front:', '«front»:'),
  ],
  [
    'an ALB of the intranet with EIPs',
    ['KEYS_EXCLUSIVE'],
    balancer('vswitches: [h, i], publicAddresses: «[192.0.2.1, 192.0.2.2]»'),
  ],
  [
    'an ALB with fewer EIPs than vSwitches',
    ['LB_ADDRESS_COUNT'],
    balancer('network: internet, vswitches: [h, i], publicAddresses: «[192.0.2.1]»'),
  ],
  [
    'an EIP of an ALB that somebody has',
    ['ADDRESS_DUPLICATE'],
    balancer('network: internet, vswitches: [h, i], publicAddresses: [192.0.2.1, «192.0.2.1»]'),
  ],
  [
    'an address of an ALB outside of its vSwitch',
    ['ADDRESS_OUTSIDE_VSWITCH'],
    balancer('vswitches: [h, i], addresses: [10.0.1.9, «10.0.1.8»]'),
  ],
  [
    'a security group of another VPC at an ALB',
    ['InvalidInstanceId.Mismatch'],
    balancer('vswitches: [h, i], securityGroups: [«far»]'),
  ],
  [
    '2.1: keys of an ALB at a CLB',
    ['KEYS_EXCLUSIVE'],
    balancer('type: clb, vswitches: [h], edition: «basic»'),
  ],
  [
    '2.1: keys of a CLB at an ALB',
    ['KEYS_EXCLUSIVE'],
    balancer('vswitches: [h, i], publicAddress: «192.0.2.1»'),
  ],
  [
    '2.1: a CLB of the Internet in a vSwitch',
    ['KEYS_EXCLUSIVE'],
    balancer('type: clb, network: internet, publicAddress: 192.0.2.1, vswitches: «[h]»'),
  ],
  [
    '2.1: a CLB of the intranet in no vSwitch',
    ['MISSING_KEY'],
    balancer('type: clb, vpc: main').replace('front:', '«front»:'),
  ],
  ['an unknown vSwitch of a load balancer', ['REFERENCE_UNDEFINED'], balancer('vswitches: [h, i, «j»]')],
  // Listeners
  [
    '1.2: a port that has a listener',
    ['LISTENER_PORT_TAKEN'],
    balancer('vswitches: [h, i], listeners: { a: { port: 80 }, b: { port: «80» } }'),
  ],
  ['1.2: TCP at an ALB', ['LISTENER_PROTOCOL'], listener('protocol: «tcp»')],
  ['2.3: QUIC at a CLB', ['LISTENER_PROTOCOL'], clb('protocol: «quic»')],
  [
    '1.2: HTTPS without a certificate',
    ['LISTENER_CERTIFICATE'],
    listener('protocol: https').replace('web: { port', '«web»: { port'),
  ],
  ['a certificate at HTTP', ['KEYS_EXCLUSIVE'], listener('certificates: «[cert]»')],
  [
    '1.2: more certificates than a listener can have',
    ['QUOTA_EXCEEDED'],
    listener(`protocol: https, certificates: «[${many(27, () => 'cert')}]»`),
  ],
  [
    'a certificate for no domain name',
    ['DOMAIN_NAME_INVALID'],
    NET.replace('domains: shop.example', "domains: [«'*'»]"),
  ],
  [
    'an end of a certificate without a unit',
    ['DURATION_INVALID'],
    NET.replace('domains: shop.example', 'domains: shop.example, expires: «20»'),
  ],
  [
    'an end of a certificate that is none',
    ['DURATION_INVALID'],
    NET.replace('domains: shop.example', 'domains: shop.example, expires: «soon»'),
  ],
  [
    'a scheme that no client of a balancer speaks',
    ['SCENARIO_SCHEMA'],
    `${balancer('vswitches: [h, i]')}flows: { buy: { from: client, to: loadBalancer/front, port: 443, scheme: «ftp» } }\n`,
  ],
  ['an unknown certificate', ['REFERENCE_UNDEFINED'], listener('protocol: https, certificates: [«crt»]')],
  ['a default group that nobody has', ['REFERENCE_UNDEFINED'], listener('default: «poll»')],
  ['1.8: a group of CLB behind an ALB', ['SERVER_GROUP_PRODUCT'], listener('default: «clb»')],
  ['1.8: a group of another VPC', ['SERVER_GROUP_VPC'], listener('default: «far»')],
  ['1.8: an HTTPS group behind HTTP', ['SERVER_GROUP_PROTOCOL'], listener('default: «tls»')],
  [
    '1.1: slow start behind a basic ALB',
    ['ALB_EDITION_LACKS'],
    balancer('edition: basic, vswitches: [h, i], listeners: { web: { port: 80, default: «slow» } }'),
  ],
  ['a scheduler at an ALB listener', ['KEYS_EXCLUSIVE'], listener('scheduler: «wrr»')],
  ['rules at layer 4', ['KEYS_EXCLUSIVE'], clb('protocol: tcp, rules: { «a»: { url: /a, group: clb } }')],
  ['a rule of CLB at an ALB', ['KEYS_EXCLUSIVE'], listener('rules: { «a»: { url: /a, group: pool } }')],
  [
    'a rule of ALB at a CLB',
    ['KEYS_EXCLUSIVE'],
    clb('rules: { «a»: { priority: 1, when: { path: /a }, do: { forward: clb } } }'),
  ],
  [
    'a key of a CLB rule that there is not',
    ['UNKNOWN_KEY'],
    clb('rules: { a: { url: /a, group: clb, «path»: /a } }'),
  ],
  ['1.2: an idle timeout beyond the limit', ['VALUE_OUT_OF_RANGE'], listener('idleTimeout: «601s»')],
  ['2.3: an idle timeout beyond that of CLB', ['VALUE_OUT_OF_RANGE'], clb('idleTimeout: «61s»')],
  // Access lists
  ['white and black lists', ['KEYS_EXCLUSIVE'], listener('access: «{ white: [office], black: [office] }»')],
  ['an unknown access list', ['REFERENCE_UNDEFINED'], listener('access: { white: [«ofice»] }')],
  ['1.12: an access list twice', ['REFERENCE_DUPLICATE'], listener('access: { white: «[office, office]» }')],
  ['1.12, 2.7: an IPv6 entry', ['CIDR_INVALID'], `${NET.replace('203.0.113.0/24', "«'2001:db8::/32'»")}`],
  [
    '1.12: more entries than an access list can have',
    ['QUOTA_EXCEEDED', 'QUOTA_EXCEEDED'],
    listener('access: { white: «[office]» }').replace(
      '[203.0.113.0/24]',
      `«[${many(501, (index) => `192.0.${index >> 8}.${index & 255}`)}]»`,
    ),
  ],
  // Server groups
  ['1.8: a server of another VPC', ['SERVER_GROUP_VPC'], group('servers: [«app/away»]')],
  ['a server twice in a group', ['REFERENCE_DUPLICATE'], group('servers: [server/one, «server/one»]')],
  ['1.8: servers beside addresses', ['SERVER_GROUP_TYPE'], group("servers: [server/one, «'10.0.0.9:80'»]")],
  [
    '3.5: a gray release of a gateway route by the content of requests',
    ['FEATURE_NOT_MODELLED'],
    route('default: shop, «gray»: { header: x-env }'),
  ],
  [
    '3.5: a rule of a gateway route for a header, which ALB would have',
    ['UNKNOWN_KEY'],
    route('rules: [ { path: /a, app: shop, «header»: x-env } ]'),
  ],
  [
    '1.13: trusted proxies of a CLB',
    ['KEYS_EXCLUSIVE'],
    clb('protocol: http, trustedProxies: «[10.0.0.0/8]»'),
  ],
  ['1.13: a trusted proxy that is no address', ['CIDR_INVALID'], listener('trustedProxies: [«proxy»]')],
  ['1.8 types: a function, of type Fc', ['FEATURE_NOT_MODELLED'], group('servers: [«function/thumbnails»]')],
  ['1.8: a public address in a group', ['SERVER_GROUP_ADDRESS'], group("servers: [«'192.0.2.1:80'»]")],
  ['an address without a port', ['MISSING_KEY'], group('servers: [«10.0.0.9»]')],
  ['a server that hears several ports', ['MISSING_KEY'], group('servers: [«server/two»]')],
  [
    'a port that is written twice',
    ['KEYS_EXCLUSIVE'],
    group("servers: [{ to: 'server/two:80', port: «80» }]"),
  ],
  ['a member by a name that two have', ['ENDPOINT_AMBIGUOUS'], group('servers: [«shop»]')],
  ['a member that nobody is', ['REFERENCE_UNDEFINED'], group('servers: [«thre»]')],
  ['an application that is no member', ['REFERENCE_UNDEFINED'], group('servers: [«app/one»]')],
  ['a member that is a database', ['REFERENCE_UNDEFINED'], group('servers: [«db/orders»]')],
  ['1.8: a weight above 100', ['VALUE_OUT_OF_RANGE'], group('servers: [{ to: server/one, weight: «101» }]')],
  ['a group of no VPC', ['MISSING_KEY'], `${NET}serverGroups: { «pool»: {} }\n`],
  [
    '1.8: sticky sessions without cross-zone',
    ['SERVER_GROUP_OPTIONS'],
    group('crossZone: false, sticky: «{ insert: 60s }»'),
  ],
  ['1.8: slow start without wrr', ['SERVER_GROUP_OPTIONS'], group('scheduler: wlc, slowStart: «30s»')],
  ['1.8: slow start that is too short', ['VALUE_OUT_OF_RANGE'], group('slowStart: «20s»')],
  ['a sticky session of both kinds', ['KEYS_EXCLUSIVE'], group('sticky: «{ insert: 60s, server: user }»')],
  ['1.9: a threshold of one', ['VALUE_OUT_OF_RANGE'], group('healthCheck: { healthy: «1» }')],
  ['1.9: a status that is none', ['SCENARIO_SCHEMA'], group('healthCheck: { codes: [2xx, «6xx»] }')],
  ['2.2: health checks at a group of CLB', ['KEYS_EXCLUSIVE'], group('product: clb, healthCheck: «none»')],
  ['master and slave at ALB', ['KEYS_EXCLUSIVE'], group('masterSlave: «true»')],
  // Rules of ALB
  [
    '1.4: a priority twice',
    ['RULE_PRIORITY_DUPLICATE'],
    listener(
      'rules: { a: { priority: 1, when: { path: /a }, do: { forward: pool } }, b: { priority: «1», when: { path: /b }, do: { forward: pool } } }',
    ),
  ],
  [
    '1.4: priority 0',
    ['VALUE_OUT_OF_RANGE'],
    listener('rules: { a: { priority: «0», when: { path: /a }, do: { forward: pool } } }'),
  ],
  [
    'a rule without a priority',
    ['MISSING_KEY'],
    listener('rules: { «a»: { when: { path: /a }, do: { forward: pool } } }'),
  ],
  ['an empty condition', ['KEYS_EXCLUSIVE'], when('«{}»')],
  ['two headers in a condition', ['KEYS_EXCLUSIVE'], when('{ header: «{ a: b, c: d }» }')],
  ['a kind of condition that there is not', ['UNKNOWN_KEY'], when('{ path: /a, «url»: /b }')],
  ['1.5: a host without a dot', ['CONDITION_INVALID'], when('«{ host: shop }»')],
  ['1.6: a regular expression that is none', ['REGEX_INVALID'], when("«{ path: '~(' }»")],
  ['a method that there is not', ['SCENARIO_SCHEMA'], when('{ method: «FETCH» }')],
  ['two actions in one', ['KEYS_EXCLUSIVE'], act('«{ rewrite: /b, forward: pool }»')],
  ['an empty action', ['KEYS_EXCLUSIVE'], act('«{}»')],
  ['sticky without forward', ['KEYS_EXCLUSIVE'], act('[«{ sticky: 60s }», { forward: pool }]')],
  [
    'two headers in an action',
    ['KEYS_EXCLUSIVE'],
    act('[{ insertHeader: «{ a: b, c: d }» }, { forward: pool }]'),
  ],
  [
    'a header with two values',
    ['KEYS_EXCLUSIVE'],
    act('[{ insertHeader: «{ x-a: { header: b, system: SLBId } }» }, { forward: pool }]'),
  ],
  [
    '1.7: two things that come of an excess',
    ['KEYS_EXCLUSIVE'],
    act(
      '[{ trafficLimit: { qps: 9, excess: «{ redirect: https, fixedResponse: 429 }» } }, { forward: pool }]',
    ),
  ],
  [
    '1.7: a fixed response to an excess that is none',
    ['ACTION_INVALID'],
    act('«[{ trafficLimit: { qps: 9, excess: { fixedResponse: 302 } } }, { forward: pool }]»'),
  ],
  ['1.7: nothing final', ['IllegalParam.Order'], act('«[{ removeHeader: x-a }]»')],
  ['a forward to nobody', ['REFERENCE_UNDEFINED'], act('{ forward: «poll» }')],
  ['a share to nobody', ['REFERENCE_UNDEFINED'], act('{ forward: { pool: 1, poll: «1» } }')],
  ['1.7: a redirect with 200', ['SCENARIO_SCHEMA'], act('{ redirect: { status: «200», path: /b } }')],
  ['1.4: a status in a rule for requests', ['RULE_DIRECTION'], when('«{ status: 200 }»')],
  [
    '1.6: a capture that the path does not have',
    ['CAPTURE_COUNT'],
    rule("when: { path: '~/a/(.*)' }, do: «[{ rewrite: '/${1}/${2}' }, { forward: pool }]»"),
  ],
  ['1.7: a fixed 302', ['ACTION_INVALID'], act('«{ fixedResponse: 302 }»')],
  ['1.7: two rewrites', ['ACTION_DUPLICATE'], act('«[{ rewrite: /b }, { rewrite: /c }, { forward: pool }]»')],
  [
    '1.7: a rewrite before a fixed response',
    ['ACTION_NEEDS_FORWARD'],
    act('«[{ rewrite: /b }, { fixedResponse: 200 }]»'),
  ],
  [
    '1.7: the Host header, removed',
    ['HEADER_KEY_FORBIDDEN'],
    act('«[{ removeHeader: Host }, { forward: pool }]»'),
  ],
  ['1.7: a redirect to where it was', ['REDIRECT_UNCHANGED'], act('«{ redirect: { status: 302 } }»')],
  [
    '1.7: HTTPS that redirects to HTTP',
    ['REDIRECT_TO_HTTP'],
    listener(
      'protocol: https, certificates: [cert], rules: { a: { priority: 1, when: { path: /a }, do: «{ redirect: { protocol: HTTP, path: /b } }» } }',
    ),
  ],
  ['1.7: a variable that there is not', ['VARIABLE_UNKNOWN'], act("«{ redirect: { path: '/${user}' } }»")],
  [
    '1.7: a variable mixed with text',
    ['VARIABLE_MIXED'],
    act("«{ redirect: { host: 'a.${host}', path: /b } }»"),
  ],
  [
    '1.7: clients stick to groups that are not sticky',
    ['GROUP_NOT_STICKY', 'GROUP_NOT_STICKY'],
    act('«{ forward: { pool: 50, slow: 50 }, sticky: 60s }»'),
  ],
  // CLB
  ['2.2: a hash on a common CLB', ['CLB_SCHEDULER'], clb('protocol: tcp, scheduler: «sch»')],
  ['2.4: UDP health checks of HTTP', ['CLB_HEALTH_CHECK'], clb('healthCheck: { protocol: «udp» }')],
  ['2.2: persistence of UDP', ['CLB_TCP_ONLY'], clb('protocol: udp, persistence: «60s»')],
  [
    '2.2: a pair of one',
    ['CLB_MASTER_SLAVE'],
    clb('protocol: tcp, default: pair').replace('servers: [one]', 'servers: «[one]»'),
  ],
  ['2.3: a redirect to nobody', ['CLB_FORWARD_PORT'], clb('forwardPort: «443»')],
  ['2.6: a rule of nothing', ['CLB_RULE_KEY'], clb('rules: { «a»: { group: clb } }')],
  [
    '2.6: a domain that is none',
    ['CLB_RULE_DOMAIN'],
    clb("rules: { a: { domain: «'a.*.example'», group: clb } }"),
  ],
  ['2.6: a URL that is only a slash', ['CLB_RULE_URL'], clb('rules: { a: { url: «/», group: clb } }')],
  [
    '2.6: a rule twice',
    ['CLB_RULE_DUPLICATE'],
    clb('rules: { a: { url: /a, group: clb }, «b»: { url: /a, group: clb } }'),
  ],
  [
    '2.9: more rules than a CLB listener can have',
    ['QUOTA_EXCEEDED'],
    clb(`rules: «{ ${many(41, (index) => `r${index}: { url: /a${index}, group: clb }`)} }»`),
  ],
  // SAE
  ['3.1: a gateway route for TCP', ['INGRESS_L4_UNSUPPORTED'], route('protocol: «tcp», default: pay')],
  [
    '3.2: two routes at one port',
    ['INGRESS_PORT_TAKEN'],
    `${route('port: 80, default: pay').replace('ingresses: { ', 'ingresses: { other: { loadBalancer: front, default: pay }, ').replace('port: 80, default: pay', 'port: «80», default: pay')}`,
  ],
  [
    '3.2: more rules than a route can have',
    ['Exceed.IngressRule'],
    route(`rules: «[${many(41, (index) => `{ path: /a${index}, app: pay }`)}]»`),
  ],
  [
    '3.2: applications of several namespaces',
    ['INGRESS_NAMESPACE'],
    route("default: 'app/shop', rules: [{ path: /a, app: pay }]").replace(/(?<=route: )(.*) }/, '«$1» }'),
  ],
  [
    '3.2: HTTPS without a certificate',
    ['INGRESS_CERTIFICATE'],
    route('protocol: https, default: pay').replace(/(?<=route: )(.*) }/, '«$1» }'),
  ],
  ['3.2: a CLB rule without a domain', ['INGRESS_CLB_RULE'], clbRoute('rules: [«{ path: /a, app: pay }»]')],
  [
    '3.2: a rewrite on CLB',
    ['INGRESS_REWRITE_UNSUPPORTED'],
    clbRoute('rules: [{ domain: shop.example, path: /a, app: pay, rewrite: «/b» }]'),
  ],
  ['3.2: a rule of nothing', ['INGRESS_RULE_EMPTY'], route('rules: [«{ app: pay }»]')],
  [
    '3.2: gRPC on CLB',
    ['INGRESS_BACKEND_PROTOCOL'],
    clbRoute('rules: [{ domain: shop.example, path: /a, app: pay, backendProtocol: «grpc» }]'),
  ],
  ['a route to an unknown application', ['REFERENCE_UNDEFINED'], route('default: «pya»')],
  [
    'a route on an unknown load balancer',
    ['REFERENCE_UNDEFINED'],
    `${NET}ingresses: { route: { loadBalancer: «front», default: pay } }\n`,
  ],
  [
    '3.1: a service of two applications',
    ['SERVICE_ROUTES_ONE_APP_ONLY'],
    binding('app: «[shop, pay]», ports: [80]'),
  ],
  [
    '3.4: a service name of two applications',
    ['SERVICE_ROUTES_ONE_APP_ONLY'],
    service('app: «[shop, pay]», ports: [80]'),
  ],
  [
    '3.3: a service on an ALB',
    ['SERVICE_NEEDS_CLB'],
    `${balancer('vswitches: [h, i]')}services: { orders: { loadBalancer: «front», app: shop, ports: [80] } }\n`,
  ],
  [
    '3.3: a port that has a listener',
    ['SlbListenerPort.NotAvailable'],
    binding('app: shop, ports: [{ port: «80» }]', ', listeners: { web: { port: 80 } }'),
  ],
  [
    '3.3: HTTPS without a certificate',
    ['SERVICE_CERTIFICATE'],
    binding('app: shop, ports: [«{ port: 443, protocol: https }»]'),
  ],
  [
    '3.4: a service name with capitals',
    ['SERVICE_NAME_INVALID'],
    service('app: shop, name: «Orders», ports: [80]'),
  ],
  [
    '3.4: two services of one name',
    ['SERVICE_NAME_DUPLICATE'],
    `${NET}services: { orders: { app: shop, ports: [80] }, again: { app: shop, name: «orders», ports: [80] } }\n`,
  ],
  [
    '3.4: a port twice',
    ['SERVICE_PORT_DUPLICATE'],
    service('app: shop, ports: [{ port: 80 }, { port: «80» }]'),
  ],
  [
    '3.4: a service name for HTTP',
    ['SERVICE_NAME_PROTOCOL'],
    service('app: shop, ports: [{ port: 80, protocol: «http» }]'),
  ],
  ['the name of a service that binds', ['KEYS_EXCLUSIVE'], binding('app: shop, name: «orders», ports: [80]')],
  ['a service without ports', ['SCENARIO_SCHEMA'], service('app: shop, ports: «[]»')],
  // Flows
  [
    'a flow from a load balancer',
    ['FLOW_DIRECTION'],
    flow('from: «loadBalancer/front», to: app/pay, port: 80'),
  ],
  [
    'a flow to a service that binds',
    ['FLOW_DIRECTION'],
    `${binding('app: shop, ports: [80]')}flows: { call: { from: app/shop, to: «service/orders» } }\n`,
  ],
  ['a request whose path is none', ['SCENARIO_SCHEMA'], flow('from: client, to: front, path: «api»')],
  ['a method that no client has', ['SCENARIO_SCHEMA'], flow('from: client, to: front, method: «get»')],
  [
    'a load balancer with two ports',
    ['MISSING_KEY'],
    `${balancer('vswitches: [h, i], listeners: { a: { port: 80 }, b: { port: 81 } }')}flows: { «call»: { from: client, to: front } }\n`,
  ],
  // Changes
  [
    '2.2: a scheduler that becomes a hash',
    ['CLB_SCHEDULER_SWITCH'],
    change(
      'loadBalancers.front.listeners.web.scheduler',
      '«tch»',
      balancer(
        'type: clb, vpc: main, vswitches: [h], highPerformance: true, listeners: { web: { port: 80, protocol: tcp, scheduler: wrr } }',
      ),
    ),
  ],
  ['an ALB that moves', ['SET_PATH'], change('«loadBalancers.front.vswitches»', '[h]')],
  [
    'a weight that is none, later',
    ['VALUE_OUT_OF_RANGE'],
    change("'serverGroups.clb.servers[0]'", '{ to: app/shop, weight: «101» }'),
  ],
]
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of the cloud
