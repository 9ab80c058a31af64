/**
 * Makes a failing scenario smaller as long as it fails in the same way. Greedy and without chance: equal texts give equal results.
 * Where faults were the reason, they stay the reason: a scenario that fails without them is another case.
 */
import type { Fault } from '../checking/fault.ts'
import { type Flaw, isAlike } from '../checking/flaw.ts'
import { readDocument } from '../scenario/document.ts'
import { readScenario } from '../scenario/read-scenario.ts'
import { type Rewriting, rewritten } from '../scenario/rewritten.ts'
import { withoutValueAt } from '../scenario/value.ts'
import { type CheckedRun, checkedRun, type ReasonOf } from './checked-run.ts'
import { fewerFaults, plainerFaults } from './fault-reductions.ts'
import { fewerEntries, fewerMembers, simplerReleases, smallerFleets } from './part-reductions.ts'
import type { Draft, Reducer, Reduction } from './reduction.ts'
import { plainerChance, plainerDurations, shorterRun } from './time-reductions.ts'

export interface FailingCase {
  readonly text: string
  readonly faults: readonly Fault[]
}

export interface Shrunk {
  readonly draft: Draft
  readonly run: CheckedRun
  readonly tried: number
  readonly steps: readonly string[]
  readonly isComplete: boolean
}

/** How many smaller ones are tried. */
export const MOST_TRIES = 400

/** In this order, and again as long as something went. */
const ALL_WAYS: readonly Reducer[] = [
  fewerFaults,
  // Early, since all that follows is run again and again.
  shorterRun,
  fewerEntries,
  fewerMembers,
  smallerFleets,
  simplerReleases,
  plainerDurations,
  plainerFaults,
  plainerChance,
]

/** Leaves the deployment as it is, with all its durations. */
export const AROUND_THE_DEPLOYMENT: readonly Reducer[] = [fewerMembers, plainerChance]

export function shrink(
  start: FailingCase,
  file: string,
  reasonOf: ReasonOf,
  ways: readonly Reducer[] = ALL_WAYS,
): Shrunk {
  return new Shrinker(start, file, reasonOf).shrink(ways)
}

class Shrinker {
  readonly #file: string
  readonly #reasonOf: ReasonOf
  readonly #flaw: Flaw
  readonly #steps: string[] = []
  readonly #seen = new Set<string>()
  #draft: Draft
  #run: CheckedRun
  #tried = 0
  /** It fails, and without its faults it does not. */
  #needsFaults: boolean

  constructor({ text, faults }: FailingCase, file: string, reasonOf: ReasonOf) {
    this.#file = file
    this.#reasonOf = reasonOf
    const draft = this.#read(text, faults)
    if (draft === undefined) throw new Error('a failing case is no scenario')
    this.#draft = draft
    this.#run = checkedRun(draft.scenario, reasonOf)
    const { flaw } = this.#run
    if (flaw === undefined) throw new Error('a failing case does not fail when it is read')
    this.#flaw = flaw
    this.#needsFaults = faults.length > 0 && !this.#failsWithout(draft)
  }

  shrink(ways: readonly Reducer[]): Shrunk {
    // Without all of them at once, where they are not the reason.
    if (!this.#needsFaults && this.#draft.faults.length > 0)
      this.#try({ what: 'without faults', changes: withoutFaults(this.#draft), faults: [] })
    for (let before = -1; before < this.#steps.length; ) {
      before = this.#steps.length
      for (const way of ways) while (this.#reduce(way));
    }
    return {
      draft: this.#draft,
      run: this.#run,
      tried: this.#tried,
      steps: this.#steps,
      isComplete: this.#tried < MOST_TRIES,
    }
  }

  /** The first that still fails is taken. */
  #reduce(reducer: Reducer): boolean {
    for (const reduction of reducer(this.#draft, this.#flaw)) if (this.#try(reduction)) return true
    return false
  }

  #try({ what, changes, faults = this.#draft.faults }: Reduction): boolean {
    const text = rewritten(this.#draft.text, changes)
    if (this.#seen.has(text) || this.#tried >= MOST_TRIES) return false
    this.#seen.add(text)
    this.#tried++
    const draft = this.#read(text, faults)
    if (draft === undefined) return false
    const run = checkedRun(draft.scenario, this.#reasonOf)
    if (!isAlike(this.#flaw, run.flaw)) return false
    if (this.#needsFaults && this.#failsWithout(draft)) return false
    this.#draft = draft
    this.#run = run
    this.#steps.push(what)
    return true
  }

  #failsWithout(draft: Draft): boolean {
    const plain = this.#read(rewritten(draft.text, withoutFaults(draft)), [])
    return plain !== undefined && isAlike(this.#flaw, checkedRun(plain.scenario, this.#reasonOf).flaw)
  }

  /** Undefined: it is no scenario. */
  #read(text: string, faults: readonly Fault[]): Draft | undefined {
    const document = readDocument(text, this.#file)
    const read = readScenario(text, { file: this.#file })
    return document.ok && read.ok
      ? { text, root: document.value, scenario: read.scenario, faults }
      : undefined
  }
}

/** All at once: from behind, so that the places of the others stay. */
function withoutFaults({ root, faults }: Draft): Rewriting[] {
  const changes: Rewriting[] = []
  let rest: Pick<Draft, 'root' | 'faults'> = { root, faults }
  while (rest.faults.length > 0) {
    const [last] = fewerFaults(rest)
    const { changes: change, faults: left = [] } = last!
    changes.push(...change)
    rest = { root: withoutValueAt(rest.root, change[0]!.path), faults: left }
  }
  return changes
}
