/** Rows of facts/load-balancing sections 2 (CLB) and 5 (Kubernetes Service) that a file and its requests show; the others are named in `test/balancing`, `test/cloud` and `test/datapath`. */
import { describe, expect, it } from 'vitest'
import { clbKey, poolsOf, serviceKey } from '../../src/cloud/backend-pool.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { SECOND_US } from '../cloud/balancers.ts'
import { balanced, outcome } from '../datapath/balanced-world.ts'
import { ip } from '../datapath/scene.ts'
import { app, NETWORK, play } from './play.ts'

/** The first server does what `one` says, the second answers. */
const world = (listener: string, one = 'ports: [ tcp 8080 ]') => `${NETWORK}servers:
  one: { vswitch: net-h, securityGroups: [ web ], ${one} }
  two: { vswitch: net-i, securityGroups: [ web ], ports: [ tcp 8080 ] }
serverGroups:
  web: { product: clb, servers: [ { to: server/one, port: 8080 }, { to: server/two, port: 8080 } ] }
  single: { product: clb, servers: [ { to: server/one, port: 8080 } ] }
loadBalancers:
  edge: { type: clb, vpc: net, network: internet, publicAddress: 203.0.113.20, listeners: { web: { port: 80, ${listener} } } }
`
const requests = (keys: string) =>
  `flows:\n  buy: { from: client, to: loadBalancer/edge, port: 80, requests: { ${keys} } }\n`
const figures = (text: string) => play(text).summary.requests![0]!.total
const errorsOf = (text: string) =>
  figures(text).errors.map(({ status, code, firstUs }) => [status, code, firstUs / SECOND_US])
const topologyOf = (text: string) => play(text).scenario.topology

describe('2.3 layer 7', () => {
  it('2.3 backend connect timeout: 5 s, then the next server is tried', () => {
    const { statuses, latency, backends } = figures(
      world('default: web, healthCheck: none', 'ports: [ tcp 8080 ], running: false') +
        requests('at: [ 60s ], serviceTime: 1s'),
    )
    expect(statuses).toEqual([{ status: 200, count: 1 }])
    expect(latency!.maxUs).toBe(6 * SECOND_US)
    expect(backends.map(({ server, count }) => [server, count])).toEqual([
      ['server/one', 1],
      ['server/two', 1],
    ])
  })

  it('2.3 idle / request timeout, 2.8 504: 60 s at layer 7, and no status at layer 4', () => {
    const slow = requests('at: [ 60s ], serviceTime: 70s, timeout: 65s')
    expect(errorsOf(world('default: web') + slow)).toEqual([[504, 'REQUEST_TIMEOUT', 120]])
    expect(errorsOf(world('protocol: tcp, default: web') + slow)).toEqual([[0, 'CLIENT_TIMEOUT', 125]])
  })
})

describe('2.4 health checks of a file', () => {
  it('2.4 thresholds up / down: 3 and 3', () => {
    for (const protocol of ['tcp', 'udp', 'http']) {
      const listener = topologyOf(world(`protocol: ${protocol}, default: web`))
        .loadBalancers.get('edge')!
        .listeners.get('web')
      expect(listener).toMatchObject({ healthCheck: { healthyThreshold: 3, unhealthyThreshold: 3 } })
    }
  })
})

describe('2.5, 2.8 servers that do not answer', () => {
  it('2.5 checks off and backend not answering HTTP, 2.8 500 / 502: refused is 502 at layer 7, silent 504', () => {
    const one = (keys: string) =>
      errorsOf(world('default: single, healthCheck: none', keys) + requests('at: [ 60s ]'))
    expect(one('ports: [ tcp 9090 ]')).toEqual([[502, 'BACKEND_PORT_MISMATCH', 60]])
    expect(one('ports: [ tcp 8080 ], running: false')).toEqual([[504, 'SERVER_NOT_RUNNING', 65]])
  })

  it('2.5 L7, all unhealthy: 502 for requests as well', () =>
    expect(errorsOf(world('default: single', 'ports: [ tcp 9090 ]') + requests('at: [ 60s ]'))).toEqual([
      [502, 'BACKENDS_ALL_UNHEALTHY', 60],
    ]))
})

describe('2.6 own settings', () => {
  it('2.6 own settings: a rule with a scheduler of its own has a pool of its own, another one that of the listener', () => {
    const pools = poolsOf(
      topologyOf(
        world(
          'default: web, rules: { own: { url: /own, group: web, scheduler: rr }, plain: { url: /plain, group: web } }',
        ),
      ),
    )
    expect(
      pools.filter(({ group }) => group === 'web').map(({ key, scheduler }) => [key, scheduler.kind]),
    ).toEqual([
      [clbKey('edge', 'web', 'web'), 'wrr'],
      [clbKey('edge', 'web', 'web', 'own'), 'rr'],
    ])
  })
})

const SERVICE = `services:
  orders: { app: orders, ports: [ { port: 80, targetPort: 8080 } ] }
flows:
  call: { from: app/shop, to: service/orders, port: 80 }
`
const CALLED = `${NETWORK}apps:
${app('shop', 'instances: 1')}${app('orders', 'instances: 2')}${SERVICE}`

describe('section 5: Kubernetes services', () => {
  const called = (keys: string) =>
    figures(CALLED.replace('port: 80 }\n', `port: 80, requests: { ${keys} } }\n`)).backends.map(
      ({ count }) => count,
    )

  it('5 sticky to flow: a connection keeps its endpoint, and each new one is drawn', () => {
    const twenty = 'rate: 1/s, arrivals: constant, from: 1m, until: 80s'
    expect(called(`${twenty}, keepAlive: true`)).toEqual([20])
    const drawn = called(twenty)
    expect(drawn).toHaveLength(2)
    expect(drawn[0]! + drawn[1]!).toBe(20)
  })

  it('5 chosen pod dead: its connections fail, and no other one is tried', () => {
    const scene = balanced(CALLED.replace(/^\nsimulate[\s\S]*?(?=vpcs:)/, ''), [
      'shop net-h 172.16.1.5',
      'orders net-h 172.16.1.6',
    ])
    const endpoints = ['172.16.1.6', '172.16.1.99'].map((address, at) => ({
      key: `orders-${at}`,
      address: ip(address),
      port: 8080,
      weight: 1,
    }))
    scene.live.pools.set(serviceKey('orders-cn-hangzhou-default', 80), {
      candidates: () => endpoints,
      whyNobody: () => 'empty',
      isFailingOpen: false,
    })
    expect(outcome(scene, 'call')).toBe('BACKEND_STALE 1/2')
  })

  it('5 modes: iptables or IPVS', () => {
    const mode = (head: string) => {
      const read = readScenario(`${CALLED}${head}`, { file: 'test.yaml' })
      return read.ok ? poolsOf(read.scenario.topology)[0]!.service!.mode : read.problems[0]!.code
    }
    expect(['', 'assume: { serviceNameMode: ipvs }\n'].map(mode)).toEqual(['iptables', 'ipvs'])
  })
})
