/** Why a request fails that its way and its server let through: the rows of facts/load-balancing 1.11 that are about time. */
import { type Reason, reasonsOf } from '../cloud/reason.ts'

const table = {
  REQUEST_TIMEOUT: {
    severity: 'error',
    sentence: 'The server did not answer within the request timeout of the listener: 504.',
    fix: 'Let servers answer sooner – more instances, or more concurrency – or raise requestTimeout of the listener.',
    source: 'facts/load-balancing 1.2, 1.11, 2.3',
  },
  CLIENT_TIMEOUT: {
    severity: 'error',
    sentence:
      'The client waited for as long as it does and closed the connection first; a balancer logs 499.',
    fix: 'Let servers answer sooner – more instances, or more concurrency – or give the client a longer timeout.',
    source: 'facts/load-balancing 1.11',
  },
  BACKLOG_FULL: {
    severity: 'error',
    sentence: 'More requests wait at the instance than its backlog takes, so the connection is refused.',
    fix: 'Have more instances, a larger concurrency, or a longer backlog.',
    source: 'facts/load-balancing 1.11',
  },
  SERVER_ENDED: {
    severity: 'error',
    sentence: 'The process ended while it was working on the request, before it had answered.',
    fix: 'Let the application finish what it works on: a longer stop and grace, and a preStop that outlasts what is in flight.',
    source: 'facts/load-balancing 1.11, 4.5',
  },
  SERVER_LOST: {
    severity: 'error',
    sentence: 'The server was lost with its zone while it was working on the request, and nobody told.',
    fix: 'Have instances in more than one zone, and let clients try again.',
    source: 'facts/load-balancing 1.11',
  },
  DRAIN_CUT: {
    severity: 'error',
    sentence: 'The connection drain of the server was over before the request was, and it was cut.',
    fix: 'Raise drain of the server group above the longest request.',
    source: 'facts/load-balancing 1.8, 2.2',
  },
  RATE_LIMITED: {
    severity: 'error',
    sentence: 'The traffic limit of the rule was reached: 503, or what the limit says.',
    fix: 'Raise qps of the trafficLimit, or send less.',
    source: 'facts/load-balancing 1.7, 1.11',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

export const REQUEST_REASONS: readonly Reason[] = reasonsOf(table)

export type RequestReason = keyof typeof table
