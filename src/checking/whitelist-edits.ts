/**
 * Edits of whitelists: of somebody on the Internet, and of a database. An EIP that is drawn from a pool stands for its
 * whole pool, for the next replacement draws another of it (facts/vpc R3.16, R9.5); all of them come in with one edit.
 */
import { DEFAULT_GROUP, groupsFor, NOBODY } from '../cloud/database.ts'
import type { Topology } from '../cloud/topology.ts'
import { type Cidr, formatCidr, prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { type Blocked, type EditMaker, farSide, obtain, sourcesAt } from './blocked.ts'
import { added, type Edit, removed, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'

/** Somebody on the Internet refuses the source address. */
export const listAtHost: EditMaker = (blocked, setting) => {
  const lacking = new Map<string, Set<Ipv4>>()
  for (const one of blocked) {
    const sources = obtain(lacking, one.details['host'] ?? '', () => new Set<Ipv4>())
    if (one.hop !== undefined) for (const source of sourcesAt(one.hop, one, setting)) sources.add(source)
  }
  return [...lacking].flatMap(([host, sources]) =>
    hostWhitelistEdit(setting.tables.topology, host, [...sources]),
  )
}

/** A database refuses the source: inside it is the vSwitch of the caller, outside its public addresses. */
export const listAtDatabase: EditMaker = (blocked, setting) => {
  const lacking = new Map<string, Map<string, Cidr>>()
  for (const one of blocked) {
    if (one.hop === undefined) continue
    const cidrs =
      one.code === 'DB_WHITELIST_LACKS_VSWITCH' && !isTranslated(one)
        ? [farSide(one.hop.before.source, one, setting)]
        : sourcesAt(one.hop, one, setting).map((source) => prefixOf(source, 32))
    const list = listOf(one, setting.tables.topology)
    const missing = obtain(lacking, list, () => new Map<string, Cidr>())
    for (const cidr of cidrs) missing.set(formatCidr(cidr), cidr)
  }
  return [...lacking].flatMap(([list, cidrs]) =>
    databaseWhitelistEdit(setting.tables.topology, list, [...cidrs.values()]),
  )
}

/** Has a VPC NAT gateway put a NAT IP in the place of the source? */
function isTranslated({ story }: Blocked): boolean {
  return story.told!.explanation.hops.some(({ stage }) => stage === 'vpc-snat')
}

function hostWhitelistEdit(topology: Topology, name: string, sources: readonly Ipv4[]): Edit[] {
  const list = topology.internet.get(name)?.whitelist
  if (list === undefined) return []
  const others = othersOfPools(topology, sources, list.set)
  const missing = [...sources.filter((source) => !list.set.has(source)), ...others.addresses].sort(
    (a, b) => a - b,
  )
  const texts = list.entries.map(({ cidr, text }) => text || formatCidr(cidr))
  const news = missing.map(formatIpv4)
  return [
    {
      kind: 'whitelist',
      words: `let the whitelist of ${name} have ${news.join(', ')}${others.why}`,
      origin: list.origin,
      lines: [removed(`whitelist: ${flowList(texts)}`), added(`whitelist: ${flowList([...texts, ...news])}`)],
      apply: (draft) => {
        const host = draft.topology.internet.get(name)
        if (host?.whitelist === undefined) return undefined
        const { origin } = host.whitelist
        const entries = [
          ...host.whitelist.entries,
          ...missing.map((address) => ({ cidr: prefixOf(address, 32), text: formatIpv4(address), origin })),
        ]
        const set = CidrSet.of(entries.map(({ cidr }) => cidr))
        return withMember(draft, 'internet', { ...host, whitelist: { ...host.whitelist, entries, set } })
      },
    },
  ]
}

/** Which list of which database has to change: in enhanced mode the public endpoint has one of its own (facts/vpc 9.2). */
function listOf({ code, details }: Blocked, { databases }: Topology): string {
  const name = details['database'] ?? ''
  const isClassic =
    code === 'DB_WHITELIST_LACKS_EGRESS_IP' && databases.get(name)?.whitelist.mode === 'enhanced'
  return `${name} ${isClassic ? 'classicWhitelist' : 'whitelist'}`
}

/** New entries go into the group that is always there; 127.0.0.1, which stands for nobody, makes room (facts/vpc R9.2). */
function databaseWhitelistEdit(topology: Topology, asked: string, callers: readonly Cidr[]): Edit[] {
  const [name = '', key = ''] = asked.split(' ')
  const whitelist = topology.databases.get(name)?.whitelist
  if (whitelist === undefined) return []
  const own = groupsFor(whitelist, key === 'classicWhitelist')
  const listed = CidrSet.of(own.flatMap(({ entries }) => entries.map(({ cidr }) => cidr)))
  const sources = callers.flatMap(({ first, last }) => (first === last ? [first] : []))
  const others = othersOfPools(topology, sources, listed)
  const missing = [...callers, ...others.addresses.map((address) => prefixOf(address, 32))].sort(
    (a, b) => a.first - b.first || b.last - a.last,
  )
  const present = own.find((group) => group.name === DEFAULT_GROUP)
  const texts = (present?.entries ?? []).map(({ cidr, text }) => text || formatCidr(cidr))
  const kept = texts.filter((text) => text !== NOBODY)
  const news = missing.map((cidr) => (cidr.first === cidr.last ? formatIpv4(cidr.first) : formatCidr(cidr)))
  const { line, column } = present?.origin ?? whitelist.origin
  return [
    {
      kind: 'whitelist',
      words: `let the whitelist of database ${name} have ${news.join(', ')}${others.why}`,
      origin: { path: `databases.${name}.${key}.${DEFAULT_GROUP}`, line, column },
      lines: [
        ...(texts.length === 0 ? [] : [removed(`${DEFAULT_GROUP}: ${flowList(texts)}`)]),
        added(`${DEFAULT_GROUP}: ${flowList([...kept, ...news])}`),
      ],
      apply: (draft) => {
        const database = draft.topology.databases.get(name)
        if (database === undefined) return undefined
        const { groups, origin } = database.whitelist
        const old = groupsFor(database.whitelist, key === 'classicWhitelist').find(
          (group) => group.name === DEFAULT_GROUP,
        )
        const entries = [
          ...(old?.entries ?? []).filter(({ text }) => text !== NOBODY),
          ...missing.map((cidr, at) => ({ cidr, text: news[at]!, origin })),
        ]
        const others = groups.filter((group) => group !== old)
        const changed = { ...(old ?? { name: DEFAULT_GROUP, origin }), entries }
        const list = { ...database.whitelist, groups: [changed, ...others] }
        return withMember(draft, 'databases', { ...database, whitelist: list })
      },
    },
  ]
}

/** The other EIPs of the pools that these sources are drawn from, as far as they are not listed, and why they come too. */
export function othersOfPools({ eipPools }: Topology, sources: readonly Ipv4[], listed: CidrSet): Others {
  const known = new Set(sources)
  const others = new Set<Ipv4>()
  const names: string[] = []
  for (const { name, addresses } of eipPools.values()) {
    if (!addresses.some((address) => known.has(address))) continue
    const lacking = addresses.filter((address) => !known.has(address) && !listed.has(address))
    for (const address of lacking) others.add(address)
    if (lacking.length > 0) names.push(name)
  }
  const pools = `EIP pool${names.length === 1 ? '' : 's'} ${names.join(' and ')}`
  const why = names.length === 0 ? '' : `, and so all of ${pools}, whichever the next replacement draws`
  return { addresses: [...others], why }
}

export interface Others {
  readonly addresses: readonly Ipv4[]
  readonly why: string
}
