/** Facts/load-balancing section 9: each open point has a name that a file can switch, or a value that is told; both readings of a switch have a test. */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { balancingPoints } from '../../src/cloud/balancing-assumptions.ts'
import { SECOND_US } from '../cloud/balancers.ts'
import { app, flow, NETWORK, play } from './play.ts'

const SERVERS = `servers:
  one: { vswitch: net-h, securityGroups: [ web ], ports: [ tcp 9090 ] }
  two: { vswitch: net-i, securityGroups: [ web ], ports: [ tcp 8080 ] }
`
const members = 'servers: [ { to: server/one, port: 8080 }, { to: server/two, port: 8080 } ]'
const onAlb = (group = '') => `serverGroups:
  web: { ${members}${group} }
loadBalancers:
  front: { type: alb, network: internet, vswitches: [ net-h, net-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ], listeners: { web: { port: 80, default: web } } }
`
const onClb = (listener = '') => `serverGroups:
  web: { product: clb, ${members} }
loadBalancers:
  front: { type: clb, vpc: net, network: internet, publicAddress: 203.0.113.10, listeners: { web: { port: 80${listener} } } }
`
const file = (assume: string, rest: string, clients = '') =>
  play(
    `${NETWORK.replace('internet:', clients === '' ? 'internet:' : `internet:\n${clients.replaceAll(/(c\d+: \{[^}]*\}),? ?/g, '  $1\n')}`)}${assume === '' ? '' : `assume: { ${assume} }\n`}${SERVERS}${rest}`,
  )

describe('switches of section 9', () => {
  it('row 2, assume.healthyCodes: 2xx, or 3xx as well', () => {
    const codes = (assume: string) =>
      file(assume, onAlb()).scenario.topology.serverGroups.get('web')!.healthCheck!.codes
    expect(codes('')).toEqual([{ first: 200, last: 299 }])
    expect(codes('healthyCodes: 2xx-3xx')).toEqual([{ first: 200, last: 399 }])
  })

  it('row 17, assume.albRetry: a server that refuses is an error, or passed over', () => {
    const requests =
      'flows: { buy: { from: client, to: loadBalancer/front, requests: { at: [ 1m, 61s, 62s, 63s ] } } }\n'
    const statuses = (assume: string) =>
      file(assume, onAlb(', healthCheck: none') + requests).summary.requests![0]!.total.statuses
    expect(statuses('')).toEqual([
      { status: 200, count: 2 },
      { status: 502, count: 2 },
    ])
    expect(statuses('albRetry: next')).toEqual([{ status: 200, count: 4 }])
  })

  it('row 22, assume.clbScheduler: wrr, or rr', () => {
    const scheduler = (assume: string) =>
      file(assume, onClb(', default: web')).scenario.topology.loadBalancers.get('front')!.listeners.get('web')
    expect(scheduler('')).toMatchObject({ scheduler: 'wrr' })
    expect(scheduler('clbScheduler: rr')).toMatchObject({ scheduler: 'rr' })
  })

  it('section 6, assume.clbSourceHash: a ring, or the buckets of the Linux virtual server, of which only the last octet counts', () => {
    const served = (assume: string, sources: readonly string[]) => {
      const clients = sources.map((address, at) => `c${at}: { address: ${address} }`).join(', ')
      const flows = sources
        .map((_, at) => `f${at}: { from: c${at}, to: loadBalancer/front, requests: { at: [ 1m ] } }`)
        .join(', ')
      const text = file(
        assume,
        `${onClb(', protocol: tcp, scheduler: sch, default: web, healthCheck: none').replace(
          'type: clb',
          'type: clb, highPerformance: true',
        )}flows: { ${flows} }\n`,
        clients,
      )
      return text.summary.requests!.map(({ total }) => total.backends[0]!.server)
    }
    const alike = ['203.0.113.7', '198.51.100.7', '192.0.2.7', '8.8.8.7', '9.9.9.7', '100.1.2.7']
    expect(new Set(served('clbSourceHash: buckets', alike)).size).toBe(1)
    expect(new Set(served('', alike)).size).toBe(2)
  })

  it('2.6, assume.clbUrlMiss: rules without a domain, nobody but the listener, or the wider domain', () => {
    const rules = (more: string) =>
      `${onClb(`, rules: { deep: { domain: a.example.com, url: /deep, group: web }, ${more} }`)}flows: { buy: { from: client, to: loadBalancer/front, host: a.example.com, path: /x } }\n`
    const first = (assume: string, more: string) => {
      const { status, code } = flow(file(assume, rules(more)).summary, 'buy').intervals[0]!
      return code === 'PATH_UNMATCHED' ? code : status && 'taken'
    }
    const domainless = 'plain: { url: /x, group: web }'
    const wider = "wide: { domain: '*.example.com', url: /x, group: web }"
    const by = (assume: string) => [first(assume, domainless), first(assume, wider)]
    expect(by('')).toEqual(['taken', 'PATH_UNMATCHED'])
    expect(by('clbUrlMiss: listener')).toEqual(['PATH_UNMATCHED', 'PATH_UNMATCHED'])
    expect(by('clbUrlMiss: wider')).toEqual(['taken', 'taken'])
  })

  it('4.5, assume.registrationCall: told where more than 30 instances may change at once', () => {
    const told = (instances: number, scaled: number, assume = '') =>
      file(
        assume,
        `apps:\n${app('shop', `instances: ${instances}`)}${onAlb().replace(/servers: \[.*\]/, 'servers: [ app/shop ]')}timeline: [ { at: 1m, scale: shop, instances: ${scaled} } ]\n`,
      ).scenario.assumptions.some(({ text }) => text.includes('registrationCall'))
    expect([told(30, 30), told(31, 31), told(2, 31)]).toEqual([false, true, true])
    expect(told(31, 31, 'registrationCall: 1s')).toBe(false)
  })

  it('section 5, assume.serviceNameDelay: how long a service name does not know an instance that is ready', () => {
    const added = (assume: string) => {
      const { events } = file(
        assume,
        `apps:\n${app('orders', 'instances: 1')}services: { orders: { app: orders, ports: [ { port: 80, targetPort: 8080 } ] } }\ntimeline: [ { at: 1m, scale: orders, instances: 2 } ]\n`,
      ).trace
      const atUs = (state: string) =>
        events.find((each) => each.kind === 'backend' && each.server === 'orders-2' && each.state === state)!
          .atUs
      return (atUs('healthy') - atUs('adding')) / SECOND_US
    }
    expect([added(''), added('serviceNameDelay: 10s')]).toEqual([1, 10])
  })

  it('should each be set by a test', () => {
    const texts = readdirSync('test', { recursive: true, encoding: 'utf8' })
      .map((name) => posix.join('test', name.replaceAll('\\', '/')))
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => readFileSync(path, 'utf8'))
    const isSet = (key: string) =>
      texts.some((text) => new RegExp(`\\b${key}: |assume\\.${key}\\b|'${key}'`).test(text))
    expect(Object.keys(balancingPoints).filter((key) => !isSet(key))).toEqual([])
  })
})

it('should all be on the page of assumptions: every row of section 9', () => {
  const sheet = readFileSync('docs/facts/load-balancing.md', 'utf8')
  const page = readFileSync('docs/assumptions.md', 'utf8')
  const rows = [...sheet.slice(sheet.indexOf('## 9.')).matchAll(/^\| (\d+) \|/gm)].map(([, row]) => row!)
  expect(rows).toHaveLength(25)
  expect(rows.filter((row) => !new RegExp(`row ${row}\\b`).test(page))).toEqual([])
})
