/**
 * What the data path knows of load balancers and service names: who has which of their addresses, what each listener lets
 * in and makes of a request, and the pools behind (facts/load-balancing 1.1, 1.2, 2.1, 3.4). Made anew only where one of the
 * things that it is made of has changed.
 */
import { type BackendPool, poolsOf } from '../cloud/backend-pool.ts'
import type { Certificate } from '../cloud/certificate.ts'
import { certificatesOf, hears, type Listener } from '../cloud/listener.ts'
import { type BalancerZone, isZoned, type LoadBalancer } from '../cloud/load-balancer.ts'
import type { ServiceName } from '../cloud/service-name.ts'
import type { Topology } from '../cloud/topology.ts'
import { AddressIndex } from '../net/address-index.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import { type PacketProtocol, TCP, UDP } from '../net/protocol.ts'
import { vpcCalledIn } from './balancer-address.ts'
import { type CompiledRouting, compileRouting } from './balancer-rules.ts'
import { addressKey, NONE } from './live.ts'
import type { Numbering } from './numbering.ts'
import { RuleTable } from './rule-table.ts'

export interface BalancerTables {
  readonly nodes: readonly BalancerNode[]
  /** By vSwitch and private address, as `addressKey` puts them together. */
  readonly nodeOfAddress: ReadonlyMap<number, number>
  readonly nodeOfPublicAddress: AddressIndex
  /** Of shared gateways of EAS, called in 100.64.0.0/10 from every VPC. */
  readonly nodeOfServiceAddress: ReadonlyMap<Ipv4, number>
  /** By the whole name. */
  readonly services: ReadonlyMap<string, ServiceTable>
  /** By their keys. */
  readonly pools: ReadonlyMap<string, BackendPool>
  /** What it was made from. */
  readonly topology: Topology
}

/** What has an address: the node of an ALB or NLB in one zone, or a CLB as a whole. */
export interface BalancerNode {
  readonly balancer: LoadBalancer
  /** Number of the VPC in which it is called. */
  readonly vpc: number
  /** Absent: a CLB, an entry of EAS. */
  readonly zone: BalancerZone | undefined
  /** Number of the vSwitch of its private address; `NONE` for a CLB without one. */
  readonly vswitch: number
  readonly address: Ipv4 | undefined
  readonly publicAddress: Ipv4 | undefined
  /** Rules of the security groups that guard an ALB or NLB; undefined: none does. */
  readonly guard: RuleTable | undefined
  readonly listeners: readonly ListenerTable[]
}

export interface ListenerTable {
  readonly listener: Listener
  /** Of its packets: QUIC is UDP. */
  readonly transport: PacketProtocol
  /** Undefined at layer 4. */
  readonly routing: CompiledRouting | undefined
  /** The default one first; empty where it shows none. */
  readonly certificates: readonly Certificate[]
}

export interface ServiceTable {
  readonly service: ServiceName
  /** A stand-in for the address that kube-proxy answers for, which nobody documents. */
  readonly address: Ipv4
  /** Number of the VPC of its application. */
  readonly vpc: number
}

/** Of a block that no network uses (RFC 2544). */
const SERVICE_BASE = ipv4(198, 18, 0, 1)

interface Numbers {
  readonly vpcs: Numbering
  readonly vswitches: Numbering
  readonly securityGroups: Numbering
}

export function compileBalancers(
  topology: Topology,
  numbers: Numbers,
  previous?: BalancerTables,
): BalancerTables {
  if (previous !== undefined && isSame(previous.topology, topology)) return previous
  const nodes = [...topology.loadBalancers.values()].flatMap((balancer) =>
    nodesOf(topology, numbers, balancer),
  )
  return {
    nodes,
    nodeOfAddress: new Map(
      nodes.flatMap(({ address, vswitch }, number) =>
        address === undefined ? [] : [[addressKey(vswitch, address), number] as const],
      ),
    ),
    nodeOfPublicAddress: AddressIndex.of(
      nodes.flatMap(({ publicAddress }, number) =>
        publicAddress === undefined ? [] : [[publicAddress, number] as const],
      ),
    ),
    nodeOfServiceAddress: new Map(
      nodes.flatMap(({ balancer }, number) =>
        balancer.kind === 'eas' && balancer.serviceAddress !== undefined
          ? [[balancer.serviceAddress, number] as const]
          : [],
      ),
    ),
    services: new Map(
      [...topology.serviceNames.values()].map((service, at) => [
        service.name,
        {
          service,
          address: SERVICE_BASE + at,
          vpc: numbers.vpcs.numberOf(topology.apps.get(service.app)!.vpc),
        },
      ]),
    ),
    pools: new Map(poolsOf(topology).map((pool) => [pool.key, pool])),
    topology,
  }
}

function isSame(before: Topology, now: Topology): boolean {
  return (
    before.loadBalancers === now.loadBalancers &&
    before.serverGroups === now.serverGroups &&
    before.certificates === now.certificates &&
    before.serviceNames === now.serviceNames &&
    before.securityGroups === now.securityGroups &&
    before.vpcs === now.vpcs &&
    before.vswitches === now.vswitches &&
    before.apps === now.apps &&
    before.assumptions === now.assumptions
  )
}

function nodesOf(topology: Topology, numbers: Numbers, balancer: LoadBalancer): BalancerNode[] {
  const vpc = numbers.vpcs.numberOf(vpcCalledIn(topology, balancer))
  const listeners = [...balancer.listeners.values()].map((listener) =>
    listenerTable(topology, balancer, listener),
  )
  if (!isZoned(balancer)) {
    const { address, publicAddress } = balancer
    const vswitch = address === undefined ? NONE : numbers.vswitches.numberOf(address.vswitch)
    const own = { vswitch, address: address?.ip, publicAddress }
    return [{ balancer, vpc, zone: undefined, ...own, guard: undefined, listeners }]
  }
  const guard = guardOf(topology, numbers, balancer.securityGroups)
  return balancer.zones.map((zone) => ({
    balancer,
    vpc,
    zone,
    vswitch: numbers.vswitches.numberOf(zone.vswitch),
    address: zone.address,
    publicAddress: zone.publicAddress,
    guard,
    listeners,
  }))
}

function guardOf(
  { securityGroups }: Topology,
  numbers: Numbers,
  names: readonly string[],
): RuleTable | undefined {
  if (names.length === 0) return undefined
  return RuleTable.of(
    names.flatMap((name) => securityGroups.get(name)?.ingress ?? []),
    numbers.securityGroups,
  )
}

function listenerTable(
  { assumptions, certificates: all }: Topology,
  balancer: LoadBalancer,
  listener: Listener,
): ListenerTable {
  const { protocol } = listener
  const transport = protocol === 'udp' || protocol === 'quic' ? UDP : TCP
  const certificates = certificatesOf(listener)
    .map((name) => all.get(name))
    .filter((one) => one !== undefined)
  return { listener, transport, routing: compileRouting(balancer, listener, assumptions), certificates }
}

/** The node of a balancer with this private address in that vSwitch, or `NONE`. */
export function balancerAt(
  { balancers }: { readonly balancers: BalancerTables },
  vswitch: number,
  address: Ipv4,
): number {
  return balancers.nodeOfAddress.get(addressKey(vswitch, address)) ?? NONE
}

/** The listener that hears a port over that protocol. */
export function listenerAt(
  listeners: readonly ListenerTable[],
  protocol: PacketProtocol,
  port: number,
): ListenerTable | undefined {
  for (const one of listeners) if (one.transport === protocol && hears(one.listener, port)) return one
  return undefined
}
