import { describe, expect, it } from 'vitest'
import { MINUTE_US } from '../../src/cloud/duration-range.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { longerPlan } from '../../src/simulation/longer-plan.ts'
import type { Action, Plan } from '../../src/simulation/plan.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'

const outage = (forUs: number): Action => ({ kind: 'zoneOutage', zone: 'cn-hangzhou-h', forUs })
const withAction = (plan: Plan, action: Action): Plan => ({
  ...plan,
  timeline: [{ atUs: MINUTE_US, text: 'x', action, origin: unwritten('timeline[0]') }],
})

describe('longerPlan', () => {
  const plan = { ...aPlan({}), durationUs: 10 * MINUTE_US }

  it('should let the same happen, and then more', () => {
    const { events } = simulate(plan)
    const longer = simulate(longerPlan(plan, 20 * MINUTE_US))
    expect(longer.endUs).toBe(20 * MINUTE_US)
    expect(longer.events.slice(0, events.length)).toEqual(events)
  })

  it('should let an outage that lasts until the end last until the new one, and end others when they end', () => {
    const actionOf = (action: Action) =>
      longerPlan(withAction(plan, action), 20 * MINUTE_US).timeline[0]!.action
    expect(actionOf(outage(9 * MINUTE_US))).toEqual(outage(19 * MINUTE_US))
    expect(actionOf(outage(8 * MINUTE_US))).toEqual(outage(8 * MINUTE_US))
  })

  it('should not shorten anything', () => {
    expect(longerPlan(plan, plan.durationUs)).toBe(plan)
    expect(() => longerPlan(plan, MINUTE_US)).toThrow(RangeError)
  })
})
