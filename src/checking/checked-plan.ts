/** What `simulate check` has found of a plan, as it is told: by many runs, or by every order of its steps. */
import type { Fault, FaultKind } from './fault.ts'
import type { Flaw } from './flaw.ts'
import type { Proof } from './proof/prove.ts'
import type { SituationCount } from './situations.ts'

export type CheckedPlan = RandomCheck | ExhaustiveCheck

/** Many runs, each with its own chance and faults. */
export interface RandomCheck {
  readonly kind: 'random'
  readonly seed: number
  /** How many were to be made; after a failure no other is. */
  readonly asked: number
  readonly made: number
  readonly kinds: readonly FaultKind[]
  readonly maxFaults: number
  readonly situations: readonly SituationCount[]
  /** Runs in which nothing failed and not all was decided when they ended. */
  readonly undecided: number
  readonly failure?: RandomFailure
}

export interface RandomFailure {
  /** From 1: the smallest that fails. */
  readonly run: number
  readonly seed: number
  readonly faults: readonly Fault[]
  readonly flaw: Flaw
  readonly smaller: Shrinking
  readonly counterexample: WrittenCounterexample
}

/** How the failing case was made smaller. */
export interface Shrinking {
  readonly tried: number
  /** In order: what could go without mending it. */
  readonly steps: readonly string[]
  /** False: it gave up before nothing smaller failed. */
  readonly isComplete: boolean
}

/** A scenario that fails in the same way whenever it is run; it was. */
export interface WrittenCounterexample {
  readonly text: string
  /** What its own run says. */
  readonly message: string
  /** The wait-for chain of a change in it that is stuck. */
  readonly waitsFor: readonly string[]
}

/** Every order in which the works of the plan can end. */
export interface ExhaustiveCheck {
  readonly kind: 'exhaustive'
  readonly proof: Proof
  readonly bounds: ProofBounds
  readonly counterexample?: WrittenCounterexample
}

export interface ProofBounds {
  readonly states: number
  readonly crashes: number
  /** What was not asked, in sentences. */
  readonly leftOut: readonly string[]
}

export type CheckResult = 'held' | 'failed' | 'undetermined'

export function checkResult(checked: CheckedPlan): CheckResult {
  if (checked.kind === 'random') {
    if (checked.failure !== undefined) return 'failed'
    return checked.undecided > 0 ? 'undetermined' : 'held'
  }
  switch (checked.proof.verdict) {
    case 'PROVED':
      return 'held'
    case 'REFUTED':
      return 'failed'
    case 'UNDETERMINED':
      return 'undetermined'
  }
}
