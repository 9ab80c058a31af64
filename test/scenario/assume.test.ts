/** `assume:` in a file: readings of what the documents leave open, facts/vpc section 15. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assumptionsWith, fieldOf, OPEN_POINTS } from '../../src/cloud/assumptions.ts'
import { read, shop } from './read.ts'

const page = readFileSync(new URL('../../docs/assumptions.md', import.meta.url), 'utf8')
const facts = readFileSync(new URL('../../docs/facts/vpc.md', import.meta.url), 'utf8')

const FENCED = `simulate: 1
HEAD
vpcs:
  net:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } }
    networkAcls: { edge: { vswitches: [h], ingress: [{ accept: all, from: 0.0.0.0/0 }] } }
    ipv4Gateway: {}
    routeTables: { system: { routes: [{ to: 172.16.0.0/20, via: natGateway/out }, { to: 0.0.0.0/0, via: ipv4Gateway }] } }
natGateways:
  out: { vpc: net, vswitch: h, eips: [203.0.113.1-203.0.113.2], snat: [{ vpc: true }] }
securityGroups: { web: { vpc: net, type: advanced } }
apps: { shop: { vswitches: [h], securityGroup: web, instances: 1, port: 80 } }
internet: { mail: { address: 192.0.2.80, port: 25 } }
databases: { orders: { engine: rds, vswitch: h } }
flows: { mail: { from: shop, to: mail, port: 25 } }
timeline: [{ at: 1m, set: databases.orders.whitelist, to: { apps: [172.16.0.0/16] } }]
`
/** The keys of `assume` that a file is told to rely on, with their readings. */
const told = (head: string) =>
  read(FENCED.replace('HEAD', head)).assumptions.flatMap(
    ({ text }) => /^assume\.(\w+) = \w+/.exec(text)?.[0].slice('assume.'.length) ?? [],
  )

describe('assume', () => {
  it('should have the suggested defaults where the file is silent', () =>
    expect(read(shop()).topology.assumptions).toEqual(assumptionsWith()))

  it('should take every reading of every key', () => {
    for (const [key, point] of OPEN_POINTS)
      for (const reading of 'readings' in point ? Object.keys(point.readings) : ['42s']) {
        const { assumptions } = read(shop('', `assume: { ${key}: ${reading} }\n`)).topology
        expect(assumptions[fieldOf(key)]).toBe('readings' in point ? reading : 42_000_000)
      }
  })

  it('should be told wherever a file comes near a point, with the key and the reading', () =>
    expect(told('')).toEqual([
      'advancedGroups = stateful',
      'aclUnmatched = deny',
      'newAcl = empty',
      'aclWithinVSwitch = unfiltered',
      'routesAroundVSwitches = allowed',
      'snatEip = any',
      'eipWithoutRoute = blocked',
      'mailOfApps = blocked',
      'whitelistDelay = 1m',
    ]))

  it('should not be told once the file has chosen, be it the default', () => {
    const keys = ['aclUnmatched: deny', 'snatEip: hash', 'whitelistDelay: 1m']
    const left = told(`assume: { ${keys.join(', ')} }`)
    expect(left).not.toContain('aclUnmatched = deny')
    expect(left.some((text) => /^(snatEip|whitelistDelay)/.test(text))).toBe(false)
    expect(left).toContain('newAcl = empty')
  })

  it('should say what holds, and where in the file', () => {
    const { assumptions } = read(FENCED.replace('HEAD', ''))
    expect(assumptions.find(({ text }) => text.startsWith('assume.aclUnmatched'))).toEqual({
      code: 'DOCS_DISAGREE',
      text: 'assume.aclUnmatched = deny: what no entry of a network ACL matches is dropped (vpcs.net.networkAcls)',
      source: 'facts/vpc R6.7',
    })
  })

  it('R6.8: should give a new network ACL its entries', () => {
    const entriesOf = (head: string) =>
      read(FENCED.replace('HEAD', head)).topology.vpcs.get('net')!.networkAcls[0]!
    expect(entriesOf('').egress).toEqual([])
    const { ingress, egress } = entriesOf('assume: { newAcl: open }')
    expect(egress).toMatchObject([{ policy: 'accept', peer: { first: 0, last: 2 ** 32 - 1 } }])
    expect(ingress).toHaveLength(1)
  })

  it('R2.10: should let a route lead inside 100.64.0.0/10 where the file says so', () => {
    const inside = FENCED.replace('172.16.0.0/20', '100.100.0.0/16')
    expect(() => read(inside.replace('HEAD', ''))).toThrow(/InvalidCidrBlock/)
    expect(() => read(inside.replace('HEAD', 'assume: { cloudServiceRoutes: allowed }'))).not.toThrow()
  })

  it('R5.17: should count an identical rule once', () => {
    const rule = '{ accept: tcp 80, from: 10.0.0.0/8 }'
    const group = `[${Array.from({ length: 300 }, () => rule).join(', ')}]`
    expect(() => read(shop().replace('[{ accept: tcp 8080, from: 0.0.0.0/0 }]', group))).not.toThrow()
  })
})

describe('the page of assumptions', () => {
  const section = facts.slice(facts.indexOf('## 15.'))
  const topics = [...section.matchAll(/^\| (?!Topic|---)([^|]+) \|/gm)].map(([, topic]) => topic!.trim())

  it.each(topics)('should know the open point "%s"', (topic) => {
    const keys: Readonly<Record<string, string>> = {
      'Advanced SG stateful?': 'advancedGroups',
      'NACL with no match': 'aclUnmatched',
      "New NACL's default entries": 'newAcl',
      'Intra-vSwitch NACL': 'aclWithinVSwitch',
      'Routes inside 100.64.0.0/10': 'cloudServiceRoutes',
      'Route containing a vSwitch CIDR': 'routesAroundVSwitches',
      'EIP choice in an SNAT entry': 'snatEip',
      'EIP + IPv4 gateway + NAT default route': 'eipWithoutRoute',
      'Whitelist propagation delay': 'whitelistDelay',
      "EIP hairpin (instance A calls instance B's EIP in the same VPC)": 'eipHairpin',
    }
    const key = keys[topic]
    expect(page).toContain(key === undefined ? `| ${topic} |` : `| \`${key}\` |`)
  })

  it('should find the points of the sheet', () => expect(topics.length).toBe(19))
})
