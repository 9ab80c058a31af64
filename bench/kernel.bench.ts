import FlatQueue from 'flatqueue'
import TinyQueue from 'tinyqueue'
import { Agenda } from '../src/kernel/agenda.ts'
import { Kernel } from '../src/kernel/kernel.ts'
import type { Process } from '../src/kernel/process.ts'
import { type Bench, type Competitor, race, type Sample, type Size, timed } from './harness.ts'
import { type HoldModel, peers } from './peers/peers.ts'

const NO_TIES = 'no order among ties'
const MEAN_US = 1_000_000

/** A power of two, so that an index wraps by a mask. */
const INCREMENTS = 2 ** 20

/** Exponential, from an LCG; whole microseconds, so that every language adds them alike. */
function exponentialIncrements(): Int32Array {
  let state = 1
  return Int32Array.from({ length: INCREMENTS }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.round(-Math.log((state + 1) / (2 ** 32 + 1)) * MEAN_US)
  })
}

/** Performs holds: each takes the earliest entry out, and puts it back at its time plus an increment. */
interface Holder {
  /** Performs `count` holds; answers the sum of the times taken out, modulo 2^32. */
  hold(count: number): number
}

function competitor(
  name: string,
  model: HoldModel,
  prepare: (next: () => number) => Holder,
  note = '',
): Competitor {
  const { increments, pending, warmUp, holds } = model
  return {
    name,
    note,
    run(): Sample {
      let position = 0
      const holder = prepare(() => increments[position++ & (INCREMENTS - 1)]!)
      holder.hold(warmUp)
      let sum = 0
      const nanoseconds = timed(() => {
        sum = holder.hold(holds)
      })
      return { nanoseconds, operations: holds, checksum: `${pending}/${sum}` }
    },
  }
}

const agenda =
  (pending: number) =>
  (next: () => number): Holder => {
    const entries = new Agenda<object>()
    const action = {}
    for (let i = 0; i < pending; i++) entries.push(next(), 1, action)
    return {
      hold(count) {
        let sum = 0
        for (let i = 0; i < count; i++) {
          const nowUs = entries.nextDueUs
          const entry = entries.pop()!
          entries.push(nowUs + next(), 1, entry)
          sum = (sum + (nowUs >>> 0)) >>> 0
        }
        return sum
      },
    }
  }

const callbacks =
  (pending: number) =>
  (next: () => number): Holder => {
    const kernel = new Kernel()
    let sum = 0
    for (let i = 0; i < pending; i++) {
      const client = () => {
        sum = (sum + (kernel.nowUs >>> 0)) >>> 0
        kernel.schedule(next(), client)
      }
      kernel.schedule(next(), client)
    }
    return {
      hold(count) {
        sum = 0
        for (let i = 0; i < count; i++) kernel.runNext()
        return sum
      },
    }
  }

const processes =
  (pending: number) =>
  (next: () => number): Holder => {
    const kernel = new Kernel()
    let sum = 0
    function* client(): Process {
      for (;;) {
        yield kernel.timeout(next())
        sum = (sum + (kernel.nowUs >>> 0)) >>> 0
      }
    }
    for (let i = 0; i < pending; i++) kernel.start(client())
    kernel.run(0)
    return {
      hold(count) {
        sum = 0
        for (let i = 0; i < count; i++) kernel.runNext()
        return sum
      },
    }
  }

const flatqueue =
  (pending: number) =>
  (next: () => number): Holder => {
    const queue = new FlatQueue<number>()
    for (let i = 0; i < pending; i++) queue.push(i, next())
    return {
      hold(count) {
        let sum = 0
        for (let i = 0; i < count; i++) {
          const nowUs = queue.peekValue()!
          const entry = queue.pop()!
          queue.push(entry, nowUs + next())
          sum = (sum + (nowUs >>> 0)) >>> 0
        }
        return sum
      },
    }
  }

const tinyqueue =
  (pending: number) =>
  (next: () => number): Holder => {
    const queue = new TinyQueue<{ dueUs: number }>([], (a, b) => a.dueUs - b.dueUs)
    for (let i = 0; i < pending; i++) queue.push({ dueUs: next() })
    return {
      hold(count) {
        let sum = 0
        for (let i = 0; i < count; i++) {
          const entry = queue.pop()!
          sum = (sum + (entry.dueUs >>> 0)) >>> 0
          queue.push({ dueUs: entry.dueUs + next() })
        }
        return sum
      },
    }
  }

interface Entry {
  readonly dueUs: number
  readonly priority: number
  readonly sequence: number
}

const entryOrder = (a: Entry, b: Entry) =>
  a.dueUs - b.dueUs || a.priority - b.priority || a.sequence - b.sequence

/** The textbook's heap of objects, as one writes it first. */
class NaiveHeap {
  readonly #entries: Entry[] = []

  push(entry: Entry): void {
    const entries = this.#entries
    let i = entries.push(entry) - 1
    for (let parent = (i - 1) >> 1; i > 0 && entryOrder(entries[parent]!, entry) > 0; parent = (i - 1) >> 1) {
      entries[i] = entries[parent]!
      i = parent
    }
    entries[i] = entry
  }

  pop(): Entry {
    const entries = this.#entries
    const first = entries[0]!
    const last = entries.pop()!
    let i = 0
    for (let child = 1; child < entries.length; child = 2 * i + 1) {
      if (child + 1 < entries.length && entryOrder(entries[child + 1]!, entries[child]!) < 0) child++
      if (entryOrder(last, entries[child]!) <= 0) break
      entries[i] = entries[child]!
      i = child
    }
    if (entries.length > 0) entries[i] = last
    return first
  }
}

const naiveHeap =
  (pending: number) =>
  (next: () => number): Holder => {
    const heap = new NaiveHeap()
    let sequence = 0
    for (let i = 0; i < pending; i++) heap.push({ dueUs: next(), priority: 1, sequence: sequence++ })
    return {
      hold(count) {
        let sum = 0
        for (let i = 0; i < count; i++) {
          const { dueUs } = heap.pop()
          heap.push({ dueUs: dueUs + next(), priority: 1, sequence: sequence++ })
          sum = (sum + (dueUs >>> 0)) >>> 0
        }
        return sum
      },
    }
  }

const bench: Bench = {
  name: 'kernel',
  regime:
    'hold model: take the earliest of N entries, put it back after an exponential delay (mean 1 s, whole us)',
  async *run(size: Size) {
    const increments = exponentialIncrements()
    const models: HoldModel[] =
      size === 'tiny'
        ? [{ increments, pending: 100, warmUp: 100, holds: 2_000 }]
        : [100, 10_000, 1_000_000].map((pending) => ({
            increments,
            pending,
            warmUp: Math.max(200_000, pending),
            holds: 1_000_000,
          }))
    for (const model of models) {
      const { pending } = model
      yield await race({
        title: `${pending.toLocaleString('en')} pending`,
        unit: 'hold',
        baseline: 'flatqueue',
        repetitions: size === 'tiny' ? 1 : pending >= 1_000_000 ? 3 : 5,
        competitors: [
          competitor('our Agenda, bare', model, agenda(pending)),
          competitor('our Kernel, callbacks', model, callbacks(pending)),
          competitor('our Kernel, processes', model, processes(pending)),
          competitor('flatqueue', model, flatqueue(pending), NO_TIES),
          competitor('tinyqueue', model, tinyqueue(pending), NO_TIES),
          competitor('naive heap of objects', model, naiveHeap(pending)),
          ...(size === 'tiny' ? [] : peers(model)),
        ],
      })
    }
  },
}

export default bench
