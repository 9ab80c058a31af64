/**
 * How many of many runs came into each interesting situation. All that could be interesting in a plan are listed from the start, so
 * that one that never came is told: a check that never saw it says nothing about it.
 */
import type { Plan } from '../simulation/plan.ts'
import type { FaultKind } from './fault.ts'
import { type SeenRun, type Sight, type SituationGroup, sightsOf } from './sights.ts'

export interface SituationCount {
  readonly group: SituationGroup
  readonly name: string
  readonly runs: number
}

export class Situations {
  readonly #sights: readonly Sight[]
  readonly #runs: number[]
  /** Codes that blocked a flow: which ones there can be, nobody knows beforehand. */
  readonly #codes = new Map<string, number>()

  constructor(plan: Plan, kinds: readonly FaultKind[]) {
    this.#sights = sightsOf(plan, kinds)
    this.#runs = this.#sights.map(() => 0)
  }

  see(run: SeenRun): void {
    for (const [index, sight] of this.#sights.entries()) if (sight.comes(run)) this.#runs[index]!++
    const codes = new Set<string>()
    for (const { flow, intervals } of run.summary.flows)
      for (const { status, code } of intervals)
        if (code !== undefined && (status === 'BLOCKED' || status === 'PARTIAL'))
          codes.add(`${flow}: ${code}`)
    for (const code of codes) this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1)
  }

  counts(): SituationCount[] {
    return [
      ...this.#sights.map(({ group, name }, index) => ({ group, name, runs: this.#runs[index]! })),
      ...[...this.#codes]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, runs]) => ({ group: 'flows' as const, name, runs })),
    ]
  }
}
