/** Vectors of facts/vpc section 14 that the data path of this version can show. */
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import {
  type AclText,
  flow,
  type NatText,
  outcome,
  packetFrom,
  packetFromInternet,
  type Scene,
  type SceneText,
  scene,
  seenSource,
  tell,
  type VpcText,
} from './scene.ts'

const open = { ingress: ['accept all from 0.0.0.0/0'] }

describe('facts/vpc section 14', () => {
  const withEipAndSnat = scene({
    vpcs: { shop: '172.16.0.0/16', other: '10.9.0.0/16' },
    vswitches: { h: 'shop 172.16.1.0/24', o: 'other 10.9.0.0/24' },
    groups: { web: open, far: { ...open, vpc: 'other' } },
    apps: { shop: { groups: ['web'] }, far: { vpc: 'other', groups: ['far'] } },
    nats: { main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.1.0/24', eips: ['203.0.113.100'] }] } },
    hosts: { dns: { address: '8.8.8.8', port: 53 } },
    enis: ['shop h 172.16.1.5 203.0.113.10', 'far o 10.9.0.1'],
  })

  it('T5: an instance with an EIP and an SNAT entry leaves with its EIP', () => {
    const packet = packetFrom(withEipAndSnat, 0, '8.8.8.8:53')
    expect(outcome(withEipAndSnat, packet)).toBe('reached')
    expect(seenSource(withEipAndSnat, packet)).toBe('203.0.113.10')
    expect(tell(withEipAndSnat, packet).notes).toMatchObject([
      { code: 'SNAT_BYPASSED_BY_EIP', details: { eip: '203.0.113.10', gateway: 'main' } },
    ])
  })

  it('T6: a private destination in another VPC is not reached with the EIP, and not without a connection', () => {
    const packet = packetFrom(withEipAndSnat, 0, '10.9.0.1')
    expect(outcome(withEipAndSnat, packet)).toBe('VPC_NOT_CONNECTED')
    expect(seenSource(withEipAndSnat, packet)).toBe('172.16.1.5')
  })

  it('T6: through a peering the private source goes, although there are an EIP and an SNAT entry', () => {
    const where = scene({
      vpcs: {
        shop: { cidr: '172.16.0.0/16', tables: { system: { routes: ['10.9.0.0/16 via peering/link'] } } },
        other: { cidr: '10.9.0.0/16', tables: { system: { routes: ['172.16.0.0/16 via peering/link'] } } },
      },
      vswitches: { h: 'shop 172.16.1.0/24', o: 'other 10.9.0.0/24' },
      groups: { web: {}, far: { ingress: ['accept tcp 80 from 172.16.1.5/32'], vpc: 'other' } },
      apps: { shop: { groups: ['web'] }, far: { vpc: 'other', groups: ['far'] } },
      nats: { main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.1.0/24', eips: ['203.0.113.100'] }] } },
      peerings: { link: ['shop', 'other'] },
      enis: ['shop h 172.16.1.5 203.0.113.10', 'far o 10.9.0.1'],
    })
    const packet = packetFrom(where, 0, '10.9.0.1')
    expect(outcome(where, packet)).toBe('reached')
    expect(seenSource(where, packet)).toBe('172.16.1.5')
  })

  it('T19: the internal address of a database is open to a peered VPC whose CIDR is listed', () => {
    const where = scene({
      vpcs: {
        shop: { cidr: '172.16.0.0/16', tables: { system: { routes: ['10.9.1.0/24 via peering/link'] } } },
        data: { cidr: '10.9.0.0/16', tables: { system: { routes: ['172.16.0.0/16 via peering/link'] } } },
      },
      vswitches: { h: 'shop 172.16.1.0/24', o: 'data 10.9.1.0/24' },
      groups: { web: {} },
      apps: { shop: { groups: ['web'] } },
      databases: { orders: { at: 'o 10.9.1.30', whitelist: ['172.16.0.0/16'] } },
      peerings: { link: ['data', 'shop'] },
      enis: ['shop h 172.16.1.5 203.0.113.10'],
    })
    const packet = packetFrom(where, 0, '10.9.1.30:3306')
    expect(outcome(where, packet)).toBe('reached')
    expect(seenSource(where, packet)).toBe('172.16.1.5')
  })

  it('T8: the SNAT entry with the longest source mask wins', () => {
    const where = scene({
      groups: { web: open },
      apps: { shop: { groups: ['web'] } },
      nats: {
        main: {
          eips: ['203.0.113.101', '203.0.113.102', '203.0.113.103'],
          snat: [
            { from: '172.16.0.0/16', eips: ['203.0.113.101'] },
            { from: '172.16.1.0/24', eips: ['203.0.113.102'] },
            { from: '172.16.1.5/32', eips: ['203.0.113.103'] },
          ],
        },
      },
      hosts: { partner: { address: '192.0.2.80', port: 443 } },
      enis: ['shop h 172.16.1.5', 'shop h 172.16.1.6', 'shop i 172.16.2.5'],
    })
    const sources = [0, 1, 2].map((slot) => seenSource(where, packetFrom(where, slot, '192.0.2.80:443')))
    expect(sources).toEqual(['203.0.113.103', '203.0.113.102', '203.0.113.101'])
  })

  const members = (ingress: string[], inner?: 'accept' | 'drop') =>
    scene({
      groups: { web: { ingress, ...(inner === undefined ? {} : { inner }) }, other: {} },
      apps: { shop: { groups: ['web'] }, stranger: { groups: ['other'] } },
      enis: ['shop h 172.16.1.5', 'shop i 172.16.2.5', 'stranger h 172.16.1.6'],
    })

  it('T11: members of a basic group without rules reach each other, outsiders do not reach them', () => {
    const where = members([])
    expect(outcome(where, packetFrom(where, 0, '172.16.2.5'))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, '172.16.2.5'))).toBe('SG_NO_ALLOW_IN')
  })

  it('T12: a drop of all ingress at priority 1 does not separate the members', () => {
    const where = members(['drop all from 0.0.0.0/0 @ 1'])
    expect(outcome(where, packetFrom(where, 0, '172.16.2.5'))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, '172.16.2.5'))).toBe('SG_DENY_RULE')
  })

  it('T13: an advanced group without rules has no egress', () => {
    const where = scene({
      groups: { strict: { type: 'advanced' } },
      apps: { shop: { groups: ['strict'] } },
      hosts: { dns: { address: '8.8.8.8', port: 53 } },
      enis: ['shop h 172.16.1.5 203.0.113.10'],
    })
    expect(outcome(where, packetFrom(where, 0, '8.8.8.8:53'))).toBe('SG_NO_ALLOW_OUT')
  })

  it('T14: accept and drop at equal priority make a drop, whichever comes first', () => {
    const rules = ['accept tcp 80 from 0.0.0.0/0 @ 10', 'drop tcp 80 from 0.0.0.0/0 @ 10']
    for (const ingress of [rules, rules.toReversed()]) {
      const where = members(ingress)
      expect(outcome(where, packetFrom(where, 2, '172.16.2.5'))).toBe('SG_DENY_RULE')
    }
  })

  it('T18, for a service on the Internet: a whitelist of private addresses refuses the translated source', () => {
    const where = scene({
      groups: { web: {} },
      apps: { shop: { groups: ['web'] } },
      hosts: { db: { address: '192.0.2.33', port: 3306, whitelist: ['172.16.0.0/16'] } },
      enis: ['shop h 172.16.1.5 203.0.113.10'],
    })
    expect(outcome(where, packetFrom(where, 0, '192.0.2.33:3306'))).toBe('SOURCE_NOT_WHITELISTED')
  })

  it('T21: a whitelist of the EIPs in use refuses the spare one until it is listed', () => {
    const where = scene({
      groups: { web: {} },
      apps: { shop: { groups: ['web'] } },
      hosts: { db: { address: '192.0.2.33', port: 3306, whitelist: ['203.0.113.10/31', '203.0.113.12'] } },
      enis: ['shop h 172.16.1.5 203.0.113.10', 'shop h 172.16.1.6 203.0.113.13'],
    })
    const { tables, live } = where
    const toDb = flow('app/shop', 'internet/db', 3306)
    expect(ask(tables, live, toDb, 0)).toMatchObject({ reachable: true })
    expect(ask(tables, live, toDb, 1)).toMatchObject({ reachable: false, code: 'SOURCE_NOT_WHITELISTED' })
  })
})

describe('facts/vpc, rows of the way through', () => {
  const where = scene({
    vpcs: { shop: { cidr: '172.16.0.0/16', user: ['198.51.100.0/24'] } },
    vswitches: { h: 'shop 172.16.1.0/24' },
    groups: { web: open },
    apps: { shop: { groups: ['web'] } },
    nats: {
      first: { eips: ['203.0.113.100'], snat: [{ from: '172.16.1.0/25', eips: ['203.0.113.100'] }] },
      second: { eips: ['203.0.113.101'], snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.101'] }] },
    },
    hosts: {
      partner: { address: '192.0.2.80', port: 443 },
      datacentre: { address: '198.51.100.9', port: 443 },
      client: { address: '192.0.2.7' },
    },
    enis: ['shop h 172.16.1.5 203.0.113.10', 'shop h 172.16.1.6', 'shop h 172.16.1.200'],
  })

  it('R1.23: a destination in a user CIDR follows the route table although the instance has an EIP', () => {
    expect(seenSource(where, packetFrom(where, 0, '192.0.2.80:443'))).toBe('203.0.113.10')
    expect(seenSource(where, packetFrom(where, 0, '198.51.100.9:443'))).toBe('203.0.113.100')
  })

  it('R4.4: the default route leads to the gateway that was made first, and only its entries count', () => {
    expect(seenSource(where, packetFrom(where, 1, '192.0.2.80:443'))).toBe('203.0.113.100')
    expect(outcome(where, packetFrom(where, 2, '192.0.2.80:443'))).toBe('SNAT_NO_ENTRY')
  })

  it('R3.5: behind an EIP the instance sees the public address of the client', () => {
    const packet = packetFromInternet(where, '192.0.2.7', '203.0.113.10')
    const last = tell(where, packet).hops.find(({ stage }) => stage === 'sg-in')
    expect(last?.before).toMatchObject({ source: packet.source, destination: where.live.address(0) })
  })

  it('R3.6: inside the VPC the private address is the source, EIP or not', () => {
    expect(seenSource(where, packetFrom(where, 0, '172.16.1.6'))).toBe('172.16.1.5')
  })

  it('R4.6, R4.9: a NAT gateway answers ping, and takes no connection', () => {
    const ping = { protocol: 1 as const, sourcePort: 0, destinationPort: 0 }
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', '203.0.113.100', ping))).toBe('reached')
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', '203.0.113.100'))).toBe('NAT_NO_SESSION')
  })

  it('section 15: an EIP of the same VPC is reached over the Internet, with the public address of the caller', () => {
    const packet = packetFrom(where, 1, '203.0.113.10')
    expect(outcome(where, packet)).toBe('reached')
    expect(seenSource(where, packet)).toBe('203.0.113.100')
  })
})

describe('facts/vpc section 6, network ACLs', () => {
  const guarded = (acls: Readonly<Record<string, AclText>>, more: Partial<SceneText> = {}) =>
    scene({
      vpcs: { shop: { cidr: '172.16.0.0/16', acls } },
      groups: { web: open },
      apps: { shop: { groups: ['web'], port: 443 } },
      hosts: { partner: { address: '192.0.2.80', port: 443 }, client: { address: '192.0.2.7' } },
      enis: ['shop h 172.16.1.5 203.0.113.10', 'shop h 172.16.1.6', 'shop i 172.16.2.5'],
      ...more,
    })
  const t15 = guarded({ edge: { vswitches: ['h'], ingress: ['accept tcp 443 from 0.0.0.0/0'] } })

  it('T15: what an ACL lets in cannot answer through an empty egress list', () => {
    const packet = packetFrom(t15, 2, '172.16.1.5:443')
    expect(outcome(t15, packet)).toBe('ACL_RETURN_DENIED')
    const { hops, blockers } = tell(t15, packet)
    expect(blockers).toMatchObject([{ code: 'ACL_RETURN_DENIED' }])
    expect(hops.map(({ direction, stage, verdict }) => `${direction} ${stage} ${verdict}`)).toEqual([
      'forward sg-out passed',
      'forward route passed',
      'forward acl-in passed',
      'forward sg-in passed',
      'forward deliver passed',
      'return sg-in passed',
      'return return-acl-out dropped',
      'return sg-out passed',
    ])
    expect(hops.find(({ stage }) => stage === 'return-acl-out')?.before).toMatchObject({
      source: packet.destination,
      sourcePort: 443,
      destination: packet.source,
      destinationPort: packet.sourcePort,
    })
    expect(hops.at(-1)).toMatchObject({ hypothetical: true })
  })

  it('T15 from the Internet: the reply to the client is dropped, and a flow is told so', () => {
    expect(outcome(t15, packetFromInternet(t15, '192.0.2.7', '203.0.113.10:443'))).toBe('ACL_RETURN_DENIED')
    const answer = ask(t15.tables, t15.live, flow('internet/client', 'app/shop', 443), 0)
    expect(answer).toMatchObject({ reachable: false, code: 'ACL_RETURN_DENIED' })
  })

  it('T16, R6.9: within one vSwitch no ACL is asked', () => {
    const packet = packetFrom(t15, 1, '172.16.1.5:443')
    expect(outcome(t15, packet)).toBe('reached')
    expect(tell(t15, packet).hops.map(({ stage }) => stage)).not.toContain('acl-in')
  })

  it('R6.2: a caller needs an ingress entry for replies to its own port', () => {
    const acl = { vswitches: ['h'], egress: ['accept tcp 443 to 0.0.0.0/0'] }
    const closed = guarded({ edge: acl })
    expect(outcome(closed, packetFrom(closed, 0, '192.0.2.80:443'))).toBe('ACL_RETURN_DENIED')
    const ports = guarded({ edge: { ...acl, ingress: ['accept tcp 1024/65535 from 192.0.2.80/32'] } })
    expect(outcome(ports, packetFrom(ports, 0, '192.0.2.80:443'))).toBe('reached')
  })

  it('R6.3: the first entry that matches decides, whatever stands behind it', () => {
    const where = guarded({
      edge: {
        vswitches: ['h'],
        ingress: ['drop tcp 443 from 192.0.2.7', 'accept all from 0.0.0.0/0'],
        egress: ['accept all to 0.0.0.0/0'],
      },
    })
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', '203.0.113.10:443'))).toBe('ACL_DENY_IN')
    expect(outcome(where, packetFromInternet(where, '192.0.2.8', '203.0.113.10:443'))).toBe('reached')
  })

  it('R6.4: the port of an egress entry is the destination port', () => {
    const where = guarded({
      edge: {
        vswitches: ['h'],
        egress: ['accept tcp 80 to 0.0.0.0/0'],
        ingress: ['accept all from 0.0.0.0/0'],
      },
    })
    expect(outcome(where, packetFrom(where, 0, '192.0.2.80:443'))).toBe('ACL_DENY_OUT')
  })

  it('R6.7: an ACL without entries lets nothing pass', () => {
    const where = guarded({ edge: { vswitches: ['h'] } })
    expect(outcome(where, packetFrom(where, 0, '192.0.2.80:443'))).toBe('ACL_DENY_OUT')
    expect(outcome(where, packetFrom(where, 2, '172.16.1.5:443'))).toBe('ACL_DENY_IN')
  })

  it('R6.10: name and metadata services are always let through, both ways', () => {
    const where = guarded({ edge: { vswitches: ['h'] } })
    expect(outcome(where, packetFrom(where, 0, '100.100.2.136:53', { protocol: 17 }))).toBe('reached')
    expect(outcome(where, packetFrom(where, 0, '100.100.100.200:80'))).toBe('reached')
  })

  it('R6.12: of two filters that both deny, the one that comes first on the way is told, and both are listed', () => {
    const where = guarded({ edge: { vswitches: ['h'] } }, { groups: { web: { inner: 'drop' } } })
    const { blockers } = tell(where, packetFrom(where, 2, '172.16.1.5:443'))
    expect(blockers.map(({ code }) => code)).toEqual(['ACL_DENY_IN', 'SG_NO_ALLOW_IN', 'ACL_RETURN_DENIED'])
  })
})

describe('facts/vpc section 2, route tables and the IPv4 gateway', () => {
  const eip = '203.0.113.100'
  const anywhere = '0.0.0.0/0 via'
  const routed = (vpc: Partial<VpcText>, more: Partial<SceneText> = {}) =>
    scene({
      vpcs: { shop: { cidr: '172.16.0.0/16', ...vpc } },
      vswitches: { h: 'shop 172.16.1.0/24', i: 'shop 172.16.2.0/24', n: 'shop 172.16.9.0/28' },
      groups: { web: open },
      apps: { shop: { groups: ['web'] } },
      nats: { main: { vswitch: 'n', eips: [eip], snat: [{ from: '172.16.0.0/16', eips: [eip] }] } },
      hosts: { dns: { address: '8.8.8.8', port: 53 }, far: { address: '9.9.9.9', port: 53 } },
      enis: ['shop h 172.16.1.5 203.0.113.10', 'shop i 172.16.2.5', 'shop h 172.16.1.6'],
      ...more,
    })

  it('T10, R4.4: a custom table without 0.0.0.0/0 has no way out, NAT gateway or not', () => {
    const where = routed({ tables: { own: { vswitches: ['i'] } } })
    expect(outcome(where, packetFrom(where, 1, '8.8.8.8:53'))).toBe('NO_ROUTE')
    expect(outcome(where, packetFrom(where, 2, '8.8.8.8:53'))).toBe('reached')
  })

  it('T8 with tables: the SNAT entries of the gateway that the table names are asked, longest mask first', () => {
    const nats = {
      first: { eips: ['203.0.113.90'], snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.90'] }] },
      second: {
        eips: ['203.0.113.91', '203.0.113.92', '203.0.113.93'],
        snat: [
          { from: '172.16.0.0/16', eips: ['203.0.113.91'] },
          { from: '172.16.1.0/24', eips: ['203.0.113.92'] },
          { from: '172.16.1.6/32', eips: ['203.0.113.93'] },
        ],
      },
    }
    const tables = { own: { vswitches: ['h'], routes: [`${anywhere} natGateway/second`] } }
    const enis = ['shop h 172.16.1.5', 'shop h 172.16.1.6', 'shop i 172.16.2.5']
    const where = routed({ tables }, { nats, enis })
    const seen = (slot: number) => seenSource(where, packetFrom(where, slot, '8.8.8.8:53'))
    expect([0, 1, 2].map(seen)).toEqual(['203.0.113.92', '203.0.113.93', '203.0.113.90'])
  })

  it('R2.12, R4.8: of several routes the longest match decides which NAT gateway is used', () => {
    const where = routed(
      { tables: { system: { routes: ['9.9.9.0/24 via natGateway/side'] } } },
      {
        nats: {
          main: { eips: [eip], snat: [{ from: '172.16.0.0/16', eips: [eip] }] },
          side: { eips: ['203.0.113.90'], snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.90'] }] },
        },
      },
    )
    expect(seenSource(where, packetFrom(where, 1, '8.8.8.8:53'))).toBe(eip)
    expect(seenSource(where, packetFrom(where, 1, '9.9.9.9:53'))).toBe('203.0.113.90')
  })

  it('R2.6: vSwitches of one VPC reach each other whatever their tables say', () => {
    const where = routed({ tables: { own: { vswitches: ['i'] } } })
    expect(outcome(where, packetFrom(where, 1, '172.16.1.5'))).toBe('reached')
  })

  it('R2.16: a next hop that is not there drops the packet, although a shorter route would pass it', () => {
    const where = routed({ tables: { system: { routes: ['8.8.8.0/24 via natGateway/gone'] } } })
    expect(outcome(where, packetFrom(where, 1, '8.8.8.8:53'))).toBe('ROUTE_TARGET_DOWN')
  })

  it('R2.20: without an IPv4 gateway an EIP asks no route', () => {
    const where = routed({ tables: { own: { vswitches: ['h'] } } })
    expect(outcome(where, packetFrom(where, 0, '8.8.8.8:53'))).toBe('reached')
  })

  it('T7: with an IPv4 gateway and a default route to the NAT gateway an EIP does not work, either way', () => {
    const where = routed({ ipv4Gateway: [] })
    expect(outcome(where, packetFrom(where, 0, '8.8.8.8:53'))).toBe('IPV4GW_ROUTE_MISSING')
    expect(outcome(where, packetFromInternet(where, '8.8.8.8', '203.0.113.10'))).toBe('IPV4GW_ROUTE_MISSING')
  })

  it('R2.21, R2.22: a table that the gateway was activated for, or a narrower route, makes it work', () => {
    const active = routed({ ipv4Gateway: ['system'] })
    expect(seenSource(active, packetFrom(active, 0, '8.8.8.8:53'))).toBe('203.0.113.10')
    expect(outcome(active, packetFromInternet(active, '8.8.8.8', '203.0.113.10'))).toBe('reached')
    const narrow = routed({ ipv4Gateway: [], tables: { system: { routes: ['8.8.8.8 via ipv4Gateway'] } } })
    expect(outcome(narrow, packetFrom(narrow, 0, '8.8.8.8:53'))).toBe('reached')
    expect(outcome(narrow, packetFrom(narrow, 0, '9.9.9.9:53'))).toBe('IPV4GW_ROUTE_MISSING')
  })

  it('R2.25: behind a NAT gateway its own vSwitch needs the route to the IPv4 gateway', () => {
    const missing = routed({ ipv4Gateway: [] })
    expect(outcome(missing, packetFrom(missing, 1, '8.8.8.8:53'))).toBe('IPV4GW_ROUTE_MISSING')
    const there = routed({ ipv4Gateway: ['exit'], tables: { exit: { vswitches: ['n'] } } })
    expect(seenSource(there, packetFrom(there, 1, '8.8.8.8:53'))).toBe(eip)
  })

  it('an instance without a public address does not pass the IPv4 gateway', () => {
    const where = routed({ ipv4Gateway: ['system'] })
    expect(outcome(where, packetFrom(where, 1, '8.8.8.8:53'))).toBe('VPC_NO_INTERNET_BY_DEFAULT')
  })
})

describe('facts/vpc section 4.5, DNAT', () => {
  const out = '203.0.113.100'
  const mapped = '203.0.113.101'
  const gateway = (dnat: readonly string[], more: Partial<NatText> = {}) =>
    scene({
      groups: { web: { ingress: ['accept all from 192.0.2.0/24'] } },
      apps: { shop: { groups: ['web'] } },
      nats: { main: { eips: [out, mapped], snat: [{ from: '172.16.0.0/16', eips: [out] }], dnat, ...more } },
      hosts: { partner: { address: '192.0.2.80', port: 443 } },
      enis: ['shop h 172.16.1.5', 'shop h 172.16.1.6 203.0.113.10'],
    })
  const port = gateway([`${mapped} tcp 8000/8010 to 172.16.1.5 72/82`])
  const whole = gateway([`${mapped} to 172.16.1.5`])

  it('T22, R4.26: an instance behind a port leaves with the EIP of its SNAT entry', () => {
    expect(seenSource(port, packetFrom(port, 0, '192.0.2.80:443'))).toBe(out)
  })

  it('T23, R4.22: an instance behind an IP mapping leaves with that EIP', () => {
    expect(seenSource(whole, packetFrom(whole, 0, '192.0.2.80:443'))).toBe(mapped)
    const ping = { protocol: 1 as const, sourcePort: 0, destinationPort: 0 }
    expect(outcome(whole, packetFromInternet(whole, '192.0.2.80', mapped, ping))).toBe('reached')
    expect(tell(whole, packetFromInternet(whole, '192.0.2.80', mapped, ping)).hops.at(-1)).toMatchObject({
      direction: 'return',
      stage: 'dnat',
    })
  })

  it('R4.21, R4.24: a range is mapped port by port, and the instance sees the client', () => {
    const packet = packetFromInternet(port, '192.0.2.7', `${mapped}:8008`)
    expect(outcome(port, packet)).toBe('reached')
    const entered = tell(port, packet).hops.find(({ stage }) => stage === 'sg-in')
    expect(entered?.before).toMatchObject({
      source: packet.source,
      destination: port.live.address(0),
      destinationPort: 80,
    })
    expect(outcome(port, packetFromInternet(port, '192.0.2.7', `${mapped}:8009`))).toBe('PORT_NOT_SERVED')
    expect(outcome(port, packetFromInternet(port, '192.0.2.7', `${mapped}:8011`))).toBe('NAT_NO_SESSION')
    expect(outcome(port, packetFromInternet(port, '198.51.100.7', `${mapped}:8008`))).toBe('SG_NO_ALLOW_IN')
  })

  it('R4.20: an entry for the port comes before an IP mapping of the same EIP', () => {
    const where = gateway([`${mapped} to 172.16.1.9`, `${mapped} tcp 80 to 172.16.1.5`])
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', mapped))).toBe('reached')
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', `${mapped}:81`))).toBe('ADDRESS_UNKNOWN')
  })

  it('R4.23: an instance with an EIP is not reached', () => {
    const where = gateway([`${mapped} tcp 80 to 172.16.1.6`])
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', mapped))).toBe('DNAT_TARGET_HAS_EIP')
  })

  it('R4.25: the reply must go back through the same NAT gateway', () => {
    const past = (routes: string[]) =>
      scene({
        vpcs: { shop: { cidr: '172.16.0.0/16', tables: { own: { vswitches: ['h'], routes } } } },
        groups: { web: open },
        apps: { shop: { groups: ['web'] } },
        nats: {
          main: { vswitch: 'i', eips: [mapped], snat: [], dnat: [`${mapped} tcp 80 to 172.16.1.5`] },
          side: { vswitch: 'i', eips: [out], snat: [] },
        },
        enis: ['shop h 172.16.1.5'],
      })
    const called = (where: Scene) => outcome(where, packetFromInternet(where, '192.0.2.7', mapped))
    expect(called(past([]))).toBe('NO_RETURN_ROUTE')
    expect(called(past(['0.0.0.0/0 via natGateway/main', '192.0.2.0/24 via natGateway/side']))).toBe(
      'ASYMMETRIC_NAT',
    )
    expect(called(past(['0.0.0.0/0 via natGateway/main']))).toBe('reached')
  })

  it('R4.30: out and in through one gateway works only with EIPs in NAT mode', () => {
    const dnat = [`${mapped} tcp 80 to 172.16.1.5`]
    const hairpin = (eipMode: 'multi' | 'nat') => {
      const where = scene({
        groups: { web: open },
        apps: { shop: { groups: ['web'] } },
        nats: {
          main: { eips: [out, mapped], snat: [{ from: '172.16.0.0/16', eips: [out] }], dnat, eipMode },
        },
        enis: ['shop h 172.16.1.5', 'shop h 172.16.1.6'],
      })
      return outcome(where, packetFrom(where, 1, mapped))
    }
    expect(hairpin('multi')).toBe('DNAT_HAIRPIN')
    expect(hairpin('nat')).toBe('reached')
  })
})
