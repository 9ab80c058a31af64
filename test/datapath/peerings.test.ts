/** Facts/vpc section 7.1: what a peering connects, what each side must have for it, and what it does not carry. */
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import { type AclText, flow, outcome, packetFrom, type SceneText, scene, seenSource, tell } from './scene.ts'

interface Sides {
  /** Routes of the system tables. */
  readonly shop?: readonly string[]
  readonly data?: readonly string[]
  /** The ACL of vSwitch d. */
  readonly acl?: Omit<AclText, 'vswitches'>
  readonly more?: Partial<SceneText>
}

const THERE = '10.9.0.0/16 via peering/link'
const BACK = '172.16.0.0/16 via peering/link'

/** Slots: 0 server jump in d, 1 an instance in h with an EIP, 2 an instance in d, 3 one in VPC third. */
const around = ({ shop = [THERE], data = [BACK], acl, more = {} }: Sides = {}) =>
  scene({
    vpcs: {
      shop: { cidr: '172.16.0.0/16', tables: { system: { routes: shop } } },
      data: {
        cidr: '10.9.0.0/16',
        tables: { system: { routes: [...data, '10.7.0.0/16 via peering/beyond'] } },
        ...(acl !== undefined && { acls: { edge: { vswitches: ['d'], ...acl } } }),
      },
      third: { cidr: '10.7.0.0/16', tables: { system: { routes: ['0.0.0.0/0 via peering/beyond'] } } },
    },
    vswitches: { h: 'shop 172.16.1.0/24', d: 'data 10.9.1.0/24', t: 'third 10.7.1.0/24' },
    groups: {
      web: { ingress: ['accept all from 0.0.0.0/0'] },
      inner: { vpc: 'data', ingress: ['accept tcp 80 from 172.16.1.0/24', 'accept tcp 22 from group web'] },
      far: { vpc: 'third', ingress: ['accept all from 0.0.0.0/0'] },
    },
    apps: {
      shop: { groups: ['web'] },
      data: { vpc: 'data', groups: ['inner'] },
      third: { vpc: 'third', groups: ['far'] },
    },
    servers: { jump: { at: 'd 10.9.1.20', groups: ['inner'], listens: ['tcp 22', 'tcp 80'] } },
    databases: { orders: { at: 'd 10.9.1.30', whitelist: ['172.16.1.0/24'] } },
    nats: {
      exit: { vpc: 'data', eips: ['203.0.113.100'], snat: [{ from: '0.0.0.0/0', eips: ['203.0.113.100'] }] },
    },
    peerings: { link: ['shop', 'data'], beyond: ['third', 'data'] },
    hosts: { partner: { address: '192.0.2.80', port: 443 } },
    enis: ['shop h 172.16.1.5 203.0.113.10', 'data d 10.9.1.5', 'third t 10.7.1.5'],
    ...more,
  })

const SERVER = '10.9.1.20:80'
const DATABASE = '10.9.1.30:3306'
const codes = (where: ReturnType<typeof around>, slot: number, to: string) =>
  tell(where, packetFrom(where, slot, to)).blockers.map(({ code }) => code)

describe('VPC peering', () => {
  it('R7.2: should need routes in both VPCs', () => {
    expect(outcome(around(), packetFrom(around(), 1, SERVER))).toBe('reached')
    const oneWay = around({ data: [] })
    for (const to of [SERVER, DATABASE])
      expect(outcome(oneWay, packetFrom(oneWay, 1, to))).toBe('NO_RETURN_ROUTE')
    const noWay = around({ shop: [] })
    expect(codes(noWay, 1, SERVER)).toEqual(['VPC_NOT_CONNECTED'])
    expect(codes(noWay, 1, DATABASE)).toEqual(['DB_OTHER_VPC'])
    const [blocker] = tell(noWay, packetFrom(noWay, 1, SERVER)).blockers
    expect(blocker!.details).toMatchObject({ through: 'peering/link, which is there' })
  })

  it('R7.2: should say which route is missing on the way back, and to which table', () => {
    const where = around({ data: [] })
    const { code, details } = ask(where.tables, where.live, flow('app/shop', 'db/orders', 3306), 1)
    expect(code).toBe('NO_RETURN_ROUTE')
    expect(details).toMatchObject({ back: '172.16.1.0/24 via peering/link', table: 'system', vpc: 'data' })
  })

  it('R7.1: should take another peering for no way back', () => {
    const where = around({ data: ['172.16.0.0/16 via peering/beyond'] })
    expect(outcome(where, packetFrom(where, 1, SERVER))).toBe('NO_RETURN_ROUTE')
  })

  it('R7.1, R7.5: should lead nobody through the far VPC, neither to a third one nor to its NAT gateway', () => {
    const where = around({ shop: [THERE, '10.7.0.0/16 via peering/link', '192.168.0.0/16 via peering/link'] })
    expect(codes(where, 1, '10.7.1.5')).toEqual(['PEERING_NOT_TRANSITIVE'])
    expect(codes(where, 3, '192.0.2.80:443')).toEqual(['PEERING_NOT_TRANSITIVE'])
    expect(codes(where, 3, '10.9.1.77')).toEqual(['ADDRESS_UNKNOWN'])
  })

  it('R5.15, R7.4: should know the sender on the far side by its address, not by its groups', () => {
    const where = around()
    expect(outcome(where, packetFrom(where, 1, SERVER))).toBe('reached')
    expect(outcome(where, packetFrom(where, 1, '10.9.1.20:22'))).toBe('SG_NO_ALLOW_IN')
  })

  it('R7.4: should ask the network ACL of the far side, in both directions', () => {
    const closed = around({ acl: {} })
    expect(codes(closed, 1, SERVER)).toEqual(['ACL_DENY_IN', 'ACL_RETURN_DENIED'])
    const half = around({ acl: { ingress: ['accept all from 172.16.0.0/16'] } })
    expect(outcome(half, packetFrom(half, 1, SERVER))).toBe('ACL_RETURN_DENIED')
  })

  it('R9.3: should show a database the private source, and refuse one that is not listed', () => {
    const where = around()
    expect(outcome(where, packetFrom(where, 1, DATABASE))).toBe('reached')
    expect(seenSource(where, packetFrom(where, 1, DATABASE))).toBe('172.16.1.5')
    expect(codes(where, 3, DATABASE)).toEqual(['DB_WHITELIST_LACKS_VSWITCH'])
  })

  it('R7.3: should let local routes win on both sides where CIDRs overlap', () => {
    const more: Partial<SceneText> = {
      vswitches: {
        h: 'shop 172.16.1.0/24',
        d: 'data 10.9.1.0/24',
        t: 'third 10.7.1.0/24',
        x: 'data 172.16.1.0/24',
      },
    }
    expect(outcome(around({ more }), packetFrom(around({ more }), 1, SERVER))).toBe('NO_RETURN_ROUTE')
  })

  it('should be told hop by hop, with the route back', () => {
    const where = around()
    const { hops } = tell(where, packetFrom(where, 1, SERVER))
    expect(hops.map(({ stage }) => stage)).toEqual([
      ...['sg-out', 'route', 'peering', 'sg-in', 'deliver'],
      ...['sg-in', 'return-route', 'sg-out'],
    ])
    expect(hops[2]).toMatchObject({
      component: 'peering link',
      why: 'The packet comes into VPC data and keeps its source.',
      rule: { text: 'VPC shop to VPC data', origin: { path: 'peerings.link' } },
    })
    expect(hops[6]).toMatchObject({
      component: 'route table of VPC data',
      why: 'The longest match for the client is 172.16.0.0/16 to peering link.',
    })
  })

  it('should lead nowhere from a table of a third VPC', () => {
    const where = around({ shop: ['10.7.0.0/16 via peering/beyond'] })
    expect(codes(where, 1, '10.7.1.5')[0]).toBe('ROUTE_TARGET_DOWN')
  })
})
