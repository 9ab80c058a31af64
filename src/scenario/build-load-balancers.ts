/** Load balancers, server groups, certificates and what SAE makes of them, as they were read. */
import type { App } from '../cloud/app.ts'
import type { Certificate } from '../cloud/certificate.ts'
import type { WrittenEip } from '../cloud/eip-rules.ts'
import type { AccessList } from '../cloud/listener.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import { withSaeFronts } from '../cloud/sae-front.ts'
import type { Server } from '../cloud/server.ts'
import type { ServerGroup } from '../cloud/server-group.ts'
import type { ServiceName } from '../cloud/service-name.ts'
import type { Vpc, VSwitch } from '../cloud/vpc.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { buildBalancer } from './build-balancer.ts'
import type { BuildContext } from './build-context.ts'
import { blockText } from './build-forwarding-rule.ts'
import type { TakeAddress } from './build-privatelink.ts'
import { type BuiltFronts, buildSaeFronts } from './build-sae-fronts.ts'
import { buildServerGroup } from './build-server-group.ts'
import type { Resources } from './read-sections.ts'

export interface LoadBalancing {
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>
  readonly serverGroups: ReadonlyMap<string, ServerGroup>
  readonly certificates: ReadonlyMap<string, Certificate>
  readonly serviceNames: ReadonlyMap<string, ServiceName>
}

/** What was asked of SAE, and the balancers and groups of the file that it was asked for. */
export interface SaeOrders extends BuiltFronts {
  readonly before: Pick<LoadBalancing, 'loadBalancers' | 'serverGroups'>
}

/** What was built before, and where private addresses come from. */
export interface Built {
  readonly vpcs: ReadonlyMap<string, Vpc>
  readonly vswitches: ReadonlyMap<string, VSwitch>
  readonly apps: ReadonlyMap<string, App>
  readonly servers: ReadonlyMap<string, Server>
  readonly take: TakeAddress
}

/** EIPs of balancers are told to `eips`, with the keys that hold them. */
export function buildLoadBalancers(
  resources: Resources,
  built: Built,
  region: string,
  eips: WrittenEip[],
  context: BuildContext,
): { readonly balancing: LoadBalancing; readonly sae: SaeOrders } {
  const lists = buildAccessLists(resources, context)
  const certificates = new Map<string, Certificate>()
  for (const [name, { domains, algorithm, expires }] of resources.certificates) {
    const ends = expires === undefined ? {} : { expiresAtUs: expires }
    certificates.set(name, {
      name,
      domains,
      algorithm,
      ...ends,
      origin: context.origin(['certificates', name]),
    })
  }
  const serverGroups = new Map<string, ServerGroup>()
  for (const [name, read] of resources.serverGroups) {
    const group = buildServerGroup(name, read, built, context)
    if (group !== undefined) serverGroups.set(name, group)
  }
  const loadBalancers = new Map<string, LoadBalancer>()
  for (const [name, read] of resources.loadBalancers) {
    const balancer = buildBalancer(name, read, { ...built, lists }, context)
    if (balancer !== undefined) loadBalancers.set(name, balancer)
    tellEips(name, read, eips)
  }
  const before = { loadBalancers, serverGroups }
  const fronts = buildSaeFronts(resources, built.apps, region, context)
  const serviceNames = new Map<string, ServiceName>()
  for (const { service } of fronts.serviceNames)
    if (!serviceNames.has(service.name)) serviceNames.set(service.name, service)
  return {
    balancing: {
      ...withSaeFronts(before, fronts, built.apps, context.assumptions),
      certificates,
      serviceNames,
    },
    sae: { ...fronts, before },
  }
}

function buildAccessLists({ accessLists }: Resources, context: BuildContext): Map<string, AccessList> {
  const lists = new Map<string, AccessList>()
  for (const [name, cidrs] of accessLists)
    lists.set(name, {
      name,
      set: CidrSet.of(cidrs),
      texts: cidrs.map(blockText),
      origin: context.origin(['accessLists', name]),
    })
  return lists
}

/** An ALB has an EIP in each zone, and one may be bound to a CLB of the intranet (1.1, 2.1). */
function tellEips(
  name: string,
  read: Resources['loadBalancers'] extends ReadonlyMap<string, infer Read> ? Read : never,
  eips: WrittenEip[],
): void {
  const holder = `loadBalancers.${name}`
  for (const [index, address] of (read.publicAddresses ?? []).entries())
    eips.push({ address, holder, path: ['loadBalancers', name, 'publicAddresses', index] })
  if (read.publicAddress !== undefined && read.network === 'intranet')
    eips.push({ address: read.publicAddress, holder, path: ['loadBalancers', name, 'publicAddress'] })
}
