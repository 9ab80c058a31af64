/** An NLB over time: connections as traffic, probes and drains of its servers (facts/load-balancing 2a.3, 2a.4). */
import { describe, expect, it } from 'vitest'
import { SECOND_US } from '../cloud/balancers.ts'
import { flow, NETWORK, play } from '../conformance/play.ts'

const FILE = (keys: { group?: string; balancer?: string; requests?: string; timeline?: string }) =>
  `${NETWORK}servers:
  one: { vswitch: net-h, securityGroups: [ web ], ports: [ tcp 8080 ] }
  two: { vswitch: net-i, securityGroups: [ web ], ports: [ tcp 8080 ] }
serverGroups:
  pool: { product: nlb, servers: [ { to: server/one, port: 8080, weight: 75 }, { to: server/two, port: 8080, weight: 25 } ]${keys.group ?? ''} }
loadBalancers:
  front: { type: nlb, network: internet, vswitches: [ net-h, net-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ]${keys.balancer ?? ''}, listeners: { l4: { port: 80, protocol: tcp, default: pool } } }
flows:
  in: { from: client, to: loadBalancer/front, port: 80, requests: { ${keys.requests ?? 'rate: 10/s, arrivals: constant, serviceTime: 20ms, timeout: 2s, until: 5m'} } }
${keys.timeline ?? ''}`

const world = (keys: Parameters<typeof FILE>[0]) => play(FILE(keys))
const totalOf = (keys: Parameters<typeof FILE>[0]) => world(keys).summary.requests![0]!
const shares = (keys: Parameters<typeof FILE>[0]) =>
  Object.fromEntries(
    totalOf(keys).total.backends.map(({ server, share }) => [server, Math.round(share * 100)]),
  )

const STOPPED = 'timeline: [ { at: 1m, set: servers.two.running, to: false } ]\n'

describe('Connections through an NLB', () => {
  it('2a.3: should be shared by weights, or in turn', () => {
    expect(shares({})).toEqual({ 'server/one': 75, 'server/two': 25 })
    expect(shares({ group: ', scheduler: rr' })).toEqual({ 'server/one': 50, 'server/two': 50 })
  })

  it('2a.3: should bring one client to one server by the hash of its address', () =>
    expect(Object.values(shares({ group: ', scheduler: sch' })).filter((share) => share > 0)).toEqual([100]))

  it('2a.1: should stay in the zone of the node that was called, with cross-zone off', () =>
    expect(shares({ balancer: ', crossZone: false' })).toEqual({ 'server/one': 50, 'server/two': 50 }))

  it('2a.4: should fail at a server that is silent until its checks have found it out, and not a second longer', () => {
    const { summary, trace } = world({ timeline: STOPPED })
    const out = trace.events.find(
      (event) => event.kind === 'backend' && event.server === 'server/two' && event.state === 'unhealthy',
    )!
    const { failed } = summary.requests![0]!.total
    expect(failed).toBeGreaterThan(0)
    expect(failed).toBeLessThanOrEqual((10 * 0.25 * (out.atUs - 60 * SECOND_US)) / SECOND_US + 1)
    const { intervals } = flow(summary, 'in')
    expect(intervals.map(({ status }) => status)).toEqual(['REACHABLE', 'PARTIAL', 'REACHABLE'])
    expect(intervals[1]).toMatchObject({ fromUs: 60 * SECOND_US, untilUs: out.atUs })
  })

  it('2a.4: should go to all servers where none is healthy, and end silent', () => {
    const timeline =
      'timeline: [ { at: 1m, set: servers.one.running, to: false }, { at: 1m, set: servers.two.running, to: false } ]\n'
    const { trace, summary } = world({ timeline })
    const last = trace.events.findLast((event) => event.kind === 'backend')!
    expect(last).toMatchObject({ failsOpen: true, inRotation: 2 })
    expect(flow(summary, 'in').intervals.at(-1)).toMatchObject({
      status: 'BLOCKED',
      code: 'SERVER_NOT_RUNNING',
    })
  })
})
