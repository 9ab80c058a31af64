/** Gateways of EAS in code for tests, in the network of `a-plan.ts`. */

import type {
  AlbGateway,
  Gateway,
  GatewayDomain,
  GatewayWhitelist,
  ManagedGateway,
  SharedGateway,
  VpcLink,
} from '../../src/cloud/gateway.ts'
import { withGateways } from '../../src/cloud/gateway-front.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { prefixOf } from '../../src/net/cidr.ts'
import { CidrSet } from '../../src/net/cidr-set.ts'
import { ipv4 } from '../../src/net/ipv4.ts'

const origin = unwritten('gateways.front')

export const EVERYBODY: GatewayWhitelist = {
  set: CidrSet.of([prefixOf(0, 0)]),
  texts: ['0.0.0.0/0'],
  origin,
}

export const NOBODY: GatewayWhitelist = { set: CidrSet.of([]), texts: [], origin }

/** Open to everybody on the Internet, with two small nodes. */
export function aManagedGateway(more: Partial<ManagedGateway> = {}): ManagedGateway {
  return {
    kind: 'managed',
    name: 'front',
    isDefault: false,
    spec: '2c4g',
    nodes: 2,
    internet: { isOn: true, whitelist: EVERYBODY, publicAddress: ipv4(203, 0, 113, 200) },
    links: [],
    domains: [],
    logs: false,
    metrics: true,
    origin,
    ...more,
  }
}

export function aSharedGateway(): SharedGateway {
  return {
    kind: 'shared',
    name: 'front',
    isDefault: false,
    publicAddress: ipv4(203, 0, 113, 201),
    internalAddress: ipv4(100, 64, 0, 10),
    origin,
  }
}

/** The side `internet` of it is enabled. */
export function anAlbGateway(more: Partial<AlbGateway> = {}): AlbGateway {
  const zones = ['h', 'i'].map((zone, index) => ({
    zone: `cn-hangzhou-${zone}`,
    vswitch: `v-${zone}`,
    address: ipv4(172, 16, index * 64, 240),
    publicAddress: ipv4(203, 0, 113, 210 + index),
    localAddresses: [ipv4(172, 16, index * 64, 241)],
  }))
  const internet = { vpc: 'vpc', zones, certificates: [], origin }
  return { kind: 'alb', name: 'front', isDefault: false, internet, origin, ...more }
}

export const aDomain = (domain: string, more: Partial<GatewayDomain> = {}): GatewayDomain => ({
  domain,
  side: 'internet',
  origin,
  ...more,
})

export const aLink = (more: Partial<VpcLink> = {}): VpcLink => ({
  vpc: 'vpc',
  vswitch: 'v-h',
  address: ipv4(172, 16, 0, 240),
  whitelist: EVERYBODY,
  hasAuthoritativeDns: false,
  origin,
  ...more,
})

/** The topology with this gateway, whose services are those of it that name it. */
export function withGateway(topology: Topology, ...gateways: Gateway[]): Topology {
  return withGateways(topology, new Map(gateways.map((gateway) => [gateway.name, gateway])))
}
