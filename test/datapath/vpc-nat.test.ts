/** Facts/vpc section 4.6: what a VPC NAT gateway translates, by which table it routes on, and how replies come back. */
import { describe, expect, it } from 'vitest'
import { askPacket } from '../../src/datapath/ask.ts'
import { formatAddress } from '../../src/net/address.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { ICMP } from '../../src/net/protocol.ts'
import { outcome, packetFrom, type SceneText, scene, seenSource, tell, type VpcNatText } from './scene.ts'

interface Sides {
  readonly nat?: Partial<VpcNatText>
  /** Routes of the system table of VPC shop, of the table of the gateway's vSwitch, and of VPC partner. */
  readonly shop?: readonly string[]
  readonly gateway?: readonly string[]
  readonly partner?: readonly string[]
  readonly more?: Partial<SceneText>
}

const THERE = '10.9.0.0/16 via natGateway/exit'
const ON = '10.9.0.0/16 via peering/link'
const BACK = '172.16.9.0/24 via peering/link'

/** VPC shop calls VPC partner by NAT IP 172.16.9.10. Slots: 0 server api in p, 1 and 2 instances in h, 1 with an EIP. */
const around = ({ nat = {}, shop = [THERE], gateway = [ON], partner = [BACK], more = {} }: Sides = {}) =>
  scene({
    vpcs: {
      shop: {
        cidr: '172.16.0.0/16',
        tables: { system: { routes: shop }, nat: { vswitches: ['n'], routes: gateway } },
      },
      partner: { cidr: '10.9.0.0/16', tables: { system: { routes: partner } } },
    },
    vswitches: { h: 'shop 172.16.1.0/24', n: 'shop 172.16.9.0/24', p: 'partner 10.9.1.0/24' },
    groups: {
      web: { ingress: ['accept all from 0.0.0.0/0'] },
      inner: { vpc: 'partner', ingress: ['accept all from 172.16.9.10/32'] },
    },
    apps: { shop: { groups: ['web'] }, partner: { vpc: 'partner', groups: ['inner'] } },
    servers: { api: { at: 'p 10.9.1.20', groups: ['inner'], listens: ['tcp 443'] } },
    databases: { ledger: { at: 'p 10.9.1.30', whitelist: ['172.16.9.10/32'] } },
    vpcNats: {
      exit: {
        vswitch: 'n',
        natIps: ['172.16.9.10', '172.16.9.11'],
        snat: [{ from: '172.16.0.0/16', natIps: ['172.16.9.10'] }],
        dnat: ['172.16.9.11 tcp 8443 to 172.16.1.6 80'],
        ...nat,
      },
    },
    peerings: { link: ['shop', 'partner'] },
    hosts: { somebody: { address: '192.0.2.80', port: 443 } },
    enis: ['shop h 172.16.1.5 203.0.113.10', 'shop h 172.16.1.6', 'partner p 10.9.1.5'],
    ...more,
  })

const API = '10.9.1.20:443'
const LEDGER = '10.9.1.30:3306'
const codes = (where: ReturnType<typeof around>, slot: number, to: string) =>
  tell(where, packetFrom(where, slot, to)).blockers.map(({ code }) => code)

describe('a VPC NAT gateway', () => {
  it('R4.1, 4.6: should show the far side one fixed private address, whoever calls', () => {
    for (const slot of [1, 2])
      for (const to of [API, LEDGER]) {
        expect(outcome(around(), packetFrom(around(), slot, to))).toBe('reached')
        expect(seenSource(around(), packetFrom(around(), slot, to))).toBe('172.16.9.10')
      }
  })

  it('R9.3: should be compared with a whitelist after the translation', () => {
    const direct = around({ shop: [ON], partner: ['172.16.0.0/16 via peering/link'] })
    expect(outcome(direct, packetFrom(direct, 2, LEDGER))).toBe('DB_WHITELIST_LACKS_VSWITCH')
    expect(outcome(around(), packetFrom(around(), 2, LEDGER))).toBe('reached')
  })

  it('R1.23: should translate instances with an EIP as well, because the destination is private', () => {
    expect(seenSource(around(), packetFrom(around(), 1, API))).toBe('172.16.9.10')
  })

  it('R4.11, 4.6: should take the entry with the longest mask', () => {
    const snat = [
      { from: '172.16.0.0/16', natIps: ['172.16.9.11'] },
      { from: '172.16.1.6/32', natIps: ['172.16.9.10'] },
    ]
    const where = around({ nat: { snat } })
    expect(seenSource(where, packetFrom(where, 1, LEDGER))).toBe('172.16.9.11')
    expect(seenSource(where, packetFrom(where, 2, LEDGER))).toBe('172.16.9.10')
    expect(outcome(where, packetFrom(where, 1, LEDGER))).toBe('DB_WHITELIST_LACKS_VSWITCH')
    const [blocker] = tell(where, packetFrom(where, 1, LEDGER)).blockers
    expect(blocker!.details).toMatchObject({ callers: '172.16.9.11/32 (the source after its translation)' })
  })

  it('R4.7: should drop what no entry covers, and what its own table does not route on', () => {
    const uncovered = around({ nat: { snat: [{ from: '172.16.2.0/24', natIps: ['172.16.9.10'] }] } })
    expect(codes(uncovered, 2, LEDGER)).toEqual(['SNAT_NO_ENTRY'])
    const [blocker] = tell(uncovered, packetFrom(uncovered, 2, LEDGER)).blockers
    expect(blocker!.details).toMatchObject({ gateway: 'exit', source: '172.16.1.6', vswitch: 'h' })
    const stranded = around({ gateway: [] })
    expect(outcome(stranded, packetFrom(stranded, 2, API))).toBe('VPC_NOT_CONNECTED')
  })

  it('R4.15, R9.5: should get through with a pool of NAT IPs only if all of them do', () => {
    const snat = [{ from: '172.16.0.0/16', natIps: ['172.16.9.10', '172.16.9.11'] }]
    const where = around({ nat: { snat } })
    const { reachable, code, sources } = askPacket(where.tables, where.live, packetFrom(where, 2, LEDGER))
    expect({ reachable, code }).toEqual({ reachable: false, code: 'DB_WHITELIST_LACKS_VSWITCH' })
    expect(sources.map(formatAddress)).toEqual(['172.16.9.10', '172.16.9.11'])
    const kept = around({ nat: { snat: [{ ...snat[0]!, affinity: true }] } })
    expect(askPacket(kept.tables, kept.live, packetFrom(kept, 2, LEDGER)).sources).toHaveLength(1)
  })

  it('R7.2: should need a route back to its VPC', () => {
    const oneWay = around({ partner: [] })
    expect(outcome(oneWay, packetFrom(oneWay, 2, API))).toBe('NO_RETURN_ROUTE')
    const private16 = around({ partner: ['172.16.1.0/24 via peering/link'] })
    expect(outcome(private16, packetFrom(private16, 2, API))).toBe('NO_RETURN_ROUTE')
  })

  it('section 11: should notice that two gateways send a packet to one another', () => {
    const where = around({
      gateway: ['10.9.0.0/16 via natGateway/other'],
      more: {
        vpcNats: {
          exit: {
            vswitch: 'n',
            natIps: ['172.16.9.10'],
            snat: [{ from: '0.0.0.0/0', natIps: ['172.16.9.10'] }],
          },
          other: {
            vswitch: 'h',
            natIps: ['172.16.1.10'],
            snat: [{ from: '0.0.0.0/0', natIps: ['172.16.1.10'] }],
          },
        },
      },
    })
    expect(codes(where, 2, API)).toEqual(['FORWARDING_LOOP'])
  })

  it('should be told hop by hop, and put the address back on the way of the reply', () => {
    const { hops } = tell(around(), packetFrom(around(), 2, API))
    expect(hops.map(({ stage }) => stage)).toEqual([
      ...['sg-out', 'route', 'vpc-snat', 'route', 'peering', 'sg-in', 'deliver'],
      ...['sg-in', 'return-route', 'vpc-snat', 'sg-out'],
    ])
    expect(hops[2]).toMatchObject({
      component: 'VPC NAT gateway exit',
      why: 'The SNAT entry for 172.16.0.0/16 translates the source to 172.16.9.10.',
      rule: { origin: { path: 'natGateways.exit.snat[0]' } },
    })
    expect(hops[3]!.component).toBe('route table nat of VPC shop')
    expect(formatIpv4(hops[9]!.after.destination)).toBe('172.16.1.6')
  })
})

describe('a NAT IP', () => {
  /** The partner's instance is slot 3; the table of vSwitch h leads its replies back to the gateway. */
  const called = (sides: Sides = {}) =>
    around({
      partner: ['172.16.0.0/16 via peering/link'],
      shop: ['10.9.0.0/16 via natGateway/exit'],
      ...sides,
    })
  const NAT_IP = '172.16.9.11:8443'

  it('R4.20, R4.24, 4.6: should lead to the instance behind its DNAT entry, which sees the caller', () => {
    expect(outcome(called(), packetFrom(called(), 3, NAT_IP))).toBe('reached')
    expect(seenSource(called(), packetFrom(called(), 3, NAT_IP))).toBe('10.9.1.5')
  })

  it('R4.9: should take no connection without an entry', () => {
    expect(outcome(called(), packetFrom(called(), 3, '172.16.9.11:80'))).toBe('NAT_NO_SESSION')
    expect(outcome(called(), packetFrom(called(), 3, '172.16.9.10:8443'))).toBe('NAT_NO_SESSION')
  })

  it('R4.6: should answer ping, unless it is told not to', () => {
    const ping = { protocol: ICMP } as const
    expect(outcome(called(), packetFrom(called(), 3, '172.16.9.10', ping))).toBe('reached')
    const quiet = called({ nat: { icmpReply: false } })
    expect(outcome(quiet, packetFrom(quiet, 3, '172.16.9.10', ping))).toBe('NAT_ICMP_REPLY_OFF')
  })

  it('R4.25: should need the reply back at the same gateway', () => {
    const past = called({ shop: ['10.9.0.0/16 via peering/link'] })
    expect(outcome(past, packetFrom(past, 3, NAT_IP))).toBe('ASYMMETRIC_NAT')
    const [blocker] = tell(past, packetFrom(past, 3, NAT_IP)).blockers
    expect(blocker!.details).toMatchObject({ table: 'system', vpc: 'shop', gateway: 'exit' })
    const none = called({ shop: [] })
    expect(outcome(none, packetFrom(none, 3, NAT_IP))).toBe('NO_RETURN_ROUTE')
  })

  it('R4.25: should not serve callers of its own VPC, to whom the instance answers directly', () => {
    expect(outcome(called(), packetFrom(called(), 1, NAT_IP))).toBe('ASYMMETRIC_NAT')
  })

  it('R7.2, R4.25: should route the reply on by the table of the gateway', () => {
    const astray = called({ gateway: [] })
    expect(outcome(astray, packetFrom(astray, 3, NAT_IP))).toBe('NO_RETURN_ROUTE')
  })

  it('4.6: should be found in a NAT CIDR too, through the connection of its VPC', () => {
    const where = called({
      nat: {
        natCidrs: ['10.200.0.0/24'],
        natIps: ['10.200.0.10'],
        dnat: ['10.200.0.10 to 172.16.1.6'],
      },
      partner: ['10.200.0.0/24 via peering/link'],
    })
    expect(outcome(where, packetFrom(where, 3, '10.200.0.10:80'))).toBe('reached')
  })
})

describe('two VPCs with equal addresses', () => {
  /** Each has a vSwitch of its own for the gateway, and calls the other by NAT IPs. */
  const overlapping = scene({
    vpcs: {
      a: {
        cidr: '192.168.0.0/16',
        secondary: ['10.1.0.0/24'],
        tables: {
          system: { routes: ['10.2.0.0/24 via natGateway/ofA'] },
          nat: { vswitches: ['na'], routes: ['10.2.0.0/24 via routerInterface/old'] },
        },
      },
      b: {
        cidr: '192.168.0.0/16',
        secondary: ['10.2.0.0/24'],
        tables: {
          system: { routes: ['10.1.0.0/24 via natGateway/ofB'] },
          nat: { vswitches: ['nb'], routes: ['10.1.0.0/24 via routerInterface/old'] },
        },
      },
    },
    vswitches: {
      ha: 'a 192.168.1.0/24',
      na: 'a 10.1.0.0/24',
      hb: 'b 192.168.1.0/24',
      nb: 'b 10.2.0.0/24',
    },
    groups: {
      inA: { vpc: 'a', ingress: ['accept all from 0.0.0.0/0'] },
      inB: { vpc: 'b', ingress: ['accept all from 10.1.0.0/24'] },
    },
    apps: { a: { vpc: 'a', groups: ['inA'] }, b: { vpc: 'b', groups: ['inB'] } },
    vpcNats: {
      ofA: {
        vpc: 'a',
        vswitch: 'na',
        natIps: ['10.1.0.10'],
        snat: [{ from: '192.168.0.0/16', natIps: ['10.1.0.10'] }],
      },
      ofB: {
        vpc: 'b',
        vswitch: 'nb',
        natIps: ['10.2.0.10'],
        dnat: ['10.2.0.10 tcp 8080 to 192.168.1.5 80'],
      },
    },
    routerInterfaces: { old: ['a', 'b'] },
    enis: ['a ha 192.168.1.5', 'b hb 192.168.1.5'],
  })

  it('R7.11, 4.6: should talk through a gateway on either side', () => {
    const packet = packetFrom(overlapping, 0, '10.2.0.10:8080')
    expect(outcome(overlapping, packet)).toBe('reached')
    expect(seenSource(overlapping, packet)).toBe('10.1.0.10')
    const { hops } = tell(overlapping, packet)
    expect(hops.filter(({ direction }) => direction === 'return').map(({ stage }) => stage)).toEqual([
      ...['sg-in', 'return-vpc-nat', 'vpc-dnat', 'return-route', 'vpc-snat', 'sg-out'],
    ])
  })
})
