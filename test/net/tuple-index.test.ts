import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TupleIndex } from '../../src/net/tuple-index.ts'

const aWord = fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31))
const aKey = fc.tuple(aWord, aWord, aWord, fc.integer({ min: 0, max: 3 }))

describe('TupleIndex', () => {
  it('should know every key that was added and not removed since, whatever came between', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), aKey), { maxLength: 300 }), (steps) => {
        const index = new TupleIndex()
        const golden = new Map<string, number>()
        const free: number[] = []
        for (const [adds, key] of steps) {
          const row = golden.get(key.join())
          if (adds && row === undefined) {
            const fresh = free.pop() ?? golden.size
            index.add(fresh, ...key)
            golden.set(key.join(), fresh)
          } else if (!adds && row !== undefined) {
            index.remove(row)
            golden.delete(key.join())
            free.push(row)
          }
        }
        for (const [, key] of steps) expect(index.find(...key)).toBe(golden.get(key.join()) ?? -1)
      }),
    ))
})
