/** Why an alert of a gateway fires, and what to do then: the scenarios of seed 002, table of alert metrics. */
import type { AlertMetric } from '../cloud/alert-rule.ts'
import { type Reason, reasonsOf } from '../cloud/reason.ts'

const SOURCE = 'seed 002, facts/deployment B.7'

const table = {
  GATEWAY_ALERT_CPU: {
    severity: 'warning',
    sentence:
      'The CPU utilisation of the gateway stayed beyond its threshold: its resources come to their limit.',
    fix: 'Order more nodes or a larger specification for gateway {gateway}; both take 3 to 5 minutes.',
    source: SOURCE,
  },
  GATEWAY_ALERT_MEMORY: {
    severity: 'warning',
    sentence:
      'The memory utilisation of the gateway stayed beyond its threshold: it may be killed for lack of memory.',
    fix: 'Order a larger specification or more nodes for gateway {gateway}; both take 3 to 5 minutes.',
    source: SOURCE,
  },
  GATEWAY_ALERT_SUCCESS: {
    severity: 'warning',
    sentence:
      'Too few requests were answered with 2xx: something is wrong with the services behind the gateway, or with its configuration.',
    fix: 'Look at the statuses of the requests, then at the services behind gateway {gateway} and at its whitelists.',
    source: SOURCE,
  },
  GATEWAY_ALERT_CERTIFICATE: {
    severity: 'warning',
    sentence: 'A certificate of the gateway ends soon, and HTTPS with it.',
    fix: 'Renew the certificates of the domains of gateway {gateway}.',
    source: SOURCE,
  },
  GATEWAY_ALERT_4XX: {
    severity: 'warning',
    sentence:
      'Too many requests were answered with 4xx: clients call wrongly, or their token or address is not admitted.',
    fix: 'Look at paths, tokens and rates of the callers, and at the whitelists of gateway {gateway}.',
    source: SOURCE,
  },
  GATEWAY_ALERT_5XX: {
    severity: 'warning',
    sentence: 'Too many requests were answered with 5xx: a serious problem on the side of the servers.',
    fix: 'Look at the services behind gateway {gateway}: whether instances are ready, and how long they take.',
    source: SOURCE,
  },
  GATEWAY_ALERT_SLOW: {
    severity: 'warning',
    sentence: 'The mean response time stayed beyond its threshold, which users feel.',
    fix: 'Give the services behind gateway {gateway} more instances or workers, or set the threshold after what they need.',
    source: SOURCE,
  },
  GATEWAY_ALERT_REQUESTS: {
    severity: 'warning',
    sentence:
      'The requests changed much against the same minutes of the day before: a fall may be a broken service, a rise an attack or a promotion.',
    fix: 'Look at who calls gateway {gateway}, and whether callers still get through.',
    source: SOURCE,
  },
  GATEWAY_ALERT_RATE_LIMITED: {
    severity: 'warning',
    sentence: 'Rate limits refused many requests: there is more traffic than was planned for.',
    fix: 'Raise the rate limits of the services behind gateway {gateway}, and their instances with them.',
    source: SOURCE,
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

export const ALERT_REASONS: readonly Reason[] = reasonsOf(table)

export const ALERT_CODES: Readonly<Record<AlertMetric, keyof typeof table>> = {
  cpu: 'GATEWAY_ALERT_CPU',
  memory: 'GATEWAY_ALERT_MEMORY',
  successRatio: 'GATEWAY_ALERT_SUCCESS',
  certificateDays: 'GATEWAY_ALERT_CERTIFICATE',
  ratio4xx: 'GATEWAY_ALERT_4XX',
  ratio5xx: 'GATEWAY_ALERT_5XX',
  meanResponseTime: 'GATEWAY_ALERT_SLOW',
  requestsToYesterday: 'GATEWAY_ALERT_REQUESTS',
  rateLimited: 'GATEWAY_ALERT_RATE_LIMITED',
}
