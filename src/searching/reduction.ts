/**
 * A way to make a scenario smaller, as a change of its file: whether the smaller one is a scenario at all, and whether it still fails,
 * is for others to find out (`shrink.ts`).
 */
import type { Fault } from '../checking/fault.ts'
import type { Flaw } from '../checking/flaw.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { itemsOf, type Value, within } from '../scenario/value.ts'

/** A scenario while it is made smaller. */
export interface Draft {
  readonly text: string
  /** What stands in `text`. */
  readonly root: Value
  readonly scenario: Scenario
  /** Faults that are left, behind the file's own entries of the timeline or among its draws and failures. */
  readonly faults: readonly Fault[]
}

export interface Reduction {
  /** For a person: `3 instances of shop, not 6`. */
  readonly what: string
  readonly changes: readonly Rewriting[]
  /** The faults that are left with it; absent: all. */
  readonly faults?: readonly Fault[]
}

/** Finds what could be smaller in a draft; each is asked again after a success, until it has nothing left to propose. */
export type Reducer = (draft: Draft, flaw: Flaw) => Iterable<Reduction>

export type TimedFault = Extract<Fault, { readonly atUs: number }>

export function isTimed(fault: Fault): fault is TimedFault {
  return fault.kind === 'crash' || fault.kind === 'zone'
}

/** Entries of the timeline that are no faults. */
export function ownEntries({ root, faults }: Pick<Draft, 'root' | 'faults'>): number {
  return itemsOf(within(root, 'timeline')).length - faults.filter(isTimed).length
}

/** The smallest, the half, one less. */
export function stepsDown(count: number, smallest: number): number[] {
  return [...new Set([smallest, Math.floor(count / 2), count - 1])].filter(
    (each) => smallest <= each && each < count,
  )
}
