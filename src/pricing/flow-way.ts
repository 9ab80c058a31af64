/**
 * What a flow passes that is charged for: a NAT gateway, a balancer, the border to the Internet. The addresses that the far side
 * saw at the end of the run say which way callers inside take.
 */
import { entryName } from '../cloud/gateway.ts'
import { hears, type Listener } from '../cloud/listener.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Summary } from '../trace/summary.ts'

export interface FlowWay {
  readonly natGateway?: string
  readonly balancer?: { readonly at: LoadBalancer; readonly listener?: Listener }
  /** What leaves the cloud and is charged: requests, answers, or both, each by its price. */
  readonly leaving: readonly Leaving[]
}

export interface Leaving {
  readonly direction: 'forth' | 'back'
  readonly item: 'eip.traffic' | 'clb.traffic'
}

export function wayOf(flow: Flow, topology: Topology, summary: Summary): FlowWay {
  const { from, to } = flow
  const balancer = balancerOf(flow, topology)
  if (from.kind === 'internet')
    return {
      ...(balancer !== undefined && { balancer }),
      ...(to.kind === 'natGateway' && { natGateway: to.name }),
      leaving: answers(balancer?.at),
    }
  const { natGateway, isPublic } = exitOf(flow, topology, summary)
  const leaving: Leaving[] = isPublic ? [{ direction: 'forth', item: 'eip.traffic' }] : []
  // Who calls a public balancer by a public address gets the answer from the Internet side, too.
  if (isPublic && balancer?.at.network === 'internet') leaving.push(...answers(balancer.at))
  return {
    ...(natGateway !== undefined && { natGateway }),
    ...(balancer !== undefined && { balancer }),
    leaving,
  }
}

/** Somebody of the file calls the Internet. */
export function isOutward({ from, to, via }: Flow): boolean {
  return from.kind !== 'internet' && (to.kind === 'internet' || via === 'public')
}

function balancerOf({ from, to, port }: Flow, { loadBalancers }: Topology): FlowWay['balancer'] {
  const side = from.kind === 'internet' ? 'internet' : 'intranet'
  const at =
    to.kind === 'gateway'
      ? (loadBalancers.get(entryName(to.name, side)) ?? loadBalancers.get(entryName(to.name, 'internet')))
      : to.kind === 'loadBalancer'
        ? loadBalancers.get(to.name)
        : undefined
  if (at === undefined) return undefined
  const listener = [...at.listeners.values()].find((each) => hears(each, port))
  return { at, ...(listener !== undefined && { listener }) }
}

/** Answers to the Internet. Those of EAS gateways are charged by CDT, for which no price is known. */
function answers(balancer: LoadBalancer | undefined): Leaving[] {
  if (balancer?.kind === 'eas') return []
  const isPublicClb = balancer?.kind === 'clb' && balancer.network === 'internet'
  return [{ direction: 'back', item: isPublicClb ? 'clb.traffic' : 'eip.traffic' }]
}

function exitOf(
  { name }: Flow,
  topology: Topology,
  { flows, endUs }: Summary,
): { readonly natGateway?: string; readonly isPublic: boolean } {
  const told = flows.find(({ flow }) => flow === name)
  const last = told?.sightings.filter(({ untilUs }) => untilUs === endUs) ?? []
  const addresses = new Set<unknown>(
    (last.length > 0 ? last : (told?.sources ?? [])).map((each) => each.address),
  )
  for (const gateway of topology.natGateways.values())
    if (gateway.eips.some((eip) => addresses.has(eip))) return { natGateway: gateway.name, isPublic: true }
  return { isPublic: publicAddresses(topology).some((address) => addresses.has(address)) }
}

function publicAddresses({ eipPools, servers, haVips }: Topology): (number | undefined)[] {
  return [
    ...[...eipPools.values()].flatMap(({ addresses }) => addresses),
    ...[...servers.values()].flatMap((server) => interfacesOf(server).map(({ eip }) => eip)),
    ...[...haVips.values()].map(({ eip }) => eip),
  ]
}
