/**
 * Where the Internet finds an ENI of a server, or a HaVip: at its own EIP, or at an EIP of a NAT gateway with a DNAT entry that leads to the
 * port (facts/vpc R4.20 to R4.23). Its private address stays, so unlike an instance's it can stand in such an entry.
 */
import { type DnatEntry, isIpMapping } from '../cloud/nat-gateway.ts'
import type { NetworkInterface } from '../cloud/network-interface.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { containsPort } from '../net/port-range.ts'
import { hasPorts, type PacketProtocol } from '../net/protocol.ts'
import type { Tables } from './tables.ts'

export interface Entrance {
  readonly address: Ipv4
  readonly port: number
}

/** Undefined where nothing leads in. The entry for the port comes before an IP mapping, as on the packet's way. */
export function entranceOf(
  { topology }: Tables,
  { eip, vpc: of, address }: Pick<NetworkInterface, 'eip' | 'vpc' | 'address'>,
  protocol: PacketProtocol,
  port: number,
): Entrance | undefined {
  if (eip !== undefined) return { address: eip, port }
  const entries = [...topology.natGateways.values()]
    .filter(({ vpc }) => vpc === of)
    .flatMap(({ dnat, eips }) => dnat.filter((entry) => entry.to === address && eips.includes(entry.eip)))
  const ofPort = entries.find((entry) => leadsTo(entry, protocol, port))
  if (ofPort !== undefined)
    return { address: ofPort.eip, port: ofPort.ports.first + port - ofPort.toPorts.first }
  const mapping = entries.find(isIpMapping)
  return mapping === undefined ? undefined : { address: mapping.eip, port }
}

function leadsTo(entry: DnatEntry, protocol: PacketProtocol, port: number): boolean {
  return (
    !isIpMapping(entry) &&
    hasPorts(protocol) &&
    entry.protocol === protocol &&
    containsPort(entry.toPorts, port)
  )
}
