/** Edits of servers: started, or listening on one port more. */
import type { Server } from '../cloud/server.ts'
import { formatPortRange } from '../net/port-range.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import type { Blocked, EditMaker, Setting } from './blocked.ts'
import { added, type Edit, removed, withMember } from './edit.ts'
import { flowList, onePort, serviceText } from './edit-text.ts'

/** A server that is stopped. Where its zone is out, no edit helps. */
export const startServers: EditMaker = (blocked, { tables }) =>
  [...new Set(blocked.map(({ details }) => details['server'] ?? ''))].flatMap((name) => {
    const server = tables.topology.servers.get(name)
    return server === undefined || server.running ? [] : [startServerEdit(server)]
  })

/** Nobody serves the port: let the server do it. That is a program to be started there, not a setting of the cloud. */
export const listenOnPorts: EditMaker = (blocked, setting) => {
  const edits = new Map<string, Edit>()
  for (const one of blocked)
    for (const edit of listenerEdit(one, setting)) edits.set(`${edit.origin.path} ${edit.words}`, edit)
  return [...edits.values()]
}

function startServerEdit({ name, origin }: Server): Edit {
  return {
    kind: 'running',
    words: `start server ${name}`,
    origin: { ...origin, path: `servers.${name}.running` },
    lines: [removed('running: false'), added('running: true')],
    apply: (draft) => {
      const now = draft.topology.servers.get(name)
      return now === undefined ? undefined : withMember(draft, 'servers', { ...now, running: true })
    },
  }
}

function listenerEdit({ hop, details }: Blocked, { tables }: Setting): Edit[] {
  const server = tables.topology.servers.get(details['target'] ?? '')
  if (hop === undefined || server === undefined || !hasPorts(hop.before.protocol)) return []
  // An application may be called like a server: what is called has to be its address.
  if (server.address !== hop.before.destination) return []
  const { protocol, destinationPort } = hop.before
  const listener = { protocol, ports: onePort(destinationPort) }
  const texts = server.listeners.map(
    ({ protocol, ports }) => `${formatProtocol(protocol)} ${formatPortRange(ports)}`,
  )
  return [
    {
      kind: 'listener',
      words: `let server ${server.name} listen on ${serviceText(listener)}, with a program that is started there`,
      origin: { ...server.origin, path: `servers.${server.name}.ports` },
      lines: [
        ...(texts.length === 0 ? [] : [removed(`ports: ${flowList(texts)}`)]),
        added(`ports: ${flowList([...texts, serviceText(listener)])}`),
      ],
      apply: (draft) => {
        const now = draft.topology.servers.get(server.name)
        if (now === undefined) return undefined
        return withMember(draft, 'servers', { ...now, listeners: [...now.listeners, listener] })
      },
    },
  ]
}
