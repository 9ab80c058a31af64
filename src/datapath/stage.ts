/** The end of each stage: what it found is noted in the decision, told to the observer, and decides whether to go on. */
import { hasPorts, ICMP } from '../net/protocol.ts'
import type { Decision, Stage } from './decision.ts'
import { PASSED } from './reasons.ts'

/** Hears of every stage, with the decision as the stage left it. */
export interface Observer<S extends string = Stage> {
  stage(stage: S, reason: number): void
}

/** What every record of a packet on its way has, whatever its family. */
export interface Settled<S extends string> {
  reached: boolean
  reason: number
  stage: S
}

/** Notes what a stage found. True: the walk ends here, because nobody wants to know what lies behind a drop. */
export function settle<S extends string>(
  decision: Settled<S>,
  stage: NoInfer<S>,
  reason: number,
  observer: Observer<NoInfer<S>> | undefined,
): boolean {
  if (decision.reason === PASSED) {
    decision.reason = reason
    decision.stage = stage
  }
  if (observer === undefined) return reason !== PASSED
  observer.stage(stage, reason)
  return false
}

/** The last stage of every walk that finds somebody. */
export function deliver(decision: Decision, reason: number, observer: Observer | undefined): void {
  settle(decision, 'deliver', reason, observer)
  decision.reached = decision.reason === PASSED
}

/** Facts/vpc R3.3: of all protocols ICMP, TCP and UDP. */
export function isTranslated(decision: Decision): boolean {
  return decision.tuple.protocol === ICMP || hasPorts(decision.tuple.protocol)
}
