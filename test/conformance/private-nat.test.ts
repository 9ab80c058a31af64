/** NAT gateways as a file meets them: facts/vpc R4.1 to R4.6, R4.10, R4.16, R4.27, R4.28 and section 4.6. */
import { describe, expect, it } from 'vitest'
import { Subnets } from '../../src/deployment/subnets.ts'
import { play } from './play.ts'

const NET = `simulate: 1
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      n: { zone: cn-hangzhou-h, cidr: 172.16.9.0/28 }
securityGroups: { web: { vpc: shop, ingress: [ { accept: all, from: 0.0.0.0/0 } ] } }
servers: { jump: { vswitch: h, address: 172.16.1.20, securityGroups: [ web ], ports: [ tcp 22 ] } }
internet: { somebody: { address: 198.51.100.7 } }
`
const topologyOf = (text: string) => play(text).scenario.topology
/** By flow the reason that blocks it in the first instant, or its status. */
const codesAt = (text: string) =>
  Object.fromEntries(
    play(text).trace.events.flatMap((event) =>
      event.kind === 'flow' ? [[event.flow, event.code ?? event.status]] : [],
    ),
  )

describe('NAT gateways in a file', () => {
  it('R4.1: should be of two types', () => {
    const { natGateways, vpcNatGateways } = topologyOf(
      `${NET}natGateways:\n  out: { vpc: shop, vswitch: n, eips: [ 203.0.113.1 ] }\n  inner: { type: vpc, vpc: shop, vswitch: n }\n`,
    )
    expect([...natGateways.keys()]).toEqual(['out'])
    expect([...vpcNatGateways.keys()]).toEqual(['inner'])
  })

  it('R4.2, 4.6: should have a default NAT IP from the vSwitch of the gateway', () => {
    const { vpcNatGateways } = topologyOf(
      `${NET}natGateways: { inner: { type: vpc, vpc: shop, vswitch: n, snat: [ { vpc: true } ] } }\n`,
    )
    const { natIps, snat } = vpcNatGateways.get('inner')!
    expect(natIps).toEqual([0xac10_0901])
    expect(snat[0]!.eips).toEqual(natIps)
  })

  it('R4.2, R4.5: should take addresses from their vSwitch, in NAT mode one for each EIP', () => {
    const free = (mode: string) => {
      const topology = topologyOf(
        `${NET}natGateways: { out: { vpc: shop, vswitch: n, eips: [ 203.0.113.1-203.0.113.4 ], eipMode: ${mode} } }\n`,
      )
      const subnets = Subnets.of(topology)
      let count = 0
      while (subnets.allocate(['n']) !== undefined) count++
      return count
    }
    expect(free('multi')).toBe(12 - 1)
    expect(free('nat')).toBe(12 - 1 - 4)
  })

  it('R4.28: should let one EIP serve SNAT and DNAT', () => {
    expect(
      topologyOf(
        `${NET}natGateways: { out: { vpc: shop, vswitch: n, eips: [ 203.0.113.1 ], snat: [ { vpc: true } ], dnat: [ { eip: 203.0.113.1, protocol: tcp, port: 22, to: 172.16.1.20 } ] } }\n`,
      ).natGateways.get('out')!.dnat,
    ).toHaveLength(1)
  })
})

describe('a flow to a NAT gateway', () => {
  const nat = (keys: string, flow: string) =>
    `${NET}natGateways: { out: { vpc: shop, vswitch: n, eips: [ 203.0.113.1, 203.0.113.2 ], ${keys} } }
flows: { in: { from: somebody, to: natGateway/out, ${flow} } }
`
  const MAPPED =
    'dnat: [ { eip: 203.0.113.2, protocol: tcp, port: 2222, to: 172.16.1.20, toPort: 22, portBreak: true } ]'

  it('R4.20: should call the EIP whose entry takes the port', () => {
    expect(codesAt(nat(MAPPED, 'port: 2222'))).toEqual({ in: 'REACHABLE' })
  })

  it('R4.9: should find no session on a port without an entry', () => {
    expect(codesAt(nat(MAPPED, 'port: 80'))).toEqual({ in: 'NAT_NO_SESSION' })
  })

  it('R4.6: should be answered on ping, unless icmpReply is false', () => {
    expect(codesAt(nat(MAPPED, 'protocol: icmp'))).toEqual({ in: 'REACHABLE' })
    expect(codesAt(nat(`${MAPPED}, icmpReply: false`, 'protocol: icmp'))).toEqual({
      in: 'NAT_ICMP_REPLY_OFF',
    })
  })

  it('4.6: should call a NAT IP from inside', () => {
    const text = `${NET}natGateways: { inner: { type: vpc, vpc: shop, vswitch: n } }\nflows: { in: { from: server/jump, to: natGateway/inner, protocol: icmp } }\n`
    expect(codesAt(text)).toEqual({ in: 'REACHABLE' })
  })
})
