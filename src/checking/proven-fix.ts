/**
 * The smallest change that lets packets through, found by trying: edits are made for what blocks, put into a copy of the
 * configuration, and the data path is asked again. What is found here is proven; nothing else may be called so.
 *
 * The search goes by size: all single edits first, then pairs, and so on. A change may uncover the next blocker (behind a
 * failed translation nobody knows the source), so edits are made anew from every answer. Configurations that the cloud
 * would refuse are no way out. At last each smaller part of the set is tried, so that none of its edits is idle.
 *
 * Limits: instances that do not answer, networks that are not connected and addresses that nobody has cannot be mended by
 * configuration alone, and a search that grows beyond its budget ends without a fix, never with an unproven one.
 */
import { type Quotas, quotasWith } from '../cloud/quotas.ts'
import { checkTopology } from '../cloud/topology-rules.ts'
import type { Violation } from '../cloud/violation.ts'
import type { Live } from '../datapath/live.ts'
import type { Story } from '../datapath/story.ts'
import { compileTables, type Tables } from '../datapath/tables.ts'
import { type Draft, type Edit, identityOf } from './edit.ts'
import { editsFor } from './edits-for.ts'

export interface ProvenFix {
  /** In the order in which they help; without any one of them something is blocked. */
  readonly edits: readonly Edit[]
}

/** The question, asked again and again: the same flow, the same instances. */
export type AskAgain = (tables: Tables, live: Live) => readonly Story[]

const MOST_EDITS = 5
const MOST_TRIALS = 400

/** Undefined where nothing blocks, or no change is known that helps. */
export function proveFix(
  askAgain: AskAgain,
  tables: Tables,
  live: Live,
  quotas: Quotas = quotasWith(),
): ProvenFix | undefined {
  return new FixSearch(askAgain, tables, live, quotas).run()
}

class FixSearch {
  readonly #askAgain: AskAgain
  readonly #tables: Tables
  readonly #live: Live
  readonly #quotas: Quotas
  readonly #known: ReadonlySet<string>
  #trials = 0

  constructor(askAgain: AskAgain, tables: Tables, live: Live, quotas: Quotas) {
    this.#askAgain = askAgain
    this.#tables = tables
    this.#live = live
    this.#quotas = quotas
    this.#known = new Set(this.#violations({ topology: tables.topology, bindings: [] }))
  }

  run(): ProvenFix | undefined {
    let sets: (readonly Edit[])[] = [[]]
    const seen = new Set<string>()
    for (let size = 0; size <= MOST_EDITS && sets.length > 0; size++) {
      const larger: (readonly Edit[])[] = []
      for (const edits of sets) {
        if (++this.#trials > MOST_TRIALS) return undefined
        const trial = this.#try(edits)
        if (trial === undefined) continue
        if (trial.stories.every(({ answer }) => answer.reachable))
          return size === 0 ? undefined : { edits: this.#smallestPart(edits) }
        for (const edit of editsFor(trial.stories, trial.tables, trial.live)) {
          const set = [...edits, edit]
          const identity = set.map(identityOf).sort().join('\n\n')
          if (!seen.has(identity)) larger.push(set)
          seen.add(identity)
        }
      }
      sets = larger
    }
    return undefined
  }

  /** What the data path answers after these edits; undefined where the cloud would not take them. */
  #try(edits: readonly Edit[]): { tables: Tables; live: Live; stories: readonly Story[] } | undefined {
    let draft: Draft | undefined = { topology: this.#tables.topology, bindings: [] }
    for (const edit of edits) {
      draft = edit.apply(draft)
      if (draft === undefined) return undefined
    }
    if (edits.length > 0 && this.#violations(draft).some((violation) => !this.#known.has(violation)))
      return undefined
    const tables = edits.length === 0 ? this.#tables : compileTables(draft.topology, this.#tables)
    const live = this.#live.copy()
    for (const { slot, eip } of draft.bindings) live.bind(slot, eip)
    return { tables, live, stories: this.#askAgain(tables, live) }
  }

  #violations({ topology }: Draft): string[] {
    return [...checkTopology(topology, [], this.#quotas)].map(
      ({ code, path }: Violation) => `${code} ${path.join('/')}`,
    )
  }

  #smallestPart(edits: readonly Edit[]): readonly Edit[] {
    for (const part of partsOf(edits))
      if (this.#try(part)?.stories.every(({ answer }) => answer.reachable)) return part
    return edits
  }
}

/** All parts but the empty and the whole, the smaller ones first. */
function partsOf<T>(whole: readonly T[]): T[][] {
  const parts: T[][] = []
  for (let choice = 1; choice < 2 ** whole.length - 1; choice++)
    parts.push(whole.filter((_, at) => (choice >> at) & 1))
  return parts.sort((a, b) => a.length - b.length)
}
