/**
 * Seed 000 (SAE network concepts), its two tables on the ways into an application – Ingress, Service, EIP, and Services on CLB
 * or as Kubernetes names – feature by feature, what is not supported among them. Costs and monitoring are not modelled.
 */
import { describe, expect, it } from 'vitest'
import { app, change, flow, NETWORK, play, problemsOf } from './play.ts'

/** An application that everybody may call, and one whose security group lets nobody in: who answers can be told. */
const OPEN_AND_CLOSED = `${NETWORK.replace(
  'internet:',
  '  shut: { vpc: net, ingress: [ { accept: tcp 9999, from: 0.0.0.0/0 } ] }\ninternet:',
)}apps:
${app('shop', 'instances: 2')}${app('api', 'instances: 2').replace('securityGroup: web', 'securityGroup: shut')}`

const PUBLIC_ALB =
  '  front: { type: alb, network: internet, vswitches: [ net-h, net-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ] }\n'
const PRIVATE_ALB = '  front: { type: alb, vswitches: [ net-h, net-i ] }\n'
const PUBLIC_CLB = '  edge: { type: clb, network: internet, publicAddress: 203.0.113.20 }\n'
const PRIVATE_CLB = '  edge: { type: clb, vswitches: [ net-h ] }\n'
const balancers = (...lines: string[]) => `loadBalancers:\n${lines.join('')}`
const DEPLOY = 'timeline:\n  - { at: 1m, deploy: shop, version: v2 }\n'

const INGRESS = `ingresses:
  gate:
    loadBalancer: front
    default: shop
    rules:
      - { domain: api.example.com, path: '/*', app: api }
      - { path: /api, app: api }
`
const INGRESS_ON_CLB = `ingresses:
  gate:
    loadBalancer: edge
    default: shop
    rules: [ { domain: api.example.com, path: /v1, app: api } ]
`
const service = (ports: string, more = '') =>
  `services:\n  out: { app: shop, loadBalancer: edge, ports: [ ${ports} ]${more} }\n`
const TCP_PORT = '{ port: 80, targetPort: 8080, protocol: tcp }'
const HTTP_PORT = '{ port: 80, targetPort: 8080, protocol: http }'

/** The first answer of every flow: `through`, or the code of the reason. */
function answers(text: string): Record<string, string> {
  const { summary } = play(text)
  return Object.fromEntries(
    summary.flows.map(({ flow, intervals }) => [
      flow,
      intervals[0]!.status === 'REACHABLE' ? 'through' : (intervals[0]!.code ?? intervals[0]!.status),
    ]),
  )
}

const requests = (to: string) => `flows:
  home: { from: client, to: ${to}, port: 80, host: www.example.com, path: / }
  byDomain: { from: client, to: ${to}, port: 80, host: api.example.com, path: /v1/x }
  byPath: { from: client, to: ${to}, port: 80, host: www.example.com, path: /api }
`

describe('routing by domain and path', () => {
  it('Ingress on ALB: supported', () =>
    expect(
      answers(`${OPEN_AND_CLOSED}${balancers(PUBLIC_ALB)}${INGRESS}${requests('loadBalancer/front')}`),
    ).toEqual({ home: 'through', byDomain: 'SG_NO_ALLOW_IN', byPath: 'SG_NO_ALLOW_IN' }))

  it('Ingress on CLB: supported', () =>
    expect(
      answers(`${OPEN_AND_CLOSED}${balancers(PUBLIC_CLB)}${INGRESS_ON_CLB}${requests('loadBalancer/edge')}`),
    ).toEqual({ home: 'through', byDomain: 'SG_NO_ALLOW_IN', byPath: 'through' }))

  it('Service: not supported, one application gets everything', () =>
    expect(
      answers(
        `${OPEN_AND_CLOSED}${balancers(PUBLIC_CLB)}${service(HTTP_PORT)}${requests('loadBalancer/edge')}`,
      ),
    ).toEqual({ home: 'through', byDomain: 'through', byPath: 'through' }))

  it('Service: a second application is refused', () =>
    expect(
      problemsOf(
        `${OPEN_AND_CLOSED}${balancers(PUBLIC_CLB)}${service(HTTP_PORT).replace('app: shop', 'app: [ shop, api ]')}`,
      ),
    ).toEqual(['SERVICE_ROUTES_ONE_APP_ONLY']))

  it('EIP: not supported, every instance is called by an address of its own', () => {
    const { summary } = play(
      `${NETWORK}eipPools:\n  pool: { addresses: [ 203.0.113.1-203.0.113.4 ] }\napps:\n${app('shop', 'instances: 2, eips: pool')}flows:\n  in: { from: client, to: app/shop }\n`,
    )
    expect(new Set(summary.apps[0]!.instances.map(({ eip }) => eip)).size).toBe(2)
    expect(flow(summary, 'in').verdict).toBe('REACHABLE')
  })
})

describe('protocols of layer 7', () => {
  const SECURE = 'certificates:\n  shop: { domains: [ www.example.com ] }\n'

  it('Ingress: HTTP and HTTPS, and gRPC to the instances', () => {
    const routes = `ingresses:
  plain: { loadBalancer: front, default: shop }
  secure: { loadBalancer: front, protocol: https, certificates: [ shop ], default: shop, rules: [ { path: '/grpc/*', app: shop, backendProtocol: grpc } ] }
flows:
  http: { from: client, to: loadBalancer/front, port: 80, host: www.example.com, path: / }
  https: { from: client, to: loadBalancer/front, port: 443, host: www.example.com, path: / }
  grpc: { from: client, to: loadBalancer/front, port: 443, host: www.example.com, path: /grpc/call }
  socket: { from: client, to: loadBalancer/front, port: 80, host: www.example.com, path: /ws, headers: { upgrade: websocket, connection: upgrade } }
`
    expect(answers(`${OPEN_AND_CLOSED}${balancers(PUBLIC_ALB)}${SECURE}${routes}`)).toEqual({
      http: 'through',
      https: 'through',
      grpc: 'through',
      socket: 'through',
    })
  })

  it('Service: HTTP and HTTPS', () =>
    expect(
      answers(
        `${OPEN_AND_CLOSED}${balancers(PUBLIC_CLB)}${SECURE}${service(
          `${HTTP_PORT}, { port: 443, targetPort: 8080, protocol: https, certificate: shop }`,
        )}flows:
  http: { from: client, to: loadBalancer/edge, port: 80, host: www.example.com, path: / }
  https: { from: client, to: loadBalancer/edge, port: 443, host: www.example.com, path: / }
`,
      ),
    ).toEqual({ http: 'through', https: 'through' }))
})

describe('protocols of layer 4', () => {
  const UDP_TOO = OPEN_AND_CLOSED.replace(
    '{ accept: tcp 8080, from: 0.0.0.0/0 } ]',
    '{ accept: tcp 8080, from: 0.0.0.0/0 }, { accept: udp 8080, from: 0.0.0.0/0 } ]',
  )

  it.each(['tcp', 'udp'])('Ingress: %s is not supported', (protocol) =>
    expect(
      problemsOf(
        `${OPEN_AND_CLOSED}${balancers(PUBLIC_ALB)}ingresses:\n  gate: { loadBalancer: front, port: 9000, protocol: ${protocol}, default: shop }\n`,
      ),
    ).toEqual(['INGRESS_L4_UNSUPPORTED']),
  )

  it('Service: TCP and UDP', () =>
    expect(
      answers(
        `${UDP_TOO}${balancers(PUBLIC_CLB)}${service(
          `${TCP_PORT}, { port: 53, targetPort: 8080, protocol: udp }`,
        )}flows:
  tcp: { from: client, to: loadBalancer/edge, port: 80 }
  udp: { from: client, to: loadBalancer/edge, port: 53, protocol: udp }
`,
      ),
    ).toEqual({ tcp: 'through', udp: 'through' }))

  it('EIP: TCP', () =>
    expect(
      answers(
        `${NETWORK}eipPools:\n  pool: { addresses: [ 203.0.113.1-203.0.113.4 ] }\napps:\n${app('shop', 'instances: 2, eips: pool')}flows:\n  in: { from: client, to: app/shop, protocol: tcp }\n`,
      ),
    ).toEqual({ in: 'through' }))
})

describe('rewriting and cross-domain access', () => {
  const REWRITE =
    "ingresses:\n  gate: { loadBalancer: front, rules: [ { path: '/old/*', app: shop, rewrite: /new } ] }\n"

  it('Ingress on ALB: a rule can rewrite', () =>
    expect(problemsOf(`${OPEN_AND_CLOSED}${balancers(PUBLIC_ALB)}${REWRITE}`)).toEqual([]))

  it('Ingress on CLB: it cannot', () =>
    expect(
      problemsOf(
        `${OPEN_AND_CLOSED}${balancers(PUBLIC_CLB)}ingresses:\n  gate: { loadBalancer: edge, rules: [ { domain: h.cn, path: /old, app: shop, rewrite: /new } ] }\n`,
      ),
    ).toEqual(['INGRESS_REWRITE_UNSUPPORTED']))

  it('Ingress on ALB: cross-domain access by a hand-made rule on its listener, which answers preflights itself', () =>
    expect(
      answers(
        `${OPEN_AND_CLOSED}${balancers(
          PUBLIC_ALB.replace(
            ' }\n',
            ", listeners: { web: { port: 80, rules: { cors: { priority: 5, when: { path: '/v2' }, do: [ { cors: { origins: [ https://a.example ] } }, { forward: closed } ] } } } } }\n",
          ),
        )}serverGroups:\n  closed: { servers: [ app/api ] }\n${REWRITE}flows:
  preflight: { from: client, to: loadBalancer/front, port: 80, path: /v2, method: OPTIONS, headers: { origin: https://a.example, access-control-request-method: PUT } }
  plain: { from: client, to: loadBalancer/front, port: 80, path: /v2 }
`,
      ),
    ).toEqual({ preflight: 'through', plain: 'SG_NO_ALLOW_IN' }))

  it('Service: neither; a Service has no such keys', () =>
    expect(
      problemsOf(
        `${OPEN_AND_CLOSED}${balancers(PUBLIC_CLB)}${service(HTTP_PORT, ', rewrite: /new, cors: {}')}`,
      ),
    ).toEqual(['UNKNOWN_KEY', 'UNKNOWN_KEY']))
})

describe('a fixed address', () => {
  it.each([
    ['Ingress', `${balancers(PUBLIC_ALB)}${INGRESS}`, 'loadBalancer/front'],
    ['Service', `${balancers(PUBLIC_CLB)}${service(HTTP_PORT)}`, 'loadBalancer/edge'],
  ])('%s: yes, replacing every instance leaves it as it is', (_, made, to) => {
    const { summary } = play(
      `${OPEN_AND_CLOSED}${made}flows:\n  home: { from: client, to: ${to}, port: 80, path: / }\n${DEPLOY}`,
    )
    expect(change(summary, 'shop').verdict).toBe('SAFE')
    expect(summary.apps[0]!.instances.filter(({ version }) => version === 'v2')).toHaveLength(2)
    expect(flow(summary, 'home').intervals.at(-1)).toMatchObject({ status: 'REACHABLE' })
  })

  it('EIP: no, a replacement has another address', () => {
    const { summary } = play(
      `${NETWORK}eipPools:\n  pool: { addresses: [ 203.0.113.1-203.0.113.2 ] }\napps:\n${app('shop', 'instances: 1, eips: pool')}flows:\n  in: { from: client, to: app/shop }\n${DEPLOY}`,
    )
    const [before, after] = summary.apps[0]!.instances.map(({ eip }) => eip)
    expect(after).not.toBe(before)
  })
})

describe('access between applications', () => {
  const CALLER = `${OPEN_AND_CLOSED}${app('caller', 'instances: 1')}`

  it('by an Ingress on a private ALB or CLB, by domain and path', () => {
    expect(
      answers(
        `${CALLER}${balancers(PRIVATE_ALB)}${INGRESS}${requests('loadBalancer/front').replaceAll('from: client', 'from: app/caller')}`,
      ),
    ).toEqual({ home: 'through', byDomain: 'SG_NO_ALLOW_IN', byPath: 'SG_NO_ALLOW_IN' })
    expect(
      answers(
        `${CALLER}${balancers(PRIVATE_CLB)}${INGRESS_ON_CLB}${requests('loadBalancer/edge').replaceAll('from: client', 'from: app/caller')}`,
      ),
    ).toEqual({ home: 'through', byDomain: 'SG_NO_ALLOW_IN', byPath: 'through' })
  })

  it('a private balancer has no side to the Internet (3.2 public/private)', () =>
    expect(
      answers(
        `${OPEN_AND_CLOSED}${balancers(PRIVATE_ALB)}${INGRESS}flows:\n  home: { from: client, to: loadBalancer/front, port: 80, path: / }\n`,
      ),
    ).toEqual({ home: 'LB_HAS_NO_PUBLIC_SIDE' }))
})

describe('CLB or Kubernetes Service: where each can be used', () => {
  const NAME = `services:\n  orders: { app: shop, ports: [ { port: 80, targetPort: 8080, protocol: tcp } ] }\n`
  const ELSEWHERE = NETWORK.replace(
    'securityGroups:\n',
    '  far:\n    cidr: 10.0.0.0/16\n    vswitches: { far-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 } }\nsecurityGroups:\n  out: { vpc: far }\n',
  )
  const APPS = `apps:\n${app('shop', 'instances: 2')}${app('caller', 'instances: 1')}  stranger: { vswitches: [ far-h ], securityGroup: out, port: 8080, instances: 1 }\n`
  const SERVER = 'servers:\n  ecs: { vswitch: net-h, securityGroups: [ web ] }\n'

  it('CLB: from the Internet, and from the private network', () => {
    expect(
      answers(
        `${NETWORK}apps:\n${app('shop', 'instances: 2')}${balancers(PUBLIC_CLB)}${service(TCP_PORT)}flows:\n  in: { from: client, to: loadBalancer/edge, port: 80 }\n`,
      ),
    ).toEqual({ in: 'through' })
    expect(
      answers(
        `${NETWORK}apps:\n${app('shop', 'instances: 2')}${app('caller', 'instances: 1')}${SERVER}${balancers(PRIVATE_CLB)}${service(TCP_PORT)}flows:
  app: { from: app/caller, to: loadBalancer/edge, port: 80 }
  server: { from: server/ecs, to: loadBalancer/edge, port: 80 }
`,
      ),
    ).toEqual({ app: 'through', server: 'through' })
  })

  it('K8s Service: only between SAE applications of one VPC (3.4)', () =>
    expect(
      answers(`${ELSEWHERE}${APPS}${SERVER}${NAME}flows:
  app: { from: app/caller, to: service/orders, port: 80 }
  server: { from: server/ecs, to: service/orders, port: 80 }
  otherVpc: { from: app/stranger, to: service/orders, port: 80 }
`),
    ).toEqual({
      app: 'through',
      server: 'K8S_SERVICE_OUTSIDE_VPC',
      otherVpc: 'K8S_SERVICE_OUTSIDE_VPC',
    }))

  it('3.4 self call: an instance does not reach itself by the name of its own application', () =>
    expect(
      answers(
        `${NETWORK}apps:\n${app('shop', 'instances: 1')}${NAME}flows:\n  self: { from: app/shop, to: service/orders, port: 80 }\n`,
      ),
    ).toEqual({ self: 'K8S_SERVICE_SELF_CALL' }))
})
