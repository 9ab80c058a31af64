/** Flows of servers and databases in a run: there from its start, asked again when the configuration changes. */
import { describe, expect, it } from 'vitest'
import { NETWORK, play } from '../conformance/play.ts'
import { statusOf } from './story.ts'

const RENTED = `servers:
  jump: { vswitch: net-h, securityGroups: [ web ], ports: [ tcp 8080 ], eip: 203.0.113.60 }
  stock: { vswitch: net-i, securityGroups: [ web ], ports: [ tcp 8080 ] }
databases:
  orders: { engine: rds, vswitch: net-i, publicAddress: 192.0.2.33, whitelist: { apps: [ 203.0.113.60 ] } }
flows:
  in: { from: client, to: server/jump }
  out: { from: server/jump, to: partner }
  across: { from: server/jump, to: server/stock }
  query: { from: server/jump, to: db/orders }
  remote: { from: server/jump, to: db/orders, via: public }
  outside: { from: client, to: db/orders }
`
const run = (timeline = '', rented = RENTED) => {
  const entries = timeline === '' ? '' : `timeline:\n${timeline}`
  return play(`${NETWORK}${rented}${entries}`)
}

describe('flows without an application', () => {
  it('should be asked at the start', () => {
    const { trace } = run()
    const first = ['in', 'out', 'across', 'query', 'remote', 'outside'].map((name) => statusOf(trace, name))
    expect(first).toEqual([
      ['0 REACHABLE'],
      ['0 REACHABLE'],
      ['0 REACHABLE'],
      ['0 BLOCKED DB_WHITELIST_LACKS_VSWITCH'],
      ['0 REACHABLE'],
      ['0 BLOCKED DB_WHITELIST_LACKS_EGRESS_IP'],
    ])
  })

  it('should be asked again after each set, and told with the set as the cause', () => {
    const { trace } = run(
      `  - { at: 1m, set: servers.stock.running, to: false }
  - { at: 2m, set: servers.stock.running, to: true }
  - { at: 3m, set: databases.orders.whitelist.apps, to: [ 172.16.1.0/24, 198.51.100.7 ] }
  - { at: 4m, set: servers.jump.ports, to: [] }
`,
    )
    expect(statusOf(trace, 'across')).toEqual([
      '0 REACHABLE',
      '60 BLOCKED SERVER_NOT_RUNNING',
      '120 REACHABLE',
    ])
    expect(statusOf(trace, 'query')).toEqual(['0 BLOCKED DB_WHITELIST_LACKS_VSWITCH', '240 REACHABLE'])
    expect(statusOf(trace, 'remote')).toEqual(['0 REACHABLE', '240 BLOCKED DB_WHITELIST_LACKS_EGRESS_IP'])
    expect(statusOf(trace, 'outside')).toEqual(['0 BLOCKED DB_WHITELIST_LACKS_EGRESS_IP', '240 REACHABLE'])
    expect(statusOf(trace, 'in')).toEqual(['0 REACHABLE', '240 BLOCKED PORT_NOT_SERVED'])
    const change = trace.events.find(
      (event) => event.kind === 'flow' && event.flow === 'across' && event.atUs > 0,
    )
    const cause = trace.events[change!.cause!]
    expect(cause).toMatchObject({ kind: 'configured', path: 'servers.stock.running' })
  })

  it('should lose the servers of a zone that is out, and have them back', () => {
    const { trace } = run('  - { at: 1m, zoneOutage: cn-hangzhou-i, for: 2m }\n')
    expect(statusOf(trace, 'across')).toEqual([
      '0 REACHABLE',
      '60 BLOCKED SERVER_NOT_RUNNING',
      '180 REACHABLE',
    ])
    expect(statusOf(trace, 'in')).toEqual(['0 REACHABLE'])
  })
})

describe('private addresses', () => {
  it('should go round servers and databases when instances get theirs', () => {
    const apps = 'apps:\n  shop: { vswitches: [ net-h ], securityGroup: web, port: 8080, instances: 2 }\n'
    const { trace, scenario } = run('', `${RENTED}${apps}`)
    const taken = [...scenario.topology.servers.values(), ...scenario.topology.databases.values()].map(
      ({ vswitch, address }) => `${vswitch} ${address}`,
    )
    expect(new Set(taken).size).toBe(3)
    for (const event of trace.events)
      if (event.kind === 'instance') expect(taken).not.toContain(`${event.vswitch} ${event.address}`)
  })

  it('should tell a server and an instance of one name apart', () => {
    const apps = 'apps:\n  shop: { vswitches: [ net-h ], securityGroup: web, port: 8080, instances: 1 }\n'
    const rented = `servers:\n  shop-1: { vswitch: net-i, securityGroups: [ web ], ports: [ tcp 8080 ] }\n${apps}flows:\n  call: { from: app/shop, to: server/shop-1 }\n  back: { from: server/shop-1, to: server/shop-1 }\n`
    const { trace } = run('', rented)
    expect(statusOf(trace, 'call')).toEqual(['0 REACHABLE'])
    expect(statusOf(trace, 'back')).toEqual(['0 REACHABLE'])
  })
})
