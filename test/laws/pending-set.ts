/** What a pending set owes: entries in the order (due, priority, arrival), less the cancelled ones. */
import fc from 'fast-check'
import { expect } from 'vitest'

export interface PendingSet {
  readonly size: number
  readonly nextDueUs: number
  push(dueUs: number, priority: number, value: object): Handle
  pop(): object | undefined
}

interface Handle {
  readonly pending: boolean
  cancel(): boolean
}

interface Entry {
  readonly dueUs: number
  readonly priority: number
  pending: boolean
}

/** The slow twin, and so the specification: an array kept in order. */
class SortedArray implements PendingSet {
  readonly #entries: { entry: Entry; value: object }[] = []

  get size(): number {
    return this.#entries.length
  }

  get nextDueUs(): number {
    return this.#entries[0]?.entry.dueUs ?? Number.POSITIVE_INFINITY
  }

  push(dueUs: number, priority: number, value: object): Handle {
    const entry = { dueUs, priority, pending: true }
    const place = this.#entries.findIndex(
      ({ entry: other }) => other.dueUs > dueUs || (other.dueUs === dueUs && other.priority > priority),
    )
    this.#entries.splice(place < 0 ? this.#entries.length : place, 0, { entry, value })
    const cancel = () => {
      const found = this.#entries.findIndex((other) => other.entry === entry)
      if (found >= 0) this.#entries.splice(found, 1)
      const wasPending = entry.pending
      entry.pending = false
      return wasPending
    }
    return {
      get pending() {
        return entry.pending
      },
      cancel,
    }
  }

  pop(): object | undefined {
    const first = this.#entries.shift()
    if (first !== undefined) first.entry.pending = false
    return first?.value
  }
}

type Step =
  | { readonly kind: 'push'; readonly dueUs: number; readonly priority: number }
  | { readonly kind: 'burst'; readonly count: number; readonly gapsUs: readonly number[] }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'cancel-many'; readonly every: number }
  | { readonly kind: 'pop'; readonly times: number }

const aDueUs = () =>
  fc.oneof(
    { weight: 6, arbitrary: fc.nat(5) }, // Ties abound.
    { weight: 3, arbitrary: fc.nat(1_000_000) },
    { weight: 1, arbitrary: fc.maxSafeNat() },
  )

const aStep = (): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('push' as const), dueUs: aDueUs(), priority: fc.nat(2) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('burst' as const),
        count: fc.integer({ min: 1, max: 900 }),
        gapsUs: fc.array(fc.oneof(fc.nat(3), fc.nat(10_000)), { minLength: 1, maxLength: 7 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('cancel-many' as const),
        every: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('pop' as const),
        times: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1500 })),
      }),
    },
  )

/** Whatever is pushed, cancelled and popped: the set does as the sorted array does. */
export function behavesAsASortedArray(make: () => PendingSet) {
  return fc.property(fc.array(aStep(), { maxLength: 30, size: 'max' }), (steps) => {
    const pair = new Pair(make())
    for (const step of steps) pair.walk(step)
    pair.pop(Number.POSITIVE_INFINITY)
  })
}

/** The set and its twin, led through the same steps. */
class Pair {
  readonly #set: PendingSet
  readonly #twin = new SortedArray()
  readonly #handles: [Handle, Handle][] = []

  constructor(set: PendingSet) {
    this.#set = set
  }

  walk(step: Step): void {
    switch (step.kind) {
      case 'push':
        this.#push(step.dueUs, step.priority)
        break
      case 'burst': {
        let dueUs = 0
        for (let i = 0; i < step.count; i++) {
          dueUs += step.gapsUs[i % step.gapsUs.length]!
          this.#push(i % 2 === 0 ? dueUs : 10_000_000 - dueUs, i % 3)
        }
        break
      }
      case 'cancel':
        if (this.#handles.length > 0) this.#cancel(step.which % this.#handles.length)
        break
      case 'cancel-many':
        for (let i = 0; i < this.#handles.length; i += step.every) this.#cancel(i)
        break
      case 'pop':
        this.pop(step.times)
        break
    }
    this.#compare()
  }

  pop(times: number): void {
    for (let i = 0; i < times && this.#twin.size > 0; i++) {
      this.#compare()
      if (this.#set.pop() !== this.#twin.pop()) expect.fail('another entry came first')
    }
    this.#compare()
    if (this.#twin.size === 0) expect(this.#set.pop()).toBeUndefined()
  }

  #push(dueUs: number, priority: number): void {
    const value = {}
    this.#handles.push([this.#set.push(dueUs, priority, value), this.#twin.push(dueUs, priority, value)])
  }

  #cancel(index: number): void {
    const [handle, twin] = this.#handles[index]!
    const pending = twin.pending
    if (handle.pending !== pending) expect.fail(`pending should be ${pending}`)
    if (handle.cancel() !== twin.cancel()) expect.fail(`cancel should answer ${pending}`)
  }

  #compare(): void {
    if (this.#set.size !== this.#twin.size) expect(this.#set.size).toBe(this.#twin.size)
    if (this.#set.nextDueUs !== this.#twin.nextDueUs) expect(this.#set.nextDueUs).toBe(this.#twin.nextDueUs)
  }
}
