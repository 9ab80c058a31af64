import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EndlessInstantError } from '../../src/kernel/endless-instant-error.ts'
import { CONTROL, Kernel, TRAFFIC } from '../../src/kernel/kernel.ts'

describe('Kernel', () => {
  it('should run the changes of an instant before its traffic, and each in order of arrival', () => {
    const kernel = new Kernel()
    const log: string[] = []
    const entry = (name: string) => () => void log.push(`${kernel.nowUs} ${name}`)
    kernel.schedule(10, entry('request 1'))
    kernel.schedule(10, entry('change 1'), CONTROL)
    kernel.schedule(5, entry('early'))
    kernel.schedule(10, entry('request 2'), TRAFFIC)
    kernel.at(10, entry('change 2'), CONTROL)
    kernel.run(10)
    expect(log).toEqual(['5 early', '10 change 1', '10 change 2', '10 request 1', '10 request 2'])
  })

  it('should run entries in the order of due time, whatever order they came in', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (delays) => {
        const kernel = new Kernel()
        const log: [number, number][] = []
        delays.forEach((delay, i) => {
          kernel.schedule(delay, () => log.push([kernel.nowUs, i]))
        })
        kernel.run(20)
        const golden = delays.map((delay, i): [number, number] => [delay, i]).sort((a, b) => a[0] - b[0])
        expect(log).toEqual(golden)
      }),
    ))

  it('should run what is due at the end included, and leave the clock there', () => {
    const kernel = new Kernel()
    let ran = 0
    for (const delay of [9, 10, 11]) kernel.schedule(delay, () => ran++)
    kernel.run(10)
    expect([ran, kernel.nowUs, kernel.pending, kernel.nextDueUs]).toEqual([2, 10, 1, 11])
    kernel.run(1_000)
    expect([ran, kernel.nowUs, kernel.pending]).toEqual([3, 1_000, 0])
    expect(kernel.nextDueUs).toBe(Number.POSITIVE_INFINITY)
  })

  it('should go from entry to entry with runNext', () => {
    const kernel = new Kernel()
    kernel.schedule(3, () => kernel.schedule(4, () => {}))
    expect([kernel.runNext(), kernel.nowUs]).toEqual([true, 3])
    expect([kernel.runNext(), kernel.nowUs]).toEqual([true, 7])
    expect([kernel.runNext(), kernel.nowUs]).toEqual([false, 7])
  })

  it('should not run what was cancelled', () => {
    const kernel = new Kernel()
    const timer = kernel.schedule(3, () => expect.fail('it ran'))
    kernel.schedule(2, () => timer.cancel())
    kernel.run(10)
    expect(timer.pending).toBe(false)
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0.1])(
    'should refuse %d as a delay',
    (delay) => {
      const kernel = new Kernel()
      expect(() => kernel.schedule(delay, () => {})).toThrow(RangeError)
      expect(() => kernel.timeout(delay)).toThrow(RangeError)
      expect(() => kernel.at(delay, () => {})).toThrow(RangeError)
      expect(() => kernel.run(delay)).toThrow(RangeError)
      expect(kernel.pending).toBe(0)
    },
  )

  it('should refuse what lies in the past, or behind the last safe integer', () => {
    const kernel = new Kernel()
    kernel.run(10)
    expect(() => kernel.at(9, () => {})).toThrow('dueUs must be an integer >= now (10), got 9')
    expect(() => kernel.run(9)).toThrow(RangeError)
    expect(() => kernel.schedule(Number.MAX_SAFE_INTEGER - 9, () => {})).toThrow(RangeError)
    kernel.schedule(Number.MAX_SAFE_INTEGER - 10, () => {})
  })

  it.each([-1, 0.5, 32, Number.NaN])('should refuse %d as a priority', (priority) => {
    expect(() => new Kernel().schedule(0, () => {}, priority)).toThrow(RangeError)
  })

  it('should tell an endless instant from a busy one', () => {
    const kernel = new Kernel({ maxEntriesPerInstant: 100 })
    for (let i = 0; i < 100; i++) kernel.schedule(1, () => {})
    kernel.run(1)
    const again = () => void kernel.schedule(0, again)
    kernel.schedule(5, again)
    expect(() => kernel.run(10)).toThrow(new EndlessInstantError(6, 100))
    expect(kernel.nowUs).toBe(6)
  })

  it.each([0, 1.5, Number.NaN])(
    'should refuse %d as the maximum of entries per instant',
    (maxEntriesPerInstant) => {
      expect(() => new Kernel({ maxEntriesPerInstant })).toThrow(RangeError)
    },
  )

  it('should let an exception of an action surface unchanged, the clock at its instant', () => {
    const kernel = new Kernel()
    const mishap = new Error('mishap')
    kernel.schedule(4, () => {
      throw mishap
    })
    expect(catchFrom(() => kernel.run(10))).toBe(mishap)
    expect(kernel.nowUs).toBe(4)
  })

  it('should not let an action run it again', () => {
    const kernel = new Kernel()
    kernel.schedule(1, () => kernel.run(5))
    expect(() => kernel.run(10)).toThrow('an action must not run it again')
  })
})

function catchFrom(action: () => void): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}
