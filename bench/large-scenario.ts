/**
 * A scenario file as large as an account with raised quotas: VPCs side by side, each with its vSwitches, network ACLs,
 * security groups, NAT gateway, database and applications, and a rolling replacement.
 */

export interface LargeScenario {
  readonly vpcs: number
  readonly vswitchesPerVpc: number
  readonly appsPerVpc: number
  readonly instancesPerApp: number
  /** Of the one security group that each application has. */
  readonly rulesPerGroup: number
  /** Each takes ten vSwitches. */
  readonly aclsPerVpc: number
  /** In each direction. */
  readonly entriesPerAcl: number
  /** Of each of the two hosts that a VPC calls. */
  readonly entriesPerWhitelist: number
  /** One for each application, and all are replaced at once; or from the first one to so many hosts, and it is replaced. */
  readonly flows: 'one of each application' | { readonly ofTheFirst: number }
}

export function textOf(large: LargeScenario): string {
  const { vpcs, appsPerVpc, instancesPerApp, vswitchesPerVpc } = large
  const each = <T>(count: number, item: (at: number) => T) =>
    Array.from({ length: count }, (_, at) => item(at))
  const ofVpcs = (item: (vpc: number) => readonly string[]) => each(vpcs, item).flat()
  const apps = (vpc: number) => each(appsPerVpc, (app) => `app-${vpc}-${app}`)
  return [
    'simulate: 1',
    'duration: 2h',
    `quotas: { eip: 100000, instancesPerApp: ${instancesPerApp}, snatEntriesPerNatGateway: ${vswitchesPerVpc} }`,
    'vpcs:',
    ...ofVpcs((vpc) => vpcText(large, vpc)),
    'securityGroups:',
    ...ofVpcs((vpc) => apps(vpc).flatMap((app) => groupText(large, vpc, app))),
    'eipPools:',
    ...ofVpcs((vpc) =>
      apps(vpc).flatMap((app, at) => (hasEips(at) ? [`  ${app}: { addresses: [${poolOf(vpc, at)}] }`] : [])),
    ),
    'natGateways:',
    ...ofVpcs((vpc) => [
      `  nat-${vpc}:`,
      `    vpc: vpc-${vpc}`,
      `    vswitch: vsw-${vpc}-0`,
      `    eips: [${each(4, (at) => `47.100.${vpc}.${at}`).join(', ')}]`,
      `    snat: [${each(vswitchesPerVpc, (at) => `{ vswitch: vsw-${vpc}-${at} }`).join(', ')}]`,
    ]),
    'databases:',
    ...ofVpcs((vpc) => [
      `  db-${vpc}: { engine: rds, vswitch: vsw-${vpc}-0, address: 10.${vpc}.0.200, whitelist: { app: [10.${vpc}.0.0/16] } }`,
    ]),
    'apps:',
    ...ofVpcs((vpc) => apps(vpc).flatMap((app, at) => appText(large, vpc, app, at))),
    'internet:',
    '  shoppers: { address: 198.51.100.7 }',
    ...ofVpcs((vpc) => each(2, (at) => hostText(large, vpc, at))),
    ...(typeof large.flows === 'string' ? [] : each(large.flows.ofTheFirst, manyText)),
    'flows:',
    ...(typeof large.flows === 'string'
      ? ofVpcs((vpc) => apps(vpc).map((app, at) => `  of-${app}: ${flowText(vpc, app, at)}`))
      : each(large.flows.ofTheFirst, (at) => `  flow-${at}: { from: app/app-0-0, to: host-${at} }`)),
    'timeline:',
    ...(typeof large.flows === 'string' ? ofVpcs(apps) : ['app-0-0']).map(
      (app) => `  - { at: 1m, deploy: ${app}, version: v2 }`,
    ),
    '',
  ].join('\n')
}

/** The others leave through the NAT gateway. */
function hasEips(app: number): boolean {
  return app % 5 === 0
}

/** A /24 has an EIP for each of 100 instances and for those that replace them. */
function poolOf(vpc: number, app: number): string {
  return `47.${10 + vpc}.${app}.0/24`
}

function vpcText({ vswitchesPerVpc, aclsPerVpc, entriesPerAcl }: LargeScenario, vpc: number): string[] {
  const vswitches = Array.from({ length: vswitchesPerVpc }, (_, at) => `vsw-${vpc}-${at}`)
  const entries = (side: 'from' | 'to') => [
    ...Array.from(
      { length: entriesPerAcl - 1 },
      (_, at) => `          - { drop: tcp ${1 + at}, ${side}: 198.18.${at}.0/24 }`,
    ),
    `          - { accept: all, ${side}: 0.0.0.0/0 }`,
  ]
  return [
    `  vpc-${vpc}:`,
    `    cidr: 10.${vpc}.0.0/16`,
    '    vswitches:',
    ...vswitches.map((name, at) => `      ${name}: { zone: cn-hangzhou-h, cidr: 10.${vpc}.${at}.0/24 }`),
    '    networkAcls:',
    ...Array.from({ length: aclsPerVpc }, (_, acl) => [
      `      acl-${vpc}-${acl}:`,
      `        vswitches: [${vswitches.slice(10 * acl, 10 * acl + 10).join(', ')}]`,
      '        ingress:',
      ...entries('from'),
      '        egress:',
      ...entries('to'),
    ]).flat(),
  ]
}

/** Half of the rules say who may call, the other half what may not be called. */
function groupText({ rulesPerGroup }: LargeScenario, vpc: number, app: string): string[] {
  const half = rulesPerGroup / 2
  return [
    `  ${app}:`,
    `    vpc: vpc-${vpc}`,
    '    ingress:',
    '      - { accept: tcp 8080, from: 0.0.0.0/0 }',
    ...Array.from(
      { length: half - 1 },
      (_, at) =>
        `      - { accept: tcp ${9000 + at}, from: 10.${vpc}.${at}.0/24, priority: ${2 + (at % 99)} }`,
    ),
    '    egress:',
    ...Array.from(
      { length: half },
      (_, at) => `      - { drop: tcp 443, to: 203.0.113.${at}/32, priority: ${1 + (at % 100)} }`,
    ),
  ]
}

function appText(
  { instancesPerApp, vswitchesPerVpc, appsPerVpc }: LargeScenario,
  vpc: number,
  app: string,
  at: number,
) {
  const own = vswitchesPerVpc / appsPerVpc
  const vswitches = Array.from({ length: own }, (_, vswitch) => `vsw-${vpc}-${at * own + vswitch}`)
  return [
    `  ${app}:`,
    `    vswitches: [${vswitches.join(', ')}]`,
    `    securityGroup: ${app}`,
    `    instances: ${instancesPerApp}`,
    '    port: 8080',
    ...(hasEips(at) ? [`    eips: ${app}`] : []),
    '    lifecycle: { schedule: 4s, pull: 10s, start: 15s..30s, stop: 5s, eipBind: 1s..5s }',
    '    deploy: { strategy: { batches: 2 }, maxSurge: 10% }',
  ]
}

function hostText({ entriesPerWhitelist }: LargeScenario, vpc: number, at: number): string {
  const others = Array.from({ length: entriesPerWhitelist - 1 }, (_, entry) => `47.20${at}.${entry}.0/25`)
  return `  host-${vpc}-${at}: { address: 192.0.2.${2 * vpc + at}, port: 443, whitelist: [${[`47.100.${vpc}.0/30`, ...others].join(', ')}] }`
}

function manyText(at: number): string {
  return `  host-${at}: { address: 192.0.2.${100 + at}, port: 443 }`
}

function flowText(vpc: number, app: string, at: number): string {
  if (hasEips(at)) return `{ from: shoppers, to: app/${app} }`
  return `{ from: app/${app}, to: ${at % 5 === 3 ? `db/db-${vpc}` : `host-${vpc}-${at % 2}`} }`
}
