/**
 * The form for many steps: a trie over 16, 8 and 8 bits of the address whose nodes keep runs, not slots.
 *
 * The root is an array of 65,536 codes. A code is an answer (an index, or NONE), or below that it leads to a node
 * for the next 8 bits. A node has 256 slots, but neighbouring slots mostly agree; so it keeps a bit map with
 * a bit where a run of equal codes begins, and one code per run. The code of a slot is found by rank: the number
 * of bits up to the slot (popcount), counted from where the node's runs begin. The bit map is cut into eight words,
 * each beside its own start of counting, and words without a bit are left out: the code that led here says which
 * of the eight are there. A look-up reads at most root, word, run, word, run: five loads, whatever the size.
 *
 * A node's code is the sign bit, 8 bits for the words that are there, and 23 bits for the place of the first.
 *
 * Memory: 256 KiB for the root, 8 bytes for each word that is there (2 to 3 of 8 in a /16 with a few prefixes)
 * and 4 per run. Each prefix adds two runs at most, and one where it touches the next. So 100,000 prefixes spread
 * over 46,000 /16s take 0.25 + 0.9 + 0.9 = about 2 MiB, which mostly stays in a processor's caches; a plain array
 * of /24 codes (DIR-24-8) would take 64 MiB.
 */
import { type AddressSteps, NONE, type StepIndex } from './address-steps.ts'

const ROOT_SLOTS = 1 << 16
const NODE_SLOTS = 256
/** Places in a code for the first word of a node; the last one is not used, for its codes include NONE. */
const PLACE_BITS = 23
const PLACES = 2 ** PLACE_BITS - 1

export class StepTrie implements StepIndex {
  readonly #root: Int32Array
  /** Pairs of (32 bits of a map, position of the run before these bits). */
  readonly #words: Int32Array
  readonly #runs: Int32Array

  private constructor(root: Int32Array, words: Int32Array, runs: Int32Array) {
    this.#root = root
    this.#words = words
    this.#runs = runs
  }

  static of(steps: AddressSteps): StepTrie {
    const { root, words, runs } = new TrieBuilder(steps)
    return new StepTrie(root, Int32Array.from(words), Int32Array.from(runs))
  }

  get byteLength(): number {
    return this.#root.byteLength + this.#words.byteLength + this.#runs.byteLength
  }

  at(address: number): number {
    const code = this.#root[address >>> 16]!
    if (code >= NONE) return code
    const deeper = this.#codeIn(code, (address >>> 8) & 255)
    return deeper >= NONE ? deeper : this.#codeIn(deeper, address & 255)
  }

  #codeIn(node: number, slot: number): number {
    const present = (node >>> PLACE_BITS) & 255
    const word = slot >>> 5
    // The word of the slot, or else the last one before it, of which all bits count.
    const at = 2 * ((node & PLACES) + popcountOfByte(present & ((2 << word) - 1)) - 1)
    const behind = (31 - (slot & 31)) & -((present >>> word) & 1)
    return this.#runs[this.#words[at + 1]! + popcount(this.#words[at]! << behind)]!
  }
}

/** How many bits of a 32-bit word are set: sums in pairs, in fours, in bytes, then all bytes at once. */
function popcount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** The same for the lowest eight bits, where all others are clear. */
function popcountOfByte(byte: number): number {
  const pairs = byte - ((byte >>> 1) & 0x55)
  const fours = (pairs & 0x33) + ((pairs >>> 2) & 0x33)
  return (fours + (fours >>> 4)) & 0x0f
}

/** Walks the steps once per level, in address order. */
class TrieBuilder {
  readonly root = new Int32Array(ROOT_SLOTS)
  readonly words: number[] = []
  readonly runs: number[] = []
  readonly #starts: Float64Array
  readonly #answers: Int32Array
  /** The codes of a node under construction, by the size of its slots: a node's children are built meanwhile. */
  readonly #slots = { 256: new Int32Array(NODE_SLOTS), 1: new Int32Array(NODE_SLOTS) }

  constructor({ starts, answers }: AddressSteps) {
    this.#starts = new Float64Array(starts.length + 1).fill(Number.POSITIVE_INFINITY)
    this.#starts.set(starts)
    this.#answers = Int32Array.from(answers)
    this.#fill(this.root, 0, 0, 65_536)
  }

  /** Writes the codes of consecutive slots of `slotSize` addresses; `step` is the one that holds `base`. */
  #fill(slots: Int32Array, base: number, step: number, slotSize: 65_536 | 256 | 1): void {
    const starts = this.#starts
    for (let slot = 0; slot < slots.length; slot++) {
      const first = base + slot * slotSize
      while (starts[step + 1]! <= first) step++
      const divided = starts[step + 1]! < first + slotSize
      slots[slot] = divided ? this.#addNode(first, step, slotSize === 256 ? 1 : 256) : this.#answers[step]!
    }
  }

  /** Builds the node for the 256 slots from `base` on, its children before itself, and returns its code. */
  #addNode(base: number, step: number, slotSize: 256 | 1): number {
    const slots = this.#slots[slotSize]
    this.#fill(slots, base, step, slotSize)
    const place = this.words.length / 2
    if (place >= PLACES) throw new RangeError(`too many prefixes for a table: ${this.#answers.length} steps`)
    let present = 0
    for (let word = 0; word < 8; word++) {
      const before = this.runs.length - 1
      const map = this.#addRuns(slots, 32 * word)
      if (map === 0) continue
      present |= 1 << word
      this.words.push(map, before)
    }
    return 0x8000_0000 | (present << PLACE_BITS) | place
  }

  /** Adds the runs that begin in the 32 slots from `from` on, and returns the map of where they do. */
  #addRuns(slots: Int32Array, from: number): number {
    let map = 0
    for (let bit = 0; bit < 32; bit++) {
      const code = slots[from + bit]!
      if (from + bit > 0 && code === slots[from + bit - 1]!) continue
      map |= 1 << bit
      this.runs.push(code)
    }
    return map
  }
}
