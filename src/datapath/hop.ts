/** One step of an explained way: who decided what about the packet, and on which ground. */
import type { Origin } from '../cloud/origin.ts'
import type { Address } from '../net/address.ts'
import { type FiveTupleOf, reverse } from '../net/five-tuple.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Stage } from './decision.ts'
import type { Details } from './details.ts'
import type { Stage6 } from './ipv6-decision.ts'
import type { ReasonCode } from './reasons.ts'

/** Of a packet of IPv4, unless the parameters say otherwise. */
export interface Hop<A extends Address = Ipv4, S extends AnyStage = Stage> {
  readonly stage: S
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
  readonly before: FiveTupleOf<A>
  readonly after: FiveTupleOf<A>
  /** False behind a failed translation: the source of `after` is then only the last one that was known. */
  readonly sourceKnown: boolean
  /** The packet did not come here: something before has dropped it. */
  readonly hypothetical: boolean
  /** The reply does not come by here. */
  readonly isOneWay?: boolean
}

export type AnyStage = Stage | Stage6
export type AnyHop = Hop<Address, AnyStage>

export interface HopRule {
  readonly text: string
  readonly origin: Origin
}

/** Stages that keep a session, and why that lets the reply pass without being asked again. */
const SESSIONS: Partial<Record<AnyStage, string>> = {
  'sg-in': 'The reply belongs to a session that the security group let in, so no rule is asked.',
  'sg-out': 'The reply belongs to a session that the security group let out, so no rule is asked.',
  'eip-map': 'The reply leaves with the EIP that was called.',
  'choose-source': 'The reply comes back to the EIP and is handed to the instance that holds it.',
  'pass-on': 'The guest knows the session and restores the address of the sender.',
  'pick-backend': 'The balancer knows the connection, and the reply comes from the address that was called.',
  endpoint: 'The service knows the connection, and the reply comes from the address of the endpoint.',
  dnat: 'The NAT gateway knows the session and puts back the address that was called.',
  'vpc-dnat': 'The VPC NAT gateway knows the session and puts back the NAT IP that was called.',
  'vpc-snat': 'The VPC NAT gateway knows the session and restores the address of the sender.',
  snat: 'The NAT gateway knows the session and restores the private address.',
  'ipv6-gateway': 'The IPv6 gateway lets the reply in: the session was opened from inside.',
  'ipv6-entry': 'The IPv6 gateway lets the reply out.',
}

/** The same stage on the way back, for those that keep a session: facts/vpc R5.14, R4.9, R3.2. */
function returnHop<A extends Address, S extends AnyStage>(hop: Hop<A, S>): Hop<A, S>[] {
  const why = SESSIONS[hop.stage]
  if (why === undefined || hop.isOneWay) return []
  const before = reverse(hop.after)
  const after = reverse(hop.before)
  return [{ ...hop, direction: 'return', why, rule: undefined, before, after }]
}

/** What the reply is asked again where nobody keeps a session: facts/vpc R6.2, R4.25, R7.2. */
const ASKED_AGAIN: Partial<Record<AnyStage, AnyStage>> = {
  'sg-in': 'return-sg-out',
  'acl-in': 'return-acl-out',
  'acl-out': 'return-acl-in',
  'sg-out': 'return-sg-in',
  dnat: 'return-route',
  'vpc-dnat': 'return-vpc-nat',
  peering: 'return-route',
  'router-interface': 'return-route',
  transit: 'return-route',
  'ipv6-entry': 'return-route',
}

/**
 * The way out, walked back: sessions let the reply pass, borders were asked again (`asked`). A packet that does not
 * arrive has no reply; then only what would stop it is told.
 */
export function wayOfReply<A extends Address, S extends AnyStage>(
  forward: readonly Hop<A, S>[],
  asked: readonly Hop<A, S>[],
): Hop<A, S>[] {
  if (forward.some(({ verdict }) => verdict === 'dropped')) return asked.filter(isDrop)
  const waiting = [...asked]
  const way = forward.toReversed().flatMap((hop) => {
    const again = hop.isOneWay ? [] : takeAskedAgain(hop, waiting)
    // A group that was asked again has kept no session (R5.21).
    return again.length > 0 && isOfGroups(hop) ? again : [...again, ...returnHop(hop)]
  })
  const end = way.findIndex(isDrop)
  return end < 0 ? way : way.map((hop, at) => (at > end ? { ...hop, hypothetical: true } : hop))
}

/** What was asked for the reply at `hop`; on the way back into another VPC that is a row of stages. */
function takeAskedAgain<A extends Address, S extends AnyStage>(
  hop: Hop<A, S>,
  waiting: Hop<A, S>[],
): Hop<A, S>[] {
  const at = waiting.findIndex((again) => isAskedAgain(hop, again))
  if (at < 0) return []
  let end = at + 1
  if (CONNECTIONS.has(hop.stage)) while (end < waiting.length && WAY_BACK.has(waiting[end]!.stage)) end++
  return waiting.splice(at, end - at)
}

const CONNECTIONS: ReadonlySet<AnyStage> = new Set(['peering', 'router-interface', 'transit'])
const WAY_BACK: ReadonlySet<AnyStage> = new Set(['return-route', 'return-transit', 'return-acl-transit'])

/** Groups are on an ENI, so only the same ones are asked again; a border may be crossed by several. */
function isAskedAgain(hop: AnyHop, again: AnyHop): boolean {
  if (again.stage !== ASKED_AGAIN[hop.stage]) return false
  return !isOfGroups(hop) || again.component === hop.component
}

function isOfGroups({ stage }: AnyHop): boolean {
  return stage === 'sg-in' || stage === 'sg-out'
}

function isDrop({ verdict }: AnyHop): boolean {
  return verdict === 'dropped'
}
