import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOBODY, newStanding } from '../../src/balancing/scheduler.ts'
import { SmoothWrr } from '../../src/balancing/smooth-wrr.ts'
import { SteadyWrr } from '../../src/balancing/steady-wrr.ts'

const membersOf = (weights: readonly number[]) => ({
  names: weights.map((_, at) => `10.0.0.${at + 1}:80`),
  weights,
})

describe('SteadyWrr', () => {
  it('should pick whom SmoothWrr picks, whenever servers change in between (6.1)', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            servers: fc.array(fc.record({ weight: fc.constantFrom(0, 1, 2, 4, 50, 100), up: fc.boolean() }), {
              minLength: 1,
              maxLength: 4,
            }),
            picks: fc.nat(40),
            ramps: fc.boolean(),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        (stages) => {
          const smooth = new SmoothWrr(membersOf([]))
          const steady = new SteadyWrr(membersOf([]))
          let standing = newStanding(0)
          for (const { servers, picks, ramps } of stages) {
            const before = servers.map((_, at) => (at < standing.usable.length ? at : NOBODY))
            const members = membersOf(servers.map(({ weight }) => weight))
            steady.settle(standing.usable)
            standing = newStanding(servers.length)
            for (const [at, { up }] of servers.entries()) standing.usable[at] = up ? 1 : 0
            for (const machine of [smooth, steady]) {
              machine.reshape(members, before)
              if (ramps) machine.setWeight(0, 0.5)
            }
            if (!ramps) steady.begin(standing.usable)
            for (let pick = 0; pick < picks; pick++) expect(steady.pick(standing)).toBe(smooth.pick(standing))
          }
        },
      ),
      { numRuns: 500 },
    ))
})
