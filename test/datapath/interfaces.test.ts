/** Secondary ENIs and cut-through EIPs: facts/vpc sections 3.1, 3.2 and 3.5. */
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import { GRE } from '../../src/net/protocol.ts'
import {
  flow,
  outcome,
  packetFrom,
  packetFromInternet,
  type Scene,
  scene,
  seenSource,
  tell,
} from './scene.ts'

/** Slots: 0 the primary ENI of front, 1 its secondary one; 2 an instance. */
const two = (eth1: string, acls = {}): Scene =>
  scene({
    vpcs: { shop: { cidr: '172.16.0.0/16', acls } },
    groups: {
      web: {},
      inner: { ingress: ['accept tcp 22 from 172.16.0.0/16'] },
      outer: { ingress: ['accept tcp 80 from 0.0.0.0/0', 'accept gre from 0.0.0.0/0'] },
    },
    apps: { shop: { groups: ['web'] } },
    nats: { main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.100'] }] } },
    servers: {
      front: {
        at: 'h 172.16.1.20',
        groups: ['inner'],
        listens: ['tcp 22', 'tcp 80'],
        enis: { eth1: { at: eth1, groups: ['outer'] } },
      },
    },
    hosts: { partner: { address: '192.0.2.80', port: 443 } },
    enis: ['shop i 172.16.2.5'],
  })
const NAT_MODE = 'i 172.16.2.20 203.0.113.60'
const CUT = `${NAT_MODE} cut`
const PARTNER = '192.0.2.80:443'

describe('a secondary ENI', () => {
  it('should have security groups and a vSwitch of its own, and the server listens on both', () => {
    const where = two(NAT_MODE)
    expect(outcome(where, packetFrom(where, 2, '172.16.1.20:22'))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, '172.16.1.20:80'))).toBe('SG_NO_ALLOW_IN')
    expect(outcome(where, packetFrom(where, 2, '172.16.2.20:80'))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, '172.16.2.20:22'))).toBe('SG_NO_ALLOW_IN')
    expect(ask(where.tables, where.live, flow('app/shop', 'server/front/eth1'), 2)).toMatchObject({
      reachable: true,
    })
  })

  it('Sec. 3.5: inbound by the EIP on the secondary ENI, outbound by NAT from the primary one', () => {
    const where = two(NAT_MODE)
    expect(outcome(where, packetFromInternet(where, '192.0.2.80', '203.0.113.60'))).toBe('reached')
    expect(seenSource(where, packetFrom(where, 0, PARTNER))).toBe('203.0.113.100')
    expect(seenSource(where, packetFrom(where, 1, PARTNER))).toBe('203.0.113.60')
    const entered = ask(where.tables, where.live, flow('internet/partner', 'server/front/eth1'), 1)
    expect(entered).toMatchObject({ reachable: true })
  })

  it('should stop with its server', () => {
    const where = two(NAT_MODE)
    where.live.answers(1, false)
    expect(outcome(where, packetFrom(where, 2, '172.16.2.20:80'))).toBe('SERVER_NOT_RUNNING')
  })
})

describe('a cut-through EIP', () => {
  it('R3.2: the guest sees the EIP itself, in both directions', () => {
    const where = two(CUT)
    expect(packetFrom(where, 1, PARTNER).source).toBe(where.live.eip(1))
    expect(seenSource(where, packetFrom(where, 1, PARTNER))).toBe('203.0.113.60')
    const { hops } = tell(where, packetFromInternet(where, '192.0.2.80', '203.0.113.60'))
    expect(hops.find(({ stage }) => stage === 'sg-in')!.before.destination).toBe(where.live.eip(1))
  })

  it('R3.2: the private address stops working, in both directions', () => {
    const where = two(CUT)
    expect(outcome(where, packetFrom(where, 2, '172.16.2.20:80'))).toBe('CUT_THROUGH_ONLY_PUBLIC')
    expect(outcome(where, packetFrom(where, 1, '172.16.2.5:80'))).toBe('CUT_THROUGH_ONLY_PUBLIC')
    const { blockers } = tell(where, packetFrom(where, 2, '172.16.2.20:80'))
    expect(blockers[0]!.details).toMatchObject({ server: 'front', eni: 'front/eth1' })
  })

  it('R3.3: nothing is translated, so every protocol passes', () => {
    const gre = (where: Scene) =>
      outcome(where, packetFromInternet(where, '192.0.2.80', '203.0.113.60', { protocol: GRE }))
    expect(gre(two(CUT))).toBe('reached')
    expect(gre(two(NAT_MODE))).toBe('NAT_PROTOCOL_UNSUPPORTED')
  })

  it('R3.4, R6.11: network ACLs do not filter it, security groups do', () => {
    const closed = { edge: { vswitches: ['i'] } }
    const call = (where: Scene, port: number) =>
      outcome(where, packetFromInternet(where, '192.0.2.80', `203.0.113.60:${port}`))
    expect(call(two(NAT_MODE, closed), 80)).toBe('ACL_DENY_IN')
    expect(call(two(CUT, closed), 80)).toBe('reached')
    expect(call(two(CUT, closed), 22)).toBe('SG_NO_ALLOW_IN')
    const where = two(CUT, closed)
    expect(outcome(where, packetFrom(where, 1, PARTNER))).toBe('reached')
  })
})
