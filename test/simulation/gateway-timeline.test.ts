/** Gateways of EAS in a file, changed while the run goes on: seed 002, facts/deployment B.1 to B.3. */
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/simulation/simulate.ts'
import { read } from '../scenario/read.ts'
import { statusOf } from './story.ts'

const FILE = (timeline: string, head = '') => `simulate: 1
duration: 20m
${head}
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups:
  inference: { vpc: shop, ingress: [ { accept: tcp 8000, from: 172.16.0.0/16 } ] }
  callers: { vpc: shop }
internet: { laptop: { address: 198.51.100.7 } }
certificates: { api: { domains: [ api.example.com ] } }
dns: { api.example.com: { cname: gw-front.cn-hangzhou.pai-eas.aliyuncs.com } }
gateways:
  front: { type: managed, spec: 2c4g, nodes: 2, internet: { entry: on, whitelist: [ 198.51.100.7 ] } }
  edge: { type: alb }
servers:
  caller: { vswitch: shop-i, securityGroups: [ callers ], address: 172.16.2.200 }
apps:
  llm: { kind: eas, gateway: front, instances: 1, token: secret-1 }
  embed: { kind: eas, gateway: edge, instances: 1, vswitches: [ shop-h ], securityGroup: inference }
flows:
  private: { from: server/caller, to: gateway/front, service: llm, via: internal }
  public: { from: laptop, to: gateway/front, service: llm }
  domain: { from: laptop, to: name/api.example.com, port: 443, service: llm }
  alb: { from: laptop, to: gateway/edge, service: embed }
timeline:
${timeline}`

const run = (timeline: string, head?: string) => simulate(read(FILE(timeline, head)))
const LINK = '  - { at: 2m, set: gateways.front.vpcs, to: { shop: { vswitch: shop-h } } }'

describe('a gateway that is changed during the run', () => {
  it('B.2, seed 002: a VPC that is linked can call it when the link is Running, from any zone, until it is removed', () => {
    const trace = run(`${LINK}\n  - { at: 10m, set: gateways.front.vpcs, to: {} }`)
    expect(statusOf(trace, 'private')).toEqual([
      '0 BLOCKED GW_VPC_NOT_ADDED',
      '120 BLOCKED GW_LINK_CREATING',
      '180 REACHABLE',
      '600 BLOCKED GW_VPC_REMOVED',
    ])
    const effect = trace.events.find(({ kind }) => kind === 'effective')!
    expect(effect).toMatchObject({ path: 'gateways.front.vpcs.shop' })
    expect(trace.events[effect.cause!]).toMatchObject({ kind: 'configured' })
  })

  it('takes as long for a link as the file says, also no time at all', () => {
    const status = (delay: string) => statusOf(run(LINK, `assume: { gatewayLinkDelay: ${delay} }`), 'private')
    expect(status('3m').at(-1)).toBe('300 REACHABLE')
    expect(status('0s')).toEqual(['0 BLOCKED GW_VPC_NOT_ADDED', '120 REACHABLE'])
  })

  it('seed 002: a link that is removed before it is Running never is', () =>
    expect(statusOf(run(`${LINK}\n  - { at: 150s, set: gateways.front.vpcs, to: {} }`), 'private')).toEqual([
      '0 BLOCKED GW_VPC_NOT_ADDED',
      '120 BLOCKED GW_LINK_CREATING',
      '150 BLOCKED GW_VPC_NOT_ADDED',
    ]))

  it('seed 002: a VPC that was removed is linked anew, and a change of something else does not make it forgotten', () =>
    expect(
      statusOf(
        run(`${LINK}
  - { at: 4m, unset: gateways.front.vpcs }
  - { at: 5m, set: gateways.front.logs, to: true }
  - { at: 6m, set: gateways.front.vpcs, to: { shop: { vswitch: shop-h } } }`),
        'private',
      ),
    ).toEqual([
      '0 BLOCKED GW_VPC_NOT_ADDED',
      '120 BLOCKED GW_LINK_CREATING',
      '180 REACHABLE',
      '240 BLOCKED GW_VPC_REMOVED',
      '360 BLOCKED GW_LINK_CREATING',
      '420 REACHABLE',
    ]))

  it('B.1, seed 002: a side of an ALB gateway is there when its ALB has been made', () =>
    expect(
      statusOf(
        run('  - { at: 1m, set: gateways.edge.internet, to: { vswitches: [ shop-h, shop-i ] } }'),
        'alb',
      ),
    ).toEqual([
      '0 BLOCKED GW_ALB_NOT_CREATED',
      '60 BLOCKED GW_ALB_CREATING', // Its group then gets its servers.
      '180 BLOCKED BACKEND_REGISTERING',
      '185 REACHABLE',
    ]))

  it('seed 002: a custom domain is known within five minutes, and the gateway works on by its own name', () => {
    const trace = run(
      '  - { at: 1m, set: gateways.front.domains, to: { api.example.com: { side: internet, certificate: api } } }',
    )
    const [blocked, reachable] = statusOf(trace, 'domain')
    expect(blocked).toBe('0 BLOCKED LISTENER_ABSENT')
    const [at] = reachable!.split(' ')
    expect(Number(at)).toBeGreaterThan(60)
    expect(Number(at)).toBeLessThanOrEqual(360)
    expect(statusOf(trace, 'public')).toEqual(['0 REACHABLE'])
  })

  it('seed 002: the access entry and its whitelist hold at once (assumed)', () =>
    expect(
      statusOf(
        run(`  - { at: 1m, set: gateways.front.internet.whitelist, to: [ 192.0.2.0/24 ] }
  - { at: 2m, set: gateways.front.internet.whitelist, to: '192.0.2.0/24, 198.51.100.7' }
  - { at: 3m, set: gateways.front.internet.entry, to: off }
  - { at: 4m, set: gateways.front.internet.entry, to: on }`),
        'public',
      ),
    ).toEqual([
      '0 REACHABLE',
      '60 BLOCKED GW_PUBLIC_WHITELIST_MISS',
      '120 REACHABLE',
      '180 BLOCKED GW_PUBLIC_ENTRY_OFF',
      '240 REACHABLE',
    ]))

  it('seed 002: another size is effective after 3 to 5 minutes, whatever else is set meanwhile', () => {
    const trace = run(`  - { at: 1m, set: gateways.front.nodes, to: 3 }
${LINK}`)
    const effects = trace.events.flatMap((event) =>
      event.kind === 'effective' ? [{ path: event.path, second: event.atUs / 1e6 }] : [],
    )
    expect(effects.map(({ path }) => path)).toEqual(['gateways.front.vpcs.shop', 'gateways.front.nodes'])
    expect(effects[1]!.second).toBeGreaterThanOrEqual(240)
    expect(effects[1]!.second).toBeLessThanOrEqual(360)
  })

  it('seed 002: what takes effect is told by what was changed, the specification or the nodes', () => {
    const path = (change: string) =>
      run(`  - { at: 1m, set: ${change} }`).events.flatMap((event) =>
        event.kind === 'effective' ? event.path : [],
      )
    expect(path('gateways.front.spec, to: 4c8g')).toEqual(['gateways.front.spec'])
    expect(path('gateways.front.nodes, to: 3')).toEqual(['gateways.front.nodes'])
  })
})
