/** Facts/vpc section 9: whitelists of RDS and Tair, and who is seen by them with which address. */
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import { ICMP, UDP } from '../../src/net/protocol.ts'
import {
  type DatabaseText,
  flow,
  outcome,
  packetFrom,
  packetFromInternet,
  type SceneText,
  scene,
  seenSource,
  tell,
} from './scene.ts'

/** Slots: 0 the server, 1 an instance with an EIP, 2 one without, 3 one in another VPC. */
const around = (orders: Omit<DatabaseText, 'at'>, more: Partial<SceneText> = {}) =>
  scene({
    vpcs: { shop: '172.16.0.0/16', other: '10.0.0.0/16' },
    vswitches: { h: 'shop 172.16.1.0/24', i: 'shop 172.16.2.0/24', o: 'other 10.0.1.0/24' },
    groups: { web: {}, ecs: {}, far: { vpc: 'other' } },
    apps: { shop: { groups: ['web'] }, far: { vpc: 'other', groups: ['far'] } },
    nats: { main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.2.0/24', eips: ['203.0.113.100'] }] } },
    servers: { jump: { at: 'i 172.16.2.20 203.0.113.20', groups: ['ecs'] } },
    databases: { orders: { at: 'h 172.16.1.30 192.0.2.33', ...orders } },
    hosts: { client: { address: '192.0.2.7' } },
    enis: ['shop h 172.16.1.5 203.0.113.10', 'shop i 172.16.2.5', 'far o 10.0.1.5'],
    ...more,
  })
const INTERNAL = '172.16.1.30:3306'
const PUBLIC = '192.0.2.33:3306'

describe('whitelists of databases', () => {
  it('T17, R9.2: the untouched default list refuses every client', () => {
    const where = around({})
    for (const slot of [0, 1, 2]) {
      expect(outcome(where, packetFrom(where, slot, INTERNAL))).toBe('DB_WHITELIST_LACKS_VSWITCH')
      expect(outcome(where, packetFrom(where, slot, PUBLIC))).toBe('DB_WHITELIST_LACKS_EGRESS_IP')
    }
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', PUBLIC))).toBe(
      'DB_WHITELIST_LACKS_EGRESS_IP',
    )
  })

  it('T18, R9.3: the private address of the caller does not help at the public endpoint', () => {
    const where = around({ whitelist: ['172.16.1.5', '172.16.2.0/24'] })
    for (const slot of [0, 1, 2]) {
      expect(outcome(where, packetFrom(where, slot, INTERNAL))).toBe('reached')
      expect(outcome(where, packetFrom(where, slot, PUBLIC))).toBe('DB_WHITELIST_LACKS_EGRESS_IP')
    }
  })

  it('R9.3: the public endpoint sees the own EIP, or that of the NAT gateway', () => {
    const where = around({ whitelist: ['203.0.113.10', '203.0.113.100'] })
    expect(seenSource(where, packetFrom(where, 1, PUBLIC))).toBe('203.0.113.10')
    expect(outcome(where, packetFrom(where, 1, PUBLIC))).toBe('reached')
    expect(seenSource(where, packetFrom(where, 2, PUBLIC))).toBe('203.0.113.100')
    expect(outcome(where, packetFrom(where, 2, PUBLIC))).toBe('reached')
    expect(outcome(where, packetFrom(where, 0, PUBLIC))).toBe('DB_WHITELIST_LACKS_EGRESS_IP')
    expect(outcome(where, packetFrom(where, 1, INTERNAL))).toBe('DB_WHITELIST_LACKS_VSWITCH')
  })

  it('R9.2: 0.0.0.0/0 is everybody', () => {
    const where = around({ whitelist: ['0.0.0.0/0'] })
    for (const slot of [0, 1, 2]) expect(outcome(where, packetFrom(where, slot, INTERNAL))).toBe('reached')
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', PUBLIC))).toBe('reached')
  })

  it('R9.6: host bits are those of the block', () => {
    const where = around({ whitelist: ['172.16.1.77/24'] })
    expect(outcome(where, packetFrom(where, 1, INTERNAL))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, INTERNAL))).toBe('DB_WHITELIST_LACKS_VSWITCH')
  })

  it('R9.1: members of a listed security group may call the internal address as well', () => {
    const where = around({ groups: ['ecs'] })
    expect(outcome(where, packetFrom(where, 0, INTERNAL))).toBe('reached')
    expect(outcome(where, packetFrom(where, 1, INTERNAL))).toBe('DB_WHITELIST_LACKS_VSWITCH')
    expect(outcome(where, packetFrom(where, 0, PUBLIC))).toBe('DB_WHITELIST_LACKS_EGRESS_IP')
    const { hops } = tell(where, packetFrom(where, 0, INTERNAL))
    expect(hops.find(({ stage }) => stage === 'service-whitelist')?.why).toMatch(/security group.*\(ecs\)/)
  })

  it('section 9.3: Tair knows members by their own EIP too, and not by that of a NAT gateway', () => {
    const where = around({ engine: 'tair', port: 3306, groups: ['ecs', 'web'] })
    expect(outcome(where, packetFrom(where, 0, PUBLIC))).toBe('reached')
    expect(outcome(where, packetFrom(where, 1, PUBLIC))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, PUBLIC))).toBe('DB_WHITELIST_LACKS_EGRESS_IP')
  })

  it('R6.11: no network ACL guards a database, only the vSwitch of its caller', () => {
    const edge = (vswitch: string) => ({
      vpcs: {
        shop: { cidr: '172.16.0.0/16', acls: { edge: { vswitches: [vswitch] } } },
        other: '10.0.0.0/16',
      },
    })
    const ofDatabase = around({ whitelist: ['172.16.0.0/16'] }, edge('h'))
    expect(outcome(ofDatabase, packetFrom(ofDatabase, 2, INTERNAL))).toBe('reached')
    const ofCaller = around({ whitelist: ['172.16.0.0/16'] }, edge('i'))
    expect(outcome(ofCaller, packetFrom(ofCaller, 2, INTERNAL))).toBe('ACL_DENY_OUT')
  })

  it('should ask the port behind the whitelist, of TCP only, and answer ping to whom it lets in', () => {
    const where = around({ whitelist: ['172.16.1.0/24'] })
    expect(outcome(where, packetFrom(where, 1, '172.16.1.30:3307'))).toBe('PORT_NOT_SERVED')
    expect(outcome(where, packetFrom(where, 1, INTERNAL, { protocol: UDP }))).toBe('PORT_NOT_SERVED')
    expect(outcome(where, packetFrom(where, 1, '172.16.1.30', { protocol: ICMP }))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, '172.16.1.30', { protocol: ICMP }))).toBe(
      'DB_WHITELIST_LACKS_VSWITCH',
    )
  })

  it('should find a database in another VPC, and behind the border its whitelist as well', () => {
    const where = around({})
    const { blockers } = tell(where, packetFrom(where, 3, INTERNAL))
    expect(blockers.map(({ code }) => code)).toEqual(['DB_OTHER_VPC', 'DB_WHITELIST_LACKS_VSWITCH'])
    expect(blockers[0]!.details).toMatchObject({ vpc: 'other', otherVpc: 'shop', database: 'orders' })
    expect(blockers[1]!.details).toMatchObject({ cidr: '10.0.1.0/24', vswitch: 'o' })
  })

  it('should name the address that lacks, its pool, and the better way', () => {
    const where = around({ whitelist: ['203.0.113.11'] })
    const { code, details } = ask(where.tables, where.live, flow('app/shop', 'db/orders', 3306, 'public'), 1)
    expect(code).toBe('DB_WHITELIST_LACKS_EGRESS_IP')
    expect(details).toMatchObject({ database: 'orders', entries: '203.0.113.11' })
    expect(details['source']).toBe('203.0.113.10')
    expect(details['others']).toMatch(/all other EIPs of pool pool/)
    expect(details['advice']).toMatch(/internal address 172\.16\.1\.30/)
  })

  it('should note that the public endpoint is called from its own VPC', () => {
    const where = around({ whitelist: ['0.0.0.0/0'] })
    const codes = (slot: number, to: string) =>
      tell(where, packetFrom(where, slot, to)).notes.map(({ code }) => code)
    expect(codes(1, PUBLIC)).toContain('DB_PUBLIC_NAME_INSIDE_VPC')
    expect(codes(1, INTERNAL)).not.toContain('DB_PUBLIC_NAME_INSIDE_VPC')
  })
})

describe('flows to a database', () => {
  it('should call the internal address unless the public one is meant', () => {
    const { tables, live } = around({ whitelist: ['172.16.0.0/16'] })
    expect(ask(tables, live, flow('app/shop', 'db/orders', 3306), 1)).toMatchObject({ reachable: true })
    expect(ask(tables, live, flow('server/jump', 'db/orders', 3306), 0)).toMatchObject({ reachable: true })
    expect(ask(tables, live, flow('app/shop', 'db/orders', 3306, 'public'), 1).reachable).toBe(false)
  })

  it('should be asked from the Internet without any ENI', () => {
    const { tables, live } = around({ whitelist: ['192.0.2.7'] })
    const answer = ask(tables, live, flow('internet/client', 'db/orders', 3306, 'public'), -1)
    expect(answer).toMatchObject({ reachable: true })
  })

  it('should not mistake an address of the own VPC for that of the other one', () => {
    const where = scene({
      vpcs: { shop: '172.16.0.0/16', twin: '172.16.0.0/16' },
      vswitches: { h: 'shop 172.16.1.0/24', t: 'twin 172.16.1.0/24' },
      groups: { web: {}, far: { vpc: 'twin', ingress: ['accept all from 0.0.0.0/0'] } },
      apps: { shop: { groups: ['web'] } },
      servers: { far: { at: 't 172.16.1.9', groups: ['far'], listens: ['tcp 80'] } },
      databases: {
        near: { at: 'h 172.16.1.30', whitelist: ['0.0.0.0/0'] },
        far: { at: 't 172.16.1.30', whitelist: ['0.0.0.0/0'] },
      },
      enis: ['shop h 172.16.1.5'],
    })
    const { tables, live } = where
    expect(ask(tables, live, flow('app/shop', 'db/near', 3306), 1)).toMatchObject({ reachable: true })
    expect(ask(tables, live, flow('app/shop', 'db/far', 3306), 1)).toMatchObject({
      code: 'DB_OTHER_VPC',
      details: { vpc: 'shop', otherVpc: 'twin', database: 'far' },
    })
    expect(ask(tables, live, flow('app/shop', 'server/far', 80), 1)).toMatchObject({
      code: 'VPC_NOT_CONNECTED',
    })
  })
})
