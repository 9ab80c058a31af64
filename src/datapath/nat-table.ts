/**
 * What the data path knows of an Internet NAT gateway: its SNAT entries by source, longest mask first (facts/vpc R4.11), and
 * which DNAT entry takes a packet to one of its EIPs.
 */
import { isIpMapping, type NatGateway, type SnatEntry } from '../cloud/nat-gateway.ts'
import { type FiveTuple, hashAddress, hashFiveTuple } from '../net/five-tuple.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { containsPort } from '../net/port-range.ts'
import { PrefixTable } from '../net/prefix-table.ts'
import type { Decision } from './decision.ts'
import { NONE } from './live.ts'
import type { Numbering } from './numbering.ts'
import type { Readings } from './readings.ts'
import { asPrefix } from './routing-table.ts'
import { chooseWay } from './ways.ts'

export interface NatTable extends SnatTable {
  readonly gateway: NatGateway
  /** Numbers of its VPC, and of the vSwitch that it lives in (facts/vpc R4.2). */
  readonly vpc: number
  readonly vswitch: number
}

/** SNAT entries, by source. */
export interface SnatTable {
  /** Longest match on the source gives an index of `entries`. */
  readonly longestMatch: PrefixTable<SnatRow>
  readonly entries: readonly SnatRow[]
}

export interface SnatRow {
  readonly entry: SnatEntry
  /** The EIPs of the entry that are bound to the gateway, in the entry's order (R4.7, R4.14). */
  readonly eips: readonly Ipv4[]
  /** A flow is asked with each of them; else with the one of the hash (section 15). */
  readonly asksEach: boolean
}

/** How the cloud hashes is not documented (R4.17); this seed makes our choice, the same everywhere. */
const HASH_SEED = 0

export function compileNat(
  gateway: NatGateway,
  vpcs: Numbering,
  vswitches: Numbering,
  { asksEachEip }: Readings,
): NatTable {
  return {
    gateway,
    vpc: vpcs.numberOf(gateway.vpc),
    vswitch: vswitches.numberOf(gateway.vswitch),
    ...compileEntries(gateway.snat, gateway.eips, asksEachEip),
  }
}

/** `bound` are the EIPs, or the NAT IPs, of the gateway. */
export function compileEntries(
  snat: readonly SnatEntry[],
  bound: readonly Ipv4[],
  asksEach: boolean,
): SnatTable {
  const entries = snat.map((entry) => ({
    entry,
    eips: entry.eips.filter((eip) => bound.includes(eip)),
    asksEach,
  }))
  return {
    longestMatch: PrefixTable.of(entries.map((row) => ({ prefix: asPrefix(row.entry.source), value: row }))),
    entries,
  }
}

/** Which of the entry's EIPs a connection gets: by its source with affinity (R4.16), else by its five-tuple (R4.15). */
export function chooseEip(row: SnatRow, tuple: FiveTuple): number {
  const hash = row.entry.affinity ? hashAddress(tuple.source, HASH_SEED) : hashFiveTuple(tuple, HASH_SEED)
  // Without the shift a compiler divides doubles, which costs as much as the hash.
  return (hash >>> 0) % row.eips.length
}

/** Index of the EIP that the connection has already, else of the one that is asked about or that the hash gives. */
export function pickEip(row: SnatRow, decision: Decision): number {
  const kept = decision.keptSource === NONE ? NONE : row.eips.indexOf(decision.keptSource)
  if (kept !== NONE) return kept
  const byHash = chooseEip(row, decision.tuple)
  return isAmbiguous(row) ? chooseWay(decision, row.eips.length, byHash) : byHash
}

/** The EIPs among which new connections are hashed one by one; affinity leaves a client no choice (R4.16). */
export function hashedEips({ entry, eips }: SnatRow): readonly Ipv4[] {
  return entry.affinity || eips.length === 1 ? [] : eips
}

/** May a connection get any of several EIPs? */
export function isAmbiguous(row: SnatRow): boolean {
  return row.asksEach && row.eips.length > 1 && !row.entry.affinity
}

/** Index of the DNAT entry for a packet to an address of the gateway: one for its port, else an IP mapping, else `NONE`. */
export function mappingFor(
  { gateway }: { readonly gateway: Pick<NatGateway, 'dnat'> },
  tuple: FiveTuple,
): number {
  let mapped = NONE
  for (let at = 0; at < gateway.dnat.length; at++) {
    const entry = gateway.dnat[at]!
    if (entry.eip !== tuple.destination) continue
    if (isIpMapping(entry)) {
      if (mapped === NONE) mapped = at
    } else if (entry.protocol === tuple.protocol && containsPort(entry.ports, tuple.destinationPort))
      return at
  }
  return mapped
}
