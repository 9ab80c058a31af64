/**
 * Longest-prefix match for IPv6. As in `prefix-table.ts` the nesting is resolved when the table is built;
 * the steps are then found by binary search over four-word keys. That is enough for route tables of the cloud
 * (some hundreds of prefixes); a table of Internet size would want a trie over the upper 64 bits.
 *
 * Memory: 20 bytes per step, at most 2n + 1 steps for n prefixes.
 */
import { type AddressSteps, flattenNested } from './address-steps.ts'
import { formatCidr6, type Prefix6, prefix6Of } from './cidr6.ts'
import { compareIpv6, type Ipv6, ipv6ToBigInt } from './ipv6.ts'
import { WordSteps } from './word-steps.ts'

/** A prefix and what it leads to. */
export interface PrefixEntry6<V> {
  readonly prefix: Prefix6
  readonly value: V
}

export class PrefixTable6<V> {
  readonly #values: readonly V[]
  readonly #steps: WordSteps

  private constructor(values: readonly V[], steps: WordSteps) {
    this.#values = values
    this.#steps = steps
  }

  /** Builds the table. Throws a RangeError where a prefix is given twice, or is not one block. */
  static of<V>(entries: Iterable<PrefixEntry6<V>>): PrefixTable6<V> {
    const prefixes: Prefix6[] = []
    const values: V[] = []
    for (const { prefix, value } of entries) {
      prefixes.push(prefix)
      values.push(value)
    }
    return new PrefixTable6(values, WordSteps.of(stepsOf(prefixes)))
  }

  /** How many entries the table has. */
  get size(): number {
    return this.#values.length
  }

  /** The value of the longest prefix that holds `address`, or undefined. */
  lookup(address: Ipv6): V | undefined {
    const index = this.#steps.at(address)
    return index < 0 ? undefined : this.#values[index]
  }

  /** The position of that entry among those given to {@link PrefixTable6.of}, or -1. Allocates nothing. */
  lookupIndex(address: Ipv6): number {
    return this.#steps.at(address)
  }
}

function stepsOf(prefixes: readonly Prefix6[]): AddressSteps<bigint> {
  const order = [...prefixes.keys()].sort(
    (a, b) =>
      compareIpv6(prefixes[a]!.first, prefixes[b]!.first) ||
      prefixes[a]!.prefixLength - prefixes[b]!.prefixLength,
  )
  for (let at = 0; at < order.length; at++) {
    const prefix = prefixes[order[at]!]!
    const block = prefix6Of(prefix.first, prefix.prefixLength)
    if (compareIpv6(block.first, prefix.first) !== 0 || compareIpv6(block.last, prefix.last) !== 0)
      throw new RangeError(`not one block: ${JSON.stringify(prefix)}`)
    const before = prefixes[order[at - 1]!]
    if (before?.prefixLength === prefix.prefixLength && compareIpv6(before.first, prefix.first) === 0)
      throw new RangeError(`duplicate prefix ${formatCidr6(prefix)}`)
  }
  const firsts = prefixes.map(({ first }) => ipv6ToBigInt(first))
  const ends = prefixes.map(({ last }) => ipv6ToBigInt(last) + 1n)
  return flattenNested({ firsts, ends, order }, 0n, 1n << 128n)
}
