/** Broken scenario files around assumptions, whitelist modes, and the limits of groups and interfaces. */
import type { BrokenFile } from './broken-files.ts'

const many = (count: number, item: (index: number) => string, between = '\n') =>
  Array.from({ length: count }, (_, index) => item(index)).join(between)

const file = ({
  head = '',
  vpc = '',
  h = '172.16.1.0/24',
  groups = '  web: { vpc: main }',
  database = '',
  more = '',
}) => `simulate: 1
${head}
vpcs:
  main:
    cidr: 172.16.0.0/12
    ${vpc}
    vswitches:
      main-h: { zone: cn-hangzhou-h, cidr: ${h} }
      main-i: { zone: cn-hangzhou-i, cidr: 172.17.0.0/16 }
securityGroups:
${groups}
databases:
  orders: { engine: rds, vswitch: main-h${database === '' ? '' : `, ${database}`} }
${more}`
const routes = (head: string, text: string) =>
  file({
    head,
    vpc: `routeTables: { system: { routes: [${text}] } }`,
    more: 'natGateways: { out: { vpc: main, vswitch: main-h, eips: [203.0.113.1] } }\n',
  })
const enhanced = "mysql: '5.7', storage: localSsd, mode: enhanced"
const timeline = (database: string, entry: string) => file({ database, more: `timeline:\n  - ${entry}\n` })
const rule = (index: number) => `      - { accept: tcp ${index + 1}, from: 0.0.0.0/0 }`
const groupOf = (name: string, rules: number) =>
  `  ${name}:\n    vpc: main\n    ingress:\n${many(rules, rule)}`

export const brokenReadings: readonly BrokenFile[] = [
  ['an assumption that nobody knows', ['UNKNOWN_KEY'], file({ head: 'assume: { «aclUnmatchd»: deny }' })],
  ['a reading that nobody knows', ['SCENARIO_SCHEMA'], file({ head: 'assume: { aclUnmatched: «drop» }' })],
  [
    'an assumed delay without a unit',
    ['DURATION_INVALID'],
    file({ head: 'assume: { whitelistDelay: «60» }' }),
  ],
  ['a list of assumptions', ['SCENARIO_SCHEMA'], file({ head: 'assume: «[aclUnmatched]»' })],
  [
    'an assumption on the timeline',
    ['SET_PATH'],
    timeline('', '{ at: 1m, set: «assume.aclUnmatched», to: allow }'),
  ],
  [
    'a route inside 100.64.0.0/10, R2.10',
    ['InvalidCidrBlock'],
    routes('', '{ to: «100.100.0.0/16», via: natGateway/out }'),
  ],
  [
    'a route for all of 100.64.0.0/10, even where a file allows narrower ones',
    ['InvalidCidrBlock'],
    routes('assume: { cloudServiceRoutes: allowed }', '{ to: «100.64.0.0/10», via: natGateway/out }'),
  ],
  [
    'a route around a vSwitch where a file refuses it, R2.9',
    ['InvalidCidrBlock'],
    routes('assume: { routesAroundVSwitches: refused }', '{ to: «172.16.0.0/16», via: natGateway/out }'),
  ],
  [
    'an enhanced whitelist without the kind of database',
    ['ENHANCED_MODE_UNSUPPORTED'],
    file({ database: 'mode: «enhanced»' }),
  ],
  [
    'an enhanced whitelist of MySQL 8.0',
    ['ENHANCED_MODE_UNSUPPORTED'],
    file({ database: "mysql: '8.0', storage: localSsd, mode: «enhanced»" }),
  ],
  [
    'an enhanced whitelist of Tair',
    ['ENHANCED_MODE_UNSUPPORTED'],
    file({ database: 'storage: localSsd, mode: «enhanced»' }).replace('engine: rds', 'engine: tair'),
  ],
  [
    'a classic whitelist in standard mode',
    ['KEYS_EXCLUSIVE'],
    file({ database: '«classicWhitelist»: { apps: [] }' }),
  ],
  ['a mode of a whitelist that nobody knows', ['SCENARIO_SCHEMA'], file({ database: 'mode: «strict»' })],
  [
    'a way back from the enhanced mode',
    ['ENHANCED_MODE_FINAL'],
    timeline(enhanced, '{ at: 1m, set: databases.orders.mode, to: «standard» }'),
  ],
  ['a user CIDR that is none', ['InvalidUserCidr.Malformed'], file({ vpc: 'userCidrs: [«192.0.2»]' })],
  ['a vSwitch block that is none', ['InvalidCidrBlock.Malformed'], file({ h: '«172.16.1.0»' })],
  [
    'a destination of a rule that is none',
    ['InvalidDestCidrIp.Malformed'],
    file({ groups: '  web: { vpc: main, egress: [{ accept: all, to: «10.0.0.5/8» }] }' }),
  ],
  [
    'a server whose groups have too many rules together',
    ['AclLimitExceed'],
    file({
      head: 'quotas: { rulesPerInterface: 300 }',
      groups: many(2, (index) => groupOf(`g${index}`, 160)),
      more: 'servers: { jump: { vswitch: main-h, securityGroups: «[g0, g1]», ports: [] } }\n',
    }),
  ],
  [
    'a basic group with too many addresses, R5.5',
    ['SecurityGroupInstanceLimitExceeded'],
    file({
      head: 'quotas: { instancesPerApp: 7000 }',
      groups: '  «web»: { vpc: main }',
      more: 'apps: { shop: { vswitches: [main-i], securityGroup: web, port: 80, instances: 6001 } }\n',
    }),
  ],
  [
    'a VPC with too many addresses in use',
    ['QUOTA_EXCEEDED'],
    file({
      head: 'quotas: { instancesPerApp: 70000 }',
      groups: '  web: { vpc: main, type: advanced }',
      more: 'apps: { shop: { vswitches: [main-i], securityGroup: web, port: 80, instances: 60000 } }\n',
    }).replace('  main:', '  «main»:'),
  ],
  [
    'a group whose prefix list counts as many rules as it has entries', // 5.2
    ['AuthorizationLimitExceed'],
    file({
      groups: `  «web»: { vpc: main, ingress: [{ accept: all, from: prefixList/a }, { accept: tcp 80, from: prefixList/a }] }`,
      more: `prefixLists:\n  a: [${many(101, (index) => `10.0.${index}.0/24`, ', ')}]\n`,
    }),
  ],
  [
    'a group whose prefix list counts as many rules as it may have entries', // 5.2
    ['AuthorizationLimitExceed'],
    file({
      groups: `  «web»: { vpc: main, ingress: [{ accept: all, from: prefixList/a }, { accept: tcp 80, from: prefixList/a }] }`,
      more: 'prefixLists: { a: { maxEntries: 101, entries: [10.0.0.0/24] } }\n',
    }),
  ],
]
