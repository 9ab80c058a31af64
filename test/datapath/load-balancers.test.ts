import { describe, expect, it } from 'vitest'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { balanced, balancedStory, outcome } from './balanced-world.ts'
import { ip } from './scene.ts'

/** An Internet ALB in two zones; `web` lets in what its vSwitches send. */
const HEAD = `
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
      a: { zone: cn-hangzhou-h, cidr: 172.16.8.0/24 }
      b: { zone: cn-hangzhou-i, cidr: 172.16.9.0/24 }
internet:
  client: { address: 192.0.2.7 }
  office: { address: 198.51.100.7 }
apps:
  shop: { vswitches: [ h, i ], securityGroup: web, port: 8080, instances: 2 }
`
const GROUPS = `
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 172.16.8.0/24 }, { accept: tcp 8080, from: 172.16.9.0/24 } ] }
`
const FRONT = (listener: string, more = '') => `
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ a, b ]
    publicAddresses: [ 203.0.113.10, 203.0.113.11 ]
    ${more}
    listeners:
      http: { port: 80, protocol: http, ${listener} }
`
const WEB = `
serverGroups:
  web: { servers: [ { to: app/shop, port: 8080 } ] }
`
const TWO = ['shop h 172.16.1.5', 'shop i 172.16.2.5']
const BUY = `
flows:
  buy: { from: internet/client, to: loadBalancer/front, port: 80 }
`

describe('An ALB', () => {
  it('1.1, 1.3: takes a request from the Internet to its servers, which see a Local IP', () => {
    const world = balanced(HEAD + GROUPS + WEB + FRONT('default: web') + BUY, TWO)
    const { answer, told } = balancedStory(world, 'buy')
    expect(answer.reachable).toBe(true)
    const stages = told!.explanation.hops.map(({ direction, stage }) => `${direction} ${stage}`)
    expect(stages).toMatchInlineSnapshot(`
      [
        "forward internet",
        "forward listener",
        "forward l7-rule",
        "forward pick-backend",
        "forward sg-in",
        "forward deliver",
        "return sg-in",
        "return pick-backend",
      ]
    `)
    const locals = world.tables.balancers.nodes.flatMap(({ zone }) => zone!.localAddresses)
    expect(answer.sources.map((one) => formatIpv4(one as number)).sort()).toEqual(
      locals.map(formatIpv4).sort(),
    )
    expect(told!.explanation.hops.map(({ why }) => why)).toMatchInlineSnapshot(`
      [
        "203.0.113.10 is an address of load balancer front.",
        "Listener http hears http 80, on the node in zone cn-hangzhou-h.",
        "GET front.alb.example/: no rule matches, so it goes to server group web.",
        "172.16.1.5:8080 gets it, one of 2 that may be picked (172.16.1.5:8080, 172.16.2.5:8080). It sees 172.16.8.2 and not the client's address.",
        "The first rule that matches accepts: accept tcp 8080 from 172.16.8.0/24, priority 1.",
        "shop answers on port 8080.",
        "The reply belongs to a session that the security group let in, so no rule is asked.",
        "The balancer knows the connection, and the reply comes from the address that was called.",
      ]
    `)
  })

  it('1.1: a security group that forgets one of its vSwitches fails the requests of one node', () => {
    const groups = `
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 172.16.8.0/24 } ] }
`
    const world = balanced(HEAD + groups + WEB + FRONT('default: web') + BUY, TWO)
    expect(outcome(world, 'buy')).toBe('SG_NO_ALLOW_IN 4/8')
  })

  it('1.1: a security group that guards it refuses only what a rule of it denies', () => {
    const guarded = (rules: string) =>
      balanced(
        HEAD +
          `securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 172.16.0.0/16 } ] }
  guard: { vpc: shop, ingress: [ ${rules} ] }
` +
          WEB +
          FRONT('default: web', 'securityGroups: [ guard ]') +
          BUY,
        TWO,
      )
    expect(outcome(guarded('{ accept: tcp 443, from: 0.0.0.0/0 }'), 'buy')).toBe('reached')
    expect(outcome(guarded('{ drop: all, from: 192.0.2.0/24 }'), 'buy')).toBe('SG_DENY_RULE')
  })

  it('1.2, 1.3: refuses ports without a listener, and protocols that none of them speaks', () => {
    const flows = `
flows:
  absent: { from: internet/client, to: loadBalancer/front, port: 81 }
  udp: { from: internet/client, to: loadBalancer/front, protocol: udp, port: 80 }
  ping: { from: internet/client, to: loadBalancer/front, protocol: icmp }
`
    const world = balanced(HEAD + GROUPS + WEB + FRONT('default: web') + flows, TWO)
    expect(outcome(world, 'absent')).toBe('LISTENER_ABSENT')
    expect(outcome(world, 'udp')).toBe('LISTENER_PROTOCOL_MISMATCH')
    expect(outcome(world, 'ping')).toBe('LISTENER_PROTOCOL_MISMATCH')
  })

  it('1.12: asks the access list about the TCP peer; one without entries lets all pass', () => {
    const listed = (access: string, more = '') =>
      balanced(
        `accessLists: { office: [ 198.51.100.0/24 ], nobody: [] }\n${HEAD}${GROUPS}${WEB}${FRONT(`default: web, access: ${access}`)}` +
          more +
          `
flows:
  buy: { from: internet/client, to: loadBalancer/front, port: 80 }
  work: { from: internet/office, to: loadBalancer/front, port: 80 }
`,
        TWO,
      )
    const white = listed('{ white: [ office ] }')
    expect([outcome(white, 'buy'), outcome(white, 'work')]).toEqual(['LB_ACL_DENIED', 'reached'])
    const black = listed('{ black: [ office ] }')
    expect([outcome(black, 'buy'), outcome(black, 'work')]).toEqual(['reached', 'LB_ACL_DENIED'])
    expect(outcome(listed('{ white: [ nobody ] }'), 'buy')).toBe('reached')
    expect(outcome(listed('{ black: [ nobody ] }'), 'buy')).toBe('reached')
    expect(outcome(listed('{ white: [ nobody ] }', 'assume: { emptyWhitelist: refuse }'), 'buy')).toBe(
      'LB_ACL_DENIED',
    )
  })

  it('1.4, 1.7: follows the first rule by priority, and answers by itself', () => {
    const rules = `
        rules:
          moved: { priority: 1, when: [ { path: /old } ], do: [ { redirect: { path: /new } } ] }
          closed: { priority: 2, when: [ { path: /closed } ], do: [ { fixedResponse: 403 } ] }
          fine: { priority: 3, when: [ { path: /fine } ], do: [ { fixedResponse: 200 } ] }
          off: { priority: 4, when: [ { path: /off } ], do: [ { forward: { web: 0 } } ] }
          api: { priority: 5, when: [ { host: shop.example.com }, { path: '/api/*' } ], do: [ { rewrite: { path: /v1 } }, { forward: web } ] }
`
    const front = FRONT('').replace(
      'http: { port: 80, protocol: http,  }',
      `http:\n        port: 80\n        protocol: http${rules}`,
    )
    const flows = ['/old', '/closed', '/fine', '/off', '/api/x', '/apx']
      .map(
        (path, at) =>
          `  f${at}: { from: internet/client, to: loadBalancer/front, port: 80, host: shop.example.com, path: ${path} }`,
      )
      .join('\n')
    const more =
      '  f6: { from: internet/client, to: loadBalancer/front, port: 80, host: other.example.com, path: /api/x }'
    // A rule without a host takes every host, so here each has one.
    const world = balanced(`${HEAD}${GROUPS}${WEB}${front}flows:\n${flows}\n${more}\n`, TWO)
    expect([0, 1, 2, 3, 4, 5, 6].map((at) => outcome(world, `f${at}`))).toEqual([
      'reached',
      'LB_FIXED_RESPONSE',
      'reached',
      'BACKENDS_NONE',
      'reached',
      'PATH_UNMATCHED',
      'PATH_UNMATCHED',
    ])
    const hops = balancedStory(world, 'f4').told!.explanation.hops
    expect(
      hops.filter(({ stage }) => stage === 'l7-rule' || stage === 'rewrite').map(({ why }) => why),
    ).toEqual([
      'GET shop.example.com/api/x: rule api matches, and it goes to server group web. Not: moved (path), closed (path), fine (path), off (path).',
      'The server gets GET shop.example.com/v1.',
    ])
    expect(balancedStory(world, 'f1').answer.details).toMatchObject({ status: '403' })
    expect(balancedStory(world, 'f5').answer.details).toMatchObject({ status: '503' })
  })

  it('1.8: with cross-zone off, a node asks the servers of its own zone alone', () => {
    const web = 'serverGroups:\n  web: { crossZone: false, servers: [ app/shop ] }\n'
    const world = balanced(HEAD + GROUPS + web + FRONT('default: web') + BUY, TWO)
    expect(outcome(world, 'buy')).toBe('reached')
    expect(outcome(balanced(HEAD + GROUPS + web + FRONT('default: web') + BUY, TWO.slice(0, 1)), 'buy')).toBe(
      'BACKENDS_NONE 2/3',
    )
  })

  it('1.10, 1.11: without a server 503, on the wrong port 502, where nobody answers it', () => {
    const empty = balanced(HEAD + GROUPS + WEB + FRONT('default: web') + BUY, [])
    expect(balancedStory(empty, 'buy').answer).toMatchObject({
      code: 'BACKENDS_NONE',
      details: { status: '503' },
    })
    const port = 'serverGroups:\n  web: { servers: [ { to: app/shop, port: 8081 } ] }\n'
    const groups = GROUPS.replaceAll('tcp 8080', 'tcp 1/65535')
    const wrong = balanced(HEAD + groups + port + FRONT('default: web') + BUY, TWO)
    expect(balancedStory(wrong, 'buy').answer).toMatchObject({
      code: 'BACKEND_PORT_MISMATCH',
      details: { status: '502' },
    })
    const weightless = 'serverGroups:\n  web: { servers: [ { to: app/shop, weight: 0 } ] }\n'
    expect(outcome(balanced(HEAD + GROUPS + weightless + FRONT('default: web') + BUY, TWO), 'buy')).toBe(
      'BACKENDS_NONE',
    )
  })

  it('4.5: calls a server that is gone until somebody takes it out, and the client sees 504', () => {
    const world = balanced(HEAD + GROUPS + WEB + FRONT('default: web') + BUY, TWO)
    const backends = ['172.16.1.5', '172.16.1.99'].map((address, at) => ({
      key: `shop-${at}`,
      address: ip(address),
      port: 8080,
      weight: 100,
      zone: 'cn-hangzhou-h',
    }))
    world.live.pools.set('web', {
      candidates: () => backends,
      whyNobody: () => 'empty',
      isFailingOpen: false,
    })
    const { answer, told } = balancedStory(world, 'buy')
    expect(answer).toMatchObject({
      code: 'BACKEND_STALE',
      share: { through: 4, of: 8 },
      details: { status: '504' },
    })
    expect(told!.explanation.hops.find(({ verdict }) => verdict === 'dropped')!.why).toMatch(
      /The client sees 504/,
    )
  })

  it('1.1: is called by its name, which stands for its public addresses', () => {
    const flows = `
dns: { shop.example.com: { cname: front.alb.example } }
flows:
  named: { from: internet/client, to: shop.example.com, port: 80 }
  inside: { from: app/shop, to: front.alb.example, port: 80 }
`
    const world = balanced(HEAD + GROUPS + WEB + FRONT('default: web') + flows, TWO)
    expect(outcome(world, 'named')).toBe('reached')
    expect(balancedStory(world, 'named').answer.sources).toHaveLength(4)
    // A VPC has no way to the Internet by default, and the name has public addresses there too.
    expect(outcome(world, 'inside')).toBe('VPC_NO_INTERNET_BY_DEFAULT')
  })

  it('1.1: of the intranet is reached inside its VPC, and from the Internet it has no address', () => {
    const front = FRONT('default: web')
      .replace('network: internet', 'network: intranet')
      .replace(/ +publicAddresses.*\n/, '')
    const flows = `
flows:
  buy: { from: internet/client, to: loadBalancer/front, port: 80 }
  inside: { from: app/shop, to: loadBalancer/front, port: 80 }
  named: { from: app/shop, to: front.alb.example, port: 80 }
`
    const world = balanced(HEAD + GROUPS + WEB + front + flows, TWO)
    expect(outcome(world, 'buy')).toBe('LB_HAS_NO_PUBLIC_SIDE')
    expect(outcome(world, 'inside')).toBe('reached')
    expect(outcome(world, 'named')).toBe('reached')
  })
})

const CLB = (listener: string, address: string) => `
loadBalancers:
  edge: { type: clb, ${address}, listeners: { main: { port: 80, ${listener} } } }
`
const INTERNET = 'network: internet, publicAddress: 203.0.113.20'
const CLB_WEB = 'serverGroups:\n  web: { product: clb, servers: [ app/shop ] }\n'

describe('A CLB', () => {
  const flows = `
flows:
  buy: { from: internet/client, to: loadBalancer/edge, port: 80 }
  self: { from: app/shop, to: loadBalancer/edge, port: 80 }
`
  const groups = (from: string) =>
    `securityGroups:\n  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: ${from} } ] }\n`

  it('2.2: of layer 4 shows the client to its servers', () => {
    const world = balanced(
      HEAD +
        groups('192.0.2.7') +
        CLB_WEB +
        CLB('protocol: tcp, running: true, default: web', INTERNET) +
        flows,
      TWO,
    )
    expect(balancedStory(world, 'buy').answer).toMatchObject({ reachable: true, sources: [ip('192.0.2.7')] })
  })

  it('2.3: of layer 7 calls them from 100.64.0.0/10', () => {
    const listener = 'protocol: http, running: true, default: web'
    const world = balanced(HEAD + groups('100.64.0.0/10') + CLB_WEB + CLB(listener, INTERNET) + flows, TWO)
    expect(balancedStory(world, 'buy').answer).toMatchObject({ reachable: true, sources: [ip('100.64.0.1')] })
    const closed = balanced(HEAD + groups('192.0.2.7') + CLB_WEB + CLB(listener, INTERNET) + flows, TWO)
    expect(outcome(closed, 'buy')).toBe('SG_NO_ALLOW_IN')
  })

  it('2.1: does not answer at a listener that was not started', () => {
    const listener = 'protocol: tcp, running: false, default: web'
    const world = balanced(HEAD + groups('0.0.0.0/0') + CLB_WEB + CLB(listener, INTERNET) + flows, TWO)
    expect(outcome(world, 'buy')).toBe('LISTENER_ABSENT')
  })

  it('2.2: a server that calls its own CLB of layer 4 may be both ends, and then it fails', () => {
    const address = 'network: intranet, vswitches: [ a ]'
    const world = balanced(
      HEAD +
        groups('0.0.0.0/0') +
        CLB_WEB +
        CLB('protocol: tcp, running: true, default: web', address) +
        flows,
      TWO,
    )
    expect(outcome(world, 'self', 0)).toBe('LB_HAIRPIN 1/2')
    expect(outcome(world, 'self', 1)).toBe('LB_HAIRPIN 1/2')
    const http = balanced(
      HEAD +
        groups('0.0.0.0/0') +
        CLB_WEB +
        CLB('protocol: http, running: true, default: web', address) +
        flows,
      TWO,
    )
    expect(outcome(http, 'self')).toBe('reached')
  })

  it('2.5: with no healthy server, layer 7 answers 502', () => {
    const servers = `
servers:
  one: { vswitch: h, securityGroups: [ web ], ports: [ tcp 8080 ], running: false }
`
    const group = 'serverGroups:\n  web: { product: clb, servers: [ server/one ] }\n'
    const world = balanced(
      HEAD +
        groups('0.0.0.0/0') +
        servers +
        group +
        CLB('protocol: http, running: true, default: web', INTERNET) +
        flows,
      [],
    )
    expect(balancedStory(world, 'buy').answer).toMatchObject({
      code: 'BACKENDS_ALL_UNHEALTHY',
      details: { status: '502' },
    })
  })

  it('2.6: asks the more specific domain first, and knows no way back', () => {
    const rules = `protocol: http, running: true, rules: { a: { domain: shop.example.com, url: /api, group: web } }`
    const more = `
flows:
  api: { from: internet/client, to: loadBalancer/edge, port: 80, host: shop.example.com, path: /api/x }
  other: { from: internet/client, to: loadBalancer/edge, port: 80, host: shop.example.com, path: /x }
  host: { from: internet/client, to: loadBalancer/edge, port: 80, host: other.example.com, path: /api/x }
`
    const world = balanced(HEAD + groups('0.0.0.0/0') + CLB_WEB + CLB(rules, INTERNET) + more, TWO)
    expect(['api', 'other', 'host'].map((name) => outcome(world, name))).toEqual([
      'reached',
      'PATH_UNMATCHED',
      'HOST_UNMATCHED',
    ])
  })
})

describe('A service name', () => {
  const services = `
services:
  orders: { app: orders, name: orders, namespace: default, ports: [ { port: 80, targetPort: 8080, protocol: tcp } ] }
`
  const world = (enis: readonly string[]) =>
    balanced(
      HEAD.replace(
        'instances: 2 }',
        'instances: 2 }\n  orders: { vswitches: [ h, i ], securityGroup: web, port: 8080, instances: 2 }',
      ) +
        `
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 172.16.0.0/16 } ] }
servers:
  jump: { vswitch: h, securityGroups: [ web ] }
${services}
flows:
  call: { from: app/shop, to: service/orders-default, port: 80 }
  self: { from: app/orders, to: service/orders-default, port: 80 }
  jump: { from: server/jump, to: service/orders-default, port: 80 }
  absent: { from: app/shop, to: service/orders-default, port: 81 }
`,
      enis,
    )
  const ORDERS = ['shop h 172.16.1.5', 'orders h 172.16.1.6', 'orders i 172.16.2.6']

  it('3.4, 5 source IP: leads an instance of its VPC to each ready instance, which sees the caller', () => {
    const { answer, told } = balancedStory(world(ORDERS), 'call')
    expect(answer).toMatchObject({ reachable: true, sources: [ip('172.16.1.5')] })
    expect(told!.explanation.hops.map(({ stage }) => stage)).toContain('pick-backend')
  })

  it('3.4: knows nobody else', () => {
    expect(outcome(world(ORDERS), 'jump')).toBe('K8S_SERVICE_OUTSIDE_VPC')
    expect(outcome(world(ORDERS), 'absent')).toBe('LISTENER_ABSENT')
  })

  it('3.4: an instance does not reach itself by it', () => {
    expect(outcome(world(ORDERS), 'self', 1)).toBe('K8S_SERVICE_SELF_CALL 1/2')
    expect(outcome(world(ORDERS.slice(0, 2)), 'self', 1)).toBe('K8S_SERVICE_SELF_CALL')
  })

  it('section 5: without a ready instance the connection is refused', () => {
    expect(outcome(world(ORDERS.slice(0, 1)), 'call')).toBe('BACKENDS_NONE')
  })
})
