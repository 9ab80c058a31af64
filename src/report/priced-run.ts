/** A run with its cost, as the renderers of `simulate cost` take it. */
import type { CostSheet } from '../pricing/cost-sheet.ts'
import type { Run } from './run.ts'

export interface PricedReport {
  readonly run: Omit<Run, 'findings' | 'reasonOf'>
  readonly sheet: CostSheet
}

/** `undetermined`: a price that a total needs is not known. */
export type CostResult = 'priced' | 'undetermined'

export function costResult({ sheet }: PricedReport): CostResult {
  return sheet.unknown.length === 0 ? 'priced' : 'undetermined'
}
