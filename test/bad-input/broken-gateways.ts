/** Broken scenario files around gateways and services of EAS (seed 002, facts/deployment part B). */
import type { BrokenFile } from './broken-files.ts'

const NET = `simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-g: { zone: cn-hangzhou-g, cidr: 172.16.0.0/24 }
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-h2: { zone: cn-hangzhou-h, cidr: 172.16.3.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
  far:
    cidr: 10.0.0.0/16
    vswitches:
      far-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      far-i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
securityGroups: { infer: { vpc: shop } }
certificates: { api: { domains: [ api.example.com ] } }
internet: { laptop: { address: 198.51.100.7 } }
`
const managed = (keys: string, more = '') => `${NET}gateways:
  front: { type: managed, spec: 2c4g, nodes: 2${keys === '' ? '' : `, ${keys}`} }
${more}`
const alb = (keys: string, service = '') => `${NET}gateways:
  front: { type: alb, ${keys} }
${service === '' ? '' : `apps: { llm: { kind: eas, instances: 1, gateway: front${service} } }\n`}`
const eas = (keys: string, more = '') => managed('', `apps:\n  llm: { kind: eas, ${keys} }\n${more}`)
const flow = (keys: string) =>
  managed('', `apps: { llm: { kind: eas, instances: 1, gateway: front } }\nflows:\n  call: { ${keys} }\n`)
const timeline = (entry: string, keys = '') => managed(keys, `timeline:\n  - { at: 1m, ${entry} }\n`)
const BOTH = '[ shop-h, shop-i ]'
const SIXTEEN = Array.from({ length: 16 }, (_, at) => `192.0.2.${at}`).join(',')

export const brokenGateways: readonly BrokenFile[] = [
  // Types and their keys
  ['a gateway of no type', ['MISSING_KEY'], `${NET}gateways: { «front»: {} }\n`],
  ['a gateway of an unknown type', ['SCENARIO_SCHEMA'], `${NET}gateways: { front: { type: «nginx» } }\n`],
  [
    'a managed gateway without nodes',
    ['MISSING_KEY', 'MISSING_KEY'],
    `${NET}gateways: { «front»: { type: managed } }\n`,
  ],
  [
    'a gateway of an unknown specification',
    ['SCENARIO_SCHEMA'],
    `${NET}gateways: { front: { type: managed, spec: «1c1g», nodes: 1 } }\n`,
  ],
  ['nodes that are none', ['VALUE_OUT_OF_RANGE'], managed('').replace('nodes: 2', 'nodes: «0»')],
  [
    'nodes of a shared gateway',
    ['KEYS_EXCLUSIVE'],
    `${NET}gateways: { front: { type: shared, nodes: «2» } }\n`,
  ],
  [
    'a policy of a shared gateway',
    ['KEYS_EXCLUSIVE'],
    `${NET}gateways: { front: { type: shared, internet: «{ entry: on }» } }\n`,
  ],
  [
    'a whitelist of an ALB gateway',
    ['KEYS_EXCLUSIVE'],
    alb(`internet: { vswitches: ${BOTH}, whitelist: «[]» }`),
  ],
  ['vSwitches of a managed entry', ['KEYS_EXCLUSIVE'], managed('internet: { vswitches: «[ shop-h ]» }')],
  ['a side of an ALB gateway without vSwitches', ['MISSING_KEY'], alb('«vpc»: {}')],
  ['a switch that is neither on nor off', ['SCENARIO_SCHEMA'], managed('internet: { entry: «open» }')],
  // Whitelists
  [
    'B.3.1: a whitelist with something that is no range',
    ['CIDR_INVALID'],
    managed('internet: { whitelist: [ «partner» ] }'),
  ],
  [
    'B.3.1: a whitelist as a text with something that is no range',
    ['CIDR_INVALID'],
    managed("internet: { whitelist: «'192.0.2.0/24,partner'» }"),
  ],
  ['B.3.1: a range with host bits', ['CIDR_INVALID'], managed('internet: { whitelist: [ «192.0.2.1/24» ] }')],
  [
    'two ranges in one entry of a list',
    ['CIDR_INVALID'],
    managed("internet: { whitelist: [ «'192.0.2.0/24,198.51.100.7'» ] }"),
  ],
  [
    'seed 002: a whitelist of more than 15 ranges',
    ['GATEWAY_WHITELIST_SIZE'],
    managed(`internet: { whitelist: «'${SIXTEEN}'» }`),
  ],
  [
    'B.3: a whitelist of a VPC of more than 15 ranges',
    ['GATEWAY_WHITELIST_SIZE'],
    managed(`vpcs: { shop: { vswitch: shop-h, whitelist: «'${SIXTEEN}'» } }`),
  ],
  // Links
  [
    'seed 002: a vSwitch in a zone that is not supported',
    ['GATEWAY_ZONE_UNSUPPORTED'],
    managed('supportedZones: [ cn-hangzhou-i, cn-hangzhou-h ], vpcs: { shop: { vswitch: «shop-g» } }'),
  ],
  [
    'seed 002: authoritative DNS in two VPCs',
    ['GATEWAY_DNS_TWICE'],
    managed(
      'vpcs: { shop: { vswitch: shop-h, authoritativeDns: true }, far: { vswitch: far-h, authoritativeDns: «true» } }',
    ),
  ],
  [
    'seed 002: a VPC of another account without the feature',
    ['GATEWAY_CROSS_ACCOUNT'],
    managed('vpcs: { shop: { vswitch: shop-h, account: «partner-b» } }'),
  ],
  [
    'seed 002: a VPC of another account in another region',
    ['GATEWAY_REGION'],
    managed(
      'vpcs: { shop: { vswitch: shop-h, account: partner-b, region: «cn-beijing» } }',
      'features: { crossAccountVpc: true }\n',
    ),
  ],
  ['a link by a vSwitch of another VPC', ['VPC_MISMATCH'], managed('vpcs: { shop: { vswitch: «far-h» } }')],
  [
    'a link to a VPC that is not there',
    ['REFERENCE_UNDEFINED'],
    managed('vpcs: { shopp: «{ vswitch: shop-h }» }'),
  ],
  [
    'a link by a vSwitch that is not there',
    ['REFERENCE_UNDEFINED'],
    managed('vpcs: { shop: { vswitch: «shop-j» } }'),
  ],
  [
    'an address of a link that a server has',
    ['ADDRESS_DUPLICATE'],
    managed(
      'vpcs: { shop: { vswitch: shop-h, address: «172.16.1.9» } }',
      'servers: { jump: { vswitch: shop-h, address: 172.16.1.9, securityGroups: [ infer ] } }\n',
    ),
  ],
  ['a feature that nobody knows', ['UNKNOWN_KEY'], managed('', 'features: { «crossRegionVpc»: true }\n')],
  // Domains
  [
    'B.2: a domain of a side that is off',
    ['GATEWAY_SIDE_DISABLED'],
    managed('domains: { api.example.com: { side: «internet» } }'),
  ],
  [
    'B.2: a private domain without a linked VPC',
    ['GATEWAY_SIDE_DISABLED'],
    managed('domains: { in.example.com: { side: «intranet» } }'),
  ],
  [
    'a domain with a certificate that is not there',
    ['REFERENCE_UNDEFINED'],
    managed('internet: { entry: on }, domains: { api.example.com: { side: internet, certificate: «apo» } }'),
  ],
  [
    'a domain in capitals',
    ['DOMAIN_NAME_INVALID'],
    managed('internet: { entry: on }, domains: { «API.example.com»: { side: internet } }'),
  ],
  // ALB gateways
  [
    'seed 002: two sides of an ALB gateway in two VPCs',
    ['GATEWAY_VPC_DIFFERS'],
    alb(`internet: { vswitches: ${BOTH} }, vpc: { vswitches: «[ far-h, far-i ]» }`),
  ],
  [
    'seed 002: two vSwitches in one zone',
    ['ALB_ZONE_TWICE'],
    alb('vpc: { vswitches: [ shop-h, shop-i, «shop-h2» ] }'),
  ],
  [
    'seed 002: a vSwitch of an ALB gateway in a zone that is not supported',
    ['GATEWAY_ZONE_UNSUPPORTED'],
    alb('supportedZones: [ cn-hangzhou-i, cn-hangzhou-h ], vpc: { vswitches: [ shop-h, «shop-g» ] }'),
  ],
  [
    'supported zones of the shared gateway',
    ['KEYS_EXCLUSIVE'],
    `${NET}gateways: { common: { type: shared, supportedZones: «[ cn-hangzhou-i ]» } }\n`,
  ],
  [
    'more ALBs of gateways than the account may have',
    ['QUOTA_EXCEEDED'],
    alb(`vpc: { vswitches: ${BOTH} }, internet: { vswitches: ${BOTH} }`)
      .replace('front:', '«front»:')
      .replace('gateways:', 'quotas: { albs: 1 }\ngateways:'),
  ],
  ['seed 002: one zone only', ['ALB_ZONES'], alb('vpc: { vswitches: «[ shop-h ]» }')],
  ['vSwitches of two VPCs', ['VPC_MISMATCH'], alb('vpc: { vswitches: [ shop-h, «far-i» ] }')],
  [
    'seed 002: a service outside of the VPC of its ALB gateway',
    ['GATEWAY_SERVICE_VPC'],
    alb(`vpc: { vswitches: [ far-h, far-i ] }`, ', vswitches: «[ shop-h ]», securityGroup: infer'),
  ],
  [
    'seed 002: a service in no VPC behind an ALB gateway',
    ['GATEWAY_SERVICE_VPC'],
    alb(`vpc: { vswitches: ${BOTH} }`, ' ').replace('llm:', '«llm»:'),
  ],
  [
    'fewer EIPs than vSwitches',
    ['LB_ADDRESS_COUNT'],
    alb(`internet: { vswitches: ${BOTH}, publicAddresses: «[ 203.0.113.1 ]» }`),
  ],
  // Of the region
  [
    'seed 002: two default gateways',
    ['GATEWAY_DEFAULT_TWICE'],
    `${NET}gateways: { a: { type: alb, default: true }, b: { type: alb, default: «true» } }\n`,
  ],
  [
    'B.2: gateways whose names differ in capitals alone',
    ['GATEWAY_HOST_TWICE'],
    `${NET}gateways: { front: { type: alb }, «Front»: { type: alb } }\n`,
  ],
  [
    'B.2: a gateway whose name is the one that another has inside VPCs',
    ['GATEWAY_HOST_TWICE'],
    managed('', '  «front-vpc»: { type: managed, spec: 2c4g, nodes: 2 }\n'),
  ],
  [
    'B.1: two shared gateways',
    ['GATEWAY_SHARED_TWICE'],
    `${NET}gateways: { a: { type: shared }, «b»: { type: shared } }\n`,
  ],
  [
    'a private address as the public one',
    ['ADDRESS_NOT_PUBLIC'],
    managed('internet: { publicAddress: «10.1.1.1» }'),
  ],
  [
    'a public address that somebody has',
    ['ADDRESS_DUPLICATE'],
    managed('internet: { publicAddress: «198.51.100.7» }'),
  ],
  [
    'an internal address outside of the cloud services',
    ['VALUE_OUT_OF_RANGE'],
    `${NET}gateways: { common: { type: shared, internalAddress: «10.1.1.1» } }\n`,
  ],
  // Services
  ['a gateway that is not there', ['REFERENCE_UNDEFINED'], eas('instances: 1, gateway: «frond»')],
  [
    'seed 002: scaling from zero behind a dedicated gateway',
    ['AUTOSCALING_MIN_ZERO'],
    eas('instances: 1, gateway: front, autoscaling: { min: «0», max: 2, metrics: { qps: 20 } }'),
  ],
  [
    'fewest instances above the most',
    ['VALUE_OUT_OF_RANGE'],
    eas('instances: 1, autoscaling: { min: «3», max: 2, metrics: { qps: 20 } }'),
  ],
  [
    'instances outside of the limits',
    ['VALUE_OUT_OF_RANGE'],
    eas('instances: «5», autoscaling: { min: 1, max: 2, metrics: { qps: 20 } }'),
  ],
  [
    'autoscaling by nothing',
    ['KEYS_EXCLUSIVE'],
    eas('instances: 1, autoscaling: { min: 1, max: 2, metrics: «{}» }'),
  ],
  [
    'B.6: more than 1000 instances',
    ['VALUE_OUT_OF_RANGE'],
    eas('instances: 1, autoscaling: { min: 1, max: «2000», metrics: { qps: 20 } }'),
  ],
  [
    'an EIP for a service of EAS',
    ['KEYS_EXCLUSIVE'],
    eas('instances: 1, eips: «pool»', 'eipPools: { pool: { addresses: [ 203.0.113.1 ] } }\n'),
  ],
  ['a floor of SAE for a service of EAS', ['KEYS_EXCLUSIVE'], eas('instances: 2, deploy: { minReady: «1» }')],
  [
    'batches for a service of EAS',
    ['KEYS_EXCLUSIVE'],
    eas('instances: 2, deploy: { strategy: «{ batches: 2 }» }'),
  ],
  ['a security group without vSwitches', ['KEYS_EXCLUSIVE'], eas('instances: 1, securityGroup: «infer»')],
  [
    'vSwitches without a security group',
    ['MISSING_KEY'],
    eas('instances: 1, vswitches: [ shop-h ]').replace('llm:', '«llm»:'),
  ],
  [
    'an elastic pool of the public resource group',
    ['KEYS_EXCLUSIVE'],
    eas('instances: 1, elasticPool: «true»'),
  ],
  ['a rate limit without a unit', ['RATE_INVALID'], eas('instances: 1, rateLimit: «100»')],
  ['a method of no kind', ['SCENARIO_SCHEMA'], eas('instances: 1, methods: [ «FETCH» ]')],
  // Groups
  [
    'B.6: a group behind two gateways',
    ['SERVICE_GROUP_GATEWAY'],
    eas(
      'instances: 1, gateway: front',
      '  other: { kind: eas, instances: 1 }\nserviceGroups: { chat: { services: [ llm, «other» ] } }\n',
    ),
  ],
  [
    'a group with the name of a service',
    ['NAME_DUPLICATE'],
    eas('instances: 1', 'serviceGroups: { «llm»: { services: [ llm ] } }\n'),
  ],
  [
    'a group with an application of SAE',
    ['SERVICE_GROUP_MEMBER'],
    eas(
      'instances: 1',
      '  web: { vswitches: [ shop-h ], securityGroup: infer, instances: 1, port: 80 }\nserviceGroups: { chat: { services: [ llm, «web» ] } }\n',
    ),
  ],
  [
    'a weight for nobody',
    ['SERVICE_GROUP_MEMBER'],
    eas(
      'instances: 1',
      'serviceGroups: { chat: { services: [ llm ], traffic: { llm: 80, «other»: 20 } } }\n',
    ),
  ],
  [
    'weights of nothing',
    ['VALUE_OUT_OF_RANGE'],
    eas('instances: 1', 'serviceGroups: { chat: { services: [ llm ], traffic: «{ llm: 0 }» } }\n'),
  ],
  [
    'a service named twice',
    ['REFERENCE_DUPLICATE'],
    eas('instances: 1', 'serviceGroups: { chat: { services: [ llm, «llm» ] } }\n'),
  ],
  // Flows
  [
    'a flow to a service that is not there',
    ['REFERENCE_UNDEFINED'],
    flow('from: laptop, to: gateway/front, service: «llmm»'),
  ],
  [
    'a flow to a gateway that is not there',
    ['REFERENCE_UNDEFINED'],
    flow('from: laptop, to: «gateway/frond», service: llm'),
  ],
  [
    'a flow to instances in the network of EAS',
    ['FLOW_DIRECTION'],
    flow('from: laptop, to: «app/llm», port: 80'),
  ],
  ['a flow from a gateway', ['FLOW_DIRECTION'], flow('from: «gateway/front», to: laptop, port: 80')],
  ['a token without a service', ['KEYS_EXCLUSIVE'], flow('from: laptop, to: gateway/front, token: «secret»')],
  [
    'a service that is asked of somebody else',
    ['KEYS_EXCLUSIVE'],
    flow('from: app/llm, to: internet/laptop, port: 80, service: «llm»'),
  ],
  [
    'the private side from the Internet',
    ['FLOW_DIRECTION'],
    flow('from: laptop, to: gateway/front, service: llm, via: «internal»'),
  ],
  // Changes
  [
    'seed 002: a list that becomes too long',
    ['GATEWAY_WHITELIST_SIZE'],
    timeline(`set: gateways.front.internet.whitelist, to: «'${SIXTEEN}'»`, 'internet: { entry: on }'),
  ],
  ['a gateway of another type', ['SET_PATH'], timeline('set: «gateways.front.type», to: shared')],
  [
    'a link that was not there',
    ['SET_PATH'],
    timeline('unset: «gateways.front.vpcs.shop»', 'vpcs: { far: { vswitch: far-h } }'),
  ],
  [
    'seed 002: binding a service to an ALB gateway of another VPC',
    ['GATEWAY_SERVICE_VPC'],
    `${NET}gateways: { front: { type: alb, vpc: { vswitches: ${BOTH} } } }
apps: { llm: { kind: eas, instances: 1 } }
timeline:
  - { at: 1m, set: «apps.llm.gateway», to: front }
`,
  ],
  [
    'instances by set',
    ['SET_PATH'],
    `${NET}apps: { llm: { kind: eas, instances: 1 } }
timeline:
  - { at: 1m, set: «apps.llm.instances», to: 4 }
`,
  ],
]
