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
  dnat: 'The NAT gateway knows the session and puts back the address that was called.',
  snat: 'The NAT gateway knows the session and restores the private address.',
}

/** The same stage on the way back, for those that keep a session: facts/vpc R5.14, R4.9, R3.2. */
function returnHop(hop: Hop): Hop[] {
  const why = SESSIONS[hop.stage]
  if (why === undefined) return []
  const before = reverse(hop.after)
  const after = reverse(hop.before)
  return [{ ...hop, direction: 'return', why, rule: undefined, before, after }]
}

/** What the reply is asked again where nobody keeps a session: facts/vpc R6.2, R4.25, R7.2. */
const ASKED_AGAIN: Partial<Record<Stage, Stage>> = {
  'acl-in': 'return-acl-out',
  'acl-out': 'return-acl-in',
  dnat: 'return-route',
  peering: 'return-route',
}

/**
 * The way out, walked back: sessions let the reply pass, borders were asked again (`asked`). A packet that does not
 * arrive has no reply; then only what would stop it is told.
 */
export function wayOfReply(forward: readonly Hop[], asked: readonly Hop[]): Hop[] {
  if (forward.some(({ verdict }) => verdict === 'dropped')) return asked.filter(isDrop)
  const way = forward.toReversed().flatMap((hop) => {
    const again = ASKED_AGAIN[hop.stage]
    return [...asked.filter(({ stage }) => stage === again), ...returnHop(hop)]
  })
  const end = way.findIndex(isDrop)
  return end < 0 ? way : way.map((hop, at) => (at > end ? { ...hop, hypothetical: true } : hop))
}

function isDrop({ verdict }: Hop): boolean {
  return verdict === 'dropped'
}
