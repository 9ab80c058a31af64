/** VPC NAT gateways and router interfaces as facts/vpc tells them: plain loops, no tables. */
import type { DnatEntry } from '../../src/cloud/nat-gateway.ts'
import type { RouterInterface, WeightedHop } from '../../src/cloud/router-interface.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { VpcNatGateway } from '../../src/cloud/vpc-nat-gateway.ts'
import { type FiveTuple, hashAddress, hashFiveTuple } from '../../src/net/five-tuple.ts'

const ALL = 255

const inside = ({ first, last }: { first: number; last: number }, value: number) =>
  value >= first && value <= last

/** Section 4.6: the gateway of a VPC that has the NAT IP. */
export function natAt(topology: Topology, vpc: string, address: number): VpcNatGateway | undefined {
  return [...topology.vpcNatGateways.values()].find(
    (gateway) => gateway.vpc === vpc && gateway.natIps.includes(address),
  )
}

/** R4.11, R4.14 to R4.17: the NAT IP of a connection, or why it has none. */
export function natIpFor({ snat, natIps }: VpcNatGateway, tuple: FiveTuple): number | string {
  const covering = snat.filter((entry) => inside(entry.source, tuple.source))
  covering.sort((a, b) => a.source.last - a.source.first - (b.source.last - b.source.first))
  const [entry] = covering
  if (entry === undefined) return 'SNAT_NO_ENTRY'
  const own = entry.eips.filter((natIp) => natIps.includes(natIp))
  if (own.length === 0) return 'SNAT_ENTRY_WITHOUT_EIP'
  const hash = entry.affinity ? hashAddress(tuple.source, 0) : hashFiveTuple(tuple, 0)
  return own[hash % own.length]!
}

/** R4.20 to R4.22: the entry for the port before the mapping of the whole address. */
export function mappingAt(
  { dnat }: VpcNatGateway,
  natIp: number,
  protocol: number,
  port: number,
): DnatEntry | undefined {
  const of = dnat.filter(({ eip }) => eip === natIp)
  return (
    of.find((entry) => entry.protocol === protocol && inside(entry.ports, port)) ??
    of.find((entry) => entry.protocol === ALL)
  )
}

/** R2.17: one of the hops by weight; `tuple` is undefined where nobody can tell the source. */
export function interfaceFor(
  topology: Topology,
  hops: readonly WeightedHop[],
  tuple: FiveTuple | undefined,
  seed: number,
): RouterInterface {
  const tickets = hops.flatMap(({ name, weight }) => Array.from({ length: weight }, () => name))
  const name = tuple === undefined ? hops[0]!.name : tickets[hashFiveTuple(tuple, seed) % tickets.length]!
  return topology.routerInterfaces.get(name)!
}

/** R2.4: all of them in this VPC. */
export function areInterfacesOf(topology: Topology, hops: readonly WeightedHop[], vpc: string): boolean {
  return hops.every(({ name }) => topology.routerInterfaces.get(name)?.vpcs.includes(vpc) === true)
}
