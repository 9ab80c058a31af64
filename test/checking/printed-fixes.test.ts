/** Every fix that a report prints as proven, written into the file, makes the expectation hold; the alternatives too. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/checking/finding.ts'
import { judge } from '../../src/checking/judge.ts'
import { proveFixes } from '../../src/checking/prove-fixes.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { applyEdits } from './apply-edits.ts'

function read(text: string): Scenario {
  const got = readScenario(text, { file: 'shop.yaml' })
  if (!got.ok)
    throw new Error(`${got.problems.map(({ code, message }) => `${code}: ${message}`).join('\n')}\n${text}`)
  return got.scenario
}

function findingsOf(scenario: Scenario): readonly Finding[] {
  return judge(summarize(simulate(scenario), scenario), scenario.expectations, { reasonOf: () => undefined })
}

/** Sections of a file, merged by name over a plain world of two VPCs. */
interface Parts {
  readonly shop?: string
  readonly data?: string
  readonly more?: string
  readonly server?: string
  readonly whitelist?: string
  readonly group?: string
  readonly flow: string
  readonly expect?: string
}

function file({
  shop = '',
  data = '',
  more = '',
  server = '',
  whitelist = '172.16.1.0/24',
  group = '{ accept: tcp 1/65535, from: 0.0.0.0/0 }',
  flow,
  expect = '{ flow: asked, always: reachable }',
}: Parts): string {
  return `
simulate: 1
name: A shop
duration: 10m
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }, i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 } }
    ${shop}
  data:
    cidr: 10.9.0.0/16
    vswitches: { d: { zone: cn-hangzhou-h, cidr: 10.9.1.0/24 }, x: { zone: cn-hangzhou-i, cidr: 10.9.2.0/24 } }
    ${data}
securityGroups:
  web: { vpc: shop, ingress: [ ${group} ] }
  far: { vpc: data }
apps: { shop: { vswitches: [ h ], securityGroup: web, instances: 2, port: 8080 } }
servers:
  jump: { vswitch: i, address: 172.16.2.20, securityGroups: [ web ], ports: [ tcp 22 ]${server} }
  archive: { vswitch: d, address: 10.9.1.20, securityGroups: [ far ], ports: [ tcp 80 ] }
databases:
  orders: { engine: rds, vswitch: d, address: 10.9.1.200, whitelist: { default: [ ${whitelist} ] } }
  near: { engine: rds, vswitch: h, address: 172.16.1.200, publicAddress: 192.0.2.200, whitelist: { default: [ 172.16.1.0/24 ] } }
internet:
  client: { address: 198.51.100.7 }
  partner: { address: 192.0.2.80, port: 443 }
flows: { asked: ${flow} }
expect: [ ${expect} ]
${more}
`
}

const NAT = (keys: string) =>
  `natGateways: { exit: { vpc: shop, vswitch: i, eips: [ 203.0.113.100 ], ${keys} } }`
const CALLS = '{ from: app/shop, to: partner }'
const LOGIN = '{ from: client, to: server/jump, port: 22 }'

/** A balancer for the application, which can be called by its domain. */
const DOMAIN = (certificates: string, records: string) => `
certificates: { other: { domains: other.example }, site: { domains: '*.shop.example' }, old: { domains: '*.shop.example', expires: expired } }
serverGroups: { web: { servers: [ app/shop ] } }
loadBalancers:
  front:
    network: internet
    vswitches: [ h, i ]
    publicAddresses: [ 203.0.113.10, 203.0.113.11 ]
    listeners: { https: { port: 443, protocol: https, default: web, certificates: ${certificates}, rules: { www: { priority: 1, when: { host: www.shop.example }, do: { forward: web } } } } }
dns: ${records}`
const VISIT = '{ from: client, to: www.shop.example, port: 443 }'
const BOUND = '{ www.shop.example: { cname: front.alb.example } }'

const CASES: readonly (readonly [string, Parts, readonly string[]])[] = [
  [
    'a VPC that is not connected, with all that stands behind it',
    { flow: '{ from: app/shop, to: db/orders }', whitelist: '127.0.0.1' },
    [
      'peering',
      'route table system of VPC shop',
      'whitelist of database orders',
      'route table system of VPC data',
    ],
  ],
  [
    'a server in another VPC, whose group is closed',
    { flow: '{ from: app/shop, to: server/archive, port: 80 }' },
    ['peering', 'route table system of VPC shop', 'security group far', 'route table system of VPC data'],
  ],
  ['a domain that is not bound', { flow: VISIT, more: DOMAIN('[ site ]', '{}') }, ['bind www.shop.example']],
  [
    'a domain with a record that leads nowhere, and no certificate for it',
    { flow: VISIT, more: DOMAIN('[ other ]', '{ www.shop.example: { txt: x } }') },
    ['bind www.shop.example', 'show certificate site too'],
  ],
  [
    'a certificate that has ended',
    { flow: VISIT, more: DOMAIN('[ other, old ]', BOUND) },
    ['renew certificate old'],
  ],
  [
    'a VPC that was left without Internet (R2.24)',
    {
      flow: CALLS,
      shop: 'ipv4Gateway: { deleted: private }',
      more: NAT('snat: [ { vpc: true } ]'),
      expect: '{ metric: availability(asked), min: 99% }',
    },
    ['Internet mode public'],
  ],
  [
    'a peering without a route back',
    {
      flow: '{ from: app/shop, to: db/orders }',
      shop: 'routeTables: { system: { routes: [ { to: 10.9.0.0/16, via: peering/link } ] } }',
      more: 'peerings: { link: { vpcs: [ shop, data ] } }',
    },
    ['route table system of VPC data'],
  ],
  [
    'a peering that is not transitive',
    {
      flow: '{ from: app/shop, to: db/orders }',
      shop: 'routeTables: { system: { routes: [ { to: 10.0.0.0/8, via: peering/middle } ] } }',
      data: `
  middle: { cidr: 192.168.0.0/16, vswitches: { m: { zone: cn-hangzhou-h, cidr: 192.168.1.0/24 } } }`,
      more: 'peerings: { middle: { vpcs: [ shop, middle ] } }',
    },
    ['peering', 'route table system of VPC shop', 'route table system of VPC data'],
  ],
  [
    'a peering that is not transitive, where a prefix list leads into it (R2.14, R2.18)',
    {
      flow: '{ from: app/shop, to: db/orders }',
      shop: 'routeTables: { system: { routes: [ { to: prefixList/branches, via: peering/middle } ] } }',
      data: `
  middle: { cidr: 192.168.0.0/16, vswitches: { m: { zone: cn-hangzhou-h, cidr: 192.168.1.0/24 } } }`,
      more: 'peerings: { middle: { vpcs: [ shop, middle ] } }\nprefixLists: { branches: [ 10.9.0.0/16 ] }',
    },
    ['peering', 'lead 10.9.1.200/32 to peering/shop-data', 'route table system of VPC data'],
  ],
  [
    'a prefix list that leads to a server which passes nothing on',
    {
      flow: CALLS,
      shop: 'routeTables: { system: { routes: [ { to: prefixList/partners, via: server/jump } ] } }',
      more: `${NAT('snat: [ { vpc: true } ]')}\nprefixLists: { partners: [ 198.51.100.0/24, 192.0.2.80/32 ] }`,
    },
    ['let the route for prefixList/partners in table system of VPC shop lead to natGateway/exit'],
  ],
  [
    'network ACLs where a transit router comes in, there and back (R7.13)',
    {
      flow: '{ from: app/shop, to: server/archive, port: 80 }',
      shop: 'networkAcls: { near: { vswitches: [ i ] } }',
      data: `
    networkAcls: { far: { vswitches: [ x ], egress: [ { drop: all, to: 10.9.1.0/24 }, { accept: all, to: 0.0.0.0/0 } ] } }`,
      more: 'cens: { backbone: { mesh: true, attachments: { shop: { vswitches: [ i, h ] }, data: { vswitches: [ x, d ] } } } }',
    },
    [
      'let network ACL far accept tcp 80 to 10.9.1.20/32, in front of the entry that drops it',
      'let security group far accept tcp 80',
      'let network ACL near accept tcp 1024/65535 to 172.16.1.0/24',
    ],
  ],
  [
    'advanced groups that are taken for stateless (R5.21)',
    {
      flow: '{ from: app/shop, to: server/jump, port: 22 }',
      group:
        '{ accept: tcp 22, from: 0.0.0.0/0 } ], type: advanced, egress: [ { accept: tcp 22, to: 0.0.0.0/0 }, { drop: tcp 2000/3000, to: 172.16.1.0/24 }',
      more: 'assume: { advancedGroups: stateless }',
    },
    [
      'let security group web accept tcp 1024/65535 to 172.16.1.0/24',
      'accept tcp 1024/65535 from 172.16.2.20/32',
    ],
  ],
  [
    'an advanced group with a rule that drops replies (R5.21)',
    {
      flow: '{ from: client, to: server/jump, port: 22 }',
      server: ', eip: 203.0.113.60',
      group:
        '{ accept: tcp 22, from: 0.0.0.0/0 } ], type: advanced, egress: [ { accept: all, to: 0.0.0.0/0, priority: 9 }, { drop: all, to: 198.51.100.0/24, priority: 5 }',
      more: 'assume: { advancedGroups: stateless }',
    },
    ['accept tcp 1024/65535 to 198.51.100.7/32'],
  ],
  [
    'a custom table that has no route out',
    {
      flow: CALLS,
      shop: 'routeTables: { own: { vswitches: [ h ], routes: [] } }',
      more: NAT('snat: [ { vpc: true } ]'),
    },
    ['lead 0.0.0.0/0 to natGateway/exit'],
  ],
  [
    'a vSwitch without a route to the IPv4 gateway',
    {
      flow: LOGIN,
      shop: 'ipv4Gateway: { routeTables: [] }',
      server: ', eip: 203.0.113.60',
    },
    ['lead 0.0.0.0/0 to ipv4Gateway'],
  ],
  [
    'a server that nothing leads to, behind a gateway that leads elsewhere',
    { flow: LOGIN, more: NAT('dnat: [ { eip: 203.0.113.100, protocol: tcp, port: 22, to: 172.16.2.99 } ]') },
    ['the DNAT entry of NAT gateway exit lead to server jump'],
  ],
  ['a server that nothing leads to', { flow: LOGIN, more: NAT('snat: [ { vpc: true } ]') }, ['lead tcp 22']],
  ['a server without an EIP', { flow: LOGIN }, ['bind an EIP']],
  [
    'a reply that is routed past the NAT gateway',
    {
      flow: LOGIN,
      shop: 'routeTables: { own: { vswitches: [ i ], routes: [] } }',
      more: NAT('dnat: [ { eip: 203.0.113.100, protocol: tcp, port: 22, to: 172.16.2.20 } ]'),
    },
    ['route table own'],
  ],
  [
    'a server that is stopped',
    { flow: LOGIN, server: ', eip: 203.0.113.60, running: false' },
    ['start server'],
  ],
  [
    'a port that nobody serves',
    { flow: '{ from: app/shop, to: server/jump, port: 2222 }' },
    ['let the caller call jump on port 22'],
  ],
  [
    'a public endpoint that is called from inside',
    { flow: '{ from: app/shop, to: db/near, via: public }', more: NAT('snat: [ { vpc: true } ]') },
    ['let the caller call the internal address'],
  ],
  [
    'a group that is closed',
    { flow: LOGIN, server: ', eip: 203.0.113.60', group: '{ accept: icmp, from: 0.0.0.0/0 }' },
    ['let security group web accept tcp 22 from 198.51.100.7/32'],
  ],
  [
    'a group with a drop rule',
    {
      flow: LOGIN,
      server: ', eip: 203.0.113.60',
      group: '{ accept: tcp 22, from: 0.0.0.0/0, priority: 9 }, { drop: tcp 22, from: 198.51.100.0/24 }',
    },
    ['take the drop rule out'],
  ],
  [
    'a network ACL that drops the reply',
    {
      flow: LOGIN,
      server: ', eip: 203.0.113.60',
      shop: `networkAcls: { edge: { vswitches: [ i ], ingress: [ { accept: tcp 22, from: 0.0.0.0/0 } ],
        egress: [ { drop: tcp 1024/65535, to: 198.51.100.0/24 }, { accept: all, to: 0.0.0.0/0 } ] } }`,
    },
    ['let network ACL edge accept tcp 1024/65535'],
  ],
  ['a VPC without a way out', { flow: CALLS }, ['NAT gateway shop-nat']],
  [
    'a drop in availability',
    {
      flow: CALLS,
      more: NAT('snat: [ { vswitch: i } ]'),
      expect: '{ metric: availability(asked), min: 99% }',
    },
    ['translate vSwitch h'],
  ],
]

describe('a printed fix, written into the file', () => {
  it.each(CASES)('should mend %s', (_, parts, words) => {
    const text = file(parts)
    const scenario = read(text)
    const before = findingsOf(scenario)
    expect(before.map(({ status }) => status)).toEqual(['failed'])
    const [{ provenFix }] = proveFixes(before, scenario) as [Finding]
    expect(provenFix, before[0]!.message).toBeDefined()
    const { edits, alternatives = [] } = provenFix!
    expect(edits.map((edit) => edit.words)).toEqual(words.map((word) => expect.stringContaining(word)))
    for (const set of [{ edits }, ...alternatives]) {
      const after = findingsOf(read(applyEdits(text, set.edits)))
      expect(
        after.map(({ status }) => status),
        JSON.stringify(set.edits, null, 1),
      ).toEqual(['held'])
    }
  })

  it('should give a pool as many addresses as a replacement needs, tried in a run', () => {
    const text = file({
      flow: CALLS,
      expect: '{ rollout: shop, outcome: completed }',
      more: `eipPools: { shop: { addresses: [ 203.0.113.10-203.0.113.11 ] } }
timeline: [ { at: 1m, deploy: shop, version: v2 } ]`,
    }).replace('instances: 2, port: 8080', 'instances: 2, port: 8080, eips: shop')
    const scenario = read(text)
    const [finding] = proveFixes(findingsOf(scenario), scenario)
    expect(finding).toMatchObject({
      status: 'failed',
      provenFix: { tried: 'run', edits: [{ words: 'give EIP pool shop one address more' }] },
    })
    const fixed = applyEdits(text, finding!.provenFix!.edits)
    expect(findingsOf(read(fixed))[0]!.status).toBe('held')
    // What the quota of the account refuses is no fix (facts/vpc 3.3).
    const poor = read(text.replace('duration: 10m', 'duration: 10m\nquotas: { eip: 2 }'))
    expect(proveFixes(findingsOf(poor), poor)[0]!.provenFix).toBeUndefined()
  })

  it('should be advice where blocks overlap, and no peering is possible', () => {
    const text = file({ flow: '{ from: app/shop, to: db/orders }' }).replaceAll('10.9.', '172.16.')
    const moved = text.replace(
      'd: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }',
      'd: { zone: cn-hangzhou-h, cidr: 172.16.9.0/24 }',
    )
    const scenario = read(
      moved
        .replaceAll('address: 172.16.1.20,', 'address: 172.16.9.20,')
        .replace('vswitch: d, address: 172.16.1.200', 'vswitch: d, address: 172.16.9.200'),
    )
    const [finding] = proveFixes(findingsOf(scenario), scenario)
    const all = [finding!.provenFix, ...(finding!.provenFix?.alternatives ?? [])]
    for (const fix of all) for (const { words } of fix?.edits ?? []) expect(words).not.toContain('by peering')
  })
})
