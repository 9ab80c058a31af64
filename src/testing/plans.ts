/** Whole plans, drawn: they run as they are. */
import fc from 'fast-check'
import type { Plan } from '../simulation/plan.ts'
import { aPlan } from './arbitraries/a-plan.ts'
import { aRollout } from './arbitraries/a-rollout.ts'
import { aStormyPlan } from './arbitraries/a-stormy-plan.ts'
import { aStormyService } from './arbitraries/a-stormy-service.ts'

/** The replacement of one application with one EIP per instance; its pool has `spare` more, by default 1 to 4. */
export function aRolloutPlan(spare = fc.integer({ min: 1, max: 4 })): fc.Arbitrary<Plan> {
  return aRollout(spare).map(aPlan)
}

/** Applications that share pools, or an inference service, to which much is done: changes upon changes, faults, short pools. */
export function aScenario(): fc.Arbitrary<Plan> {
  return fc.oneof({ weight: 3, arbitrary: aStormyPlan }, { weight: 1, arbitrary: aStormyService }).map(aPlan)
}
