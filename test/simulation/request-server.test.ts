import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REFUSED, RequestServer } from '../../src/simulation/request-server.ts'

const comers = fc.array(fc.record({ gapUs: fc.nat(50), takesUs: fc.integer({ min: 1, max: 100 }) }), {
  maxLength: 60,
})

describe('RequestServer', () => {
  it('should work on everything at once where nothing limits it', () => {
    const server = new RequestServer('shop-1', undefined, 0)
    expect([server.admit(0, 10), server.admit(0, 10), server.admit(5, 10)]).toEqual([10, 10, 15])
  })

  it('should let the others wait in their order, and refuse beyond the backlog', () => {
    const server = new RequestServer('shop-1', 1, 1)
    expect([server.admit(0, 10), server.admit(1, 10), server.admit(2, 10)]).toEqual([10, 20, REFUSED])
    expect(server.admit(10, 5)).toBe(25)
  })

  it('should have forgotten everything when its process was started again', () => {
    const server = new RequestServer('shop-1', 1, 0)
    server.admit(0, 1_000)
    server.reset()
    expect(server.admit(5, 10)).toBe(15)
  })

  it('should never work on more than it can, and begin in the order of arrival', () =>
    fc.assert(
      fc.property(comers, fc.integer({ min: 1, max: 4 }), fc.nat(5), (all, concurrency, backlog) => {
        const server = new RequestServer('shop-1', concurrency, backlog)
        const admitted: { fromUs: number; untilUs: number }[] = []
        let nowUs = 0
        for (const { gapUs, takesUs } of all) {
          nowUs += gapUs
          const waiting = admitted.filter(({ fromUs }) => fromUs > nowUs).length
          const busy = admitted.filter(({ fromUs, untilUs }) => fromUs <= nowUs && untilUs > nowUs).length
          const untilUs = server.admit(nowUs, takesUs)
          const mustWait = busy + waiting >= concurrency
          expect(untilUs === REFUSED).toBe(mustWait && waiting >= backlog)
          if (untilUs === REFUSED) continue
          const fromUs = untilUs - takesUs
          expect(fromUs).toBeGreaterThanOrEqual(Math.max(nowUs, admitted.at(-1)?.fromUs ?? 0))
          if (!mustWait) expect(fromUs).toBe(nowUs)
          admitted.push({ fromUs, untilUs })
          const atOnce = admitted.filter((one) => one.fromUs <= fromUs && one.untilUs > fromUs).length
          expect(atOnce).toBeLessThanOrEqual(concurrency)
        }
      }),
    ))
})
