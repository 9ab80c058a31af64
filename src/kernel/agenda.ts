/**
 * The pending set of a simulation: entries come out in the order (due, priority, sequence), and
 * nothing else decides. It has two tiers. The near future is a binary heap on typed arrays;
 * the far future is a calendar of unsorted buckets, the next of which is emptied into the
 * heap whenever that runs dry. So an entry costs a link on its way in and a sort among a
 * dozen neighbours on its way out, however many are pending. Up to NEAR_LIMIT entries
 * there is no calendar and the heap is all; where due times lie so unevenly that one
 * bucket takes most of them, the heap's logarithm is the worst that happens.
 *
 * Memory: 40 bytes an entry for its slot (see slots.ts), 4 bytes a bucket of about 4
 * entries, 12 bytes an entry of the heap: about 42 MB for a million pending entries, and up
 * to twice that while the doubled arrays stand half empty.
 *
 * A cancelled entry lets go of its value at once and stays as a husk until its turn comes;
 * when husks outnumber the living, all of them are swept, so memory stays within
 * twice the living plus a constant.
 */
import { FarCalendar } from './far-calendar.ts'
import { NearHeap } from './near-heap.ts'
import { Slots } from './slots.ts'
import { Timer } from './timer.ts'

/** Priorities are integers from 0 (first of an instant) up to this one. */
export const LAST_PRIORITY = 31

/** Rank = priority * RANKS_PER_PRIORITY + sequence; 32 * 2^48 is the end of the safe integers. */
const RANKS_PER_PRIORITY = 2 ** 48

/** Up to this many entries a plain heap is as good as anything. */
const NEAR_LIMIT = 1024
/** So many husks may always stay. */
const FEW_HUSKS = 64

export class Agenda<T extends object> {
  readonly #slots = new Slots<T>()
  readonly #near = new NearHeap(this.#slots)
  readonly #far = new FarCalendar(this.#slots)
  #nearLimit = NEAR_LIMIT
  #husks = 0
  #sequence = 0

  /** How many entries are pending, cancelled ones not counted. */
  get size(): number {
    return this.#near.length + this.#far.length - this.#husks
  }

  /** How many entries memory is held for, in use or not. */
  get capacity(): number {
    return this.#slots.capacity
  }

  /** When the first entry is due, in microseconds; Infinity if none is pending. */
  get nextDueUs(): number {
    return this.#settle() ? this.#near.firstDueUs : Number.POSITIVE_INFINITY
  }

  /**
   * Adds `value`, due at `dueUs` (a safe integer >= 0), after all entries of the same instant and
   * priority (an integer in [0, LAST_PRIORITY]) that are there already.
   */
  push(dueUs: number, priority: number, value: T): Timer {
    const sequence = this.#sequence++
    const slot = this.#slots.take(dueUs, priority * RANKS_PER_PRIORITY + sequence, value)
    if (!this.#far.file(dueUs, slot)) {
      this.#near.push(dueUs, slot)
      if (this.#near.length > this.#nearLimit) this.#rearrange()
    }
    return new Timer(this, slot, sequence)
  }

  /** Takes the first entry out; undefined if none is pending. */
  pop(): T | undefined {
    if (!this.#settle()) return undefined
    const slot = this.#near.pop()
    const value = this.#slots.value(slot)
    this.#slots.release(slot)
    return value
  }

  /** For `Timer`: whether the entry of that slot and sequence is still to come. */
  holds(slot: number, sequence: number): boolean {
    return this.#slots.value(slot) !== undefined && this.#slots.rank(slot) % RANKS_PER_PRIORITY === sequence
  }

  /** For `Timer`: cancels the entry of that slot and sequence; false if it is no longer pending. */
  cancel(slot: number, sequence: number): boolean {
    if (!this.holds(slot, sequence)) return false
    this.#slots.forget(slot)
    this.#husks++
    if (this.#husks > this.size + FEW_HUSKS) this.#rearrange()
    return true
  }

  /** Brings the first living entry to the top of the heap; false if there is none. */
  #settle(): boolean {
    for (;;) {
      if (this.#near.length === 0) {
        if (this.#far.length === 0) return false
        this.#far.moveNext(this.#near)
        this.#nearLimit = Math.max(NEAR_LIMIT, 2 * this.#near.length, this.#far.length / 2)
      }
      if (this.#husks === 0 || this.#slots.value(this.#near.first) !== undefined) return true
      this.#slots.release(this.#near.pop())
      this.#husks--
    }
  }

  /** Sweeps the husks and makes all the living far, to be parted anew by the next `#settle`. */
  #rearrange(): void {
    this.#far.clearRow()
    while (this.#near.length > 0) {
      const slot = this.#near.popAny()
      this.#far.file(this.#slots.dueUs(slot), slot)
    }
    this.#far.sweep((slot) => {
      const lives = this.#slots.value(slot) !== undefined
      if (!lives) this.#slots.release(slot)
      return lives
    })
    this.#husks = 0
  }
}
