/** The slow twin of `PrefixTable`, and its specification: look at every prefix, keep the longest that holds the address. */
import { contains } from '../../src/net/cidr.ts'
import type { PrefixEntry } from '../../src/net/prefix-table.ts'

export class NaivePrefixTable<V> {
  readonly #entries: readonly PrefixEntry<V>[]

  private constructor(entries: readonly PrefixEntry<V>[]) {
    this.#entries = entries
  }

  static of<V>(entries: Iterable<PrefixEntry<V>>): NaivePrefixTable<V> {
    return new NaivePrefixTable([...entries])
  }

  lookup(address: number): V | undefined {
    return this.#entries[this.lookupIndex(address)]?.value
  }

  lookupIndex(address: number): number {
    let longest = -1
    this.#entries.forEach(({ prefix }, index) => {
      const longer = prefix.prefixLength > (this.#entries[longest]?.prefix.prefixLength ?? -1)
      if (longer && contains(prefix, address)) longest = index
    })
    return longest
  }
}
