import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Prefix, prefixOf } from '../../src/net/cidr.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { PrefixTable } from '../../src/net/prefix-table.ts'
import { NaivePrefixTable } from '../golden/naive-prefix-table.ts'
import * as laws from '../laws/prefix-table.ts'
import { anIpv4, anIpv4Near, aPrefix } from './arbitraries.ts'

const builds: Record<string, laws.BuildTable> = {
  'the naive twin': (entries) => NaivePrefixTable.of(entries),
  'PrefixTable as a tree': (entries) => PrefixTable.of(entries, 'tree'),
  'PrefixTable as a trie': (entries) => PrefixTable.of(entries, 'trie'),
  'PrefixTable that chooses': (entries) => PrefixTable.of(entries),
}

// A trie has a root of 256 KiB to fill, so its laws run on fewer draws.
const runs = { numRuns: 60 }

describe.each(Object.entries(builds))('%s', (_, build) => {
  it('should pick the longest prefix that holds the address', () =>
    fc.assert(laws.picksTheLongest(build), runs))
  it('should look up the value at its index', () => fc.assert(laws.looksUpTheValueAtItsIndex(build), runs))
  it('should not depend on the order of entries', () => fc.assert(laws.doesNotDependOnOrder(build), runs))
  it('should fall back to the default route', () => fc.assert(laws.fallsBackToTheDefault(build), runs))
  it('should change inside of a removed prefix only', () => fc.assert(laws.isLocal(build), runs))
  it('should resolve prefixes nested in full depth', () => fc.assert(laws.resolvesFullNesting(build), runs))
  it('should know both ends of the address line', () => fc.assert(laws.knowsBothEnds(build)))
})

describe('PrefixTable', () => {
  it('should answer alike as tree, as trie and as its naive twin on hundreds of prefixes', () =>
    fc.assert(
      fc.property(
        fc
          .uniqueArray(aPrefix(), {
            minLength: 250,
            maxLength: 600,
            selector: ({ first, prefixLength }) => `${first}/${prefixLength}`,
          })
          .chain((prefixes) =>
            fc.tuple(
              fc.constant(prefixes),
              fc.array(anIpv4Near(prefixes), { minLength: 50, maxLength: 100 }),
            ),
          ),
        ([prefixes, addresses]) => {
          const entries = prefixes.map((prefix, value) => ({ prefix, value }))
          const naive = NaivePrefixTable.of(entries)
          const tree = PrefixTable.of(entries, 'tree')
          const trie = PrefixTable.of(entries, 'trie')
          const chosen = PrefixTable.of(entries)
          for (const address of addresses) {
            const golden = naive.lookupIndex(address)
            expect(tree.lookupIndex(address)).toBe(golden)
            expect(trie.lookupIndex(address)).toBe(golden)
            expect(chosen.lookupIndex(address)).toBe(golden)
          }
        },
      ),
      { numRuns: 8 },
    ))

  it('should hold every /32 of a /16 apart, in both forms', () => {
    const base = ipv4(10, 7, 0, 0)
    const entries = Array.from({ length: 65_536 }, (_, low) => ({
      prefix: prefixOf(base + low, 32),
      value: low,
    }))
    for (const form of ['tree', 'trie'] as const) {
      const table = PrefixTable.of(entries, form)
      expect(entries.every(({ value }) => table.lookupIndex(base + value) === value)).toBe(true)
      expect([table.lookupIndex(base - 1), table.lookupIndex(base + 65_536)]).toEqual([-1, -1])
    }
  })

  it('should keep small tables small and begin a trie at 256 KiB', () => {
    const entries = (count: number) =>
      Array.from({ length: count }, (_, low) => ({
        prefix: prefixOf(ipv4(10, low >> 7, 2 * (low & 127), 0), 24),
        value: low,
      }))
    expect(PrefixTable.of(entries(15)).byteLength).toBe(1024 + 384)
    expect(PrefixTable.of(entries(200)).byteLength).toBe(1024 + 6 * 1024)
    expect(PrefixTable.of(entries(300)).byteLength).toBeGreaterThan(256 * 1024)
    expect(PrefixTable.of([]).lookup(0)).toBeUndefined()
    expect(PrefixTable.of(entries(15)).size).toBe(15)
  })

  it('should refuse the same prefix twice and what is not one block', () => {
    const twice = [prefixOf(ipv4(10, 0, 0, 0), 8), prefixOf(0, 0), prefixOf(ipv4(10, 9, 0, 0), 8)]
    expect(() => PrefixTable.of(twice.map((prefix) => ({ prefix, value: 0 })))).toThrow(
      'duplicate prefix 10.0.0.0/8',
    )
    const crooked: Prefix = { first: 1, last: 4, prefixLength: 30 }
    expect(() => PrefixTable.of([{ prefix: crooked, value: 0 }])).toThrow('not one block')
  })

  it('should answer any address without a default as nothing or a holder', () =>
    fc.assert(
      fc.property(anIpv4(), (address) => {
        expect(PrefixTable.of([{ prefix: prefixOf(address, 32), value: 'here' }]).lookup(address)).toBe(
          'here',
        )
        expect(PrefixTable.of<string>([]).lookup(address)).toBeUndefined()
      }),
    ))
})
