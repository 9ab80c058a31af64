/** A scenario file, read and resolved: the plan to simulate, what must hold, and which defaults of ours it relied on. */
import type { Expectation } from '../checking/expectation.ts'
import type { Plan } from '../simulation/plan.ts'

export interface Scenario extends Plan {
  /** As given on the command line; printed, never opened again. */
  readonly file: string
  readonly description?: string
  readonly expectations: readonly Expectation[]
  readonly assumptions: readonly Assumption[]
  /** Things worth telling that are no mistakes: host bits masked, a pool below instances + 1. */
  readonly notices: readonly Notice[]
}

/** A value that the documents leave open and the file did not set. */
export interface Assumption {
  readonly code: 'ASSUMED_TIMING' | 'ASSUMED_ORDER' | 'ASSUMED_PRECEDENCE' | 'DOCS_DISAGREE'
  /** `apps.shop.lifecycle.eipBind = 3s` */
  readonly text: string
  readonly source: string
}

export interface Notice {
  readonly code: string
  readonly message: string
  readonly line: number
  readonly column: number
}
