/** One world under two readings of what the documents leave open: facts/vpc section 15. */
import { describe, expect, it } from 'vitest'
import type { ChosenReadings } from '../../src/cloud/assumptions.ts'
import { ask } from '../../src/datapath/ask.ts'
import { flow, packetFrom, packetFromInternet, type Scene, type SceneText, scene, tell } from './scene.ts'

/** The first blocker of a packet of the ENI in `slot`, or `reached`. */
const fateOf = (where: Scene, slot: number, to: string) =>
  tell(where, packetFrom(where, slot, to)).blockers[0]?.code ?? 'reached'

const under = (text: SceneText, assume: ChosenReadings) => scene({ ...text, assume })

const SHOP: SceneText = {
  vpcs: { shop: '172.16.0.0/16' },
  vswitches: { h: 'shop 172.16.1.0/24', i: 'shop 172.16.2.0/24' },
  groups: { web: { ingress: ['accept all from 0.0.0.0/0'] } },
  apps: { shop: { groups: ['web'] } },
  hosts: { partner: { address: '192.0.2.80', port: 443 }, mail: { address: '192.0.2.81', port: 25 } },
  enis: ['shop h 172.16.1.5 203.0.113.10', 'shop h 172.16.1.6', 'shop i 172.16.2.5'],
}
const fenced = (ingress: readonly string[], egress: readonly string[]): SceneText => ({
  ...SHOP,
  vpcs: { shop: { cidr: '172.16.0.0/16', acls: { edge: { vswitches: ['h'], ingress, egress } } } },
})

describe('network ACLs', () => {
  it('R6.7: should drop what no entry matches, or let it pass where the file says so', () => {
    const world = fenced(['drop tcp 443 from 0.0.0.0/0'], [])
    expect(fateOf(scene(world), 0, '172.16.2.5')).toBe('ACL_DENY_OUT')
    const lax = under(world, { aclUnmatched: 'allow' })
    expect(fateOf(lax, 0, '172.16.2.5')).toBe('reached')
    expect(tell(lax, packetFrom(lax, 2, '172.16.1.5:443')).blockers[0]?.code).toBe('ACL_DENY_IN')
    const hop = tell(lax, packetFrom(lax, 0, '172.16.2.5')).hops.find(({ stage }) => stage === 'acl-out')
    expect(hop?.why).toBe('No entry matches, and the file assumes that such a packet may pass.')
  })

  it('R6.9, T16: should not filter within a vSwitch, or do so where the file says so', () => {
    const world = fenced(['accept all from 0.0.0.0/0'], [])
    expect(fateOf(scene(world), 0, '172.16.1.6')).toBe('reached')
    expect(fateOf(under(world, { aclWithinVSwitch: 'filtered' }), 0, '172.16.1.6')).toBe('ACL_DENY_OUT')
    const oneWay = fenced([], ['accept all from 0.0.0.0/0'])
    expect(fateOf(under(oneWay, { aclWithinVSwitch: 'filtered' }), 0, '172.16.1.6')).toBe('ACL_DENY_IN')
  })

  it('R6.2: should need entries for the replies within a vSwitch that they filter', () => {
    const world = fenced(['accept tcp 80 from 0.0.0.0/0'], ['accept tcp 80 from 0.0.0.0/0'])
    expect(fateOf(under(world, { aclWithinVSwitch: 'filtered' }), 0, '172.16.1.6')).toBe('ACL_RETURN_DENIED')
  })
})

describe('advanced security groups', () => {
  const world: SceneText = {
    ...SHOP,
    groups: {
      web: {
        type: 'advanced',
        ingress: ['accept tcp 80 from 0.0.0.0/0'],
        egress: ['accept tcp 80 from 0.0.0.0/0'],
      },
    },
  }
  const stateless = under(world, { advancedGroups: 'stateless' })

  it('R5.14, R5.21: should let replies pass without a rule', () =>
    expect(fateOf(scene(world), 0, '172.16.2.5')).toBe('reached'))

  it('R5.21: should ask the reply at both ends where the file takes them for stateless', () => {
    const { blockers, hops } = tell(stateless, packetFrom(stateless, 0, '172.16.2.5'))
    expect(blockers.map(({ code }) => code)).toEqual(['SG_RETURN_DENIED', 'SG_RETURN_DENIED'])
    expect(hops.filter(({ direction }) => direction === 'return').map(({ stage }) => stage)).toEqual([
      'return-sg-out',
      'return-sg-in',
    ])
    expect(blockers[0]!.details).toMatchObject({
      direction: 'egress',
      replies: 'tcp 1024/65535',
      peer: '172.16.1.5/32',
    })
    expect(blockers[1]!.details).toMatchObject({ direction: 'ingress', side: 'from', peer: '172.16.2.5/32' })
  })

  it('R5.21: should let the reply pass by rules of its own', () => {
    const open = ['accept tcp 80 from 0.0.0.0/0', 'accept tcp 1024/65535 from 0.0.0.0/0']
    const groups = { web: { type: 'advanced' as const, ingress: open, egress: open } }
    const { hops, reached } = tell(
      under({ ...world, groups }, { advancedGroups: 'stateless' }),
      packetFrom(stateless, 0, '172.16.2.5'),
    )
    expect(reached).toBe(true)
    const back = hops.filter(({ direction }) => direction === 'return').map(({ stage }) => stage)
    expect(back).toEqual(['return-sg-out', 'return-sg-in'])
  })

  it('R5.14: should be the only ones: basic groups are stateful under every reading', () => {
    const basic = under(SHOP, { advancedGroups: 'stateless' })
    expect(fateOf(basic, 0, '172.16.2.5')).toBe('reached')
  })

  it('should ask a packet from the Internet at the instance alone', () => {
    const packet = packetFromInternet(stateless, '192.0.2.7', '203.0.113.10')
    expect(tell(stateless, packet).blockers.map(({ code }) => code)).toEqual(['SG_RETURN_DENIED'])
  })
})

describe('an EIP in centralised mode', () => {
  const world: SceneText = {
    ...SHOP,
    vpcs: {
      shop: {
        cidr: '172.16.0.0/16',
        ipv4Gateway: [],
        tables: { nat: { vswitches: ['i'], routes: ['0.0.0.0/0 via ipv4Gateway'] } },
      },
    },
    nats: {
      main: {
        vswitch: 'i',
        eips: ['203.0.113.100'],
        snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.100'] }],
      },
    },
  }

  it('R2.21, T7: should need a route to the IPv4 gateway, whatever NAT gateway there is', () =>
    expect(fateOf(scene(world), 0, '192.0.2.80:443')).toBe('IPV4GW_ROUTE_MISSING'))

  it('R2.21, T7: should fall back to SNAT where the file says so', () => {
    const lenient = under(world, { eipWithoutRoute: 'snat' })
    const { reached, hops } = tell(lenient, packetFrom(lenient, 0, '192.0.2.80:443'))
    expect(reached).toBe(true)
    expect(hops.map(({ stage }) => stage)).toContain('snat')
  })

  it('should have nothing to fall back to without a route to a NAT gateway', () => {
    const bare = under({ ...world, nats: {} }, { eipWithoutRoute: 'snat' })
    expect(fateOf(bare, 0, '192.0.2.80:443')).toBe('IPV4GW_ROUTE_MISSING')
  })
})

describe('a call to an EIP of the same VPC', () => {
  it('section 15: should go out and come back in, with a note', () => {
    const where = scene(SHOP)
    const { reached, notes, hops } = tell(where, packetFrom(where, 0, '203.0.113.10'))
    expect(reached).toBe(true)
    expect(notes.map(({ code }) => code)).toContain('EIP_HAIRPIN_ASSUMED')
    expect(hops.find(({ stage }) => stage === 'sg-in')?.before.source).toBe(
      hops.find(({ stage }) => stage === 'choose-source')?.after.source,
    )
  })

  it('section 15: should be lost where the file says so, but not from elsewhere', () => {
    const where = under(SHOP, { eipHairpin: 'dropped' })
    expect(fateOf(where, 0, '203.0.113.10')).toBe('EIP_HAIRPIN')
    const packet = packetFromInternet(where, '192.0.2.7', '203.0.113.10')
    expect(tell(where, packet).reached).toBe(true)
  })
})

describe('several EIPs of an SNAT entry', () => {
  const world: SceneText = {
    ...SHOP,
    nats: {
      main: {
        eips: ['203.0.113.100', '203.0.113.101'],
        snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.100', '203.0.113.101'] }],
      },
    },
    hosts: { partner: { address: '192.0.2.80', port: 443, whitelist: ['203.0.113.100', '203.0.113.101'] } },
  }
  const call = flow('app/shop', 'internet/partner', 443)
  const sources = (where: Scene) => ask(where.tables, where.live, call, 1).sources.length

  it('R4.15, R4.17: should all be asked, or the one of the hash alone where the file says so', () => {
    expect(sources(scene(world))).toBe(2)
    const hashed = under(world, { snatEip: 'hash' })
    expect(sources(hashed)).toBe(1)
    const { notes } = tell(hashed, packetFrom(hashed, 1, '192.0.2.80:443'))
    expect(notes).toEqual([])
  })
})

describe('mail', () => {
  const world: SceneText = {
    ...SHOP,
    servers: {
      relay: { at: 'h 172.16.1.20 203.0.113.60', groups: ['web'], listens: ['tcp 25'] },
    },
  }
  const where = scene(world)

  it('R5.19: should not leave a server for the Internet by TCP port 25, whatever the groups say', () => {
    const { blockers } = tell(where, packetFrom(where, 0, '192.0.2.81:25'))
    expect(blockers[0]).toMatchObject({
      code: 'PORT_25_BLOCKED',
      details: { unblock: 'servers.relay.unblock25: true' },
    })
  })

  it('R5.19: should go from server to server inside the VPC', () =>
    expect(fateOf(where, 2, '172.16.1.20:25')).toBe('reached'))

  it('R5.19: should be blocked for instances of applications too, or not where the file says so', () => {
    // Slot 0 is the server, 1 an instance with an EIP.
    expect(fateOf(where, 1, '192.0.2.81:25')).toBe('PORT_25_BLOCKED')
    const open = under(world, { mailOfApps: 'open' })
    expect(fateOf(open, 1, '192.0.2.81:25')).toBe('reached')
    expect(fateOf(open, 0, '192.0.2.81:25')).toBe('PORT_25_BLOCKED')
  })
})
