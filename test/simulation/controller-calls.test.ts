import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ControllerCalls, SERVERS_OF_A_CALL } from '../../src/simulation/controller-calls.ts'

/** Turns at instants that grow, each with so many servers to add and to remove. */
const turns = fc.array(
  fc.record({ gapUs: fc.integer({ min: 1, max: 5 }), adds: fc.nat(70), removes: fc.nat(70) }),
  { minLength: 1, maxLength: 6 },
)

describe('the calls of a controller', () => {
  it('4.5: should have at most 30 servers each, additions before removals, one call after the other', () =>
    fc.assert(
      fc.property(turns, fc.integer({ min: 1, max: 4 }), (all, callUs) => {
        const calls = new ControllerCalls()
        let nowUs = 0
        let lastUs = -1
        for (const [nth, { gapUs, adds, removes }] of all.entries()) {
          nowUs += gapUs
          const isAdded = (instance: string) => instance.startsWith('a')
          // Removals were seen first, and wait for all that.
          const gone = Array.from({ length: removes }, (_, at) => `r${nth}-${at}`)
          const come = Array.from({ length: adds }, (_, at) => `a${nth}-${at}`)
          for (const instance of [...gone, ...come]) calls.await(instance, nowUs)
          const doneUs = (instance: string) => calls.doneUs(instance, nowUs, callUs, isAdded)
          const goneUs = gone.map(doneUs)
          if (removes > 0) expect(calls.hasAdditions(nowUs)).toBe(adds > 0 && lastUs <= nowUs)
          const comeUs = come.map(doneUs)
          expect(calls.hasAdditions(nowUs)).toBe(false)
          // By hand: the first call at once, or behind the last one of before.
          const firstUs = lastUs > nowUs ? lastUs + callUs : nowUs
          const ofAdds = come.map((_, at) => firstUs + Math.floor(at / SERVERS_OF_A_CALL) * callUs)
          const ofRemoves = gone.map(
            (_, at) => (ofAdds.at(-1) ?? firstUs) + Math.floor(at / SERVERS_OF_A_CALL) * callUs,
          )
          expect(comeUs).toEqual(ofAdds)
          expect(goneUs).toEqual(ofRemoves)
          if (adds + removes > 0) lastUs = Math.max(...ofAdds, ...ofRemoves)
        }
      }),
    ))
})
