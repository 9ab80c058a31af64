import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/cloud/gateway.ts'
import type { EasApp } from '../../src/cloud/gateway-front.ts'
import { withGateways } from '../../src/cloud/gateway-front.ts'
import type { AlbListener } from '../../src/cloud/listener.ts'
import type { Alb, EasEntry } from '../../src/cloud/load-balancer.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { read } from './read.ts'

const NET = `simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups: { infer: { vpc: shop } }
certificates: { api: { domains: [ api.example.com ] } }
internet: { laptop: { address: 198.51.100.7 } }
`
const MANAGED = `gateways:
  front:
    type: managed
    spec: 2c4g
    nodes: 2
    internet: { entry: on, whitelist: [ 192.0.2.0/24, 198.51.100.7 ] }
    vpcs: { shop: { vswitch: shop-h, address: 172.16.1.250 } }
    domains: { api.example.com: { side: internet, certificate: api } }
`
const LLM = 'apps: { llm: { kind: eas, instances: 2, gateway: front } }\n'

function topologyOf(text: string): Topology {
  return read(NET + text).topology
}

function gatewayIn({ gateways }: Topology, name = 'front'): Gateway {
  return gateways.get(name)!
}

function managedIn(topology: Topology) {
  const gateway = gatewayIn(topology)
  if (gateway.kind !== 'managed') throw new Error('it is not managed')
  return gateway
}

function entryIn({ loadBalancers }: Topology, name: string): EasEntry {
  const entry = loadBalancers.get(name)
  if (entry?.kind !== 'eas') throw new Error(`${name} is no entry`)
  return entry
}

function serviceIn({ apps }: Topology, name = 'llm'): EasApp {
  return apps.get(name) as EasApp
}

/** Each rule of a listener in short: its paths, then its actions. */
function rulesOf(balancer: EasEntry | Alb, listener = 'http') {
  const { rules } = balancer.listeners.get(listener) as AlbListener
  return rules.map(({ conditions, actions }) => [
    conditions.flatMap((each) => (each.kind === 'path' ? each.patterns.map(({ text }) => text) : [])),
    actions.map(({ kind }) => kind),
  ])
}

/** The topology after each set. */
function setsOf(text: string): Topology[] {
  return read(NET + text).timeline.flatMap(({ action }) =>
    action.kind === 'configure' ? [action.topology] : [],
  )
}

describe('a fully managed gateway of a file', () => {
  it('seed 002: should be closed to the Internet unless it is switched on, and admit nobody without a list', () => {
    const closed = topologyOf('gateways: { front: { type: managed, spec: 2c4g, nodes: 1 } }\n')
    expect(managedIn(closed).internet.isOn).toBe(false)
    expect(entryIn(closed, 'gateway/front/internet').listeners.size).toBe(0)
    const open = topologyOf(
      'gateways: { front: { type: managed, spec: 2c4g, nodes: 1, internet: { entry: on } } }\n',
    )
    const [listener] = entryIn(open, 'gateway/front/internet').listeners.values()
    expect(listener?.access).toMatchObject({ type: 'white', lists: [{ texts: [] }] })
    expect(listener?.access?.lists[0]?.set.size).toBe(0)
  })

  it.each([
    ["[ 192.0.2.0/24, '198.51.100.7' ]", ['192.0.2.0/24', '198.51.100.7']],
    ["'192.0.2.0/24,198.51.100.7'", ['192.0.2.0/24', '198.51.100.7']],
    ['"192.0.2.0/24\\n198.51.100.7\\n"', ['192.0.2.0/24', '198.51.100.7']],
    ["' 192.0.2.0/24 , 198.51.100.7/32,'", ['192.0.2.0/24', '198.51.100.7/32']],
  ])('seed 002: should read the whitelist %s with commas or newlines', (written, texts) => {
    const { whitelist } = managedIn(
      topologyOf(MANAGED.replace('[ 192.0.2.0/24, 198.51.100.7 ]', written)),
    ).internet
    expect(whitelist.texts).toEqual(texts)
    // B.3.1: a bare address is one address.
    expect(whitelist.set.size).toBe(257)
  })

  it('seed 002: should let everybody in with 0.0.0.0/0', () => {
    const { whitelist } = managedIn(
      topologyOf(MANAGED.replace('[ 192.0.2.0/24, 198.51.100.7 ]', '[ 0.0.0.0/0 ]')),
    ).internet
    expect(whitelist.set.size).toBe(2 ** 32)
  })

  it('seed 002: should be told of a public list that lets everybody in, and not of the list of a VPC', () => {
    const told = (text: string) => read(NET + text + LLM).notices.map(({ code }) => code)
    expect(told(MANAGED)).not.toContain('WHITELIST_ALLOWS_ALL')
    expect(told(MANAGED.replace('192.0.2.0/24', '0.0.0.0/0'))).toContain('WHITELIST_ALLOWS_ALL')
  })

  it('seed 002: should write 0.0.0.0/0 into the list of a VPC that is linked', () => {
    const [link] = managedIn(topologyOf(MANAGED)).links
    expect(link).toMatchObject({
      vpc: 'shop',
      whitelist: { texts: ['0.0.0.0/0'] },
      hasAuthoritativeDns: false,
    })
    expect(link?.whitelist.set.size).toBe(2 ** 32)
  })

  it('B.2: should have an entry in each linked VPC, at the address that is written or a free one near the end', () => {
    const { address, network } = entryIn(topologyOf(MANAGED), 'gateway/front/intranet/shop')
    expect([address?.vswitch, formatIpv4(address!.ip), network]).toEqual([
      'shop-h',
      '172.16.1.250',
      'intranet',
    ])
    const free = entryIn(
      topologyOf(MANAGED.replace(', address: 172.16.1.250', '')),
      'gateway/front/intranet/shop',
    )
    expect(formatIpv4(free.address!.ip)).toBe('172.16.1.252')
  })

  it('seed 002: should have logs, monitoring and alerts off by default', () => {
    expect(managedIn(topologyOf(MANAGED))).toMatchObject({ logs: false, metrics: false })
    expect(managedIn(topologyOf(MANAGED)).alerts).toBeUndefined()
    expect(managedIn(topologyOf(`${MANAGED}    alerts: default\n`)).alerts).not.toHaveLength(0)
  })

  it('seed 002: should speak HTTPS for a custom domain with a certificate, on its side alone', () => {
    const topology = topologyOf(MANAGED + LLM)
    const entry = entryIn(topology, 'gateway/front/internet')
    expect([...entry.listeners.keys()]).toEqual(['http', 'https'])
    expect(entry.listeners.get('https')).toMatchObject({ port: 443, certificates: ['api'] })
    const hosts = (entry.listeners.get('http') as AlbListener).rules[0]?.conditions[0]
    expect(hosts?.kind === 'host' && hosts.patterns.map(({ text }) => text)).toEqual([
      'gw-front.cn-hangzhou.pai-eas.aliyuncs.com',
      'api.example.com',
    ])
    expect([...entryIn(topology, 'gateway/front/intranet/shop').listeners.keys()]).toEqual(['http'])
  })
})

describe('services behind a gateway', () => {
  it('B.4: should be asked in the documented order: path, method, token, limit, instance', () => {
    const topology = topologyOf(
      MANAGED + LLM.replace('gateway: front', 'gateway: front, methods: [ POST ], rateLimit: 100/s'),
    )
    expect(rulesOf(entryIn(topology, 'gateway/front/internet'))).toEqual([
      [
        ['/api/predict/llm', '/api/predict/llm/*'],
        ['allowMethods', 'authorize', 'trafficLimit', 'forward'],
      ],
      [['/*'], ['fixedResponse']],
    ])
  })

  it('B.4, B.6: should have the documented defaults', () => {
    const { eas, concurrency, backlog, port, lifecycle } = serviceIn(topologyOf(MANAGED + LLM))
    expect({ ...eas, concurrency, backlog, port, grace: lifecycle.graceUs }).toEqual({
      gateway: 'front',
      token: 'token-of-llm',
      keepaliveUs: 5_000_000,
      resourceGroup: 'public',
      isInVpc: false,
      concurrency: 5,
      backlog: 64,
      port: 8000,
      grace: 30_000_000,
    })
  })

  it('seed 002: should take the default gateway, else the shared one, which is there without being made', () => {
    const some = LLM.replace(', gateway: front', '')
    expect(serviceIn(topologyOf(MANAGED + some)).eas.gateway).toBe('shared')
    expect(gatewayIn(topologyOf(MANAGED + some), 'shared').kind).toBe('shared')
    const usual = topologyOf(`${MANAGED}    default: true\n${some}`)
    expect(serviceIn(usual).eas.gateway).toBe('front')
    expect([...usual.gateways.keys()]).toEqual(['front'])
    const written = topologyOf(`gateways: { common: { type: shared } }\n${some}`)
    expect(serviceIn(written).eas.gateway).toBe('common')
  })

  it('B.1: should have 1,000 requests a second at the shared gateway, and a group 10,000', () => {
    const entry = entryIn(
      topologyOf(
        'apps: { llm: { kind: eas, instances: 2 }, big: { kind: eas, instances: 1, rateLimit: 50/s } }\nserviceGroups: { chat: { services: [ llm, big ] } }\n',
      ),
      'gateway/shared/internet',
    )
    const { rules } = entry.listeners.get('http') as AlbListener
    expect(
      rules.map(({ actions }) =>
        actions.flatMap((each) => (each.kind === 'trafficLimit' ? [each.qps, each.status] : [])),
      ),
    ).toEqual([[1_000, 429], [50, 429], [10_000, 429], []])
  })

  it('should be in the network of EAS without vSwitches of the user, and in these with them', () => {
    const inside = serviceIn(topologyOf(MANAGED + LLM))
    expect(inside).toMatchObject({
      vpc: 'eas/network',
      vswitches: ['eas/network/cn-hangzhou-h', 'eas/network/cn-hangzhou-i'],
      securityGroups: ['eas/open'],
    })
    const direct = serviceIn(
      topologyOf(
        MANAGED +
          LLM.replace('gateway: front', 'gateway: front, vswitches: [ shop-h ], securityGroup: infer'),
      ),
    )
    expect(direct).toMatchObject({ vpc: 'shop', vswitches: ['shop-h'], eas: { isInVpc: true } })
  })

  it('B.6: should be called as a group by the number of instances, or by weights', () => {
    const two =
      'apps: { a: { kind: eas, instances: 2, gateway: front }, b: { kind: eas, instances: 1, gateway: front } }\n'
    const auto = topologyOf(`${MANAGED}${two}serviceGroups: { chat: { services: [ a, b ] } }\n`)
    expect(auto.serverGroups.get('gateway/front/chat')?.members).toEqual([
      { kind: 'app', app: 'a', port: 8000, weight: 100 },
      { kind: 'app', app: 'b', port: 8000, weight: 100 },
    ])
    const weighted = topologyOf(
      `${MANAGED}${two}serviceGroups: { chat: { services: [ a, b ], traffic: { a: 80, b: 20 } } }\n`,
    )
    const { rules } = entryIn(weighted, 'gateway/front/internet').listeners.get('http') as AlbListener
    expect(rules.find(({ name }) => name === 'chat')?.actions.at(-1)).toEqual({
      kind: 'forward',
      groups: [
        { group: 'gateway/front/a', weight: 80 },
        { group: 'gateway/front/b', weight: 20 },
      ],
    })
  })

  it('B.6: should read how an update goes', () => {
    const { eas, lifecycle } = serviceIn(
      topologyOf(
        MANAGED +
          LLM.replace(
            'gateway: front',
            "gateway: front, deploy: { maxSurge: '10%', maxUnavailable: 1, gracePeriod: 45s, sigterm: true }",
          ),
      ),
    )
    expect(eas.update).toEqual({
      maxSurge: { kind: 'percent', percent: 10 },
      maxUnavailable: { kind: 'count', count: 1 },
      sendsSigterm: true,
    })
    expect(lifecycle.graceUs).toBe(45_000_000)
  })
})

describe('an ALB gateway of a file', () => {
  const alb = (sides: string) => `gateways: { front: { type: alb, ${sides} } }
apps: { llm: { kind: eas, instances: 2, gateway: front, vswitches: [ shop-h ], securityGroup: infer } }
`

  it('seed 002: should be a logical record without anything rented, until a side is enabled', () => {
    const record = topologyOf('gateways: { front: { type: alb } }\n')
    expect(record.loadBalancers.size).toBe(0)
    const one = topologyOf(alb('vpc: { vswitches: [ shop-h, shop-i ] }'))
    expect([...one.loadBalancers.keys()]).toEqual(['gateway/front/intranet'])
    const both = topologyOf(
      alb(
        'vpc: { vswitches: [ shop-h, shop-i ] }, internet: { vswitches: [ shop-h, shop-i ], certificates: [ api ] }',
      ),
    )
    expect([...both.loadBalancers.keys()]).toEqual(['gateway/front/internet', 'gateway/front/intranet'])
    const outer = both.loadBalancers.get('gateway/front/internet') as Alb
    expect(outer.zones.map(({ publicAddress }) => publicAddress && formatIpv4(publicAddress))).toEqual([
      '192.88.99.1',
      '192.88.99.2',
    ])
    expect([...outer.listeners.keys()]).toEqual(['http', 'https'])
    expect(rulesOf(outer)[0]).toEqual([
      ['/api/predict/llm', '/api/predict/llm/*'],
      ['authorize', 'forward'],
    ])
  })
})

describe('changes of gateways', () => {
  const file = (...entries: string[]) =>
    `${MANAGED}${LLM}timeline:\n${entries.map((entry) => `  - { at: 1m, ${entry} }\n`).join('')}`

  it('seed 002: should set lists, the switch, size, links and domains', () => {
    const [list, entry, nodes, links, link, domain] = setsOf(
      file(
        "set: gateways.front.internet.whitelist, to: '203.0.113.0/24'",
        'set: gateways.front.internet.entry, to: off',
        'set: gateways.front.nodes, to: 4',
        'set: gateways.front.vpcs, to: {}',
        'set: gateways.front.vpcs.shop, to: { vswitch: shop-i }',
        'set: gateways.front.domains.in.example.com, to: { side: intranet }',
      ),
    )
    expect(managedIn(list!).internet.whitelist.texts).toEqual(['203.0.113.0/24'])
    expect(managedIn(entry!).internet.isOn).toBe(false)
    expect(entryIn(entry!, 'gateway/front/internet').listeners.size).toBe(0)
    expect(managedIn(nodes!).nodes).toBe(4)
    expect(links!.loadBalancers.has('gateway/front/intranet/shop')).toBe(false)
    expect(entryIn(link!, 'gateway/front/intranet/shop').address?.vswitch).toBe('shop-i')
    expect(managedIn(domain!).domains.map((each) => each.domain)).toEqual([
      'api.example.com',
      'in.example.com',
    ])
  })

  it('seed 002: should close the way of a VPC that is deleted, and leave the other', () => {
    const [gone] = setsOf(file('unset: gateways.front.vpcs.shop'))
    expect(managedIn(gone!).links).toEqual([])
    expect([...gone!.loadBalancers.keys()]).toEqual(['gateway/front/internet'])
    expect(read(NET + file('unset: gateways.front.vpcs.shop')).timeline[0]?.text).toBe(
      'unset gateways.front.vpcs.shop',
    )
  })

  it('B.2: should switch a side off under its domain, and attach none to a side that is off', () => {
    const off = file('set: gateways.front.internet.entry, to: off')
    expect(() => setsOf(off)).not.toThrow()
    expect(() =>
      setsOf(`${off}  - { at: 2m, set: gateways.front.domains.b.example.com, to: { side: internet } }\n`),
    ).toThrow('GATEWAY_SIDE_DISABLED')
  })

  it('should keep what a change does not touch', () => {
    const before = topologyOf(MANAGED + LLM)
    const [after] = setsOf(file('set: gateways.front.nodes, to: 4'))
    expect(after?.apps).not.toBe(before.apps)
    expect(withGateways(before, before.gateways).loadBalancers).toBe(before.loadBalancers)
    const more = new Map([...before.gateways].map(([name, each]) => [name, { ...each, nodes: 4 } as Gateway]))
    expect(withGateways(before, more).loadBalancers).toBe(before.loadBalancers)
  })

  it('seed 002: should bind a service that is updated to another gateway, and leave the others at theirs when the default changes', () => {
    const [usual, bound] = setsOf(
      `${MANAGED}${LLM.replace(', gateway: front', '')}timeline:
  - { at: 1m, set: gateways.front.default, to: true }
  - { at: 2m, set: apps.llm.gateway, to: front }
`,
    )
    expect(serviceIn(usual!).eas.gateway).toBe('shared')
    expect(usual!.serverGroups.has('gateway/shared/llm')).toBe(true)
    expect(serviceIn(bound!).eas.gateway).toBe('front')
    expect(bound!.serverGroups.has('gateway/front/llm')).toBe(true)
    expect(bound!.serverGroups.has('gateway/shared/llm')).toBe(false)
  })
})

describe('a flow to a gateway', () => {
  const request = (keys: string) =>
    read(`${NET}${MANAGED}${LLM}flows: { call: { from: laptop, to: gateway/front, ${keys} } }\n`).flows[0]

  it('B.4: should ask the path of the service with its token', () => {
    expect(request('service: llm')).toMatchObject({
      to: { kind: 'gateway', name: 'front' },
      port: 80,
      via: 'public',
      request: { path: '/api/predict/llm', headers: { Authorization: 'token-of-llm' } },
    })
    expect(request('service: llm, path: /v1/x?k=v')?.request?.path).toBe('/api/predict/llm/v1/x?k=v')
  })

  it('B.4: should send another token, or none', () => {
    expect(request('service: llm, token: wrong')?.request?.headers).toEqual({ Authorization: 'wrong' })
    expect(request('service: llm, token: none')?.request?.headers).toBeUndefined()
  })
})
