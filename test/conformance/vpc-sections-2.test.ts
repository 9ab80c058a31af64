/** Facts/vpc section 2, route tables and the IPv4 gateway. */
import { describe, expect, it } from 'vitest'
import { formatCidr } from '../../src/net/cidr.ts'
import {
  outcome,
  packetFrom,
  packetFromInternet,
  type SceneText,
  scene,
  seenSource,
} from '../datapath/scene.ts'
import { NETWORK, play, problemsOf } from './play.ts'

/** VPC net with these keys, a NAT gateway, a server with a second ENI, a HaVip, a peering and a CEN. */
const file = (keys: string) => `simulate: 1
vpcs:
  net:
    cidr: 172.16.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
    ${keys}
  far: { cidr: 10.9.0.0/16, vswitches: { f: { zone: cn-hangzhou-h, cidr: 10.9.1.0/24 } } }
securityGroups: { web: { vpc: net } }
servers:
  fw: { vswitch: h, securityGroups: [web], enis: { eth1: { vswitch: i, securityGroups: [web] } }, forwarding: true }
haVips: { gate: { vswitch: h, address: 172.16.1.9, members: [fw] } }
natGateways: { out: { vpc: net, vswitch: h, eips: [203.0.113.1] } }
cens: { backbone: { attachments: { net: { vswitches: [h, i] }, far: { vswitches: [f] } } } }
`
const routed = (...routes: string[]) => file(`routeTables: { system: { routes: [${routes.join(', ')}] } }`)

describe('facts/vpc section 2, route tables in a file', () => {
  it('R2.1: the system table is there once, and takes no vSwitch by name', () => {
    expect(problemsOf(file('routeTables: { system: { vswitches: [h] } }'))).toEqual(['KEYS_EXCLUSIVE'])
    expect(problemsOf(file('routeTables: { system: {}, system: {} }'))).toEqual(['DUPLICATE_KEY'])
    expect(problemsOf(file('routeTables: {}'))).toEqual([])
  })

  it('R2.2: a vSwitch has one table, a table many vSwitches', () => {
    expect(problemsOf(file('routeTables: { own: { vswitches: [h, i] } }'))).toEqual([])
    expect(problemsOf(file('routeTables: { own: { vswitches: [h] }, more: { vswitches: [h] } }'))).toEqual([
      'VSWITCH_ATTACHED_TWICE',
    ])
  })

  it('R2.9: a route may contain a vSwitch, but neither equal it nor be narrower', () => {
    const codes = ['172.16.1.0/24', '172.16.1.128/25', '172.16.1.7', '172.16.0.0/23', '172.16.0.0/16'].map(
      (to) => problemsOf(routed(`{ to: ${to}, via: natGateway/out }`)),
    )
    expect(codes).toEqual([['InvalidCidrBlock'], ['InvalidCidrBlock'], ['InvalidCidrBlock'], [], []])
  })

  it('R2.11: a destination stands in a table once, and a bare address is one of 32 bits', () => {
    const to = (text: string) => `{ to: ${text}, via: natGateway/out }`
    const [table] = play(routed(to('192.0.2.1'))).scenario.topology.vpcs.get('net')!.routeTables
    expect(formatCidr(table!.routes[0]!.destination)).toBe('192.0.2.1/32')
    expect(problemsOf(routed(to('192.0.2.0/24'), to('192.0.2.0/24')))).toEqual(['InvalidCIDRBlock.Duplicate'])
    expect(problemsOf(routed(to('192.0.2.1'), to('192.0.2.1/32')))).toEqual(['InvalidCIDRBlock.Duplicate'])
    expect(problemsOf(routed(to('192.0.2.0/24'), to('192.0.2.0/25')))).toEqual([])
  })

  it('R2.11: everything may be routed to a NAT gateway, a server, an ENI, a HaVip, a CEN and the IPv4 gateway', () => {
    for (const via of ['natGateway/out', 'server/fw', 'server/fw/eth1', 'haVip/gate', 'cen/backbone'])
      expect(problemsOf(routed(`{ to: 0.0.0.0/0, via: ${via} }`))).toEqual([])
    const gateway = `ipv4Gateway: {}\n    routeTables: { system: { routes: [{ to: 0.0.0.0/0, via: ipv4Gateway }] } }`
    expect(problemsOf(file(gateway))).toEqual([])
  })

  it('R2.18: a route to a prefix list counts as many routes as the list may have entries', () => {
    const counts = (list: string, routes: number, quota = 200) =>
      problemsOf(
        `${routed('{ to: prefixList/wide, via: natGateway/out }', ...many(routes))}prefixLists: { wide: ${list} }\nquotas: { routesPerTable: ${quota} }\n`,
      )
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => `{ to: 192.0.2.${at}, via: natGateway/out }`)
    const two = '[198.51.100.0/25, 198.51.100.128/25]'
    expect([counts(two, 3, 5), counts(two, 4, 5)]).toEqual([[], ['QuotaExceeded']])
    const wide = `{ maxEntries: 150, entries: ${two} }`
    expect([counts(wide, 50), counts(wide, 51), counts(wide, 51, 201)]).toEqual([[], ['QuotaExceeded'], []])
  })

  it('R2.11, R2.14: a prefix list may have the destination of a static route, but not that of another list', () => {
    const listed = (...routes: string[]) =>
      problemsOf(
        `${routed(...routes)}prefixLists: { a: [192.0.2.0/24, 198.51.100.0/24], b: [198.51.100.0/24] }\n`,
      )
    const [a, b, static_] = ['prefixList/a', 'prefixList/b', '192.0.2.0/24'].map(
      (to) => `{ to: ${to}, via: natGateway/out }`,
    ) as [string, string, string]
    expect([listed(a, static_), listed(static_, a)]).toEqual([[], []])
    expect([listed(a, b), listed(a, a)]).toEqual([
      ['InvalidCIDRBlock.Duplicate'],
      ['InvalidCIDRBlock.Duplicate'],
    ])
  })

  it('R2.9, R2.10: no block of a prefix list lies in a vSwitch or in 100.64.0.0/10', () => {
    for (const cidr of ['172.16.1.0/24', '172.16.1.128/25', '100.100.0.0/16'])
      expect(
        problemsOf(
          `${routed('{ to: prefixList/a, via: natGateway/out }')}prefixLists: { a: [192.0.2.0/24, ${cidr}] }\n`,
        ),
      ).toEqual(['InvalidCidrBlock'])
  })

  it('R2.22: an IPv4 gateway is not activated for a table that has 0.0.0.0/0 by a prefix list', () => {
    const gateway = (cidr: string) =>
      problemsOf(
        `${file(`ipv4Gateway: { routeTables: [system] }\n    routeTables: { system: { routes: [{ to: prefixList/a, via: natGateway/out }] } }`)}prefixLists: { a: [${cidr}] }\n`,
      )
    expect([gateway('192.0.2.0/24'), gateway('0.0.0.0/0')]).toEqual([[], ['InvalidCIDRBlock.Duplicate']])
  })

  it('R7.8: the route of a prefix list is not published to a CEN, a static one for the same destination is', () => {
    const published = (...routes: string[]) =>
      problemsOf(
        `${routed('{ to: prefixList/a, via: natGateway/out }', ...routes).replace('net: { vswitches: [h, i] }', 'net: { vswitches: [h, i], publish: [192.0.2.0/24] }')}prefixLists: { a: [192.0.2.0/24] }\n`,
      )
    expect(published()).toEqual(['CEN_NOT_PUBLISHABLE'])
    expect(published('{ to: 192.0.2.0/24, via: server/fw }')).toEqual([])
  })

  it('R2.18: the routes of a table follow the prefix list when it changes', () => {
    const text = `${routed('{ to: prefixList/a, via: server/fw }').replace('web: { vpc: net }', 'web: { vpc: net, innerAccess: accept }')}prefixLists: { a: [192.0.2.0/24] }
internet: { partner: { address: 198.51.100.80, port: 443 } }
apps: { shop: { vswitches: [i], securityGroup: web, instances: 1, port: 80 } }
flows: { out: { from: app/shop, to: partner } }
timeline:
  - { at: 2m, set: prefixLists.a, to: [192.0.2.0/24, 198.51.100.0/24] }
  - { at: 4m, set: 'prefixLists.a[1]', to: 198.51.100.0/26 }
`
    const { scenario } = play(text)
    const hops = scenario.timeline.map(({ action }) => {
      if (action.kind !== 'configure') throw new Error(action.kind)
      const [table] = action.topology.vpcs.get('net')!.routeTables
      return table!.listRoutes![0]!.cidrs.map(formatCidr)
    })
    expect(hops).toEqual([
      ['192.0.2.0/24', '198.51.100.0/24'],
      ['192.0.2.0/24', '198.51.100.0/26'],
    ])
    const [first] = scenario.timeline
    if (first?.action.kind !== 'configure') throw new Error('no set')
    expect(first.action.topology.vpcs.get('far')).toBe(scenario.topology.vpcs.get('far'))
  })

  it('R2.19: a VPC has one IPv4 gateway, or none', () => {
    expect(problemsOf(file('ipv4Gateway: {}'))).toEqual([])
    expect(problemsOf(file('ipv4Gateway: {}\n    ipv4Gateway: {}'))).toEqual(['DUPLICATE_KEY'])
    expect(problemsOf(file('ipv4Gateway: [{}, {}]'))).toEqual(['SCENARIO_SCHEMA'])
  })

  it('R2.23: a VPC with an IPv4 gateway has no cut-through EIPs, one without may', () => {
    const cut = (keys: string) =>
      file(keys).replace('eth1: { vswitch: i,', 'eth1: { vswitch: i, eip: 203.0.113.9, eipMode: cutThrough,')
    expect(problemsOf(cut(''))).toEqual([])
    expect(problemsOf(cut('ipv4Gateway: {}'))).toEqual(['InvalidBindingStatus'])
  })
})

describe('facts/vpc R2.24, an IPv4 gateway that is deleted', () => {
  /** What becomes of the flows, by the Internet mode of the deletion after a minute. */
  const seen = (deleted: string) => {
    const routes =
      'ipv4Gateway: { routeTables: [ system, exits ] }\n    routeTables: { exits: { vswitches: [ net-i ] } }\n    vswitches:\n'
    const { summary } = play(
      `${NETWORK.replace('vswitches:\n', routes)}natGateways: { exit: { vpc: net, vswitch: net-i, eips: [ 203.0.113.50 ], snat: [ { vswitch: net-h } ], dnat: [ { eip: 203.0.113.50, to: 172.16.1.9 } ] } }
servers:
  own: { vswitch: net-h, securityGroups: [ web ], ports: [ tcp 8080 ], eip: 203.0.113.7 }
  mapped: { vswitch: net-h, address: 172.16.1.9, securityGroups: [ web ], ports: [ tcp 8080 ] }
flows:
  out: { from: server/own, to: partner }
  in: { from: client, to: server/own }
  mapped: { from: server/mapped, to: partner }
  inner: { from: server/own, to: server/mapped }
timeline: [ { at: 1m, set: vpcs.net.ipv4Gateway, to: { deleted: ${deleted} } } ]
`,
    )
    return Object.fromEntries(
      summary.flows.map(({ flow, intervals }) => [flow, intervals.map(({ status, code }) => code ?? status)]),
    )
  }

  it('R2.24: in mode private it leaves the VPC without Internet, in both directions', () =>
    expect(seen('private')).toEqual({
      out: ['REACHABLE', 'VPC_LEFT_PRIVATE'],
      in: ['REACHABLE', 'VPC_LEFT_PRIVATE'],
      mapped: ['REACHABLE', 'VPC_LEFT_PRIVATE'],
      inner: ['REACHABLE'],
    }))

  it('R2.24: in mode public it leads back to direct mode', () =>
    expect(seen('public')).toEqual({
      out: ['REACHABLE'],
      in: ['REACHABLE'],
      mapped: ['REACHABLE'],
      inner: ['REACHABLE'],
    }))

  it('R2.24: neither SNAT nor DNAT entries help a VPC that is left private', () => {
    const nat = { eips: ['203.0.113.50'], snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.50'] }] }
    const where = scene({
      vpcs: { shop: { cidr: '172.16.0.0/16', isLeftPrivate: true } },
      groups: { web: { ingress: ['accept all from 0.0.0.0/0'] } },
      apps: { shop: { groups: ['web'] } },
      nats: { exit: { ...nat, dnat: ['203.0.113.50 tcp 80 to 172.16.1.5'] } },
      hosts: { partner: { address: '192.0.2.80', port: 443 } },
      enis: ['shop h 172.16.1.5'],
    })
    expect(outcome(where, packetFrom(where, 0, '192.0.2.80:443'))).toBe('VPC_LEFT_PRIVATE')
    expect(outcome(where, packetFromInternet(where, '192.0.2.80', '203.0.113.50'))).toBe('VPC_LEFT_PRIVATE')
  })
})

/** Slots: 0 in vSwitch h, 1 in vSwitch i. */
const world = (
  tables: Readonly<Record<string, { vswitches?: string[]; routes?: string[] }>>,
  more: Partial<SceneText> = {},
) =>
  scene({
    vpcs: { shop: { cidr: '172.16.0.0/16', tables } },
    groups: { web: { ingress: ['accept all from 0.0.0.0/0'] } },
    apps: { shop: { groups: ['web'] } },
    nats: Object.fromEntries(
      [90, 91].map((last) => [
        `n${last}`,
        { eips: [`203.0.113.${last}`], snat: [{ from: '172.16.0.0/16', eips: [`203.0.113.${last}`] }] },
      ]),
    ),
    hosts: { partner: { address: '192.0.2.80', port: 443 } },
    enis: ['shop h 172.16.1.5', 'shop i 172.16.2.5'],
    ...more,
  })

describe('facts/vpc section 2, what tables decide', () => {
  it('R2.1: every vSwitch has the system table until a custom table takes it', () => {
    const system = { routes: ['192.0.2.0/24 via natGateway/n91'] }
    const seen = (where: ReturnType<typeof world>) =>
      [0, 1].map((slot) => seenSource(where, packetFrom(where, slot, '192.0.2.80:443')))
    expect(seen(world({ system }))).toEqual(['203.0.113.91', '203.0.113.91'])
    const own = { vswitches: ['i'], routes: ['192.0.2.0/24 via natGateway/n90'] }
    expect(seen(world({ system, own }))).toEqual(['203.0.113.91', '203.0.113.90'])
  })

  it('R2.5: the local routes and the one to cloud services are in every table, also in an empty one', () => {
    for (const tables of [{}, { own: { vswitches: ['h'] } }]) {
      const where = world(tables)
      expect(outcome(where, packetFrom(where, 0, '172.16.2.5'))).toBe('reached')
      expect(outcome(where, packetFrom(where, 0, '100.100.2.136:53', { protocol: 17 }))).toBe('reached')
    }
    const empty = world({ own: { vswitches: ['h'] } })
    expect(outcome(empty, packetFrom(empty, 0, '192.0.2.80:443'))).toBe('NO_ROUTE')
  })

  it('R2.5: nobody edits them', () => {
    for (const to of ['172.16.2.0/24', '100.64.0.0/10'])
      expect(problemsOf(routed(`{ to: ${to}, via: natGateway/out }`))).toEqual(['InvalidCidrBlock'])
  })

  it('R2.9: a local route wins over the route that contains it', () => {
    const where = world({ system: { routes: ['172.16.0.0/16 via natGateway/n90'] } })
    expect(outcome(where, packetFrom(where, 0, '172.16.2.5'))).toBe('reached')
  })

  it('R2.11: a route for one address leads that address alone', () => {
    const where = world({ system: { routes: ['192.0.2.80 via natGateway/n91'] } })
    const seen = (to: string) => seenSource(where, packetFrom(where, 0, to))
    expect([seen('192.0.2.80:443'), seen('192.0.2.81:443')]).toEqual(['203.0.113.91', '203.0.113.90'])
  })

  it('R2.7: a learned route is overridden by a narrower static one, and by no wider one', () => {
    const learned = (routes: string[]) => {
      const where = scene({
        vpcs: {
          shop: { cidr: '172.16.0.0/16', tables: { system: { routes } } },
          data: { cidr: '10.9.0.0/16' },
          side: { cidr: '10.8.0.0/16' },
        },
        vswitches: { h: 'shop 172.16.1.0/24', d: 'data 10.9.1.0/24', s: 'side 10.8.1.0/24' },
        groups: { web: {}, inner: { vpc: 'data', ingress: ['accept all from 0.0.0.0/0'] } },
        apps: { shop: { groups: ['web'] }, data: { vpc: 'data', groups: ['inner'] } },
        cens: { backbone: { attachments: { shop: { vswitches: ['h'] }, data: { vswitches: ['d'] } } } },
        peerings: { link: ['shop', 'side'] },
        enis: ['shop h 172.16.1.5', 'data d 10.9.1.5', 'data d 10.9.1.200'],
      })
      return ['10.9.1.5', '10.9.1.200'].map((to) => outcome(where, packetFrom(where, 0, to)))
    }
    expect(learned([])).toEqual(['reached', 'reached'])
    expect(learned(['10.9.1.128/25 via peering/link'])).toEqual(['reached', 'PEERING_NOT_TRANSITIVE'])
    expect(learned(['10.9.0.0/16 via peering/link'])).toEqual(['reached', 'reached'])
  })
})
