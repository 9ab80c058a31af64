/** Facts/vpc sections 3 to 8: EIPs, security groups, network ACLs and IPv6, as a file meets them. */
import { describe, expect, it } from 'vitest'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { outcome, packetFrom, packetFromInternet, scene, tell } from '../datapath/scene.ts'
import { app, change, flow, NETWORK, play, problemsOf } from './play.ts'

const SHOP = `apps:\n${app('shop', 'instances: 2')}`

describe('facts/vpc section 3, EIPs', () => {
  it('R3.1: an EIP stands in a file once, wherever it is bound', () => {
    const pool = (address: string) => `${NETWORK}eipPools: { pool: { addresses: [ ${address} ] } }\n`
    const others = [
      'natGateways: { out: { vpc: net, vswitch: net-h, eips: [ 203.0.113.7 ] } }',
      'servers: { jump: { vswitch: net-h, securityGroups: [ web ], eip: 203.0.113.7 } }',
      'servers: { jump: { vswitch: net-h, securityGroups: [ web ] } }\nhaVips: { gate: { vswitch: net-h, address: 172.16.1.9, members: [ jump ], eip: 203.0.113.7 } }',
    ]
    for (const other of others) {
      expect(problemsOf(`${pool('203.0.113.7')}${other}\n`)).toEqual(['ADDRESS_DUPLICATE'])
      expect(problemsOf(`${pool('203.0.113.8')}${other}\n`)).toEqual([])
    }
  })

  it('R3.1: an EIP is of the region and not of a zone: one pool serves instances of two zones', () => {
    const { trace } = play(
      `${NETWORK}eipPools: { pool: { addresses: [ 203.0.113.1-203.0.113.2 ] } }\napps:\n${app('shop', 'instances: 2, eips: pool')}`,
    )
    const bound = trace.events.flatMap((event) =>
      event.kind === 'instance' && event.eip !== undefined
        ? [`${event.vswitch} ${formatIpv4(event.eip)}`]
        : [],
    )
    expect(new Set(bound)).toEqual(new Set(['net-h 203.0.113.1', 'net-i 203.0.113.2']))
  })

  it('R3.10: a pool that is made smaller releases what is free, and what is in use when it is free again', () => {
    const deployedFrom = (pool: string) => {
      const { summary, trace } = play(
        `${NETWORK}eipPools: { pool: { addresses: [ 203.0.113.1-203.0.113.4 ] } }\napps:\n${app('shop', 'instances: 3, eips: pool')}timeline:\n  - { at: 30s, set: eipPools.pool.addresses, to: [ ${pool} ] }\n  - { at: 1m, deploy: shop, version: v2 }\n`,
      )
      const bound = trace.events.flatMap((event) =>
        event.kind === 'eip' && event.status === 'InUse' && event.atUs > 0 ? [formatIpv4(event.address)] : [],
      )
      return [change(summary, 'shop').verdict, ...bound]
    }
    expect(deployedFrom('203.0.113.1-203.0.113.4')).toEqual([
      'SAFE',
      '203.0.113.4',
      '203.0.113.1',
      '203.0.113.2',
    ])
    expect(deployedFrom('203.0.113.1-203.0.113.3')).toEqual(['STUCK'])
    expect(deployedFrom('203.0.113.4-203.0.113.6')).toEqual([
      'SAFE',
      '203.0.113.4',
      '203.0.113.5',
      '203.0.113.6',
    ])
    expect(deployedFrom('203.0.113.4-203.0.113.5')).toEqual(['STUCK', '203.0.113.4', '203.0.113.5'])
  })

  it('R3.17: a whitelist of private access holds through a deployment with the vSwitches, not with the addresses', () => {
    const verdict = (entries: string) =>
      flow(
        play(
          `${NETWORK}${SHOP}databases: { orders: { engine: rds, vswitch: net-h, whitelist: { apps: [ ${entries} ] } } }\nflows: { query: { from: app/shop, to: db/orders } }\ntimeline:\n  - { at: 1m, deploy: shop, version: v2 }\n`,
        ).summary,
        'query',
      ).verdict
    const { summary } = play(`${NETWORK}${SHOP}databases: { orders: { engine: rds, vswitch: net-h } }\n`)
    const addresses = summary.apps[0]!.instances.map(({ address }) => formatIpv4(address!))
    expect(verdict(addresses.join(', '))).toBe('INTERMITTENT')
    expect(verdict('172.16.1.0/24, 172.16.2.0/24')).toBe('REACHABLE')
    expect(verdict('172.16.0.0/16')).toBe('REACHABLE')
  })
})

describe('facts/vpc section 5, security groups', () => {
  const groups = (text: string, more = '') => `simulate: 1
vpcs:
  net: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }, wide: { zone: cn-hangzhou-h, cidr: 172.16.64.0/18 } } }
  far: { cidr: 10.0.0.0/8 }
securityGroups: { ${text} }
${more}`

  it('R5.5: a basic group holds 6,000 addresses, an advanced one more', () => {
    const members = (type: string, instances: number) =>
      problemsOf(
        `quotas: { instancesPerApp: 7000 }\n${groups(`web: { vpc: net, type: ${type} }`, `apps: { shop: { vswitches: [wide], securityGroup: web, port: 80, instances: ${instances} } }\n`)}`,
      )
    expect(members('basic', 6_000)).toEqual([])
    expect(members('basic', 6_001)).toEqual(['SecurityGroupInstanceLimitExceeded'])
    expect(members('advanced', 6_001)).toEqual([])
  })

  it('R5.7: a group is of one VPC, and guards nothing in another', () => {
    const jump = (group: string) =>
      problemsOf(
        groups(
          'web: { vpc: net }, away: { vpc: far }',
          `servers: { jump: { vswitch: h, securityGroups: [ ${group} ] } }\n`,
        ),
      )
    expect([jump('web'), jump('away')]).toEqual([[], ['InvalidInstanceId.Mismatch']])
  })

  it('R5.7: the groups of one ENI are of one type; two ENIs of a server may differ', () => {
    const both = 'a: { vpc: net }, b: { vpc: net }, strict: { vpc: net, type: advanced }'
    const jump = (keys: string) => problemsOf(groups(both, `servers: { jump: { vswitch: h, ${keys} } }\n`))
    expect(jump('securityGroups: [ a, b ]')).toEqual([])
    expect(jump('securityGroups: [ a, strict ]')).toEqual(['ADVANCED_GROUP'])
    expect(jump('securityGroups: [ a ], enis: { eth1: { vswitch: h, securityGroups: [ strict ] } }')).toEqual(
      [],
    )
  })

  it('R5.10: a drop is silent: the caller gets no answer, neither of the rule nor of the receiver', () => {
    const where = scene({
      groups: { web: { ingress: ['drop tcp 80 from 198.51.100.7', 'accept all from 0.0.0.0/0'] } },
      apps: { shop: { groups: ['web'] } },
      enis: ['shop h 172.16.1.5 203.0.113.10'],
    })
    const [dropped, passed] = ['198.51.100.7', '198.51.100.8'].map((client) =>
      packetFromInternet(where, client, '203.0.113.10'),
    )
    expect([outcome(where, dropped!), outcome(where, passed!)]).toEqual(['SG_DENY_RULE', 'reached'])
    const real = (packet: typeof dropped) =>
      tell(where, packet!).hops.filter(({ hypothetical }) => !hypothetical)
    expect(real(dropped).at(-1)).toMatchObject({ stage: 'sg-in', verdict: 'dropped' })
    expect(real(dropped).filter(({ direction }) => direction === 'return')).toEqual([])
    expect(real(passed).filter(({ direction }) => direction === 'return')).not.toEqual([])
  })
})

describe('facts/vpc section 6, network ACLs', () => {
  const acls = (text: string) =>
    NETWORK.replace('    vswitches:\n', `    networkAcls: { ${text} }\n    vswitches:\n`)
  const OPEN = 'ingress: [{ accept: all, from: 0.0.0.0/0 }], egress: [{ accept: all, to: 0.0.0.0/0 }]'

  it('R6.1: a vSwitch has one ACL at most, an ACL as many vSwitches of its VPC as one likes', () => {
    expect(problemsOf(acls(`a: { vswitches: [ net-h, net-i ], ${OPEN} }`))).toEqual([])
    expect(problemsOf(acls('a: { vswitches: [ net-h ] }, b: { vswitches: [ net-h ] }'))).toEqual([
      'VSWITCH_ATTACHED_TWICE',
    ])
  })

  it('R6.1: without an ACL nothing is filtered at the border of a vSwitch', () => {
    const reaches = (vswitches: string[]) => {
      const where = scene({
        vpcs: { shop: { cidr: '172.16.0.0/16', acls: { edge: { vswitches } } } },
        groups: { web: { ingress: ['accept all from 0.0.0.0/0'] } },
        apps: { shop: { groups: ['web'] } },
        enis: ['shop h 172.16.1.5', 'shop i 172.16.2.5'],
      })
      return [
        outcome(where, packetFrom(where, 0, '172.16.2.5')),
        outcome(where, packetFrom(where, 1, '172.16.1.5')),
      ]
    }
    expect(reaches([])).toEqual(['reached', 'reached'])
    expect(reaches(['h'])).toEqual(['ACL_DENY_OUT', 'ACL_DENY_IN'])
    expect(reaches(['h', 'i'])).toEqual(['ACL_DENY_OUT', 'ACL_DENY_OUT'])
  })

  it('R6.13: setting the entries of a direction replaces all that were there', () => {
    const egress = 'egress: [{ accept: all, to: 0.0.0.0/0 }]'
    const { summary } = play(
      `${acls(`edge: { vswitches: [ net-h, net-i ], ingress: [{ accept: tcp 8080, from: 198.51.100.7 }, { accept: all, from: 192.0.2.0/24 }], ${egress} }`)}eipPools: { pool: { addresses: [ 203.0.113.1-203.0.113.2 ] } }\napps:\n${app('shop', 'instances: 2, eips: pool')}flows:\n  in: { from: client, to: app/shop }\n  out: { from: app/shop, to: partner }\ntimeline:\n  - { at: 1m, set: vpcs.net.networkAcls.edge.ingress, to: [{ accept: all, from: 192.0.2.80 }] }\n`,
    )
    expect(flow(summary, 'in').intervals.map(({ status, code }) => code ?? status)).toEqual([
      'REACHABLE',
      'ACL_DENY_IN',
    ])
    expect(flow(summary, 'out').verdict).toBe('REACHABLE')
  })

  it('R6.14: an ACL has twenty entries in each direction', () => {
    const entries = (count: number, direction: string, side: string) =>
      `${direction}: [${Array.from({ length: count }, () => `{ accept: all, ${side}: 0.0.0.0/0 }`).join(', ')}]`
    const codes = (ingress: number, egress: number) =>
      problemsOf(acls(`a: { ${entries(ingress, 'ingress', 'from')}, ${entries(egress, 'egress', 'to')} }`))
    expect(codes(20, 20)).toEqual([])
    expect([codes(21, 20), codes(20, 21)]).toEqual([['QUOTA_EXCEEDED'], ['QUOTA_EXCEEDED']])
  })
})

describe('facts/vpc section 8, the IPv6 gateway', () => {
  it('R8.3: its edition says how many egress-only rules it takes: none, 50 or 200', () => {
    const codes = (edition: string, rules: number) => {
      const names = Array.from({ length: rules }, (_, index) => `s${index}`)
      return problemsOf(`simulate: 1
vpcs:
  net:
    cidr: 172.16.0.0/16
    ipv6Cidr: 2001:db8:1::/56
    ipv6Gateway: { edition: ${edition}, internetBandwidth: { ${names.map((name) => `${name}: 1Mbps`).join(', ')} }, egressOnly: [ ${names.join(', ')} ] }
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24, ipv6Cidr: '2001:db8:1:1::/64' } }
securityGroups: { web: { vpc: net } }
servers:
${names.map((name) => `  ${name}: { vswitch: h, securityGroups: [ web ], ipv6: auto }`).join('\n') || '  other: { vswitch: h, securityGroups: [ web ] }'}
`)
    }
    for (const [edition, most] of [
      ['free', 0],
      ['medium', 50],
      ['large', 200],
    ] as const) {
      expect(codes(edition, most)).toEqual([])
      expect(codes(edition, most + 1)).toEqual(['QUOTA_EXCEEDED'])
    }
  })
})
