import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoment } from '../../src/cloud/duration-text.ts'
import { type Axis, cellBegin, cellsOf, paintCells, ticksOf, zoomedAxis } from '../../src/report/axis.ts'
import { M, S } from './a-run.ts'

const anAxis = () =>
  fc
    .tuple(fc.nat(10 ** 12), fc.nat(10 ** 10), fc.integer({ min: 1, max: 120 }))
    .map(([fromUs, length, cells]): Axis => ({ fromUs, untilUs: fromUs + length + cells, cells }))

describe('axis', () => {
  it('should give a span exactly the cells that it touches', () =>
    fc.assert(
      fc.property(
        anAxis().chain((axis) => {
          const instant = fc.integer({ min: Math.max(0, axis.fromUs - 50), max: axis.untilUs + 50 })
          return fc.tuple(
            fc.constant(axis),
            instant,
            fc.oneof(fc.constant(1), fc.nat(axis.untilUs - axis.fromUs)),
          )
        }),
        ([axis, fromUs, length]) => {
          const untilUs = fromUs + length
          const golden = Array.from({ length: axis.cells }, (_, index) => index).filter(
            (index) =>
              length > 0 &&
              fromUs < (index + 1 === axis.cells ? axis.untilUs : cellBegin(axis, index + 1)) &&
              cellBegin(axis, index) < untilUs,
          )
          const cells = cellsOf(axis, { fromUs, untilUs })
          expect(cells).toEqual(golden.length === 0 ? undefined : [golden[0], golden.at(-1)])
        },
      ),
    ))

  it('should show the value that wins wherever spans share a cell', () => {
    const axis = { fromUs: 0, untilUs: 40, cells: 4 }
    const spans = [
      { fromUs: 0, untilUs: 15, value: 1 },
      { fromUs: 15, untilUs: 16, value: 9 },
      { fromUs: 16, untilUs: 25, value: 1 },
    ]
    expect(
      paintCells(
        axis,
        spans,
        ({ value }) => value,
        (a, b) => a > b,
      ),
    ).toEqual([1, 9, 1, undefined])
  })

  it('should zoom on the busy span', () => {
    expect(zoomedAxis(M, 3 * M, 15 * M, 50)).toEqual({ fromUs: 55 * S, untilUs: 195 * S, cells: 50 })
    expect(zoomedAxis(undefined, 0, 15 * M, 50)).toEqual({ fromUs: 0, untilUs: 15 * M, cells: 50 })
    expect(zoomedAxis(1, 2, 3, 50)).toEqual({ fromUs: 0, untilUs: 50, cells: 50 })
  })

  it('should write ticks at round instants that do not run into each other', () =>
    fc.assert(
      fc.property(anAxis(), (axis) => {
        const ticks = ticksOf(axis)
        for (const [index, { cell }] of ticks.entries())
          expect(cell - (ticks[index - 1]?.cell ?? -9)).toBeGreaterThan(8)
      }),
    ))
})

describe('formatMoment', () => {
  it.each([
    [0, '0s'],
    [1, '1us'],
    [1_500, '2ms'],
    [250_000, '250ms'],
    [4_125_400, '4.125s'],
    [9_999_999, '10s'],
    [72_345_678, '1m12.3s'],
    [59_999_999, '1m'],
    [3_600_000_000, '1h'],
    [5_400_100_000, '1h30m0.1s'],
  ])('should tell %i as %s', (us, text) => {
    expect(formatMoment(us)).toBe(text)
  })
})
