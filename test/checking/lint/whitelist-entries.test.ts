import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { difference } from '../../../src/checking/lint/addresses.ts'
import { coveredEntries } from '../../../src/checking/lint/whitelist-entries.ts'
import { unwritten } from '../../../src/cloud/origin.ts'
import { type Cidr, formatCidr, prefixOf } from '../../../src/net/cidr.ts'
import { CidrSet } from '../../../src/net/cidr-set.ts'

const aBlock = fc
  .tuple(fc.nat(20), fc.constantFrom(32, 32, 31, 30, 29, 28, 0))
  .map(([by, length]): Cidr => prefixOf(by, length))
const aRange = fc.tuple(fc.nat(20), fc.nat(8)).map(([first, size]): Cidr => ({ first, last: first + size }))
const someEntries = fc
  .array(fc.oneof(aBlock, aRange), { maxLength: 10 })
  .map((cidrs) => cidrs.map((cidr, at) => ({ cidr, text: formatCidr(cidr), origin: unwritten(`w[${at}]`) })))
const setOf = (entries: readonly { cidr: Cidr }[]) => CidrSet.of(entries.map(({ cidr }) => cidr))

describe('entries that others cover', () => {
  it('should all be able to go, and no other', () =>
    fc.assert(
      fc.property(someEntries, (entries) => {
        const covered = coveredEntries(entries)
        const left = entries.filter((entry) => !covered.has(entry))
        expect(setOf(left).covers(setOf(entries))).toBe(true)
        for (const entry of left)
          expect(setOf(left.filter((other) => other !== entry)).covers(setOf([entry]))).toBe(false)
      }),
      { numRuns: 2_000 },
    ))

  it('should name entries that stay and have them', () =>
    fc.assert(
      fc.property(someEntries, (entries) => {
        const covered = coveredEntries(entries)
        for (const [entry, by] of covered) {
          expect(setOf(by).covers(setOf([entry]))).toBe(true)
          expect(by.some((other) => covered.has(other))).toBe(false)
        }
      }),
    ))
})

describe('the difference of two sets', () => {
  it('should have what the one has and the other has not', () =>
    fc.assert(
      fc.property(someEntries, someEntries, (one, other) => {
        const left = difference(setOf(one), setOf(other))
        for (let address = 0; address < 40; address++)
          expect(left.has(address)).toBe(setOf(one).has(address) && !setOf(other).has(address))
      }),
    ))
})
