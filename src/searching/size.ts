/** How large things have to be for the plan of a file: each answer was run, and one less was shown to fail. */
import type { Question, SizeSheet } from '../checking/sizing/size-sheet.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { sizeBatches } from './size-batches.ts'
import { sizeCovers } from './size-covers.ts'
import { sizeDrains } from './size-drains.ts'
import { sizePools } from './size-pools.ts'
import { studyOf } from './study.ts'

export interface SizeOptions {
  /** Pools are sized without a crash, and with so many. */
  readonly crashes: number
  /** How many seeds each answer is run with, from the file's own one on. */
  readonly runs: number
  /** Instead of the file's. */
  readonly seed?: number
  readonly only: readonly Question[]
}

/** `source` is the text that `scenario` was read from. */
export function sizeOf(
  source: string,
  scenario: Scenario,
  { crashes, runs, seed = scenario.seed, only }: SizeOptions,
): SizeSheet {
  const seeds = Array.from({ length: runs }, (_, index) => seed + index)
  const study = studyOf(source, scenario, seeds)
  const none = { answers: [], notSized: [] }
  const pools = only.includes('pool') ? sizePools(study, crashes) : none
  const batches = only.includes('batches') ? sizeBatches(study) : none
  const drains = only.includes('drain') ? sizeDrains(study) : none
  const covers = only.includes('cidr') ? sizeCovers(study) : none
  return {
    seeds,
    crashes,
    pools: pools.answers,
    batches: batches.answers,
    drains: drains.answers,
    covers: covers.answers,
    notSized: [...pools.notSized, ...batches.notSized, ...drains.notSized, ...covers.notSized],
  }
}
