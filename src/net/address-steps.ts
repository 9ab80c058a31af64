/**
 * A step function over the line of addresses: what both longest-prefix match and set membership become
 * once nesting is resolved. It is made once by a sweep over sorted ranges, then put into a form that is
 * quick to ask (`step-tree.ts`, `step-trie.ts`, and `prefix-table6.ts` for IPv6).
 */

/** The answer for addresses that no range holds. */
export const NONE = -1

/**
 * From `starts[i]` up to the address before `starts[i + 1]` the answer is `answers[i]`: an index of the
 * caller's, or {@link NONE}. `starts` ascends strictly from the lowest address, neighbours answer differently.
 */
export interface AddressSteps<Address extends number | bigint = number> {
  readonly starts: readonly Address[]
  readonly answers: readonly number[]
}

/**
 * Something that answers for an IPv4 address as its steps do, and allocates nothing. The address may be signed or not: what
 * calls it passes `address | 0`, because V8 boxes an argument from 128.0.0.0 on if it is unsigned.
 */
export interface StepIndex {
  /** The answer for `address` (32 bits): an index of the caller's, or {@link NONE}. */
  at(address: number): number
  /** Bytes of the typed arrays behind it. */
  readonly byteLength: number
}

/** Ranges in parallel arrays: range `i` holds the addresses from `firsts[i]` to before `ends[i]`. */
export interface NestedRanges<Address extends number | bigint> {
  readonly firsts: ArrayLike<Address>
  readonly ends: ArrayLike<Address>
  /** The ranges in order of `firsts`, the wider before the narrower where they begin together. */
  readonly order: ArrayLike<number>
}

/**
 * Flattens ranges that are nested or disjoint (as blocks are): each address gets the index of the
 * narrowest range that holds it. `lowest` is the first address of the line, `end` the one behind the last.
 */
export function flattenNested<Address extends number | bigint>(
  { firsts, ends, order }: NestedRanges<Address>,
  lowest: Address,
  end: Address,
): AddressSteps<Address> {
  const starts: Address[] = []
  const answers: number[] = []
  const open: number[] = [] // The ranges around the present address, the narrowest last.

  const step = (start: Address, answer: number) => {
    if (starts[starts.length - 1] === start) {
      starts.pop()
      answers.pop()
    }
    if (answers[answers.length - 1] === answer) return
    starts.push(start)
    answers.push(answer)
  }
  const closeUpTo = (address: Address) => {
    for (let top = open.at(-1); top !== undefined && ends[top]! <= address; top = open.at(-1)) {
      open.pop()
      if (ends[top]! < end) step(ends[top]!, open.at(-1) ?? NONE)
    }
  }

  step(lowest, NONE)
  for (let at = 0; at < order.length; at++) {
    const range = order[at]!
    closeUpTo(firsts[range]!)
    open.push(range)
    step(firsts[range]!, range)
  }
  closeUpTo(end)
  return { starts, answers }
}
