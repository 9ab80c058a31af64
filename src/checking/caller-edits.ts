/**
 * Edits of the flow: another address or another port of the same target. Nothing of the cloud changes, so nothing opens;
 * they are told as what they are, changes of the caller.
 */
import type { Listener } from '../cloud/listener.ts'
import { unwritten } from '../cloud/origin.ts'
import type { Flow } from '../datapath/flow.ts'
import { NONE } from '../datapath/live.ts'
import { formatIpv4, type Ipv4, parseIpv4 } from '../net/ipv4.ts'
import { hasPorts, type Protocol, TCP, UDP } from '../net/protocol.ts'
import type { EditMaker, Setting } from './blocked.ts'
import { type Asked, added, type Edit, removed } from './edit.ts'
import type { EditKind } from './edit-kind.ts'

/** A public endpoint is called from inside: the database has an internal address too. */
export const callInternalAddress: EditMaker = (_, { flow }) => {
  if (flow?.to.kind !== 'db' || flow.via !== 'public' || flow.from.kind === 'internet') return []
  return [viaEdit(flow, 'internal', 'caller')]
}

/** The internal address cannot be reached, and there is a public one. */
export const callPublicAddress: EditMaker = (_, { flow, tables }) => {
  if (flow?.to.kind !== 'db' || flow.via === 'public') return []
  if (tables.topology.databases.get(flow.to.name)?.publicAddress === undefined) return []
  return [viaEdit(flow, 'public', 'callerOutside')]
}

/** Nobody serves the port that is called, but the target serves others: at most two of them are offered. */
export const callServedPort: EditMaker = (_, setting) => {
  const { flow } = setting
  if (flow === undefined || !hasPorts(flow.protocol)) return []
  return servedPorts(flow, setting)
    .filter((port) => port !== flow.port)
    .slice(0, 2)
    .map((port) =>
      callerEdit(flow, {
        words: `call ${flow.to.name} on port ${port}, which it serves`,
        key: 'port',
        from: String(flow.port),
        to: String(port),
        asked: { port },
      }),
    )
}

/** The EIP that was called by its number is in use nowhere: call one of the same pool that is. */
export const callEipInUse: EditMaker = (blocked, setting) => {
  const { flow, tables, live } = setting
  const [first] = blocked
  if (flow === undefined || first?.hop === undefined || !isPlain(setting)) return []
  const pool = tables.topology.eipPools.get(first.details['pool'] ?? '')
  const eip = pool?.addresses.find((address) => live.slotOfEip(address) !== NONE)
  return eip === undefined ? [] : [destinationEdit(flow, eip, first.hop.before.destination)]
}

/** Behind the DNAT entry is an instance with an EIP of its own: call that. */
export const callOwnEip: EditMaker = (blocked, setting) => {
  const { flow } = setting
  const [first] = blocked
  if (flow === undefined || first?.hop === undefined || !isPlain(setting)) return []
  const eip = parseIpv4(first.details['eip'] ?? '')
  return eip.ok ? [destinationEdit(flow, eip.value, first.story.told!.packet.destination)] : []
}

/** Somebody typed an address of ours in place of a target. */
function isPlain({ flow, tables }: Setting): boolean {
  if (flow?.to.kind !== 'internet') return false
  return tables.topology.internet.get(flow.to.name)?.address === 0
}

function destinationEdit(flow: Flow, eip: Ipv4, called: Ipv4): Edit {
  return callerEdit(flow, {
    words: `call ${formatIpv4(eip)}, which is in use`,
    key: 'to',
    from: formatIpv4(called),
    to: formatIpv4(eip),
    asked: { destination: eip },
  })
}

function viaEdit(flow: Flow, via: 'internal' | 'public', kind: EditKind): Edit {
  const address = via === 'internal' ? 'internal address' : 'public endpoint'
  return callerEdit(
    flow,
    {
      words: `call the ${address} of database ${flow.to.name}`,
      key: 'via',
      from: flow.via,
      to: via,
      asked: { via },
    },
    kind,
  )
}

interface CallerChange {
  readonly words: string
  readonly key: string
  /** As the flow has it; absent where it need not say so. */
  readonly from: string | undefined
  readonly to: string
  readonly asked: Asked
}

function callerEdit(flow: Flow, change: CallerChange, kind: EditKind = 'caller'): Edit {
  const { key, words, from, to, asked } = change
  const isWritten = flow.origin.line > 0
  const path = isWritten ? `${flow.origin.path}.${key}` : ''
  return {
    kind,
    changes: 'flow',
    words: `let the caller ${words}`,
    origin: isWritten ? { ...flow.origin, path } : unwritten(path),
    lines: [...(from === undefined ? [] : [removed(`${key}: ${from}`)]), added(`${key}: ${to}`)],
    apply: (draft) => ({ ...draft, asked: { ...draft.asked, ...asked } }),
  }
}

function servedPorts({ to, protocol }: Flow, { tables }: Setting): number[] {
  const { apps, internet, databases, servers, loadBalancers, serviceNames } = tables.topology
  const only = (port: number | undefined) => (port === undefined ? [] : [port])
  switch (to.kind) {
    case 'app':
      return only(apps.get(to.name)?.port)
    case 'internet':
      return only(internet.get(to.name)?.port)
    case 'db':
      return only(databases.get(to.name)?.port)
    case 'server':
      return (servers.get(to.name)?.listeners ?? [])
        .filter((listener) => listener.protocol === protocol)
        .map(({ ports }) => ports.first)
    case 'loadBalancer':
      return [...(loadBalancers.get(to.name)?.listeners.values() ?? [])]
        .filter((one) => one.isStopped !== true && transportOf(one.protocol) === protocol)
        .map(({ port }) => port)
    case 'service':
      return (serviceNames.get(to.name)?.ports ?? [])
        .filter((one) => transportOf(one.protocol) === protocol)
        .map(({ port }) => port)
    default:
      return []
  }
}

/** QUIC is UDP. */
function transportOf(protocol: Listener['protocol']): Protocol {
  return protocol === 'udp' || protocol === 'quic' ? UDP : TCP
}
