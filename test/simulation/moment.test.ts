/** A run that is stopped at an instant knows what the whole run told up to it, that instant included. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import { momentAt, simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import { aStormyPlan } from '../../src/testing/arbitraries/a-stormy-plan.ts'

describe('a moment', () => {
  it('should give the answers that the run gave last', () => {
    let compared = 0
    fc.assert(
      fc.property(aStormyPlan, fc.double({ min: 0, max: 1, noNaN: true }), (draft, part) => {
        const plan = aPlan(draft)
        const trace = simulate(plan)
        // Half of the instants are those of an event.
        const events = trace.events
        const atUs =
          part < 0.5 && events.length > 0
            ? events[Math.floor(part * 2 * events.length)]!.atUs
            : Math.floor(part * plan.durationUs)
        const told = new Map<string, string>()
        for (const event of events) {
          if (event.atUs > atUs) break
          if (event.kind === 'answer') told.set(`${event.flow} ${event.instance}`, event.code ?? 'through')
          if (event.kind === 'left') told.delete(`${event.flow} ${event.instance}`)
        }
        const moment = momentAt(plan, atUs)
        const asked = new Map<string, string>()
        for (const flow of plan.flows) {
          const app = flow.from.kind === 'app' ? flow.from.name : flow.to.name
          for (const standing of moment.instances) {
            if (standing.app !== app || !standing.takesPart) continue
            const { code } = ask(moment.tables, moment.live, flow, standing.slot)
            asked.set(`${flow.name} ${standing.name}`, code ?? 'through')
          }
        }
        expect(new Map([...asked].sort())).toEqual(new Map([...told].sort()))
        compared += asked.size
      }),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(100)
  })

  it('should be refused outside the run', () => {
    const plan = aPlan()
    expect(() => momentAt(plan, -1)).toThrow(RangeError)
    expect(() => momentAt(plan, plan.durationUs + 1)).toThrow(RangeError)
  })
})
