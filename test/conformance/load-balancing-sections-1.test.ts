/** Rows of facts/load-balancing section 1 (ALB) that a file, its requests or its quotas show; the others are named in `test/balancing`, `test/cloud` and `test/datapath`. */
import { describe, expect, it } from 'vitest'
import { checkAccessLists } from '../../src/cloud/access-list-rules.ts'
import type { AlbListener, Listener } from '../../src/cloud/listener.ts'
import { checkLoadBalancers } from '../../src/cloud/load-balancer-rules.ts'
import { QUOTAS, type QuotaName, type Quotas, quotasWith } from '../../src/cloud/quotas.ts'
import { checkServerGroups } from '../../src/cloud/server-group-rules.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { alb, albHttp, clb, group, http, rented, SECOND_US, told } from '../cloud/balancers.ts'
import { NETWORK, play, problemsOf } from './play.ts'

const SERVERS = `servers:
  one: { vswitch: net-h, securityGroups: [ web ], ports: [ tcp 8080 ] }
  two: { vswitch: net-i, securityGroups: [ web ], ports: [ tcp 8080 ] }
`
const FRONT = (listener = '', groupKeys = '', product = 'alb') => `serverGroups:
  web: { product: ${product}, servers: [ { to: server/one, port: 8080 }, { to: server/two, port: 8080 } ]${groupKeys} }
loadBalancers:
  front: { ${
    product === 'alb'
      ? 'type: alb, network: internet, vswitches: [ net-h, net-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ]'
      : 'type: clb, vpc: net, network: internet, publicAddress: 203.0.113.10'
  }, listeners: { web: { port: 80, default: web${listener} } } }
`
const requests = (keys: string) =>
  `flows:\n  buy: { from: client, to: loadBalancer/front, port: 80, requests: { ${keys} } }\n`

/** What became of all requests of the flow. */
const figures = (text: string) => play(text).summary.requests![0]!.total
const statuses = (text: string) => figures(text).statuses.map(({ status, count }) => [status, count])

describe('1.2 what a request waits for', () => {
  it('1.2 request timeout, 1.11 504: a server that works for 61 s is given up after 60 s', () => {
    const slow = (listener: string) =>
      figures(
        `${NETWORK}${SERVERS}${FRONT(listener)}${requests('at: [ 60s ], serviceTime: 61s, timeout: 5m')}`,
      )
    expect(slow('').statuses).toEqual([{ status: 504, count: 1 }])
    expect(slow('').errors).toMatchObject([{ code: 'REQUEST_TIMEOUT', firstUs: 120 * SECOND_US }])
    expect(slow(', requestTimeout: 62s').statuses).toEqual([{ status: 200, count: 1 }])
  })

  it('1.2 connect timeout to backend, 1.10 fail-open picks a dead server, 1.11 502, 504: silence is 504 after 5 s, a refusal 502 at once', () => {
    const dead = (keys: string) =>
      figures(
        `${NETWORK}${SERVERS.replaceAll('ports: [ tcp 8080 ]', keys)}${FRONT()}${requests('at: [ 60s ]')}`,
      ).errors.map(({ status, code, firstUs }) => [status, code, firstUs / SECOND_US])
    expect(dead('ports: [ tcp 8080 ], running: false')).toEqual([[504, 'SERVER_NOT_RUNNING', 65]])
    expect(dead('ports: [ tcp 9090 ]')).toEqual([[502, 'BACKEND_PORT_MISMATCH', 60]])
  })

  it('1.11 499: the client closed first', () =>
    expect(
      statuses(`${NETWORK}${SERVERS}${FRONT()}${requests('at: [ 60s ], serviceTime: 5s, timeout: 1s')}`),
    ).toEqual([[499, 1]]))
})

describe('1.8 granularity', () => {
  const shares = (text: string) => figures(text).backends.map(({ count }) => count)
  const kept = requests('rate: 1/s, arrivals: constant, from: 1m, until: 68s, keepAlive: true')

  it('1.8 granularity: Wrr of ALB counts requests, also on one connection that is kept', () =>
    expect(shares(`${NETWORK}${SERVERS}${FRONT()}${kept}`)).toEqual([4, 4]))

  it('2.2 unit of balancing: layer 4 of CLB counts connections, and all packets of one go to one server', () => {
    expect(shares(`${NETWORK}${SERVERS}${FRONT(', protocol: tcp', '', 'clb')}${kept}`)).toEqual([8])
    expect(
      shares(
        `${NETWORK}${SERVERS}${FRONT(', protocol: tcp', '', 'clb')}${kept.replace(', keepAlive: true', '')}`,
      ),
    ).toEqual([4, 4])
  })
})

describe('1.9 health checks of a file', () => {
  const checked = (keys: string) => FRONT('', `, healthCheck: { ${keys} }`)
  const checkOf = (keys: string) =>
    play(`${NETWORK}${SERVERS}${checked(keys)}`).scenario.topology.serverGroups.get('web')!.healthCheck

  it.each(['http', 'https', 'tcp', 'grpc'])('1.9 protocol: %s', (protocol) =>
    expect(checkOf(`protocol: ${protocol}`)).toMatchObject({ protocol }),
  )

  it('1.9 method / path / version: HEAD of /, gRPC by POST', () => {
    expect(checkOf('')).toMatchObject({ method: 'HEAD', path: '/' })
    expect(checkOf('protocol: grpc')).toMatchObject({ method: 'POST' })
  })

  it.each([
    ['timeout', 1, 300],
    ['interval', 1, 50],
  ])('1.9 %s: from %d s to %d s', (key, least, most) => {
    const problems = (seconds: number) => problemsOf(`${NETWORK}${SERVERS}${checked(`${key}: ${seconds}s`)}`)
    expect([least, most].flatMap(problems)).toEqual([])
    for (const seconds of [least - 1, most + 1]) expect(problems(seconds)).toEqual(['VALUE_OUT_OF_RANGE'])
  })

  it('1.9 port: that of the server, or another one for probes alone', () => {
    const found = (keys: string) =>
      play(
        `${NETWORK.replace('tcp 8080', 'tcp 1/65535')}${SERVERS}${checked(keys)}${requests('at: [ 1s ]')}`,
      ).trace.events.flatMap((event) => (event.kind === 'backend' ? [event.state] : []))
    expect(found('')).toEqual(['healthy', 'healthy'])
    expect(found('port: 9090')).toEqual(['unhealthy', 'unhealthy'])
  })
})

const codes = (topology: Topology, quotas: Partial<Quotas>) => [
  ...told(checkLoadBalancers(topology, quotasWith(quotas))),
  ...told(checkServerGroups(topology, quotasWith(quotas))),
  ...told(checkAccessLists(topology, quotasWith(quotas))),
]
const isExceeded = (topology: Topology, quota: QuotaName, to: number) =>
  codes(topology, { [quota]: to }).some((text) => text.startsWith('QUOTA_EXCEEDED'))
const defaults = Object.fromEntries(QUOTAS.map((quota) => [quota.name, quota.default]))

const many = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at))
const listeners = (count: number, more: Partial<AlbListener> = {}) =>
  many(count, (at) => albHttp({ name: `l${at}`, port: at + 1, ...more }))
const rule = (at: number) => ({
  name: `r${at}`,
  priority: at + 1,
  direction: 'request' as const,
  conditions: [],
  actions: [],
  origin: albHttp().origin,
})

describe('1.14 quotas: three are there, two are allowed', () => {
  const albGroup = (name: string, servers: number) => group(name, servers, { product: 'alb' })
  const behind = (servers: number) =>
    rented({
      balancers: [alb([albHttp({ defaultGroup: 'g' })])],
      groups: [albGroup('g', servers)],
    })
  const basic = ({ loadBalancers, ...rest }: Topology): Topology => ({
    ...rest,
    loadBalancers: new Map(
      [...loadBalancers].map(([name, each]) => [name, { ...each, edition: 'basic' }]),
    ) as Topology['loadBalancers'],
  })
  const ruled = rented({ balancers: [alb([albHttp({ rules: many(3, rule) })])] })

  it.each<[string, QuotaName, number, Topology]>([
    ['listeners / instance', 'listenersPerAlb', 50, rented({ balancers: [alb(listeners(3))] })],
    ['rules / instance, without defaults', 'rulesPerAlb', 100, ruled],
    ['rules / instance, basic', 'rulesPerBasicAlb', 40, basic(ruled)],
    ['servers / instance', 'serversPerAlb', 1000, behind(3)],
    ['servers / instance, basic', 'serversPerBasicAlb', 200, basic(behind(3))],
    ['servers / group', 'serversPerGroup', 1000, rented({ groups: [albGroup('g', 3)] })],
    ['same server added', 'groupsPerServer', 200, rented({ groups: many(3, (at) => albGroup(`g${at}`, 1)) })],
    [
      'one group attached to listeners + rules',
      'usesPerServerGroup',
      50,
      rented({ balancers: [alb(listeners(3, { defaultGroup: 'g' }))], groups: [albGroup('g', 1)] }),
    ],
    ['groups / region', 'serverGroups', 3000, rented({ groups: many(3, (at) => albGroup(`g${at}`, 0)) })],
    ['instances / region', 'albs', 60, rented({ balancers: many(3, (at) => alb([], { name: `a${at}` })) })],
  ])('1.14 %s', (_, quota, documented, topology) => {
    expect(defaults[quota]).toBe(documented)
    expect(isExceeded(topology, quota, 2)).toBe(true)
    expect(isExceeded(topology, quota, 3)).toBe(false)
  })
})

describe('1.12, 2.7 access lists: how many, and how long', () => {
  const list = (name: string, entries: number) => ({
    name,
    texts: many(entries, (at) => `192.0.2.${at}`),
  })
  const guarded = (at: number, ...sizes: number[]): Partial<Listener> => ({
    name: `l${at}`,
    port: at + 1,
    access: {
      type: 'white',
      lists: sizes.map((entries, index) => list(`list${index}`, entries)),
    } as unknown as NonNullable<Listener['access']>,
  })
  const onAlb = (...each: Partial<Listener>[]) =>
    rented({ balancers: [alb(each.map((one) => albHttp(one as Partial<AlbListener>)))] })
  const onClb = (...each: Partial<Listener>[]) =>
    rented({ balancers: [clb(each.map((one) => http(one as Parameters<typeof http>[0])))] })
  const onBasic = ({ loadBalancers, ...rest }: Topology): Topology => ({
    ...rest,
    loadBalancers: new Map(
      [...loadBalancers].map(([name, each]) => [name, { ...each, edition: 'basic' }]),
    ) as Topology['loadBalancers'],
  })

  it.each<[string, QuotaName, number, Topology]>([
    ['1.12, 2.7 association: lists of a listener', 'accessListsPerListener', 3, onAlb(guarded(0, 1, 1, 1))],
    ['1.12 size: entries of a list', 'entriesPerAccessList', 500, onAlb(guarded(0, 3))],
    ['1.12 size: entries of a listener', 'accessEntriesPerListener', 500, onAlb(guarded(0, 1, 2))],
    [
      '1.12 size: entries of a listener, basic',
      'accessEntriesPerBasicListener',
      300,
      onBasic(onAlb(guarded(0, 1, 2))),
    ],
    ['1.12 size: entries of an instance', 'accessEntriesPerAlb', 800, onAlb(guarded(0, 1), guarded(1, 2))],
    [
      '1.12, 2.7 size: listeners of a list',
      'listenersPerAccessList',
      50,
      onAlb(guarded(0, 1), guarded(1, 1), guarded(2, 1)),
    ],
    ['2.7 size: entries of a list of CLB', 'entriesPerClbAccessList', 300, onClb(guarded(0, 3))],
    ['2.7 size: entries of a listener of CLB', 'accessEntriesPerClbListener', 1000, onClb(guarded(0, 1, 2))],
  ])('%s', (_, quota, documented, topology) => {
    expect(defaults[quota]).toBe(documented)
    expect(isExceeded(topology, quota, 2)).toBe(true)
    expect(isExceeded(topology, quota, 3)).toBe(false)
  })

  it('1.12, 2.7 size: lists of a region, of ALB 1000', () => expect(defaults['accessLists']).toBe(1000))
})
