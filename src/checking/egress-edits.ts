/** Edits that give a way out to the Internet: SNAT entries, their EIPs, and NAT gateways. */
import { isOfEas } from '../cloud/eas-network.ts'
import type { NatGateway, SnatEntry } from '../cloud/nat-gateway.ts'
import { type Origin, unwritten } from '../cloud/origin.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { type EditMaker, obtain, senderOf, vswitchOf } from './blocked.ts'
import { added, type Edit, removed, withMember } from './edit.ts'
import { flowList, itemLines } from './edit-text.ts'
import { freeAddresses, freeName } from './free-resources.ts'

/** No entry of the gateway covers the vSwitch. */
export const addSnatEntries: EditMaker = (blocked, setting) => {
  const uncovered = new Map<string, Set<string>>()
  for (const one of blocked) {
    const vswitch = vswitchOf(senderOf(one), setting)
    if (vswitch !== undefined)
      obtain(uncovered, one.details['gateway'] ?? '', () => new Set<string>()).add(vswitch)
  }
  return [...uncovered].flatMap(([name, vswitches]) =>
    snatEntriesEdit(setting.tables.topology, name, [...vswitches].sort()),
  )
}

/** The entry that wins names no EIP that the gateway has. */
export const bindEntryEips: EditMaker = (blocked, { tables: { topology } }) => {
  const entries = new Set<SnatEntry>()
  for (const { hop } of blocked)
    for (const { snat } of topology.natGateways.values())
      for (const entry of snat) if (entry.origin === hop?.rule?.origin) entries.add(entry)
  return [...entries].flatMap((entry) => entryEipsEdit(topology, entry))
}

/** A VPC without a way to the Internet: a gateway that translates those who ask. */
export const rentNatGateways: EditMaker = (blocked, setting) => {
  const closedIn = new Map<string, Set<string>>()
  for (const one of blocked) {
    const vswitch = vswitchOf(senderOf(one), setting)
    if (vswitch !== undefined && !isOfEas(vswitch))
      obtain(closedIn, one.details['vpc'] ?? '', () => new Set<string>()).add(vswitch)
  }
  return [...closedIn].map(([vpc, vswitches]) =>
    natGatewayEdit(setting.tables.topology, vpc, [...vswitches].sort()),
  )
}

/** An entry for each vSwitch that the gateway does not translate yet; a gateway without an EIP gets one as well. */
function snatEntriesEdit(topology: Topology, name: string, vswitches: readonly string[]): Edit[] {
  const gateway = topology.natGateways.get(name)
  if (gateway === undefined) return []
  const path = `${gateway.origin.path}.snat`
  const { line, column } = gateway.snat.at(-1)?.origin ?? gateway.origin
  const eips = gateway.eips.length > 0 ? [] : freeAddresses(topology, 1)
  return [
    {
      kind: 'snat',
      words: `let NAT gateway ${name} translate vSwitch ${vswitches.join(', ')}`,
      origin: { path, line, column },
      lines: itemLines(
        'snat',
        vswitches.map((vswitch) => entryText(topology, vswitch, gateway.vpc)),
        gateway.snat.length,
      ),
      ...(eips.length > 0 && { also: [eipsPlace(gateway, eips)] }),
      apply: (draft) => {
        const now = draft.topology.natGateways.get(name)
        if (now === undefined) return undefined
        const all = [...now.eips, ...eips]
        const entries = vswitches.map((vswitch) => ({
          ...entryFor(draft.topology, vswitch, all, unwritten(path)),
          ...(isForeign(draft.topology, vswitch, now.vpc) && { scope: 'cidr' as const }),
        }))
        return withMember(draft, 'natGateways', { ...now, eips: all, snat: [...now.snat, ...entries] })
      },
    },
  ]
}

/** The entry gets the EIPs that are there, or a new one. */
function entryEipsEdit(topology: Topology, entry: SnatEntry): Edit[] {
  const gateway = [...topology.natGateways.values()].find(({ snat }) => snat.includes(entry))
  if (gateway === undefined) return []
  const fresh = gateway.eips.length > 0 ? [] : freeAddresses(topology, 1)
  const eips = [...gateway.eips, ...fresh]
  const texts = eips.map(formatIpv4)
  return [
    {
      kind: 'snat',
      words: `let the SNAT entry for ${formatCidr(entry.source)} use ${texts.join(', ')}`,
      origin: { ...entry.origin, path: `${entry.origin.path}.eips` },
      lines: [
        ...(entry.eips.length === 0 ? [] : [removed(`eips: ${flowList(entry.eips.map(formatIpv4))}`)]),
        added(`eips: ${flowList(texts)}`),
      ],
      ...(fresh.length > 0 && { also: [eipsPlace(gateway, fresh)] }),
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

function natGatewayEdit(topology: Topology, vpc: string, vswitches: readonly string[]): Edit {
  const name = freeName(`${vpc}-nat`, topology.natGateways)
  const eips = freeAddresses(topology, 1)
  const origin = unwritten(`natGateways.${name}`)
  return {
    kind: 'natGateway',
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
      const gateway: NatGateway = { ...place, eips, snat, dnat: [], eipMode: 'multi', icmpReply: true }
      return withMember(draft, 'natGateways', gateway)
    },
  }
}

/** The EIPs of a gateway that has none yet. */
function eipsPlace({ origin }: NatGateway, eips: readonly Ipv4[]) {
  return {
    origin: { ...origin, path: `${origin.path}.eips` },
    lines: [added(`eips: ${flowList(eips.map(formatIpv4))}   # the EIP that you rent`)],
  }
}

/** A vSwitch of another VPC, which leaves by this one, cannot be named (facts/vpc R7.9). */
function isForeign({ vswitches }: Topology, vswitch: string, vpc: string): boolean {
  return vswitches.get(vswitch)?.vpc !== vpc
}

function entryText(topology: Topology, vswitch: string, vpc: string): string {
  if (!isForeign(topology, vswitch, vpc)) return `{ vswitch: ${vswitch} }`
  return `{ cidr: ${formatCidr(topology.vswitches.get(vswitch)!.cidr)} }`
}

function entryFor(topology: Topology, vswitch: string, eips: readonly Ipv4[], origin: Origin): SnatEntry {
  return { scope: 'vswitch', source: topology.vswitches.get(vswitch)!.cidr, eips, affinity: false, origin }
}
