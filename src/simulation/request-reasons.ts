/** Why a request fails that its way and its server let through: the rows of facts/load-balancing 1.11 that are about time. */
import { type Reason, reasonsOf } from '../cloud/reason.ts'

const table = {
  REQUEST_TIMEOUT: {
    severity: 'error',
    sentence: 'The server did not answer within the request timeout of the listener: 504.',
    fix: 'Let servers answer sooner – more instances, or more concurrency – or raise requestTimeout of the listener.',
    source: 'facts/load-balancing 1.2, 1.11, 2.3',
  },
  REQUEST_UNSENT: {
    severity: 'error',
    sentence: 'The client had not sent its whole request within the request timeout of the listener: 408.',
    fix: 'Let the client send faster or less at a time, or raise requestTimeout of the listener.',
    source: 'facts/load-balancing 1.11, 2.8',
  },
  BODY_CUT_SHORT: {
    severity: 'error',
    sentence: 'The body was shorter than the client had told, so the request was not complete: 400.',
    fix: 'Let the client send as many bytes as its Content-Length says.',
    source: 'facts/load-balancing 1.11, 2.8',
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
  GW_OVERLOADED: {
    severity: 'error',
    sentence: 'The gateway is beyond its overload threshold, and refuses new connections.',
    fix: 'Have more nodes of gateway {gateway}, or a larger spec: {size} take {most} connections at most, and none while the CPU is more than 90 % busy.',
    source: 'facts/deployment B.5',
  },
  GW_RATE_LIMITED: {
    severity: 'error',
    sentence: 'The gateway admits only so many requests a second for the service: 429.',
    fix: 'Raise rateLimit of the service, send less, or leave the shared gateway, which admits 1,000 a second for a service and 10,000 for a group.',
    source: 'facts/deployment B.1, B.4',
  },
  EAS_QUEUE_FULL: {
    severity: 'error',
    sentence: 'The queue of the instance is full behind its busy workers: 450.',
    fix: 'Have more instances or workers, or a longer queue.',
    source: 'facts/deployment B.4',
  },
  EAS_KEEPALIVE_EXCEEDED: {
    severity: 'error',
    sentence: 'The instance needed longer than its keepalive, the waiting included: 408.',
    fix: 'Raise keepalive of the service, or have more instances or workers, so that less waits.',
    source: 'facts/deployment B.4',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

export const REQUEST_REASONS: readonly Reason[] = reasonsOf(table)

export type RequestReason = keyof typeof table
