/** What lint says of VPC NAT gateways. */
import { describe, expect, it } from 'vitest'
import { lintText } from './lint-text.ts'

const world = (routes: string, snat: string) => `simulate: 1
vpcs:
  main:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }, n: { zone: cn-hangzhou-h, cidr: 172.16.9.0/28 } }
    routeTables: { system: { routes: [${routes}] } }
natGateways: { inner: { type: vpc, vpc: main, vswitch: n, snat: [${snat}] } }
securityGroups: { web: { vpc: main } }
servers: { jump: { vswitch: h, securityGroups: [web] } }
`
const ROUTE = '{ to: 10.9.0.0/16, via: natGateway/inner }'
const codes = (routes: string, snat: string) => lintText(world(routes, snat)).map(({ code }) => code)

describe('lint of VPC NAT gateways', () => {
  it('should speak of one that no route leads to', () => {
    expect(codes('', '{ vpc: true }')).toContain('UNUSED_OBJECT')
    expect(codes(ROUTE, '{ vpc: true }')).not.toContain('UNUSED_OBJECT')
  })

  it('R9.3: should compare a whitelist with the NAT IPs, where a gateway translates', () => {
    const called = (listed: string) =>
      `${world(ROUTE, '{ vpc: true, natIps: [172.16.9.5] }')
        .replace('type: vpc,', 'type: vpc, natIps: [172.16.9.5],')
        .replace('n: { zone', 'x: { zone: cn-hangzhou-i, cidr: 172.16.8.0/28 }, n: { zone')
        .replace(
          'natGateways:',
          '  far: { cidr: 10.9.0.0/16, vswitches: { f: { zone: cn-hangzhou-h, cidr: 10.9.1.0/24 } } }\nnatGateways:',
        )}apps: { shop: { vswitches: [h], securityGroup: web, instances: 2, port: 80 } }
databases: { orders: { engine: rds, vswitch: f, address: 10.9.1.9, whitelist: { default: [${listed}] } } }
flows: { query: { from: app/shop, to: db/orders } }
`
    const found = (listed: string) =>
      lintText(called(listed))
        .map(({ code }) => code)
        .filter((code) => code.startsWith('WHITELIST_MISSES'))
    expect(found('172.16.9.5')).toEqual([])
    expect(found('172.16.1.0/24')).toEqual(['WHITELIST_MISSES_NAT_EIP'])
  })

  it('R4.11: should speak of an entry that longer masks cover', () => {
    const halves = '{ cidr: 172.16.0.0/17 }, { cidr: 172.16.128.0/17 }'
    expect(codes(ROUTE, `{ vpc: true }, ${halves}`)).toContain('SNAT_ENTRY_SHADOWED')
    expect(codes(ROUTE, `{ vpc: true }, { cidr: 172.16.0.0/17 }`)).not.toContain('SNAT_ENTRY_SHADOWED')
  })
})
