/** IPv6 on the way of a packet: facts/vpc R1.15, R2.2, R5.3, R5.8, R8.1 to R8.4. */
import { describe, expect, it } from 'vitest'
import { formatAddress } from '../../src/net/address.ts'
import { over6 } from './ipv6-scene.ts'

const [WEB, WORKER, CLIENT, PARTNER] = [
  'server/web',
  'server/worker',
  'internet/client',
  'internet/partner',
] as const
const EGRESS_ONLY = 'edition: medium, internetBandwidth: { worker: 5Mbps }, egressOnly: [ worker ]'

describe('IPv6', () => {
  it('R8.1: should keep an address private until Internet bandwidth is bought for it, in both directions', () => {
    const world = over6({ gateway: 'internetBandwidth: { web: 5Mbps, worker: 0Mbps }' })
    expect(world.ask(WEB, PARTNER, 443)).toMatchObject({ reachable: true })
    expect(world.ask(CLIENT, WEB)).toMatchObject({ reachable: true })
    expect(world.ask(WORKER, PARTNER, 443)).toMatchObject({ code: 'IPV6_NO_BANDWIDTH', sources: [] })
    expect(world.ask(CLIENT, WORKER)).toMatchObject({ code: 'IPV6_NO_BANDWIDTH' })
    expect(world.ask(WEB, WORKER)).toMatchObject({ reachable: true })
  })

  it('R8.1: should need the IPv6 gateway of the VPC', () => {
    const world = over6({ gateway: undefined })
    expect(world.ask(WEB, PARTNER, 443)).toMatchObject({ code: 'IPV6_GATEWAY_MISSING' })
    expect(world.ask(CLIENT, WEB)).toMatchObject({ code: 'IPV6_GATEWAY_MISSING' })
    expect(world.ask(WEB, WORKER)).toMatchObject({ reachable: true })
  })

  it('R8.2: should let an address with an egress-only rule open connections and take none', () => {
    const world = over6({ gateway: EGRESS_ONLY })
    expect(world.ask(WORKER, PARTNER, 443)).toMatchObject({ reachable: true })
    const refused = world.ask(CLIENT, WORKER)
    expect(refused).toMatchObject({
      code: 'IPV6_EGRESS_ONLY',
      details: { path: 'vpcs.shop.ipv6Gateway.egressOnly[0]' },
    })
    expect(world.ask('server/far', WORKER)).toMatchObject({ code: 'IPV6_EGRESS_ONLY' })
    expect(world.ask(WEB, WORKER)).toMatchObject({ reachable: true })
    const back = world.tell(WORKER, PARTNER, 443).hops.filter(({ direction }) => direction === 'return')
    expect(back.map(({ stage }) => stage)).toEqual(['ipv6-gateway', 'sg-out'])
  })

  it('R8.4, R2.2: should leave by the route ::/0 alone, and need it for replies', () => {
    const world = over6({ routes: '' })
    expect(world.ask(WEB, PARTNER, 443)).toMatchObject({ code: 'IPV6_ROUTE_MISSING' })
    expect(world.ask(CLIENT, WEB)).toMatchObject({ code: 'NO_RETURN_ROUTE' })
    expect(world.ask(WEB, WORKER)).toMatchObject({ reachable: true })
  })

  it('R8.4: should translate nobody: the far side sees the own address of the server', () => {
    const { sources } = over6().ask(WEB, PARTNER, 443)
    expect(sources.map(formatAddress)).toEqual(['2001:db8:1:1::1'])
  })

  it('R9.3: should let a whitelist see that address, and its IPv4 entries none', () => {
    expect(over6({ whitelist: '2001:db8:1::/56' }).ask(WEB, PARTNER, 443)).toMatchObject({ reachable: true })
    const refused = over6({ whitelist: '0.0.0.0/0, 2001:db8:1:2::/64' }).ask(WEB, PARTNER, 443)
    expect(refused).toMatchObject({
      code: 'SOURCE_NOT_WHITELISTED',
      details: { source: '2001:db8:1:1::1', entries: '0.0.0.0/0, 2001:db8:1:2::/64' },
    })
  })

  it('R8.1: should connect two VPCs over the Internet, as addresses are globally unique', () => {
    expect(over6().ask(WEB, 'server/far')).toMatchObject({ reachable: true })
    expect(over6({ gateway: 'edition: free' }).ask(WEB, 'server/far')).toMatchObject({
      code: 'IPV6_NO_BANDWIDTH',
    })
    expect(
      over6()
        .tell(WEB, 'server/far')
        .hops.map(({ stage, direction }) => `${direction} ${stage}`),
    ).toEqual([
      ...['sg-out', 'route', 'ipv6-gateway', 'internet', 'ipv6-entry', 'sg-in', 'deliver'].map(
        (stage) => `forward ${stage}`,
      ),
      ...['sg-in', 'return-route', 'ipv6-entry', 'ipv6-gateway', 'sg-out'].map((stage) => `return ${stage}`),
    ])
  })

  it('R5.8: should ask IPv6 packets by rules with IPv6 blocks alone', () => {
    expect(over6({ ingress: '{ accept: all, from: 0.0.0.0/0 }' }).ask(CLIENT, WEB)).toMatchObject({
      code: 'SG_NO_ALLOW_IN',
    })
    expect(over6({ ingress: '{ accept: tcp 80, from: 2001:db8:ffff::7 }' }).ask(CLIENT, WEB)).toMatchObject({
      reachable: true,
    })
    const dropped = over6({ egress: '{ drop: all, to: 2001:db8:ffff::/48 }' }).ask(WEB, PARTNER, 443)
    expect(dropped).toMatchObject({
      code: 'SG_DENY_RULE',
      details: { peer: '2001:db8:ffff::/48', direction: 'to' },
    })
  })

  it('R5.8: should know icmpv6 as a protocol of its own', () => {
    expect(over6({ ingress: '{ accept: icmpv6, from: ::/0 }' }).ping(CLIENT, WEB)).toMatchObject({
      reachable: true,
    })
    expect(over6({ ingress: '{ accept: icmp, from: ::/0 }' }).ping(CLIENT, WEB)).toMatchObject({
      code: 'SG_NO_ALLOW_IN',
    })
  })

  it('R5.11: should let drop win at one priority, and the smaller priority before', () => {
    const both = (accept: number) =>
      over6({
        ingress: `{ accept: tcp 80, from: ::/0, priority: ${accept} }, { drop: all, from: ::/0, priority: 2 }`,
      })
    expect(both(2).ask(CLIENT, WEB)).toMatchObject({ code: 'SG_DENY_RULE' })
    expect(both(1).ask(CLIENT, WEB)).toMatchObject({ reachable: true })
  })

  it('R5.2: should let an advanced group drop what no egress rule accepts', () => {
    const world = over6({ group: 'type: advanced' })
    expect(world.ask(WEB, PARTNER, 443)).toMatchObject({ code: 'SG_NO_ALLOW_OUT' })
  })

  it('R5.15: should match members of a named group by their IPv6 addresses (assumed)', () => {
    expect(over6({ openIngress: '' }).ask(WORKER, WEB)).toMatchObject({ code: 'SG_NO_ALLOW_IN' })
    const named = over6({ openIngress: '{ accept: tcp 80, from: securityGroup/second }' })
    expect(named.ask(WORKER, WEB)).toMatchObject({ reachable: true })
    expect(named.ask(CLIENT, WEB)).toMatchObject({ code: 'SG_NO_ALLOW_IN' })
  })

  it('R5.3: should let members of one basic group reach each other, above all rules (assumed)', () => {
    const drop = '{ drop: all, from: ::/0 }'
    expect(over6({ ingress: drop, workerGroup: 'open' }).ask(WORKER, WEB)).toMatchObject({ reachable: true })
    expect(over6({ ingress: drop }).ask(WORKER, WEB)).toMatchObject({ code: 'SG_DENY_RULE' })
  })

  it('R6.3, R6.5: should not filter by network ACLs, whose entries are of IPv4 (assumed)', () => {
    const world = over6({ acls: 'edge: { vswitches: [ h, i ] }' })
    expect(world.ask(CLIENT, WEB)).toMatchObject({ reachable: true })
    expect(world.ask(WEB, WORKER)).toMatchObject({ reachable: true })
  })

  it('R5.19: should block mail to the Internet over IPv6 as well (assumed), and not inside the VPC', () => {
    expect(over6().ask(WEB, PARTNER, 25)).toMatchObject({ code: 'PORT_25_BLOCKED' })
    expect(over6({ web: ', unblock25: true' }).ask(WEB, PARTNER, 25)).toMatchObject({
      code: 'PORT_NOT_SERVED',
    })
    const mail = over6({ ingress: '{ accept: all, from: ::/0 }' }).ask(WEB, WORKER, 25)
    expect(mail).toMatchObject({ code: 'PORT_NOT_SERVED' })
  })

  it('should say who has no IPv6 address', () => {
    const world = over6()
    expect(world.ask('app/app', PARTNER, 443)).toMatchObject({
      code: 'IPV6_NO_ADDRESS',
      details: { end: 'app/app' },
    })
    expect(world.ask(WEB, 'db/orders', 3306)).toMatchObject({
      code: 'IPV6_NO_ADDRESS',
      details: { end: 'db/orders' },
    })
    expect(world.ask('server/plain', PARTNER, 443)).toMatchObject({
      code: 'IPV6_NO_ADDRESS',
      details: { end: 'server/plain' },
    })
  })

  it('should tell of a stopped server, and of a port that nobody serves', () => {
    expect(over6({ web: ', running: false' }).ask(CLIENT, WEB)).toMatchObject({ code: 'SERVER_NOT_RUNNING' })
    expect(over6({ web: ', running: false' }).ask(WEB, PARTNER, 443)).toMatchObject({
      code: 'SERVER_NOT_RUNNING',
    })
    expect(over6().ask(CLIENT, WEB, 81)).toMatchObject({
      code: 'PORT_NOT_SERVED',
      details: { served: 'tcp 80' },
    })
  })

  it('should list all blockers, and mark what lies behind the first', () => {
    const { blockers, hops } = over6({ gateway: undefined, egress: '{ drop: all, to: ::/0 }' }).tell(
      WEB,
      PARTNER,
      443,
    )
    expect(blockers.map(({ code }) => code)).toEqual([
      'SG_DENY_RULE',
      'IPV6_GATEWAY_MISSING',
      'IPV6_NO_BANDWIDTH',
    ])
    expect(hops.map(({ hypothetical }) => hypothetical)).toEqual([false, ...hops.slice(1).map(() => true)])
  })
})
