/** Edits of load balancers: an address that the access list of a listener lacks, or has too many. */
import type { AccessList, Listener } from '../cloud/listener.ts'
import { prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { type EditMaker, obtain, type Setting, sourcesAt } from './blocked.ts'
import { added, type Draft, type Edit, removed, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'

/** A white list refuses the caller: the addresses that the listener may know it by come into the list. */
export const listAtListener: EditMaker = (blocked, setting) => {
  const lacking = new Map<string, Set<Ipv4>>()
  for (const one of blocked) {
    if (one.hop === undefined || one.details['list'] === undefined) continue
    const sources = obtain(lacking, one.details['list'], () => new Set<Ipv4>())
    for (const source of sourcesAt(one.hop, one, setting)) sources.add(source)
  }
  return [...lacking].flatMap(([list, sources]) => accessEdit(setting, list, [...sources]))
}

function accessEdit({ tables }: Setting, name: string, sources: readonly Ipv4[]): Edit[] {
  const list = whiteListOf(tables.topology, name)
  if (list === undefined) return []
  const missing = sources.filter((source) => !list.set.has(source)).sort((a, b) => a - b)
  const news = missing.map(formatIpv4)
  return [
    {
      kind: 'whitelist',
      words: `let access list ${name} have ${news.join(', ')}`,
      origin: list.origin,
      lines: [
        removed(`${name}: ${flowList(list.texts)}`),
        added(`${name}: ${flowList([...list.texts, ...news])}`),
      ],
      apply: (draft) => withList(draft, name, missing),
    },
  ]
}

function whiteListOf({ loadBalancers }: Setting['tables']['topology'], name: string): AccessList | undefined {
  for (const { listeners } of loadBalancers.values())
    for (const { access } of listeners.values()) {
      const list = access?.type === 'white' ? access.lists.find((one) => one.name === name) : undefined
      if (list !== undefined) return list
    }
  return undefined
}

/** Several listeners may have the list: it is the same in all of them. */
function withList(draft: Draft, name: string, missing: readonly Ipv4[]): Draft {
  let changed = draft
  for (const balancer of draft.topology.loadBalancers.values()) {
    const listeners = new Map(
      [...balancer.listeners].map(([key, one]) => [key, admitting(one, name, missing)]),
    )
    changed = withMember(changed, 'loadBalancers', { ...balancer, listeners })
  }
  return changed
}

function admitting(listener: Listener, name: string, missing: readonly Ipv4[]): Listener {
  if (listener.access === undefined) return listener
  const lists = listener.access.lists.map((list): AccessList => {
    if (list.name !== name) return list
    const set = CidrSet.of([...list.set.ranges, ...missing.map((address) => prefixOf(address, 32))])
    return { ...list, set, texts: [...list.texts, ...missing.map(formatIpv4)] }
  })
  return { ...listener, access: { ...listener.access, lists } }
}
