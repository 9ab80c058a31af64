/** Edits of server groups: the port that a member is called on (facts/load-balancing 1.8, 1.11). */
import type { GroupMember, ServerGroup } from '../cloud/server-group.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { PortRange } from '../net/port-range.ts'
import { TCP } from '../net/protocol.ts'
import type { EditMaker } from './blocked.ts'
import { added, type Edit, removed, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'

/** A server is called on a port where nobody listens: its members of the group are called where somebody does. */
export const callMembersWhereServed: EditMaker = (blocked, { tables: { topology } }) => {
  const edits = new Map<string, Edit>()
  for (const { details } of blocked) {
    const [, name] = /^server group (.+)$/.exec(details['group'] ?? '') ?? []
    const group = name === undefined ? undefined : topology.serverGroups.get(name)
    const server = details['server'] ?? ''
    const served = portsOf(server, topology)
    // Groups that SAE makes have their ports from a gateway route or Service.
    if (group === undefined || served.length === 0 || !group.origin.path.startsWith('serverGroups.')) continue
    const edit = memberEdit(group, server, served)
    if (edit !== undefined) edits.set(`${edit.origin.path} ${edit.words}`, edit)
  }
  return [...edits.values()]
}

function memberEdit(group: ServerGroup, server: string, served: readonly PortRange[]): Edit | undefined {
  const { name, members, origin } = group
  const port = served[0]!.first
  const isWrong = (member: GroupMember) =>
    isOf(member, server) && !served.some(({ first, last }) => first <= member.port && member.port <= last)
  if (!members.some(isWrong)) return undefined
  const change = (all: readonly GroupMember[]) => all.map((one) => (isWrong(one) ? { ...one, port } : one))
  return {
    kind: 'member',
    words: `let server group ${name} call ${server} on port ${port}, which it serves`,
    origin: { ...origin, path: `serverGroups.${name}.servers` },
    lines: [
      removed(`servers: ${flowList(members.map(textOf))}`),
      added(`servers: ${flowList(change(members).map(textOf))}`),
    ],
    apply: (draft) => {
      const now = draft.topology.serverGroups.get(name)
      if (now === undefined) return undefined
      return withMember(draft, 'serverGroups', { ...now, members: change(now.members) })
    },
  }
}

function isOf(member: GroupMember, server: string): boolean {
  if (member.kind === 'app') return member.app === server
  return member.kind === 'server' && (member.server === server || member.server.startsWith(`${server}/`))
}

/** What an application or a server hears by TCP. */
function portsOf(name: string, { apps, servers }: Topology): readonly PortRange[] {
  const port = apps.get(name)?.port
  if (port !== undefined) return [{ first: port, last: port }]
  const { listeners = [] } = servers.get(name) ?? {}
  return listeners.filter(({ protocol }) => protocol === TCP).map(({ ports }) => ports)
}

function textOf(member: GroupMember): string {
  const { port, weight } = member
  const to =
    member.kind === 'address'
      ? formatIpv4(member.address)
      : `${member.kind}/${member.kind === 'app' ? member.app : member.server}`
  return weight === 100 ? `'${to}:${port}'` : `{ to: ${to}, port: ${port}, weight: ${weight} }`
}
