/**
 * What DNS has of inference gateways of EAS: the public name leads to the public address, the other one to the address that the
 * gateway has in the VPC of whoever asks (facts/deployment B.2 to B.4). ALB gateways have the names of their ALBs.
 */
import { PUBLIC_TTL_US } from '../cloud/dns-record.ts'
import { gatewayHost } from '../cloud/gateway-name.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Published } from './name-table.ts'

export function* namesOfGateways({ gateways, region }: Topology): Generator<readonly [string, Published]> {
  for (const gateway of gateways.values()) {
    const { name, origin } = gateway
    const published = (elsewhere: Ipv4 | undefined, addresses: ReadonlyMap<string, Ipv4> = new Map()) =>
      ({ kind: 'gateway', name, addresses, elsewhere, ttlUs: PUBLIC_TTL_US, origin }) as const
    const outside = gatewayHost(gateway, region, 'internet')
    const inside = gatewayHost(gateway, region, 'intranet')
    if (gateway.kind === 'shared') {
      yield [outside, published(gateway.publicAddress)]
      yield [inside, published(gateway.internalAddress)]
    } else if (gateway.kind === 'managed') {
      const { internet, links } = gateway
      const shown = links.find(({ hasAuthoritativeDns }) => hasAuthoritativeDns)
      yield [outside, published(internet.publicAddress)]
      yield [inside, published(shown?.address, new Map(links.map(({ vpc, address }) => [vpc, address])))]
    }
  }
}
