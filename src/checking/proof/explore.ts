/**
 * Every state that a machine can come into, breadth first, so that the way to what is found first is a shortest one. The machine is
 * asked for its steps and copied before each; states with equal keys are one state. It knows nothing of what the machine is.
 */

export interface Machine<State, Step> {
  readonly initial: State
  /** Equal for states that behave alike from here on. */
  keyOf(state: State): string
  /** What may happen next. */
  stepsOf(state: State): readonly Step[]
  /** Another state; the one that is given stays as it is. */
  after(state: State, step: Step): State
  /** What must not be, in a state that was reached; undefined where all is well. */
  violationIn(state: State): string | undefined
  /** All that was to be done is done. */
  isGoal(state: State): boolean
}

export interface Bounds {
  /** Beyond so many states the search gives up. */
  readonly states: number
}

export interface Exploration<State, Step> {
  /** Different states that were found. */
  readonly states: number
  /** Steps that were taken from them. */
  readonly steps: number
  /** Different orders of steps that lead from the first state to an end; `Infinity` beyond what a double counts, or where a circle lets steps repeat. */
  readonly orders: number
  /** False: the bounds were met before all was seen. */
  readonly isComplete: boolean
  /** The nearest state in which something must not be. */
  readonly violation?: Found<State, Step> & { readonly what: string }
  /** A nearest state at which everything has come to rest short of a goal, or goes round; only if all was seen. */
  readonly standstill?: Found<State, Step>
}

export interface Found<State, Step> {
  readonly state: State
  /** From the first state. */
  readonly path: readonly Step[]
}

/** Stops at the first violation; otherwise sees everything, and then asks from where the goal is out of reach. */
export function explore<State, Step>(
  machine: Machine<State, Step>,
  { states: atMost }: Bounds,
): Exploration<State, Step> {
  const search = new Search(machine)
  let isComplete = true
  while (search.hasMore) {
    if (search.size >= atMost) {
      isComplete = false
      break
    }
    const violation = search.next()
    if (violation !== undefined) return { ...search.counts, orders: Number.NaN, isComplete: false, violation }
  }
  if (!isComplete) return { ...search.counts, orders: Number.NaN, isComplete }
  const standstill = search.standstill()
  return { ...search.counts, orders: search.orders(), isComplete, ...(standstill && { standstill }) }
}

const NOBODY = -1

class Search<State, Step> {
  readonly #machine: Machine<State, Step>
  readonly #indexOf = new Map<string, number>()
  /** By index: how it was reached first. */
  readonly #parent: number[] = []
  readonly #step: (Step | undefined)[] = []
  readonly #isGoal: boolean[] = []
  /** From where to where, of every step that led to another state. */
  readonly #from: number[] = []
  readonly #to: number[] = []
  /** Found and not looked at; what was looked at is forgotten, the way to it leads there again. */
  #frontier: State[] = []
  #nextIndex = 0
  #next: State[] = []
  #at = 0
  #steps = 0

  constructor(machine: Machine<State, Step>) {
    this.#machine = machine
    this.#found(machine.initial, NOBODY, undefined)
    this.#frontier = this.#next
    this.#next = []
  }

  get size(): number {
    return this.#parent.length
  }

  get counts(): { readonly states: number; readonly steps: number } {
    return { states: this.size, steps: this.#steps }
  }

  get hasMore(): boolean {
    return this.#at < this.#frontier.length || this.#next.length > 0
  }

  /** Looks at one state: takes all its steps. */
  next(): (Found<State, Step> & { readonly what: string }) | undefined {
    if (this.#at === this.#frontier.length) {
      this.#frontier = this.#next
      this.#next = []
      this.#at = 0
    }
    const state = this.#frontier[this.#at++]!
    const index = this.#nextIndex++
    const what = this.#machine.violationIn(state)
    if (what !== undefined) return { state, path: this.#pathTo(index), what }
    for (const step of this.#machine.stepsOf(state)) {
      this.#steps++
      const after = this.#machine.after(state, step)
      const to = this.#found(after, index, step)
      if (to === index) continue
      this.#from.push(index)
      this.#to.push(to)
    }
    return undefined
  }

  #found(state: State, parent: number, step: Step | undefined): number {
    const key = this.#machine.keyOf(state)
    const known = this.#indexOf.get(key)
    if (known !== undefined) return known
    const index = this.#parent.push(parent) - 1
    this.#step.push(step)
    this.#isGoal.push(this.#machine.isGoal(state))
    this.#indexOf.set(key, index)
    this.#next.push(state)
    return index
  }

  #pathTo(index: number): Step[] {
    const path: Step[] = []
    for (let at = index; this.#parent[at] !== NOBODY; at = this.#parent[at]!) path.push(this.#step[at]!)
    return path.reverse()
  }

  /** Backwards from the goals; the first in the order of finding that is not met is the nearest. */
  standstill(): Found<State, Step> | undefined {
    const before = sorted(this.size, this.#to, this.#from)
    const mayEnd = new Uint8Array(this.size)
    const open: number[] = []
    for (const [index, isGoal] of this.#isGoal.entries())
      if (isGoal) {
        mayEnd[index] = 1
        open.push(index)
      }
    for (let index = open.pop(); index !== undefined; index = open.pop())
      for (let at = before.first[index]!; at < before.first[index + 1]!; at++) {
        const earlier = before.others[at]!
        if (mayEnd[earlier] === 1) continue
        mayEnd[earlier] = 1
        open.push(earlier)
      }
    const first = mayEnd.indexOf(0)
    if (first < 0) return undefined
    const path = this.#pathTo(this.#nearestDeadEnd() ?? first)
    return {
      state: path.reduce((state, step) => this.#machine.after(state, step), this.#machine.initial),
      path,
    }
  }

  /** The first in the order of finding from which nothing goes on short of a goal; undefined where it only goes round for ever. */
  #nearestDeadEnd(): number | undefined {
    const goesOn = new Uint8Array(this.size)
    for (const from of this.#from) goesOn[from] = 1
    const nearest = goesOn.findIndex((does, index) => does === 0 && this.#isGoal[index] === false)
    return nearest < 0 ? undefined : nearest
  }

  /** Ways through the graph from the first state to those without another step, counted in the order of their dependence. */
  orders(): number {
    const after = sorted(this.size, this.#from, this.#to)
    const waysTo = new Float64Array(this.size)
    const waiting = new Int32Array(this.size)
    for (const to of this.#to) waiting[to]!++
    waysTo[0] = 1
    const open = waiting[0] === 0 ? [0] : []
    let [seen, ways] = [0, 0]
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      seen++
      const [first, end] = [after.first[index]!, after.first[index + 1]!]
      if (first === end) ways += waysTo[index]!
      for (let at = first; at < end; at++) {
        const to = after.others[at]!
        waysTo[to]! += waysTo[index]!
        if (--waiting[to]! === 0) open.push(to)
      }
    }
    return seen < this.size ? Number.POSITIVE_INFINITY : ways
  }
}

/** Edges by one of their ends: those of `index` are `others[first[index]]` to `others[first[index + 1] - 1]`. */
function sorted(
  size: number,
  by: readonly number[],
  others: readonly number[],
): { readonly first: Int32Array; readonly others: Int32Array } {
  const first = new Int32Array(size + 1)
  for (const index of by) first[index + 1]!++
  for (let index = 0; index < size; index++) first[index + 1]! += first[index]!
  const place = first.slice()
  const result = new Int32Array(others.length)
  for (const [at, index] of by.entries()) result[place[index]!++] = others[at]!
  return { first, others: result }
}
