/** Broken files about names and PrivateLink: facts/vpc R8.5 to R8.11. */
import type { BrokenFile } from './broken-files.ts'

const NET = `simulate: 1
vpcs:
  main:
    cidr: 172.16.0.0/16
    vswitches:
      main-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      main-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
      spare-h: { zone: cn-hangzhou-h, cidr: 172.16.3.0/24 }
  other:
    cidr: 172.16.0.0/16
    vswitches:
      other-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
securityGroups:
  web: { vpc: main }
  far: { vpc: other }
servers:
  jump: { vswitch: main-h, securityGroups: [web] }
  bank: { vswitch: other-h, securityGroups: [far], ports: [tcp 443] }
internet:
  client: { address: 198.51.100.7 }
`
const dns = (text: string) => `${NET}dns: { ${text} }\n`
const zone = (keys: string) => `${NET}privateZones: { inner: { ${keys} } }\n`
const records = (text: string) => zone(`zone: shop.internal, vpcs: [main], records: { ${text} }`)
const flow = (keys: string) => `${NET}flows: { call: { ${keys} } }\n`
const service = (keys: string) => `${NET}endpointServices: { bank: { ${keys} } }\n`
const GOOD = 'vswitches: [other-h], servers: [bank], port: 443'
const endpoint = (keys: string) => `${service(GOOD)}endpoints: { pay: { ${keys} } }\n`
const linked = (keys: string) =>
  `${endpoint('service: bank, vswitches: [main-h], securityGroup: web')}flows: { call: { ${keys} } }\n`
const change = (path: string) =>
  `${records("db: { a: 172.16.1.9 }, '@': { a: 172.16.1.9 }")}timeline:\n  - { at: 1m, set: ${path}, to: 172.16.1.8 }\n`

export const brokenNames: readonly BrokenFile[] = [
  ['a public record whose name is no domain', ['DOMAIN_NAME_INVALID'], dns('«www»: { a: 192.0.2.1 }')],
  ['a name in capitals', ['DOMAIN_NAME_INVALID'], dns('«WWW.shop.example»: { a: 192.0.2.1 }')],
  ['a record of no type', ['KEYS_EXCLUSIVE'], dns('www.shop.example: «{ ttl: 5s }»')],
  ['a record of two types', ['KEYS_EXCLUSIVE'], records('db: «{ a: 172.16.1.9, cname: x.shop.internal }»')],
  ['a record with a wrong address', ['ADDRESS_INVALID'], records('db: { a: «172.16.1» }')],
  ['a record that never lives', ['VALUE_OUT_OF_RANGE'], records('db: { a: 172.16.1.9, ttl: «0s» }')],
  ['an alias of no name', ['DOMAIN_NAME_INVALID'], records('db: { cname: «orders» }')],
  ['a record for all names', ['FEATURE_NOT_MODELLED'], records("«'*'»: { a: 172.16.1.9 }")],
  ['a record whose name is none', ['DOMAIN_NAME_INVALID'], records('«-db»: { a: 172.16.1.9 }')],
  [
    'aliases in a circle',
    ['CNAME_LOOP'],
    records('«a»: { cname: b.shop.internal }, b: { cname: a.shop.internal }'),
  ],
  ['an alias of itself', ['CNAME_LOOP'], dns('«www.shop.example»: { cname: www.shop.example }')],
  ['a private zone without a domain', ['MISSING_KEY'], `${NET}privateZones: { «inner»: { vpcs: [main] } }\n`],
  ['a private zone of one label', ['DOMAIN_NAME_INVALID'], zone('zone: «internal», vpcs: [main]')],
  ['a private zone of an unknown VPC', ['REFERENCE_UNDEFINED'], zone('zone: shop.internal, vpcs: [«mian»]')],
  [
    'a private zone that is bound twice',
    ['REFERENCE_DUPLICATE'],
    zone('zone: shop.internal, vpcs: [main, «main»]'),
  ],
  [
    'a private zone with an unknown proxy',
    ['SCENARIO_SCHEMA'],
    zone('zone: shop.internal, vpcs: [main], proxy: «all»'),
  ],
  [
    'two private zones of one domain in one VPC (R8.5)',
    ['PRIVATE_ZONE_DUPLICATE'],
    `${NET}privateZones:\n  one: { zone: shop.internal, vpcs: [main] }\n  two: { zone: shop.internal, vpcs: [other, «main»] }\n`,
  ],
  [
    'a flow to a name without a port',
    ['MISSING_KEY'],
    `${NET}flows: { «call»: { from: jump, to: db.shop.internal } }\n`,
  ],
  [
    'a flow to a name that is none',
    ['DOMAIN_NAME_INVALID'],
    flow('from: jump, to: «DB.shop.internal», port: 80'),
  ],
  ['a flow to one label', ['DOMAIN_NAME_INVALID'], flow('from: jump, to: «name/db», port: 80')],
  ['a flow from a name', ['FLOW_DIRECTION'], flow('from: «db.shop.internal», to: jump, port: 80')],
  [
    'a flow over IPv6 to a name',
    ['FEATURE_NOT_MODELLED'],
    flow('from: jump, to: «db.shop.internal», port: 80, ip: v6'),
  ],
  ['via for a name', ['KEYS_EXCLUSIVE'], flow('from: jump, to: db.shop.internal, port: 80, via: «public»')],
  ['a set of the domain of a zone', ['SET_PATH'], change('«privateZones.inner.zone»')],
  ['a set of a record that is not there', ['SET_PATH'], change('«privateZones.inner.records.bd.a»')],
  ['a set of a key of a public record that is not there', ['SET_PATH'], change('«dns.www.shop.example.a»')],
  [
    'a set of a public record that is no domain',
    ['DOMAIN_NAME_INVALID', 'SCENARIO_SCHEMA'],
    change('«dns.www»'),
  ],
  [
    'a set that binds a domain with a record of no type',
    ['KEYS_EXCLUSIVE'],
    change('dns.www.shop.example').replace('to: 172.16.1.8', 'to: «{ ttl: 5s }»'),
  ],
  [
    'a flow from the Internet to an endpoint (R8.9)',
    ['FLOW_DIRECTION'],
    linked('from: client, to: «endpoint/pay»'),
  ],
  ['a flow from an endpoint (R8.9)', ['FLOW_DIRECTION'], linked('from: «endpoint/pay», to: jump, port: 22')],
  ['a flow to an unknown endpoint', ['REFERENCE_UNDEFINED'], linked('from: jump, to: «endpoint/pya»')],
  [
    'an endpoint without a service',
    ['MISSING_KEY'],
    `${NET}endpoints: { «pay»: { vswitches: [main-h], securityGroup: web } }\n`,
  ],
  [
    'an endpoint of an unknown service',
    ['REFERENCE_UNDEFINED'],
    endpoint('service: «bnak», vswitches: [main-h], securityGroup: web'),
  ],
  [
    'an endpoint in a zone that the service does not have (R8.9)',
    ['ENDPOINT_ZONE_MISMATCH'],
    endpoint('service: bank, vswitches: [main-h, «main-i»], securityGroup: web'),
  ],
  [
    'an endpoint with two ENIs in a zone (R8.9)',
    ['ENDPOINT_ZONE_TWICE'],
    endpoint('service: bank, vswitches: [main-h, «spare-h»], securityGroup: web'),
  ],
  [
    'an endpoint in two VPCs (R8.9)',
    ['ENDPOINT_VPC_MISMATCH', 'ENDPOINT_ZONE_TWICE'],
    endpoint('service: bank, vswitches: [main-h, ««other-h»»], securityGroup: web'),
  ],
  [
    'an endpoint with a security group of the provider (R8.9)',
    ['ENDPOINT_VPC_MISMATCH'],
    endpoint('service: bank, vswitches: [main-h], securityGroup: «far»'),
  ],
  [
    'an endpoint service without servers',
    ['SCENARIO_SCHEMA'],
    service('vswitches: [other-h], servers: «[]», port: 443'),
  ],
  [
    'an endpoint service with a server of another VPC',
    ['ENDPOINT_VPC_MISMATCH'],
    service('vswitches: [other-h], servers: [bank, «jump»], port: 443'),
  ],
  [
    'an endpoint service with a server twice',
    ['REFERENCE_DUPLICATE'],
    service('vswitches: [other-h], servers: [bank, «bank»], port: 443'),
  ],
  ['an endpoint service for icmp', ['SCENARIO_SCHEMA'], service(`${GOOD}, protocol: «icmp»`)],
  [
    'more endpoints than the quota (R8.11)',
    ['QUOTA_EXCEEDED'],
    `${service(GOOD)}quotas: { endpointsPerVpc: 1 }\nendpoints:\n  a: { service: bank, vswitches: [main-h], securityGroup: web }\n  «b»: { service: bank, vswitches: [main-h], securityGroup: web }\n`,
  ],
  [
    'more endpoint services than the quota (R8.11)',
    ['QUOTA_EXCEEDED'],
    `${NET}quotas: { endpointServices: 1 }\nendpointServices:\n  a: { ${GOOD} }\n  «b»: { ${GOOD} }\n`,
  ],
]
