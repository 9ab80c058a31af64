/** The address by which a flow calls a NAT gateway. */
import type { DnatEntry } from '../cloud/nat-gateway.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { containsPort } from '../net/port-range.ts'
import type { PacketProtocol } from '../net/protocol.ts'

/** The EIP or NAT IP whose DNAT entry takes the port, else the first; undefined where the gateway has none. */
export function natAddressOf(
  { natGateways, vpcNatGateways }: Topology,
  name: string,
  protocol: PacketProtocol,
  port: number,
): Ipv4 | undefined {
  const { dnat = [] } = natGateways.get(name) ?? vpcNatGateways.get(name) ?? {}
  const takes = (entry: DnatEntry) => entry.protocol === protocol && containsPort(entry.ports, port)
  return dnat.find(takes)?.eip ?? natGateways.get(name)?.eips[0] ?? vpcNatGateways.get(name)?.natIps[0]
}
