import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressIndex } from '../../src/net/address-index.ts'
import { LAST_IPV4 } from '../../src/net/ipv4.ts'

/** Few enough to repeat, and on both sides of 128.0.0.0, from where on they are no small integers any more. */
const anAddress = fc.oneof(
  fc.integer({ min: 0, max: 8 }),
  fc.integer({ min: 2 ** 31 - 4, max: 2 ** 31 + 4 }),
  fc.integer({ min: LAST_IPV4 - 4, max: LAST_IPV4 }),
  fc.integer({ min: 0, max: LAST_IPV4 }),
)

describe('AddressIndex', () => {
  it('should know the number that an address was given first, and no other address', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(anAddress, fc.nat())), anAddress, (numbers, stranger) => {
        const index = AddressIndex.of(numbers)
        const golden = new Map(numbers.toReversed())
        expect(index.size).toBe(golden.size)
        for (const address of [...golden.keys(), stranger])
          expect(index.at(address)).toBe(golden.get(address) ?? -1)
      }),
    ))
})
