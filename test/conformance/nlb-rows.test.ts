/** The rows of facts/load-balancing 2a on NLB, as a file asks for them and a run shows them. */
import { describe, expect, it } from 'vitest'
import { poolsOf } from '../../src/cloud/backend-pool.ts'
import { quotasWith } from '../../src/cloud/quotas.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { app, flow, NETWORK, type Play, play, problemsOf } from './play.ts'

const SERVERS = `servers:
  one: { vswitch: net-h, securityGroups: [ web ], ports: [ tcp 8080, tcp 8081, udp 8080 ] }
  two: { vswitch: net-i, securityGroups: [ web ], ports: [ tcp 8080, tcp 8081, udp 8080 ] }
`
const BOTH = '[ server/one:8080, server/two:8080 ]'
const PUBLIC = 'network: internet, publicAddresses: [ 203.0.113.10, 203.0.113.11 ], '

interface Words {
  readonly group?: string
  readonly listener?: string
  readonly balancer?: string
  readonly servers?: string
  readonly more?: string
}

/** One NLB `front` with a listener `l4` at port 80, and a group `pool` of two servers behind it. */
const file = ({ group = '', listener = '', balancer = '', servers = BOTH, more = '' }: Words) =>
  `${NETWORK}certificates: { shop: { domains: shop.example.com } }
${SERVERS}serverGroups:
  pool: { product: nlb, servers: ${servers}${group === '' ? '' : `, ${group}`} }
loadBalancers:
  front: { type: nlb, ${balancer}vswitches: [ net-h, net-i ], listeners: { l4: { port: 80, protocol: tcp, default: pool${listener === '' ? '' : `, ${listener}`} } } }
${more}`

const FROM_CLIENT = 'flows: { in: { from: client, to: loadBalancer/front, port: 80 } }\n'
const first = ({ summary }: Play, name = 'in') => {
  const { status, code } = flow(summary, name).intervals[0]!
  return code ?? status
}
const told = (text: string) => first(play(text))
const groupIn = (text: string) => play(text).scenario.topology.serverGroups.get('pool')!
const listenerIn = (text: string) =>
  play(text).scenario.topology.loadBalancers.get('front')!.listeners.get('l4')!
const sourcesIn = ({ summary }: Play) =>
  flow(summary, 'in').sources.map(({ address }) => formatIpv4(address as number))
const tcpssl = (group: string) =>
  file({ group, listener: 'certificates: shop' }).replace('protocol: tcp,', 'protocol: tcpssl,')

describe('2a.1 an NLB', () => {
  it('zones: two or more, one vSwitch and one address in each', () => {
    const { zones } = play(file({})).scenario.topology.loadBalancers.get('front') as {
      zones: readonly { zone: string; address: number }[]
    } & object
    expect(zones.map(({ zone, address }) => `${zone} ${formatIpv4(address)}`)).toEqual([
      'cn-hangzhou-h 172.16.1.2',
      'cn-hangzhou-i 172.16.2.2',
    ])
    expect(problemsOf(file({}).replace('[ net-h, net-i ], listeners', '[ net-h ], listeners'))).toEqual([
      'NLB_ZONES',
    ])
    const chosen = file({ balancer: 'addresses: [ 172.16.1.9, 172.16.2.9 ], ' })
    expect(problemsOf(chosen)).toEqual([])
  })

  it('address type: Internet has an EIP in each zone, Intranet is reached inside alone', () => {
    expect(told(file({ balancer: PUBLIC, more: FROM_CLIENT }))).toBe('REACHABLE')
    expect(told(file({ more: FROM_CLIENT }))).toBe('LB_HAS_NO_PUBLIC_SIDE')
    expect(problemsOf(file({ balancer: 'network: internet, ' }))).toEqual(['MISSING_KEY'])
  })

  it('access: a domain leads to it by a CNAME to its name, which stands for all its zones', () => {
    const dns = (record: string) =>
      file({
        balancer: PUBLIC,
        more: `dns: { shop.example.com: ${record} }\nflows: { in: { from: client, to: shop.example.com, port: 80 } }\n`,
      })
    const world = play(dns('{ cname: front.nlb.example }'))
    expect(first(world)).toBe('REACHABLE')
    expect(world.scenario.topology.loadBalancers.get('front')!.hostname).toBe('front.nlb.example')
  })

  it('security groups: none, or one without a rule that denies, lets everybody in; a rule that denies refuses', () => {
    const guarded = (rule: string) =>
      file({ balancer: `${PUBLIC}securityGroups: [ guard ], `, more: FROM_CLIENT }).replace(
        'internet:',
        `  guard: { vpc: net, ingress: [ ${rule} ] }\ninternet:`,
      )
    expect(told(guarded('{ accept: tcp 443, from: 10.0.0.0/8 }'))).toBe('REACHABLE')
    expect(told(guarded('{ drop: all, from: 198.51.100.0/24 }'))).toBe('SG_DENY_RULE')
    expect(told(guarded('{ drop: all, from: 192.0.2.0/24 }'))).toBe('REACHABLE')
  })

  it('access lists: has none', () => {
    const text = file({ listener: 'access: { white: [ office ] }' })
    expect(
      problemsOf(text.replace('certificates:', 'accessLists: { office: [ 192.0.2.0/24 ] }\ncertificates:')),
    ).toEqual(['KEYS_EXCLUSIVE'])
  })

  it('cross-zone: a switch of the instance; off, a node knows the servers of its zone', () => {
    const onlyH = { servers: '[ server/one:8080 ]', more: FROM_CLIENT }
    expect(told(file({ ...onlyH, balancer: PUBLIC }))).toBe('REACHABLE')
    const off = play(file({ ...onlyH, balancer: `${PUBLIC}crossZone: false, ` }))
    expect(flow(off.summary, 'in').intervals[0]).toMatchObject({ status: 'PARTIAL', code: 'BACKENDS_NONE' })
    expect(problemsOf(file({ group: 'crossZone: false' }))).toEqual(['KEYS_EXCLUSIVE'])
  })

  it('Local IPs: two of each vSwitch, or those that the file names', () => {
    const locals = (balancer: string) => {
      const { zones } = play(file({ balancer })).scenario.topology.loadBalancers.get('front') as {
        zones: readonly { localAddresses: readonly number[] }[]
      } & object
      return zones.map(({ localAddresses }) => localAddresses.map(formatIpv4).join(' '))
    }
    expect(locals('')).toEqual(['172.16.1.3 172.16.1.4', '172.16.2.3 172.16.2.4'])
    expect(locals('localAddresses: [ [ 172.16.1.90 ], [ 172.16.2.90 ] ], ')).toEqual([
      '172.16.1.90',
      '172.16.2.90',
    ])
  })
})

describe('2a.2 a listener of NLB', () => {
  it('NLB protocols: TCP, UDP and TCPSSL, none of layer 7', () => {
    expect(told(file({ balancer: PUBLIC, more: FROM_CLIENT }))).toBe('REACHABLE')
    const udp = file({ group: 'protocol: udp', balancer: PUBLIC, more: FROM_CLIENT })
      .replace('80, protocol: tcp', '80, protocol: udp')
      .replace('front, port: 80', 'front, protocol: udp, port: 80')
    // The group of the servers lets in TCP alone.
    expect(told(udp)).toBe('SG_NO_ALLOW_IN')
    expect(told(udp.replace('{ accept: tcp 8080', '{ accept: udp 8080'))).toBe('REACHABLE')
    const text =
      tcpssl('preserveClientIp: false') + FROM_CLIENT.replace('port: 80', 'port: 80, host: shop.example.com')
    expect(told(text.replace('type: nlb, ', `type: nlb, ${PUBLIC}`))).toBe('REACHABLE')
    expect(problemsOf(file({}).replace('80, protocol: tcp', '80, protocol: http'))).toEqual([
      'LISTENER_PROTOCOL',
    ])
  })

  it('one group: it has no rules', () =>
    expect(problemsOf(file({ listener: 'rules: { a: { url: /a, group: pool } }' }))).toEqual([
      'KEYS_EXCLUSIVE',
    ]))

  it('idle timeout: 900 s, or what is written, 1 s to 900 s', () => {
    expect(listenerIn(file({}))).toMatchObject({ idleTimeoutUs: 900_000_000 })
    expect(listenerIn(file({ listener: 'idleTimeout: 30s' }))).toMatchObject({ idleTimeoutUs: 30_000_000 })
    expect(problemsOf(file({ listener: 'idleTimeout: 901s' }))).toEqual(['VALUE_OUT_OF_RANGE'])
  })

  it('port range: it hears on all of them, with a group of any port', () => {
    const range = file({
      balancer: PUBLIC,
      group: 'anyPort: true',
      listener: 'lastPort: 9000',
      more: 'flows: { in: { from: client, to: loadBalancer/front, port: 8080 }, above: { from: client, to: loadBalancer/front, port: 9001 }, other: { from: client, to: loadBalancer/front, port: 8081 } }\n',
    })
    const world = play(range.replace('accept: tcp 8080', 'accept: tcp 8080-8081'))
    expect([first(world), first(world, 'other'), first(world, 'above')]).toEqual([
      'REACHABLE',
      'REACHABLE',
      'LISTENER_ABSENT',
    ])
    expect(problemsOf(file({ listener: 'lastPort: 90' }))).toEqual(['NLB_ANY_PORT'])
    expect(problemsOf(file({ group: 'anyPort: true', listener: 'lastPort: 80' }))).toEqual(['NLB_PORT_RANGE'])
  })

  it('certificates: TCPSSL shows one, by SNI, and whoever asks for another name gives up', () => {
    const called = (host: string) =>
      told(
        `${tcpssl('preserveClientIp: false').replace('type: nlb, ', `type: nlb, ${PUBLIC}`)}${FROM_CLIENT.replace('port: 80', `port: 80, host: ${host}`)}`,
      )
    expect([called('shop.example.com'), called('other.example.com')]).toEqual([
      'REACHABLE',
      'CERT_NAME_MISMATCH',
    ])
    expect(problemsOf(file({}).replace('protocol: tcp,', 'protocol: tcpssl,'))).toContain(
      'LISTENER_CERTIFICATE',
    )
    expect(problemsOf(file({ listener: 'certificates: shop' }))).toEqual(['KEYS_EXCLUSIVE'])
  })

  it('new connections per second: no limit can be asked for', () =>
    expect(problemsOf(file({ listener: 'cps: 100' }))).toEqual(['UNKNOWN_KEY']))
})

describe('2a.3 a server group of NLB', () => {
  it('NLB types: servers or plain addresses, never both', () => {
    expect(problemsOf(file({ servers: '[ 10.0.0.7:80 ]' }))).toEqual([])
    expect(
      problemsOf(file({ servers: '[ 10.0.0.7:80, server/one:8080 ]', group: 'preserveClientIp: false' })),
    ).toEqual(['SERVER_GROUP_TYPE'])
  })

  it.each([
    ['tcp', 'tcp', true],
    ['tcp', 'udp', false],
    ['udp', 'udp', true],
    ['udp', 'tcp', false],
    ['tcp_udp', 'tcp', true],
    ['tcp_udp', 'udp', true],
  ])('NLB group protocol: %s behind %s is taken: %s', (of, heard, isTaken) => {
    const text = file({ group: `protocol: ${of}` }).replace('80, protocol: tcp', `80, protocol: ${heard}`)
    expect(problemsOf(text)).toEqual(isTaken ? [] : ['SERVER_GROUP_PROTOCOL'])
  })

  it('NLB group protocol, no preservation: TCPSSL takes a TCP group that does not preserve clients', () => {
    expect(problemsOf(tcpssl('preserveClientIp: false'))).toEqual([])
    expect(problemsOf(tcpssl('preserveClientIp: true'))).toEqual(['SERVER_GROUP_PROTOCOL'])
    expect(problemsOf(file({ servers: '[ 10.0.0.7:80 ]', group: 'preserveClientIp: true' }))).toEqual([
      'SERVER_GROUP_OPTIONS',
    ])
    expect(groupIn(file({ servers: '[ 10.0.0.7:80 ]' })).nlb!.preservesClient).toBe(false)
  })

  it.each(['wrr', 'wlc', 'rr', 'sch', 'tch'])('NLB schedulers: %s', (scheduler) =>
    expect(groupIn(file({ group: `scheduler: ${scheduler}` })).scheduler).toEqual({ kind: scheduler }),
  )

  it('NLB schedulers: wrr by default, qch for UDP alone, uch of ALB never', () => {
    expect(groupIn(file({})).scheduler).toEqual({ kind: 'wrr' })
    expect(problemsOf(file({ group: 'scheduler: qch' }))).toEqual(['SERVER_GROUP_OPTIONS'])
    expect(problemsOf(file({ group: 'scheduler: { uch: user }' }))).toEqual(['SERVER_GROUP_OPTIONS'])
    const udp = file({ group: 'protocol: udp, scheduler: qch' }).replace(
      '80, protocol: tcp',
      '80, protocol: udp',
    )
    expect(problemsOf(udp)).toEqual([])
  })

  /** Their group admits one source only, so who gets through shows the source that servers see. */
  const seenAs = (source: string, group: string) =>
    told(
      file({ group, balancer: PUBLIC, more: FROM_CLIENT }).replace(
        'tcp 8080, from: 0.0.0.0/0',
        `tcp 8080, from: ${source}`,
      ),
    )

  it('client IP preservation on: servers, and their security groups, see the client', () => {
    expect(seenAs('198.51.100.7/32', '')).toBe('REACHABLE')
    expect(seenAs('172.16.0.0/16', '')).toBe('SG_NO_ALLOW_IN')
    expect(sourcesIn(play(file({ balancer: PUBLIC, more: FROM_CLIENT })))).toEqual(['198.51.100.7'])
  })

  it('client IP preservation off: they see a Local IP', () => {
    expect(seenAs('198.51.100.7/32', 'preserveClientIp: false')).toBe('SG_NO_ALLOW_IN')
    expect(seenAs('172.16.0.0/16', 'preserveClientIp: false')).toBe('REACHABLE')
  })

  it('hairpin, section 9 row 25, assume.nlbHairpin: fails, or works; with preservation off it always works', () => {
    const self = (group: string, assume = '') =>
      play(
        `${assume}${file({ group, servers: '[ server/one:8080 ]', more: 'flows: { in: { from: server/one, to: loadBalancer/front, port: 80 } }\n' })}`,
      )
    expect(first(self(''))).toBe('LB_HAIRPIN')
    expect(first(self('', 'assume: { nlbHairpin: works }'))).toBe('REACHABLE')
    expect(first(self('preserveClientIp: false'))).toBe('REACHABLE')
  })

  it('section 9 row 24, assume.nlbClientIp: kept, or replaced, where a group says nothing', () => {
    const kept = (assume: string, group = '') => groupIn(`${assume}${file({ group })}`).nlb!.preservesClient
    expect([kept(''), kept('assume: { nlbClientIp: replaced }')]).toEqual([true, false])
    expect(kept('assume: { nlbClientIp: replaced }', 'preserveClientIp: true')).toBe(true)
  })

  it('any port: servers are called on the port that the client called', () => {
    const text = file({ group: 'anyPort: true', balancer: PUBLIC, more: FROM_CLIENT })
    expect(told(text.replace('accept: tcp 8080', 'accept: tcp 80'))).toBe('BACKEND_PORT_MISMATCH')
    expect(
      told(
        text
          .replaceAll('port: 80,', 'port: 8081,')
          .replace('port: 80 }', 'port: 8081 }')
          .replace('accept: tcp 8080', 'accept: tcp 8081'),
      ),
    ).toBe('REACHABLE')
  })

  const backendEvents = ({ trace }: Play, server: string) =>
    trace.events.flatMap((event) => (event.kind === 'backend' && event.server === server ? [event] : []))

  it('NLB connection drain: on removal and on turning unhealthy, 10 s to 900 s; off by default', () => {
    const removed = (group: string) =>
      backendEvents(
        play(
          `${file({ group })}timeline: [ { at: 1m, set: serverGroups.pool.servers, to: [ 'server/one:8080' ] } ]\n`,
        ),
        'server/two',
      ).map(({ state, drainsUntilUs }) => [state, drainsUntilUs])
    expect(removed('drain: 30s')).toEqual([
      ['healthy', undefined],
      ['draining', 90_000_000],
      ['gone', undefined],
    ])
    expect(removed('')).toEqual([
      ['healthy', undefined],
      ['gone', undefined],
    ])
    const stopped = backendEvents(
      play(`${file({ group: 'drain: 30s' })}timeline: [ { at: 1m, set: servers.two.running, to: false } ]\n`),
      'server/two',
    )
    expect(
      stopped.some(({ state, drainsUntilUs }) => state === 'unhealthy' && drainsUntilUs !== undefined),
    ).toBe(true)
    expect(problemsOf(file({ group: 'drain: 5s' }))).toEqual(['VALUE_OUT_OF_RANGE'])
  })

  it('NLB server weight: 0 gets nothing, 100 by default', () => {
    const text = file({
      servers: '[ { to: server/one, port: 8080, weight: 0 } ]',
      balancer: PUBLIC,
      more: FROM_CLIENT,
    })
    expect(told(text)).toBe('BACKENDS_NONE')
    expect(groupIn(file({})).members.map(({ weight }) => weight)).toEqual([100, 100])
  })
})

describe('2a.4 health checks of NLB', () => {
  it.each([
    ['NLB check protocol: TCP by default, of UDP groups UDP', { protocol: 'tcp' }],
    ['NLB check interval: 10 s', { intervalUs: 10_000_000 }],
    ['NLB check timeout: 5 s', { timeoutUs: 5_000_000 }],
    ['NLB check thresholds: 2 and 2', { healthyThreshold: 2, unhealthyThreshold: 2 }],
    ['NLB check of HTTP: GET / with 2xx', { method: 'GET', path: '/', codes: [{ first: 200, last: 299 }] }],
  ])('%s', (_, expected) => expect(groupIn(file({})).healthCheck).toMatchObject(expected))

  it('NLB check protocol, interval: HTTP and UDP may be written, HTTPS and gRPC not; an interval is 5 s to 50 s', () => {
    expect(
      groupIn(file({ group: 'healthCheck: { protocol: http, method: HEAD }' })).healthCheck,
    ).toMatchObject({
      protocol: 'http',
      method: 'HEAD',
    })
    expect(problemsOf(file({ group: 'healthCheck: { protocol: grpc }' }))).toEqual(['SERVER_GROUP_OPTIONS'])
    expect(problemsOf(file({ group: 'healthCheck: { interval: 4s }' }))).toEqual(['VALUE_OUT_OF_RANGE'])
  })

  const DOWN = 'timeline: [ { at: 1m, set: servers.two.running, to: false } ]\n'
  const turns = (text: string) =>
    play(text).trace.events.flatMap((event) =>
      event.kind === 'backend' && event.server === 'server/two' && event.state === 'unhealthy'
        ? [event.atUs]
        : [],
    )

  it('NLB window: a server that is silent is out within 20 s and the phase of its probes', () => {
    const [atUs] = turns(`${file({})}${DOWN}`)
    expect(atUs! - 60_000_000).toBeGreaterThanOrEqual(20_000_000)
    expect(atUs! - 60_000_000).toBeLessThanOrEqual(30_000_000)
  })

  it('NLB check port: that of the server, or another one', () => {
    const text = `${file({ group: 'healthCheck: { port: 9999 }', balancer: PUBLIC, more: FROM_CLIENT })}`
    const { scenario, trace } = play(text)
    expect(poolsOf(scenario.topology)[0]!.healthCheck!.port).toBe(9_999)
    const states = trace.events.flatMap((event) => (event.kind === 'backend' ? [event.state] : []))
    expect(new Set(states)).toEqual(new Set(['unhealthy']))
  })

  it('NLB check source: probes need no rule of a security group, unlike those of ALB', () => {
    const closed = (type: 'nlb' | 'alb') => {
      const text = file({}).replace('tcp 8080, from: 0.0.0.0/0', 'tcp 8080, from: 198.51.100.7/32')
      return play(
        type === 'nlb'
          ? text
          : text
              .replace('product: nlb', 'product: alb')
              .replace('type: nlb', 'type: alb')
              .replace('protocol: tcp', 'protocol: http'),
      ).trace.events.flatMap((event) => (event.kind === 'backend' ? [event.state] : []))
    }
    expect(new Set(closed('nlb'))).toEqual(new Set(['healthy']))
    expect(new Set(closed('alb'))).toEqual(new Set(['unhealthy']))
  })

  it('All unhealthy: best effort, all servers are given connections', () => {
    const text = file({ group: 'healthCheck: { port: 9999 }', balancer: PUBLIC, more: FROM_CLIENT })
    expect(told(text)).toBe('REACHABLE')
  })
})

describe('2a.5 quotas of NLB', () => {
  it.each([
    ['NLB instances / region', 'nlbs', 60],
    ['listeners / NLB', 'listenersPerNlb', 50],
    ['servers / NLB', 'serversPerNlb', 400],
    ['NLB groups / region', 'nlbServerGroups', 3_000],
    ['servers / NLB group', 'serversPerNlbGroup', 400],
    ['same server added to NLB groups', 'nlbGroupsPerServer', 200],
    ['one NLB group attached to listeners', 'usesPerNlbGroup', 50],
    ['additional certificates / NLB', 'certificatesPerNlb', 25],
  ] as const)('%s: quotas.%s is %i', (_, key, count) => expect(quotasWith()[key]).toBe(count))

  it('listeners and uses: one more than 50 is refused, unless the quota is raised', () => {
    const listeners = Array.from(
      { length: 51 },
      (_, at) => `l${at}: { port: ${100 + at}, protocol: tcp, default: pool }`,
    )
    const text = file({}).replace(/listeners: \{ .* \} \}\n/, `listeners: { ${listeners.join(', ')} } }\n`)
    expect(problemsOf(text)).toEqual(['QUOTA_EXCEEDED', 'QUOTA_EXCEEDED'])
    expect(problemsOf(`quotas: { listenersPerNlb: 60, usesPerNlbGroup: 60 }\n${text}`)).toEqual([])
  })

  it('servers of a group and of an NLB: one more than 400 is refused', () => {
    const servers = Array.from(
      { length: 401 },
      (_, at) => `10.1.${Math.floor(at / 250)}.${(at % 250) + 1}:80`,
    )
    expect(problemsOf(file({ servers: `[ ${servers.join(', ')} ]` }))).toEqual([
      'QUOTA_EXCEEDED',
      'QUOTA_EXCEEDED',
    ])
  })
})

describe('3.3 an SAE Service on an NLB (BindNlb)', () => {
  const service = (ports: string) =>
    `${NETWORK}certificates: { shop: { domains: shop.example.com } }
apps:
${app('shop', 'instances: 2')}loadBalancers:
  front: { type: nlb, ${PUBLIC}vswitches: [ net-h, net-i ] }
services: { shop: { app: shop, loadBalancer: front, ports: [ ${ports} ] } }
`
  it('should make listeners of TCP, UDP and TCPSSL, with groups that preserve clients where they can', () => {
    const { topology } = play(
      service(
        '{ port: 80, targetPort: 8080 }, { port: 53, targetPort: 8053, protocol: udp }, { port: 443, targetPort: 8080, protocol: tcpssl, certificate: shop }',
      ),
    ).scenario
    const listeners = [...topology.loadBalancers.get('front')!.listeners.values()]
    expect(
      listeners.map(({ kind, port, protocol, defaultGroup }) => [
        kind,
        port,
        protocol,
        defaultGroup,
        topology.serverGroups.get(defaultGroup!)!.nlb!.preservesClient,
      ]),
    ).toEqual([
      ['nlb', 80, 'tcp', 'sae/shop:8080/nlb', true],
      ['nlb', 53, 'udp', 'sae/shop:8053/nlb/udp', true],
      ['nlb', 443, 'tcpssl', 'sae/shop:8080/nlb/tcpssl', false],
    ])
  })

  it('should register and remove instances, as of other balancers', () => {
    const world = play(
      `${service('{ port: 80, targetPort: 8080 }')}${FROM_CLIENT}timeline: [ { at: 1m, scale: shop, instances: 3 } ]\n`,
    )
    expect(first(world)).toBe('REACHABLE')
    const states = world.trace.events.flatMap((event) =>
      event.kind === 'backend' && event.server === 'shop-3' ? [event.state] : [],
    )
    expect(states).toEqual(['adding', 'initial', 'healthy'])
  })

  it('should refuse ports that are taken, protocols of layer 7 and a gateway route', () => {
    expect(problemsOf(service('{ port: 80, protocol: http }'))).toEqual(['SERVICE_PROTOCOL'])
    expect(problemsOf(service('{ port: 80 }, { port: 80, targetPort: 8081 }'))).toEqual([
      'LISTENER_PORT_TAKEN',
    ])
    const route = `ingresses: { web: { loadBalancer: front, rules: [ { domain: a.example.com, path: /, app: shop } ] } }\n`
    expect(problemsOf(`${service('{ port: 81 }')}${route}`)).toEqual(['INGRESS_L4_UNSUPPORTED'])
  })
})
