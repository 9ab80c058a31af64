/**
 * By which of its entries somebody calls an inference gateway of EAS (facts/deployment B.1 to B.4): from a VPC by the address
 * that the gateway has there, from outside by the public one. Callers know both by a name, so they choose once; `via` chooses for them.
 *
 * Limits: a caller without `via` takes the private way where its VPC is linked, else the public one where that is open (assumed).
 */
import { type AlbGateway, entryName, type Gateway } from '../cloud/gateway.ts'
import { gatewayHost } from '../cloud/gateway-name.ts'
import type { EasEntry, LoadBalancer } from '../cloud/load-balancer.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { addressesCalled } from './balancer-address.ts'
import type { Flow } from './flow.ts'

/** Why there is none. */
export type GatewayObstacle =
  /** The VPC of the caller is not linked (B.3). */
  | 'gateway-vpc-not-added'
  /** That side of an ALB gateway is not enabled, so there is no ALB (B.1). */
  | 'gateway-side-not-enabled'
  /** What is called inside VPCs, by somebody on the Internet. */
  | 'gateway-wrong-side'

export interface GatewayCall {
  readonly entry: LoadBalancer
  readonly side: 'internet' | 'intranet'
  /** At least one; of an ALB one for each zone. */
  readonly addresses: readonly Ipv4[]
  /** The name that is called. */
  readonly host: string
}

/** `vpc` is that of the caller; undefined: somebody on the Internet. Throws a RangeError where no gateway has that name. */
export function gatewayCallOf(
  topology: Topology,
  name: string,
  vpc: string | undefined,
  via: Flow['via'],
): GatewayCall | GatewayObstacle {
  const gateway = topology.gateways.get(name)
  if (gateway === undefined) throw new RangeError(`no gateway is named ${name}`)
  if (vpc === undefined && via === 'internal') return 'gateway-wrong-side'
  switch (gateway.kind) {
    case 'shared':
      return sharedCall(topology, gateway, vpc === undefined || via === 'public')
    case 'alb':
      return albCall(topology, gateway, vpc === undefined ? 'public' : via)
    case 'managed': {
      const own = vpc === undefined ? undefined : linkEntry(topology, name, vpc)
      if (via !== 'public' && own !== undefined) return entryCall(topology, gateway, own, 'intranet')
      if (vpc === undefined || via === 'public' || (via === undefined && gateway.internet.isOn))
        return entryCall(topology, gateway, easEntry(topology, entryName(name, 'internet')), 'internet')
      // Its name leads there for others as well, who come over a peering or CEN (seed 002).
      const shown = gateway.links.find(({ hasAuthoritativeDns }) => hasAuthoritativeDns)
      const authority = shown === undefined ? undefined : linkEntry(topology, name, shown.vpc)
      return authority === undefined
        ? 'gateway-vpc-not-added'
        : entryCall(topology, gateway, authority, 'intranet')
    }
  }
}

export function isCall(found: GatewayCall | GatewayObstacle): found is GatewayCall {
  return typeof found === 'object'
}

function sharedCall(topology: Topology, gateway: Gateway, isPublic: boolean): GatewayCall {
  const entry = easEntry(topology, entryName(gateway.name, 'internet'))
  return entryCall(topology, gateway, entry, isPublic ? 'internet' : 'intranet')
}

/** The side that is wished; else the private one where it is enabled. */
function albCall(
  { loadBalancers, region }: Topology,
  gateway: AlbGateway,
  via: Flow['via'],
): GatewayCall | GatewayObstacle {
  const hasPrivate = gateway.intranet !== undefined
  const side = via === 'public' || (via === undefined && !hasPrivate) ? 'internet' : 'intranet'
  const entry = loadBalancers.get(entryName(gateway.name, side))
  if (entry === undefined) return 'gateway-side-not-enabled'
  const addresses = addressesCalled(entry, side === 'internet', undefined)
  return { entry, side, addresses, host: gatewayHost(gateway, region, side) }
}

function entryCall(
  { region }: Topology,
  gateway: Gateway,
  entry: EasEntry,
  side: 'internet' | 'intranet',
): GatewayCall {
  const { publicAddress, serviceAddress, address } = entry
  const called = side === 'internet' ? publicAddress : (serviceAddress ?? address?.ip)
  if (called === undefined) throw new RangeError(`${entry.name} has no address on the side ${side}`)
  return { entry, side, addresses: [called], host: gatewayHost(gateway, region, side) }
}

function linkEntry({ loadBalancers }: Topology, gateway: string, vpc: string): EasEntry | undefined {
  const entry = loadBalancers.get(entryName(gateway, 'intranet', vpc))
  return entry?.kind === 'eas' ? entry : undefined
}

function easEntry({ loadBalancers }: Topology, name: string): EasEntry {
  const entry = loadBalancers.get(name)
  if (entry?.kind !== 'eas') throw new RangeError(`no entry of a gateway is named ${name}`)
  return entry
}
