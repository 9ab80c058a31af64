/** Servers as next hops while a run goes on: fail-over of a HaVip, and a firewall that stops. */
import { describe, expect, it } from 'vitest'
import { play } from '../conformance/play.ts'
import { statusOf } from './story.ts'

const FILE = `simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      apps: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      wall-h: { zone: cn-hangzhou-h, cidr: 172.16.2.0/24 }
      wall-i: { zone: cn-hangzhou-i, cidr: 172.16.3.0/24 }
    routeTables: { inspected: { vswitches: [ apps ], routes: [ { to: 0.0.0.0/0, via: haVip/gate } ] } }
securityGroups:
  open: { vpc: shop, ingress: [ { accept: all, from: 0.0.0.0/0 } ] }
natGateways:
  exit: { vpc: shop, vswitch: wall-i, eips: [ 203.0.113.100 ], snat: [ { vpc: true } ] }
servers:
  job: { vswitch: apps, securityGroups: [ open ] }
  one: { vswitch: wall-h, securityGroups: [ open ], ports: [ tcp 22 ], forwarding: true, snat: true, eip: 203.0.113.61 }
  two:
    vswitch: wall-h
    securityGroups: [ open ]
    ports: [ tcp 22 ]
    forwarding: true
    enis: { side: { vswitch: wall-i, securityGroups: [ open ] } }
haVips:
  gate: { vswitch: wall-h, members: [ one, two ] }
internet:
  partner: { address: 192.0.2.80, port: 443, whitelist: [ 203.0.113.61 ] }
flows:
  out: { from: server/job, to: partner }
  vip: { from: server/job, to: haVip/gate }
  side: { from: server/job, to: server/two/side, port: 22 }
`
const run = (timeline: string) => play(`${FILE}timeline:\n${timeline}`).trace

describe('a firewall in a run', () => {
  it('2.2: should be another one after a fail-over by hand, with the set as its cause', () => {
    const trace = run(`  - { at: 1m, set: haVips.gate.active, to: two }
  - { at: 2m, set: haVips.gate.active, to: one }
`)
    expect(statusOf(trace, 'out')).toEqual([
      '0 REACHABLE',
      '60 BLOCKED SOURCE_NOT_WHITELISTED',
      '120 REACHABLE',
    ])
    const change = trace.events.find(
      (event) => event.kind === 'flow' && event.flow === 'out' && event.atUs === 60_000_000,
    )
    expect(trace.events[change!.cause!]).toMatchObject({ kind: 'configured', path: 'haVips.gate.active' })
  })

  it('2.2, R2.16: should be the next member when the active one stops, and then nobody', () => {
    const trace = run(`  - { at: 1m, set: servers.one.running, to: false }
  - { at: 2m, set: servers.two.running, to: false }
  - { at: 3m, set: servers.one.running, to: true }
`)
    expect(statusOf(trace, 'out')).toEqual([
      '0 REACHABLE',
      '60 BLOCKED SOURCE_NOT_WHITELISTED',
      '120 BLOCKED ROUTE_TARGET_DOWN',
      '180 REACHABLE',
    ])
    expect(statusOf(trace, 'vip')).toEqual([
      '0 REACHABLE',
      '120 BLOCKED HAVIP_WITHOUT_HOLDER',
      '180 REACHABLE',
    ])
    expect(statusOf(trace, 'side')).toEqual(['0 REACHABLE', '120 BLOCKED SERVER_NOT_RUNNING'])
  })

  it('R10.6: all ENIs of a server stop with its zone', () => {
    const trace = run('  - { at: 1m, zoneOutage: cn-hangzhou-h, for: 1m }\n')
    expect(statusOf(trace, 'side')).toEqual(['0 REACHABLE', '60 BLOCKED SERVER_NOT_RUNNING', '120 REACHABLE'])
  })
})
