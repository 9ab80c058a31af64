import { describe, expect, it } from 'vitest'
import type { ManagedGateway } from '../../src/cloud/gateway.ts'
import { checkGateways } from '../../src/cloud/gateway-rules.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { quotasWith } from '../../src/cloud/quotas.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { CidrSet } from '../../src/net/cidr-set.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { read } from '../scenario/read.ts'

const origin = unwritten('test')
const whitelist = { set: CidrSet.of([]), texts: [], origin }

/** A gateway that is linked to the vSwitch of the seed's FAQ. */
function linkedTo(vswitch: string): Topology {
  const gateway: ManagedGateway = {
    kind: 'managed',
    name: 'front',
    isDefault: false,
    spec: '2c4g',
    nodes: 2,
    internet: { isOn: false, whitelist, publicAddress: ipv4(203, 0, 113, 200) },
    links: [
      { vpc: 'shop', vswitch, address: ipv4(172, 16, 1, 9), whitelist, hasAuthoritativeDns: false, origin },
    ],
    supportedZones: ['cn-beijing-i', 'cn-beijing-l', 'cn-beijing-k'],
    domains: [],
    logs: false,
    metrics: false,
    origin,
  }
  const { topology } = read('simulate: 1\nregion: cn-beijing\n')
  return {
    ...topology,
    vswitches: new Map([
      [
        vswitch,
        {
          name: vswitch,
          vpc: 'shop',
          zone: 'cn-beijing-g',
          cidr: { first: ipv4(172, 16, 1, 0), last: ipv4(172, 16, 1, 255) },
          origin,
        },
      ],
    ]),
    gateways: new Map([['front', gateway]]),
  }
}

describe('rules of gateways', () => {
  it('seed 002: should say in the words of the cloud that a zone is not supported', () => {
    const topology = linkedTo('vsw-2zeqwh8hv0gb96zcd****')
    const found = [...checkGateways(topology, { crossAccountVpc: false }, [], quotasWith())]
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      [
        'GATEWAY_ZONE_UNSUPPORTED',
        'vSwitch vsw-2zeqwh8hv0gb96zcd**** in zone cn-beijing-g is not supported, supported zones: [cn-beijing-i cn-beijing-l cn-beijing-k]',
      ],
    ])
  })

  it('seed 002: should take 15 ranges, and links of another account where that is enabled', () => {
    const ranges = Array.from({ length: 15 }, (_, at) => `192.0.2.${at}`).join(',')
    const { topology } = read(`simulate: 1
features: { crossAccountVpc: true }
vpcs: { shop: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
gateways:
  front:
    type: managed
    spec: 2c4g
    nodes: 2
    internet: { entry: on, whitelist: '${ranges}' }
    vpcs: { shop: { vswitch: h, account: partner-b, authoritativeDns: true } }
`)
    const gateway = topology.gateways.get('front') as ManagedGateway
    expect(gateway.internet.whitelist.texts).toHaveLength(15)
    expect(gateway.links[0]).toMatchObject({ account: 'partner-b', hasAuthoritativeDns: true })
  })

  it('B.1: should let a service behind the shared gateway scale to zero', () => {
    const { topology } = read(`simulate: 1
apps: { llm: { kind: eas, instances: 1, autoscaling: { min: 0, max: 10, metrics: { qps: 20, backlog: 5 } } } }
`)
    expect(topology.apps.get('llm')?.eas?.autoscaling).toEqual({
      min: 0,
      max: 10,
      metrics: [
        { kind: 'qps', threshold: 20 },
        { kind: 'backlog', threshold: 5 },
      ],
      // B.6: up window 0, down 300 s, to zero 600 s.
      upWindowUs: 0,
      downWindowUs: 300_000_000,
      toZeroWindowUs: 600_000_000,
    })
  })
})
