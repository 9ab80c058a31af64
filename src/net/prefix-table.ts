/**
 * Longest-prefix match for IPv4: of all prefixes that hold an address, the narrowest decides. Built once,
 * then only asked; a changed route table is a new `PrefixTable`.
 *
 * Building resolves the nesting to a step function (`address-steps.ts`), which is then asked in a form that
 * fits its size (`step-index.ts`).
 */
import { sweepOrder } from './address-order.ts'
import { type AddressSteps, flattenNested, type StepIndex } from './address-steps.ts'
import { formatCidr, type Prefix, prefixLengthOf } from './cidr.ts'
import type { Ipv4 } from './ipv4.ts'
import { indexSteps, type StepForm } from './step-index.ts'

/** A prefix and what it leads to. */
export interface PrefixEntry<V> {
  readonly prefix: Prefix
  readonly value: V
}

export class PrefixTable<V> {
  readonly #values: readonly V[]
  readonly #index: StepIndex

  private constructor(values: readonly V[], index: StepIndex) {
    this.#values = values
    this.#index = index
  }

  /**
   * Builds the table. Throws a RangeError where a prefix is given twice, or is not one block: a reader of files
   * checks for both before and reports them as mistakes of the file.
   */
  static of<V>(entries: Iterable<PrefixEntry<V>>, form: StepForm = 'auto'): PrefixTable<V> {
    const prefixes: Prefix[] = []
    const values: V[] = []
    for (const { prefix, value } of entries) {
      prefixes.push(prefix)
      values.push(value)
    }
    return new PrefixTable(values, indexSteps(stepsOf(prefixes), form))
  }

  /** How many entries the table has. */
  get size(): number {
    return this.#values.length
  }

  /** Bytes of the typed arrays that a look-up walks through; the values come on top. */
  get byteLength(): number {
    return this.#index.byteLength
  }

  /** The value of the longest prefix that holds `address`, or undefined. */
  lookup(address: Ipv4): V | undefined {
    const index = this.#index.at(address | 0)
    return index < 0 ? undefined : this.#values[index]
  }

  /** The position of that entry among those given to {@link PrefixTable.of}, or -1. Allocates nothing. */
  lookupIndex(address: Ipv4): number {
    return this.#index.at(address | 0)
  }
}

function stepsOf(prefixes: readonly Prefix[]): AddressSteps {
  const firsts = new Float64Array(prefixes.length)
  const ends = new Float64Array(prefixes.length)
  const prefixLengths = new Uint8Array(prefixes.length)
  for (let at = 0; at < prefixes.length; at++) {
    const prefix = prefixes[at]!
    if (prefixLengthOf(prefix) !== prefix.prefixLength)
      throw new RangeError(`not one block: ${JSON.stringify(prefix)}`)
    firsts[at] = prefix.first
    ends[at] = prefix.last + 1
    prefixLengths[at] = prefix.prefixLength
  }
  const order = sweepOrder(firsts, prefixLengths)
  for (let at = 1; at < order.length; at++) {
    const [before, here] = [order[at - 1]!, order[at]!]
    if (firsts[before] === firsts[here] && ends[before] === ends[here])
      throw new RangeError(`duplicate prefix ${formatCidr(prefixes[here]!)}`)
  }
  return flattenNested({ firsts, ends, order }, 0, 2 ** 32)
}
