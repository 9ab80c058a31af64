/** One step of an explained way: who decided what about the packet, and on which ground. */
import type { Origin } from '../cloud/origin.ts'
import { type FiveTuple, reverse } from '../net/five-tuple.ts'
import type { Stage } from './decision.ts'
import type { Details } from './details.ts'
import type { ReasonCode } from './reasons.ts'

export interface Hop {
  readonly stage: Stage
  /** `return` is the way of the reply. */
  readonly direction: 'forward' | 'return'
  /** Resource that decided: `security group web`, `NAT gateway main`. */
  readonly component: string
  /** `unknown`: behind a failed translation nobody can tell. */
  readonly verdict: 'passed' | 'dropped' | 'unknown'
  /** One sentence. */
  readonly why: string
  /** The rule, route or entry that decided, and where it is written. */
  readonly rule: HopRule | undefined
  /** The reason of a drop, and what fills its template. */
  readonly code: ReasonCode | undefined
  readonly details: Details | undefined
  readonly before: FiveTuple
  readonly after: FiveTuple
  /** False behind a failed translation: the source of `after` is then only the last one that was known. */
  readonly sourceKnown: boolean
  /** The packet did not come here: something before has dropped it. */
  readonly hypothetical: boolean
}

export interface HopRule {
  readonly text: string
  readonly origin: Origin
}

/** Stages that keep a session, and why that lets the reply pass without being asked again. */
const SESSIONS: Partial<Record<Stage, string>> = {
  'sg-in': 'The reply belongs to a session that the security group let in, so no rule is asked.',
  'sg-out': 'The reply belongs to a session that the security group let out, so no rule is asked.',
  'eip-map': 'The reply leaves with the EIP that was called.',
  'choose-source': 'The reply comes back to the EIP and is handed to the instance that holds it.',
  snat: 'The NAT gateway knows the session and restores the private address.',
}

/** The same stage on the way back, for those that keep a session: facts/vpc R5.14, R4.9, R3.2. */
export function returnHop(hop: Hop): Hop[] {
  const why = SESSIONS[hop.stage]
  if (why === undefined) return []
  const before = reverse(hop.after)
  const after = reverse(hop.before)
  return [{ ...hop, direction: 'return', why, rule: undefined, before, after }]
}
