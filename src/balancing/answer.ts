/** Answers that the balancer makes itself: the server is not asked, so the upstream status of its log is `-` (facts/load-balancing 1.11). */
import type { HttpResponse } from './http-response.ts'

export interface Answer extends HttpResponse {
  readonly kind: 'answer'
  readonly body: string
  readonly cause: AnswerCause
  readonly upstreamStatus: '-'
}

export type AnswerCause =
  /** 400: no HTTP, or another protocol than the listener speaks. */
  | 'malformed'
  /** 400: headers above 32 KB (1.2). */
  | 'headersTooLarge'
  /** 405 */
  | 'trace'
  /** 414: path and query above 32 KB (1.2). */
  | 'uriTooLong'
  /** 463 */
  | 'loop'
  | 'fixedResponse'
  | 'redirect'
  /** 200: a pre-flight request of a browser (1.7, 9 row 11). */
  | 'preflight'
  /** 503, or what the limit says (1.7); 429 at a gateway of EAS (facts/deployment B.4). */
  | 'rateLimited'
  /** 503: every group of the rule has weight 0 (1.7). */
  | 'weightsZero'
  /** 403: the access list of the listener, under `assume.accessRefusal: forbidden` (9 row 7); the whitelist of a gateway of EAS. */
  | 'accessRefused'
  /** 405, 401: a gateway of EAS, before its service (facts/deployment B.4). */
  | 'methodRefused'
  | 'unauthorized'
  /** 503: nothing matches, and the default rule has an empty group (4.1). */
  | 'groupAbsent'

export function answered(
  status: number,
  cause: AnswerCause,
  headers: readonly (readonly [string, string])[] = [],
  body = '',
): Answer {
  return { kind: 'answer', status, cause, headers: new Map(headers), body, upstreamStatus: '-' }
}
