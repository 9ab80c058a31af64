import { describe, expect, it } from 'vitest'
import { lintText, theOne } from './lint-text.ts'

/** An application of SAE calls a service of EAS: with EIPs of a pool, by a NAT gateway, or from a VPC that is linked. */
const file = (front: string, egress: string, more = '') => `simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches: { shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } }
securityGroups: { web: { vpc: shop, ingress: [] } }
gateways:
  front: { type: managed, spec: 2c4g, nodes: 2, ${front} }
apps:
  web: { vswitches: [ shop-h ], securityGroup: web, instances: 2, port: 80${egress} }
  llm: { kind: eas, instances: 1, gateway: front, token: secret-1 }
flows:
  call: { from: web, to: gateway/front, service: llm }
${more}`
const codes = (text: string) =>
  lintText(text)
    .map(({ code }) => code)
    .filter((code) => code.startsWith('WHITELIST'))
const on = (whitelist: string) => `internet: { entry: on, whitelist: ${whitelist} }`
const POOL = 'eipPools: { web: { addresses: [ 203.0.113.11, 203.0.113.12, 203.0.113.13 ] } }\n'
const DEPLOY = `${POOL}timeline: [ { at: 5m, deploy: web, version: v2 } ]\n`
const NAT = `natGateways:
  exit: { vpc: shop, vswitch: shop-h, eips: [ 203.0.113.50, 203.0.113.51 ], snat: [ { vpc: true, eips: [ 203.0.113.50, 203.0.113.51 ] } ] }
`

describe('the whitelist of an inference gateway', () => {
  it('B.3.4: should have every EIP of the pool that its caller draws from', () => {
    const short = file(on('[ 203.0.113.11, 203.0.113.12 ]'), ', eips: web', DEPLOY)
    expect(theOne(short, 'WHITELIST_MISSES_POOL').message).toBe(
      'the whitelist of gateway front lacks 203.0.113.13 of pool web, from which web calls it in flow call: deploy web v2 (line 15) may bring it into use',
    )
    expect(codes(file(on('[ 203.0.113.11, 203.0.113.12 ]'), ', eips: web', POOL))).toEqual([
      'WHITELIST_MISSES_SPARE',
    ])
    expect(codes(file(on('[ 203.0.113.8/29 ]'), ', eips: web', DEPLOY))).toEqual([])
  })

  it('B.3.4: should have every EIP of the SNAT entry that serves its caller', () => {
    expect(theOne(file(on('[ 203.0.113.50 ]'), '', NAT), 'WHITELIST_MISSES_NAT_EIP').message).toContain(
      'the whitelist of gateway front lacks 203.0.113.51',
    )
    expect(codes(file(on('[ 203.0.113.50, 203.0.113.51 ]'), '', NAT))).toEqual([])
  })

  it('B.3.3: should have the vSwitches of its callers in a VPC that is linked', () => {
    const link = (whitelist: string) => `vpcs: { shop: { vswitch: shop-h, whitelist: ${whitelist} } }`
    expect(theOne(file(link('[ 172.16.1.0/25 ]'), ''), 'WHITELIST_MISSES_VSWITCH').message).toContain(
      'the whitelist of gateway front lacks 172.16.1.128-172.16.1.252',
    )
    expect(codes(file(link('[ 172.16.1.0/24 ]'), ''))).toEqual([])
    expect(codes(file('vpcs: { shop: { vswitch: shop-h } }', ''))).toEqual([])
  })

  it('R9.1: should have no entry that others have already, on either side', () => {
    expect(theOne(file(on('[ 203.0.113.8/29, 203.0.113.9 ]'), ''), 'WHITELIST_ENTRY_SHADOWED')).toMatchObject(
      {
        message: '203.0.113.9 adds nobody to the whitelist of gateway front: 203.0.113.8/29 has it',
      },
    )
    const link = `vpcs: { shop: { vswitch: shop-h, whitelist: '0.0.0.0/0, 172.16.1.0/24' } }`
    expect(theOne(file(link, ''), 'WHITELIST_ENTRY_SHADOWED').message).toMatch(
      /^172\.16\.1\.0\/24 adds nobody to the whitelist of gateway front for VPC shop: 0\.0\.0\.0\/0 /,
    )
    expect(codes(file(on('[ 0.0.0.0/0 ]'), ''))).toEqual(['WHITELIST_ALLOWS_ALL'])
  })

  it('seed 002: is no matter while the access entry is off', () => {
    expect(
      codes(file('internet: { entry: off, whitelist: [ 203.0.113.11 ] }', ', eips: web', DEPLOY)),
    ).toEqual([])
  })
})
