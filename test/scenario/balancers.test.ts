import { describe, expect, it } from 'vitest'
import { poolsOf } from '../../src/cloud/backend-pool.ts'
import type { AlbListener } from '../../src/cloud/listener.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'

const NET = `simulate: 1
vpcs:
  main:
    cidr: 10.0.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
securityGroups:
  web: { vpc: main }
apps:
  shop: { vswitches: [h, i], securityGroup: web, instances: 2, port: 8080 }
servers:
  one: { vswitch: h, address: 10.0.1.2, securityGroups: [web], ports: [tcp 80] }
internet:
  client: { address: 198.51.100.7 }
`
const GROUPS =
  'serverGroups: { web: { servers: [app/shop] }, gray: { servers: [{ to: one, weight: 30 }] } }\n'

function scenario(text: string) {
  const read = readScenario(`${NET}${text}`, { file: 'balancers.yaml' })
  if (!read.ok) throw new Error(read.problems.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return read.scenario
}

const front = (keys: string, more = '') =>
  `${GROUPS}loadBalancers: { front: { vswitches: [h, i], listeners: { http: { port: 80, default: web, ${keys} } } } }\n${more}`

/** The topology after each set. */
function setsOf(text: string): Topology[] {
  return scenario(text).timeline.flatMap(({ action }) =>
    action.kind === 'configure' ? [action.topology] : [],
  )
}

describe('load balancers of a file', () => {
  it('1.1: should take one address to be called and two Local IPs of each vSwitch, beside those that are taken', () => {
    const balancer = scenario(front('')).topology.loadBalancers.get('front')
    if (balancer?.kind !== 'alb') throw new Error('it is no ALB')
    expect(
      balancer.zones.map(({ zone, address, localAddresses }) =>
        [zone, address, ...localAddresses].map((each) =>
          typeof each === 'number' ? formatIpv4(each) : each,
        ),
      ),
    ).toEqual([
      ['cn-hangzhou-h', '10.0.1.1', '10.0.1.3', '10.0.1.4'],
      ['cn-hangzhou-i', '10.0.2.1', '10.0.2.2', '10.0.2.3'],
    ])
  })

  it('2.1: should give a CLB of the intranet one address, and one of the Internet none', () => {
    const { loadBalancers } = scenario(`loadBalancers:
  inner: { type: clb, vswitches: [h] }
  outer: { type: clb, network: internet, publicAddress: 192.0.2.9 }
`).topology
    expect(loadBalancers.get('inner')).toMatchObject({ address: { vswitch: 'h' }, vpc: 'main' })
    expect(loadBalancers.get('outer')).toMatchObject({ vpc: 'main', isHighPerformance: false })
    expect(loadBalancers.get('outer')).not.toHaveProperty('address')
  })

  it('1.2, 1.9: should have the documented defaults', () => {
    const { loadBalancers, serverGroups } = scenario(front('')).topology
    expect(loadBalancers.get('front')?.listeners.get('http')).toMatchObject({
      kind: 'alb',
      protocol: 'http',
      idleTimeoutUs: 15_000_000,
      requestTimeoutUs: 60_000_000,
      forwardedFor: 'append',
    })
    expect(serverGroups.get('web')).toMatchObject({
      scheduler: { kind: 'wrr' },
      crossZone: true,
      members: [{ kind: 'app', app: 'shop', port: 8080, weight: 100 }],
      healthCheck: {
        protocol: 'http',
        method: 'HEAD',
        path: '/',
        codes: [{ first: 200, last: 299 }],
        timeoutUs: 5_000_000,
        intervalUs: 2_000_000,
        healthyThreshold: 3,
        unhealthyThreshold: 3,
      },
    })
  })

  it('2.4: should check TCP listeners of CLB by TCP, and UDP ones with 10s and 5s', () => {
    const text = (protocol: string) =>
      `loadBalancers: { edge: { type: clb, vswitches: [h], listeners: { a: { port: 9, protocol: ${protocol} } } } }\n`
    const check = (protocol: string) =>
      scenario(text(protocol)).topology.loadBalancers.get('edge')?.listeners.get('a')
    expect(check('tcp')).toMatchObject({ healthCheck: { protocol: 'tcp', timeoutUs: 5_000_000 } })
    expect(check('udp')).toMatchObject({
      healthCheck: { protocol: 'udp', timeoutUs: 10_000_000, intervalUs: 5_000_000 },
    })
    expect(check('http')).toMatchObject({
      healthCheck: { protocol: 'http', codes: [{ first: 200, last: 299 }] },
    })
  })

  it('1.4, 1.5: should read a condition for each key, all of which must hold', () => {
    const rules =
      "rules: { a: { priority: 1, when: { host: '*.Shop.example', path: /A, header: { X-Env: Gray }, query: { User: 'A?' } }, do: { forward: web } } }"
    const listener = scenario(front(rules))
      .topology.loadBalancers.get('front')
      ?.listeners.get('http') as AlbListener
    expect(listener.rules[0]!.conditions).toEqual([
      { kind: 'host', patterns: [{ kind: 'wildcard', text: '*.shop.example', ignoresCase: true }] },
      { kind: 'path', patterns: [{ kind: 'exact', text: '/A', ignoresCase: false }] },
      { kind: 'header', key: 'x-env', patterns: [{ kind: 'exact', text: 'Gray', ignoresCase: false }] },
      { kind: 'query', pairs: [{ key: 'user', value: { kind: 'wildcard', text: 'a?', ignoresCase: true } }] },
    ])
  })

  it('1.7: should read what comes of requests beyond a limit', () => {
    const limit = '{ trafficLimit: { qps: 9, excess: { redirect: { path: /later, status: 307 } } } }'
    const rules = `rules: { a: { priority: 1, when: { path: /a }, do: [${limit}, { forward: web }] } }`
    const listener = scenario(front(rules))
      .topology.loadBalancers.get('front')
      ?.listeners.get('http') as AlbListener
    expect(listener.rules[0]!.actions[0]).toEqual({
      kind: 'trafficLimit',
      qps: 9,
      excess: { kind: 'redirect', status: 307, path: '/later' },
    })
  })

  it('1.2: should let QUIC share the port of HTTPS', () => {
    const text =
      'certificates: { c: { domains: a.example } }\nloadBalancers: { front: { vswitches: [h, i], listeners: { a: { port: 443, protocol: https, certificates: c }, b: { port: 443, protocol: quic, certificates: c } } } }\n'
    expect(scenario(text).topology.loadBalancers.get('front')?.listeners.size).toBe(2)
  })

  it('3.2, 4.5: should make a listener and groups of a gateway route, its own rules by the order of the list', () => {
    const { loadBalancers, serverGroups } = scenario(`loadBalancers: { front: { vswitches: [h, i] } }
ingresses: { shop: { loadBalancer: front, default: shop, rules: [{ path: /b, app: shop, port: 9090 }, { path: /a, app: shop }] } }
`).topology
    const listener = loadBalancers.get('front')!.listeners.get('ingress/shop') as AlbListener
    expect(listener.rules.map(({ priority, actions }) => [priority, actions])).toEqual([
      [1, [{ kind: 'forward', groups: [{ group: 'sae/shop:9090', weight: 100 }] }]],
      [2, [{ kind: 'forward', groups: [{ group: 'sae/shop:8080', weight: 100 }] }]],
    ])
    expect(listener.defaultGroup).toBe('sae/shop:8080')
    expect([...serverGroups.keys()]).toEqual(['sae/shop:9090', 'sae/shop:8080'])
  })

  it('3.4: should put the namespace behind a service name, which a flow may call by either name', () => {
    const { topology, flows } = scenario(`services: { orders: { app: shop, ports: [80] } }
flows: { a: { from: shop, to: service/orders }, b: { from: shop, to: orders-cn-hangzhou-default } }
`)
    expect([...topology.serviceNames.keys()]).toEqual(['orders-cn-hangzhou-default'])
    for (const flow of flows)
      expect(flow).toMatchObject({ to: { kind: 'service', name: 'orders-cn-hangzhou-default' }, port: 80 })
    expect(poolsOf(topology).map(({ key }) => key)).toEqual(['service/orders-cn-hangzhou-default:80'])
  })

  it('should read the request of a flow', () => {
    const { flows } = scenario(
      front(
        '',
        'flows: { buy: { from: client, to: front, host: a.example, path: /x?y=z, method: HEAD, headers: { x-env: gray } } }\n',
      ),
    )
    expect(flows[0]).toMatchObject({
      to: { kind: 'loadBalancer', name: 'front' },
      port: 80,
      request: { host: 'a.example', path: '/x?y=z', method: 'HEAD', headers: { 'x-env': 'gray' } },
    })
  })

  it.each([
    [
      '1.7: a limit',
      front('rules: { a: { priority: 1, when: { path: /a }, do: [{ trafficLimit: 9 }, { forward: web }] } }'),
      'loadBalancers.front: a traffic limit counts the requests of the last second, whenever that began',
    ],
    [
      '1.7: shares of several groups',
      front('rules: { a: { priority: 1, when: { path: /a }, do: { forward: { web: 80, gray: 20 } } } }'),
      'loadBalancers.front: the groups of a rule take turns by their weights, as servers do',
    ],
    [
      '2.2: drain of a TCP listener',
      'loadBalancers: { edge: { type: clb, vswitches: [h], listeners: { a: { port: 9, protocol: tcp, drain: 60s } } } }\n',
      'loadBalancers.edge: a server drains when it is removed, and when it turns unhealthy',
    ],
    [
      '2.4: instances behind a CLB',
      'services: { shop-clb: { app: shop, loadBalancer: edge, ports: [{ port: 80, protocol: tcp }] } }\nloadBalancers: { edge: { type: clb, vswitches: [h] } }\n',
      'loadBalancers.edge: a new server of a CLB waits for its first verdict while another one is healthy',
    ],
    [
      '1.8: a group of zones of its own',
      front('').replace('web: { servers', 'web: { crossZone: false, servers'),
      'serverGroups.web: a node that finds nobody healthy in its zone asks all servers of the zone',
    ],
    [
      '1.9: a page that is checked',
      front('').replace('web: { servers', 'web: { healthCheck: { path: /ready }, servers'),
      'serverGroups.web: whoever answers at all gives a good answer at the path of the health check',
    ],
  ])('should tell what it assumes of %s, and only there', (_, text, clause) => {
    const told = (body: string) => scenario(body).assumptions.map((assumption) => assumption.text)
    expect(told(text)).toContain(clause)
    expect(told(front(''))).not.toContain(clause)
  })

  it('should tell of groups, lists and certificates that nobody uses', () => {
    const { notices } = scenario(
      `${GROUPS}accessLists: { office: [203.0.113.0/24] }\ncertificates: { c: { domains: a.example } }\n`,
    )
    expect(notices.filter(({ code }) => code === 'UNUSED_OBJECT').map(({ message }) => message)).toEqual([
      expect.stringContaining('Internet host client'),
      expect.stringContaining('server group web'),
      expect.stringContaining('server group gray'),
      expect.stringContaining('access list office'),
      expect.stringContaining('certificate c'),
    ])
  })
})

it('should say where gateway routes and services of an application stand', () => {
  const read = readScenario(`${NET.replace('port: 8080', 'port: 8080, ingress: {}')}`, { file: 'a.yaml' })
  expect(read.ok ? [] : read.problems.map(({ code, hint }) => [code, hint])).toEqual([
    ['UNKNOWN_KEY', expect.stringContaining('at the top of the file: ingresses')],
  ])
})

describe('a set of load balancing', () => {
  const set = (path: string, to: string) => `timeline: [{ at: 1m, set: '${path}', to: ${to} }]\n`

  it('should change the weight of a server, and nothing else', () => {
    const text = front(
      'rules: { a: { priority: 1, when: { path: /a }, do: { forward: gray } } }',
      set('serverGroups.gray.servers[0].weight', '0'),
    )
    const [changed] = setsOf(text)
    const first = scenario(text).topology
    expect(changed!.serverGroups.get('gray')!.members[0]!.weight).toBe(0)
    expect(changed!.serverGroups.get('web')).toEqual(first.serverGroups.get('web'))
  })

  it('should keep the objects that it does not touch', () => {
    const read = scenario(front('', set('serverGroups.gray.servers[0].weight', '0')))
    const action = read.timeline[0]!.action
    if (action.kind !== 'configure') throw new Error('it is no set')
    expect(action.topology.serverGroups.get('web')).toBe(read.topology.serverGroups.get('web'))
    expect(action.topology.loadBalancers).toBe(read.topology.loadBalancers)
  })

  it('should add a rule, a listener and an entry of an access list', () => {
    const rule = '{ priority: 1, when: { path: /a }, do: { forward: gray } }'
    const [ruled] = setsOf(front('', set('loadBalancers.front.listeners.http.rules', `{ a: ${rule} }`)))
    expect((ruled!.loadBalancers.get('front')!.listeners.get('http') as AlbListener).rules).toHaveLength(1)
    const [heard] = setsOf(front('', set('loadBalancers.front.listeners.other', '{ port: 81 }')))
    expect([...heard!.loadBalancers.get('front')!.listeners.keys()]).toEqual(['http', 'other'])
    const listed = front(
      'access: { white: office }',
      `accessLists: { office: [203.0.113.0/24] }\n${set('accessLists.office', '[192.0.2.0/24]')}`,
    )
    expect(
      setsOf(listed)[0]!.loadBalancers.get('front')!.listeners.get('http')!.access!.lists[0]!.texts,
    ).toEqual(['192.0.2.0/24'])
  })

  it('should change what SAE made of a route', () => {
    const [changed] = setsOf(`loadBalancers: { front: { vswitches: [h, i] } }
ingresses: { shop: { loadBalancer: front, default: shop } }
${set('ingresses.shop.rules', '[{ path: /a, app: shop, port: 9090 }]')}`)
    expect(
      (changed!.loadBalancers.get('front')!.listeners.get('ingress/shop') as AlbListener).rules,
    ).toHaveLength(1)
    expect(changed!.serverGroups.has('sae/shop:9090')).toBe(true)
  })

  it('should change the port of a service name', () => {
    const [changed] = setsOf(
      `services: { orders: { app: shop, ports: [80] } }\n${set('services.orders.ports', '[81]')}`,
    )
    expect(changed!.serviceNames.get('orders-cn-hangzhou-default')!.ports[0]!.port).toBe(81)
  })
})
