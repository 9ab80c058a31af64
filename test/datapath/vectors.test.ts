/** Vectors of facts/vpc section 14 that the data path of this version can show. */
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import { flow, outcome, packetFrom, packetFromInternet, scene, seenSource, tell } from './scene.ts'

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
