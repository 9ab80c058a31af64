/** Edits of DNAT entries: one that is missing, one that leads to the wrong place, and the way back into the own gateway. */
import { type DnatEntry, isIpMapping, type NatGateway } from '../cloud/nat-gateway.ts'
import { unwritten } from '../cloud/origin.ts'
import type { Server } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { containsPort } from '../net/port-range.ts'
import { formatProtocol, type PacketProtocol, TCP, UDP } from '../net/protocol.ts'
import type { EditMaker } from './blocked.ts'
import { added, type Draft, type Edit, removed, withMember } from './edit.ts'
import { itemLines, onePort } from './edit-text.ts'
import { onceEach } from './route-edits.ts'

/** Nothing leads from the Internet to the server: an entry of each NAT gateway of its VPC, or one that misses it mended. */
export const leadToServer: EditMaker = (_, { flow, tables: { topology } }) => {
  const server = flow?.to.kind === 'server' ? topology.servers.get(flow.to.name) : undefined
  if (flow === undefined || server === undefined || server.eip !== undefined) return []
  return [...topology.natGateways.values()]
    .filter(({ vpc }) => vpc === server.vpc)
    .flatMap((gateway) => [
      ...mendedEntries(gateway, server, flow.protocol, flow.port, topology),
      ...entryEdit(gateway, server, flow.protocol, flow.port),
    ])
}

/** An EIP of a gateway was called by its number: the only server behind it that listens there is meant. */
export const leadToListener: EditMaker = (blocked, { tables: { topology } }) =>
  onceEach(blocked, ({ hop, details, story }) => {
    const gateway = topology.natGateways.get(details['gateway'] ?? '')
    const packet = story.told?.packet
    if (hop === undefined || gateway === undefined || packet === undefined) return []
    const { protocol, destinationPort: port } = packet
    const listeners = [...topology.servers.values()].filter(
      (server) =>
        server.vpc === gateway.vpc &&
        server.eip === undefined &&
        server.listeners.some((each) => each.protocol === protocol && containsPort(each.ports, port)),
    )
    if (listeners.length !== 1) return []
    return entryEdit(gateway, listeners[0]!, protocol, port, hop.before.destination)
  })

/** Out by SNAT and in by DNAT of one gateway works only where its EIPs are bound in NAT mode (facts/vpc R4.5, R4.30). */
export const bindInNatMode: EditMaker = (blocked, { tables: { topology } }) =>
  onceEach(blocked, ({ details }) => {
    const gateway = topology.natGateways.get(details['gateway'] ?? '')
    return gateway === undefined || gateway.eipMode === 'nat' ? [] : [natModeEdit(gateway)]
  })

function natModeEdit({ name, origin }: NatGateway): Edit {
  return {
    kind: 'dnat',
    words: `bind the EIPs of NAT gateway ${name} in NAT mode`,
    origin: { ...origin, path: `natGateways.${name}.eipMode` },
    lines: [added('eipMode: nat')],
    apply: (draft) => changeGateway(draft, name, (now) => ({ ...now, eipMode: 'nat' })),
  }
}

/** The entry that serves the port, and leads to an address that no server has. */
function mendedEntries(
  gateway: NatGateway,
  server: Server,
  protocol: PacketProtocol,
  port: number,
  { servers }: Topology,
): Edit[] {
  const held = new Set([...servers.values()].map(({ address }) => address))
  return gateway.dnat
    .filter(
      (entry) => !isIpMapping(entry) && entry.protocol === protocol && containsPort(entry.toPorts, port),
    )
    .filter(({ to }) => !held.has(to))
    .map((entry) => ({
      kind: 'dnat',
      words: `let the DNAT entry of NAT gateway ${gateway.name} lead to server ${server.name}`,
      origin: { ...entry.origin, path: `${entry.origin.path}.to` },
      lines: [removed(`to: ${formatIpv4(entry.to)}`), added(`to: ${formatIpv4(server.address)}`)],
      apply: (draft: Draft) =>
        changeGateway(draft, gateway.name, (now) => ({
          ...now,
          dnat: now.dnat.map((each) => (each === entry ? { ...each, to: server.address } : each)),
        })),
    }))
}

/** For one port, at the first EIP of the gateway that has it free. */
function entryEdit(
  gateway: NatGateway,
  server: Server,
  protocol: PacketProtocol,
  port: number,
  at?: number,
): Edit[] {
  if (protocol !== TCP && protocol !== UDP) return []
  const isFree = (eip: number) =>
    !gateway.dnat.some(
      (each) => each.eip === eip && each.protocol === protocol && containsPort(each.ports, port),
    )
  const eip = gateway.eips.find((each) => (at === undefined || each === at) && isFree(each))
  if (eip === undefined) return []
  const isShared = gateway.snat.some(({ eips }) => eips.includes(eip))
  const path = `natGateways.${gateway.name}.dnat`
  const entry: DnatEntry = {
    eip,
    protocol,
    ports: onePort(port),
    to: server.address,
    toPorts: onePort(port),
    // Above 1024 the port has to be taken out of those of SNAT (facts/vpc R4.29).
    portBreak: isShared && port > 1024,
    origin: unwritten(path),
  }
  const breaks = entry.portBreak ? ', portBreak: true' : ''
  const text = `{ eip: ${formatIpv4(eip)}, protocol: ${formatProtocol(protocol)}, port: ${port}, to: ${formatIpv4(entry.to)}${breaks} }`
  return [
    {
      kind: 'dnat',
      words: `let NAT gateway ${gateway.name} lead ${formatProtocol(protocol)} ${port} of ${formatIpv4(eip)} to server ${server.name}`,
      origin: { ...(gateway.dnat.at(-1)?.origin ?? gateway.origin), path },
      lines: itemLines('dnat', [text], gateway.dnat.length),
      apply: (draft) => changeGateway(draft, gateway.name, (now) => ({ ...now, dnat: [...now.dnat, entry] })),
    },
  ]
}

function changeGateway(
  draft: Draft,
  name: string,
  change: (gateway: NatGateway) => NatGateway,
): Draft | undefined {
  const gateway = draft.topology.natGateways.get(name)
  return gateway === undefined ? undefined : withMember(draft, 'natGateways', change(gateway))
}
