import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains6, type Prefix6, prefix6Of } from '../../src/net/cidr6.ts'
import { LAST_IPV6 } from '../../src/net/ipv6.ts'
import { PrefixTable6 } from '../../src/net/prefix-table6.ts'
import { anIpv6Near, somePrefixes6 } from './arbitraries.ts'

const draws = somePrefixes6().chain((prefixes) =>
  fc.tuple(fc.constant(prefixes), fc.array(anIpv6Near(prefixes), { minLength: 1, maxLength: 20 })),
)

describe('PrefixTable6', () => {
  it('should pick the longest prefix that holds the address', () =>
    fc.assert(
      fc.property(draws, ([prefixes, addresses]) => {
        const table = PrefixTable6.of(prefixes.map((prefix, value) => ({ prefix, value })))
        for (const address of addresses) {
          const lengths = prefixes.filter((prefix) => contains6(prefix, address)).map((p) => p.prefixLength)
          const found = prefixes[table.lookupIndex(address)]
          expect(found?.prefixLength ?? -1).toBe(Math.max(-1, ...lengths))
          expect(found === undefined || contains6(found, address)).toBe(true)
          expect(table.lookup(address)).toBe(found === undefined ? undefined : table.lookupIndex(address))
        }
      }),
    ))

  it('should answer on all 129 nested prefixes of the last address', () => {
    const chain = Array.from({ length: 129 }, (_, length) => prefix6Of(LAST_IPV6, length))
    const table = PrefixTable6.of(chain.map((prefix, value) => ({ prefix, value })))
    expect(table.size).toBe(129)
    expect(table.lookupIndex(LAST_IPV6)).toBe(128)
    expect(table.lookupIndex([0, 0, 0, 0])).toBe(0)
    expect(table.lookupIndex([0xffff_ffff, 0xffff_ffff, 0x7fff_ffff, 0])).toBe(64)
  })

  it('should refuse the same prefix twice and what is not one block', () => {
    const prefix = prefix6Of([0x2001_0db8, 0, 0, 0], 32)
    const twice = [prefix, prefix].map((each) => ({ prefix: each, value: 0 }))
    expect(() => PrefixTable6.of(twice)).toThrow('duplicate prefix 2001:db8::/32')
    const crooked: Prefix6 = { first: [0, 0, 0, 1], last: [0, 0, 0, 2], prefixLength: 127 }
    expect(() => PrefixTable6.of([{ prefix: crooked, value: 0 }])).toThrow('not one block')
  })
})
