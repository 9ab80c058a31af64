/** What SAE makes of gateway routes, Services and service names: facts/load-balancing 3.1 to 3.4. */
import { describe, expect, it } from 'vitest'
import { compileAlb } from '../../src/balancing/alb-listener.ts'
import { httpRequest, type RequestWords } from '../../src/balancing/http-request.ts'
import { routeAlb } from '../../src/balancing/route-alb.ts'
import { compileClb, routeClb } from '../../src/balancing/route-clb.ts'
import type { ForwardingRule } from '../../src/cloud/forwarding-rule.ts'
import { isStream, type Listener } from '../../src/cloud/listener.ts'
import type { LoadBalancer } from '../../src/cloud/load-balancer.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { readPattern } from '../../src/cloud/pattern.ts'
import { quotasWith } from '../../src/cloud/quotas.ts'
import { withSaeFronts } from '../../src/cloud/sae-front.ts'
import type { SaeIngress, SaeIngressRule } from '../../src/cloud/sae-ingress.ts'
import { checkIngresses } from '../../src/cloud/sae-ingress-rules.ts'
import type { SaeService, SaeServicePort } from '../../src/cloud/sae-service.ts'
import { checkServices } from '../../src/cloud/sae-service-rules.ts'
import { fullServiceName, namespaceOf } from '../../src/cloud/service-name.ts'
import { checkServiceNames } from '../../src/cloud/service-name-rules.ts'
import { alb, albHttp, app, clb, http, type Rented, rented, SECOND_US, told } from './balancers.ts'

const APPS = [
  app('shop'),
  app('api'),
  app('far', { vpc: 'other' }),
  app('guest', { namespace: 'cn-hangzhou:guest' }),
]

const rule = (name: string, more: Partial<SaeIngressRule> = {}): SaeIngressRule => ({
  app: name,
  port: 8080,
  backendProtocol: 'http',
  ...more,
})

function ingress(more: Partial<SaeIngress> = {}): SaeIngress {
  return {
    name: 'shop',
    loadBalancer: 'front',
    port: 80,
    protocol: 'http',
    certificates: [],
    rules: [],
    idleTimeoutUs: 15 * SECOND_US,
    requestTimeoutUs: 60 * SECOND_US,
    origin: unwritten(`ingresses.${more.name ?? 'shop'}`),
    ...more,
  }
}

function service(ports: readonly SaeServicePort[], more: Partial<SaeService> = {}): SaeService {
  return {
    name: 'out',
    apps: ['shop'],
    loadBalancer: 'edge',
    ports,
    origin: unwritten('services.out'),
    ...more,
  }
}

const check = (ingresses: readonly SaeIngress[], balancers: readonly LoadBalancer[] = [alb(), clb([])]) =>
  told(checkIngresses(ingresses, rented({ balancers, apps: APPS }), quotasWith()))

function fronts(
  { ingresses = [], services = [] }: { ingresses?: readonly SaeIngress[]; services?: readonly SaeService[] },
  words: Rented,
) {
  const topology = rented({ apps: APPS, ...words })
  return withSaeFronts(topology, { ingresses, services }, topology.apps, topology.assumptions)
}

/** The group and rule that take a request, or the status that the balancer makes. */
function answer(listener: Listener | undefined, words: RequestWords): string {
  const request = httpRequest(words)
  if (listener === undefined || isStream(listener)) throw new RangeError('no listener of layer 7')
  const { outcome, rule: by } =
    listener.kind === 'alb'
      ? routeAlb(compileAlb(listener, 'front'), request)
      : routeClb(compileClb(listener, 'edge'), request)
  return outcome.kind === 'answer'
    ? String(outcome.status)
    : `${outcome.groups[0]!.group} by ${by?.name ?? 'default'}`
}

const listenerOf = (ingresses: readonly SaeIngress[], words: Rented, balancer: string) =>
  [...fronts({ ingresses }, words).loadBalancers.get(balancer)!.listeners.values()][0]

describe('3.2 a gateway route on ALB', () => {
  const rules = [
    rule('shop', { path: '/*' }),
    rule('api', { domain: 'h.cn', path: '/api/*' }),
    rule('api', { domain: '*.h.cn', path: '/' }),
  ]

  it('ALB matching: evaluated in list order, although a later rule is more specific', () => {
    const listener = listenerOf([ingress({ rules })], { balancers: [alb()] }, 'front')
    expect(answer(listener, { host: 'h.cn', path: '/api/x' })).toBe('sae/shop:8080 by shop[0]')
    const turned = listenerOf([ingress({ rules: rules.toReversed() })], { balancers: [alb()] }, 'front')
    expect(answer(turned, { host: 'h.cn', path: '/api/x' })).toBe('sae/api:8080 by shop[1]')
    expect(answer(turned, { host: 'www.h.cn', path: '/' })).toBe('sae/api:8080 by shop[0]')
  })

  it('ALB matching: the domain is optional, the path exact, with wildcards or a regular expression', () => {
    const listener = listenerOf(
      [ingress({ rules: [rule('shop', { path: '/a' }), rule('api', { path: '/sys/(.*)/(.*)/aaa' })] })],
      { balancers: [alb()] },
      'front',
    )
    expect(answer(listener, { path: '/a' })).toBe('sae/shop:8080 by shop[0]')
    expect(answer(listener, { path: '/a/b' })).toBe('503')
    expect(answer(listener, { path: '/sys/ccc/bbb/aaa' })).toBe('sae/api:8080 by shop[1]')
  })

  it('rewrite_path: the server gets another path, with captures', () => {
    const listener = listenerOf(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: variables of the cloud
      [ingress({ rules: [rule('api', { path: '/sys/(.*)/(.*)/aaa', rewrite: '/${1}/${2}' })] })],
      { balancers: [alb()] },
      'front',
    )
    const { outcome } = routeAlb(
      compileAlb(listener as Extract<Listener, { kind: 'alb' }>, 'front'),
      httpRequest({ path: '/sys/ccc/bbb/aaa' }),
    )
    expect(outcome.kind === 'forward' && outcome.request.path).toBe('/ccc/bbb')
  })

  it('default rule: it gets every unmatched request; without one the access fails with 503', () => {
    const rules = [rule('api', { path: '/api' })]
    const bare = listenerOf([ingress({ rules })], { balancers: [alb()] }, 'front')
    const full = listenerOf([ingress({ rules, default: rule('shop') })], { balancers: [alb()] }, 'front')
    expect(answer(bare, { path: '/x' })).toBe('503')
    expect(answer(full, { path: '/x' })).toBe('sae/shop:8080 by default')
  })

  it('position among foreign rules: first, unless assume.saeRules says last', () => {
    const foreign: ForwardingRule = {
      name: 'hand',
      priority: 1,
      direction: 'request',
      conditions: [{ kind: 'path', patterns: [readPattern('/*', false)] }],
      actions: [{ kind: 'forward', groups: [{ group: 'mine', weight: 100 }] }],
      origin: unwritten('loadBalancers.front.listeners.web.rules.hand'),
    }
    const shared = alb([albHttp({ rules: [foreign], defaultGroup: 'rest' })])
    const ingresses = [ingress({ rules: [rule('api', { path: '/api' })] })]
    const first = listenerOf(ingresses, { balancers: [shared] }, 'front')
    const last = listenerOf(ingresses, { balancers: [shared], assume: { saeRules: 'last' } }, 'front')
    expect(answer(first, { path: '/api' })).toBe('sae/api:8080 by shop[0]')
    expect(answer(first, { path: '/x' })).toBe('mine by hand')
    expect(answer(last, { path: '/api' })).toBe('mine by hand')
  })

  it('a group for each application and container port, with weight 100', () => {
    const { serverGroups } = fronts(
      { ingresses: [ingress({ rules: [rule('api'), rule('api', { port: 9090 }), rule('api')] })] },
      { balancers: [alb()] },
    )
    expect([...serverGroups.keys()]).toEqual(['sae/api:8080', 'sae/api:9090'])
    expect(serverGroups.get('sae/api:9090')!.members).toEqual([
      { kind: 'app', app: 'api', port: 9090, weight: 100 },
    ])
  })

  it('backend_protocol: http is the default, and an HTTP listener speaks nothing else', () => {
    const grpc = [rule('api', { path: '/a', backendProtocol: 'grpc' })]
    expect(check([ingress({ rules: grpc })])).toEqual([
      'INGRESS_BACKEND_PROTOCOL at ingresses.shop.rules[0].backendProtocol',
    ])
    expect(check([ingress({ rules: grpc, protocol: 'https', port: 443, certificates: ['shop'] })])).toEqual(
      [],
    )
  })

  it('a path or domain that ALB would not take is refused where it is written', () => {
    const rules = [rule('api', { path: 'api' }), rule('api', { domain: 'nodots' }), rule('api')]
    expect(check([ingress({ rules })]).map((text) => text.replace(/^\S+ at /, ''))).toEqual([
      'ingresses.shop.rules[0].path',
      'ingresses.shop.rules[1].domain',
      'ingresses.shop.rules[2]',
    ])
  })
})

describe('3.2 a gateway route on CLB', () => {
  const onClb = (more: Partial<SaeIngress>) => ingress({ loadBalancer: 'edge', ...more })
  const rules = [
    rule('shop', { domain: '*.h.cn', path: '/a' }),
    rule('api', { domain: 'WWW.h.cn', path: '/ab' }),
    rule('shop', { domain: 'www.h.cn', path: '/a' }),
  ]

  it('CLB matching: the rules of 2.6, whatever the order of the list; the domain whatever its case', () => {
    for (const order of [rules, rules.toReversed()]) {
      const listener = listenerOf([onClb({ rules: order })], { balancers: [clb([])] }, 'edge')
      expect(answer(listener, { host: 'www.H.cn', path: '/abc' })).toMatch(/^sae\/api:8080\/clb/)
      expect(answer(listener, { host: 'm.h.cn', path: '/abc' })).toMatch(/^sae\/shop:8080\/clb/)
      expect(answer(listener, { host: 'h.cn', path: '/abc' })).toBe('503')
    }
  })

  it('CLB matching: domain and path are both required', () =>
    expect(
      check([onClb({ rules: [rule('shop', { path: '/a' }), rule('shop', { domain: 'h.cn' })] })]),
    ).toEqual(['INGRESS_CLB_RULE at ingresses.shop.rules[0]', 'INGRESS_CLB_RULE at ingresses.shop.rules[1]']))

  it.each([
    ['domain', { domain: 'a.*.cn', path: '/a' }, 'CLB_RULE_DOMAIN'],
    ['domain', { domain: 'h_1.cn', path: '/a' }, 'CLB_RULE_DOMAIN'],
    ['path', { domain: 'h.cn', path: `/${'a'.repeat(80)}` }, 'CLB_RULE_URL'],
    ['path', { domain: 'h.cn', path: '/a/*' }, 'CLB_RULE_URL'],
  ])('CLB matching: a wrong %s', (key, words, code) =>
    expect(check([onClb({ rules: [rule('shop', words)] })])).toEqual([
      `${code} at ingresses.shop.rules[0].${key}`,
    ]),
  )

  it('rewrite_path is for ALB only', () =>
    expect(check([onClb({ rules: [rule('shop', { domain: 'h.cn', path: '/a', rewrite: '/b' })] })])).toEqual([
      'INGRESS_REWRITE_UNSUPPORTED at ingresses.shop.rules[0].rewrite',
    ]))

  it('the same domain and path twice', () => {
    const twice = [rule('shop', { domain: 'h.cn', path: '/a' }), rule('api', { domain: 'H.cn', path: '/a' })]
    expect(check([onClb({ rules: twice })])).toEqual(['CLB_RULE_DUPLICATE at ingresses.shop.rules[1]'])
  })
})

describe('3.2 what a gateway route is asked', () => {
  it('identity: two routes cannot share a port of one balancer', () =>
    expect(check([ingress({ name: 'a' }), ingress({ name: 'b' })])).toEqual([
      'INGRESS_PORT_TAKEN at ingresses.b.port',
    ]))

  it('identity: the port of a CLB, or of an ALB listener with another protocol, is not free', () => {
    expect(check([ingress({ loadBalancer: 'edge' })], [clb([http()])])).toEqual([
      'INGRESS_PORT_TAKEN at ingresses.shop.port',
    ])
    expect(check([ingress()], [alb([albHttp({ protocol: 'https' })])])).toEqual([
      'INGRESS_PORT_TAKEN at ingresses.shop.port',
    ])
  })

  it('rule: at most 40', () => {
    const rules = (count: number) => Array.from({ length: count }, (_, at) => rule('api', { path: `/${at}` }))
    expect(check([ingress({ rules: rules(40) })])).toEqual([])
    expect(check([ingress({ rules: rules(41) })])).toEqual(['Exceed.IngressRule at ingresses.shop.rules'])
  })

  it('namespace: all applications of a route are in one', () => {
    expect(check([ingress({ rules: [rule('api', { path: '/a' })], default: rule('guest') })])).toEqual([
      'INGRESS_NAMESPACE at ingresses.shop',
    ])
    expect(check([ingress({ namespace: 'cn-hangzhou:guest', default: rule('guest') })])).toEqual([])
    expect(check([ingress({ namespace: 'cn-hangzhou:guest', default: rule('api') })])).toEqual([
      'INGRESS_NAMESPACE at ingresses.shop',
    ])
  })

  it('VPC: the balancer is in that of the applications', () =>
    expect(check([ingress({ default: rule('far') })])).toEqual([
      'VPC_MISMATCH at ingresses.shop.loadBalancer',
    ]))

  it('fields: HTTPS needs a certificate, on CLB exactly one; HTTP has none', () => {
    const https = { protocol: 'https', port: 443 } as const
    expect(check([ingress(https)])).toEqual(['INGRESS_CERTIFICATE at ingresses.shop'])
    expect(check([ingress({ ...https, certificates: ['a', 'b'] })])).toEqual([])
    expect(check([ingress({ ...https, certificates: ['a', 'b'], loadBalancer: 'edge' })])).toEqual([
      'INGRESS_CERTIFICATE at ingresses.shop.certificates',
    ])
    expect(check([ingress({ certificates: ['a'] })])).toEqual([
      'INGRESS_CERTIFICATE at ingresses.shop.certificates',
    ])
  })

  it('timeouts: idle 1 s to 60 s, request 1 s to 180 s', () =>
    expect(check([ingress({ idleTimeoutUs: 61 * SECOND_US, requestTimeoutUs: 181 * SECOND_US })])).toEqual([
      'VALUE_OUT_OF_RANGE at ingresses.shop.idleTimeout',
      'VALUE_OUT_OF_RANGE at ingresses.shop.requestTimeout',
    ]))

  it.each(['tcp', 'udp'] as const)('3.1 layer 7: no %s', (protocol) => {
    expect(check([ingress({ protocol })])).toEqual(['INGRESS_L4_UNSUPPORTED at ingresses.shop.protocol'])
    expect(listenerOf([ingress({ protocol })], { balancers: [alb()] }, 'front')).toBeUndefined()
  })
})

describe('3.3 a Service', () => {
  const PORTS: readonly SaeServicePort[] = [
    { port: 80, targetPort: 8080, protocol: 'tcp' },
    { port: 8080, targetPort: 8080, protocol: 'http' },
    { port: 443, targetPort: 8080, protocol: 'https', certificate: 'shop' },
    { port: 53, targetPort: 8053, protocol: 'udp' },
  ]
  const checked = (services: readonly SaeService[], balancers: readonly LoadBalancer[] = [clb([]), alb()]) =>
    told(checkServices(services, rented({ balancers, apps: APPS })))

  it('mapping: a listener of the CLB for each port, of layer 4 or 7, and the port of the container behind it', () => {
    const { loadBalancers, serverGroups } = fronts({ services: [service(PORTS)] }, { balancers: [clb([])] })
    const listeners = [...loadBalancers.get('edge')!.listeners.values()]
    expect(
      listeners.map(({ port, protocol, kind, defaultGroup }) => [port, protocol, kind, defaultGroup]),
    ).toEqual([
      [80, 'tcp', 'clbStream', 'sae/shop:8080/clb'],
      [8080, 'http', 'clbHttp', 'sae/shop:8080/clb'],
      [443, 'https', 'clbHttp', 'sae/shop:8080/clb'],
      [53, 'udp', 'clbStream', 'sae/shop:8053/clb'],
    ])
    expect(checked([service(PORTS)])).toEqual([])
    expect(serverGroups.get('sae/shop:8053/clb')!.members).toEqual([
      { kind: 'app', app: 'shop', port: 8053, weight: 100 },
    ])
  })

  it('3.1 reach: one application, whatever the request says', () => {
    const { loadBalancers } = fronts({ services: [service(PORTS)] }, { balancers: [clb([])] })
    const [, listener] = loadBalancers.get('edge')!.listeners.values()
    for (const path of ['/', '/api', '/shop'])
      for (const host of ['a.cn', 'b.cn'])
        expect(answer(listener, { host, path })).toBe('sae/shop:8080/clb by default')
    expect(checked([service(PORTS, { apps: ['shop', 'api'] })])).toEqual([
      'SERVICE_ROUTES_ONE_APP_ONLY at services.out.app',
    ])
  })

  it('port clash: SlbListenerPort.NotAvailable', () => {
    expect(checked([service(PORTS)], [clb([http({ port: 443 })])])).toEqual([
      'SlbListenerPort.NotAvailable at services.out.ports[2].port',
    ])
    expect(checked([service(PORTS), service(PORTS.slice(0, 1), { name: 'two' })])).toEqual([
      'SlbListenerPort.NotAvailable at services.two.ports[0].port',
    ])
  })

  it('LB choice: a CLB of the same VPC', () => {
    expect(checked([service(PORTS, { apps: ['far'] })])).toEqual([
      'VPC_MISMATCH at services.out.loadBalancer',
    ])
    expect(checked([service(PORTS, { loadBalancer: 'front' })])).toEqual([
      'SERVICE_NEEDS_CLB at services.out.loadBalancer',
    ])
  })

  it('mapping: HTTPS has a certificate, the others have none', () =>
    expect(
      checked([
        service([
          { port: 443, targetPort: 8080, protocol: 'https' },
          { port: 80, targetPort: 8080, protocol: 'tcp', certificate: 'shop' },
        ]),
      ]),
    ).toEqual([
      'SERVICE_CERTIFICATE at services.out.ports[0]',
      'SERVICE_CERTIFICATE at services.out.ports[1]',
    ]))
})

describe('3.4 a Kubernetes service name', () => {
  it('name: the platform puts the namespace behind it', () => {
    expect(fullServiceName('orders', namespaceOf({}, 'cn-beijing'))).toBe('orders-cn-beijing-default')
    expect(fullServiceName('orders', 'cn-hangzhou:test')).toBe('orders-cn-hangzhou-test')
  })

  const named = (name: string, ports: readonly [number, number, 'tcp' | 'udp'][], key = name) => ({
    service: {
      name,
      app: 'shop',
      ports: ports.map(([port, targetPort, protocol]) => ({ port, targetPort, protocol })),
      origin: unwritten(`services.${key}`),
    },
    path: ['services', key],
  })

  it('name: unique, and a name of DNS', () =>
    expect(
      told(
        checkServiceNames([
          named('a', []),
          named('a', [], 'b'),
          named('A_b', []),
          named('x'.repeat(64), [], 'c'),
        ]),
      ),
    ).toEqual([
      'SERVICE_NAME_DUPLICATE at services.b.name',
      'SERVICE_NAME_INVALID at services.A_b.name',
      'SERVICE_NAME_INVALID at services.c.name',
    ]))

  it('ports: several, 1 to 65535, of TCP and UDP', () => {
    expect(
      told(
        checkServiceNames([
          named('a', [
            [53, 53, 'tcp'],
            [53, 53, 'udp'],
            [80, 8080, 'tcp'],
          ]),
        ]),
      ),
    ).toEqual([])
    expect(
      told(
        checkServiceNames([
          named('a', [
            [0, 65_536, 'tcp'],
            [80, 8080, 'tcp'],
            [80, 8081, 'tcp'],
          ]),
        ]),
      ),
    ).toEqual([
      'VALUE_OUT_OF_RANGE at services.a.ports[0].port',
      'VALUE_OUT_OF_RANGE at services.a.ports[0].targetPort',
      'SERVICE_PORT_DUPLICATE at services.a.ports[2].port',
    ])
  })
})
