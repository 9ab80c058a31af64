/** How long callers keep the old answer of a name that changes (facts/vpc R8.7), and what moves behind a name. */
import { describe, expect, it } from 'vitest'
import { momentAt, simulate } from '../../src/simulation/simulate.ts'
import { flow, play } from '../conformance/play.ts'

/** The second database refuses everybody, so that whoever calls it is seen. `more` is what the file has besides. */
const moving = (timeline: string, more = '') => `
simulate: 1
duration: 30m
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } }
securityGroups: { web: { vpc: shop } }
apps:
  shop: { vswitches: [ h ], securityGroup: web, instances: 1, port: 80, lifecycle: { schedule: 4s, pull: 10s, start: 16s, stop: 5s } }
databases:
  open: { engine: rds, vswitch: h, address: 172.16.1.200, whitelist: { all: [ 172.16.0.0/16 ] } }
  shut: { engine: rds, vswitch: h, address: 172.16.1.201 }
privateZones:
  inner: { zone: shop.internal, vpcs: [ shop ], records: { db: { a: 172.16.1.200, ttl: 1m } } }
internet: { client: { address: 198.51.100.7 } }
flows:
  db: { from: app/shop, to: db.shop.internal, port: 3306 }
${more}
timeline:
${timeline}
`
const A = 'privateZones.inner.records.db.a'
const SHUT = '172.16.1.201'
const OPEN = '172.16.1.200'

/** `3m REACHABLE`: when the flow changed, and to what. */
const courseOf = (text: string, name = 'db') =>
  flow(play(text).summary, name).intervals.map(
    ({ fromUs, status, code }) => `${fromUs / 1_000_000}s ${code ?? status}`,
  )

describe('a name that changes while a run goes on', () => {
  it('R8.7: is used with its old address for a whole ttl, by those who have asked before', () => {
    expect(courseOf(moving(`  - { at: 5m, set: ${A}, to: ${SHUT} }`))).toEqual([
      '0s REACHABLE',
      '360s DB_WHITELIST_LACKS_VSWITCH',
    ])
  })

  it('R8.7: blames the old answer where the new address would do', () => {
    const text = moving(
      `  - { at: 5m, set: ${A}, to: 172.16.1.202 }`,
      `  other: { from: app/shop, to: other.shop.internal, port: 3306 }`,
    )
      .replace('records: {', `records: { other: { a: ${SHUT}, ttl: 2m },`)
      .replace(
        `- { at: 5m, set: ${A}, to: 172.16.1.202 }`,
        `- { at: 5m, set: privateZones.inner.records.other.a, to: ${OPEN} }`,
      )
    expect(courseOf(text, 'other')).toEqual([
      '0s DB_WHITELIST_LACKS_VSWITCH',
      '300s NAME_CACHED_OLD',
      '420s REACHABLE',
    ])
    const { trace } = play(text)
    const renewed = trace.events.find(({ kind }) => kind === 'renewed')!
    expect(renewed).toMatchObject({ atUs: 420_000_000, caller: 'shop-1', name: 'other.shop.internal' })
    expect(trace.events[renewed.cause!]).toMatchObject({ kind: 'configured', atUs: 300_000_000 })
  })

  it('is asked afresh by instances that start behind the change', () => {
    const text = moving(
      `  - { at: 5m, set: ${A}, to: ${SHUT} }\n  - { at: 5m10s, scale: shop, instances: 2 }`,
    )
    const answers = play(text).trace.events.filter((event) => event.kind === 'answer')
    // It begins to call when its container has started: 5m10s + 4s + 10s.
    const second = answers.find(({ instance }) => instance === 'shop-2')
    expect(second).toMatchObject({ atUs: 324_000_000, reachable: false, code: 'DB_WHITELIST_LACKS_VSWITCH' })
    expect(
      answers.filter(({ instance }) => instance === 'shop-1').map(({ atUs }) => atUs / 1_000_000),
    ).toEqual([0, 360])
  })

  it('is not asked again before the first answer of an instance has lived its time', () => {
    // Shop-2 asks at 5m14s; its answer lives until 6m14s, whatever happens in between.
    const text = moving(`  - { at: 5m, scale: shop, instances: 2 }\n  - { at: 6m, set: ${A}, to: ${SHUT} }`)
    const { events } = play(text).trace
    const renewals = events.filter((event) => event.kind === 'renewed')
    expect(renewals.map(({ atUs, caller }) => `${caller} ${atUs / 1_000_000}s`)).toEqual([
      'shop-2 374s',
      'shop-1 420s',
    ])
  })

  it('goes on with its old answer when the change is taken back in time', () => {
    const text = moving(`  - { at: 5m, set: ${A}, to: ${SHUT} }\n  - { at: 5m30s, set: ${A}, to: ${OPEN} }`)
    expect(courseOf(text)).toEqual(['0s REACHABLE'])
    expect(play(text).trace.events.some(({ kind }) => kind === 'renewed')).toBe(false)
  })

  it('keeps an answer for the ttl that it came with, until that has run out', () => {
    // Shortened too late: an answer of the minute before lives for ten.
    const late = moving(
      `  - { at: 5m, set: privateZones.inner.records.db.ttl, to: 5s }\n  - { at: 6m, set: ${A}, to: ${SHUT} }`,
    ).replace('ttl: 1m', 'ttl: 10m')
    expect(courseOf(late).at(-1)).toBe('900s DB_WHITELIST_LACKS_VSWITCH')
    const early = moving(
      `  - { at: 5m, set: privateZones.inner.records.db.ttl, to: 5s }\n  - { at: 16m, set: ${A}, to: ${SHUT} }`,
    ).replace('ttl: 1m', 'ttl: 10m')
    expect(courseOf(early).at(-1)).toBe('965s DB_WHITELIST_LACKS_VSWITCH')
  })

  it('keeps nothing of a name that does not exist (assumed)', () => {
    const text = moving(
      '  - { at: 5m, set: privateZones.inner.records.new, to: { a: 172.16.1.200 } }',
      '  new: { from: app/shop, to: new.shop.internal, port: 3306 }',
    )
    expect(courseOf(text, 'new')).toEqual(['0s NAME_UNKNOWN', '300s REACHABLE'])
  })

  it('leads to whoever has the EIP now', () => {
    const text = moving(
      '  - { at: 5m, deploy: web, version: v2 }\n  - { at: 10m, set: dns.www.shop.example.a, to: 203.0.113.11 }',
      '  www: { from: internet/client, to: www.shop.example, port: 80 }',
    )
      .replace(
        'apps:',
        `dns: { www.shop.example: { a: 203.0.113.10, ttl: 1m } }
eipPools: { web: { addresses: [ 203.0.113.10, 203.0.113.11 ] } }
apps:
  web: { vswitches: [ h ], securityGroup: open, instances: 1, port: 80, eips: web, lifecycle: { schedule: 4s, pull: 10s, start: 16s, stop: 5s, eipBind: 1s, eipRelease: 1s } }`,
      )
      .replace(
        'securityGroups: {',
        'securityGroups: { open: { vpc: shop, ingress: [ { accept: tcp 80, from: 0.0.0.0/0 } ] },',
      )
    expect(courseOf(text, 'www')).toEqual([
      '0s REACHABLE',
      '331s INSTANCE_NOT_ANSWERING',
      '336s EIP_NOT_BOUND',
      '600s NAME_CACHED_OLD',
      '660s REACHABLE',
    ])
  })

  it('is told at any moment as the run had it', () => {
    const { scenario } = play(moving(`  - { at: 5m, set: ${A}, to: ${SHUT} }`))
    const kept = momentAt(scenario, 330_000_000).kept!
    expect([...kept.values()]).toEqual([
      expect.objectContaining({ changedUs: 300_000_000, untilUs: 360_000_000 }),
    ])
    expect(momentAt(scenario, 299_999_999).kept).toBeUndefined()
    expect(momentAt(scenario, 360_000_000).kept).toBeUndefined()
  })

  it('gives equal runs for equal files', () => {
    const { scenario } = play(moving(`  - { at: 5m, set: ${A}, to: ${SHUT} }`))
    expect(simulate(scenario)).toEqual(simulate(scenario))
  })
})
