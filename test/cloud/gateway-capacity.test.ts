/** What the nodes of a fully managed gateway carry: facts/deployment B.5. */
import { describe, expect, it } from 'vitest'
import { CPU_LEVELS, capacityOf, MEMORY_LEVELS } from '../../src/cloud/gateway-capacity.ts'

describe('the capacity of a fully managed gateway', () => {
  it.each([
    ['2c4g', 12_000, 24_000, 40_000],
    ['4c8g', 24_000, 48_000, 80_000],
    ['8c16g', 48_000, 96_000, 160_000],
    ['16c32g', 96_000, 192_000, 320_000],
  ] as const)('B.5: a node %s has %i, %i and %i connections', (spec, safe, warning, overload) =>
    expect(capacityOf({ spec, nodes: 1 }).connections).toEqual({ safe, warning, overload }),
  )

  it.each([
    ['2c4g', 400, 800, 1],
    ['4c8g', 800, 1_600, 2],
    ['8c16g', 1_600, 3_200, 4],
    ['16c32g', 3_200, 6_400, 8],
  ] as const)(
    'B.5: a node %s has %i and %i new HTTPS connections a second, and %i Gbit/s',
    (spec, safe, warning, gigabits) =>
      expect(capacityOf({ spec, nodes: 1 })).toMatchObject({
        newHttps: { safe, warning },
        bitsPerSecond: gigabits * 1e9,
      }),
  )

  it('B.5: thresholds add up over nodes', () =>
    expect(capacityOf({ spec: '4c8g', nodes: 3 })).toMatchObject({
      connections: { safe: 72_000, warning: 144_000, overload: 240_000 },
      newHttps: { safe: 2_400, warning: 4_800 },
      bitsPerSecond: 6e9,
    }))

  it('B.5: CPU 30, 60 and 90 %, memory 75, 75 and 90 %', () => {
    expect(CPU_LEVELS).toEqual({ safe: 30, warning: 60, overload: 90 })
    expect(MEMORY_LEVELS).toEqual({ safe: 75, warning: 75, overload: 90 })
  })

  it.each([
    ['2c4g', 3, 5_200, 1_600, 6_500],
    ['2c4g', 5, 8_700, 2_700, 10_800],
    ['4c8g', 3, 10_500, 3_200, 13_000],
    ['4c8g', 5, 17_500, 5_500, 21_700],
    ['8c16g', 3, 21_000, 6_500, 26_000],
    ['8c16g', 5, 35_000, 11_000, 43_400],
    ['16c32g', 3, 42_000, 13_000, 52_000],
    ['16c32g', 5, 70_000, 22_000, 86_800],
  ] as const)(
    'B.5: %s with %i nodes is 30 percent busy with %i short HTTP, %i short HTTPS and %i long HTTP requests a second',
    (spec, nodes, shortHttp, shortHttps, longHttp) =>
      expect(capacityOf({ spec, nodes }).qpsAtSafeCpu).toEqual({ shortHttp, shortHttps, longHttp }),
  )

  it('should grow evenly between the measurements and beside them', () => {
    const shortHttp = [1, 2, 3, 4, 5, 10].map(
      (nodes) => capacityOf({ spec: '4c8g', nodes }).qpsAtSafeCpu.shortHttp,
    )
    expect(shortHttp).toEqual([3_500, 7_000, 10_500, 14_000, 17_500, 35_000])
  })
})
