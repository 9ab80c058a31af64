/** What a rule of lint gives: a code, where, what exactly, and the other places it speaks of. */
import type { Origin } from '../../cloud/origin.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Path } from '../../cloud/violation.ts'
import type { Plan } from '../../simulation/plan.ts'
import type { LintCode } from './reasons.ts'
import type { Budget } from './rule-order.ts'

export interface Found {
  readonly code: LintCode
  /** The thing in question. */
  readonly origin: Origin
  /** One clause; names and numbers of this file. */
  readonly message: string
  /** Other places that belong to it, in the order in which the message names them. */
  readonly also?: readonly Origin[]
  /** Fills the fix template of the code. */
  readonly details?: Readonly<Record<string, string>>
}

/** Where a path of the file stands; of a path that leaves the file the last place on its way. */
export type Locate = (path: Path) => Origin | undefined

export interface LintContext {
  readonly budget: Budget
  readonly locate: Locate
}

/** Looks at one configuration. What it has found against a thing holds only if it holds in each that has the thing. */
export interface TopologyRule {
  /** The parts it depends on: if they are the same objects, so is the answer. */
  reads(topology: Topology): readonly unknown[]
  find(topology: Topology, context: LintContext): Iterable<Found>
}

/** Looks at the configuration and at what will be done with it. */
export type PlanRule = (plan: Plan, context: LintContext) => Iterable<Found>
