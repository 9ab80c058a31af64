/** Fixes at inference gateways of EAS: each is proven, and written into the file it makes the expectation hold. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/checking/finding.ts'
import { judge } from '../../src/checking/judge.ts'
import { proveFixes } from '../../src/checking/prove-fixes.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { applyEdits } from './apply-edits.ts'

function file(front: string, flow: string): string {
  return `
simulate: 1
name: Inference
duration: 10m
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups: { web: { vpc: shop, ingress: [] } }
eipPools: { web: { addresses: [ 203.0.113.11, 203.0.113.12, 203.0.113.13 ] } }
internet: { laptop: { address: 198.51.100.7 } }
servers: { jump: { vswitch: shop-i, address: 172.16.2.9, securityGroups: [ web ] } }
gateways:
  front: { type: managed, spec: 2c4g, nodes: 2, ${front} }
apps:
  web: { vswitches: [ shop-h ], securityGroup: web, instances: 2, port: 80, eips: web }
  llm: { kind: eas, instances: 1, gateway: front, token: secret-1 }
flows:
  call: { to: gateway/front, service: llm, ${flow} }
expect:
  - { flow: call, always: reachable, from: 5m }
`
}

function read(text: string): Scenario {
  const got = readScenario(text, { file: 'inference.yaml' })
  if (!got.ok)
    throw new Error(`${got.problems.map(({ code, message }) => `${code}: ${message}`).join('\n')}\n${text}`)
  return got.scenario
}

function findingsOf(scenario: Scenario): readonly Finding[] {
  return judge(summarize(simulate(scenario), scenario), scenario.expectations, { reasonOf: () => undefined })
}

/** The words of the fix and of its alternatives, each tried in the file. */
function fixesOf(text: string): string[] {
  const scenario = read(text)
  const [finding] = proveFixes(findingsOf(scenario), scenario)
  if (finding?.provenFix === undefined) throw new Error(`no fix: ${JSON.stringify(finding)}`)
  const { edits, alternatives = [] } = finding.provenFix
  return [edits, ...alternatives.map((one) => one.edits)].map((each) => {
    const mended = read(applyEdits(text, each))
    expect(findingsOf(mended).map(({ status }) => status)).toEqual(['held'])
    return each.map(({ words }) => words).join(', and ')
  })
}

describe('Fixes at inference gateways', () => {
  it('seed 002, B.3.2: switch the access entry on, and put the caller on its whitelist', () => {
    expect(fixesOf(file('internet: { whitelist: [] }', 'from: laptop'))).toMatchInlineSnapshot(`
      [
        "switch on the access entry of gateway front for the Internet, and let the public whitelist of gateway front have 198.51.100.7",
      ]
    `)
  })

  it('seed 002, B.3.4: an EIP that the whitelist lacks brings the rest of its pool with it', () => {
    const front = 'internet: { entry: on, whitelist: [ 203.0.113.11 ] }'
    expect(fixesOf(file(front, 'from: web'))).toMatchInlineSnapshot(`
      [
        "let the public whitelist of gateway front have 203.0.113.12, 203.0.113.13, and so all of EIP pool web, whichever the next replacement draws",
        "add VPC shop to gateway front",
      ]
    `)
  })

  it('seed 002, B.3.3: the whitelist of a VPC is given the vSwitch of the instances', () => {
    const front = 'vpcs: { shop: { vswitch: shop-h, whitelist: [ 172.16.2.0/24 ] } }'
    expect(fixesOf(file(front, 'from: web'))).toMatchInlineSnapshot(`
      [
        "let the whitelist of gateway front for VPC shop have 172.16.1.0/24",
      ]
    `)
  })

  it('seed 002, B.3.3: a VPC that is not linked is linked, or the public side is opened for it', () => {
    expect(fixesOf(file('logs: false', 'from: web'))).toMatchInlineSnapshot(`
      [
        "add VPC shop to gateway front",
        "switch on the access entry of gateway front for the Internet, and let the public whitelist of gateway front have 203.0.113.11, 203.0.113.12, 203.0.113.13, and so all of EIP pool web, whichever the next replacement draws",
      ]
    `)
  })

  it('seed 002: a vSwitch of a supported zone is chosen for the link', () => {
    const front = 'supportedZones: [ cn-hangzhou-h ]'
    expect(fixesOf(file(front, 'from: server/jump'))).toMatchInlineSnapshot(`
      [
        "add VPC shop to gateway front",
        "switch on the access entry of gateway front for the Internet, and rent Internet NAT gateway shop-nat with an EIP, and let it translate vSwitch shop-i, and let the public whitelist of gateway front have 203.0.113.1",
      ]
    `)
  })
})
