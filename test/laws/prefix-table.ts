/** What every longest-prefix table for IPv4 owes, however it is laid out. Each law is a property for `fc.assert`. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { contains, isSubset, type Prefix, prefixOf } from '../../src/net/cidr.ts'
import { type Ipv4, LAST_IPV4 } from '../../src/net/ipv4.ts'
import type { PrefixEntry } from '../../src/net/prefix-table.ts'
import { anIpv4, anIpv4Near, somePrefixes } from '../net/arbitraries.ts'

interface Table<V> {
  lookup(address: Ipv4): V | undefined
  lookupIndex(address: Ipv4): number
}

export type BuildTable = <V>(entries: Iterable<PrefixEntry<V>>) => Table<V>

const prefixesAndAddresses = somePrefixes().chain((prefixes) =>
  fc.tuple(fc.constant(prefixes), fc.array(anIpv4Near(prefixes), { minLength: 1, maxLength: 20 })),
)

const named = (prefixes: readonly Prefix[]) =>
  prefixes.map((prefix) => ({ prefix, value: `${prefix.first}/${prefix.prefixLength}` }))

/** The answer holds the address, and no prefix that holds the address is longer; without such a prefix, none. */
export const picksTheLongest = (build: BuildTable) =>
  fc.property(prefixesAndAddresses, ([prefixes, addresses]) => {
    const table = build(named(prefixes))
    for (const address of addresses) {
      const lengths = prefixes
        .filter((prefix) => contains(prefix, address))
        .map((prefix) => prefix.prefixLength)
      const found = prefixes[table.lookupIndex(address)]
      expect(found?.prefixLength ?? -1).toBe(Math.max(-1, ...lengths))
      if (found !== undefined) expect(contains(found, address)).toBe(true)
    }
  })

/** `lookup` is the value of the entry at `lookupIndex`. */
export const looksUpTheValueAtItsIndex = (build: BuildTable) =>
  fc.property(prefixesAndAddresses, ([prefixes, addresses]) => {
    const entries = named(prefixes)
    const table = build(entries)
    for (const address of addresses)
      expect(table.lookup(address)).toBe(entries[table.lookupIndex(address)]?.value)
  })

/** The same prefixes in another order give the same answers. */
export const doesNotDependOnOrder = (build: BuildTable) =>
  fc.property(prefixesAndAddresses, ([prefixes, addresses]) => {
    const table = build(named(prefixes))
    const turned = build(named(prefixes.toReversed()))
    for (const address of addresses) expect(turned.lookup(address)).toBe(table.lookup(address))
  })

/** A default route answers where nothing else did, and changes no other answer. */
export const fallsBackToTheDefault = (build: BuildTable) =>
  fc.property(prefixesAndAddresses, ([prefixes, addresses]) => {
    const entries = named(prefixes.filter(({ prefixLength }) => prefixLength > 0))
    const table = build(entries)
    const withDefault = build([...entries, { prefix: prefixOf(0, 0), value: 'default' }])
    for (const address of addresses)
      expect(withDefault.lookup(address)).toBe(table.lookup(address) ?? 'default')
  })

/** Taking a prefix away changes answers only inside of it. */
export const isLocal = (build: BuildTable) =>
  fc.property(prefixesAndAddresses, ([prefixes, addresses]) => {
    const [gone, ...rest] = prefixes
    fc.pre(gone !== undefined)
    const table = build(named(prefixes))
    const without = build(named(rest))
    for (const address of addresses)
      if (!contains(gone, address)) expect(without.lookup(address)).toBe(table.lookup(address))
  })

/** On a chain of all 33 nested prefixes of an address, each prefix answers for what the next one leaves over. */
export const resolvesFullNesting = (build: BuildTable) =>
  fc.property(anIpv4(), (address) => {
    const chain = Array.from({ length: 33 }, (_, length) => prefixOf(address, length))
    const table = build(named(chain))
    expect(table.lookupIndex(address)).toBe(32)
    for (let length = 1; length <= 32; length++) {
      const sibling = (address ^ (1 << (32 - length))) >>> 0
      expect(isSubset(prefixOf(sibling, length), chain[length - 1]!)).toBe(true)
      expect(table.lookupIndex(sibling)).toBe(length - 1)
    }
  })

/** The edges of the address line answer like any other address. */
export const knowsBothEnds = (build: BuildTable) =>
  fc.property(fc.boolean(), fc.boolean(), (low, high) => {
    const ends = [...(low ? [0] : []), ...(high ? [LAST_IPV4] : [])]
    const table = build(named(ends.map((address) => prefixOf(address, 32))))
    expect(table.lookupIndex(0)).toBe(low ? 0 : -1)
    expect(table.lookupIndex(LAST_IPV4)).toBe(high ? ends.length - 1 : -1)
    expect(table.lookupIndex(1)).toBe(-1)
    expect(table.lookupIndex(LAST_IPV4 - 1)).toBe(-1)
  })
