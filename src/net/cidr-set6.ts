/** An immutable set of IPv6 addresses: `cidr-set.ts` on four-word addresses, asked by binary search. */
import { NONE } from './address-steps.ts'
import type { Cidr6 } from './cidr6.ts'
import { type Ipv6, ipv6FromBigInt, ipv6ToBigInt } from './ipv6.ts'
import { WordSteps } from './word-steps.ts'

/** The answer of the steps for addresses of the set. */
const INSIDE = 0
const LINE_END = 1n << 128n

/** Addresses from `first` to before `end`, as integers: the arithmetic of merging crosses words. */
interface Span {
  readonly first: bigint
  end: bigint
}

export class CidrSet6 {
  /** The ranges of the set, ascending, with at least one foreign address between two of them. */
  readonly ranges: readonly Cidr6[]
  /** How many addresses the set has: 0 to 2^128. */
  readonly size: bigint
  readonly #steps: WordSteps

  private constructor(spans: readonly Span[]) {
    this.ranges = spans.map(({ first, end }) => ({
      first: ipv6FromBigInt(first),
      last: ipv6FromBigInt(end - 1n),
    }))
    this.size = spans.reduce((sum, { first, end }) => sum + end - first, 0n)
    this.#steps = WordSteps.of(stepsOf(spans))
  }

  /** The set of all addresses of `cidrs`, which may overlap and repeat. */
  static of(cidrs: Iterable<Cidr6>): CidrSet6 {
    const spans = Array.from(cidrs, ({ first, last }) => ({
      first: ipv6ToBigInt(first),
      end: ipv6ToBigInt(last) + 1n,
    }))
    return new CidrSet6(
      mergeSorted(spans.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))),
    )
  }

  /** Is `address` in the set? Allocates nothing. */
  has(address: Ipv6): boolean {
    return this.#steps.at(address) === INSIDE
  }

  /** The set of all addresses that are in this set or in `other`. */
  union(other: CidrSet6): CidrSet6 {
    return CidrSet6.of([...this.ranges, ...other.ranges])
  }

  /** Is every address of `other` in this set? */
  covers(other: CidrSet6): boolean {
    return this.union(other).size === this.size
  }
}

function mergeSorted(sorted: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const { first, end } of sorted) {
    const previous = merged.at(-1)
    if (previous === undefined || first > previous.end) merged.push({ first, end })
    else if (end > previous.end) previous.end = end
  }
  return merged
}

function stepsOf(spans: readonly Span[]) {
  const starts: bigint[] = spans[0]?.first === 0n ? [] : [0n]
  const answers: number[] = starts.map(() => NONE)
  for (const { first, end } of spans) {
    starts.push(first)
    answers.push(INSIDE)
    if (end === LINE_END) break
    starts.push(end)
    answers.push(NONE)
  }
  return { starts, answers }
}
