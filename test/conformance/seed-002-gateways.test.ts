/** Seed 002, Part I: gateways, their sides, whitelists, links and domains, sentence by sentence. */
import { describe, expect, it } from 'vitest'
import { MINUTE_US } from '../../src/cloud/duration-range.ts'
import { courseOf, world } from './gateway-play.ts'
import { play, problemsOf } from './play.ts'

const inVpc = 'vswitches: [ net-h ], securityGroup: web'
const bothSides =
  '{ type: alb, vpc: { vswitches: [ net-h, net-i ] }, internet: { vswitches: [ net-h, net-i ] } }'
const alb = (gateway = bothSides, llm = inVpc) => world({ gateway, llm })
const open = (whitelist: string) => `internet: { entry: on, whitelist: ${whitelist} }`
const ranges = (count: number) =>
  `[ ${Array.from({ length: count }, (_, at) => `192.0.2.${at}/32`).join(', ')} ]`
const link = (keys = '') => `vpcs: { net: { vswitch: net-h${keys} } }`

/** "A network connection": one CEN with both VPCs. */
const CONNECTED =
  'cens: { wide: { mesh: true, attachments: { net: { vswitches: [ net-h, net-i ] }, far: { vswitches: [ far-h, far-i ] } } } }'

/** How long the one change of the file took to come through. */
function delayOf(text: string): number {
  const { events } = play(text).trace
  const ordered = events.find(({ kind }) => kind === 'configured')!
  const effective = events.find(({ kind, cause }) => kind === 'effective' && cause === ordered.seq)!
  return effective.atUs - ordered.atUs
}

describe('an ALB gateway', () => {
  it('"It supports HTTP and HTTPS"', () => {
    const certificate = 'internet: { vswitches: [ net-h, net-i ], certificates: [ api ] }'
    const text = world({
      gateway: `{ type: alb, ${certificate} }`,
      llm: inVpc,
      more: 'dns: { api.example.com: { cname: gw-front.cn-hangzhou.pai-eas.aliyuncs.com } }',
      flows:
        '  http: { from: laptop, to: name/api.example.com, port: 80, service: llm }\n  https: { from: laptop, to: name/api.example.com, port: 443, service: llm }\n',
    })
    expect(courseOf(text, 'http')).toEqual(['0m REACHABLE'])
    expect(courseOf(text, 'https')).toEqual(['0m REACHABLE'])
  })

  it('"In this step no cloud resources are created": a record that nobody can call', () => {
    const text = alb('{ type: alb }')
    expect([...play(text).scenario.topology.loadBalancers.keys()]).toEqual([])
    expect(courseOf(text)).toEqual(['0m GW_ALB_NOT_CREATED'])
    expect(courseOf(text, 'private')).toEqual(['0m GW_ALB_NOT_CREATED'])
  })

  it('"Enabling access creates an ALB instance and binds it to the gateway": one for each side', () => {
    const kinds = (text: string) =>
      [...play(text).scenario.topology.loadBalancers.values()].map(({ kind, name }) => `${kind} ${name}`)
    expect(kinds(alb())).toEqual(['alb gateway/front/internet', 'alb gateway/front/intranet'])
    expect(kinds(alb('{ type: alb, vpc: { vswitches: [ net-h, net-i ] } }'))).toEqual([
      'alb gateway/front/intranet',
    ])
    expect([courseOf(alb()), courseOf(alb(), 'private')]).toEqual([['0m REACHABLE'], ['0m REACHABLE']])
  })

  it('"With both public and private access, the same VPC must be used"', () => {
    const apart =
      '{ type: alb, vpc: { vswitches: [ net-h, net-i ] }, internet: { vswitches: [ far-h, far-i ] } }'
    expect(problemsOf(alb(apart))).toContain('GATEWAY_VPC_DIFFERS')
  })

  it('"All EAS services of this gateway must be deployed in that same VPC"', () => {
    expect(problemsOf(alb(bothSides, 'vswitches: [ far-h ], securityGroup: out'))).toEqual([
      'GATEWAY_SERVICE_VPC',
    ])
    expect(problemsOf(alb(bothSides, ''))).toEqual(['GATEWAY_SERVICE_VPC'])
  })

  it('"Select at least two vSwitches in different zones"', () =>
    expect(problemsOf(alb('{ type: alb, vpc: { vswitches: [ net-h ] } }'))).toEqual(['ALB_ZONES']))

  it('"Only one vSwitch can be selected for each zone"', () =>
    expect(problemsOf(alb('{ type: alb, vpc: { vswitches: [ net-h, net-h ] } }'))).toContain(
      'ALB_ZONE_TWICE',
    ))

  it('"If public access is enabled already, the VPC selected here must be the same": by a later change, too', () => {
    const later = '{ at: 5m, set: gateways.front.vpc, to: { vswitches: [ far-h, far-i ] } }'
    const internet = '{ type: alb, internet: { vswitches: [ net-h, net-i ] } }'
    expect(problemsOf(world({ gateway: internet, llm: inVpc, timeline: [later] }))).toContain(
      'GATEWAY_VPC_DIFFERS',
    )
  })

  it('"The system starts to create the ALB instance": afterwards it can be called', () => {
    const to = '{ vswitches: [ net-h, net-i ], addresses: [ 172.16.1.250, 172.16.2.250 ] }'
    const timeline = [`{ at: 5m, set: gateways.front.vpc, to: ${to} }`]
    const course = courseOf(world({ gateway: '{ type: alb }', llm: inVpc, timeline }), 'private')
    expect(course.slice(0, 2)).toEqual(['0m GW_ALB_NOT_CREATED', '5m GW_ALB_CREATING'])
    expect(course.at(-1)).toMatch(/REACHABLE$/)
  })
})

describe('a side of an ALB gateway that is enabled later', () => {
  const sides = 'vswitches: [ net-h, net-i ]'
  const later = (first: string, key: string) =>
    world({
      gateway: `{ type: alb, ${first}: { ${sides} } }`,
      llm: inVpc,
      timeline: [`{ at: 5m, set: gateways.front.${key}, to: { ${sides} } }`],
    })

  it('should leave the other one as it is, whichever comes first', () => {
    expect(courseOf(later('vpc', 'internet'), 'private')).toEqual(['0m REACHABLE'])
    expect(courseOf(later('internet', 'vpc'))).toEqual(['0m REACHABLE'])
  })

  it('should have addresses that no instance has', () => {
    const course = courseOf(later('internet', 'vpc'), 'private')
    expect(course.at(-1)).toMatch(/REACHABLE$/)
  })

  it('should have public addresses that no other gateway has', () => {
    const more =
      '  other: { type: managed, spec: 2c4g, nodes: 2, internet: { entry: on, whitelist: [ 0.0.0.0/0 ] } }\n'
    const text = world({
      gateway: '{ type: alb }',
      llm: inVpc,
      timeline: [`{ at: 5m, set: gateways.front.internet, to: { ${sides} } }`],
    }).replace('apps:\n', `${more}apps:\n`)
    const course = courseOf(text)
    expect(course[0]).toBe('0m GW_ALB_NOT_CREATED')
    expect(course.at(-1)).toMatch(/REACHABLE$/)
  })
})

describe('a managed gateway', () => {
  it('"Specification and number of nodes can be updated; it takes about 3 to 5 minutes"', () => {
    for (const [path, to] of [
      ['gateways.front.nodes', '4'],
      ['gateways.front.spec', '8c16g'],
    ] as const) {
      const delayUs = delayOf(world({ timeline: [`{ at: 5m, set: ${path}, to: ${to} }`] }))
      expect(delayUs).toBeGreaterThanOrEqual(3 * MINUTE_US)
      expect(delayUs).toBeLessThanOrEqual(5 * MINUTE_US)
    }
  })

  it('seed 002, B.5: what it carries grows when the change is effective, and not when it is ordered', () => {
    const keys = 'internet: { entry: on, whitelist: [ 198.51.100.7 ] }, metrics: true'
    const gateway = `{ type: managed, spec: 2c4g, nodes: 1, ${keys} }`
    const open = '{ perInstance: 45000, open: 1m, closeAfter: 1m, every: 2m }'
    const flows = `  many: { from: laptop, to: gateway/front, service: llm, connections: ${open} }\n`
    for (const change of ['nodes, to: 2', 'spec, to: 4c8g']) {
      const timeline = [`{ at: 5m, set: gateways.front.${change} }`]
      const { trace } = play(world({ gateway, flows, timeline, duration: '16m' }))
      const refused = trace.gateways![0]!.minutes.map(({ refusedConnections }) => refusedConnections)
      expect([1, 3, 5, 7, 11].map((minute) => refused[minute])).toEqual([5_000, 5_000, 5_000, 5_000, 0])
    }
  })

  it('"Turn on the access entry: the public channel opens"', () => {
    const front = 'internet: { entry: off, whitelist: [ 198.51.100.7 ] }'
    const timeline = ['{ at: 5m, set: gateways.front.internet.entry, to: on }']
    expect(courseOf(world({ front, timeline }))).toEqual(['0m GW_PUBLIC_ENTRY_OFF', '5m REACHABLE'])
  })

  it('"By default it cannot be accessed over the public network": the entry is off, and the list empty', () => {
    expect(courseOf(world({ front: 'logs: false' }))).toEqual(['0m GW_PUBLIC_ENTRY_OFF'])
    expect(courseOf(world({ front: 'internet: { entry: on }' }))).toEqual(['0m GW_PUBLIC_WHITELIST_EMPTY'])
  })

  it('"Enter the public IP ranges that are allowed, such as 192.0.2.0/24": a match and a miss', () => {
    const text = world({ front: open('[ 198.51.100.0/24 ]') })
    expect(courseOf(text)).toEqual(['0m REACHABLE'])
    expect(courseOf(text, 'strange')).toEqual(['0m GW_PUBLIC_WHITELIST_MISS'])
  })

  it('"Entries are separated by commas or line breaks"', () => {
    expect(courseOf(world({ front: open("'192.0.2.0/24,198.51.100.7'") }))).toEqual(['0m REACHABLE'])
    expect(courseOf(world({ front: open('"192.0.2.0/24\\n198.51.100.7"') }))).toEqual(['0m REACHABLE'])
  })

  it('"To allow any public IP address, add 0.0.0.0/0"', () =>
    expect(courseOf(world({ front: open('[ 0.0.0.0/0 ]') }), 'strange')).toEqual(['0m REACHABLE']))

  it('"At most 15 ranges can be added"', () => {
    expect(problemsOf(world({ front: open(ranges(15)) }))).toEqual([])
    expect(problemsOf(world({ front: open(ranges(16)) }))).toEqual(['GATEWAY_WHITELIST_SIZE'])
  })

  it('"Add the public IP address of the local machine to the whitelist": then it gets an answer', () => {
    const timeline = ['{ at: 5m, set: gateways.front.internet.whitelist, to: [ 198.51.100.7 ] }']
    expect(courseOf(world({ front: 'internet: { entry: on }', timeline }))).toEqual([
      '0m GW_PUBLIC_WHITELIST_EMPTY',
      '5m REACHABLE',
    ])
  })

  it('"Turn off the access entry to disable public access": nobody gets through any more', () => {
    const timeline = ['{ at: 5m, set: gateways.front.internet.entry, to: off }']
    expect(courseOf(world({ timeline }))).toEqual(['0m REACHABLE', '5m GW_PUBLIC_ENTRY_OFF'])
  })

  it('"Add a VPC, and select the VPC and vSwitch to connect": nobody else calls from inside', () => {
    expect(courseOf(world({ front: link() }), 'private')).toEqual(['0m REACHABLE'])
    expect(courseOf(world({ front: link() }), 'otherVpc')).toEqual(['0m GW_VPC_NOT_ADDED'])
  })

  it('"The VPC of another account in the same region can be added; its servers call over the VPC address"', () => {
    const front = 'vpcs: { far: { vswitch: far-h, account: account-b } }'
    const more = 'features: { crossAccountVpc: true }'
    expect(courseOf(world({ front, more }), 'otherVpc')).toEqual(['0m REACHABLE'])
    const elsewhere = front.replace('account-b', 'account-b, region: cn-beijing')
    expect(problemsOf(world({ front: elsewhere, more }))).toEqual(['GATEWAY_REGION'])
  })

  it('"This is a whitelisted feature: submit a ticket to use it"', () =>
    expect(problemsOf(world({ front: 'vpcs: { far: { vswitch: far-h, account: account-b } }' }))).toEqual([
      'GATEWAY_CROSS_ACCOUNT',
    ]))

  it('"Authoritative DNS resolution, for callers of other clouds and data centres that are connected"', () => {
    const called = 'to: name/gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com, port: 80, service: llm'
    const text = (dns: string) =>
      world({
        front: link(dns),
        flows: `  named: { from: server/far, ${called} }\n`,
        more: CONNECTED,
      })
    expect(courseOf(text(', authoritativeDns: true'), 'named')).toEqual(['0m REACHABLE'])
    expect(courseOf(text(''), 'named')[0]).not.toMatch(/REACHABLE/)
  })

  it('"… which requires a network connection beforehand"', () => {
    const called = 'to: name/gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com, port: 80, service: llm'
    const front = link(', authoritativeDns: true')
    const [course] = courseOf(world({ front, flows: `  named: { from: server/far, ${called} }\n` }), 'named')
    expect(course).not.toMatch(/REACHABLE/)
  })

  it('"Authoritative resolution can currently be used with one VPC only"', () => {
    const front =
      'vpcs: { net: { vswitch: net-h, authoritativeDns: true }, far: { vswitch: far-h, authoritativeDns: true } }'
    expect(problemsOf(world({ front }))).toEqual(['GATEWAY_DNS_TWICE'])
  })

  it('"After a VPC is added, 0.0.0.0/0 is in its whitelist; it can be modified as needed"', () => {
    expect(courseOf(world({ front: link() }), 'private')).toEqual(['0m REACHABLE'])
    const other = world({ front: link(', whitelist: [ 172.16.2.0/24 ]') })
    expect(courseOf(other, 'private')).toEqual(['0m GW_VPC_WHITELIST_MISS'])
    expect(courseOf(other, 'otherZone')).toEqual(['0m REACHABLE'])
  })

  it('"On a machine inside the VPC, access the domain name address": an answer over the private network', () => {
    const called = 'to: name/gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com, port: 80, service: llm'
    expect(
      courseOf(world({ front: link(), flows: `  named: { from: server/pc-h, ${called} }\n` }), 'named'),
    ).toEqual(['0m REACHABLE'])
  })

  it('"Inside the VPC it can be called from any zone, not only from that of the vSwitch"', () =>
    expect(courseOf(world({ front: link() }), 'otherZone')).toEqual(['0m REACHABLE']))

  it('"Delete the VPC to close its channel": afterwards nobody calls from there', () => {
    const timeline = ['{ at: 5m, set: gateways.front.vpcs, to: {} }']
    expect(courseOf(world({ front: link(), timeline }), 'private')).toEqual([
      '0m REACHABLE',
      '5m GW_VPC_REMOVED',
    ])
  })
})
