/**
 * Chooses the form in which IPv4 steps are asked. Each form wins where the other loses: `step-tree.ts` stays
 * within a few cache lines, which counts where many small tables share the cache, but costs a level
 * per doubling; `step-trie.ts` costs about the same at any size, but begins at 256 KiB.
 */
import type { AddressSteps, StepIndex } from './address-steps.ts'
import { StepTree } from './step-tree.ts'
import { StepTrie } from './step-trie.ts'

/** `auto` chooses by size; the others are for tests and benches. */
export type StepForm = 'auto' | 'tree' | 'trie'

/**
 * The largest tree: 9 levels, 7 KiB. The trie is quicker from about 100 steps on (9 ns against 15 to 19), but a
 * route table at its quota of 200 entries has up to 401 steps, there may be a thousand such tables, and at
 * 256 KiB each they would push one another out of every cache.
 */
const MOST_STEPS_OF_A_TREE = 512

/** Puts `steps` into the form that is quick to ask for their number. */
export function indexSteps(steps: AddressSteps, form: StepForm = 'auto'): StepIndex {
  const asTree = form === 'tree' || (form === 'auto' && steps.starts.length <= MOST_STEPS_OF_A_TREE)
  return asTree ? StepTree.of(steps) : StepTrie.of(steps)
}
