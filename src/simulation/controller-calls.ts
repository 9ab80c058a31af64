/**
 * When a controller that has seen changes gets them done at a balancer: one call adds or removes so many servers, the next
 * call waits for the one before, and what comes is added before what goes is removed (facts/load-balancing 4.5).
 *
 * Limits: the first call of a turn is part of the delay with which the controller sees anything, so few changes cost
 * nothing more; the controllers of CLB and NLB are taken to be like that of ALB (assumed).
 */

/** Facts/load-balancing 1.8, 4.5: it could be 40 for additions and 200 for removals, and controllers use 30 for both. */
export const SERVERS_OF_A_CALL = 30

export class ControllerCalls {
  /** By the instant at which they are seen, in the order in which they happened. */
  readonly #seen = new Map<number, Set<string>>()
  #plan: {
    readonly atUs: number
    readonly doneUs: ReadonlyMap<string, number>
    readonly additions: Set<string>
  } = {
    atUs: -1,
    doneUs: new Map(),
    additions: new Set(),
  }
  /** Of the last call that is planned. */
  #lastUs = -1

  /** The controller will see a change of this instance at that instant. */
  await(instance: string, atUs: number): void {
    const seen = this.#seen.get(atUs)
    if (seen === undefined) this.#seen.set(atUs, new Set([instance]))
    else seen.add(instance)
  }

  /** Now it sees it: when is it done? `isAdded`: of each instance, what is wanted of it now. */
  doneUs(instance: string, nowUs: number, callUs: number, isAdded: (instance: string) => boolean): number {
    if (this.#plan.atUs !== nowUs || this.#seen.has(nowUs)) this.#turn(nowUs, callUs, isAdded)
    this.#plan.additions.delete(instance)
    return this.#plan.doneUs.get(instance)!
  }

  /** Additions of this instant that are still to come: a removal lets them pass. */
  hasAdditions(nowUs: number): boolean {
    return this.#plan.atUs === nowUs && this.#plan.additions.size > 0
  }

  #turn(nowUs: number, callUs: number, isAdded: (instance: string) => boolean): void {
    const seen = [...(this.#seen.get(nowUs) ?? [])]
    this.#seen.delete(nowUs)
    const additions = seen.filter(isAdded)
    const removals = seen.filter((instance) => !additions.includes(instance))
    // Without a delay, what happens in a turn makes another one at the same instant.
    const earlier = this.#plan.atUs === nowUs ? this.#plan : undefined
    const doneUs = new Map<string, number>(earlier?.doneUs)
    let beganUs = this.#lastUs > nowUs ? this.#lastUs + callUs : nowUs
    for (const instances of [additions, removals]) {
      for (const [nth, instance] of instances.entries())
        doneUs.set(instance, beganUs + Math.floor(nth / SERVERS_OF_A_CALL) * callUs)
      // The first removals go with the last additions.
      beganUs += Math.max(0, Math.ceil(instances.length / SERVERS_OF_A_CALL) - 1) * callUs
    }
    this.#lastUs = beganUs
    this.#plan = {
      atUs: nowUs,
      doneUs,
      additions: new Set([
        ...(earlier?.additions ?? []),
        ...additions.filter((instance) => doneUs.get(instance) === nowUs),
      ]),
    }
  }
}
