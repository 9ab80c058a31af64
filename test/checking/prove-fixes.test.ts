/** What would have helped: proven at the first violating instant, and silent where nothing is proven. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/checking/finding.ts'
import { judge } from '../../src/checking/judge.ts'
import { proveFixes } from '../../src/checking/prove-fixes.ts'
import { reasons } from '../../src/datapath/reasons.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { summarize } from '../../src/trace/summarize.ts'

const table = new Map<string, (typeof reasons)[number]>(reasons.map((reason) => [reason.code, reason]))
const reasonOf = (code: string) => table.get(code)

interface Parts {
  readonly whitelist?: string
  readonly group?: string
  readonly pool?: string
  readonly database?: string
  readonly timeline?: string
  readonly expect: string
}

/** Three instances of a pool with four EIPs, replaced after a minute. */
function file({ whitelist, group, pool, database, timeline = '', expect }: Parts): string {
  return `
simulate: 1
name: A shop
duration: 10m
vpcs:
  shop: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } }
securityGroups:
  web: { vpc: shop, ingress: [ ${group ?? '{ accept: tcp 8080, from: 0.0.0.0/0 }'} ] }
eipPools: { shop: { addresses: [ ${pool ?? '203.0.113.10-203.0.113.13'} ] } }
apps: { shop: { vswitches: [ h ], securityGroup: web, instances: 3, port: 8080, eips: shop } }
databases: { orders: { engine: rds, vswitch: h, publicAddress: 198.51.100.200, whitelist: { default: [ ${database ?? '10.0.0.1'} ] } } }
internet:
  shoppers: { address: 198.51.100.7 }
  partner: { address: 192.0.2.80, port: 443, whitelist: [ ${whitelist ?? '203.0.113.0/24'} ] }
flows:
  inbound: { from: shoppers, to: app/shop }
  partner: { from: app/shop, to: partner }
  orders: { from: app/shop, to: db/orders, via: public }
timeline: [ { at: 1m, deploy: shop, version: v2 }${timeline} ]
expect: [ ${expect} ]
`
}

function read(text: string): Scenario {
  const got = readScenario(text, { file: 'shop.yaml' })
  if (!got.ok) throw new Error(got.problems.map(({ message }) => message).join('\n'))
  return got.scenario
}

function find(parts: Parts, seed?: number): readonly Finding[] {
  const scenario = read(file(parts))
  const options = seed === undefined ? {} : { seed }
  const findings = judge(summarize(simulate(scenario, options), scenario), scenario.expectations, {
    reasonOf,
  })
  return proveFixes(findings, scenario, options)
}

function editsOf({ provenFix }: Finding): string[] {
  return (provenFix?.edits ?? []).flatMap(({ words, lines }) => [
    words,
    ...lines.map(({ sign, text }) => `${sign} ${text}`),
  ])
}

const always = (flow: string) => `{ flow: ${flow}, always: reachable }`

describe('a proven fix of a finding', () => {
  it('should name what the whitelist lacks at the first violating instant', () => {
    const [finding] = find({ whitelist: '203.0.113.10/31, 203.0.113.12', expect: always('partner') })
    expect(finding!.fromUs).toBeGreaterThan(60_000_000)
    expect(editsOf(finding!)).toEqual([
      'let the whitelist of partner have 203.0.113.13',
      '- whitelist: [ 203.0.113.10/31, 203.0.113.12 ]',
      '+ whitelist: [ 203.0.113.10/31, 203.0.113.12, 203.0.113.13 ]',
    ])
  })

  it('should bring the whole pool, which the next replacement draws from', () => {
    const [finding] = find({ whitelist: '203.0.113.10, 203.0.113.12', expect: always('partner') })
    expect(finding!.fromUs).toBe(0)
    expect(editsOf(finding!)[0]).toBe(
      'let the whitelist of partner have 203.0.113.11, 203.0.113.13, and so all of EIP pool shop, whichever the next replacement draws',
    )
    const repaired = find({
      whitelist: '203.0.113.10, 203.0.113.12, 203.0.113.11, 203.0.113.13',
      expect: always('partner'),
    })
    expect(repaired[0]!.status).toBe('held')
  })

  it('should bring the whole pool into the whitelist of a database as well', () => {
    const [finding] = find({ database: '203.0.113.12/31', expect: always('orders') })
    expect(editsOf(finding!)).toEqual([
      'let the whitelist of database orders have 203.0.113.10, 203.0.113.11, and so all of EIP pool shop, whichever the next replacement draws',
      '- default: [ 203.0.113.12/31 ]',
      '+ default: [ 203.0.113.12/31, 203.0.113.10, 203.0.113.11 ]',
    ])
    const [spare] = find({ database: '203.0.113.10', expect: always('orders') })
    expect(editsOf(spare!).at(-1)).toBe(
      '+ default: [ 203.0.113.10, 203.0.113.11, 203.0.113.12, 203.0.113.13 ]',
    )
    expect(editsOf(spare!)[0]).toContain('all of EIP pool shop')
  })

  it('should know the rules of that instant', () => {
    const [finding] = find({
      timeline: ', { at: 5m, set: internet.partner.whitelist, to: [ 192.0.2.1 ] }',
      expect: always('partner'),
    })
    expect(finding!.fromUs).toBe(300_000_000)
    expect(editsOf(finding!)).toContain('- whitelist: [ 192.0.2.1 ]')
  })

  it('should open the way in, where one instance is enough', () => {
    const [finding, never] = find({
      group: '{ accept: tcp 22, from: 0.0.0.0/0 }',
      expect: '{ flow: inbound, from: 1m20s, always: reachable }, { flow: inbound, never: blocked }',
    })
    const opened = '+ - { accept: tcp 8080, from: 198.51.100.7/32 }'
    expect(editsOf(finding!)).toContain(opened)
    expect(editsOf(never!)).toContain(opened)
  })

  it('should be the same for equal runs, and follow the seed', () => {
    const parts = { whitelist: '203.0.113.10/31, 203.0.113.12', expect: always('partner') }
    expect(find(parts, 7)).toEqual(find(parts, 7))
    expect(find(parts, 7)[0]!.provenFix).toBeDefined()
  })

  it('should leave everything else of a finding, and the plan, as they were', () => {
    const scenario = read(file({ whitelist: '192.0.2.1', expect: always('partner') }))
    const trace = simulate(scenario)
    const findings = judge(summarize(trace, scenario), scenario.expectations, { reasonOf })
    const [{ provenFix, ...rest }] = proveFixes(findings, scenario) as [Finding]
    expect(provenFix).toBeDefined()
    expect(rest).toEqual(findings[0])
    expect(simulate(scenario)).toEqual(trace)
  })

  it('should not open what was meant to be closed, nor mend what is no configuration', () => {
    const [other, open, held] = find({
      whitelist: '192.0.2.1',
      expect:
        '{ flow: partner, always: blocked, code: SG_NO_ALLOW_OUT }, { flow: inbound, never: reachable }, { flow: inbound, always: reachable }',
    })
    expect([other!.status, open!.status, held!.status]).toEqual(['failed', 'failed', 'held'])
    for (const finding of [other!, open!, held!]) expect(finding.provenFix).toBeUndefined()
  })

  it('should be searched for the first few findings only', () => {
    const findings = find({ whitelist: '192.0.2.1', expect: Array(8).fill(always('partner')).join(', ') })
    expect(findings.map(({ provenFix }) => provenFix !== undefined)).toEqual(
      Array.from({ length: 8 }, (_, at) => at < 5),
    )
  })
})
