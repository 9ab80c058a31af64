/** What the client of a load balancer sees where its request fails: facts/load-balancing 1.10 to 1.12, 2.5, 2.8. */
import type { AnswerCause } from '../balancing/answer.ts'
import { isStream } from '../cloud/listener.ts'
import type { Decision } from './decision.ts'
import type { Details } from './details.ts'
import type { ReasonCode } from './reasons.ts'

/** Of everything that stops a request at a balancer or behind it: what its client sees. */
export function clientDetails(decision: Decision, code: ReasonCode): Details {
  const seen = isBalanced(decision) ? seenByClient(decision, code) : undefined
  if (seen === undefined) return {}
  return { ...(seen.status !== undefined && { status: String(seen.status) }), cause: seen.cause }
}

function isBalanced({ balancer, service }: Decision): boolean {
  return balancer >= 0 || service !== undefined
}

/** What becomes of the client's request. */
export interface SeenByClient {
  /** Absent at layer 4 and where the connection does not come to HTTP. */
  readonly status?: number
  readonly cause: string
}

/** Facts/load-balancing 1.10 to 1.12, 2.5, 2.8; undefined for what stops before a balancer, or is no failure. */
export function seenByClient(decision: Decision, code: ReasonCode): SeenByClient | undefined {
  const { listener, routed, service, isThroughBalancer, isAtConsumer } = decision
  if (code === 'LISTENER_ABSENT' || code === 'GW_PUBLIC_ENTRY_OFF')
    return { cause: 'the connection is refused' }
  const isHttp = listener !== undefined && !isStream(listener)
  const answer = routed?.outcome.kind === 'answer' ? routed.outcome : undefined
  if (REFUSING.has(code) && answer === undefined) return { cause: 'the connection is dropped before HTTP' }
  if (answer?.cause === 'malformed' && decision.asked?.protocol === 'http' && listener?.protocol !== 'http')
    return { status: answer.status, cause: 'plain HTTP was sent to an HTTPS port' }
  if (answer?.cause === 'accessRefused' && code !== 'LB_ACL_DENIED')
    return { status: answer.status, cause: 'the whitelist of the gateway refuses the client' }
  if (answer !== undefined) return { status: answer.status, cause: ANSWERS[answer.cause] }
  if (decision.choice === undefined || isAtConsumer) return undefined
  if (service !== undefined || !isHttp)
    return { cause: REFUSED.has(code) ? 'the connection is refused' : 'nobody answers the connection' }
  if (code === 'BACKENDS_NONE') return { status: 503, cause: 'there is no server (upstream status "-")' }
  if (code === 'BACKENDS_ALL_UNHEALTHY')
    return { status: 502, cause: 'no server is healthy (upstream status "-")' }
  if (!isThroughBalancer) return undefined
  return REFUSED.has(code)
    ? { status: 502, cause: 'the server refuses the connection' }
    : { status: 504, cause: 'the server does not answer within 5 s' }
}

/** The same as a sentence behind that of the reason; empty where there is nothing to say. */
export function clientText(decision: Decision, code: ReasonCode): string {
  const seen = seenByClient(decision, code)
  if (seen === undefined) return ''
  return seen.status === undefined ? '' : ` The client sees ${seen.status}: ${seen.cause}.`
}

/** At an access list. */
const REFUSING: ReadonlySet<ReasonCode> = new Set([
  'LB_ACL_DENIED',
  'GW_PUBLIC_WHITELIST_EMPTY',
  'GW_PUBLIC_WHITELIST_MISS',
  'GW_VPC_WHITELIST_MISS',
])

const REFUSED: ReadonlySet<ReasonCode> = new Set([
  'BACKEND_PORT_MISMATCH',
  'INSTANCE_NOT_ANSWERING',
  'PORT_NOT_SERVED',
  'BACKENDS_NONE',
])

const ANSWERS: Readonly<Record<AnswerCause, string>> = {
  fixedResponse: 'a rule answers so',
  redirect: 'a rule redirects the request',
  preflight: 'the balancer answers the preflight request',
  rateLimited: 'the rate limit of a rule is reached',
  malformed: 'the request is malformed',
  headersTooLarge: 'the headers are above 32 KB',
  trace: 'the method TRACE is not allowed',
  uriTooLong: 'the URI is above 32 KB',
  loop: 'the request has been here already',
  groupAbsent: 'nothing matches, and there is no default group',
  weightsZero: 'all groups of the rule have weight 0',
  accessRefused: 'the access list of the listener refuses the client',
  methodRefused: 'the service does not take that method',
  unauthorized: 'the request does not bring the token of the service',
}
