/**
 * A proof for many, by asking few: instances that are stopped alike mostly need the same change. It is searched for one of
 * each sort and then tried with all; whoever it does not help joins those that are asked, and the search begins anew.
 * What no smaller set does for a few, none does for all of them.
 */
import type { Quotas } from '../cloud/quotas.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Live } from '../datapath/live.ts'
import type { Tables } from '../datapath/tables.ts'
import type { Edit } from './edit.ts'
import { type Afterwards, type AskAgain, afterwards, type ProvenFix, proveFix } from './proven-fix.ts'

const MOST_ROUNDS = 5
/** How many join those that are asked in one round. */
const MOST_JOINING = 8

/** Many who are asked one question. */
export interface Party {
  readonly slots: readonly number[]
  /** One of each sort. */
  readonly some: readonly number[]
  /** The question, for whomever it is to be asked. */
  asker(slots: readonly number[]): AskAgain
  /** Which of these do not get through? Asked often, and told nothing. */
  blocked(slots: readonly number[], after: Afterwards): readonly number[]
}

export function proveForAll(
  { slots: all, some, asker, blocked }: Party,
  tables: Tables,
  live: Live,
  quotas: Quotas | undefined,
  flow: Flow,
): ProvenFix | undefined {
  const left = (edits: readonly Edit[]): readonly number[] => {
    const after = afterwards(edits, tables, live)
    if (after === undefined) return all
    return blocked(all, after)
  }
  let asked = [...some]
  for (let round = 0; round < MOST_ROUNDS && asked.length < all.length; round++) {
    const fix = proveFix(asker(asked), tables, live, quotas, flow)
    if (fix === undefined) return undefined
    const missed = left(fix.edits)
    if (missed.length === 0)
      return { ...fix, alternatives: fix.alternatives.filter(({ edits }) => left(edits).length === 0) }
    asked = [...asked, ...missed.slice(0, MOST_JOINING)]
  }
  return proveFix(asker(all), tables, live, quotas, flow)
}
