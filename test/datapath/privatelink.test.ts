/** Facts/vpc R8.9 to R8.11, R6.11: through an endpoint into a service of another VPC. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import { explain } from '../../src/datapath/explain.ts'
import { PASSED, reasons } from '../../src/datapath/reasons.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { aCallThroughEndpoint } from '../../src/testing/arbitraries/a-privatelink.ts'
import { aWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { walkNaively } from '../golden/naive-datapath.ts'
import { type NamedWorld, named, outcomeOf, story } from './named-world.ts'

interface Setting {
  readonly acl?: string
  readonly guard?: string
  readonly served?: string
  readonly first?: string
  readonly second?: string
}

/** Consumer and provider have equal addresses. The endpoint is 10.0.1.2, the balancer 10.0.1.3 and in zone i 10.0.2.1. */
function linked({ acl, guard, served, first = '', second = '' }: Setting = {}): NamedWorld {
  return named(`
vpcs:
  shop:
    cidr: 10.0.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
    ${acl ?? ''}
  bank:
    cidr: 10.0.0.0/16
    vswitches:
      bank-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      bank-i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
securityGroups:
  web: { vpc: shop }
  guard: { vpc: shop, ingress: [ ${guard ?? '{ accept: tcp 443, from: securityGroup/web }'} ] }
  bank: { vpc: bank, ingress: [ ${served ?? '{ accept: tcp 8443, from: 10.0.0.0/16 }'} ] }
servers:
  web: { vswitch: shop-h, securityGroups: [ web ], address: 10.0.1.1 }
  near: { vswitch: shop-i, securityGroups: [ web ], address: 10.0.2.7 }
  bank-1: { vswitch: bank-h, securityGroups: [ bank ], address: 10.0.1.1, ports: [ tcp 8443 ] ${first} }
  bank-2: { vswitch: bank-h, securityGroups: [ bank ], address: 10.0.1.2, ports: [ tcp 8443 ] ${second} }
endpointServices:
  billing: { vswitches: [ bank-h, bank-i ], servers: [ bank-1, bank-2 ], port: 443, serverPort: 8443 }
endpoints:
  pay: { service: billing, vswitches: [ shop-h, shop-i ], securityGroup: guard }
  single: { service: billing, vswitches: [ shop-h ], securityGroup: guard }
flows:
  pay: { from: server/web, to: endpoint/pay }
  near: { from: server/near, to: endpoint/pay }
  across: { from: server/near, to: endpoint/single }
  named: { from: server/web, to: pay.endpoint.example, port: 443 }
  other: { from: server/web, to: endpoint/pay, port: 80 }
  ping: { from: server/web, to: endpoint/pay, protocol: icmp }
  inside: { from: server/bank-1, to: endpoint/pay }
  back: { from: server/bank-1, to: server/near, port: 22 }
`)
}

describe('PrivateLink', () => {
  it('R8.9: leads a consumer into a service of another VPC, also where both have equal addresses', () => {
    const world = linked()
    const { answer, told } = story(world, 'pay')
    expect(answer.reachable).toBe(true)
    const forward = told!.explanation.hops.filter(({ direction }) => direction === 'forward')
    expect(forward.map(({ stage }) => stage)).toEqual([
      'sg-out',
      'route',
      'sg-in',
      'endpoint',
      'sg-in',
      'deliver',
    ])
    expect(forward.at(-1)!.after).toMatchObject({ destination: ipv4(10, 0, 1, 1), destinationPort: 8443 })
    const back = told!.explanation.hops.filter(({ direction }) => direction === 'return')
    expect(back.at(-1)!.after).toMatchObject({
      source: told!.packet.destination,
      destination: ipv4(10, 0, 1, 1),
    })
  })

  it('R8.10: the provider sees an address of its own side, not that of the consumer (assumed)', () => {
    const [front] = linked().tables.topology.endpointServices.get('billing')!.fronts
    expect(story(linked(), 'pay').answer.sources).toEqual([front!.address])
    expect(outcomeOf(linked({ served: `{ accept: tcp 8443, from: 10.0.1.3/32 }` }), 'pay')).toBe('reached')
    expect(outcomeOf(linked({ served: `{ accept: tcp 8443, from: 10.0.1.1/32 }` }), 'pay')).toBe(
      'SG_NO_ALLOW_IN',
    )
  })

  it('R8.9: opens connections from the consumer to the provider only', () => {
    expect(outcomeOf(linked(), 'back')).toBe('VPC_NOT_CONNECTED')
    expect(outcomeOf(linked(), 'inside')).toBe('VPC_NOT_CONNECTED')
  })

  it('R8.9: a security group of the consumer guards the endpoint', () => {
    expect(outcomeOf(linked({ guard: '{ accept: tcp 443, from: 10.0.9.0/24 }' }), 'pay')).toBe(
      'SG_NO_ALLOW_IN',
    )
    const [blocker] = story(linked({ guard: '' }), 'pay').told!.explanation.blockers
    expect(blocker!.details).toMatchObject({ group: 'guard', app: 'endpoint pay/shop-h' })
  })

  it('R6.11: a network ACL filters the ENI of an endpoint, and its reply', () => {
    const open = '{ accept: all, from: 0.0.0.0/0 }'
    const out = '{ accept: all, to: 0.0.0.0/0 }'
    const acl = (ingress: string, egress: string) => ({
      acl: `networkAcls: { edge: { vswitches: [ shop-h ], ingress: [ ${ingress} ], egress: [ ${egress} ] } }`,
    })
    expect(outcomeOf(linked(acl(open, out)), 'across')).toBe('reached')
    expect(outcomeOf(linked(acl('', out)), 'across')).toBe('ACL_DENY_IN')
    expect(outcomeOf(linked(acl(open, '')), 'across')).toBe('ACL_RETURN_DENIED')
    // R6.9: within one vSwitch nobody comes by its border.
    expect(outcomeOf(linked(acl('', '')), 'pay')).toBe('reached')
  })

  it('R8.9: a caller uses the ENI in its own zone (assumed)', () => {
    const enis = linked().tables.topology.endpoints.get('pay')!.enis
    expect(story(linked(), 'pay').told!.packet.destination).toBe(enis[0]!.address)
    expect(story(linked(), 'near').told!.packet.destination).toBe(enis[1]!.address)
    expect(story(linked(), 'named').told!.packet.destination).toBe(enis[0]!.address)
    expect(outcomeOf(linked(), 'named')).toBe('reached')
  })

  it('R8.9: the service hands a connection to the first server that runs (assumed), and to nobody where none does', () => {
    expect(story(linked({ first: ', running: false' }), 'pay').told!.explanation.hops).toContainEqual(
      expect.objectContaining({ stage: 'deliver', component: 'server bank-2' }),
    )
    const none = linked({ first: ', running: false', second: ', running: false' })
    expect(story(none, 'pay').answer).toMatchObject({
      code: 'BACKENDS_ALL_UNHEALTHY',
      details: { service: 'endpoint service billing', servers: 'bank-1, bank-2' },
    })
  })

  it('should answer on the port of the service alone, and ping by itself', () => {
    expect(outcomeOf(linked({ guard: '{ accept: all, from: securityGroup/web }' }), 'other')).toBe(
      'PORT_NOT_SERVED',
    )
    expect(outcomeOf(linked({ guard: '{ accept: icmp, from: securityGroup/web }' }), 'ping')).toBe('reached')
  })

  it('R8.9, R8.10, R6.11: should be walked like the naive twin does', () => {
    const decision = newDecision()
    fc.assert(
      fc.property(aCallThroughEndpoint(aWorld()), ([world, packet]) => {
        const { tables, live } = bringUp(world)
        const naive = walkNaively(world, packet, packet.slot)
        const reached = decide(tables, live, packet, decision)
        const code = decision.reason === PASSED ? undefined : reasons[decision.reason]!.code
        expect({ reached, code }).toEqual({ reached: naive.blockers.length === 0, code: naive.blockers[0] })
        expect(explain(tables, live, packet).blockers.map((each) => each.code)).toEqual(naive.blockers)
        if (!reached) return
        expect(decision.tuple.source).toBe(naive.source)
        expect(`eni ${decision.targetNumber}`).toBe(naive.target)
      }),
      { numRuns: 400 },
    )
  })
})
