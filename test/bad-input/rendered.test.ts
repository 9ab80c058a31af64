import { describe, expect, it } from 'vitest'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { renderProblem } from '../../src/scenario/render-problem.ts'

function rendered(text: string): string {
  const read = readScenario(text, { file: 'shop.yaml' })
  if (read.ok) throw new Error('it was read')
  return `\n${read.problems.map((problem) => renderProblem(problem, 'shop.yaml', text)).join('\n\n')}\n`
}

describe('a rendered problem', () => {
  it('should show the line, a caret and the way out', () => {
    expect(
      rendered(`simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main } }
eipPools:
  eip-blue: { addresses: [203.0.113.10-203.0.113.13] }
apps:
  shop: { vswitches: [h], securityGroup: web, instances: 3, port: 8080, eips: eip-blu }
`),
    ).toMatchInlineSnapshot(`
      "
      shop.yaml:7:79 REFERENCE_UNDEFINED: no EIP pool is named "eip-blu"
      7 |   shop: { vswitches: [h], securityGroup: web, instances: 3, port: 8080, eips: eip-blu }
                                                                                        ^^^^^^^
      hint: did you mean "eip-blue"?
      "
    `)
  })

  it('should tell several mistakes in the order of the file', () => {
    expect(
      rendered(`simulate: 1
duration: 15
vpcs:
  main:
    cidr: 10.0.0.0/8
    vswitch: {}
flows:
  inbound: { form: shoppers }
`),
    ).toMatchInlineSnapshot(`
      "
      shop.yaml:2:11 DURATION_INVALID: expected a duration with its unit, got the number 15
      2 | duration: 15
                    ^^
      hint: add a unit: 15s

      shop.yaml:6:5 UNKNOWN_KEY: unknown key "vswitch"
      6 |     vswitch: {}
              ^^^^^^^
      hint: did you mean "vswitches"?

      shop.yaml:8:3 MISSING_KEY: the key "from" is missing
      8 |   inbound: { form: shoppers }
            ^^^^^^^
      hint: from: app/NAME, server/NAME, server/NAME/ENI, haVip/NAME, db/NAME, internet/NAME, endpoint/NAME, natGateway/NAME, loadBalancer/NAME, service/NAME, a domain name, or a name that is unique

      shop.yaml:8:3 MISSING_KEY: the key "to" is missing
      8 |   inbound: { form: shoppers }
            ^^^^^^^
      hint: to: app/NAME, server/NAME, server/NAME/ENI, haVip/NAME, db/NAME, internet/NAME, endpoint/NAME, natGateway/NAME, loadBalancer/NAME, service/NAME, a domain name, or a name that is unique

      shop.yaml:8:14 UNKNOWN_KEY: unknown key "form"
      8 |   inbound: { form: shoppers }
                       ^^^^
      hint: did you mean "from"?
      "
    `)
  })

  it('should put the caret under wide characters and tabs', () => {
    expect(rendered('simulate: 1\nname: "商店"\n"説明": {\t\tname: 1 }\n')).toMatchInlineSnapshot(`
      "
      shop.yaml:3:1 UNKNOWN_KEY: unknown key "説明"
      3 | "説明": {    name: 1 }
          ^^^^^^
      hint: possible here: simulate, name, description, duration, seed, region, quotas, draws, … (39)
      "
    `)
    expect(rendered('simulate: 1\nquotas: { "配額": 1,\t"ｗ": 2 }\n')).toMatchInlineSnapshot(`
      "
      shop.yaml:2:11 UNKNOWN_KEY: unknown key "配額"
      2 | quotas: { "配額": 1,  "ｗ": 2 }
                    ^^^^^^
      hint: possible here: vpcs, vswitchesPerVpc, secondaryCidrsPerVpc, eip, natGatewaysPerVpc, eipsPerNatGateway, snatEntriesPerNatGateway, securityGroups, … (40)

      shop.yaml:2:20 UNKNOWN_KEY: unknown key "ｗ"
      2 | quotas: { "配額": 1,  "ｗ": 2 }
                                ^^^^
      hint: possible here: vpcs, vswitchesPerVpc, secondaryCidrsPerVpc, eip, natGatewaysPerVpc, eipsPerNatGateway, snatEntriesPerNatGateway, securityGroups, … (40)
      "
    `)
  })

  it('should show the part of a long line that matters', () => {
    const text = `simulate: 1\nprefixLists: { all: [${'10.0.0.0/8, '.repeat(40)}10.0.0.1/8, ${'10.0.0.0/8, '.repeat(40)}] }\n`
    const lines = rendered(text).split('\n')
    expect(lines[2]!.length).toBeLessThanOrEqual(110)
    expect(lines[2]!.slice(lines[3]!.indexOf('^'), lines[3]!.lastIndexOf('^') + 1)).toBe('10.0.0.1/8')
  })

  it('should let no control character reach the terminal', () => {
    const evil = `simulate: 1\nname: "ok" # \u001b[31mred\u202e\u0007\n"\u001b]0;title\u0007": 1 # \u001b[2J\n`
    expect(rendered(evil).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    expect(
      renderProblem(
        { code: 'UNKNOWN_KEY', message: 'm', span: [0, 1], line: 1, column: 1 },
        'a\u001b[1m.yaml',
        'x',
      ),
    ).toContain('a<001B>[1m.yaml:1:1')
  })

  it('should escape names of the file that a hint lists', () => {
    const text =
      'simulate: 1\nvpcs: { "\\e[2J": { cidr: 10.0.0.0/8 } }\nsecurityGroups: { web: { vpc: somewhere } }\n'
    expect(rendered(text).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })

  it('should have its place in files with Windows line ends and a byte order mark', () => {
    expect(rendered('\ufeffsimulate: 1\r\nsed: 2\r\n')).toMatchInlineSnapshot(`
      "
      shop.yaml:2:1 UNKNOWN_KEY: unknown key "sed"
      2 | sed: 2
          ^^^
      hint: did you mean "seed"?
      "
    `)
  })
})
