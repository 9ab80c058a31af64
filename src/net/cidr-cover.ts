/**
 * Blocks that hold a set of addresses: exactly, or with fewer blocks that hold more than they have to. For each number of blocks
 * the best choice is found, so that nothing between two of the covers is worth having.
 */
import { type Prefix, prefixOf } from './cidr.ts'
import type { Ipv4 } from './ipv4.ts'

export interface Cover {
  /** Ascending; none overlaps another. */
  readonly blocks: readonly Prefix[]
  /** Addresses in them that nobody asked for. */
  readonly extra: number
}

/** One choice for the addresses of one part of the line: a block, or what the choices of its halves are together. */
interface Choice {
  readonly blocks: number
  readonly extra: number
  readonly block?: Prefix
  readonly halves?: readonly [Choice, Choice]
}

/**
 * From the exact cover with the fewest blocks to a single block: each has fewer blocks than the one before it and more extra
 * addresses, and no other cover of so many blocks has less. None where there are no addresses.
 */
export function coversOf(addresses: Iterable<Ipv4>): Cover[] {
  const sorted = [...new Set(addresses)].sort((a, b) => a - b)
  if (sorted.length === 0) return []
  return choicesFor(sorted, 0, sorted.length)
    .map((choice) => ({ blocks: blocksOf(choice), extra: choice.extra }))
    .reverse()
}

/** By number of blocks, ascending, with less extra from each to the next. */
function choicesFor(sorted: readonly Ipv4[], from: number, until: number): Choice[] {
  const block = tightest(sorted[from]!, sorted[until - 1]!)
  const extra = block.last - block.first + 1 - (until - from)
  const whole: Choice = { blocks: 1, extra, block }
  if (extra === 0) return [whole]
  // The block is the smallest one, so both of its halves have some of the addresses.
  const middle = firstFrom(sorted, prefixOf(block.last, block.prefixLength + 1).first, from, until)
  const left = choicesFor(sorted, from, middle)
  const right = choicesFor(sorted, middle, until)
  const best: Choice[] = []
  for (const a of left)
    for (const b of right) {
      const blocks = a.blocks + b.blocks
      const known = best[blocks]
      if (known === undefined || a.extra + b.extra < known.extra)
        best[blocks] = { blocks, extra: a.extra + b.extra, halves: [a, b] }
    }
  const choices = [whole]
  for (const choice of best)
    if (choice !== undefined && choice.extra < choices.at(-1)!.extra) choices.push(choice)
  return choices
}

function tightest(first: Ipv4, last: Ipv4): Prefix {
  return prefixOf(first, Math.clz32(first ^ last))
}

/** Index of the first address that is not below `address`. */
function firstFrom(sorted: readonly Ipv4[], address: Ipv4, from: number, until: number): number {
  let [low, high] = [from, until]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < address) low = middle + 1
    else high = middle
  }
  return low
}

function blocksOf({ block, halves }: Choice): Prefix[] {
  return block === undefined ? halves!.flatMap(blocksOf) : [block]
}
