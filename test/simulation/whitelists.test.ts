/** A changed whitelist of a database takes its time: facts/vpc R9.8. */
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { explain } from '../../src/datapath/explain.ts'
import { packetOf } from '../../src/datapath/flow-packet.ts'
import { reasons } from '../../src/datapath/reasons.ts'
import { momentAt, simulate } from '../../src/simulation/simulate.ts'
import { read } from '../scenario/read.ts'
import { minutes, seconds, statusOf } from './story.ts'

const SHOP = (
  head: string,
  timeline: string,
  database = 'whitelist: { apps: [ 203.0.113.60 ] }',
) => `simulate: 1
${head}
vpcs: { net: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: net } }
servers:
  jump: { vswitch: h, securityGroups: [ web ], ports: [ tcp 8080 ], eip: 203.0.113.60 }
databases:
  orders: { engine: rds, vswitch: h, publicAddress: 192.0.2.33, ${database} }
internet:
  partner: { address: 192.0.2.80, port: 443, whitelist: [ 203.0.113.60 ] }
flows:
  query: { from: server/jump, to: db/orders }
  remote: { from: server/jump, to: db/orders, via: public }
  call: { from: server/jump, to: partner }
timeline:
${timeline}`

const OPENED = '  - { at: 1m, set: databases.orders.whitelist.apps, to: [ 172.16.1.0/24 ] }'
const played = (head: string, timeline: string, database?: string) =>
  simulate(read(SHOP(head, timeline, database)))

describe('a changed whitelist of a database', () => {
  it('R9.8: should take effect a minute later, told with the set as its cause', () => {
    const trace = played('', OPENED)
    expect(statusOf(trace, 'query')).toEqual(['0 BLOCKED DB_WHITELIST_LACKS_VSWITCH', '120 REACHABLE'])
    expect(statusOf(trace, 'remote')).toEqual(['0 REACHABLE', '120 BLOCKED DB_WHITELIST_LACKS_EGRESS_IP'])
    const effect = trace.events.find(({ kind }) => kind === 'effective')!
    expect(effect).toMatchObject({ atUs: minutes(2), path: 'databases.orders.whitelist.apps' })
    expect(trace.events[effect.cause!]).toMatchObject({ kind: 'configured', atUs: minutes(1) })
    const open = trace.events.find(
      (event) => event.kind === 'flow' && event.flow === 'query' && event.atUs > 0,
    )!
    expect(trace.events[open.cause!]).toBe(effect)
  })

  it('R9.8: should take as long as the file says, also no time at all', () => {
    expect(statusOf(played('assume: { whitelistDelay: 10s }', OPENED), 'query').at(-1)).toBe('70 REACHABLE')
    const atOnce = played('assume: { whitelistDelay: 0s }', OPENED)
    expect(statusOf(atOnce, 'query').at(-1)).toBe('60 REACHABLE')
    expect(atOnce.events.filter(({ kind }) => kind === 'effective')).toEqual([])
  })

  it('should hold each of several changes for its own time, in their order', () => {
    const back = '  - { at: 90s, set: databases.orders.whitelist.apps, to: [ 203.0.113.60 ] }'
    const trace = played('', `${OPENED}\n${back}`)
    expect(statusOf(trace, 'query')).toEqual([
      '0 BLOCKED DB_WHITELIST_LACKS_VSWITCH',
      '120 REACHABLE',
      '150 BLOCKED DB_WHITELIST_LACKS_VSWITCH',
    ])
  })

  it('should keep what holds through another change of configuration', () => {
    const other = '  - { at: 90s, set: securityGroups.web.egress, to: [ { accept: all, to: 0.0.0.0/0 } ] }'
    expect(statusOf(played('', `${OPENED}\n${other}`), 'query')).toEqual([
      '0 BLOCKED DB_WHITELIST_LACKS_VSWITCH',
      '120 REACHABLE',
    ])
  })

  it('R9.8: should come through for security groups as members as well', () => {
    const members = '  - { at: 1m, set: databases.orders.securityGroups, to: [ web ] }'
    expect(statusOf(played('', members), 'query').at(-1)).toBe('120 REACHABLE')
  })

  it('should be a matter of the cloud: the whitelist of a host of the Internet changes at once', () => {
    const closed = '  - { at: 1m, set: internet.partner.whitelist, to: [] }'
    expect(statusOf(played('', closed), 'call').at(-1)).toBe('60 BLOCKED SOURCE_NOT_WHITELISTED')
  })

  it('should be told as under way in between, with what it will do', () => {
    const plan = read(SHOP('', OPENED))
    const notesAt = (atUs: number, name: string) => {
      const { tables, live } = momentAt(plan, atUs)
      const call = plan.flows.find((flow) => flow.name === name)!
      const packet = packetOf(tables, live, call, 0)!
      return explain(tables, live, packet).notes.flatMap(({ code, details }) =>
        code === 'WHITELIST_CHANGE_UNDERWAY'
          ? [fillTemplate(reasons.find((reason) => reason.code === code)!.fix, details)]
          : [],
      )
    }
    expect(notesAt(seconds(90), 'query')[0]).toMatch(
      /^Wait until 2m: then the whitelist of orders has 172\.16\.1\.\d+\./,
    )
    expect(notesAt(seconds(90), 'remote')[0]).toMatch(/^Wait until 2m: then .* has 203\.0\.113\.60 no more\./)
    expect(notesAt(seconds(59), 'query')).toEqual([])
    expect(notesAt(minutes(2), 'query')).toEqual([])
  })
})

describe('the enhanced mode of a whitelist', () => {
  const enhanced = (groups: string) => `mysql: '5.7', storage: localSsd, mode: enhanced, ${groups}`

  it('9.2: should ask the groups of the VPC inside and those of the classic network outside', () => {
    const both = played(
      '',
      '  []',
      enhanced('whitelist: { apps: [ 172.16.1.0/24 ] }, classicWhitelist: { apps: [ 203.0.113.60 ] }'),
    )
    expect(statusOf(both, 'query')).toEqual(['0 REACHABLE'])
    expect(statusOf(both, 'remote')).toEqual(['0 REACHABLE'])
    const inside = played('', '  []', enhanced('whitelist: { apps: [ 172.16.1.0/24, 203.0.113.60 ] }'))
    expect(statusOf(inside, 'query')).toEqual(['0 REACHABLE'])
    expect(statusOf(inside, 'remote')).toEqual(['0 BLOCKED DB_WHITELIST_LACKS_EGRESS_IP'])
    const outside = played(
      '',
      '  []',
      enhanced('classicWhitelist: { apps: [ 172.16.1.0/24, 203.0.113.60 ] }'),
    )
    expect(statusOf(outside, 'query')).toEqual(['0 BLOCKED DB_WHITELIST_LACKS_VSWITCH'])
    expect(statusOf(outside, 'remote')).toEqual(['0 REACHABLE'])
  })

  it('9.2: should be entered on the timeline, after which the public endpoint has a list of its own', () => {
    const entered = played(
      '',
      `  - { at: 1m, set: databases.orders.mode, to: enhanced }
  - { at: 3m, set: databases.orders.classicWhitelist, to: { apps: [ 203.0.113.60 ] } }`,
      "mysql: '5.7', storage: localSsd, whitelist: { apps: [ 172.16.1.0/24, 203.0.113.60 ] }",
    )
    expect(statusOf(entered, 'query')).toEqual(['0 REACHABLE'])
    expect(statusOf(entered, 'remote')).toEqual([
      '0 REACHABLE',
      '120 BLOCKED DB_WHITELIST_LACKS_EGRESS_IP',
      '240 REACHABLE',
    ])
  })
})

describe('mail of a server', () => {
  it('R5.19: should leave for the Internet once the cloud has unblocked port 25 for it', () => {
    const mail = (keys: string) =>
      simulate(
        read(
          SHOP('', '  []')
            .replace('ports: [ tcp 8080 ]', `ports: [ tcp 8080 ]${keys}`)
            .replace('port: 443', 'port: 25'),
        ),
      )
    expect(statusOf(mail(''), 'call')).toEqual(['0 BLOCKED PORT_25_BLOCKED'])
    expect(statusOf(mail(', unblock25: true'), 'call')).toEqual(['0 REACHABLE'])
  })
})
