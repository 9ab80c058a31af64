/**
 * The far future: a row of buckets of equal width in time, each an unsorted chain of slots, and
 * behind the row a list of everything later still. Nothing is sorted here; a bucket is
 * emptied into the near heap when its turn comes. Four bytes a bucket and four an entry of
 * the later ones; the links of a chain lie in the slots.
 *
 * Which bucket an instant belongs to is one monotone function of its due time, used for
 * every decision, so rounding cannot bring two instants out of order.
 */
import { doubled, NONE, type Slots } from './slots.ts'

/** Entries a bucket is meant to hold. */
const ENTRIES_PER_BUCKET = 4
/** So few entries are not worth a row: the heap takes them all. */
const FEW = 256
const SAMPLE_SIZE = 64
/** The row reaches to this quantile of a sample, so outliers cannot stretch its buckets. */
const REACHED_QUANTILE = 7 / 8

/** Where entries go when their turn comes. */
interface Near {
  push(dueUs: number, slot: number): void
}

export class FarCalendar {
  readonly #slots: Slots<object>
  #length = 0
  #startUs = 0
  #bucketsPerUs = 0
  /** Buckets before `#turn` have been emptied; what belongs to them is near. */
  #turn = Number.POSITIVE_INFINITY
  #bucketCount = 0
  /** The head of each bucket's chain; NONE outside of the buckets still to come. */
  #heads = new Int32Array(1).fill(NONE)
  #later = new Int32Array(1)
  #laterCount = 0

  constructor(slots: Slots<object>) {
    this.#slots = slots
  }

  /** How many entries are filed. */
  get length(): number {
    return this.#length
  }

  /** Files the entry and answers true, or answers false if its due time is near. */
  file(dueUs: number, slot: number): boolean {
    const place = (dueUs - this.#startUs) * this.#bucketsPerUs
    if (place < this.#turn) return false
    this.#length++
    if (place < this.#bucketCount) {
      const bucket = Math.floor(place)
      this.#slots.link(slot, this.#heads[bucket]!)
      this.#heads[bucket] = slot
    } else this.#addLater(slot)
    return true
  }

  /**
   * Moves the next bucket that holds anything to `near`. At the row's end a new row is laid over
   * the later entries; if they are few, they all go to `near`, and so does every
   * entry to come. `length` must be > 0.
   */
  moveNext(near: Near): void {
    let head = NONE
    while (head === NONE) {
      if (this.#turn === this.#bucketCount) {
        if (this.#length <= FEW) {
          this.#moveAll(near)
          return
        }
        this.#layRow()
      }
      head = this.#heads[this.#turn]!
      this.#heads[this.#turn++] = NONE
    }
    for (let slot = head; slot !== NONE; slot = this.#slots.next(slot)) {
      near.push(this.#slots.dueUs(slot), slot)
      this.#length--
    }
  }

  /** Gives the row up: all entries, whenever due, are later ones until the next `moveNext`. */
  clearRow(): void {
    for (; this.#turn < this.#bucketCount; this.#turn++) {
      for (let slot = this.#heads[this.#turn]!; slot !== NONE; slot = this.#slots.next(slot)) {
        this.#addLater(slot)
      }
      this.#heads[this.#turn] = NONE
    }
    this.#setRow(0, 0, 0)
  }

  /** Drops the entries that `keeps` answers false to; there must be no row. */
  sweep(keeps: (slot: number) => boolean): void {
    let kept = 0
    for (let i = 0; i < this.#laterCount; i++) {
      if (keeps(this.#later[i]!)) this.#later[kept++] = this.#later[i]!
    }
    this.#length = this.#laterCount = kept
  }

  #moveAll(near: Near): void {
    for (let i = 0; i < this.#laterCount; i++) near.push(this.#slots.dueUs(this.#later[i]!), this.#later[i]!)
    this.#length = this.#laterCount = 0
    this.#setRow(0, 0, 0)
    this.#turn = Number.POSITIVE_INFINITY
  }

  #layRow(): void {
    const slots = this.#slots
    const later = this.#later
    const count = this.#laterCount
    let startUs = Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i++) startUs = Math.min(startUs, slots.dueUs(later[i]!))
    const sampleUs = new Float64Array(SAMPLE_SIZE)
    for (let i = 0; i < SAMPLE_SIZE; i++)
      sampleUs[i] = slots.dueUs(later[Math.floor((i * count) / SAMPLE_SIZE)]!)
    sampleUs.sort()
    const reachUs = sampleUs[Math.floor(SAMPLE_SIZE * REACHED_QUANTILE)]! - startUs
    this.#setRow(startUs, Math.max(1, reachUs), Math.ceil(count / ENTRIES_PER_BUCKET))
    this.#length = this.#laterCount = 0
    for (let i = 0; i < count; i++) this.file(slots.dueUs(later[i]!), later[i]!)
  }

  #setRow(startUs: number, reachUs: number, bucketCount: number): void {
    this.#startUs = startUs
    this.#bucketsPerUs = reachUs === 0 ? 0 : bucketCount / reachUs
    this.#bucketCount = bucketCount
    this.#turn = 0
    if (this.#heads.length < bucketCount) this.#heads = new Int32Array(2 * bucketCount).fill(NONE)
  }

  #addLater(slot: number): void {
    if (this.#laterCount === this.#later.length) this.#later = doubled(this.#later, Int32Array)
    this.#later[this.#laterCount++] = slot
  }
}
