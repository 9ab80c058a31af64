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
})
