/**
 * Gives work its time: draws how long it takes, starts its timer, and looks at what a probe would see when it is due.
 * Every draw passes the chooser under the name `app-instance/kind`, so one instance's fate moves no other's.
 */
import type { ProbeWindow } from '../cloud/app.ts'
import type { Instance } from '../deployment/instance.ts'
import { isProbe, type ProbeKind, type Work } from '../deployment/work.ts'
import { type Chooser, chooseDurationUs } from '../kernel/choice.ts'
import { CONTROL, type Kernel } from '../kernel/kernel.ts'
import type { Timer } from '../kernel/timer.ts'
import type { Plan } from './plan.ts'

/** A work is over: the probe's result where it is one, and the event that began it. */
export type Done = (work: Work, passed: boolean, cause: number | undefined) => void

export class WorkClock {
  readonly #kernel: Kernel
  readonly #chooser: Chooser
  readonly #done: Done
  readonly #find: (work: Work) => Instance | undefined
  readonly #draws: ReadonlyMap<string, readonly number[]>
  /** How many draws of a name have been used. */
  readonly #used = new Map<string, number>()
  readonly #failures: NonNullable<Plan['failures']>
  /** How many works of a name have failed. */
  readonly #failed = new Map<string, number>()
  readonly #timers = new Map<Work, Timer>()
  /** When the container of an instance was started last; absent: before the run. */
  readonly #startedUs = new Map<string, number>()

  constructor(
    kernel: Kernel,
    chooser: Chooser,
    find: (work: Work) => Instance | undefined,
    done: Done,
    { draws = new Map(), failures = new Map() }: Pick<Plan, 'draws' | 'failures'> = {},
  ) {
    this.#draws = draws
    this.#failures = failures
    this.#kernel = kernel
    this.#chooser = chooser
    this.#find = find
    this.#done = done
  }

  begin(work: Work, cause: number | undefined): void {
    if (work.kind === 'start') this.#startedUs.set(ownerOf(work), this.#kernel.nowUs)
    const { minUs, maxUs } = work.range
    const delayUs =
      this.#written(work) ??
      (minUs === maxUs ? minUs : chooseDurationUs(this.#chooser, nameOf(work), minUs, maxUs))
    this.#timers.set(
      work,
      this.#kernel.schedule(delayUs, () => this.#due(work, cause), CONTROL),
    )
  }

  /** What the plan says instead of a draw. */
  #written(work: Work): number | undefined {
    if (this.#draws.size === 0) return undefined
    const name = nameOf(work)
    const used = this.#used.get(name) ?? 0
    this.#used.set(name, used + 1)
    return this.#draws.get(name)?.[used]
  }

  cancel(work: Work): void {
    this.#timers.get(work)?.cancel()
    this.#timers.delete(work)
  }

  #due(work: Work, cause: number | undefined): void {
    this.#timers.delete(work)
    this.#done(work, isProbe(work.kind) ? this.#passes(work, work.kind) : !this.#fails(work), cause)
  }

  /** The plan wants it to end without success. */
  #fails(work: Work): boolean {
    if (this.#failures.size === 0) return false
    const name = nameOf(work)
    const failed = this.#failed.get(name) ?? 0
    if (failed >= (this.#failures.get(name) ?? 0)) return false
    this.#failed.set(name, failed + 1)
    return true
  }

  /** A probe passes in its version's window, or without one as long as the application answers. */
  #passes(work: Work, kind: ProbeKind): boolean {
    const instance = this.#find(work)
    if (instance === undefined) return false
    const window = windowOf(instance, kind)
    if (window === undefined) return instance.answering
    const sinceStartUs = this.#kernel.nowUs - (this.#startedUs.get(ownerOf(work)) ?? 0)
    return window.passesFromUs <= sinceStartUs && sinceStartUs < window.failsFromUs
  }
}

function windowOf({ behaviour }: Instance, kind: ProbeKind): ProbeWindow | undefined {
  switch (kind) {
    case 'startupProbe':
      return behaviour?.startup
    case 'readinessProbe':
      return behaviour?.readiness
    case 'livenessProbe':
      return behaviour?.liveness
  }
}

/** `shop-4/eipBind` */
function nameOf(work: Work): string {
  return `${ownerOf(work)}/${work.kind}`
}

function ownerOf(work: Work): string {
  return work.instance === 0 ? work.app : `${work.app}-${work.instance}`
}
