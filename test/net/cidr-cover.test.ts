/** Covers of addresses by blocks: each is one, none is longer than it has to be, and no better one has been missed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, formatCidr, type Prefix, prefixOf } from '../../src/net/cidr.ts'
import { coversOf } from '../../src/net/cidr-cover.ts'
import { ipv4 } from '../../src/net/ipv4.ts'

const BASE = ipv4(203, 0, 113, 0)
/** Of 16 neighbours, so that every choice of blocks can be looked at. */
const someAddresses = fc
  .uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 16 })
  .map((numbers) => numbers.map((number) => BASE + number))

/** By number of blocks: the least that any choice of so many blocks lets in. The block of all 16 is the longest of interest. */
function leastBySize(addresses: readonly number[], length = 28, first = BASE): number[] {
  const own = addresses.filter((address) => contains(prefixOf(first, length), address))
  if (own.length === 0) return [0]
  const least: number[] = []
  const take = (blocks: number, size: number) => {
    least[blocks] = Math.min(least[blocks] ?? Number.POSITIVE_INFINITY, size)
  }
  take(1, 2 ** (32 - length))
  if (length < 32) {
    const left = leastBySize(own, length + 1, first)
    const right = leastBySize(own, length + 1, first + 2 ** (31 - length))
    for (const [a, leftSize] of left.entries())
      for (const [b, rightSize] of right.entries())
        if (leftSize !== undefined && rightSize !== undefined) take(a + b, leftSize + rightSize)
  }
  return least
}

const sizeOf = ({ first, last }: Prefix) => last - first + 1

describe('coversOf', () => {
  it('should hold every address in each cover, in blocks that do not overlap, and count the others', () =>
    fc.assert(
      fc.property(someAddresses, (addresses) => {
        for (const { blocks, extra } of coversOf(addresses)) {
          for (const address of addresses)
            expect(blocks.filter((block) => contains(block, address))).toHaveLength(1)
          expect(blocks.reduce((sum, block) => sum + sizeOf(block), 0)).toBe(addresses.length + extra)
        }
      }),
    ))

  it('should begin with the exact one, end with one block, and let in more with each block less', () =>
    fc.assert(
      fc.property(someAddresses, (addresses) => {
        const covers = coversOf(addresses)
        expect(covers[0]!.extra).toBe(0)
        expect(covers.at(-1)!.blocks).toHaveLength(1)
        for (const [index, { blocks, extra }] of covers.slice(1).entries()) {
          expect(blocks.length).toBeLessThan(covers[index]!.blocks.length)
          expect(extra).toBeGreaterThan(covers[index]!.extra)
        }
      }),
    ))

  it('should miss no better choice: a plain search over all of them finds the same', () =>
    fc.assert(
      fc.property(someAddresses, (addresses) => {
        const covers = coversOf(addresses)
        let best = Number.POSITIVE_INFINITY
        for (const [count, size] of leastBySize(addresses).entries()) {
          if (size === undefined || count === 0) continue
          const extra = size - addresses.length
          const cover = covers.find(({ blocks }) => blocks.length === count)
          // A longer list that lets in no less is not worth having.
          if (extra >= best) expect(cover).toBeUndefined()
          else expect(cover?.extra).toBe(extra)
          best = Math.min(best, extra)
        }
      }),
    ))

  it('should tell an example as people write it', () => {
    const covers = coversOf([BASE + 10, BASE + 11, BASE + 12, BASE + 13])
    expect(covers.map(({ blocks, extra }) => [blocks.map(formatCidr).join(' '), extra])).toEqual([
      ['203.0.113.10/31 203.0.113.12/31', 0],
      ['203.0.113.8/29', 4],
    ])
  })

  it('should reach over the whole line', () => {
    expect(coversOf([0, 0xffff_ffff]).map(({ extra }) => extra)).toEqual([0, 2 ** 32 - 2])
    expect(coversOf([7, 7]).map(({ blocks }) => blocks.map(formatCidr))).toEqual([['0.0.0.7/32']])
    expect(coversOf([])).toEqual([])
  })
})
