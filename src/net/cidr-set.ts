/**
 * An immutable set of IPv4 addresses, kept as sorted ranges that neither overlap nor touch. Building sorts
 * and merges once; asking is a walk down
 * a tree or a trie (`step-index.ts`).
 *
 * There is no `add`: a new whitelist is a new set, so that no reader sees one half-built.
 */
import type { AddressRange } from './address-range.ts'
import { type AddressSteps, NONE, type StepIndex } from './address-steps.ts'
import type { Cidr } from './cidr.ts'
import { type Ipv4, LAST_IPV4 } from './ipv4.ts'
import { indexSteps } from './step-index.ts'

/** The answer of the steps for addresses of the set. */
const INSIDE = 0

export class CidrSet {
  /** The ranges of the set, ascending, with at least one foreign address between two of them. */
  readonly ranges: readonly AddressRange[]
  /** How many addresses the set has: 0 to 2^32. */
  readonly size: number
  readonly #index: StepIndex

  private constructor(ranges: readonly AddressRange[]) {
    this.ranges = ranges
    this.size = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)
    this.#index = indexSteps(stepsOf(ranges))
  }

  /** The set of all addresses of `cidrs`, which may overlap and repeat. */
  static of(cidrs: Iterable<Cidr>): CidrSet {
    return new CidrSet(mergeSorted([...cidrs].sort((a, b) => a.first - b.first)))
  }

  /** Is `address` in the set? Allocates nothing. */
  has(address: Ipv4): boolean {
    return this.#index.at(address | 0) === INSIDE
  }

  /** Is every address of `other` in this set? The empty set is covered by all. */
  covers(other: CidrSet): boolean {
    let at = 0
    return other.ranges.every(({ first, last }) => {
      while (at < this.ranges.length && this.ranges[at]!.last < first) at++
      const range = this.ranges[at]
      return range !== undefined && range.first <= first && last <= range.last
    })
  }

  /** The set of all addresses that are in this set or in `other`. */
  union(other: CidrSet): CidrSet {
    return CidrSet.of([...this.ranges, ...other.ranges])
  }
}

function mergeSorted(sorted: readonly Cidr[]): AddressRange[] {
  const merged: { first: Ipv4; last: Ipv4 }[] = []
  for (const { first, last } of sorted) {
    const previous = merged.at(-1)
    if (previous === undefined || first > previous.last + 1) merged.push({ first, last })
    else if (last > previous.last) previous.last = last
  }
  return merged
}

function stepsOf(ranges: readonly AddressRange[]): AddressSteps {
  const starts: number[] = []
  const answers: number[] = []
  if (ranges[0]?.first !== 0) {
    starts.push(0)
    answers.push(NONE)
  }
  for (const { first, last } of ranges) {
    starts.push(first)
    answers.push(INSIDE)
    if (last === LAST_IPV4) break
    starts.push(last + 1)
    answers.push(NONE)
  }
  return { starts, answers }
}
