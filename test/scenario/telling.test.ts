import { describe, expect, it } from 'vitest'
import { read, shop } from './read.ts'

describe('notices', () => {
  const codes = (text: string) => read(text).notices.map(({ code }) => code)

  it('should do the arithmetic of a pool that several applications share', () => {
    const pool =
      '  more: { vswitches: [h], securityGroup: web, instances: 2, port: 80, eips: pool }\neipPools: { pool: { addresses: [203.0.113.1-203.0.113.5] } }\n'
    expect(read(shop('eips: pool', pool)).notices).toEqual([
      {
        code: 'EIP_HEADROOM_MISSING',
        message:
          'shop 3 + more 2 = 5 instances, and a replacement needs one EIP more: 5 + 1 = 6, but pool pool has 5',
        line: 7,
        column: 13,
      },
    ])
    expect(codes(shop('eips: pool', pool.replace('113.5', '113.6')))).toEqual([])
  })

  it('should tell what a whitelist entry was taken for', () => {
    const text = shop(
      '',
      'internet: { p: { address: 192.0.2.80, port: 443, whitelist: [203.0.113.5/24, 0.0.0.0/0] } }\nflows: { f: { from: shop, to: p } }\n',
    )
    expect(read(text).notices).toMatchObject([
      { code: 'HOST_BITS_MASKED', message: '203.0.113.5/24 means 203.0.113.0/24', line: 6 },
      { code: 'WHITELIST_ALLOWS_ALL', line: 6 },
    ])
  })

  it('should tell what an entry in the whitelist of a database was taken for', () => {
    const text = shop(
      '',
      'databases:\n  orders: { engine: rds, vswitch: h, whitelist: { apps: [172.16.1.9/24], all: [0.0.0.0/0] } }\n',
    )
    expect(read(text).notices).toMatchObject([
      { code: 'HOST_BITS_MASKED', message: '172.16.1.9/24 means 172.16.1.0/24', line: 7, column: 58 },
      { code: 'WHITELIST_ALLOWS_ALL', message: 'the whitelist of orders lets everybody in', line: 7 },
    ])
  })

  it('should warn of probes that do not fit the start', () => {
    expect(codes(shop('probes: { readiness: none }'))).toEqual(['READY_BEFORE_REACHABLE'])
    expect(codes(shop('probes: { readiness: none }, lifecycle: { start: 0s }'))).toEqual([])
    expect(codes(shop('probes: { liveness: {} }'))).toEqual(['LIVENESS_BEFORE_START'])
    expect(codes(shop('probes: { liveness: {}, startup: {} }'))).toEqual([])
    expect(codes(shop('probes: { liveness: { initialDelay: 20s } }'))).toEqual([])
  })

  it('should tell of a confirmation that nothing waits for', () => {
    const timeline = (strategy: string) =>
      shop(
        '',
        `timeline:\n  - { at: 1m, deploy: shop, version: v2, strategy: ${strategy} }\n  - { at: 2m, confirm: shop }\n`,
      )
    expect(codes(timeline('{ batches: 3 }'))).toEqual(['CONFIRM_NEVER_WAITS'])
    expect(codes(timeline('{ batches: 1, release: manual }'))).toEqual(['CONFIRM_NEVER_WAITS'])
    expect(codes(timeline('{ batches: 3, release: manual }'))).toEqual([])
  })

  it('should name what nothing uses', () =>
    expect(codes(shop('', 'prefixLists: { offices: [10.0.0.0/8] }\n'))).toEqual(['UNUSED_OBJECT']))

  it('should take a prefix list for used that a route names', () => {
    const lists = 'prefixLists: { offices: [192.0.2.0/24] }\n'
    const gateway = 'natGateways: { out: { vpc: main, vswitch: h, eips: [203.0.113.1] } }\n'
    const text = shop('', lists + gateway).replace(
      'vswitches:',
      'routeTables: { system: { routes: [{ to: prefixList/offices, via: natGateway/out }] } }, vswitches:',
    )
    expect(codes(text)).toEqual([])
  })
})

describe('assumptions', () => {
  const texts = (text: string) => read(text).assumptions.map(({ text }) => text)

  it('should be the open defaults that the file relied on', () => {
    expect(texts(shop())).toEqual([
      'apps.shop.lifecycle.schedule = 4s',
      'apps.shop.lifecycle.pull = 10s',
      'apps.shop.lifecycle.start = 20s',
      'apps.shop.lifecycle.stop = 5s',
      'apps.shop.probes.readiness passes as soon as the application answers',
      'apps.shop.deploy.maxSurge = 30 %, rounded up',
    ])
    expect(
      texts(
        shop(
          'lifecycle: { schedule: 1s, pull: 1s, start: 1s, stop: 1s }, probes: { readiness: {} }, deploy: { maxSurge: 1 }',
        ),
      ),
    ).toEqual([])
  })

  it('should stand once for applications that share them', () => {
    const two = shop(
      '',
      '  more: { vswitches: [h], securityGroup: web, instances: 2, port: 80, lifecycle: { pull: 1s } }\n',
    )
    expect(texts(two)[0]).toBe('apps.{shop,more}.lifecycle.schedule = 4s')
    expect(texts(two)[1]).toBe('apps.shop.lifecycle.pull = 10s')
  })

  it('R2.14: should say that a static route wins over that of a prefix list, where they tie', () => {
    const routed = (to: string) =>
      shop(
        '',
        'prefixLists: { offices: [192.0.2.0/24] }\nnatGateways: { out: { vpc: main, vswitch: h, eips: [203.0.113.1] } }\n',
      ).replace(
        'vswitches:',
        `routeTables: { system: { routes: [{ to: prefixList/offices, via: natGateway/out }, { to: ${to}, via: natGateway/out }] } }, vswitches:`,
      )
    const told =
      'vpcs.main.routeTables.system: a static route wins over that of a prefix list for the same destination'
    expect(texts(routed('192.0.2.0/24'))).toContain(told)
    expect(texts(routed('192.0.2.0/25'))).not.toContain(told)
  })

  it('should say how long a changed whitelist of a database takes, where one is changed', () => {
    const database = 'databases: { orders: { engine: rds, vswitch: h } }\n'
    const change = 'timeline: [{ at: 1m, set: databases.orders.whitelist, to: { apps: [172.16.0.0/16] } }]\n'
    const told =
      'assume.whitelistDelay = 1m: until then a changed whitelist of a database is the one before (databases.orders.whitelist)'
    expect(texts(shop('', database))).not.toContain(told)
    expect(texts(shop('', database + change))).toContain(told)
  })

  it('should speak of EIPs only where there are some', () => {
    const pool = 'eipPools: { pool: { addresses: [203.0.113.1-203.0.113.5] } }\n'
    expect(texts(shop('eips: pool', pool))).toContain('apps.shop.lifecycle.eipBind = 3s')
    expect(texts(shop('eips: pool', pool))).toContain('apps.shop.deploy.eipShortage = wait')
  })
})
