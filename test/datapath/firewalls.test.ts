/** Servers that pass packets on, as next hops and behind the gateway route table: facts/vpc 2.1 to 2.5, section 11 step 7d. */
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import {
  flow,
  outcome,
  packetFrom,
  packetFromInternet,
  type Scene,
  type SceneText,
  type ServerText,
  scene,
  seenSource,
  tell,
} from './scene.ts'

/** vSwitch h has the applications, i the firewall, n the NAT gateway; slots: 0 fw, 1 fw/eth1 in h, 2 spare, 3 an instance. */
const guarded = (
  fw: Partial<ServerText> = {},
  {
    routes = ['0.0.0.0/0 via server/fw'],
    more = {},
  }: { routes?: readonly string[]; more?: Partial<SceneText> } = {},
): Scene =>
  scene({
    vpcs: { shop: { cidr: '172.16.0.0/16', tables: { apps: { vswitches: ['h'], routes } } } },
    vswitches: { h: 'shop 172.16.1.0/24', i: 'shop 172.16.2.0/24' },
    groups: {
      web: { ingress: ['accept tcp 80 from 0.0.0.0/0'] },
      wall: { ingress: ['accept all from 172.16.0.0/16'] },
    },
    apps: { shop: { groups: ['web'] } },
    nats: {
      main: {
        vswitch: 'i',
        eips: ['203.0.113.100'],
        snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.100'] }],
      },
    },
    servers: {
      fw: {
        at: 'i 172.16.2.10',
        groups: ['wall'],
        forwarding: true,
        enis: { eth1: { at: 'h 172.16.1.10', groups: ['wall'] } },
        ...fw,
      },
      spare: { at: 'i 172.16.2.11', groups: ['wall'], forwarding: true },
    },
    haVips: { gate: { at: 'i 172.16.2.9', members: ['fw', 'spare'] } },
    hosts: { partner: { address: '192.0.2.80', port: 443, whitelist: ['203.0.113.100', '203.0.113.60'] } },
    enis: ['shop h 172.16.1.5'],
    ...more,
  })

const PARTNER = '192.0.2.80:443'
const codes = (where: Scene, to = PARTNER) =>
  tell(where, packetFrom(where, 3, to)).blockers.map(({ code }) => code)
const passedBy = (where: Scene, to = PARTNER) => {
  const decision = newDecision()
  decide(where.tables, where.live, packetFrom(where, 3, to), decision)
  return decision.passed.slice(0, decision.passes).map(({ slot }) => where.tables.numbers.servers.names[slot])
}

describe('a server as a next hop', () => {
  it('2.2: Instance is the primary ENI, NetworkInterface a secondary one, HaVip whoever holds it', () => {
    for (const [via, eni] of [
      ['server/fw', 'fw'],
      ['server/fw/eth1', 'fw/eth1'],
      ['haVip/gate', 'fw'],
    ]) {
      const where = guarded({}, { routes: [`0.0.0.0/0 via ${via}`] })
      // Out of eth1 the table of its vSwitch asks again.
      if (via === 'server/fw/eth1') expect(codes(where)).toEqual(['FORWARDING_LOOP'])
      else expect(outcome(where, packetFrom(where, 3, PARTNER))).toBe('reached')
      expect(passedBy(where)[0]).toBe(eni)
    }
  })

  it('Sec. 11 step 7d: should re-inject the packet, whose source stays, so that SNAT knows the instance', () => {
    const where = guarded()
    const { hops } = tell(where, packetFrom(where, 3, PARTNER))
    expect(hops.map(({ stage, direction }) => (direction === 'return' ? `return ${stage}` : stage))).toEqual([
      ...[
        'sg-out',
        'route',
        'sg-in',
        'pass-on',
        'sg-out',
        'route',
        'snat',
        'internet',
        'service-whitelist',
        'deliver',
      ],
      ...['return snat', 'return sg-out'],
    ])
    expect(hops[3]).toMatchObject({
      component: 'server fw',
      why: 'The guest passes the packet on and keeps its source.',
    })
    expect(hops[4]).toMatchObject({ component: 'security group wall of fw' })
    expect(seenSource(where, packetFrom(where, 3, PARTNER))).toBe('203.0.113.100')
  })

  it('2.2: a self-managed NAT puts its own address there, and leaves by its own EIP', () => {
    const where = guarded({ at: 'i 172.16.2.10 203.0.113.60', snat: true })
    expect(outcome(where, packetFrom(where, 3, PARTNER))).toBe('reached')
    expect(seenSource(where, packetFrom(where, 3, PARTNER))).toBe('203.0.113.60')
    const { hops } = tell(where, packetFrom(where, 3, PARTNER))
    const back = hops.filter(({ direction }) => direction === 'return').map(({ stage }) => stage)
    expect(back).toEqual(['choose-source', 'sg-out', 'pass-on', 'sg-in', 'sg-out'])
  })

  it('Sec. 3.5: its EIP is not there for what it passes on with another source', () => {
    const where = guarded({ at: 'i 172.16.2.10 203.0.113.60' })
    expect(seenSource(where, packetFrom(where, 3, PARTNER))).toBe('203.0.113.100')
  })

  it('R2.16: should drop and not take the next best route while it is stopped or does not forward', () => {
    for (const [fw, cause] of [
      [{ running: false }, 'server fw does not run'],
      [{ forwarding: false }, 'servers.fw has no forwarding: true'],
    ] as const) {
      const where = guarded(fw)
      expect(codes(where)).toEqual(['ROUTE_TARGET_DOWN'])
      expect(tell(where, packetFrom(where, 3, PARTNER)).blockers[0]!.details).toMatchObject({ cause })
    }
    expect(codes(guarded({}, { routes: ['0.0.0.0/0 via server/gone'] }))).toEqual(['ROUTE_TARGET_DOWN'])
  })

  it('R2.4: should decide by the table of the vSwitch that the packet leaves from', () => {
    const where = guarded({ at: 'h 172.16.1.10', enis: {} }, { routes: ['192.0.2.0/24 via server/fw'] })
    const { blockers } = tell(where, packetFrom(where, 2, PARTNER))
    expect(blockers.map(({ code }) => code)).toEqual(['FORWARDING_LOOP'])
    expect(blockers[0]!.details).toMatchObject({ round: 'server fw to server fw' })
  })

  it('R5.11, R6.3: its security groups and the ACL of its vSwitch see the packet in and out', () => {
    const more: Partial<SceneText> = {
      groups: { web: {}, wall: { type: 'advanced', ingress: [], egress: [] } },
      vpcs: {
        shop: {
          cidr: '172.16.0.0/16',
          acls: { edge: { vswitches: ['i'] } },
          tables: { apps: { vswitches: ['h'], routes: ['0.0.0.0/0 via server/fw'] } },
        },
      },
    }
    const where = guarded({}, { more })
    expect(codes(where)).toEqual(['ACL_DENY_IN', 'SG_NO_ALLOW_IN', 'SG_NO_ALLOW_OUT', 'ACL_DENY_OUT'])
    const groups = tell(where, packetFrom(where, 3, PARTNER)).blockers.map(({ details }) => details['app'])
    expect(groups.slice(1, 3)).toEqual(['fw', 'fw'])
    const { code, sources } = ask(where.tables, where.live, flow('app/shop', 'internet/partner', 443), 3)
    expect({ code, sources }).toEqual({ code: 'ACL_DENY_IN', sources: [] })
  })

  it('R6.2: the reply crosses the ACL of its vSwitch only where it has put its own address there', () => {
    const acl = {
      vswitches: ['i'],
      ingress: ['accept all from 172.16.0.0/16'],
      egress: ['accept all to 0.0.0.0/0'],
    }
    const more: Partial<SceneText> = {
      vpcs: {
        shop: {
          cidr: '172.16.0.0/16',
          acls: { edge: acl },
          tables: { apps: { vswitches: ['h'], routes: ['0.0.0.0/0 via server/fw'] } },
        },
      },
    }
    expect(codes(guarded({}, { more }))).toEqual([])
    const masking = guarded({ snat: true }, { more })
    const { hops, blockers } = tell(masking, packetFrom(masking, 3, PARTNER))
    expect(blockers.map(({ code }) => code)).toEqual(['ACL_RETURN_DENIED'])
    expect(hops.find(({ verdict }) => verdict === 'dropped')).toMatchObject({
      stage: 'return-acl-in',
      component: 'network ACL edge',
    })
  })
})

describe('a HaVip', () => {
  it('2.2: should go to the next member when the active one stops, and to nobody when none runs', () => {
    const routes = ['0.0.0.0/0 via haVip/gate']
    expect(passedBy(guarded({}, { routes }))).toEqual(['fw'])
    expect(passedBy(guarded({ running: false }, { routes }))).toEqual(['spare'])
    const where = guarded({ running: false }, { routes })
    where.live.answers(2, false)
    expect(codes(where)).toEqual(['ROUTE_TARGET_DOWN'])
    expect(codes(where, '172.16.2.9')).toEqual(['HAVIP_WITHOUT_HOLDER'])
  })

  it('3.1: should be called by its address and by its EIP, through the groups of whoever holds it', () => {
    const where = guarded(
      { listens: ['tcp 80'] },
      { more: { haVips: { gate: { at: 'i 172.16.2.9 203.0.113.61', members: ['fw', 'spare'] } } } },
    )
    expect(outcome(where, packetFrom(where, 3, '172.16.2.9'))).toBe('reached')
    expect(outcome(where, packetFromInternet(where, '192.0.2.80', '203.0.113.61'))).toBe('SG_NO_ALLOW_IN')
    const called = ask(where.tables, where.live, flow('app/shop', 'haVip/gate'), 3)
    expect(called).toMatchObject({ reachable: true })
    where.live.answers(0, false)
    where.live.answers(2, false)
    expect(outcome(where, packetFromInternet(where, '192.0.2.80', '203.0.113.61'))).toBe(
      'HAVIP_WITHOUT_HOLDER',
    )
  })
})

describe('the gateway route table', () => {
  /** The firewall has a vSwitch of its own; slots: 0 fw, 1 an instance with an EIP. */
  const central = (
    inbound: readonly string[],
    apps: readonly string[],
    groups: readonly string[] = ['accept all from 0.0.0.0/0'],
  ) =>
    scene({
      vpcs: {
        shop: {
          cidr: '172.16.0.0/16',
          ipv4Gateway: ['system'],
          inbound,
          tables: { apps: { vswitches: ['h'], routes: apps } },
        },
      },
      groups: { web: { ingress: ['accept tcp 80 from 0.0.0.0/0'] }, wall: { ingress: groups } },
      apps: { shop: { groups: ['web'] } },
      servers: { fw: { at: 'i 172.16.2.10', groups: ['wall'], forwarding: true } },
      hosts: { partner: { address: '192.0.2.80', port: 443 } },
      enis: ['shop h 172.16.1.5 203.0.113.10'],
    })
  const calls = (where: Scene) => tell(where, packetFromInternet(where, '192.0.2.80', '203.0.113.10'))

  it('R2.3: should lead inbound packets through the firewall', () => {
    const where = central(['172.16.1.0/24 via server/fw'], ['0.0.0.0/0 via server/fw'])
    const { hops, reached } = calls(where)
    expect(reached).toBe(true)
    expect(hops.filter(({ direction }) => direction === 'forward').map(({ stage }) => stage)).toEqual([
      ...[
        'internet',
        'eip-map',
        'ipv4-gateway',
        'inbound-route',
        'sg-in',
        'pass-on',
        'sg-out',
        'route',
        'sg-in',
        'deliver',
      ],
    ])
    expect(hops[3]).toMatchObject({
      component: 'gateway route table of VPC shop',
      why: 'The longest match is 172.16.1.0/24 to server fw.',
    })
    expect(
      outcome(
        central(['172.16.1.0/24 via server/fw'], ['0.0.0.0/0 via server/fw'], []),
        packetFromInternet(where, '192.0.2.80', '203.0.113.10'),
      ),
    ).toBe('SG_NO_ALLOW_IN')
  })

  it('R2.3: should leave alone what no route of it holds, and drop where nobody passes on (R2.16)', () => {
    const beside = central(['172.16.9.0/24 via server/fw'], ['0.0.0.0/0 via ipv4Gateway'], [])
    expect(calls(beside).reached).toBe(true)
    const gone = central(['172.16.1.5 via server/gone'], ['0.0.0.0/0 via ipv4Gateway'])
    expect(calls(gone).blockers).toMatchObject([{ code: 'ROUTE_TARGET_DOWN' }])
  })

  it('R2.21: should need a way out to the gateway, if through the firewall', () => {
    const where = central([], ['0.0.0.0/0 via server/fw'])
    expect(outcome(where, packetFrom(where, 1, PARTNER))).toBe('reached')
    expect(seenSource(where, packetFrom(where, 1, PARTNER))).toBe('203.0.113.10')
    expect(calls(central(['172.16.1.0/24 via server/fw'], [])).blockers).toMatchObject([
      { code: 'IPV4GW_ROUTE_MISSING' },
    ])
  })
})
