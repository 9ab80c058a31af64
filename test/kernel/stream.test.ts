import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Stream, Streams } from '../../src/kernel/stream.ts'

const times = <T>(n: number, draw: (i: number) => T) => Array.from({ length: n }, (_, i) => draw(i))

describe('Streams', () => {
  it('should draw the numbers it has always drawn', () => {
    const stream = new Streams(42).stream('client/3')
    expect(times(4, () => stream.below(1000))).toMatchInlineSnapshot(`
      [
        20,
        450,
        734,
        546,
      ]
    `)
    expect(times(3, () => stream.below(2 ** 53))).toMatchInlineSnapshot(`
      [
        3820765036508870,
        1748333268872713,
        4376717075488061,
      ]
    `)
    expect(times(3, () => stream.real())).toMatchInlineSnapshot(`
      [
        0.08147903205065565,
        0.2301662458617747,
        0.8383385246128994,
      ]
    `)
    expect(times(4, () => new Streams('a text').stream('').below(2 ** 32))).toMatchInlineSnapshot(`
      [
        3890394253,
        3890394253,
        3890394253,
        3890394253,
      ]
    `)
  })

  it("should not let a stream's draws depend on other streams", () =>
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (name, others) => {
        const alone = new Streams('seed').stream(name)
        const streams = new Streams('seed')
        const among = times(5, () => {
          for (const other of others) if (other !== name) streams.stream(other).real()
          return streams.stream(name).below(1_000_000)
        })
        expect(among).toEqual(times(5, () => alone.below(1_000_000)))
      }),
    ))

  it('should draw differently by another seed or another name', () => {
    const pairs: [string | number, string][] = [
      [1, 'a'],
      [2, 'a'],
      [1, 'b'],
      [11, 'a'],
      ['1/a', ''],
      ['1', '/a'],
      [-1, 'a'],
    ]
    const first = pairs.map(([seed, name]) => new Streams(seed).stream(name).below(2 ** 53))
    expect(new Set(first).size).toBe(pairs.length)
  })

  it('should take an integer for the text of its digits', () => {
    for (const seed of [0, -0, 7, -3]) {
      const text = new Streams(String(seed)).stream('x').real()
      expect(new Streams(seed).stream('x').real()).toBe(text)
    }
  })

  it.each([0.5, Number.NaN, 2 ** 53])('should refuse %d as a seed', (seed) => {
    expect(() => new Streams(seed)).toThrow(RangeError)
  })

  it('should have first draws without pattern along neighbouring seeds and names', () => {
    for (const firstDraw of [
      (i: number) => new Streams(i).stream('client').real(),
      (i: number) => new Streams(1).stream(`client/${i}`).real(),
    ]) {
      const draws = times(4000, firstDraw)
      expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(0.02)
      expect(Math.abs(mean(draws.map((x) => x * x)) - 1 / 3)).toBeLessThan(0.02)
      expect(Math.abs(correlation(draws.slice(1), draws.slice(0, -1)))).toBeLessThan(0.05)
      expect(draws.filter((x) => x > 0.99).length).toBeLessThan(80)
    }
  })
})

describe('Stream', () => {
  const aCount = () => fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2 ** 53 }))

  it('should answer integers from 0 up to below the count', () => {
    const stream = new Streams(1).stream('x')
    fc.assert(
      fc.property(aCount(), (count) => {
        const draw = stream.below(count)
        expect(Number.isInteger(draw) && draw >= 0 && draw < count).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([2, 3, 7, 3 * 2 ** 30, 3 * 2 ** 51])('should draw every third of %d equally often', (count) => {
    const stream = new Streams(1).stream('even')
    const thirds = [0, 0, 0]
    for (let i = 0; i < 30_000; i++) thirds[Math.floor((stream.below(count) * 3) / count)]!++
    const golden = [0, 1, 2].map(
      (third) => Math.ceil(((third + 1) * count) / 3) - Math.ceil((third * count) / 3),
    )
    thirds.forEach((hits, third) => {
      expect(Math.abs(hits / 30_000 - golden[third]! / count)).toBeLessThan(0.02)
    })
  })

  it('should draw reals from [0, 1)', () => {
    const stream = new Streams(1).stream('real')
    const draws = times(20_000, () => stream.real())
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...draws)).toBeLessThan(1)
    expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(0.01)
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53 + 2])('should refuse %d as a count', (count) => {
    const stream: Stream = new Streams(1).stream('x')
    expect(() => stream.below(count)).toThrow(RangeError)
  })
})

function mean(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0) / xs.length
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [meanX, meanY] = [mean(xs), mean(ys)]
  const covariance = mean(xs.map((x, i) => (x - meanX) * (ys[i]! - meanY)))
  return covariance / Math.sqrt(mean(xs.map((x) => (x - meanX) ** 2)) * mean(ys.map((y) => (y - meanY) ** 2)))
}
