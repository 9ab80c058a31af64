/** Rows of facts/vpc section 5.1, one by one. */
import { describe, expect, it } from 'vitest'
import { ICMP, UDP } from '../../src/net/protocol.ts'
import {
  block,
  type GroupText,
  outcome,
  packetFrom,
  packetFromInternet,
  rule,
  type Scene,
  scene,
  tell,
} from './scene.ts'

/** Slot 0 is a server in the groups under test, 1 its sibling, 2 a stranger in the same VPC. */
function around(groups: Readonly<Record<string, GroupText>>, strangerGroups: string[] = ['stranger']): Scene {
  return scene({
    groups: { ...groups, stranger: {} },
    apps: { server: { groups: Object.keys(groups) }, stranger: { groups: strangerGroups } },
    hosts: { client: { address: '192.0.2.7' }, site: { address: '192.0.2.80', port: 443 } },
    enis: ['server h 172.16.1.5 203.0.113.10', 'server i 172.16.2.5', 'stranger h 172.16.1.6'],
  })
}

const fromStranger = (where: Scene, port = 80) => outcome(where, packetFrom(where, 2, `172.16.1.5:${port}`))
const fromSibling = (where: Scene) => outcome(where, packetFrom(where, 1, '172.16.1.5'))
const fromClient = (where: Scene) => outcome(where, packetFromInternet(where, '192.0.2.7', '203.0.113.10'))
const toSite = (where: Scene) => outcome(where, packetFrom(where, 0, '192.0.2.80:443'))

describe('security groups', () => {
  it('R5.1: inbound that nothing matches is denied, by basic and advanced groups', () => {
    for (const type of ['basic', 'advanced'] as const) {
      const where = around({ web: { type } })
      expect(fromClient(where)).toBe('SG_NO_ALLOW_IN')
      expect(fromStranger(where)).toBe('SG_NO_ALLOW_IN')
    }
  })

  it('R5.2: outbound that nothing matches is let out by a basic group and not by an advanced one', () => {
    expect(toSite(around({ web: { type: 'basic' } }))).toBe('reached')
    expect(toSite(around({ web: { type: 'advanced' } }))).toBe('SG_NO_ALLOW_OUT')
  })

  it('R5.3: inner access stands above every rule, in both directions', () => {
    const drop = { ingress: ['drop all from 0.0.0.0/0 @ 1'], egress: ['drop all to 0.0.0.0/0 @ 1'] }
    expect(fromSibling(around({ web: drop }))).toBe('reached')
  })

  it('R5.3: isolation stands below every rule, so that rules may still allow', () => {
    expect(fromSibling(around({ web: { inner: 'drop' } }))).toBe('SG_NO_ALLOW_IN')
    const allowed = { inner: 'drop' as const, ingress: ['accept tcp 80 from 172.16.0.0/16 @ 100'] }
    expect(fromSibling(around({ web: allowed }))).toBe('reached')
  })

  it('R5.3: members of an advanced group are isolated', () => {
    const out = ['accept all to 0.0.0.0/0']
    expect(fromSibling(around({ web: { type: 'advanced', inner: 'accept', egress: out } }))).toBe(
      'SG_NO_ALLOW_IN',
    )
  })

  it('R5.4: a group as peer matches private addresses only', () => {
    const where = around({ web: { inner: 'drop', ingress: ['accept all from group web'] } })
    expect(fromSibling(where)).toBe('reached')
    expect(outcome(where, packetFrom(where, 0, '203.0.113.10'))).toBe('SG_NO_ALLOW_IN')
  })

  it('R5.8: a rule is for its protocol, or for all', () => {
    const where = around({ web: { ingress: ['accept udp 80 from 0.0.0.0/0', 'accept icmp from 0.0.0.0/0'] } })
    expect(fromStranger(where)).toBe('SG_NO_ALLOW_IN')
    expect(outcome(where, packetFrom(where, 2, '172.16.1.5:80', { protocol: UDP }))).toBe('reached')
    expect(outcome(where, packetFrom(where, 2, '172.16.1.5', { protocol: ICMP }))).toBe('reached')
  })

  it('R5.8: a port range has both its ends', () => {
    const where = around({ web: { ingress: ['accept tcp 80/81 from 0.0.0.0/0'] } })
    const codes = [79, 80, 81, 82].map((port) => fromStranger(where, port))
    expect(codes).toEqual(['SG_NO_ALLOW_IN', 'reached', 'PORT_NOT_SERVED', 'SG_NO_ALLOW_IN'])
  })

  it('R5.8: a five-tuple rule looks at the source port and at the own address too', () => {
    const sourcePorts = { first: 50_000, last: 50_000 }
    const byPort = around({ web: { ingress: [rule('accept tcp 80 from 0.0.0.0/0', { sourcePorts })] } })
    expect(fromStranger(byPort)).toBe('reached')
    const other = packetFrom(byPort, 2, '172.16.1.5', { sourcePort: 50_001 })
    expect(outcome(byPort, other)).toBe('SG_NO_ALLOW_IN')
    const byAddress = (localCidr: string) =>
      fromClient(
        around({ web: { ingress: [rule('accept tcp from 0.0.0.0/0', { localCidr: block(localCidr) })] } }),
      )
    expect(byAddress('172.16.1.5/32')).toBe('reached')
    expect(byAddress('203.0.113.10/32')).toBe('SG_NO_ALLOW_IN')
  })

  it('R5.8: a prefix list matches where one of its blocks does', () => {
    const where = around({ web: { ingress: ['accept tcp from list 10.0.0.0/8,172.16.1.6/32'] } })
    expect(fromStranger(where)).toBe('reached')
    expect(fromClient(where)).toBe('SG_NO_ALLOW_IN')
  })

  it('R5.9: ingress rules look at the local port, egress rules at the remote one', () => {
    const egress = (port: number) => toSite(around({ web: { egress: [`drop tcp ${port} to 0.0.0.0/0`] } }))
    expect(egress(443)).toBe('SG_DENY_RULE')
    expect(egress(80)).toBe('reached')
  })

  it('R5.11: the smaller priority wins, whatever the order of the rules', () => {
    const rules = [
      'accept tcp from 0.0.0.0/0 @ 2',
      'drop tcp from 0.0.0.0/0 @ 1',
      'drop tcp from 0.0.0.0/0 @ 3',
    ]
    expect(fromStranger(around({ web: { ingress: rules } }))).toBe('SG_DENY_RULE')
    expect(fromStranger(around({ web: { ingress: [rules[0]!, rules[2]!] } }))).toBe('reached')
  })

  it('R5.11: the rules of all groups of the ENI are merged', () => {
    const accepting = { ingress: ['accept tcp from 0.0.0.0/0 @ 5'] }
    expect(fromStranger(around({ one: {}, two: accepting }))).toBe('reached')
    expect(fromStranger(around({ one: { ingress: ['drop tcp from 0.0.0.0/0 @ 4'] }, two: accepting }))).toBe(
      'SG_DENY_RULE',
    )
  })

  it('R5.12: one shared group with inner access is enough', () => {
    const groups = { isolated: { inner: 'drop' as const }, friendly: {} }
    expect(fromStranger(around(groups, ['isolated', 'friendly']))).toBe('reached')
    expect(fromStranger(around(groups, ['isolated']))).toBe('SG_NO_ALLOW_IN')
  })

  it('R5.13: unmatched egress of several basic groups is let out', () => {
    expect(toSite(around({ one: {}, two: { inner: 'drop' } }))).toBe('reached')
  })

  it('R5.14: the reply of an allowed session passes without rules, in an advanced group too', () => {
    const where = around({ web: { type: 'advanced', ingress: ['accept tcp 80 from 0.0.0.0/0'] } })
    const { hops } = tell(where, packetFromInternet(where, '192.0.2.7', '203.0.113.10'))
    const back = hops.filter(({ direction }) => direction === 'return')
    expect(back.map(({ stage, verdict }) => `${stage} ${verdict}`)).toEqual([
      'sg-in passed',
      'eip-map passed',
    ])
  })

  it('R5.15: a group as peer does not reach into another VPC', () => {
    const where = scene({
      vpcs: { shop: '172.16.0.0/16', far: '10.0.0.0/16' },
      vswitches: { h: 'shop 172.16.1.0/24', f: 'far 10.0.0.0/24' },
      groups: { web: {}, db: { vpc: 'far', ingress: ['accept all from group web'] } },
      apps: { shop: { groups: ['web'] }, db: { vpc: 'far', groups: ['db'] } },
      enis: ['shop h 172.16.1.5', 'db f 10.0.0.5 203.0.113.10'],
    })
    const { blockers } = tell(where, packetFrom(where, 0, '10.0.0.5'))
    expect(blockers.map(({ code }) => code)).toEqual(['VPC_NOT_CONNECTED', 'SG_NO_ALLOW_IN'])
  })

  it('R5.17: an identical rule again changes nothing', () => {
    const once = 'accept tcp 80 from 172.16.0.0/16 @ 3'
    expect(fromStranger(around({ web: { ingress: [once] } }))).toBe('reached')
    expect(fromStranger(around({ web: { ingress: [once, once] } }))).toBe('reached')
  })

  it('R5.20: rules hold inside one vSwitch; name and metadata services are exempt', () => {
    const where = around({ web: { type: 'advanced' } })
    expect(outcome(where, packetFrom(where, 0, '172.16.1.6'))).toBe('SG_NO_ALLOW_OUT')
    expect(outcome(where, packetFrom(where, 0, '100.100.2.136:53', { protocol: UDP }))).toBe('reached')
    expect(outcome(where, packetFrom(where, 0, '100.100.100.200'))).toBe('reached')
  })
})
