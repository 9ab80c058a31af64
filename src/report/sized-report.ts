/** Sizes of a plan, as the renderers of `simulate size` take them. */
import { QUESTIONS, type Question, type SizeSheet } from '../checking/sizing/size-sheet.ts'
import type { Run } from './run.ts'

export interface SizedReport {
  readonly scenario: Run['scenario']
  readonly version: string
  readonly asked: readonly Question[]
  readonly sheet: SizeSheet
}

/** `undetermined`: something that was sized has no answer, or nothing could be sized. */
export type SizeResult = 'sized' | 'undetermined'

export function sizeResult({ sheet }: SizedReport): SizeResult {
  const { pools, batches, drains, covers } = sheet
  const isAnswered =
    pools.every(({ answers }) => answers.every(({ smallest }) => smallest !== undefined)) &&
    batches.every(({ fastest }) => fastest !== undefined) &&
    drains.every(({ smallest }) => smallest !== undefined) &&
    covers.every(({ rerun }) => rerun !== undefined && rerun.failure === undefined)
  const count = pools.length + batches.length + drains.length + covers.length
  return isAnswered && count > 0 ? 'sized' : 'undetermined'
}

/** The questions that were asked, in their order. */
export function askedOf(only: readonly Question[]): readonly Question[] {
  return QUESTIONS.filter((question) => only.length === 0 || only.includes(question))
}
