/**
 * One application's rolling replacement as one would play it with counters on a table, from facts/deployment alone: time
 * goes on second by second, and in each second everything is looked at until nothing moves any more. All durations are
 * whole seconds, everybody behaves well, and an instance is ready as soon as it has started.
 */
export interface NaiveRollout {
  readonly instances: number
  /** How many EIPs there are; undefined: the instances have none of their own. */
  readonly pool: number | undefined
  readonly minReady: number
  readonly maxSurge: number
  readonly gate: 'bound' | 'ready'
  /** Size of the gray batch; 0: there is none. */
  readonly gray: number
  readonly batches: number
  readonly batchWait: number
  readonly batchTimeout: number
  readonly schedule: number
  readonly pull: number
  readonly retry: number
  readonly bind: number
  readonly start: number
  /** From its start until ALB has found an instance healthy, which it waits for; undefined: there is no readiness gate. */
  readonly readinessGate: number | undefined
  readonly preStop: number
  readonly stop: number
  readonly grace: number
  readonly release: number
}

export interface NaiveOutcome {
  readonly outcome: 'completed' | 'stuck'
  /** Seconds from the begin of the order to its end, or to the timeout of its batch. */
  readonly after: number
  /** Fewest at the end of a second, from the begin of the order on. */
  readonly fewestReady: number
  /** In some second an EIP came back and somebody looked for one: who was first decides what follows. */
  readonly tied: boolean
}

interface Instance {
  readonly isNew: boolean
  phase:
    | 'scheduling'
    | 'pulling'
    | 'looking'
    | 'binding'
    | 'starting'
    | 'gated'
    | 'ready'
    | 'stopping'
    | 'gone'
  /** Seconds until the phase is over. */
  left: number
  eip: Eip | undefined
}

interface Eip {
  state: 'free' | 'taken' | 'inUse' | 'releasing'
  left: number
}

const NEVER = Number.POSITIVE_INFINITY

export function playRollout(plan: NaiveRollout): NaiveOutcome {
  return new Table(plan).play()
}

class Table {
  readonly #plan: NaiveRollout
  readonly #eips: Eip[]
  readonly #instances: Instance[]
  readonly #batches: readonly number[]
  #batch = 0
  #deadline: number
  /** Seconds until the next batch may begin. */
  #pause = 0
  #freed = false
  #looked = false

  constructor(plan: NaiveRollout) {
    this.#plan = plan
    this.#batches = splitIntoBatches(plan)
    this.#deadline = plan.batchTimeout
    this.#eips = Array.from({ length: plan.pool ?? 0 }, () => ({ state: 'free', left: NEVER }))
    this.#instances = Array.from({ length: plan.instances }, (): Instance => {
      const eip = this.#eips.find(({ state }) => state === 'free')
      if (eip === undefined && plan.pool !== undefined)
        return { isNew: false, phase: 'looking', left: plan.retry, eip }
      if (eip !== undefined) eip.state = 'inUse'
      return { isNew: false, phase: 'ready', left: NEVER, eip }
    })
  }

  play(): NaiveOutcome {
    let fewestReady = NEVER
    let tied = false
    for (let second = 0; ; second++) {
      this.#freed = false
      this.#looked = false
      while (this.#moveEips() || this.#moveInstances() || this.#reconcile() || this.#endBatch(second)) {}
      tied ||= this.#freed && this.#looked
      fewestReady = Math.min(fewestReady, this.#count(isReady))
      const figures = { after: second, fewestReady, tied }
      if (this.#batch === this.#batches.length) return { outcome: 'completed', ...figures }
      if (second === this.#deadline) return { outcome: 'stuck', ...figures }
      for (const thing of [...this.#eips, ...this.#instances]) thing.left--
      this.#pause--
    }
  }

  #moveEips(): boolean {
    const back = this.#eips.filter(({ state, left }) => state === 'releasing' && left <= 0)
    for (const eip of back) eip.state = 'free'
    if (back.length > 0) this.#freed = true
    return back.length > 0
  }

  #moveInstances(): boolean {
    const due = this.#instances.filter(({ phase, left }) => phase !== 'gone' && left <= 0)
    for (const instance of due) this.#goOn(instance)
    return due.length > 0
  }

  /** The phase is over: the next one begins (A.5, A.6, A.9). */
  #goOn(instance: Instance): void {
    const plan = this.#plan
    switch (instance.phase) {
      case 'scheduling':
        return enter(instance, 'pulling', plan.pull)
      case 'pulling':
        if (plan.pool === undefined) return enter(instance, 'starting', plan.start)
        return this.#look(instance)
      case 'looking':
        return this.#look(instance)
      case 'binding':
        instance.eip!.state = 'inUse'
        return enter(instance, 'starting', plan.start)
      case 'starting':
        if (plan.readinessGate !== undefined) return enter(instance, 'gated', plan.readinessGate)
        return enter(instance, 'ready', NEVER)
      case 'gated':
        return enter(instance, 'ready', NEVER)
      case 'stopping':
        if (instance.eip !== undefined)
          Object.assign(instance.eip, { state: 'releasing', left: plan.release })
        return enter(instance, 'gone', NEVER)
    }
  }

  #look(instance: Instance): void {
    this.#looked = true
    instance.eip = this.#eips.find(({ state }) => state === 'free')
    if (instance.eip === undefined) return enter(instance, 'looking', this.#plan.retry)
    instance.eip.state = 'taken'
    enter(instance, 'binding', this.#plan.bind)
  }

  /** One step of a Deployment (D.2): more of the new if there is room, else one of the old away if that is safe. */
  #reconcile(): boolean {
    if (this.#isPausing()) return false
    const { instances, maxSurge, pool, schedule } = this.#plan
    const surge = pool === undefined ? maxSurge : Math.max(1, maxSurge)
    const target = this.#target()
    if (this.#count(isMember) < instances + surge && this.#count(isNewMember) < target) {
      this.#instances.push({ isNew: true, phase: 'scheduling', left: schedule, eip: undefined })
      return true
    }
    if (this.#count(isOldMember) <= instances - target) return false
    // Who is not ready goes first (D.5).
    const old = this.#instances.filter(isOldMember)
    const victim = old.find((instance) => !isReady(instance)) ?? old[0]
    if (victim === undefined || !this.#maySpare(victim)) return false
    const { preStop, stop, grace } = this.#plan
    if (isReady(victim)) enter(victim, 'stopping', Math.min(preStop + stop, grace))
    else enter(victim, 'gone', NEVER)
    return true
  }

  /** The floor of ready instances, and one EIP in use for every declared instance besides the victim's (rule 2, A.2). */
  #maySpare(victim: Instance): boolean {
    const { instances, minReady, pool, gate } = this.#plan
    if (isReady(victim) && this.#count(isReady) - 1 < minReady) return false
    if (pool !== undefined && victim.eip !== undefined) {
      const passed = this.#count(
        (one) =>
          isMember(one) && one.eip?.state === 'inUse' && (gate === 'bound' || !one.isNew || isReady(one)),
      )
      return passed - 1 >= instances
    }
    const least = pool === undefined ? minReady : instances
    const unavailable = this.#count((one) => isNewMember(one) && !isReady(one))
    return this.#count(isMember) - least - unavailable > 0
  }

  /** A batch is over when its new ones are ready and those that they replace are gone. */
  #endBatch(second: number): boolean {
    if (this.#isPausing()) return false
    const { instances, batchWait, batchTimeout } = this.#plan
    const target = this.#target()
    const isDone =
      this.#count((one) => isNewMember(one) && isReady(one)) === target &&
      this.#count(isOldMember) <= instances - target &&
      this.#count(({ phase }) => phase === 'stopping') === 0
    if (!isDone) return false
    this.#batch++
    this.#pause = batchWait
    this.#deadline = second + batchWait + batchTimeout
    return true
  }

  #isPausing(): boolean {
    return this.#batch === this.#batches.length || this.#pause > 0
  }

  /** New instances wanted at the end of this batch. */
  #target(): number {
    return this.#batches.slice(0, this.#batch + 1).reduce((sum, size) => sum + size, 0)
  }

  #count(which: (instance: Instance) => boolean): number {
    return this.#instances.filter(which).length
  }
}

function enter(instance: Instance, phase: Instance['phase'], left: number): void {
  instance.phase = phase
  instance.left = left
}

/** Those that stop are counted nowhere (D.4). */
function isMember({ phase }: Instance): boolean {
  return phase !== 'stopping' && phase !== 'gone'
}

const isNewMember = (instance: Instance) => instance.isNew && isMember(instance)
const isOldMember = (instance: Instance) => !instance.isNew && isMember(instance)
const isReady = ({ phase }: Instance) => phase === 'ready'

/** An even split of what the gray batch leaves, the remainder to the later ones (A.1). */
function splitIntoBatches({ instances, gray, batches }: NaiveRollout): number[] {
  const rest = instances - gray
  const sizes = Array.from({ length: batches }, (_, index) => Math.floor((rest + index) / batches))
  return [gray, ...sizes].filter((size) => size > 0)
}
