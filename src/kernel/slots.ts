/**
 * Where the entries of an agenda lie: one array of numbers and one of values, indexed by slot,
 * so that a million pending entries are two arrays to the garbage collector and not a
 * million objects. The numbers of an entry lie side by side, in one cache line: 32 bytes
 * (one of the four numbers is spare), and 8 for the value. Capacity doubles and is never
 * given back. Freed slots are chained and reused last in, first out, while still warm.
 */

/** The end of a chain of slots. */
export const NONE = -1

/** The rank of a slot that holds no entry. */
const FREE = -1

const CELL = 4
const DUE = 0
const RANK = 1
const NEXT = 2

const FIRST_CAPACITY = 64

export class Slots<T extends object> {
  #cells = new Float64Array(FIRST_CAPACITY * CELL)
  readonly #values: (T | undefined)[] = []
  #firstFree = NONE

  /** How many entries fit before the arrays grow. */
  get capacity(): number {
    return this.#cells.length / CELL
  }

  /** When the entry is due, in microseconds. */
  dueUs(slot: number): number {
    return this.#cells[slot * CELL + DUE]!
  }

  /** The order among entries of one instant; no two entries ever have the same rank. */
  rank(slot: number): number {
    return this.#cells[slot * CELL + RANK]!
  }

  /** The slot behind this one in its chain (a bucket, or the free slots). */
  next(slot: number): number {
    return this.#cells[slot * CELL + NEXT]!
  }

  /** Puts the slot before the chain that begins with `next`. */
  link(slot: number, next: number): void {
    this.#cells[slot * CELL + NEXT] = next
  }

  /** What the agenda was given to keep; undefined once cancelled. */
  value(slot: number): T | undefined {
    return this.#values[slot]
  }

  /** Lets go of the value, but keeps the entry. */
  forget(slot: number): void {
    this.#values[slot] = undefined
  }

  /** A slot, filled with this entry. */
  take(dueUs: number, rank: number, value: T): number {
    let slot = this.#firstFree
    if (slot !== NONE) {
      this.#firstFree = this.next(slot)
      this.#values[slot] = value
    } else {
      slot = this.#values.push(value) - 1
      if (slot === this.capacity) this.#cells = doubled(this.#cells, Float64Array)
    }
    this.#cells[slot * CELL + DUE] = dueUs
    this.#cells[slot * CELL + RANK] = rank
    return slot
  }

  /** Gives the slot back. */
  release(slot: number): void {
    this.#values[slot] = undefined
    this.#cells[slot * CELL + RANK] = FREE
    this.link(slot, this.#firstFree)
    this.#firstFree = slot
  }
}

type NumberArray = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>

/** A copy with twice the room; the upper half is zero. */
export function doubled<A extends NumberArray>(array: A, Kind: new (length: number) => A): A {
  const copy = new Kind(array.length * 2)
  copy.set(array)
  return copy
}
