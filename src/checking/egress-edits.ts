/** Edits that give a way to or from the Internet: SNAT entries, NAT gateways, EIPs; and servers that are started. */
import type { App } from '../cloud/app.ts'
import type { NatGateway, SnatEntry } from '../cloud/nat-gateway.ts'
import { type Origin, unwritten } from '../cloud/origin.ts'
import type { Server } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { added, type Edit, removed, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'
import { freeAddresses, freeName } from './free-resources.ts'

/** An entry for each vSwitch that the gateway does not translate yet. */
export function snatEntriesEdit(topology: Topology, name: string, vswitches: readonly string[]): Edit[] {
  const gateway = topology.natGateways.get(name)
  if (gateway === undefined) return []
  const path = `${gateway.origin.path}.snat`
  const { line, column } = gateway.snat.at(-1)?.origin ?? gateway.origin
  // A gateway that has no EIP yet gets one with its entry.
  const eips = gateway.eips.length > 0 ? [] : freeAddresses(topology, 1)
  return [
    {
      words: `let NAT gateway ${name} translate vSwitch ${vswitches.join(', ')}`,
      origin: { path, line, column },
      lines: [
        ...(eips.length === 0 ? [] : [added(`eips: ${flowList(eips.map(formatIpv4))}`)]),
        ...vswitches.map((vswitch) => added(`- { vswitch: ${vswitch} }`)),
      ],
      apply: (draft) => {
        const now = draft.topology.natGateways.get(name)
        if (now === undefined) return undefined
        const all = [...now.eips, ...eips]
        const entries = vswitches.map((vswitch) => entryFor(draft.topology, vswitch, all, unwritten(path)))
        return withMember(draft, 'natGateways', { ...now, eips: all, snat: [...now.snat, ...entries] })
      },
    },
  ]
}

/** The entry that wins has no EIP of the gateway: it gets those that are there, or a new one. */
export function entryEipsEdit(topology: Topology, entry: SnatEntry): Edit[] {
  const gateway = [...topology.natGateways.values()].find(({ snat }) => snat.includes(entry))
  if (gateway === undefined) return []
  const fresh = gateway.eips.length > 0 ? [] : freeAddresses(topology, 1)
  const eips = [...gateway.eips, ...fresh]
  const texts = eips.map(formatIpv4)
  return [
    {
      words: `let the SNAT entry for ${formatCidr(entry.source)} use ${texts.join(', ')}`,
      origin: entry.origin,
      lines: [added(`eips: ${flowList(texts)}`)],
      apply: (draft) => {
        const now = draft.topology.natGateways.get(gateway.name)
        if (now === undefined) return undefined
        const snat = now.snat.map((other) => (other.origin === entry.origin ? { ...other, eips } : other))
        const all = [...now.eips, ...fresh.filter((eip) => !now.eips.includes(eip))]
        return withMember(draft, 'natGateways', { ...now, eips: all, snat })
      },
    },
  ]
}

/** A gateway for a VPC that has none, with an entry for each vSwitch that asks. */
export function natGatewayEdit(topology: Topology, vpc: string, vswitches: readonly string[]): Edit {
  const name = freeName(`${vpc}-nat`, topology.natGateways)
  const eips = freeAddresses(topology, 1)
  const origin = unwritten(`natGateways.${name}`)
  return {
    words: `rent Internet NAT gateway ${name} with an EIP, and let it translate vSwitch ${vswitches.join(', ')}`,
    origin,
    lines: [
      added(`${name}:`),
      added(`  vpc: ${vpc}`),
      added(`  vswitch: ${vswitches[0]}`),
      added(`  eips: ${flowList(eips.map(formatIpv4))}   # the EIP that you rent`),
      added(`  snat: ${flowList(vswitches.map((vswitch) => `{ vswitch: ${vswitch} }`))}`),
    ],
    apply: (draft) => {
      const snat = vswitches.map((vswitch) => entryFor(draft.topology, vswitch, eips, origin))
      const place = { name, vpc, vswitch: vswitches[0]!, origin }
      const gateway: NatGateway = { ...place, eips, snat, dnat: [], eipMode: 'multi' }
      return withMember(draft, 'natGateways', gateway)
    },
  }
}

/** One EIP for each instance, and one more for the next deployment (facts/vpc R3.16); those asked would have theirs. */
export function eipPoolEdit(topology: Topology, app: App, slots: readonly number[]): Edit[] {
  if (app.eipPool !== undefined) return []
  const name = freeName(`${app.name}-eips`, topology.eipPools)
  const addresses = freeAddresses(topology, Math.max(app.instances, slots.length) + 1)
  if (addresses.length < slots.length) return []
  const [first, last] = [addresses[0]!, addresses.at(-1)!]
  const isOneRun = last - first === addresses.length - 1
  const written = flowList(
    isOneRun ? [`${formatIpv4(first)}-${formatIpv4(last)}`] : addresses.map(formatIpv4),
  )
  return [
    {
      words: `give ${app.name} an EIP pool with ${addresses.length} addresses`,
      origin: app.origin,
      lines: [added(`eips: ${name}`), added(`# and under eipPools: ${name}: { addresses: ${written} }`)],
      apply: ({ topology: now, bindings }) => {
        const changed = now.apps.get(app.name)
        if (changed === undefined || changed.eipPool !== undefined) return undefined
        const pool = { name, addresses, origin: unwritten(`eipPools.${name}`) }
        const bound = slots.map((slot, at) => ({ slot, eip: addresses[at]! }))
        const draft = withMember({ topology: now, bindings: [...bindings, ...bound] }, 'eipPools', pool)
        return withMember(draft, 'apps', { ...changed, eipPool: name })
      },
    },
  ]
}

export function serverEipEdit(topology: Topology, server: Server, slot: number): Edit[] {
  const [eip] = freeAddresses(topology, 1)
  if (server.eip !== undefined || eip === undefined) return []
  return [
    {
      words: `bind an EIP to server ${server.name}`,
      origin: server.origin,
      lines: [added(`eip: ${formatIpv4(eip)}   # the EIP that you rent`)],
      apply: (draft) => {
        const now = draft.topology.servers.get(server.name)
        if (now === undefined || now.eip !== undefined) return undefined
        const { topology: before, bindings } = draft
        return withMember({ topology: before, bindings: [...bindings, { slot, eip }] }, 'servers', {
          ...now,
          eip,
        })
      },
    },
  ]
}

export function startServerEdit({ name, origin }: Server): Edit {
  return {
    words: `start server ${name}`,
    origin,
    lines: [removed('running: false'), added('running: true')],
    apply: (draft) => {
      const now = draft.topology.servers.get(name)
      return now === undefined ? undefined : withMember(draft, 'servers', { ...now, running: true })
    },
  }
}

function entryFor(topology: Topology, vswitch: string, eips: readonly Ipv4[], origin: Origin): SnatEntry {
  return { scope: 'vswitch', source: topology.vswitches.get(vswitch)!.cidr, eips, affinity: false, origin }
}
