/** Edits of NLB: a server that calls its own balancer, and would be both ends of the connection (facts/load-balancing 2a.3). */
import type { ServerGroup } from '../cloud/server-group.ts'
import { type EditMaker, obtain } from './blocked.ts'
import { added, type Draft, type Edit, withMember } from './edit.ts'

/** Servers see a Local IP from now on. A group that SAE makes cannot be written. */
export const hideClients: EditMaker = (blocked, { tables: { topology } }) => {
  const edits = new Map<string, Edit>()
  for (const { details } of blocked) {
    const balancer = topology.loadBalancers.get(details['balancer']?.split(' ').at(-1) ?? '')
    const listener = balancer?.listeners.get(details['listener'] ?? '')
    const group = listener === undefined ? undefined : topology.serverGroups.get(listener.defaultGroup ?? '')
    if (group?.nlb?.preservesClient === true && group.origin.path.startsWith('serverGroups.'))
      obtain(edits, group.name, () => editOf(group))
  }
  return [...edits.values()]
}

function editOf({ name, origin }: ServerGroup): Edit {
  return {
    kind: 'member',
    words: `let server group ${name} show its servers a Local IP of the NLB`,
    origin: { ...origin, path: `${origin.path}.preserveClientIp` },
    lines: [added('preserveClientIp: false')],
    apply: (draft) => withHiddenClients(draft, name),
  }
}

function withHiddenClients(draft: Draft, name: string): Draft | undefined {
  const group = draft.topology.serverGroups.get(name)
  if (group?.nlb?.preservesClient !== true) return undefined
  return withMember(draft, 'serverGroups', { ...group, nlb: { ...group.nlb, preservesClient: false } })
}
