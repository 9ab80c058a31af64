/** Inference gateways of EAS in a small world: services, a VPC that is linked, one that is peered with it, and callers everywhere. */
import { balanced } from './balanced-world.ts'
import type { NamedWorld } from './named-world.ts'

const HEAD = `
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
    routeTables:
      system: { routes: [ { to: 10.1.0.0/16, via: peering/link } ] }
  lab:
    cidr: 10.1.0.0/16
    vswitches: { lab-h: { zone: cn-hangzhou-h, cidr: 10.1.1.0/24 } }
    routeTables:
      system: { routes: [ { to: 172.16.0.0/16, via: peering/link } ] }
peerings: { link: { vpcs: [ shop, lab ] } }
securityGroups:
  web: { vpc: shop, ingress: [] }
  closed: { vpc: shop, ingress: [] }
  lab: { vpc: lab, ingress: [] }
natGateways:
  exit: { vpc: shop, vswitch: shop-h, eips: [ 203.0.113.50 ], snat: [ { vswitch: shop-i, eips: [ 203.0.113.50 ] } ] }
internet:
  laptop: { address: 198.51.100.7 }
  thief: { address: 198.51.100.8 }
servers:
  own: { vswitch: shop-h, address: 172.16.1.5, securityGroups: [ web ], eip: 203.0.113.7 }
  behind: { vswitch: shop-i, address: 172.16.2.5, securityGroups: [ web ] }
  lab: { vswitch: lab-h, address: 10.1.1.5, securityGroups: [ lab ], eip: 203.0.113.8 }
`

export const FLOWS = `
flows:
  call: { from: laptop, to: gateway/front, service: llm }
  theft: { from: thief, to: gateway/front, service: llm }
  own: { from: server/own, to: gateway/front, service: llm }
  behind: { from: server/behind, to: gateway/front, service: llm }
  far: { from: server/lab, to: gateway/front, service: llm }
`

export interface GatewayWishes {
  /** Of the managed gateway `front`: everything behind its nodes. */
  readonly front?: string
  /** Of the service `llm`. */
  readonly llm?: string
  /** Beside them. */
  readonly more?: string
  readonly flows?: string
}

/** Instances of `llm` stand in the network of EAS, unless `enis` says otherwise. */
export function gatewayWorld(
  { front = '', llm = '', more = '', flows = FLOWS }: GatewayWishes,
  enis: readonly string[] = [
    'llm eas/network/cn-hangzhou-h 10.224.0.5',
    'llm eas/network/cn-hangzhou-i 10.225.0.5',
  ],
): NamedWorld {
  const gateways = `
gateways:
  front: { type: managed, spec: 2c4g, nodes: 2${front === '' ? '' : `, ${front}`} }
`
  const apps = `
apps:
  llm: { kind: eas, instances: 2, gateway: front, token: secret-1${llm === '' ? '' : `, ${llm}`} }
`
  const has = (key: string) => more.includes(`\n${key}:`)
  return balanced(HEAD + (has('gateways') ? '' : gateways) + (has('apps') ? '' : apps) + more + flows, enis)
}
