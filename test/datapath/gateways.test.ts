import { describe, expect, it } from 'vitest'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { balancedStory, outcome } from './balanced-world.ts'
import { gatewayWorld } from './gateway-world.ts'

const on = (whitelist: string) =>
  `internet: { entry: on, whitelist: ${whitelist}, publicAddress: 203.0.113.200 }`
const sourcesOf = (world: ReturnType<typeof gatewayWorld>, flow: string) =>
  balancedStory(world, flow).answer.sources.map((one) => formatIpv4(one as number))
const LINK = 'vpcs: { shop: { vswitch: shop-h, address: 172.16.1.250 } }'

describe('The public side of a fully managed gateway', () => {
  it('seed 002, B.3.2: cannot be reached by default, nor once its entry is switched off', () => {
    expect(outcome(gatewayWorld({}), 'call')).toBe('GW_PUBLIC_ENTRY_OFF')
    const off = gatewayWorld({ front: 'internet: { entry: off, whitelist: [ 0.0.0.0/0 ] }' })
    expect(outcome(off, 'call')).toBe('GW_PUBLIC_ENTRY_OFF')
    expect(balancedStory(off, 'call').answer.details['cause']).toBe('the connection is refused')
  })

  it('seed 002, B.3.2: is closed for everybody while its entry is on and its whitelist empty', () => {
    const world = gatewayWorld({ front: on('[]') })
    expect(outcome(world, 'call')).toBe('GW_PUBLIC_WHITELIST_EMPTY')
    expect(outcome(world, 'theft')).toBe('GW_PUBLIC_WHITELIST_EMPTY')
  })

  it('seed 002, B.3.2: lets in who is on the whitelist, and nobody else', () => {
    const world = gatewayWorld({ front: on('[ 198.51.100.7/32 ]') })
    expect(outcome(world, 'call')).toBe('reached')
    expect(outcome(world, 'theft')).toBe('GW_PUBLIC_WHITELIST_MISS')
  })

  it('seed 002, B.3.2: lets in everybody by 0.0.0.0/0', () => {
    const world = gatewayWorld({ front: on('[ 0.0.0.0/0 ]') })
    for (const flow of ['call', 'theft', 'own', 'behind']) expect(outcome(world, flow)).toBe('reached')
  })

  it('B.3.4: asks for the EIP of the caller, else for that of its NAT gateway', () => {
    const world = gatewayWorld({ front: on('[ 203.0.113.7, 203.0.113.50 ]') })
    expect(sourcesOf(world, 'own')).toEqual(['203.0.113.7'])
    expect(sourcesOf(world, 'behind')).toEqual(['203.0.113.50'])
    expect(outcome(world, 'far')).toBe('GW_PUBLIC_WHITELIST_MISS')
  })

  it('B.3.5: answers a miss with 403, or with nothing under the other reading', () => {
    const front = on('[ 203.0.113.7 ]')
    const seen = (assume: string) => {
      const { details } = balancedStory(gatewayWorld({ front, more: assume }), 'call').answer
      return [details['status'], details['cause']]
    }
    expect(seen('')).toEqual(['403', 'the whitelist of the gateway refuses the client'])
    expect(seen('\nassume: { gatewayRefusal: silent }\n')).toEqual([
      undefined,
      'the connection is dropped before HTTP',
    ])
  })
})

describe('The private side of a fully managed gateway', () => {
  it('seed 002, B.3.3: is open for a VPC that was added, because its whitelist starts with 0.0.0.0/0', () => {
    const world = gatewayWorld({ front: LINK })
    expect(outcome(world, 'own')).toBe('reached')
    expect(sourcesOf(world, 'own')).toEqual(['172.16.1.5'])
  })

  it('seed 002, B.1: may be called from any zone of the VPC, not only from that of the vSwitch', () => {
    const world = gatewayWorld({ front: LINK })
    expect(outcome(world, 'behind')).toBe('reached')
    expect(sourcesOf(world, 'behind')).toEqual(['172.16.2.5'])
  })

  it('seed 002, B.3.3: asks the whitelist of that VPC for the private address', () => {
    const link = (whitelist: string) =>
      `vpcs: { shop: { vswitch: shop-h, address: 172.16.1.250, whitelist: ${whitelist} } }`
    const world = gatewayWorld({ front: link('[ 172.16.1.0/24 ]') })
    expect(outcome(world, 'own')).toBe('reached')
    expect(outcome(world, 'behind')).toBe('GW_VPC_WHITELIST_MISS')
    expect(outcome(gatewayWorld({ front: link('[]') }), 'own')).toBe('GW_VPC_WHITELIST_MISS')
  })

  it('seed 002, B.3.3: is not there for a VPC that was not added', () => {
    const world = gatewayWorld({ front: LINK })
    expect(outcome(world, 'far')).toBe('GW_VPC_NOT_ADDED')
    expect(outcome(gatewayWorld({}), 'own')).toBe('GW_VPC_NOT_ADDED')
  })

  it('seed 002: is found by authoritative DNS from a VPC that is connected, and the list of the linked VPC is asked', () => {
    const link = (whitelist: string) =>
      `vpcs: { shop: { vswitch: shop-h, address: 172.16.1.250, authoritativeDns: true, whitelist: ${whitelist} } }`
    expect(outcome(gatewayWorld({ front: link('[ 10.1.0.0/16 ]') }), 'far')).toBe('reached')
    expect(outcome(gatewayWorld({ front: link('[ 172.16.0.0/16 ]') }), 'far')).toBe('GW_VPC_WHITELIST_MISS')
  })

  it('takes the public side where the VPC is not linked and that side is open', () => {
    const world = gatewayWorld({ front: `${LINK}, ${on('[ 203.0.113.8 ]')}` })
    expect(outcome(world, 'far')).toBe('reached')
    expect(sourcesOf(world, 'far')).toEqual(['203.0.113.8'])
  })

  it('takes the side that `via` chooses', () => {
    const flows = `
flows:
  public: { from: server/own, to: gateway/front, service: llm, via: public }
  private: { from: server/lab, to: gateway/front, service: llm, via: internal }
`
    const world = gatewayWorld({ front: `${LINK}, ${on('[ 203.0.113.7, 203.0.113.8 ]')}`, flows })
    expect(sourcesOf(world, 'public')).toEqual(['203.0.113.7'])
    expect(outcome(world, 'private')).toBe('GW_VPC_NOT_ADDED')
  })
})

describe('Names of gateways', () => {
  const flows = `
flows:
  call: { from: laptop, to: name/gw-front.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
  private: { from: server/own, to: name/gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
  unlinked: { from: server/lab, to: name/gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
  outside: { from: laptop, to: name/gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
`
  it('B.2: gw-… leads to the public side, gw-…-vpc to the address in the VPC of the caller', () => {
    const world = gatewayWorld({ front: `${LINK}, ${on('[ 198.51.100.7 ]')}`, flows })
    expect(outcome(world, 'call')).toBe('reached')
    expect(outcome(world, 'private')).toBe('reached')
    const [resolving] = balancedStory(world, 'private').told!.explanation.hops
    expect(resolving!.why).toMatchInlineSnapshot(
      `"Public DNS, for gateway front has gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com at 172.16.1.250. The answer may be kept for 10m."`,
    )
    expect(outcome(world, 'unlinked')).toBe('GW_VPC_NOT_ADDED')
    expect(outcome(world, 'outside')).toBe('GW_WRONG_ENDPOINT_SIDE')
  })

  it('seed 002: authoritative DNS tells the private name to everybody, whom a private address may not help', () => {
    const front = `vpcs: { shop: { vswitch: shop-h, address: 172.16.1.250, authoritativeDns: true } }`
    const world = gatewayWorld({ front, flows })
    expect(outcome(world, 'unlinked')).toBe('reached')
    expect(outcome(world, 'outside')).toBe('NAME_OTHER_SIDE')
  })

  it('seed 002: a custom domain leads to the gateway by a CNAME record, and shows its certificate', () => {
    const domain = (record: string, whitelist = '[ 198.51.100.7 ]') =>
      gatewayWorld({
        front: `${on(whitelist)}, domains: { api.example.com: { side: internet, certificate: api } }`,
        more: `
certificates: { api: { domains: [ api.example.com ], expires: 90d } }
dns: { ${record} }
`,
        flows: `
flows:
  https: { from: laptop, to: name/api.example.com, service: llm, port: 443 }
  http: { from: laptop, to: name/api.example.com, service: llm, port: 80 }
  gateway: { from: laptop, to: gateway/front, service: llm, port: 443 }
`,
      })
    const world = domain('api.example.com: { cname: gw-front.cn-hangzhou.pai-eas.aliyuncs.com }')
    expect(outcome(world, 'https')).toBe('reached')
    expect(outcome(world, 'http')).toBe('reached')
    expect(outcome(world, 'gateway')).toBe('CERT_NAME_MISMATCH')
    expect(outcome(domain('other.example.com: { a: 192.0.2.1 }'), 'https')).toBe('DOMAIN_NOT_BOUND')
    expect(
      outcome(domain('api.example.com: { cname: gw-front.cn-hangzhou.pai-eas.aliyuncs.com }', '[]'), 'https'),
    ).toBe('GW_PUBLIC_WHITELIST_EMPTY')
  })
})

describe('What a gateway asks before its service', () => {
  const front = on('[ 198.51.100.7 ]')
  const asks = (flow: string, llm = '') =>
    gatewayWorld({ front, llm, flows: `\nflows: { call: { from: laptop, to: gateway/front, ${flow} } }\n` })
  const seen = (world: ReturnType<typeof gatewayWorld>) => {
    const { code, details } = balancedStory(world, 'call').answer
    return `${code ?? 'reached'} ${details['status'] ?? ''}`.trim()
  }

  it('B.4: 404 for a path that no service has', () => {
    expect(seen(asks('path: /api/predict/llmm'))).toBe('GW_SERVICE_UNKNOWN 404')
    expect(seen(asks('path: /'))).toBe('GW_SERVICE_UNKNOWN 404')
    expect(seen(asks('service: llm, path: /v1/chat'))).toBe('reached')
  })

  it('B.4: 405 for a method that the service does not take, before the token is asked', () => {
    expect(seen(asks('service: llm, method: POST, token: none', 'methods: [ GET ]'))).toBe(
      'GW_METHOD_REFUSED 405',
    )
    expect(seen(asks('service: llm, method: GET', 'methods: [ GET ]'))).toBe('reached')
  })

  it('seed 002, B.4: 401 without the token, with another one, and with a scheme before it', () => {
    expect(seen(asks('service: llm, token: none'))).toBe('GW_TOKEN_MISSING 401')
    expect(seen(asks('service: llm, token: secret-2'))).toBe('GW_TOKEN_WRONG 401')
    expect(seen(asks("service: llm, token: 'Bearer secret-1'"))).toBe('GW_TOKEN_WRONG 401')
    expect(seen(asks('service: llm'))).toBe('reached')
  })

  it('B.4: the whitelist comes before the path', () => {
    const world = gatewayWorld({
      front: on('[]'),
      flows: '\nflows: { call: { from: laptop, to: gateway/front, path: / } }\n',
    })
    expect(seen(world)).toBe('GW_PUBLIC_WHITELIST_EMPTY 403')
  })

  it('B.4: 503 where no instance is ready', () => {
    const world = gatewayWorld({ front }, [])
    expect(seen(world)).toBe('BACKENDS_NONE 503')
    const silent = gatewayWorld({ front }, ['llm eas/network/cn-hangzhou-h 10.224.0.5 silent'])
    expect(seen(silent)).toBe('BACKENDS_NONE 503')
  })
})

describe('Behind a gateway', () => {
  it('B.1: a managed gateway reaches instances past the filters of the VPC that they have ENIs in', () => {
    const world = gatewayWorld(
      { front: on('[ 198.51.100.7 ]'), llm: 'vswitches: [ shop-h ], securityGroup: closed' },
      ['llm shop-h 172.16.1.66'],
    )
    expect(outcome(world, 'call')).toBe('reached')
  })

  it('B.1: an ALB gateway calls instances in their VPC from its Local IPs, which their security group must admit', () => {
    const alb = (group: string) =>
      gatewayWorld(
        {
          more: `
gateways:
  front: { type: alb, internet: { vswitches: [ shop-h, shop-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ] } }
apps:
  llm: { kind: eas, instances: 1, gateway: front, token: secret-1, vswitches: [ shop-h ], securityGroup: ${group} }
`,
        },
        ['llm shop-h 172.16.1.66'],
      )
    expect(outcome(alb('closed'), 'call')).toBe('SG_NO_ALLOW_IN')
    expect(outcome(alb('closed'), 'theft')).toBe('SG_NO_ALLOW_IN')
  })

  it('B.1: an ALB gateway whose side is not enabled has nothing that could be called', () => {
    const more = `
gateways:
  front: { type: alb }
`
    const world = gatewayWorld({ more, llm: 'vswitches: [ shop-h ], securityGroup: closed' }, [])
    expect(outcome(world, 'call')).toBe('GW_ALB_NOT_CREATED')
    expect(outcome(world, 'own')).toBe('GW_ALB_NOT_CREATED')
  })

  it('B.6: a service group with automatic traffic is one pool of the instances of all its services', () => {
    const world = gatewayWorld(
      {
        front: on('[ 198.51.100.7 ]'),
        more: `
apps:
  a: { kind: eas, instances: 1, gateway: front }
  b: { kind: eas, instances: 2, gateway: front }
serviceGroups: { chat: { services: [ a, b ], traffic: auto } }
`,
        flows: '\nflows: { call: { from: laptop, to: gateway/front, service: chat } }\n',
      },
      [
        'a eas/network/cn-hangzhou-h 10.224.0.5',
        'b eas/network/cn-hangzhou-h 10.224.0.6',
        'b eas/network/cn-hangzhou-i 10.225.0.6',
      ],
    )
    const { told, answer } = balancedStory(world, 'call')
    expect(answer.reachable).toBe(true)
    expect(told!.explanation.hops.find(({ stage }) => stage === 'pick-backend')!.why).toContain('one of 3')
  })
})

describe('The shared gateway', () => {
  it('B.1, B.4: has no whitelist, and is called by its public and its VPC name', () => {
    const world = gatewayWorld({
      more: `
gateways: { region: { type: shared, publicAddress: 203.0.113.220, internalAddress: 100.118.0.9 } }
apps: { llm: { kind: eas, instances: 1, token: secret-1 } }
`,
      flows: `
flows:
  call: { from: laptop, to: gateway/region, service: llm }
  inside: { from: server/own, to: gateway/region, service: llm }
  around: { from: server/own, to: gateway/region, service: llm, via: public }
  name: { from: laptop, to: name/region.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
  vpc: { from: server/lab, to: name/region.vpc.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
  outside: { from: laptop, to: name/region.vpc.cn-hangzhou.pai-eas.aliyuncs.com, service: llm, port: 80 }
`,
    })
    for (const flow of ['call', 'inside', 'around', 'name', 'vpc'])
      expect(outcome(world, flow)).toBe('reached')
    expect(sourcesOf(world, 'inside')).toEqual(['172.16.1.5'])
    expect(sourcesOf(world, 'around')).toEqual(['203.0.113.7'])
    expect(outcome(world, 'outside')).toBe('NAME_OTHER_SIDE')
  })
})

describe('The story of a call', () => {
  it('tells of the gateway by its name', () => {
    const world = gatewayWorld({ front: `${LINK}, ${on('[ 198.51.100.7 ]')}` })
    const { hops } = balancedStory(world, 'call').told!.explanation
    expect(hops.map(({ stage, component, why }) => `${stage}: ${component}: ${why}`)).toMatchInlineSnapshot(`
      [
        "internet: the Internet: 203.0.113.200 is an address of gateway front (Internet).",
        "listener: gateway front (Internet): Listener http hears http 80.",
        "service-whitelist: public whitelist of gateway front: It has 198.51.100.7, the public address that the caller comes with.",
        "l7-rule: listener http of gateway front (Internet): GET gw-front.cn-hangzhou.pai-eas.aliyuncs.com/api/predict/llm: rule llm matches, and it goes to service llm.",
        "pick-backend: service llm: 10.224.0.5:8000 gets it, one of 2 that may be picked (10.224.0.5:8000, 10.225.0.5:8000). The gateway calls it inside EAS, where no security group or ACL stands.",
        "deliver: instance of llm: llm answers on port 8000.",
        "pick-backend: service llm: The balancer knows the connection, and the reply comes from the address that was called.",
      ]
    `)
    const inner = balancedStory(world, 'behind').told!.explanation.hops
    expect(inner.map(({ stage, component, why }) => `${stage}: ${component}: ${why}`)).toMatchInlineSnapshot(`
      [
        "sg-out: security group web of behind: No rule matches, and a basic security group lets such egress pass.",
        "route: route table of VPC shop: The longest match is 172.16.1.0/24 to vSwitch shop-h.",
        "listener: gateway front (VPC shop): Listener http hears http 80.",
        "service-whitelist: whitelist for VPC shop of gateway front: It has 172.16.2.5, the private address that the caller comes with.",
        "l7-rule: listener http of gateway front (VPC shop): GET gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com/api/predict/llm: rule llm matches, and it goes to service llm.",
        "pick-backend: service llm: 10.224.0.5:8000 gets it, one of 2 that may be picked (10.224.0.5:8000, 10.225.0.5:8000). The gateway calls it inside EAS, where no security group or ACL stands.",
        "deliver: instance of llm: llm answers on port 8000.",
        "pick-backend: service llm: The balancer knows the connection, and the reply comes from the address that was called.",
        "sg-out: security group web of behind: The reply belongs to a session that the security group let out, so no rule is asked.",
      ]
    `)
  })
})
