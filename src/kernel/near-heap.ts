/**
 * The near future: a binary heap of (due, slot) in two typed arrays, 12 bytes an entry. Dues
 * lie in the heap itself, so only entries of the same instant look their rank up in the slots.
 *
 * Taking the first entry leaves its place open, as what has just run mostly schedules
 * something next: that entry then sinks from the top, one pass instead of two. If none
 * comes before the heap is asked again, the last entry closes the gap as usual.
 */
import { doubled, type Slots } from './slots.ts'

const FIRST_CAPACITY = 64

export class NearHeap {
  readonly #slots: Slots<object>
  #dueUs = new Float64Array(FIRST_CAPACITY)
  #slot = new Int32Array(FIRST_CAPACITY)
  #length = 0
  /** Whether the top is empty; the heap's entries are then those from 1 to `#length`. */
  #open = false

  constructor(slots: Slots<object>) {
    this.#slots = slots
  }

  get length(): number {
    return this.#length
  }

  /** When the first entry is due; only meaningful if `length > 0`. */
  get firstDueUs(): number {
    if (this.#open) this.#close()
    return this.#dueUs[0]!
  }

  /** The first entry; only meaningful if `length > 0`. */
  get first(): number {
    if (this.#open) this.#close()
    return this.#slot[0]!
  }

  push(dueUs: number, slot: number): void {
    const hole = this.#length++
    if (this.#open) {
      this.#open = false
      this.#sink(dueUs, slot)
    } else {
      if (this.#length === this.#dueUs.length) this.#grow()
      this.#rise(hole, dueUs, slot)
    }
  }

  /** Takes the first entry out; `length` must be > 0. */
  pop(): number {
    const { first } = this
    this.#open = true
    this.#length--
    return first
  }

  /** Takes any entry out; `length` must be > 0. */
  popAny(): number {
    if (this.#open) this.#close()
    return this.#slot[--this.#length]!
  }

  #close(): void {
    this.#open = false
    const last = this.#length
    if (last > 0) this.#sink(this.#dueUs[last]!, this.#slot[last]!)
  }

  #rise(hole: number, due: number, slot: number): void {
    const dues = this.#dueUs
    const slots = this.#slot
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const parentDue = dues[parent]!
      if (due > parentDue || (due === parentDue && this.#follows(slot, slots[parent]!))) break
      dues[hole] = parentDue
      slots[hole] = slots[parent]!
      hole = parent
    }
    dues[hole] = due
    slots[hole] = slot
  }

  /** Lets the entry sink from the empty top to its place among `#length` entries, itself included. */
  #sink(due: number, slot: number): void {
    const dues = this.#dueUs
    const slots = this.#slot
    const length = this.#length
    dues[length] = Number.POSITIVE_INFINITY // So that a missing right child needs no check.
    const firstLeaf = length >> 1
    let hole = 0
    while (hole < firstLeaf) {
      const left = 2 * hole + 1
      const leftDue = dues[left]!
      const rightDue = dues[left + 1]!
      let child = left + Number(rightDue < leftDue) // A branch here would be guessed wrong half the time.
      if (rightDue === leftDue && this.#follows(slots[left]!, slots[left + 1]!)) child = left + 1
      const childDue = dues[child]!
      if (due < childDue || (due === childDue && this.#follows(slots[child]!, slot))) break
      dues[hole] = childDue
      slots[hole] = slots[child]!
      hole = child
    }
    dues[hole] = due
    slots[hole] = slot
  }

  #follows(slot: number, other: number): boolean {
    return this.#slots.rank(slot) > this.#slots.rank(other)
  }

  #grow(): void {
    this.#dueUs = doubled(this.#dueUs, Float64Array)
    this.#slot = doubled(this.#slot, Int32Array)
  }
}
