/**
 * Load balancers as they were read: facts/load-balancing 1.1, 2.1 and 2a.1. Where the file names no private addresses, an ALB or
 * NLB takes one to be called and two Local IPs of each vSwitch, a CLB one: the lowest free ones.
 */
import type { AccessList, Listener } from '../cloud/listener.ts'
import type { BalancerZone, LoadBalancer } from '../cloud/load-balancer.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { checkBalancerKeys } from './balancer-keys.ts'
import type { BuildContext } from './build-context.ts'
import { buildListener } from './build-listener.ts'
import type { TakeAddress } from './build-privatelink.ts'
import { onlyOf } from './build-server-group.ts'
import type { ReadBalancer } from './schema/load-balancer.ts'
import { missingKey } from './schema-reports.ts'

export interface Surroundings {
  readonly vpcs: ReadonlyMap<string, unknown>
  readonly vswitches: ReadonlyMap<string, VSwitch>
  readonly lists: ReadonlyMap<string, AccessList>
  readonly take: TakeAddress
}

/** Local IPs of an ALB or NLB in a vSwitch (facts/load-balancing 1.1, 2a.1). */
const LOCAL_ADDRESSES = 2

/** Undefined where it lacks what it cannot be without; that is reported. */
export function buildBalancer(
  name: string,
  read: ReadBalancer,
  surroundings: Surroundings,
  context: BuildContext,
): LoadBalancer | undefined {
  const path: Path = ['loadBalancers', name]
  const { type, network } = read
  checkBalancerKeys(name, read, path, context)
  const listeners = new Map<string, Listener>()
  for (const [key, one] of Object.entries(read.listeners)) {
    const listener = buildListener(key, one, type, surroundings.lists, [...path, 'listeners', key], context)
    if (listener !== undefined) listeners.set(key, listener)
  }
  const { vpcs, vswitches } = surroundings
  const vpc = read.vpc ?? vswitches.get(read.vswitches?.[0] ?? '')?.vpc ?? onlyOf(vpcs)
  if (vpc === undefined) {
    if (read.vswitches === undefined)
      context.report(missingKey('vpc', path, 'the VPC of its servers, as there are several'))
    return undefined
  }
  const common = {
    name,
    vpc,
    network,
    listeners,
    hostname: read.hostname ?? `${name.toLowerCase()}.${type}.example`,
    origin: context.origin(path),
  }
  if (type === 'alb') {
    const { edition = 'standard', securityGroups = [] } = read
    return {
      ...common,
      kind: 'alb',
      edition,
      zones: zonesOf(read, surroundings, path, context),
      securityGroups,
    }
  }
  if (type === 'nlb') {
    const { securityGroups = [], crossZone = true } = read
    return {
      ...common,
      kind: 'nlb',
      zones: zonesOf(read, surroundings, path, context),
      securityGroups,
      crossZone,
    }
  }
  const vswitch = network === 'intranet' ? read.vswitches?.[0] : undefined
  const ip =
    vswitch === undefined || !vswitches.has(vswitch)
      ? undefined
      : (read.address ?? surroundings.take(vswitch, [...path, 'vswitches', 0]))
  return {
    ...common,
    kind: 'clb',
    ...(ip !== undefined && { address: { vswitch: vswitch!, ip } }),
    ...(read.publicAddress !== undefined && { publicAddress: read.publicAddress }),
    isHighPerformance: read.highPerformance ?? false,
  }
}

/** A node for each vSwitch that exists; the references have told of the others. */
export function zonesOf(
  read: Partial<Pick<ReadBalancer, 'vswitches' | 'addresses' | 'localAddresses' | 'publicAddresses'>>,
  { vswitches, take }: Pick<Surroundings, 'vswitches' | 'take'>,
  path: Path,
  context: BuildContext,
): BalancerZone[] {
  const names = read.vswitches ?? []
  for (const key of ['addresses', 'localAddresses', 'publicAddresses'] as const) {
    const count = read[key]?.length
    if (count !== undefined && count !== names.length)
      context.report({
        code: 'LB_ADDRESS_COUNT',
        message: `${key} has ${count} ${count === 1 ? 'entry' : 'entries'} for ${names.length} ${names.length === 1 ? 'vSwitch' : 'vSwitches'}`,
        hint: `write one for each vSwitch, in the same order`,
        path: [...path, key],
      })
  }
  return names.flatMap((name, index): BalancerZone[] => {
    const vswitch = vswitches.get(name)
    if (vswitch === undefined) return []
    const at = [...path, 'vswitches', index]
    const address = read.addresses?.[index] ?? take(name, at)
    if (address === undefined) return []
    const localAddresses = read.localAddresses?.[index] ?? takeLocal(name, at, take)
    const publicAddress = read.publicAddresses?.[index]
    return [
      {
        zone: vswitch.zone,
        vswitch: name,
        address,
        ...(publicAddress !== undefined && { publicAddress }),
        localAddresses,
      },
    ]
  })
}

function takeLocal(vswitch: string, path: Path, take: TakeAddress): Ipv4[] {
  const taken: Ipv4[] = []
  while (taken.length < LOCAL_ADDRESSES) {
    const address = take(vswitch, path)
    if (address === undefined) break
    taken.push(address)
  }
  return taken
}
