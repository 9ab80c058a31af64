import { brokenAlerts } from './broken-alerts.ts'
import { brokenBalancers } from './broken-balancers.ts'
import { brokenCens } from './broken-cens.ts'
import { brokenConnections } from './broken-connections.ts'
import { brokenDraws } from './broken-draws.ts'
import { brokenGateways } from './broken-gateways.ts'
import { brokenIpv6 } from './broken-ipv6.ts'
import { brokenNames } from './broken-names.ts'
import { brokenNlbs } from './broken-nlbs.ts'
import { brokenReadings } from './broken-readings.ts'
import { brokenRequests } from './broken-requests.ts'
import { brokenServices } from './broken-services.ts'
import { brokenWindows } from './broken-windows.ts'

/** Kinds of broken scenario files: a title, the codes in the order of the file, and the text with marked places. */
export type BrokenFile = readonly [title: string, codes: readonly string[], text: string]

const HEAD = 'simulate: 1\n'

/** Something for an application to stand on. */
const NET = `${HEAD}vpcs:
  main:
    cidr: 172.16.0.0/16
    vswitches:
      main-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      main-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
  other:
    cidr: 10.0.0.0/16
    vswitches:
      other-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
securityGroups:
  web: { vpc: main }
  far: { vpc: other }
`
/** … and an application with a client. */
const APP = `${NET}eipPools:
  pool: { addresses: [203.0.113.10-203.0.113.14] }
apps:
  shop: { vswitches: [main-h], securityGroup: web, instances: 3, port: 8080, eips: pool }
internet:
  shoppers: { address: 198.51.100.7 }
  partner: { address: 192.0.2.80, port: 443 }
flows:
  inbound: { from: shoppers, to: shop }
`
const app = (keys: string) =>
  `${NET}apps:\n  shop: { vswitches: [main-h], securityGroup: web, port: 8080, ${keys} }\n`
const deploy = (keys: string) => app(`instances: 4, deploy: { ${keys} }`)
const vpcs = (text: string) => `${HEAD}vpcs:\n${text}\n`
const ingress = (rule: string) =>
  `${HEAD}vpcs: { main: { cidr: 10.0.0.0/8 } }\nsecurityGroups:\n  web:\n    vpc: main\n    ingress:\n      - ${rule}\n`
/** VPC main with network parts of its own, and a second VPC. */
const inVpc = (text: string) => NET.replace('    cidr: 172.16.0.0/16\n', `    cidr: 172.16.0.0/16\n${text}\n`)
const nat = (keys: string) => `${NET}natGateways:\n  out: { vpc: main, ${keys} }\n`
const peerings = (text: string) => `${NET}peerings: { ${text} }\n`
const server = (keys: string) => `${NET}servers:\n  jump: { ${keys} }\n`
const database = (keys: string) => `${NET}databases:\n  orders: { ${keys} }\n`
const dnat = (entries: string) => nat(`vswitch: main-h, eips: [203.0.113.1], dnat: [${entries}]`)
/** Routes of the system table; `out` is a gateway of the VPC, `far` one of another. */
const routed = (routes: string) =>
  `${inVpc(`    routeTables: { system: { routes: [${routes}] } }`)}natGateways:\n  out: { vpc: main, vswitch: main-h, eips: [203.0.113.1] }\n  far: { vpc: other, vswitch: other-h, eips: [203.0.113.2] }\n`
/** The same with router interfaces from a to e. */
const interfaced = (routes: string) =>
  `${routed(routes)}routerInterfaces:\n${many(5, (index) => `  ${'abcde'[index]}: { vpcs: [main, other] }`)}\n`
const timeline = (entry: string) => `${APP}timeline:\n  - ${entry}\n`
const expectation = (entry: string) => `${APP}expect:\n  - ${entry}\n`
const many = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index)).join('\n')

export const brokenFiles: readonly BrokenFile[] = [
  // The text
  ['a flow list that never ends', ['SCENARIO_SYNTAX'], `${HEAD}vpcs: [1, 2«`],
  ['a tab as indentation', ['SCENARIO_SYNTAX'], `${HEAD}vpcs:\n«\t»main: 1\n`],
  ['an unknown tag', ['SCENARIO_SYNTAX'], `${HEAD}name: «!Ref» shop\n`],
  ['two documents', ['SCENARIO_SYNTAX'], `${HEAD}«---»\nsimulate: 1\n`],
  ['YAML 1.1', ['SCENARIO_SYNTAX'], `«»%YAML 1.1\n---\nsimulate: 1\n`],
  ['an alias without an anchor', ['SCENARIO_SYNTAX'], `${HEAD}name: «*nobody»\n`],
  ['a list as a key', ['SCENARIO_SYNTAX'], `${HEAD}? «[a]»\n: 1\n`],
  ['a key twice', ['DUPLICATE_KEY'], `${HEAD}seed: 1\n«seed»: 2\n`],
  ['an empty file', ['SCENARIO_SCHEMA'], '«»'],
  ['a list as the file', ['SCENARIO_SCHEMA'], '«- simulate: 1»\n'],
  ['a text as the file', ['SCENARIO_SCHEMA'], '«hello»\n'],
  // Limits
  ['a long file', ['LIMIT_TEXT'], `${HEAD}#${'x'.repeat(1_048_576 - HEAD.length - 1)}«»${'x'.repeat(10)}`],
  ['deep nesting', ['LIMIT_DEPTH'], `${HEAD}vpcs: ${'['.repeat(32 - 1)}«[1]»${']'.repeat(32 - 1)}\n`],
  ['too many entries', ['LIMIT_ENTRIES'], `${HEAD}prefixLists:\n  all: «[${'1,'.repeat(10_001)}]»\n`],
  [
    'an alias bomb',
    ['LIMIT_ALIASES'],
    `${HEAD}a: &a [${'1,'.repeat(99)}1]\nb: &b [${'*a,'.repeat(99)}*a]\nc: «&c [${'*b,'.repeat(99)}*b]»\n`.replace(
      '«&c ',
      '&c «',
    ),
  ],
  ['an alias that contains itself', ['LIMIT_ALIASES'], `${HEAD}vpcs: &a { main: «*a» }\n`],
  [
    'too many instances',
    ['LIMIT_INSTANCES'],
    `${NET}quotas: { instancesPerApp: 200000 }\napps:\n  shop: { vswitches: [main-h], securityGroup: web, port: 80, instances: «100001» }\n`,
  ],
  [
    'too many addresses',
    ['QuotaExceeded.Eip', 'LIMIT_ADDRESSES'],
    `${HEAD}eipPools: { pool: { addresses: [«8.8.0.0/24», «9.0.0.0/8»] } }\n`,
  ],
  // The head
  ['no format version', ['MISSING_KEY'], '«»name: shop\n'],
  ['a later format version', ['FORMAT_UNSUPPORTED'], 'simulate: «2»\n'],
  ['an unknown key', ['UNKNOWN_KEY'], `${HEAD}«durations»: 5m\n`],
  ['a merge key', ['UNKNOWN_KEY'], `${HEAD}«<<»: { seed: 2 }\n`],
  ['a duration without a unit', ['DURATION_INVALID'], `${HEAD}duration: «15»\n`],
  ['a duration in words', ['DURATION_INVALID'], `${HEAD}duration: «ten minutes»\n`],
  ['a negative duration', ['DURATION_INVALID'], `${HEAD}duration: «-5m»\n`],
  ['units in the wrong order', ['DURATION_INVALID'], `${HEAD}duration: «30m1h»\n`],
  ['a run of no length', ['VALUE_OUT_OF_RANGE'], `${HEAD}duration: «0s»\n`],
  ['a seed that is no whole number', ['SCENARIO_SCHEMA'], `${HEAD}seed: «1.5»\n`],
  ['a seed that is too large', ['VALUE_OUT_OF_RANGE'], `${HEAD}seed: «99999999999»\n`],
  ['a number as the name', ['SCENARIO_SCHEMA'], `${HEAD}name: «2024»\n`],
  ['a region that is none', ['SCENARIO_SCHEMA'], `${HEAD}region: «Hangzhou»\n`],
  ['an unknown quota', ['UNKNOWN_KEY'], `${HEAD}quotas: { «eips»: 30 }\n`],
  ['a quota that is fixed', ['UNKNOWN_KEY'], `${HEAD}quotas: { «eipsPerSnatEntry»: 100 }\n`],
  ['a negative quota', ['VALUE_OUT_OF_RANGE'], `${HEAD}quotas: { eip: «-1» }\n`],
  ['a section of a later version', ['FEATURE_NOT_MODELLED'], `${HEAD}«clients»: {}\n`],
  ['an empty section', ['SCENARIO_SCHEMA'], `${HEAD}«vpcs»:\n`],
  ['a list as a section', ['SCENARIO_SCHEMA'], `${HEAD}vpcs: «[]»\n`],
  // ENIs, HaVips and next hops
  [
    'a cut-through EIP on a primary ENI',
    ['InvalidBindingStatus'],
    server('vswitch: main-h, securityGroups: [web], eip: 203.0.113.1, eipMode: «cutThrough»'),
  ],
  [
    'a cut-through EIP in a VPC with an IPv4 gateway, R2.23',
    ['InvalidBindingStatus'],
    `${inVpc('    ipv4Gateway: {}')}servers:\n  jump: { vswitch: main-h, securityGroups: [web], enis: { eth1: { vswitch: main-i, securityGroups: [web], eip: 203.0.113.1, eipMode: «cutThrough» } } }\n`,
  ],
  [
    'a binding that no EIP has',
    ['MISSING_KEY'],
    server(
      'vswitch: main-h, securityGroups: [web], enis: { eth1: { vswitch: main-i, securityGroups: [web], eipMode: «cutThrough» } }',
    ),
  ],
  [
    'a binding of a later version',
    ['FEATURE_NOT_MODELLED'],
    server('vswitch: main-h, securityGroups: [web], eip: 203.0.113.1, eipMode: «multi»'),
  ],
  [
    'a secondary ENI in another VPC, and with its groups',
    ['VPC_MISMATCH', 'InvalidInstanceId.Mismatch'],
    server(
      'vswitch: main-h, securityGroups: [web], enis: { eth1: { vswitch: «other-h», securityGroups: [«web»] } }',
    ),
  ],
  [
    'a secondary ENI at an address that is taken',
    ['ADDRESS_DUPLICATE'],
    server(
      'vswitch: main-h, address: 172.16.1.9, securityGroups: [web], enis: { eth1: { vswitch: main-h, address: «172.16.1.9», securityGroups: [web] } }',
    ),
  ],
  [
    'a HaVip whose members cannot hold it',
    ['REFERENCE_DUPLICATE', 'HAVIP_MEMBER', 'REFERENCE_UNDEFINED'],
    `${server('vswitch: main-h, securityGroups: [web], enis: { eth1: { vswitch: main-i, securityGroups: [web] } }')}haVips:\n  gate: { vswitch: main-h, members: [jump, «jump», «jump/eth1», «gone»] }\n`,
  ],
  [
    'a HaVip with an active member that is none',
    ['HAVIP_MEMBER'],
    `${server('vswitch: main-h, securityGroups: [web], enis: { eth1: { vswitch: main-h, securityGroups: [web] } }')}haVips:\n  gate: { vswitch: main-h, members: [jump], active: «jump/eth1» }\n`,
  ],
  [
    'a HaVip without members',
    ['SCENARIO_SCHEMA'],
    `${NET}haVips:\n  gate: { vswitch: main-h, members: «[]» }\n`,
  ],
  [
    'a route to an ENI in another VPC',
    ['InvalidNextHopId.NotFound'],
    `${inVpc('    routeTables: { system: { routes: [{ to: 0.0.0.0/0, via: «server/jump» }] } }')}servers:\n  jump: { vswitch: other-h, securityGroups: [far] }\n`,
  ],
  [
    'a route to an ENI that is not there',
    ['REFERENCE_UNDEFINED'],
    routed('{ to: 0.0.0.0/0, via: «server/jump/eth1» }'),
  ],
  [
    'too many routes to HaVips',
    ['CountLimitExceed.HaVipRouteEntry'],
    `${inVpc(`    routeTables: { system: { routes: «[${many(6, (at) => `{ to: 192.0.2.${at}, via: haVip/gate },`).replaceAll('\n', ' ')}]» } }`)}servers:\n  jump: { vswitch: main-h, securityGroups: [web] }\nhaVips:\n  gate: { vswitch: main-h, members: [jump] }\n`,
  ],
  [
    'a gateway route to a gateway',
    ['InvalidNextHopType'],
    inVpc('    ipv4Gateway: { inboundRoutes: [{ to: 172.16.1.0/24, via: «natGateway/out» }] }'),
  ],
  [
    'a gateway route for addresses elsewhere',
    ['FORBIDDEN_USE_VPC_AS_INTERNET_GATEWAY'],
    `${inVpc('    ipv4Gateway: { inboundRoutes: [{ to: «10.0.1.0/24», via: server/jump }] }')}servers:\n  jump: { vswitch: main-h, securityGroups: [web] }\n`,
  ],
  [
    'two gateway routes for one block',
    ['InvalidCIDRBlock.Duplicate'],
    `${inVpc('    ipv4Gateway: { inboundRoutes: [{ to: 172.16.1.0/24, via: server/jump }, { to: «172.16.1.0/24», via: server/jump }] }')}servers:\n  jump: { vswitch: main-h, securityGroups: [web] }\n`,
  ],
  [
    'a set of the place of an ENI',
    ['SET_PATH'],
    `${server('vswitch: main-h, securityGroups: [web], enis: { eth1: { vswitch: main-i, securityGroups: [web] } }')}timeline:\n  - { at: 1m, set: «servers.jump.enis.eth1.vswitch», to: main-h }\n`,
  ],
  // Network ACLs
  [
    'an ACL entry that says nothing',
    ['KEYS_EXCLUSIVE'],
    inVpc('    networkAcls: { edge: { ingress: [«{ from: 0.0.0.0/0 }»] } }'),
  ],
  [
    'an ACL entry without its far side',
    ['MISSING_KEY'],
    inVpc('    networkAcls: { edge: { egress: [«{ accept: all }»] } }'),
  ],
  [
    'an ACL entry with the side of the other direction',
    ['MISSING_KEY', 'UNKNOWN_KEY'],
    inVpc('    networkAcls: { edge: { egress: [«{ accept: all, from: 0.0.0.0/0 }»] } }'),
  ],
  [
    'an ACL entry with host bits',
    ['CIDR_INVALID'],
    inVpc('    networkAcls: { edge: { ingress: [{ accept: all, from: «10.1.2.3/8» }] } }'),
  ],
  [
    'an ACL on a vSwitch that is not there',
    ['REFERENCE_UNDEFINED'],
    inVpc('    networkAcls: { edge: { vswitches: [«main-x»] } }'),
  ],
  [
    'an ACL on a vSwitch of another VPC, R6.1',
    ['VPC_MISMATCH'],
    inVpc('    networkAcls: { edge: { vswitches: [«other-h»] } }'),
  ],
  [
    'two ACLs on one vSwitch, R6.1',
    ['VSWITCH_ATTACHED_TWICE'],
    inVpc('    networkAcls: { edge: { vswitches: [main-h] }, more: { vswitches: [«main-h»] } }'),
  ],
  [
    'too many ACL entries, R6.14',
    ['QUOTA_EXCEEDED'],
    inVpc(
      `    networkAcls: { edge: { ingress: «[${many(21, () => '{ accept: all, from: 0.0.0.0/0 },').replaceAll('\n', ' ')}]» } }`,
    ),
  ],
  ['an ACL with a slash in its name', ['NAME_INVALID'], inVpc('    networkAcls: { «a/b»: {} }')],
  // Names
  ['a name with a slash', ['NAME_INVALID'], vpcs('  «a/b»: { cidr: 10.0.0.0/8 }')],
  ['a name of a prototype', ['NAME_INVALID'], vpcs('  «__proto__»: { cidr: 10.0.0.0/8 }')],
  ['a name that is too long', ['NAME_INVALID'], vpcs(`  «${'a'.repeat(64)}»: { cidr: 10.0.0.0/8 }`)],
  [
    'a vSwitch with a dot',
    ['NAME_INVALID'],
    vpcs('  main: { cidr: 10.0.0.0/8, vswitches: { «a.b»: { zone: cn-hangzhou-h, cidr: 10.0.0.0/24 } } }'),
  ],
  [
    'a vSwitch name in two VPCs',
    ['NAME_DUPLICATE'],
    vpcs(
      '  a: { cidr: 10.0.0.0/8, vswitches: { h: { zone: cn-hangzhou-h, cidr: 10.0.0.0/24 } } }\n  b: { cidr: 10.0.0.0/8, vswitches: { «h»: { zone: cn-hangzhou-h, cidr: 10.0.0.0/24 } } }',
    ),
  ],
  // VPCs
  ['a VPC that is nothing', ['SCENARIO_SCHEMA'], vpcs('  «main»:')],
  ['a block that is none', ['CIDR_INVALID'], vpcs('  main: { cidr: «10.0.0.0» }')],
  ['a block with host bits', ['CIDR_INVALID'], vpcs('  main: { cidr: «10.1.2.3/8» }')],
  ['a block with a leading zero', ['CIDR_INVALID'], vpcs('  main: { cidr: «010.0.0.0/8» }')],
  ['a block that is a number', ['CIDR_INVALID'], vpcs('  main: { cidr: «10.8» }')],
  ['a VPC that is too large, R1.2', ['InvalidParameter'], vpcs('  main: { cidr: «10.0.0.0/7» }')],
  ['a VPC that is too small, R1.2', ['InvalidParameter'], vpcs('  main: { cidr: «10.0.0.0/29» }')],
  ['a forbidden VPC (T2), R1.3', ['InvalidParameter'], vpcs('  main: { cidr: «100.64.0.0/16» }')],
  [
    'a secondary block over the first, R1.8',
    ['CIDR_OVERLAP'],
    vpcs('  main: { cidr: 10.0.0.0/8, secondaryCidrs: [«10.5.0.0/16»] }'),
  ],
  [
    'a secondary block that is too small, R1.8',
    ['CIDR_INVALID'],
    vpcs('  main: { cidr: 10.0.0.0/8, secondaryCidrs: [«172.16.0.0/30»] }'),
  ],
  [
    'a secondary block that starts with 0, R1.8',
    ['CIDR_INVALID'],
    vpcs('  main: { cidr: 10.0.0.0/8, secondaryCidrs: [«0.1.0.0/16»] }'),
  ],
  [
    'six secondary blocks',
    ['QUOTA_EXCEEDED'],
    vpcs(
      '  main: { cidr: 10.0.0.0/8, secondaryCidrs: «[11.0.0.0/8, 12.0.0.0/8, 13.0.0.0/8, 14.0.0.0/8, 15.0.0.0/8, 16.0.0.0/8]» }',
    ),
  ],
  [
    'four user CIDRs, R1.20',
    ['InvalidUserCidr.Quota'],
    vpcs('  main: { cidr: 10.0.0.0/8, userCidrs: «[11.0.0.0/8, 12.0.0.0/8, 13.0.0.0/8, 14.0.0.0/8]» }'),
  ],
  [
    'eleven VPCs',
    ['QuotaExceeded.Vpc'],
    `${HEAD}vpcs:\n${many(10, (index) => `  v${index}: { cidr: 10.0.0.0/8 }`)}\n  «last»: { cidr: 10.0.0.0/8 }\n`,
  ],
  // vSwitches
  [
    'a vSwitch that is too small (T3), R1.9',
    ['InvalidCirdrBlock.MaskLength'],
    vpcs('  main: { cidr: 10.0.0.0/8, vswitches: { h: { zone: cn-hangzhou-h, cidr: «10.0.0.0/30» } } }'),
  ],
  [
    'a vSwitch outside of its VPC, R1.9',
    ['InvalidParameter'],
    vpcs('  main: { cidr: 10.0.0.0/8, vswitches: { h: { zone: cn-hangzhou-h, cidr: «172.16.0.0/24» } } }'),
  ],
  [
    'vSwitches that overlap, R1.11',
    ['InvalidCidrBlock.Overlapped'],
    vpcs(
      '  main:\n    cidr: 10.0.0.0/8\n    vswitches:\n      a: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }\n      b: { zone: cn-hangzhou-h, cidr: «10.0.0.0/16» }',
    ),
  ],
  [
    'a zone of another region, R1.10',
    ['InvalidZoneId.NotFound'],
    vpcs('  main: { cidr: 10.0.0.0/8, vswitches: { h: { zone: «cn-shanghai-h», cidr: 10.0.0.0/24 } } }'),
  ],
  [
    'a zone that is a number',
    ['SCENARIO_SCHEMA'],
    vpcs('  main: { cidr: 10.0.0.0/8, vswitches: { h: { zone: «5», cidr: 10.0.0.0/24 } } }'),
  ],
  [
    'too many vSwitches',
    ['QuotaExceeded.VSwitch'],
    `${HEAD}quotas: { vswitchesPerVpc: 1 }\n${vpcs('  main: { cidr: 10.0.0.0/8, «vswitches»: { h: { zone: cn-hangzhou-h, cidr: 10.0.0.0/24 }, i: { zone: cn-hangzhou-i, cidr: 10.0.1.0/24 } } }').slice(HEAD.length)}`,
  ],
  // Security groups and prefix lists
  [
    'a group of a VPC that is not there',
    ['REFERENCE_UNDEFINED'],
    `${HEAD}vpcs: { main: { cidr: 10.0.0.0/8 } }\nsecurityGroups: { web: { vpc: «mian» } }\n`,
  ],
  [
    'a group of an unknown type',
    ['SCENARIO_SCHEMA'],
    `${HEAD}vpcs: { main: { cidr: 10.0.0.0/8 } }\nsecurityGroups: { web: { vpc: main, type: «advance» } }\n`,
  ],
  [
    'an unknown protocol',
    ['InvalidIpProtocol.ValueNotSupported'],
    ingress('{ accept: «sctp 80», from: 0.0.0.0/0 }'),
  ],
  ['a port above 65535', ['InvalidParam.PortRange'], ingress('{ accept: «tcp 70000», from: 0.0.0.0/0 }')],
  [
    'ports in the wrong order',
    ['InvalidParam.PortRange'],
    ingress('{ accept: «tcp 90/80», from: 0.0.0.0/0 }'),
  ],
  ['tcp without a port', ['InvalidParam.PortRange'], ingress('{ accept: «tcp», from: 0.0.0.0/0 }')],
  ['two port ranges', ['InvalidParam.PortRange'], ingress('{ accept: «tcp 80 443», from: 0.0.0.0/0 }')],
  ['icmp with a port', ['OperationDenied'], ingress('{ accept: «icmp 80», from: 0.0.0.0/0 }')],
  ['a rule that is a number', ['SCENARIO_SCHEMA'], ingress('{ accept: «8080», from: 0.0.0.0/0 }')],
  [
    'source ports without ports',
    ['OperationDenied'],
    ingress("{ accept: icmp, from: 0.0.0.0/0, sourcePorts: «'80'» }"),
  ],
  [
    'source ports that are none',
    ['InvalidParam.PortRange'],
    ingress('{ accept: tcp 80, from: 0.0.0.0/0, sourcePorts: «high» }'),
  ],
  [
    'a priority of 0',
    ['InvalidPriority.ValueNotSupported'],
    ingress('{ accept: tcp 80, from: 0.0.0.0/0, priority: «0» }'),
  ],
  [
    'a priority in words',
    ['InvalidPriority.Malformed'],
    ingress('{ accept: tcp 80, from: 0.0.0.0/0, priority: «high» }'),
  ],
  ['accept and drop', ['KEYS_EXCLUSIVE'], ingress('«{ accept: tcp 80, drop: tcp 81, from: 0.0.0.0/0 }»')],
  ['neither accept nor drop', ['KEYS_EXCLUSIVE'], ingress('«{ from: 0.0.0.0/0 }»')],
  ['a rule without a source', ['MissingParameter.Source'], ingress('«{ accept: tcp 80 }»')],
  [
    'a rule without a destination',
    ['MissingParameter.Dest'],
    `${HEAD}vpcs: { main: { cidr: 10.0.0.0/8 } }\nsecurityGroups: { web: { vpc: main, egress: [«{ accept: all }»] } }\n`,
  ],
  ['to in an ingress rule', ['UNKNOWN_KEY'], ingress('{ accept: tcp 80, «to»: 0.0.0.0/0 }')],
  [
    'a source with host bits',
    ['InvalidSourceCidrIp.Malformed'],
    ingress('{ accept: tcp 80, from: «10.0.0.5/24» }'),
  ],
  [
    'a source that is a bare name',
    ['InvalidSourceCidrIp.Malformed'],
    ingress('{ accept: tcp 80, from: «web» }'),
  ],
  [
    'a prefix list that is not there',
    ['REFERENCE_UNDEFINED'],
    ingress('{ accept: tcp 80, from: «prefixList/offices» }'),
  ],
  [
    'a group that is not there',
    ['REFERENCE_UNDEFINED'],
    ingress('{ accept: tcp 80, from: «securityGroup/wbe» }'),
  ],
  [
    'a group that refers to itself',
    ['InvalidParamter.Conflict'],
    ingress('{ accept: tcp 80, from: «securityGroup/web» }'),
  ],
  [
    'a group of another VPC',
    ['InvalidSourceGroupId.Mismatch'],
    `${NET}  third: { vpc: main, ingress: [{ accept: tcp 80, from: «securityGroup/far» }] }\n`,
  ],
  [
    'an advanced group that names a group',
    ['ADVANCED_GROUP'],
    `${NET}  third: { vpc: main, type: advanced, ingress: [{ accept: tcp 80, from: «securityGroup/web» }] }\n`,
  ],
  [
    'an advanced group with inner access',
    ['ADVANCED_GROUP'],
    `${NET}  third: { vpc: main, type: advanced, innerAccess: «accept» }\n`,
  ],
  [
    'too many rules',
    ['AuthorizationLimitExceed'],
    `${HEAD}quotas: { rulesPerSecurityGroup: 1 }\nvpcs: { main: { cidr: 10.0.0.0/8 } }\nsecurityGroups: { «web»: { vpc: main, ingress: [{ accept: all, from: 10.0.0.0/8 }], egress: [{ accept: all, to: 10.0.0.0/8 }] } }\n`,
  ],
  [
    'too many rules that name a group',
    ['QUOTA_EXCEEDED'],
    `${NET}  a: { vpc: main }\n  «third»:\n    vpc: main\n    ingress:\n${many(21, () => '      - { accept: all, from: securityGroup/a }')}\n`,
  ],
  [
    'too many groups',
    ['QuotaExceed.SecurityGroup'],
    `${HEAD}quotas: { securityGroups: 1 }\nvpcs: { main: { cidr: 10.0.0.0/8 } }\nsecurityGroups: { a: { vpc: main }, «b»: { vpc: main } }\n`,
  ],
  [
    'too many prefix lists',
    ['QUOTA_EXCEEDED'],
    `${HEAD}quotas: { prefixLists: 1 }\nprefixLists: { a: [10.0.0.0/8], «b»: [10.0.0.0/8] }\n`,
  ],
  [
    'a prefix list that is too long',
    ['QUOTA_EXCEEDED'],
    `${HEAD}quotas: { entriesPerPrefixList: 1 }\nprefixLists: { a: «[10.0.0.0/8, 11.0.0.0/8]» }\n`,
  ],
  ['an empty prefix list', ['SCENARIO_SCHEMA'], `${HEAD}prefixLists: { a: «[]» }\n`],
  [
    'a prefix list that may have too many entries',
    ['QUOTA_EXCEEDED'],
    `${HEAD}prefixLists: { a: «{ maxEntries: 201, entries: [10.0.0.0/8] }» }\n`,
  ],
  [
    'a prefix list with more entries than it says',
    ['VALUE_OUT_OF_RANGE'],
    `${HEAD}prefixLists: { a: { maxEntries: «1», entries: [10.0.0.0/8, 11.0.0.0/8] } }\n`,
  ],
  [
    'a prefix list without its maximum',
    ['MISSING_KEY'],
    `${HEAD}prefixLists: { «a»: { entries: [10.0.0.0/8] } }\n`,
  ],
  [
    'a block with host bits in a prefix list',
    ['CIDR_INVALID'],
    `${HEAD}prefixLists: { a: { maxEntries: 9, entries: [«10.0.0.1/8»] } }\n`,
  ],
  ['a prefix list that is a text', ['SCENARIO_SCHEMA'], `${HEAD}prefixLists: { a: «10.0.0.0/8» }\n`],
  // EIPs
  [
    'an address in hexadecimal',
    ['ADDRESS_INVALID'],
    `${HEAD}eipPools: { pool: { addresses: [«0xcb.0.113.10»] } }\n`,
  ],
  ['a short address', ['ADDRESS_INVALID'], `${HEAD}internet: { a: { address: «8.8» } }\n`],
  ['a short address in quotes', ['ADDRESS_INVALID'], `${HEAD}internet: { a: { address: «'8.8.8'» } }\n`],
  [
    'IPv6 in the place of IPv4',
    ['ADDRESS_INVALID'],
    `${HEAD}internet: { a: { address: «'2001:db8::1'» } }\n`,
  ],
  [
    'a range that runs back',
    ['ADDRESS_INVALID'],
    `${HEAD}eipPools: { pool: { addresses: [«203.0.113.13-203.0.113.10»] } }\n`,
  ],
  [
    'an address of two pools, R3.1',
    ['ADDRESS_DUPLICATE'],
    `${HEAD}eipPools:\n  a: { addresses: [203.0.113.0/30] }\n  b: { addresses: [«203.0.113.2»] }\n`,
  ],
  [
    'a private EIP',
    ['ADDRESS_NOT_PUBLIC'],
    `${HEAD}eipPools: { pool: { addresses: [«10.0.0.1-10.0.0.9»] } }\n`,
  ],
  ['a private Internet host', ['ADDRESS_NOT_PUBLIC'], `${HEAD}internet: { a: { address: «192.168.0.1» } }\n`],
  [
    'an Internet host with an EIP of ours',
    ['ADDRESS_DUPLICATE'],
    `${HEAD}eipPools: { pool: { addresses: [203.0.113.1] } }\ninternet: { a: { address: «203.0.113.1» } }\n`,
  ],
  [
    '21 EIPs',
    ['QuotaExceeded.Eip'],
    `${HEAD}eipPools: { a: { addresses: [203.0.113.0/28] }, b: { addresses: [«203.0.113.32-203.0.113.36»] } }\n`,
  ],
  ['an empty pool', ['SCENARIO_SCHEMA'], `${HEAD}eipPools: { pool: { addresses: «[]» } }\n`],
  // NAT gateways
  [
    'a gateway in a vSwitch of another VPC',
    ['OperationFailed.VswNotBelongToVpc'],
    nat('vswitch: «other-h», eips: [203.0.113.1]'),
  ],
  [
    'an SNAT entry for a vSwitch of another VPC',
    ['OperationFailed.VswNotBelongToVpc'],
    nat('vswitch: main-h, eips: [203.0.113.1], snat: [{ vswitch: «other-h» }]'),
  ],
  [
    'a gateway with 21 EIPs',
    ['QUOTA_EXCEEDED'],
    `${HEAD}quotas: { eip: 30 }\n${nat('vswitch: main-h, eips: «[203.0.113.0/28, 203.0.113.16-203.0.113.20]»').slice(HEAD.length)}`,
  ],
  [
    'an SNAT entry with 65 EIPs',
    ['SNAT_IP_POOL_COUNT_TOO_MANY'],
    `${HEAD}quotas: { eip: 99, eipsPerNatGateway: 99 }\n${nat('vswitch: main-h, eips: [203.0.113.0-203.0.113.64], snat: [«{ vpc: true }»]').slice(HEAD.length)}`,
  ],
  [
    'too many SNAT entries',
    ['Forbidden.SnatEntryCountLimited'],
    `${HEAD}quotas: { snatEntriesPerNatGateway: 1 }\n${nat('vswitch: main-h, eips: [203.0.113.1], snat: «[{ vpc: true }, { vswitch: main-i }]»').slice(HEAD.length)}`,
  ],
  [
    'too many gateways',
    ['QUOTA_EXCEEDED'],
    `${HEAD}quotas: { natGatewaysPerVpc: 1 }\n${nat('vswitch: main-h, eips: [203.0.113.1] }\n  «more»: { vpc: main, vswitch: main-h, eips: [203.0.113.2]').slice(HEAD.length)}`,
  ],
  [
    'a foreign EIP in an SNAT entry, R4.14',
    ['InvalidSnatIp.NotFound'],
    nat('vswitch: main-h, eips: [203.0.113.1], snat: [{ vpc: true, eips: «[203.0.113.2]» }]'),
  ],
  [
    'a vSwitch twice, R4.12',
    ['Forbidden.SourceVSwitchId.Duplicated'],
    nat('vswitch: main-h, eips: [203.0.113.1], snat: [{ vswitch: main-h }, «{ vswitch: main-h }»]'),
  ],
  [
    'a source twice, R4.12',
    ['OperationUnsupported.CidrConflict'],
    nat('vswitch: main-h, eips: [203.0.113.1], snat: [{ vswitch: main-h }, «{ cidr: 172.16.1.0/24 }»]'),
  ],
  [
    'an SNAT entry with two sources, R4.10',
    ['KEYS_EXCLUSIVE'],
    nat('vswitch: main-h, eips: [203.0.113.1], snat: [«{ vpc: true, vswitch: main-h }»]'),
  ],
  [
    'an SNAT source outside of the VPC',
    ['SNAT_SOURCE_OUTSIDE_VPC'],
    nat('vswitch: main-h, eips: [203.0.113.1], snat: [{ cidr: «10.0.1.0/24» }]'),
  ],
  [
    'an entry for a server with an EIP, R4.13',
    ['Forbindden'],
    `${nat('vswitch: main-h, eips: [203.0.113.1], snat: [{ vpc: true }, { cidr: «172.16.1.9/32» }]')}servers:\n  old: { vswitch: main-h, address: 172.16.1.9, securityGroups: [web], eip: 203.0.113.7 }\n`,
  ],
  [
    'a gateway in a full vSwitch',
    ['ZONE_NO_AVAILABLE_IP'],
    `${nat('vswitch: «main-h», eips: [203.0.113.1]').replace('172.16.1.0/24', '172.16.1.0/29')}servers:\n${many(4, (index) => `  s${index}: { vswitch: main-h, address: 172.16.1.${index + 1}, securityGroups: [web] }`)}\n`,
  ],
  [
    'an address for each EIP in NAT mode, R4.5',
    ['ZONE_NO_AVAILABLE_IP'],
    nat('vswitch: «main-h», eips: [203.0.113.1-203.0.113.4], eipMode: nat').replace(
      '172.16.1.0/24',
      '172.16.1.0/29',
    ),
  ],
  [
    'more than 50 EIPs in NAT mode, R4.5',
    ['QUOTA_EXCEEDED'],
    `${HEAD}quotas: { eip: 99, eipsPerNatGateway: 99 }\n${nat('vswitch: main-h, eips: «[203.0.113.0-203.0.113.50]», eipMode: nat').slice(HEAD.length)}`,
  ],
  [
    'an Internet NAT gateway without EIPs',
    ['MISSING_KEY'],
    `${NET}natGateways:\n  «out»: { vpc: main, vswitch: main-h }\n`,
  ],
  [
    'EIPs on a VPC NAT gateway',
    ['KEYS_EXCLUSIVE', 'KEYS_EXCLUSIVE'],
    nat('type: vpc, vswitch: main-h, eips: «[203.0.113.1]», snat: [{ vpc: true, eips: «[203.0.113.1]» }]'),
  ],
  [
    'NAT IPs on an Internet NAT gateway',
    ['KEYS_EXCLUSIVE', 'KEYS_EXCLUSIVE'],
    nat(
      'vswitch: main-h, eips: [203.0.113.1], natIps: «[172.16.1.9]», dnat: [{ natIp: «172.16.1.9», to: 172.16.2.9 }]',
    ),
  ],
  [
    'a mapping of no address',
    ['MISSING_KEY'],
    nat('type: vpc, vswitch: main-h, dnat: [«{ to: 172.16.2.9 }»]'),
  ],
  [
    'a VPC NAT gateway elsewhere',
    ['OperationFailed.VswNotBelongToVpc'],
    nat('type: vpc, vswitch: «other-h»'),
  ],
  [
    'too many NAT IPs, 4.4',
    ['QUOTA_EXCEEDED'],
    nat(
      `type: vpc, vswitch: main-h, natIps: «[${Array.from({ length: 16 }, (_, index) => `172.16.1.${index + 9}`).join(', ')}]»`,
    ),
  ],
  [
    'a NAT IP of nowhere',
    ['ADDRESS_OUTSIDE_VSWITCH'],
    nat('type: vpc, vswitch: main-h, natIps: [«172.16.2.9»]'),
  ],
  [
    'a NAT IP twice, and one that is taken',
    ['ADDRESS_DUPLICATE', 'ADDRESS_DUPLICATE'],
    `${nat('type: vpc, vswitch: main-h, natIps: [172.16.1.9, «172.16.1.9», 172.16.1.8]')}servers:\n  old: { vswitch: main-h, address: «172.16.1.8», securityGroups: [web] }\n`,
  ],
  ['a NAT CIDR of the VPC', ['CIDR_OVERLAP'], nat('type: vpc, vswitch: main-h, natCidrs: [«172.16.2.0/24»]')],
  ['a public NAT CIDR', ['CIDR_INVALID'], nat('type: vpc, vswitch: main-h, natCidrs: [«192.0.2.0/24»]')],
  ['a wide NAT CIDR', ['CIDR_INVALID'], nat('type: vpc, vswitch: main-h, natCidrs: [«10.8.0.0/14»]')],
  [
    'an entry with a foreign NAT IP',
    ['InvalidSnatIp.NotFound'],
    nat('type: vpc, vswitch: main-h, snat: [{ vpc: true, natIps: «[172.16.1.77]» }]'),
  ],
  [
    'a mapping of a foreign NAT IP',
    ['InvalidIp.NotInNatgw'],
    nat('type: vpc, vswitch: main-h, dnat: [{ natIp: «172.16.1.77», to: 172.16.2.9 }]'),
  ],
  [
    'a VPC NAT gateway too many',
    ['QUOTA_EXCEEDED'],
    `${HEAD}quotas: { natGatewaysPerVpc: 1 }\n${nat('vswitch: main-h, eips: [203.0.113.1] }\n  «more»: { vpc: main, vswitch: main-h, type: vpc').slice(HEAD.length)}`,
  ],
  [
    'a flow from the Internet to a VPC NAT gateway',
    ['FLOW_DIRECTION'],
    `${nat('type: vpc, vswitch: main-h')}internet:\n  somebody: { address: 198.51.100.7 }\nflows:\n  in: { from: somebody, to: «natGateway/out», port: 80 }\n`,
  ],
  ['a bandwidth', ['FEATURE_NOT_MODELLED'], nat('vswitch: main-h, eips: [203.0.113.1], «bandwidth»: 5')],
  [
    'a DNAT entry for an EIP of nobody',
    ['InvalidIp.NotInNatgw'],
    dnat('{ eip: «203.0.113.9», to: 172.16.1.9 }'),
  ],
  [
    'a DNAT entry that leaves the VPC',
    ['Forbidden.InternalIpOutOfVpcCIDR'],
    dnat('{ eip: 203.0.113.1, to: «10.0.1.9» }'),
  ],
  [
    'a DNAT entry for ports of any protocol',
    ['InvalidProtocal.ValueNotSupported'],
    dnat('«{ eip: 203.0.113.1, port: 443, to: 172.16.1.9 }»'),
  ],
  [
    'a DNAT entry without a port',
    ['InvalidExternalPort.Malformed'],
    dnat('«{ eip: 203.0.113.1, protocol: tcp, to: 172.16.1.9 }»'),
  ],
  [
    'a DNAT entry for port 0',
    ['InvalidExternalPort.Malformed'],
    dnat('{ eip: 203.0.113.1, protocol: tcp, port: «0», to: 172.16.1.9 }'),
  ],
  [
    'a DNAT entry for a list of ports',
    ['InvalidExternalPort.Malformed'],
    dnat("{ eip: 203.0.113.1, protocol: tcp, port: «'80,443'», to: 172.16.1.9 }"),
  ],
  [
    'DNAT ranges of two sizes, R4.21',
    ['InvalidInternalPort.Malformed'],
    dnat('{ eip: 203.0.113.1, protocol: tcp, port: 80/81, to: 172.16.1.9, toPort: «80/82» }'),
  ],
  [
    'one DNAT port for two instances, R4.20',
    ['DNAT_DUPLICATE'],
    dnat(
      '{ eip: 203.0.113.1, protocol: tcp, port: 80/90, to: 172.16.1.9 }, «{ eip: 203.0.113.1, protocol: tcp, port: 85, to: 172.16.1.8 }»',
    ),
  ],
  [
    'two EIPs for one port inside, R4.20',
    ['DNAT_DUPLICATE'],
    dnat(
      '{ eip: 203.0.113.1, protocol: tcp, port: 80, to: 172.16.1.9 }, «{ eip: 203.0.113.1, protocol: tcp, port: 81, to: 172.16.1.9, toPort: 80 }»',
    ),
  ],
  [
    'a DNAT port that SNAT uses, R4.29',
    ['DNAT_PORT_BREAK_MISSING'],
    nat(
      'vswitch: main-h, eips: [203.0.113.1], snat: [{ vpc: true }], dnat: [{ eip: 203.0.113.1, protocol: tcp, port: «8443», to: 172.16.1.9 }]',
    ),
  ],
  [
    'a DNAT entry for a server with an EIP, R4.23, R4.27',
    ['BIND_INSTANCE_HAVE_PORTMAP_OR_BIND_EIP'],
    `${dnat('{ eip: 203.0.113.1, to: «172.16.1.9» }')}servers:\n  old: { vswitch: main-h, address: 172.16.1.9, securityGroups: [web], eip: 203.0.113.7 }\n`,
  ],
  // Route tables
  [
    'a route into a vSwitch (T4), R2.9',
    ['InvalidCidrBlock'],
    routed('{ to: «172.16.1.128/25», via: natGateway/out }'),
  ],
  [
    'a route for a vSwitch, R1.12, R2.9',
    ['InvalidCidrBlock'],
    routed('{ to: «172.16.2.0/24», via: natGateway/out }'),
  ],
  [
    'a route to cloud services',
    ['InvalidCidrBlock'],
    routed('{ to: «100.100.2.0/24», via: natGateway/out }'),
  ],
  [
    'two routes for one destination, R2.11',
    ['InvalidCIDRBlock.Duplicate'],
    routed('{ to: 192.0.2.1, via: natGateway/out }, { to: «192.0.2.1/32», via: natGateway/out }'),
  ],
  ['a route with host bits', ['CIDR_INVALID'], routed('{ to: «192.0.2.1/24», via: natGateway/out }')],
  ['a route without a next hop', ['MISSING_KEY'], routed('«{ to: 192.0.2.0/24 }»')],
  ['a route to nothing known', ['InvalidNextHopType'], routed('{ to: 192.0.2.0/24, via: «blackhole» }')],
  ['a route to a VPN gateway', ['FEATURE_NOT_MODELLED'], routed('{ to: 192.0.2.0/24, via: «vpnGateway/x» }')],
  [
    'a route to a peering of nobody',
    ['REFERENCE_UNDEFINED'],
    routed('{ to: 192.0.2.0/24, via: «peering/x» }'),
  ],
  [
    'a route to a peering without a name',
    ['InvalidNextHopType'],
    routed('{ to: 192.0.2.0/24, via: «peering/» }'),
  ],
  [
    'a route to a peering of other VPCs',
    ['InvalidNextHopId.NotFound'],
    `${inVpc('    routeTables: { system: { routes: [{ to: 10.2.0.0/16, via: «peering/far» }] } }').replace('  other:\n', '  third: { cidr: 10.2.0.0/16 }\n  other:\n')}peerings: { far: { vpcs: [other, third] } }\n`,
  ],
  // Peerings
  ['a peering of nothing', ['MISSING_KEY'], peerings('«link»: {}')],
  ['a peering of one VPC', ['SCENARIO_SCHEMA'], peerings('link: { vpcs: «[main]» }')],
  ['a peering of three VPCs', ['SCENARIO_SCHEMA'], peerings('link: { vpcs: «[main, other, main]» }')],
  ['a peering with itself', ['REFERENCE_DUPLICATE'], peerings('link: { vpcs: [main, «main»] }')],
  ['a peering with an unknown VPC', ['REFERENCE_UNDEFINED'], peerings('link: { vpcs: [main, «othr»] }')],
  [
    'two peerings of one pair',
    ['PEERING_DUPLICATE'],
    peerings('link: { vpcs: [main, other] }, again: { vpcs: «[other, main]» }'),
  ],
  [
    'a peering of VPCs that overlap (R7.3)',
    ['CIDR_OVERLAP'],
    peerings('link: { vpcs: «[main, other]» }')
      .replace('10.0.0.0/16', '172.16.0.0/12')
      .replace('10.0.1.0', '172.17.1.0'),
  ],
  ['a status of a peering', ['UNKNOWN_KEY'], peerings('link: { vpcs: [main, other], «status»: Activated }')],
  [
    'one next hop in a list, 2.4',
    ['InvalidNexthopListSize'],
    interfaced('{ to: 192.0.2.0/24, via: «[{ routerInterface/a: 100 }]» }'),
  ],
  [
    'five next hops, R2.17',
    ['InvalidNexthopListSize'],
    interfaced(
      '{ to: 192.0.2.0/24, via: «[routerInterface/a, routerInterface/b, routerInterface/c, routerInterface/d, routerInterface/e]» }',
    ),
  ],
  [
    'a NAT gateway in a list, R2.17',
    ['InvalidNextHopType'],
    routed('{ to: 192.0.2.0/24, via: «[natGateway/out, natGateway/out]» }'),
  ],
  [
    'a next hop of no weight',
    ['VALUE_OUT_OF_RANGE'],
    interfaced('{ to: 192.0.2.0/24, via: «[{ routerInterface/a: 0 }, routerInterface/b]» }'),
  ],
  [
    'a next hop twice, and one of another VPC',
    ['Duplicated.VpcNextHop', 'InvalidNextHopId.NotFound'],
    `${inVpc('    routeTables: { system: { routes: [{ to: 192.0.2.0/24, via: «[routerInterface/a, routerInterface/a]» }, { to: 192.0.3.0/24, via: «[routerInterface/a, routerInterface/b]» }] } }')}  third: { cidr: 10.7.0.0/16 }\nrouterInterfaces: { a: { vpcs: [main, other] }, b: { vpcs: [other, third] } }\n`.replace(
      'securityGroups:\n  web: { vpc: main }\n  far: { vpc: other }\n  third: { cidr: 10.7.0.0/16 }\n',
      '  third: { cidr: 10.7.0.0/16 }\nsecurityGroups:\n  web: { vpc: main }\n  far: { vpc: other }\n',
    ),
  ],
  [
    'router interfaces of one VPC',
    ['REFERENCE_DUPLICATE'],
    `${NET}routerInterfaces: { a: { vpcs: [main, «main»] } }\n`,
  ],
  [
    'a route to unknown router interfaces',
    ['REFERENCE_UNDEFINED', 'REFERENCE_UNDEFINED'],
    routed('{ to: 192.0.2.0/24, via: [«{ routerInterface/a: 100 }», «routerInterface/b»] }'),
  ],
  [
    'a route to a prefix list that is not there',
    ['REFERENCE_UNDEFINED'],
    routed('{ to: «prefixList/offices», via: natGateway/out }'),
  ],
  [
    'a route to a prefix list without a name',
    ['NAME_INVALID'],
    routed('{ to: «prefixList/», via: natGateway/out }'),
  ],
  [
    'a route to a prefix list that another one has in part, R2.11',
    ['InvalidCIDRBlock.Duplicate'],
    `${routed('{ to: prefixList/a, via: natGateway/out }, { to: «prefixList/b», via: natGateway/out }')}prefixLists: { a: [192.0.2.0/24], b: [10.0.0.0/8, 192.0.2.0/24] }\n`,
  ],
  [
    'a route to a prefix list with a block of a vSwitch, R2.9',
    ['InvalidCidrBlock'],
    `${routed('{ to: 192.0.2.0/24, via: natGateway/out }, { to: «prefixList/a», via: natGateway/out }')}prefixLists: { a: [172.16.1.0/24] }\n`,
  ],
  [
    'a route of a prefix list to a gateway of another VPC',
    ['InvalidNextHopId.NotFound'],
    `${routed('{ to: prefixList/a, via: «natGateway/far» }')}prefixLists: { a: [192.0.2.0/24, 198.51.100.0/24] }\n`,
  ],
  [
    'a route of a prefix list to the IPv6 gateway',
    ['InvalidNextHopType'],
    `${routed('{ to: «prefixList/a», via: ipv6Gateway }')}prefixLists: { a: [192.0.2.0/24] }\n`,
  ],
  [
    'a prefix list whose maximum fills the route table, R2.18',
    ['QuotaExceeded'],
    `${routed('{ to: prefixList/a, via: natGateway/out }, { to: 10.0.0.0/8, via: natGateway/out }').replace('[{ to: prefix', '«[{ to: prefix').replace('natGateway/out }] }', 'natGateway/out }]» }')}prefixLists: { a: { maxEntries: 200, entries: [192.0.2.0/24] } }\n`,
  ],
  ['a route to nobody', ['REFERENCE_UNDEFINED'], routed('{ to: 192.0.2.0/24, via: «natGateway/ouf» }')],
  [
    'a route to a gateway of another VPC',
    ['InvalidNextHopId.NotFound'],
    routed('{ to: 192.0.2.0/24, via: «natGateway/far» }'),
  ],
  [
    'a route to an IPv4 gateway that is not there',
    ['InvalidNextHopId.NotFound'],
    routed('{ to: 192.0.2.0/24, via: «ipv4Gateway» }'),
  ],
  [
    'too many routes',
    ['QuotaExceeded'],
    `${inVpc(
      '    ipv4Gateway: {}\n    routeTables: { system: { routes: «[{ to: 192.0.2.1, via: ipv4Gateway }, { to: 192.0.2.2, via: ipv4Gateway }]» } }',
    )}quotas: { routesPerTable: 1 }\n`,
  ],
  [
    'a vSwitch on two route tables',
    ['VSWITCH_ATTACHED_TWICE'],
    inVpc('    routeTables: { one: { vswitches: [main-h] }, two: { vswitches: [main-i, «main-h»] } }'),
  ],
  [
    'a vSwitch on the system table, R2.1',
    ['KEYS_EXCLUSIVE'],
    inVpc('    routeTables: { system: { vswitches: «[main-h]» } }'),
  ],
  [
    'too many route tables',
    ['QUOTA_EXCEEDED'],
    inVpc(`    routeTables: «{ ${many(10, (index) => `t${index}: {},`).replaceAll('\n', ' ')} }»`),
  ],
  [
    'an IPv4 gateway for a table that is not there',
    ['InvalidRouteTableId.NotFound'],
    inVpc('    ipv4Gateway: { routeTables: [system, «privat»] }'),
  ],
  [
    'routes of an IPv4 gateway that was deleted, R2.24',
    ['KEYS_EXCLUSIVE', 'KEYS_EXCLUSIVE'],
    `${inVpc('    ipv4Gateway: { deleted: public, «routeTables»: [system], «inboundRoutes»: [{ to: 172.16.1.0/24, via: server/jump }] }')}servers:\n  jump: { vswitch: main-h, securityGroups: [web] }\n`,
  ],
  [
    'a route to an IPv4 gateway that was deleted, R2.24',
    ['InvalidNextHopId.NotFound'],
    inVpc(
      '    ipv4Gateway: { deleted: private }\n    routeTables: { system: { routes: [{ to: 192.0.2.0/24, via: «ipv4Gateway» }] } }',
    ),
  ],
  [
    'an IPv4 gateway for a table that has a default route',
    ['InvalidCIDRBlock.Duplicate'],
    `${inVpc(
      '    routeTables: { system: { routes: [{ to: 0.0.0.0/0, via: natGateway/out }] } }\n    ipv4Gateway: { routeTables: [«system»] }',
    )}natGateways:\n  out: { vpc: main, vswitch: main-h, eips: [203.0.113.1] }\n`,
  ],
  // Internet
  [
    'a whitelist that is a text',
    ['SCENARIO_SCHEMA'],
    `${HEAD}internet: { a: { address: 8.8.8.8, whitelist: «0.0.0.0/0» } }\n`,
  ],
  [
    'a whitelist with a bad mask',
    ['CIDR_INVALID'],
    `${HEAD}internet: { a: { address: 8.8.8.8, whitelist: [«10.0.0.0/33»] } }\n`,
  ],
  ['a port of 0', ['VALUE_OUT_OF_RANGE'], `${HEAD}internet: { a: { address: 8.8.8.8, port: «0» } }\n`],
  // Applications
  [
    'an application without most keys',
    ['MISSING_KEY', 'MISSING_KEY', 'MISSING_KEY'],
    `${NET}apps: { «shop»: { vswitches: [main-h] } }\n`,
  ],
  ['an EAS service', ['SCENARIO_SCHEMA'], app('instances: 2, kind: «fargate»')],
  [
    'no vSwitch',
    ['SCENARIO_SCHEMA'],
    `${NET}apps: { shop: { vswitches: «[]», securityGroup: web, port: 80, instances: 2 } }\n`,
  ],
  [
    'a vSwitch that is not there',
    ['REFERENCE_UNDEFINED'],
    `${NET}apps: { shop: { vswitches: [«main-j»], securityGroup: web, port: 80, instances: 2 } }\n`,
  ],
  [
    'a vSwitch named twice',
    ['REFERENCE_DUPLICATE'],
    `${NET}apps: { shop: { vswitches: [main-h, «main-h»], securityGroup: web, port: 80, instances: 2 } }\n`,
  ],
  [
    'vSwitches of two VPCs',
    ['VPC_MISMATCH'],
    `${NET}apps: { shop: { vswitches: [main-h, «other-h»], securityGroup: web, port: 80, instances: 2 } }\n`,
  ],
  [
    'a security group of another VPC, R5.7',
    ['InvalidInstanceId.Mismatch'],
    `${NET}apps: { shop: { vswitches: [main-h], securityGroup: «far», port: 80, instances: 2 } }\n`,
  ],
  ['a pool that is not there', ['REFERENCE_UNDEFINED'], app('instances: 2, eips: «pool»')],
  ['no instances', ['VALUE_OUT_OF_RANGE'], app('instances: «0»')],
  ['51 instances', ['NoComputeResourceQuota.App.Exceed'], app('instances: «51»')],
  ['half an instance', ['SCENARIO_SCHEMA'], app('instances: «2.5»')],
  ['a version that became a number', ['NAME_INVALID'], app('instances: 2, version: «1.10»')],
  ['minReady of all instances', ['MinReadyInstances.Not.Smaller.Replicas'], deploy('minReady: «4»')],
  ['minReady of 101%', ['SCENARIO_SCHEMA'], deploy('minReady: «101%»')],
  ['minReady of -2', ['VALUE_OUT_OF_RANGE'], deploy('minReady: «-2»')],
  ['no room to move', ['MAX_SURGE_ZERO'], deploy('minReady: 100%, maxSurge: «0»')],
  ['a negative wait', ['BatchWaitTime.Not.Smaller.Zero'], deploy('instanceWait: «-1s»')],
  ['a gray batch of more than half', ['CANARY_OVER_HALF'], deploy('strategy: { gray: «3» }')],
  ['more batches than instances', ['BATCHES_EXCEED_INSTANCES'], deploy('strategy: { batches: «5» }')],
  [
    'batches for one instance',
    ['SINGLE_INSTANCE_NO_BATCHES'],
    app('instances: 1, deploy: { strategy: { batches: «2» } }'),
  ],
  ['a grace of ten minutes', ['VALUE_OUT_OF_RANGE'], app('instances: 2, lifecycle: { grace: «10m» }')],
  ['a range that runs back', ['DURATION_INVALID'], app('instances: 2, lifecycle: { start: «40s..20s» }')],
  ['a range in the place of a time', ['DURATION_INVALID'], deploy('retry: «1s..2s»')],
  ['a probe that is a text', ['SCENARIO_SCHEMA'], app('instances: 2, probes: { readiness: «fast» }')],
  ['an unknown key of a probe', ['UNKNOWN_KEY'], app('instances: 2, probes: { readiness: { «perod»: 5s } }')],
  [
    'a liveness probe that must pass twice',
    ['SCENARIO_SCHEMA'],
    app('instances: 2, probes: { liveness: { successThreshold: «2» } }'),
  ],
  [
    'a version that fails before it passes',
    ['VALUE_OUT_OF_RANGE'],
    app('instances: 2, versions: { v2: { readiness: «{ passesFrom: 10s, failsFrom: 5s }» } }'),
  ],
  ['a version with a bad name', ['NAME_INVALID'], app("instances: 2, versions: { «'v 2'»: { start: 5s } }")],
  [
    'autoscaling of SAE',
    ['KEYS_EXCLUSIVE'],
    app('instances: 2, autoscaling: «{ min: 1, max: 2, metrics: { qps: 1 } }»'),
  ],
  // Flows
  ['an endpoint that is not there', ['REFERENCE_UNDEFINED'], `${APP}  more: { from: «shopers», to: shop }\n`],
  [
    'an endpoint of an unknown kind',
    ['REFERENCE_UNDEFINED'],
    `${APP}  more: { from: «apps/shop», to: partner }\n`,
  ],
  [
    'an endpoint of a later kind',
    ['FEATURE_NOT_MODELLED'],
    `${APP}  more: { from: «client/one», to: partner }\n`,
  ],
  ['an endpoint that is no name', ['NAME_INVALID'], `${APP}  more: { from: «a b», to: partner }\n`],
  [
    'a name for two endpoints',
    ['ENDPOINT_AMBIGUOUS'],
    `${APP}  more: { from: app/shop, to: «both», port: 80 }\n`
      .replace('internet:\n', 'internet:\n  both: { address: 8.8.8.8 }\n')
      .replace(
        'apps:\n',
        'apps:\n  both: { vswitches: [main-h], securityGroup: web, instances: 2, port: 80 }\n',
      ),
  ],
  ['a flow between strangers', ['FLOW_OUTSIDE'], `${APP}  «more»: { from: shoppers, to: partner }\n`],
  ['a flow without a port', ['MISSING_KEY'], `${APP}  «more»: { from: shop, to: shoppers }\n`],
  [
    'icmp with a port of a flow',
    ['OperationDenied'],
    `${APP}  more: { from: shop, to: partner, protocol: icmp, port: «80» }\n`,
  ],
  [
    'a flow of all protocols',
    ['SCENARIO_SCHEMA'],
    `${APP}  more: { from: shop, to: partner, protocol: «all» }\n`,
  ],
  ['a flow with a rate', ['UNKNOWN_KEY'], `${APP}  more: { from: shop, to: partner, «rate»: 5 }\n`],
  // Timeline
  ['a timeline that is a map', ['SCENARIO_SCHEMA'], `${APP}timeline: «{ at: 1m }»\n`],
  ['an entry that is a text', ['SCENARIO_SCHEMA'], timeline('«deploy shop»')],
  ['an unknown action', ['UNKNOWN_KEY'], timeline('{ at: 1m, «depoly»: shop }')],
  ['an entry without an action', ['MISSING_KEY'], timeline('«{ at: 1m }»')],
  ['two actions', ['KEYS_EXCLUSIVE'], timeline('«{ at: 1m, stop: shop, restart: shop }»')],
  ['an action of a later version', ['FEATURE_NOT_MODELLED'], timeline('{ at: 1m, «upgrade»: shop }')],
  ['an action without a time', ['MISSING_KEY'], timeline('«{ restart: shop }»')],
  ['an action behind the end', ['TIME_OUTSIDE_RUN'], timeline('{ at: «16m», restart: shop }')],
  ['a deployment of nobody', ['REFERENCE_UNDEFINED'], timeline('{ at: 1m, deploy: «shopp», version: v2 }')],
  ['a deployment without a version', ['MISSING_KEY'], timeline('«{ at: 1m, deploy: shop }»')],
  ['a deployment of a number', ['NAME_INVALID'], timeline('{ at: 1m, deploy: shop, version: «1.10» }')],
  [
    'a gray deployment of too many',
    ['CANARY_OVER_HALF'],
    timeline('{ at: 1m, deploy: shop, version: v2, strategy: { gray: «2» } }'),
  ],
  [
    'batches after scaling in',
    ['BATCHES_EXCEED_INSTANCES'],
    timeline(
      '{ at: 1m, scale: shop, instances: 2 }\n  - { at: 5m, deploy: shop, version: v2, strategy: { batches: «3» } }',
    ),
  ],
  [
    'two creations',
    ['CREATE_DUPLICATE'],
    timeline('{ at: 0s, create: shop }\n  - { at: 1m, create: «shop» }'),
  ],
  ['an outage of nowhere', ['REFERENCE_UNDEFINED'], timeline('{ at: 1m, zoneOutage: «cn-hangzhou-z» }')],
  ['a crash of an unknown mode', ['SCENARIO_SCHEMA'], timeline('{ at: 1m, crash: shop, mode: «vm» }')],
  // Set
  ['a set that is no path', ['SET_PATH'], timeline("{ at: 1m, set: «'internet..partner'», to: 1 }")],
  [
    'a set of what is fixed, R1.5',
    ['SET_PATH'],
    timeline('{ at: 1m, set: «vpcs.main.cidr», to: 10.0.0.0/8 }'),
  ],
  ['a set of nothing', ['SET_PATH'], timeline('{ at: 1m, set: «internet.partnr.port», to: 80 }')],
  [
    'a set behind a list',
    ['SET_PATH'],
    timeline("{ at: 1m, set: «'securityGroups.web.ingress[0]'», to: 80 }").replace(
      'web: { vpc: main }',
      'web: { vpc: main, ingress: [] }',
    ),
  ],
  ['a set of a pool', ['SET_PATH'], timeline('{ at: 1m, set: «eipPools.pool», to: {} }')],
  ['a set to nothing', ['MISSING_KEY'], timeline('«{ at: 1m, set: internet.partner.port }»')],
  [
    'a set to a wrong value',
    ['CIDR_INVALID'],
    timeline('{ at: 1m, set: internet.partner.whitelist, to: [8.8.8.8, «10.0.0.0/99»] }'),
  ],
  [
    'a set of an unknown key',
    ['UNKNOWN_KEY'],
    timeline('{ at: 1m, set: «internet.partner.whitelst», to: [] }'),
  ],
  [
    'a set that breaks a rule elsewhere',
    ['ADDRESS_DUPLICATE'],
    timeline('{ at: 1m, set: «eipPools.pool.addresses», to: [192.0.2.80] }'),
  ],
  [
    'a set that leads nowhere',
    ['REFERENCE_UNDEFINED'],
    timeline(
      '{ at: 1m, set: securityGroups.web.ingress, to: [{ accept: tcp 80, from: «securityGroup/nobody» }] }',
    ),
  ],
  // Expectations
  ['an unknown subject', ['UNKNOWN_KEY'], expectation('{ «flows»: inbound }')],
  ['an expectation of nothing', ['MISSING_KEY'], expectation('«{}»')],
  ['an expectation of a later version', ['FEATURE_NOT_MODELLED'], expectation('{ «dns»: x }')],
  ['an expectation that is a text', ['SCENARIO_SCHEMA'], expectation('«all is well»')],
  ['a flow that is not there', ['REFERENCE_UNDEFINED'], expectation('{ flow: «inbond», always: reachable }')],
  [
    'a flow of the metric that is not there',
    ['REFERENCE_UNDEFINED'],
    expectation('{ metric: «availability(nobody)», min: 99% }'),
  ],
  ['a metric that is none', ['SCENARIO_SCHEMA'], expectation('{ metric: «latency(inbound)», min: 99% }')],
  ['an unknown state', ['SCENARIO_SCHEMA'], expectation('{ flow: inbound, always: «reachble» }')],
  ['two modes', ['KEYS_EXCLUSIVE'], expectation('«{ flow: inbound, always: reachable, never: idle }»')],
  ['no mode', ['KEYS_EXCLUSIVE'], expectation('«{ flow: inbound }»')],
  [
    'a code of what is reachable',
    ['KEYS_EXCLUSIVE'],
    expectation('«{ flow: inbound, always: reachable, code: EIP_POOL_EMPTY }»'),
  ],
  ['is without at', ['MISSING_KEY'], expectation('«{ flow: inbound, is: reachable }»')],
  ['at without is', ['KEYS_EXCLUSIVE'], expectation('«{ flow: inbound, always: reachable, at: 1m }»')],
  [
    'an empty window',
    ['TIME_OUTSIDE_RUN'],
    expectation('{ flow: inbound, always: reachable, from: «5m», until: 5m }'),
  ],
  [
    'a window behind the end',
    ['TIME_OUTSIDE_RUN'],
    expectation('{ flow: inbound, always: reachable, from: «1h» }'),
  ],
  ['a rollout without a claim', ['KEYS_EXCLUSIVE'], expectation('«{ rollout: shop }»')],
  ['an outcome in capitals', ['SCENARIO_SCHEMA'], expectation('{ rollout: shop, outcome: «STUCK» }')],
  ['an unknown verdict', ['SCENARIO_SCHEMA'], expectation('{ rollout: shop, verdict: «safe» }')],
  ['a comparison without an operator', ['SCENARIO_SCHEMA'], expectation('{ app: shop, ready: «2» }')],
  ['a comparison that is none', ['SCENARIO_SCHEMA'], expectation("{ app: shop, ready: «'=> 2'» }")],
  ['ready and serving', ['KEYS_EXCLUSIVE'], expectation("«{ app: shop, ready: '>= 2', serving: '>= 2' }»")],
  ['neither ready nor serving', ['KEYS_EXCLUSIVE'], expectation('«{ app: shop }»')],
  ['a mode with a value', ['SCENARIO_SCHEMA'], expectation("{ app: shop, ready: '>= 2', always: «maybe» }")],
  ['a pool of nobody', ['REFERENCE_UNDEFINED'], expectation("{ pool: «pol», inUse: '<= 4' }")],
  ['a rotation of nobody', ['REFERENCE_UNDEFINED'], expectation("{ rotation: «web», servers: '>= 2' }")],
  [
    'a rotation of no number',
    ['REFERENCE_UNDEFINED', 'SCENARIO_SCHEMA'],
    expectation("{ rotation: «web», servers: «'2'» }"),
  ],
  [
    'a share without a percent sign',
    ['SCENARIO_SCHEMA'],
    expectation('{ metric: availability(inbound), min: «99.95» }'),
  ],
  ['a share above 100%', ['SCENARIO_SCHEMA'], expectation('{ metric: availability(inbound), min: «120%» }')],
  [
    'a reason nobody gives',
    ['REASON_UNKNOWN'],
    expectation('{ flow: inbound, never: blocked, code: «SNAT_NO_ENTRI» }'),
  ],
  [
    'a flow reason for a warning',
    ['REASON_UNKNOWN'],
    expectation('{ warning: shop, code: «SNAT_NO_ENTRY» }'),
  ],
  ['a flow reason for a refusal', ['REASON_UNKNOWN'], expectation('{ refused: shop, code: «NO_ROUTE» }')],
  ['a code that is none', ['SCENARIO_SCHEMA'], expectation("{ refused: shop, code: «'no way!'» }")],
  [
    'a source that is no address',
    ['ADDRESS_INVALID'],
    expectation('{ flow: inbound, source: [«everywhere»] }'),
  ],
  // Several at once
  [
    'mistakes in every part at once',
    [
      'UNKNOWN_KEY',
      'InvalidParameter',
      'REFERENCE_UNDEFINED',
      'DURATION_INVALID',
      'REFERENCE_UNDEFINED',
      'TIME_OUTSIDE_RUN',
      'KEYS_EXCLUSIVE',
    ],
    `${HEAD}«sed»: 1
vpcs:
  main: { cidr: «100.64.0.0/10» }
  good: { cidr: 10.0.0.0/8, vswitches: { h: { zone: cn-hangzhou-h, cidr: 10.0.0.0/24 } } }
securityGroups: { web: { vpc: «goood» } }
apps:
  shop: { vswitches: [h], securityGroup: web, instances: 3, port: 80, lifecycle: { start: «20» } }
flows: { in: { from: «nobody», to: shop } }
timeline: [{ at: «1h», restart: shop }]
expect: [«{ app: shop }»]
`,
  ],
  // Servers and databases
  ['a server without a security group', ['SCENARIO_SCHEMA'], server('vswitch: main-h, securityGroups: «[]»')],
  [
    'a server in nowhere',
    ['REFERENCE_UNDEFINED', 'REFERENCE_UNDEFINED'],
    server('vswitch: «main-x», securityGroups: [«wep»]'),
  ],
  [
    'a server in the security group of another VPC',
    ['InvalidInstanceId.Mismatch'],
    server('vswitch: main-h, securityGroups: [«far»]'),
  ],
  [
    'a server that joins a group twice',
    ['InvalidInstanceId.AlreadyExists'],
    server('vswitch: main-h, securityGroups: [web, «web»]'),
  ],
  [
    'a server in groups of two types, R5.7',
    ['ADVANCED_GROUP'],
    server('vswitch: main-h, securityGroups: [web, «strict»]').replace(
      'web: { vpc: main }',
      'web: { vpc: main }\n  strict: { vpc: main, type: advanced }',
    ),
  ],
  [
    'a server in six groups',
    ['InstanceSecurityGroupLimitExceeded'],
    server('vswitch: main-h, securityGroups: «[g1, g2, g3, g4, g5, g6]»').replace(
      'web: { vpc: main }',
      `web: { vpc: main }\n${many(6, (index) => `  g${index + 1}: { vpc: main }`)}`,
    ),
  ],
  [
    'a server outside of its vSwitch',
    ['ADDRESS_OUTSIDE_VSWITCH'],
    server('vswitch: main-h, securityGroups: [web], address: «172.16.2.9»'),
  ],
  [
    'a server on an address of the cloud',
    ['ADDRESS_RESERVED'],
    server('vswitch: main-h, securityGroups: [web], address: «172.16.1.253»'),
  ],
  [
    'a server on the address of another',
    ['ADDRESS_DUPLICATE'],
    `${server('vswitch: main-h, securityGroups: [web], address: 172.16.1.9')}databases:\n  orders: { engine: rds, vswitch: main-h, address: «172.16.1.9» }\n`,
  ],
  [
    'more servers than a vSwitch has addresses',
    ['InvalidVSwitchId.IpNotEnough'],
    `${NET.replace('172.16.2.0/24', '172.16.2.0/29')}servers:\n${many(5, (index) => `  s${index}: { vswitch: ${index === 4 ? '«main-i»' : 'main-i'}, securityGroups: [web] }`)}\n`,
  ],
  [
    'a server that listens on a number',
    ['SCENARIO_SCHEMA'],
    server('vswitch: main-h, securityGroups: [web], ports: [«22»]'),
  ],
  [
    'a server that listens on ping',
    ['SCENARIO_SCHEMA'],
    server('vswitch: main-h, securityGroups: [web], ports: [«icmp»]'),
  ],
  [
    'an EIP of a server that a pool has as well',
    ['ADDRESS_DUPLICATE'],
    `${APP}servers:\n  jump: { vswitch: main-h, securityGroups: [web], eip: «203.0.113.10» }\n`,
  ],
  [
    'a database without its engine',
    ['MISSING_KEY'],
    database('vswitch: main-h').replace('orders', '«orders»'),
  ],
  ['a database of another product', ['FEATURE_NOT_MODELLED'], database('vswitch: main-h, engine: «polardb»')],
  [
    'a range in the whitelist of a database',
    ['ADDRESS_INVALID'],
    database('engine: rds, vswitch: main-h, whitelist: { apps: [«172.16.1.1-172.16.1.9»] }'),
  ],
  [
    'a whitelist of RDS with too many entries over its groups',
    ['QUOTA_EXCEEDED'],
    database(
      `engine: rds, vswitch: main-h, «whitelist»: { a: [${many(600, (index) => `10.0.${index >> 8}.${index & 255},`).replaceAll('\n', ' ')}], b: [${many(401, (index) => `10.1.${index >> 8}.${index & 255},`).replaceAll('\n', ' ')}] }`,
    ),
  ],
  [
    'a whitelist group of Tair with too many entries',
    ['QUOTA_EXCEEDED'],
    database(
      `engine: tair, vswitch: main-h, whitelist: { «apps»: [${many(1_001, (index) => `10.0.${index >> 8}.${index & 255},`).replaceAll('\n', ' ')}] }`,
    ),
  ],
  [
    'a whitelist with too many groups',
    ['QUOTA_EXCEEDED'],
    database(
      `engine: rds, vswitch: main-h, «whitelist»: { ${many(200, (index) => `g${index}: [],`).replaceAll('\n', ' ')} }`,
    ),
  ],
  [
    'a whitelist group of Tair with capitals',
    ['NAME_INVALID'],
    database('engine: tair, vswitch: main-h, whitelist: { «Apps»: [] }'),
  ],
  [
    'a whitelist with the security group of another VPC',
    ['InvalidInstanceId.Mismatch'],
    database('engine: rds, vswitch: main-h, securityGroups: [«far»]'),
  ],
  [
    'a whitelist with a security group twice',
    ['REFERENCE_DUPLICATE'],
    database('engine: rds, vswitch: main-h, securityGroups: [web, «web»]'),
  ],
  [
    'a whitelist with eleven security groups',
    ['QUOTA_EXCEEDED'],
    database(
      `engine: rds, vswitch: main-h, securityGroups: «[${many(11, (index) => `g${index}`).replaceAll('\n', ', ')}]»`,
    ).replace(
      'web: { vpc: main }',
      `web: { vpc: main }\n${many(11, (index) => `  g${index}: { vpc: main }`)}`,
    ),
  ],
  [
    'a public endpoint with a private address',
    ['ADDRESS_NOT_PUBLIC'],
    database('engine: rds, vswitch: main-h, publicAddress: «10.0.0.9»'),
  ],
  [
    'a public endpoint on the address of a host',
    ['ADDRESS_DUPLICATE'],
    `${APP}databases:\n  orders: { engine: rds, vswitch: main-h, publicAddress: «192.0.2.80» }\n`,
  ],
  [
    'a flow that begins at a database',
    ['FLOW_FROM_DATABASE'],
    `${APP}  back: { from: «db/orders», to: shop }\ndatabases: { orders: { engine: rds, vswitch: main-h } }\n`,
  ],
  [
    'a flow to the public endpoint that a database has not',
    ['PUBLIC_ENDPOINT_ABSENT', 'PUBLIC_ENDPOINT_ABSENT'],
    `${APP}  query: { from: shop, to: db/orders, via: «public» }\n  outside: «{ from: shoppers, to: orders }»\ndatabases: { orders: { engine: rds, vswitch: main-h } }\n`,
  ],
  [
    'via in a flow to no database',
    ['KEYS_EXCLUSIVE'],
    `${APP}  out: { from: shop, to: partner, via: «public» }\n`,
  ],
  [
    'a flow to a server that listens on several ports, without one',
    ['MISSING_KEY'],
    `${APP}  «login»: { from: shop, to: server/jump }\nservers: { jump: { vswitch: main-h, securityGroups: [web], ports: [tcp 22, tcp 80] } }\n`,
  ],
  [
    'a name that is a server and a database',
    ['ENDPOINT_AMBIGUOUS'],
    `${APP}  out: { from: shop, to: «stock» }\nservers: { stock: { vswitch: main-h, securityGroups: [web] } }\ndatabases: { stock: { engine: rds, vswitch: main-h } }\n`,
  ],
  [
    'a set of what a server keeps',
    ['SET_PATH'],
    `${APP}servers: { jump: { vswitch: main-h, securityGroups: [web] } }\ntimeline:\n  - { at: 1m, set: «servers.jump.address», to: 172.16.1.9 }\n`,
  ],
  [
    'a set of what a database keeps',
    ['SET_PATH'],
    `${APP}databases: { orders: { engine: rds, vswitch: main-h } }\ntimeline:\n  - { at: 1m, set: «databases.orders.port», to: 3307 }\n`,
  ],
  ...brokenConnections,
  ...brokenDraws,
  ...brokenRequests,
  ...brokenAlerts,
  ...brokenGateways,
  ...brokenServices,
  ...brokenWindows,
  ...brokenIpv6,
  ...brokenReadings,
  ...brokenBalancers,
  ...brokenNlbs,
  ...brokenCens,
  ...brokenNames,
]
