/**
 * The smallest change that lets packets through, found by trying: edits are made for what blocks, put into a copy of the
 * configuration, and the data path is asked again. What is found here is proven; nothing else may be called so.
 *
 * The search goes by weight (`edit-kind.ts`), the lightest set first. Edits are made for the first thing that stops each
 * packet, anew from every answer, for a change may uncover the next blocker. Configurations that the cloud would refuse
 * are no way out. Of a set that helps each smaller part is tried, so that none of its edits is idle. Then the search goes
 * on a little for sets that go another way: the alternatives.
 *
 * Limits: instances that do not answer, networks that may not be connected and addresses that nobody has cannot be mended
 * by configuration, and a search that grows beyond its budget ends without a fix, never with an unproven one.
 */
import { type Quotas, quotasWith } from '../cloud/quotas.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Live } from '../datapath/live.ts'
import type { Story } from '../datapath/story.ts'
import { compileTables, type Tables } from '../datapath/tables.ts'
import { type Asked, type Draft, draftAfter, type Edit, identityOf, liveWith } from './edit.ts'
import { isOfOneSort, weightOf } from './edit-kind.ts'
import { editsFor } from './edits-for.ts'
import { refusalsOf } from './refusals.ts'

/** A set of edits that helps; without any of them something is blocked. */
export interface EditSet {
  /** In the order in which they help. */
  readonly edits: readonly Edit[]
}

export interface ProvenFix extends EditSet {
  /** Others that go another way, each proven by itself, the lighter ones first. */
  readonly alternatives: readonly EditSet[]
}

/** The question, asked again and again of the same instances; `asked` is what the caller would do otherwise. */
export type AskAgain = (tables: Tables, live: Live, asked: Asked) => readonly Story[]

const MOST_EDITS = 8
const MOST_TRIALS = 300
/** How long, and how much heavier, alternatives are looked for. */
const MORE_TRIALS = 40
const MORE_WEIGHT = 3
const MOST_ALTERNATIVES = 2

/** Undefined where nothing blocks, or no change is known that helps. Without `flow` no change of the caller is tried. */
export function proveFix(
  askAgain: AskAgain,
  tables: Tables,
  live: Live,
  quotas: Quotas = quotasWith(),
  flow?: Flow,
): ProvenFix | undefined {
  return new FixSearch(askAgain, tables, live, quotas, flow).run()
}

/** What is there, and what is asked, after some edits. */
export interface Afterwards {
  readonly tables: Tables
  readonly live: Live
  readonly asked: Asked
}

/** Undefined where an edit has no place in what the others made. Whether the cloud would take it is not looked at. */
export function afterwards(edits: readonly Edit[], tables: Tables, live: Live): Afterwards | undefined {
  const draft = draftAfter(edits, tables.topology)
  return draft && enter(draft, tables, live)
}

function enter(draft: Draft, tables: Tables, live: Live): Afterwards {
  const { topology, asked } = draft
  const bound = liveWith(draft, live)
  if (topology === tables.topology) return { tables, live: bound, asked }
  const changed = compileTables(topology, tables)
  return { tables: changed, live: withPoolsOf(changed, tables, bound), asked }
}

/** What a run knows of a pool that is another one now is gone: such a pool is asked as it comes to rest. */
function withPoolsOf({ balancers }: Tables, before: Tables, live: Live): Live {
  const gone = [...live.pools.keys()].filter((key) => {
    const now = balancers.pools.get(key)
    const was = before.balancers.pools.get(key)
    return now !== was && JSON.stringify(now) !== JSON.stringify(was)
  })
  if (gone.length === 0) return live
  const copy = live.copy()
  for (const key of gone) copy.pools.delete(key)
  return copy
}

interface Trial extends Afterwards {
  readonly stories: readonly Story[]
}

class FixSearch {
  readonly #askAgain: AskAgain
  readonly #tables: Tables
  readonly #live: Live
  readonly #quotas: Quotas
  readonly #flow: Flow | undefined
  readonly #known: ReadonlySet<string>
  /** By weight: sets that are to be tried, in the order in which they came up. */
  readonly #open: (readonly Edit[])[][] = [[[]]]
  readonly #seen = new Set<string>()
  readonly #found: (readonly Edit[])[] = []

  constructor(askAgain: AskAgain, tables: Tables, live: Live, quotas: Quotas, flow: Flow | undefined) {
    this.#askAgain = askAgain
    this.#tables = tables
    this.#live = live
    this.#quotas = quotas
    this.#flow = flow
    this.#known = refusalsOf(tables.topology, quotas)
  }

  run(): ProvenFix | undefined {
    let trialsLeft = MOST_TRIALS
    for (let weight = 0; weight < this.#open.length; weight++) {
      if (this.#found.length > 0 && weight > weightOf(this.#found[0]!) + MORE_WEIGHT) break
      for (const edits of this.#open[weight] ?? []) {
        if (trialsLeft-- <= 0) return this.#best()
        if (this.#isBeyondAFound(edits)) continue
        const trial = this.#try(edits)
        if (trial === undefined) continue
        if (!isThrough(trial)) this.#extend(edits, trial)
        else if (edits.length === 0) return undefined
        else {
          this.#found.push(this.#smallestPart(edits))
          trialsLeft = Math.min(trialsLeft, MORE_TRIALS)
        }
      }
    }
    return this.#best()
  }

  #extend(edits: readonly Edit[], { stories, tables, live, asked }: Trial): void {
    if (edits.length >= MOST_EDITS) return
    const flow = this.#flow === undefined ? {} : { flow: { ...this.#flow, ...asked } }
    for (const edit of editsFor(stories, { tables, live, ...flow })) {
      const set = [...edits, edit]
      const identity = set.map(identityOf).sort().join('\n\n')
      if (this.#seen.has(identity)) continue
      this.#seen.add(identity)
      const weight = weightOf(set)
      while (this.#open.length <= weight) this.#open.push([])
      this.#open[weight]!.push(set)
    }
  }

  /** With all of a set that helps nothing more is needed. */
  #isBeyondAFound(edits: readonly Edit[]): boolean {
    const identities = new Set(edits.map(identityOf))
    return this.#found.some((found) => found.every((edit) => identities.has(identityOf(edit))))
  }

  /** The lightest first, and of those that are of one sort only the lightest. */
  #best(): ProvenFix | undefined {
    const [best, ...others] = this.#found.toSorted((a, b) => weightOf(a) - weightOf(b) || a.length - b.length)
    if (best === undefined) return undefined
    const told = [best]
    for (const edits of others)
      if (told.length <= MOST_ALTERNATIVES && !told.some((better) => isOfOneSort(better, edits)))
        told.push(edits)
    return { edits: best, alternatives: told.slice(1).map((edits) => ({ edits })) }
  }

  /** What the data path answers after these edits; undefined where the cloud would not take them. */
  #try(edits: readonly Edit[]): Trial | undefined {
    const draft = draftAfter(edits, this.#tables.topology)
    if (draft === undefined) return undefined
    if (draft.topology !== this.#tables.topology)
      for (const refusal of refusalsOf(draft.topology, this.#quotas))
        if (!this.#known.has(refusal)) return undefined
    // Only now: what the cloud would refuse need not have tables.
    const after = enter(draft, this.#tables, this.#live)
    return { ...after, stories: this.#askAgain(after.tables, after.live, after.asked) }
  }

  #smallestPart(edits: readonly Edit[]): readonly Edit[] {
    for (const part of partsOf(edits)) {
      const trial = this.#try(part)
      if (trial !== undefined && isThrough(trial)) return part
    }
    return edits
  }
}

function isThrough({ stories }: Trial): boolean {
  return stories.every(({ answer }) => answer.reachable)
}

/** All parts but the empty and the whole, the lighter ones first. */
function partsOf(whole: readonly Edit[]): Edit[][] {
  const parts: Edit[][] = []
  for (let choice = 1; choice < 2 ** whole.length - 1; choice++)
    parts.push(whole.filter((_, at) => (choice >> at) & 1))
  return parts.sort((a, b) => weightOf(a) - weightOf(b) || a.length - b.length)
}
