/** Entries of a whitelist that let in nobody whom the others do not let in: its groups are labels only (facts/vpc R9.1). */
import { groupsFor } from '../../cloud/database.ts'
import type { GatewayWhitelist, ManagedGateway } from '../../cloud/gateway.ts'
import type { WhitelistEntry } from '../../cloud/internet-host.ts'
import { type Cidr, isSubset, parseCidr } from '../../net/cidr.ts'
import { LAST_IPV4 } from '../../net/ipv4.ts'
import type { Found, TopologyRule } from './found.ts'
import { enumerate, placesOf } from './words.ts'

/** Entries that can go, all of them together, with those that cover each: one alone if one does. */
export function coveredEntries(
  entries: readonly WhitelistEntry[],
): Map<WhitelistEntry, readonly WhitelistEntry[]> {
  const edges = [...new Set(entries.flatMap(({ cidr }) => [cidr.first, cidr.last + 1]))].sort((a, b) => a - b)
  const at = new Map(edges.map((edge, index) => [edge, index]))
  /** How many of the entries that stay have the addresses from one edge to the next. */
  const holders = new Uint32Array(edges.length)
  const spanOf = ({ cidr }: WhitelistEntry) => [at.get(cidr.first)!, at.get(cidr.last + 1)!] as const
  for (const entry of entries) {
    const [from, until] = spanOf(entry)
    for (let segment = from; segment < until; segment++) holders[segment]!++
  }
  const sizeOf = ({ cidr }: WhitelistEntry) => cidr.last - cidr.first
  // The narrowest goes first, of equal ones the last: what stays is what people would have written.
  const narrowFirst = entries.toReversed().sort((a, b) => sizeOf(a) - sizeOf(b))
  const going = new Set<WhitelistEntry>()
  for (const entry of narrowFirst) {
    const [from, until] = spanOf(entry)
    if (holders.subarray(from, until).some((count) => count < 2)) continue
    going.add(entry)
    for (let segment = from; segment < until; segment++) holders[segment]!--
  }
  const staying = entries.filter((entry) => !going.has(entry))
  return new Map(
    entries
      .filter((entry) => going.has(entry))
      .map((entry) => {
        const alone = staying.find(({ cidr }) => isSubset(entry.cidr, cidr))
        const { first, last } = entry.cidr
        return [
          entry,
          alone !== undefined
            ? [alone]
            : staying.filter(({ cidr }) => cidr.first <= last && first <= cidr.last),
        ]
      }),
  )
}

export const whitelistEntries: TopologyRule = {
  reads: ({ internet, databases, gateways }) => [internet, databases, gateways],
  *find({ internet, databases, gateways }): Generator<Found> {
    for (const gateway of gateways.values()) if (gateway.kind === 'managed') yield* lookAtGateway(gateway)
    for (const { name, whitelist } of internet.values())
      if (whitelist !== undefined) yield* lookAt(name, whitelist.entries)
    for (const { name, whitelist } of databases.values()) {
      const lists = whitelist.mode === 'standard' ? [false] : [false, true]
      for (const isPublic of lists)
        yield* lookAt(
          name,
          groupsFor(whitelist, isPublic).flatMap((group) => group.entries),
        )
      const entries = whitelist.groups.flatMap((group) => group.entries)
      for (const { cidr, origin } of entries)
        if (cidr.first === 0 && cidr.last === LAST_IPV4)
          yield {
            code: 'WHITELIST_ALLOWS_ALL',
            origin,
            message: `the whitelist of ${name} lets everybody in`,
          }
    }
  },
}

/** Who lets everybody in is told by a notice of the scenario. */
function* lookAtGateway({ name, internet, links }: ManagedGateway): Generator<Found> {
  yield* lookAt(`gateway ${name}`, entriesOf(internet.whitelist))
  for (const { vpc, whitelist } of links)
    yield* lookAt(`gateway ${name} for VPC ${vpc}`, entriesOf(whitelist))
}

/** As they were written, all at the place of the list. */
function entriesOf({ texts, origin }: GatewayWhitelist): WhitelistEntry[] {
  return texts.map((text) => ({ cidr: obtainCidr(text), text, origin }))
}

function obtainCidr(text: string): Cidr {
  const read = parseCidr(text, { hostBits: 'refuse', bareAddress: 'accept' })
  if (!read.ok) throw new RangeError(read.message)
  return read.value
}

function* lookAt(service: string, entries: readonly WhitelistEntry[]): Generator<Found> {
  for (const [entry, by] of coveredEntries(entries)) {
    const also = by.map(({ origin }) => origin)
    const texts = enumerate(by.map(({ text }) => text))
    const { path } = entry.origin
    // Entries of a gateway have no places of their own.
    const isOneText = also.every((origin) => origin.path === path)
    const where = isOneText ? '' : ` (${placesOf(also)})`
    yield {
      code: 'WHITELIST_ENTRY_SHADOWED',
      origin: entry.origin,
      also,
      message: `${entry.text} adds nobody to the whitelist of ${service}: ${texts}${where} ${by.length === 1 ? 'has' : 'together have'} it`,
      details: { path: isOneText ? `${entry.text} from ${path}` : path },
    }
  }
}
