/** What the cloud asks of DNAT entries: facts/vpc sections 4.5 and 4.7. */
import { contains } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { formatPortRange, type PortRange } from '../net/port-range.ts'
import { formatProtocol } from '../net/protocol.ts'
import { privateAddressesOf } from './load-balancer.ts'
import { type DnatEntry, isIpMapping, type NatGateway } from './nat-gateway.ts'
import type { Quotas } from './quotas.ts'
import { interfacesOf } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

/** Ports above it are shared with SNAT unless a port break takes them out (facts/vpc R4.29). */
const LAST_RESERVED_PORT = 1024

export function* checkDnat(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const gateway of topology.natGateways.values())
    yield* checkMappings({ ...gateway, word: 'EIP' }, topology, quotas)
}

/** A gateway of either type; `eips` are the NAT IPs of a VPC NAT gateway, and `word` is what they are called. */
export interface Mapping extends Pick<NatGateway, 'name' | 'vpc' | 'eips' | 'snat' | 'dnat'> {
  readonly word: 'EIP' | 'NAT IP'
}

export function* checkMappings(gateway: Mapping, topology: Topology, quotas: Quotas): Generator<Violation> {
  const path: Path = ['natGateways', gateway.name, 'dnat']
  if (gateway.dnat.length > quotas.dnatEntriesPerNatGateway)
    yield {
      // facts/vpc 4.4
      code: 'QUOTA_EXCEEDED',
      message: `${gateway.dnat.length} DNAT entries, but a NAT gateway may have ${quotas.dnatEntriesPerNatGateway}`,
      hint: 'quotas.dnatEntriesPerNatGateway sets a raised quota',
      path,
    }
  for (const [index, entry] of gateway.dnat.entries()) {
    const at = [...path, Number(/\[(\d+)\]$/.exec(entry.origin.path)?.[1] ?? index)]
    yield* checkEntry(entry, gateway, topology, at)
    yield* checkUnique(entry, gateway.dnat.slice(0, index), at)
  }
}

function* checkEntry(
  entry: DnatEntry,
  gateway: Mapping,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  const eip = formatIpv4(entry.eip)
  if (!gateway.eips.includes(entry.eip))
    yield {
      // "The specified Ip not belong to natgateway."
      code: 'InvalidIp.NotInNatgw',
      message: `${eip} is no ${gateway.word} of NAT gateway ${gateway.name}`,
      hint: `the gateway has ${gateway.eips.map(formatIpv4).join(', ')}`,
      path: [...path, gateway.word === 'EIP' ? 'eip' : 'natIp'],
    }
  const vpc = topology.vpcs.get(gateway.vpc)
  if (vpc !== undefined && ![vpc.cidr, ...vpc.secondaryCidrs].some((block) => contains(block, entry.to)))
    yield {
      code: 'Forbidden.InternalIpOutOfVpcCIDR',
      message: `${formatIpv4(entry.to)} is no address of VPC ${vpc.name}`,
      path: [...path, 'to'],
    }
  const server = [...topology.servers.values()]
    .flatMap(interfacesOf)
    .find((one) => one.vpc === gateway.vpc && one.address === entry.to && one.eip !== undefined)
  // A private caller comes back by a route, whether the instance has an EIP or not.
  if (server !== undefined && gateway.word === 'EIP')
    yield {
      // facts/vpc R4.23, R4.27
      code: 'BIND_INSTANCE_HAVE_PORTMAP_OR_BIND_EIP',
      message: `server ${server.name} has the EIP ${formatIpv4(server.eip!)}, and DNAT works only without one`,
      hint: 'drop the entry, or the EIP of the server',
      path: [...path, 'to'],
    }
  const balancer = [...topology.loadBalancers.values()].find(
    (one) => one.vpc === gateway.vpc && privateAddressesOf(one).some(({ address }) => address === entry.to),
  )
  if (balancer !== undefined && gateway.word === 'EIP')
    yield {
      // facts/vpc R4.23
      code: 'DNAT_TARGET',
      message: `${formatIpv4(entry.to)} is an address of load balancer ${balancer.name}, and DNAT leads to ENIs of instances and servers alone`,
      hint: `let ${balancer.name} be of network internet, which has public addresses of its own`,
      path: [...path, 'to'],
    }
  if (isIpMapping(entry)) return
  if (entry.ports.last - entry.ports.first !== entry.toPorts.last - entry.toPorts.first)
    yield {
      // facts/vpc R4.21
      code: 'InvalidInternalPort.Malformed',
      message: `ports ${formatPortRange(entry.ports)} cannot be mapped to ${formatPortRange(entry.toPorts)}: ranges are of equal size`,
      path: [...path, 'toPort'],
    }
  const isShared = gateway.snat.some(({ eips }) => eips.includes(entry.eip))
  if (isShared && entry.ports.last > LAST_RESERVED_PORT && !entry.portBreak)
    yield {
      // facts/vpc R4.29
      code: 'DNAT_PORT_BREAK_MISSING',
      message: `${eip} serves SNAT as well, and port ${entry.ports.last} is above ${LAST_RESERVED_PORT}`,
      hint: 'add portBreak: true, or use an address that no SNAT entry has',
      path: [...path, 'port'],
    }
}

/** Facts/vpc R4.20. An IP mapping takes what no other entry does, so it only excludes another one. */
function* checkUnique(entry: DnatEntry, earlier: readonly DnatEntry[], path: Path): Generator<Violation> {
  const service = `${formatProtocol(entry.protocol)} ${formatPortRange(entry.ports)}`
  for (const other of earlier) {
    if (other.protocol !== entry.protocol) continue
    const outside = other.eip === entry.eip && overlap(other.ports, entry.ports)
    const inside = other.to === entry.to && overlap(other.toPorts, entry.toPorts)
    if (!outside && !inside) continue
    yield {
      code: 'DNAT_DUPLICATE',
      message: outside
        ? `${service} of ${formatIpv4(entry.eip)} is already mapped to ${formatIpv4(other.to)}`
        : `${formatProtocol(entry.protocol)} ${formatPortRange(entry.toPorts)} of ${formatIpv4(entry.to)} is already behind ${formatIpv4(other.eip)}`,
      path,
    }
    return
  }
}

function overlap(a: PortRange, b: PortRange): boolean {
  return a.first <= b.last && b.first <= a.last
}
