/**
 * Members of a replica set in the order in which they are taken away: a binary heap in which every member knows its
 * place, so that one whose state has changed finds its new place in O(log n), and the first is always at hand.
 */
import { type Instance, retireOrder } from './instance.ts'

export class RetirementQueue {
  readonly #heap: Instance[] = []

  get length(): number {
    return this.#heap.length
  }

  get first(): Instance | undefined {
    return this.#heap[0]
  }

  /** Of other members in the same order; `copyOf` makes one of them, which stands where it stood. */
  copy(copyOf: (instance: Instance) => Instance): RetirementQueue {
    const copy = new RetirementQueue()
    for (const [place, instance] of this.#heap.entries()) copy.#put(place, copyOf(instance))
    return copy
  }

  /** In order of creation. */
  inOrderOfNumber(): Instance[] {
    return [...this.#heap].sort((a, b) => a.number - b.number)
  }

  add(instance: Instance): void {
    this.#rise(this.#heap.push(instance) - 1, instance)
  }

  remove(instance: Instance): void {
    const last = this.#heap.pop()!
    if (last === instance) return
    this.#put(instance.place, last)
    this.update(last)
  }

  /** The state of this member has changed. */
  update(instance: Instance): void {
    this.#rise(instance.place, instance)
    this.#sink(instance.place, instance)
  }

  #rise(hole: number, instance: Instance): void {
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = this.#heap[parent]!
      if (retireOrder(above, instance) <= 0) break
      this.#put(hole, above)
      hole = parent
    }
    this.#put(hole, instance)
  }

  #sink(hole: number, instance: Instance): void {
    const heap = this.#heap
    for (let child = 2 * hole + 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && retireOrder(heap[child + 1]!, heap[child]!) < 0) child++
      const below = heap[child]!
      if (retireOrder(instance, below) <= 0) break
      this.#put(hole, below)
      hole = child
    }
    this.#put(hole, instance)
  }

  #put(place: number, instance: Instance): void {
    this.#heap[place] = instance
    instance.place = place
  }
}
