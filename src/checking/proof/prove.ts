/**
 * Proof for small sizes: every order in which the works of a plan can end, and every crash within a budget, by the very steps that a
 * run takes. Either nothing can go wrong within these bounds, or a shortest way into it comes back, or the budget was spent first.
 */
import type { Plan } from '../../simulation/plan.ts'
import type { Expectation } from '../expectation.ts'
import { type Counterexample, counterexampleOf } from './counterexample.ts'
import {
  type DeploymentState,
  type DeploymentStep,
  deploymentMachine,
  type FaultBudget,
  type MachineOptions,
  whyNotExhaustive,
} from './deployment-machine.ts'
import { type Bounds, explore, type Found } from './explore.ts'
import { invariantsFor, type NamedInvariant } from './invariants.ts'

export type Proof = ProofCounts &
  (
    | { readonly verdict: 'PROVED' }
    | {
        readonly verdict: 'REFUTED'
        /** What does not hold: the name of an invariant, or that the changes complete. */
        readonly what: string
        /** How it does not hold, in the state at the end. */
        readonly how: string
        readonly claim?: NamedInvariant['claim']
        readonly steps: readonly DeploymentStep[]
        readonly counterexample: Counterexample
      }
    | { readonly verdict: 'UNDETERMINED'; readonly why: string }
  )

export interface ProofCounts {
  readonly invariants: readonly string[]
  readonly states: number
  readonly transitions: number
  /** Different orders from the begin to an end; NaN where not all was seen. */
  readonly orders: number
}

export interface ProveOptions extends MachineOptions {
  /** Which invariants are asked, by their name; absent: all. That the changes complete always is. */
  readonly isAsked?: (name: string) => boolean
}

export const COMPLETES = 'every change completes'

export function prove(
  plan: Plan,
  expectations: readonly Expectation[],
  faults: FaultBudget,
  bounds: Bounds,
  { isAsked = () => true, ...options }: ProveOptions = {},
): Proof {
  const why = whyNotExhaustive(plan)
  if (why !== undefined)
    return { verdict: 'UNDETERMINED', why, invariants: [], states: 0, transitions: 0, orders: Number.NaN }
  const { initial } = deploymentMachine(plan, faults, [], options)
  const invariants = invariantsFor(initial, expectations).filter(({ name }) => isAsked(name))
  const machine = deploymentMachine(
    plan,
    faults,
    invariants.map(({ holds }) => holds),
    options,
  )
  const { states, steps, orders, isComplete, violation, standstill } = explore(machine, bounds)
  const counts: ProofCounts = {
    invariants: [...invariants.map(({ name }) => name), COMPLETES],
    states,
    transitions: steps,
    orders,
  }
  if (violation !== undefined) {
    const broken = invariants.find(({ holds }) => holds(violation.state) !== undefined)!
    return refuted(broken.name, violation.what, violation, broken.claim)
  }
  if (!isComplete)
    return { ...counts, verdict: 'UNDETERMINED', why: `the budget of ${bounds.states} states was spent` }
  if (standstill !== undefined) return refuted(COMPLETES, howStuck(standstill.state), standstill, undefined)
  return { ...counts, verdict: 'PROVED' }

  function refuted(
    what: string,
    how: string,
    { path }: Found<DeploymentState, DeploymentStep>,
    claim: NamedInvariant['claim'],
  ): Proof {
    return {
      ...counts,
      verdict: 'REFUTED',
      what,
      how,
      ...(claim !== undefined && { claim }),
      steps: path,
      counterexample: counterexampleOf(machine, path),
    }
  }
}

/** Who waits for what, of those that are not settled. */
function howStuck({ estate }: DeploymentState): string {
  const waits: string[] = []
  for (const { app, fleet, hasOrder } of estate.applications) {
    const short = [...fleet.all()].filter(({ waitsFor }) => waitsFor !== undefined)
    if (short.length > 0)
      waits.push(`${short.map(({ name, waitsFor }) => `${name} waits (${waitsFor})`).join(', ')}`)
    else if (hasOrder) waits.push(`the order of ${app.name} waits`)
  }
  return waits.join('; ')
}
