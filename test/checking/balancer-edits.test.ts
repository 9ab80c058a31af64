/** What is proven to help at a load balancer, written into the file as it is printed, makes the expectation hold. */
import { describe, expect, it } from 'vitest'
import { judge } from '../../src/checking/judge.ts'
import { proveFixes } from '../../src/checking/prove-fixes.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { applyEdits } from './apply-edits.ts'

const file = (group: string, office: string) => `
simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      lb-h: { zone: cn-hangzhou-h, cidr: 172.16.8.0/24 }
      lb-i: { zone: cn-hangzhou-i, cidr: 172.16.9.0/24 }
accessLists:
  office: [ ${office} ]
securityGroups:
  web:
    vpc: shop
    ingress:
      - { accept: tcp 8080, from: ${group} }
apps:
  shop: { vswitches: [ shop-h ], securityGroup: web, port: 8080, instances: 1 }
internet:
  shoppers: { address: 198.51.100.7 }
serverGroups:
  web: { servers: [ app/shop ], healthCheck: none }
loadBalancers:
  front:
    network: internet
    vswitches: [ lb-h, lb-i ]
    publicAddresses: [ 203.0.113.10, 203.0.113.11 ]
    listeners: { http: { port: 80, protocol: http, default: web, access: { white: [ office ] } } }
flows:
  buy: { from: shoppers, to: loadBalancer/front, port: 80 }
expect:
  - { flow: buy, always: reachable }
`

function read(text: string): Scenario {
  const got = readScenario(text, { file: 'shop.yaml' })
  if (!got.ok) throw new Error(got.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return got.scenario
}

function findingOf(text: string) {
  const scenario = read(text)
  const findings = judge(summarize(simulate(scenario), scenario), scenario.expectations, {
    reasonOf: () => undefined,
  })
  return proveFixes(findings, scenario, {})[0]!
}

const OPEN = file('172.16.0.0/16', '198.51.100.0/24')
/** A CLB of layer 4, which shows the client to its servers. */
const CLB = file('0.0.0.0/0', '198.51.100.0/24').replace(
  /serverGroups:[\s\S]*flows:/,
  `serverGroups:
  old: { product: clb, servers: [ app/shop ] }
loadBalancers:
  front:
    type: clb
    vpc: shop
    network: internet
    publicAddress: 203.0.113.10
    listeners: { tcp: { port: 80, protocol: tcp, default: old } }
flows:`,
)

/** An NLB that shows the client to its one server. */
const NLB = `
simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 172.16.0.0/16 } ] }
servers:
  one: { vswitch: h, securityGroups: [ web ], ports: [ tcp 8080 ] }
serverGroups:
  web: { product: nlb, servers: [ server/one ] }
loadBalancers:
  inner: { type: nlb, vswitches: [ h, i ], listeners: { l4: { port: 80, protocol: tcp, default: web } } }
`

describe('Edits of load balancers', () => {
  it.each([
    ['1.1: a vSwitch of the ALB that the security group forgets', '172.16.8.0/24', '198.51.100.0/24'],
    ['1.12: an address that the access list lacks', '172.16.0.0/16', '203.0.113.0/24'],
  ])('%s', (_, group, office) => {
    const text = file(group, office)
    const finding = findingOf(text)
    expect(finding.status).toBe('failed')
    const edits = finding.provenFix!.edits
    expect(findingOf(applyEdits(text, edits)).status).toBe('held')
  })

  it.each([
    [
      '1.11: a member of the group that is called where nobody listens',
      OPEN.replace('app/shop', '{ to: app/shop, port: 8081, weight: 50 }'),
      ['let server group web call shop on port 8080, which it serves'],
      [],
    ],
    [
      '1.2: a port of an ALB where nobody listens',
      OPEN.replace('loadBalancer/front, port: 80', 'loadBalancer/front, port: 8080'),
      ['let the caller call front on port 80, which it serves'],
      [['give load balancer front a listener at http 8080 for server group web']],
    ],
    [
      '2.1: a listener of CLB that nobody has started',
      CLB.replace('default: old }', 'default: old, running: false }'),
      ['start listener tcp of load balancer front'],
      [],
    ],
    [
      '2.1: a port of a CLB where nobody listens',
      CLB.replace('loadBalancer/front, port: 80', 'loadBalancer/front, port: 81'),
      ['let the caller call front on port 80, which it serves'],
      [['give load balancer front a listener at tcp 81 for server group old']],
    ],
  ])('%s', (_, text, words, alternatives) => {
    const finding = findingOf(text)
    expect(finding.status).toBe('failed')
    const told = (edits: readonly { readonly words: string }[]) => edits.map((edit) => edit.words)
    const fix = finding.provenFix!
    expect(told(fix.edits)).toEqual(words)
    expect((fix.alternatives ?? []).map(({ edits }) => told(edits))).toEqual(alternatives)
    for (const { edits } of [fix, ...(fix.alternatives ?? [])])
      expect(findingOf(applyEdits(text, edits)).status).toBe('held')
  })

  it('2a.3: a server that its own NLB has picked for its call', () => {
    const text = `${NLB}flows: { self: { from: server/one, to: loadBalancer/inner, port: 80 } }
expect: [ { flow: self, always: reachable } ]
`
    const finding = findingOf(text)
    expect(finding).toMatchObject({ status: 'failed', code: 'LB_HAIRPIN' })
    const { edits } = finding.provenFix!
    expect(edits.map(({ words }) => words)).toEqual([
      'let server group web show its servers a Local IP of the NLB',
    ])
    expect(findingOf(applyEdits(text, edits)).status).toBe('held')
  })

  it('2a.3: a client that the security group behind an NLB does not know', () => {
    const text = `${NLB.replace('type: nlb,', 'type: nlb, network: internet, publicAddresses: [ 203.0.113.10, 203.0.113.11 ],')}internet: { shoppers: { address: 198.51.100.7 } }
flows: { buy: { from: shoppers, to: loadBalancer/inner, port: 80 } }
expect: [ { flow: buy, always: reachable } ]
`
    const finding = findingOf(text)
    expect(finding).toMatchObject({ status: 'failed', code: 'SG_NO_ALLOW_IN' })
    const { edits } = finding.provenFix!
    expect(edits.map(({ words }) => words)).toEqual([
      'let security group web accept tcp 8080 from 198.51.100.7/32',
    ])
    expect(findingOf(applyEdits(text, edits)).status).toBe('held')
  })

  it('1.8: writes no port into a group that SAE has made, and adds no listener for one', () => {
    const text = OPEN.replace('tcp 8080', 'tcp 1/65535').replace(
      /serverGroups:[\s\S]*flows:/,
      `loadBalancers:
  front: { network: internet, vswitches: [ lb-h, lb-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ] }
ingresses: { shop: { loadBalancer: front, port: 80, protocol: http, rules: [], default: { app: shop, port: 8081 } } }
flows:`,
    )
    expect(findingOf(text)).toMatchObject({ status: 'failed', code: 'BACKEND_PORT_MISMATCH' })
    expect(findingOf(text).provenFix).toBeUndefined()
  })
})
