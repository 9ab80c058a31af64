/** Facts/vpc section 7.2: the four switches of a CEN, what its transit router forwards, and how the reply comes back. */
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { ask } from '../../src/datapath/ask.ts'
import { reasons } from '../../src/datapath/reasons.ts'
import type { AttachmentText } from './cens-text.ts'
import { type AclText, flow, outcome, packetFrom, type SceneText, scene, seenSource, tell } from './scene.ts'

interface Sides {
  readonly shop?: Partial<AttachmentText>
  readonly data?: Partial<AttachmentText>
  /** Routes of the system tables, and of a custom table with vSwitch h. */
  readonly routes?: {
    readonly shop?: readonly string[]
    readonly data?: readonly string[]
    readonly own?: readonly string[]
  }
  readonly tables?: Readonly<Record<string, readonly string[]>>
  /** ACLs of vSwitch h (sender), d (receiver), sx and dx (ENIs of the transit router). */
  readonly acls?: Readonly<Record<string, Omit<AclText, 'vswitches'>>>
  readonly more?: Partial<SceneText>
}

const VPC_OF: Readonly<Record<string, string>> = { h: 'shop', sx: 'shop', d: 'data', dx: 'data' }

/** Slots: 0 server jump in d, 1 an instance in h with an EIP, 2 an instance in d. */
const around = ({ shop = {}, data = {}, routes = {}, tables = {}, acls = {}, more = {} }: Sides = {}) => {
  const aclsOf = (vpc: string) =>
    Object.fromEntries(
      Object.entries(acls)
        .filter(([vswitch]) => VPC_OF[vswitch] === vpc)
        .map(([vswitch, acl]) => [`at-${vswitch}`, { vswitches: [vswitch], ...acl }]),
    )
  return scene({
    vpcs: {
      shop: {
        cidr: '172.16.0.0/16',
        tables: {
          system: { routes: routes.shop ?? [] },
          ...(routes.own !== undefined && { own: { vswitches: ['h'], routes: routes.own } }),
        },
        acls: aclsOf('shop'),
      },
      data: { cidr: '10.9.0.0/16', tables: { system: { routes: routes.data ?? [] } }, acls: aclsOf('data') },
    },
    vswitches: {
      h: 'shop 172.16.1.0/24',
      sx: 'shop 172.16.8.0/29',
      d: 'data 10.9.1.0/24',
      dx: 'data 10.9.8.0/29',
    },
    groups: {
      web: { ingress: ['accept all from 0.0.0.0/0'] },
      inner: { vpc: 'data', ingress: ['accept tcp 80 from 172.16.1.0/24', 'accept tcp 22 from group web'] },
    },
    apps: { shop: { groups: ['web'] }, data: { vpc: 'data', groups: ['inner'] } },
    servers: { jump: { at: 'd 10.9.1.20', groups: ['inner'], listens: ['tcp 22', 'tcp 80'] } },
    databases: { orders: { at: 'd 10.9.1.30', whitelist: ['172.16.1.0/24'] } },
    cens: {
      backbone: {
        attachments: {
          shop: { vswitches: ['sx', 'h'], ...shop },
          data: { vswitches: ['dx', 'd'], ...data },
        },
        tables,
      },
    },
    hosts: { partner: { address: '192.0.2.80', port: 443, whitelist: ['203.0.113.100'] } },
    enis: ['shop h 172.16.1.5 203.0.113.10', 'data d 10.9.1.5'],
    ...more,
  })
}

const SERVER = '10.9.1.20:80'
const DATABASE = '10.9.1.30:3306'
type Where = ReturnType<typeof around>
const codes = (where: Where, to: string, slot = 1) =>
  tell(where, packetFrom(where, slot, to)).blockers.map(({ code }) => code)
const fixOf = (where: Where, to: string, slot = 1) => {
  const [{ code, details }] = tell(where, packetFrom(where, slot, to)).blockers as [
    ReturnType<typeof tell>['blockers'][number],
  ]
  return fillTemplate(reasons.find((reason) => reason.code === code)!.fix, details)
}

describe('a CEN', () => {
  it('R7.7, R7.17: should connect two VPCs when all four switches are on', () => {
    const where = around()
    expect(outcome(where, packetFrom(where, 1, SERVER))).toBe('reached')
    expect(outcome(where, packetFrom(where, 1, DATABASE))).toBe('reached')
  })

  it.each([
    ['associate', { associate: 'none' }, 'TR_ASSOCIATION_MISSING'],
    ['autoPublish', { autoPublish: false }, 'CEN_ROUTE_NOT_PUBLISHED'],
    ['acceptRoutes', { acceptRoutes: false }, 'CEN_ROUTE_NOT_ACCEPTED'],
  ] as const)('R7.7: should name %s of the sender, and on the way back of the receiver', (_, off, code) => {
    const [there, back] = [around({ shop: off }), around({ data: off })]
    expect(codes(there, SERVER)).toEqual([code])
    expect(codes(there, DATABASE)).toEqual([code])
    expect(codes(back, SERVER)).toEqual([code])
    expect(fixOf(there, SERVER)).toContain('VPC shop')
    expect(fixOf(back, SERVER)).toContain('VPC data')
  })

  it('R7.7: should name a propagation that is missing, of the receiver there and of the sender back', () => {
    const [there, back] = [around({ data: { propagate: [] } }), around({ shop: { propagate: [] } })]
    expect(codes(there, SERVER)).toEqual(['TR_PROPAGATION_MISSING'])
    expect(fixOf(there, SERVER)).toBe(
      'Let VPC data propagate to route table default of CEN backbone: set propagate in cens.backbone.attachments.data (line 21).',
    )
    expect(codes(back, SERVER)).toEqual(['TR_PROPAGATION_MISSING'])
    expect(fixOf(back, SERVER)).toContain('Let VPC shop propagate')
  })

  it('R7.7: should do without publishing where the VPC has a static route to the attachment', () => {
    const where = around({ shop: { autoPublish: false }, routes: { shop: ['10.9.0.0/16 via cen/backbone'] } })
    expect(outcome(where, packetFrom(where, 1, SERVER))).toBe('reached')
    const back = around({
      data: { acceptRoutes: false },
      routes: { data: ['172.16.1.0/24 via cen/backbone'] },
    })
    expect(outcome(back, packetFrom(back, 1, SERVER))).toBe('reached')
    const unassociated = around({
      shop: { associate: 'none' },
      routes: { shop: ['10.9.0.0/16 via cen/backbone'] },
    })
    const { hops } = tell(unassociated, packetFrom(unassociated, 1, SERVER))
    expect(hops.find(({ code }) => code === 'TR_ASSOCIATION_MISSING')!.stage).toBe('transit')
  })

  it('R7.16a: should tell its routes to custom tables as well', () => {
    const where = around({ routes: { own: [] } })
    expect(outcome(where, packetFrom(where, 1, SERVER))).toBe('reached')
  })

  it('R7.10: should send a destination into a black hole, and elsewhere by a static route', () => {
    const black = around({ tables: { default: ['10.9.1.0/24 to blackhole'] } })
    expect(codes(black, SERVER)).toEqual(['TR_BLACKHOLE'])
    expect(fixOf(black, SERVER)).toContain('cens.backbone.routeTables.default.routes[0] (line 22)')
    const half = around({ tables: { default: ['10.9.1.20/32 to blackhole'] } })
    expect(codes(half, SERVER)).toEqual(['TR_BLACKHOLE'])
    expect(outcome(half, packetFrom(half, 1, '10.9.1.5'))).toBe('reached')
  })

  it('R7.7: should forward by the table of the association, not by another one', () => {
    const where = around({ shop: { associate: 'other', propagate: ['default'] }, tables: { other: [] } })
    expect(codes(where, SERVER)).toEqual(['TR_PROPAGATION_MISSING'])
    const told = around({
      shop: { associate: 'other', propagate: ['default'] },
      data: { propagate: ['other'] },
      tables: { other: [] },
    })
    expect(outcome(told, packetFrom(told, 1, SERVER))).toBe('reached')
  })

  it('R2.13, R2.14: should let a static route win over a learned one for the same destination', () => {
    const where = around({
      routes: { shop: ['10.9.1.0/24 via natGateway/exit'] },
      more: { nats: EXIT_OF_SHOP },
    })
    expect(codes(where, SERVER)).toEqual(['CEN_ROUTE_CONFLICT'])
    expect(fixOf(where, SERVER)).toContain('10.9.1.0/24 to NAT gateway exit')
  })

  it('R2.12, R7.16: should name a more specific route that leads elsewhere', () => {
    const where = around({
      routes: { shop: ['10.9.1.16/28 via natGateway/exit'] },
      more: { nats: EXIT_OF_SHOP },
    })
    expect(codes(where, SERVER)).toEqual(['ROUTE_LOSES_TO_MORE_SPECIFIC'])
    expect(fixOf(where, SERVER)).toContain('which is more specific than 10.9.1.0/24 to CEN backbone')
  })

  it('R7.11: should not connect vSwitches that overlap', () => {
    const more: Partial<SceneText> = {
      vswitches: {
        h: 'shop 172.16.1.0/24',
        sx: 'shop 10.9.0.0/21',
        d: 'data 10.9.1.0/24',
        dx: 'data 10.9.8.0/29',
      },
    }
    const half = around({ more })
    expect(codes(half, '172.16.1.5', 2)).toEqual(['CEN_CIDR_OVERLAP'])
    const other = around({
      more: {
        ...more,
        vswitches: { ...more.vswitches, d: 'data 172.16.1.0/24' },
        databases: {},
        servers: {},
        enis: ['shop h 172.16.1.5', 'data dx 10.9.8.2'],
      },
    })
    expect(codes(other, '172.16.1.5', 1)).toEqual(['ADDRESS_UNKNOWN'])
    expect(outcome(other, packetFrom(other, 0, '10.9.8.2'))).toBe('CEN_CIDR_OVERLAP')
    expect(fixOf(other, '10.9.8.2', 0)).toContain('172.16.1.0/24 and 172.16.1.0/24 overlap')
  })

  it('R7.11: should let the blocks of VPCs overlap, if those of vSwitches do not', () => {
    const more = (d: string): Partial<SceneText> => ({
      vpcs: { shop: '10.0.0.0/8', data: '10.9.0.0/16' },
      vswitches: { h: 'shop 10.1.0.0/16', sx: 'shop 10.8.0.0/29', d, dx: 'data 10.9.8.0/29' },
      servers: {},
      databases: { orders: { at: 'd 10.9.1.30', whitelist: ['10.1.0.0/16'] } },
      enis: ['shop h 10.1.0.5'],
    })
    const asks = (where: Where) => ask(where.tables, where.live, flow('app/shop', 'db/orders', 3306), 0)
    expect(asks(around({ more: more('data 10.9.1.0/24') }))).toMatchObject({ reachable: true })
    const both = {
      ...more('data 10.9.1.0/24'),
      vswitches: {
        h: 'shop 10.9.0.0/22',
        sx: 'shop 10.8.0.0/29',
        d: 'data 10.9.1.0/24',
        dx: 'data 10.9.8.0/29',
      },
      enis: ['shop h 10.9.0.5'],
    }
    expect(asks(around({ more: both }))).toMatchObject({
      code: 'CEN_CIDR_OVERLAP',
      details: { blocks: '10.9.0.0/22 and 10.9.1.0/24' },
    })
  })

  it('R7.15, R5.15: should keep the source, which the far side knows by its address alone', () => {
    const where = around()
    expect(seenSource(where, packetFrom(where, 1, SERVER))).toBe('172.16.1.5')
    expect(outcome(where, packetFrom(where, 1, '10.9.1.20:22'))).toBe('SG_NO_ALLOW_IN')
    const unlisted = around({
      more: { databases: { orders: { at: 'd 10.9.1.30', whitelist: ['203.0.113.10'] } } },
    })
    expect(codes(unlisted, DATABASE)).toEqual(['DB_WHITELIST_LACKS_VSWITCH'])
  })

  it('R7.13: should ask the ACLs where the transit router comes in: the far side there, the near side back', () => {
    for (const [vswitch, reply] of [
      ['dx', false],
      ['sx', true],
    ] as const) {
      const closed = around({ acls: { [vswitch]: {} } })
      expect(codes(closed, SERVER)).toEqual(['ACL_TRANSIT_DENIED'])
      const open = around({
        acls: {
          [vswitch]: {
            egress: [reply ? 'accept tcp 1024/65535 to 172.16.1.0/24' : 'accept tcp 80 to 10.9.1.0/24'],
          },
        },
      })
      expect(outcome(open, packetFrom(open, 1, SERVER))).toBe('reached')
    }
  })

  it('R6.9, R7.13: should not ask the ACL of the vSwitch in which the receiver is for what comes out of its ENI there', () => {
    const where = around({
      acls: { d: { ingress: ['accept all from 0.0.0.0/0'], egress: ['accept all to 172.16.1.0/24'] } },
    })
    expect(outcome(where, packetFrom(where, 1, SERVER))).toBe('reached')
  })

  it('R7.8, R7.9: should let a VPC leave by the NAT gateway of another one that publishes the way', () => {
    const where = (data: Partial<AttachmentText>, snat: string, shop: readonly string[] = []) =>
      around({ data, routes: { shop }, more: { nats: exitOf(snat), enis: ['shop h 172.16.1.5'] } })
    const published = { publish: ['0.0.0.0/0'] }
    const good = where(published, '172.16.0.0/12')
    expect(outcome(good, packetFrom(good, 1, '192.0.2.80:443'))).toBe('reached')
    expect(seenSource(good, packetFrom(good, 1, '192.0.2.80:443'))).toBe('203.0.113.100')
    expect(codes(where(published, '10.9.0.0/16'), '192.0.2.80:443')).toEqual(['SNAT_NO_ENTRY'])
    expect(codes(where({}, '172.16.0.0/12'), '192.0.2.80:443')[0]).toBe('VPC_NO_INTERNET_BY_DEFAULT')
    const led = where({}, '172.16.0.0/12', ['0.0.0.0/0 via cen/backbone'])
    expect(codes(led, '192.0.2.80:443')).toEqual(['TR_ROUTE_MISSING'])
    const noWayBack = where({ ...published, autoPublish: false }, '172.16.0.0/12')
    expect(codes(noWayBack, '192.0.2.80:443')).toEqual(['CEN_ROUTE_NOT_PUBLISHED'])
    const { hops } = tell(good, packetFrom(good, 1, '192.0.2.80:443'))
    expect(hops.map(({ stage }) => stage)).toEqual([
      ...['sg-out', 'route', 'transit', 'route', 'snat', 'internet', 'service-whitelist', 'deliver'],
      ...['snat', 'return-route', 'return-transit', 'sg-out'],
    ])
  })

  it('R7.8: should not publish what leads into a peering, nor what is no custom route', () => {
    const where = around({
      data: { publish: ['10.7.0.0/16', '192.0.2.0/24'] },
      routes: { data: ['10.7.0.0/16 via peering/beyond'] },
      more: { peerings: { beyond: ['data', 'shop'] } },
    })
    expect(codes(where, '10.7.0.1')).toEqual(['NO_ROUTE'])
  })

  it('R7.1, R7.5: should not let a packet from a third VPC into a peering', () => {
    const where = scene({
      vpcs: {
        shop: { cidr: '172.16.0.0/16', tables: { system: { routes: ['10.7.0.0/16 via cen/backbone'] } } },
        hub: { cidr: '10.9.0.0/16', tables: { system: { routes: ['10.7.0.0/16 via peering/link'] } } },
        data: '10.7.0.0/16',
      },
      vswitches: { h: 'shop 172.16.1.0/24', x: 'hub 10.9.1.0/24', d: 'data 10.7.1.0/24' },
      groups: { web: {} },
      apps: { shop: { groups: ['web'] } },
      peerings: { link: ['hub', 'data'] },
      cens: {
        backbone: {
          attachments: { shop: { vswitches: ['h'] }, hub: { vswitches: ['x'] } },
          tables: { default: ['10.7.0.0/16 to hub'] },
        },
      },
      enis: ['shop h 172.16.1.5'],
    })
    expect(codes(where, '10.7.1.5', 0)).toEqual(['PEERING_NOT_TRANSITIVE'])
    expect(fixOf(where, '10.7.1.5', 0)).toContain('peering/link ends in VPC data')
  })

  it('R2.16: should stop a packet that goes round between a VPC and the transit router', () => {
    const where = around({
      routes: { shop: ['192.168.0.0/16 via cen/backbone'], data: ['192.168.0.0/16 via cen/backbone'] },
      tables: { default: ['192.168.0.0/16 to data'] },
    })
    expect(codes(where, '192.168.0.1')).toEqual(['FORWARDING_LOOP'])
    expect(fixOf(where, '192.168.0.1')).toContain('CEN backbone and VPC data')
  })

  it('should take a peering for the way back too, and a CEN for the way back of a peering', () => {
    const more: Partial<SceneText> = { peerings: { link: ['shop', 'data'] } }
    const byPeering = around({
      data: { autoPublish: false },
      routes: { data: ['172.16.0.0/16 via peering/link'] },
      more,
    })
    expect(outcome(byPeering, packetFrom(byPeering, 1, SERVER))).toBe('reached')
    const byCen = around({ routes: { shop: ['10.9.1.0/25 via peering/link'] }, more })
    expect(outcome(byCen, packetFrom(byCen, 1, SERVER))).toBe('reached')
    const { hops } = tell(byCen, packetFrom(byCen, 1, SERVER))
    expect(hops.map(({ stage }) => stage)).toContain('return-transit')
  })

  it('should be told hop by hop, with the way back', () => {
    const where = around()
    const { hops } = tell(where, packetFrom(where, 1, SERVER))
    expect(hops.map(({ stage }) => stage)).toEqual([
      ...['sg-out', 'route', 'transit', 'route', 'sg-in', 'deliver'],
      ...['sg-in', 'return-route', 'return-transit', 'sg-out'],
    ])
    expect(hops[1]!.why).toBe('The longest match is 10.9.1.0/24 to CEN backbone (learned).')
    expect(hops[2]).toMatchObject({
      component: 'transit router of CEN backbone',
      why: 'Route table default has 10.9.1.0/24 to VPC data, which that VPC propagates; the packet keeps its addresses.',
    })
    expect(hops[8]!.why).toContain('172.16.1.0/24 to VPC shop')
  })

  it('should be named to whoever is not connected otherwise', () => {
    const where = around({ shop: { autoPublish: false } })
    const { code, details } = ask(where.tables, where.live, flow('app/shop', 'db/orders', 3306), 1)
    expect(code).toBe('CEN_ROUTE_NOT_PUBLISHED')
    expect(details).toMatchObject({ from: 'shop', cen: 'backbone', table: 'system' })
  })
})

const exitOf = (from: string): NonNullable<SceneText['nats']> => ({
  exit: { vpc: 'data', eips: ['203.0.113.100'], snat: [{ from, eips: ['203.0.113.100'] }] },
})
const EXIT_OF_SHOP: NonNullable<SceneText['nats']> = {
  exit: { vpc: 'shop', eips: ['203.0.113.100'], snat: [] },
}
