/** Edits that give an address of its own: EIP pools for applications, EIPs for servers, public endpoints for databases. */
import type { App } from '../cloud/app.ts'
import { unwritten } from '../cloud/origin.ts'
import type { Server } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { NONE } from '../datapath/live.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { type EditMaker, obtain, senderOf } from './blocked.ts'
import { added, type Edit, removed, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'
import { freeAddresses, freeName } from './free-resources.ts'

/** Whoever has no public address and needs one. All instances of an application get theirs from one pool. */
export const giveEips: EditMaker = (blocked, { tables, live }) => {
  const owners = new Map<App | Server, Set<number>>()
  for (const one of blocked) {
    const slot = senderOf(one)
    const owner = slot === NONE ? undefined : tables.owners[live.owner(slot)]?.owner
    // An instance of EAS has no EIP of its own (facts/deployment B.6).
    const isOfEas = owner !== undefined && 'eas' in owner && owner.eas !== undefined
    if (owner !== undefined && !isOfEas) obtain(owners, owner, () => new Set<number>()).add(slot)
  }
  return [...owners].flatMap(([owner, slots]) =>
    'listeners' in owner
      ? serverEipEdit(tables.topology, owner, [...slots][0]!)
      : eipPoolEdit(tables.topology, owner, [...slots]),
  )
}

/** The internal address cannot be reached: a public endpoint, which has to be applied for (facts/vpc R9.4). */
export const rentPublicEndpoint: EditMaker = (_, { flow, tables: { topology } }) => {
  const database = flow?.to.kind === 'db' ? topology.databases.get(flow.to.name) : undefined
  const [address] = freeAddresses(topology, 1)
  if (database === undefined || database.publicAddress !== undefined || address === undefined) return []
  const { name, origin } = database
  return [
    {
      kind: 'publicEndpoint',
      words: `apply for a public endpoint of database ${name}`,
      origin: { ...origin, path: `databases.${name}.publicAddress` },
      lines: [added(`publicAddress: ${formatIpv4(address)}   # the address that you get`)],
      apply: (draft) => {
        const now = draft.topology.databases.get(name)
        if (now === undefined || now.publicAddress !== undefined) return undefined
        return withMember(draft, 'databases', { ...now, publicAddress: address })
      },
    },
  ]
}

/** A DNAT entry works only without it (facts/vpc R4.23). */
export const takeEipAway: EditMaker = (blocked, { tables: { topology }, live }) =>
  [...new Set(blocked.map(({ details }) => details['target'] ?? ''))].flatMap((name): Edit[] => {
    const server = topology.servers.get(name)
    const slot = server?.eip === undefined ? NONE : live.slotOfEip(server.eip)
    if (server?.eip === undefined || slot === NONE) return []
    return [
      {
        kind: 'eip',
        words: `take the EIP ${formatIpv4(server.eip)} from server ${name}`,
        origin: { ...server.origin, path: `servers.${name}.eip` },
        lines: [removed(`eip: ${formatIpv4(server.eip)}`)],
        apply: (draft) => {
          const now = draft.topology.servers.get(name)
          if (now?.eip === undefined) return undefined
          const { eip: _, ...without } = now
          const bindings = [...draft.bindings, { slot, eip: undefined }]
          return withMember({ ...draft, bindings }, 'servers', without)
        },
      },
    ]
  })

/** One EIP for each instance, and one more for the next deployment (facts/vpc R3.16); those asked would have theirs. */
function eipPoolEdit(topology: Topology, app: App, slots: readonly number[]): Edit[] {
  if (app.eipPool !== undefined) return []
  const name = freeName(`${app.name}-eips`, topology.eipPools)
  const addresses = freeAddresses(topology, Math.max(app.instances, slots.length) + 1)
  if (addresses.length < slots.length) return []
  const [first, last] = [addresses[0]!, addresses.at(-1)!]
  const isOneRun = last - first === addresses.length - 1
  const written = flowList(
    isOneRun ? [`${formatIpv4(first)}-${formatIpv4(last)}`] : addresses.map(formatIpv4),
  )
  const pool = { name, addresses, origin: unwritten(`eipPools.${name}`) }
  return [
    {
      kind: 'eip',
      words: `give ${app.name} an EIP pool with ${addresses.length} addresses`,
      origin: { ...app.origin, path: `apps.${app.name}.eips` },
      lines: [added(`eips: ${name}`)],
      also: [
        {
          origin: pool.origin,
          lines: [added(`${name}: { addresses: ${written} }   # the EIPs that you rent`)],
        },
      ],
      apply: (draft) => {
        const changed = draft.topology.apps.get(app.name)
        if (changed === undefined || changed.eipPool !== undefined) return undefined
        const bound = slots.map((slot, at) => ({ slot, eip: addresses[at]! }))
        const withPool = withMember({ ...draft, bindings: [...draft.bindings, ...bound] }, 'eipPools', pool)
        return withMember(withPool, 'apps', { ...changed, eipPool: name })
      },
    },
  ]
}

function serverEipEdit(topology: Topology, server: Server, slot: number): Edit[] {
  const [eip] = freeAddresses(topology, 1)
  if (server.eip !== undefined || eip === undefined) return []
  return [
    {
      kind: 'eip',
      words: `bind an EIP to server ${server.name}`,
      origin: { ...server.origin, path: `servers.${server.name}.eip` },
      lines: [added(`eip: ${formatIpv4(eip)}   # the EIP that you rent`)],
      apply: (draft) => {
        const now = draft.topology.servers.get(server.name)
        if (now === undefined || now.eip !== undefined) return undefined
        const bindings = [...draft.bindings, { slot, eip }]
        return withMember({ ...draft, bindings }, 'servers', { ...now, eip })
      },
    },
  ]
}
