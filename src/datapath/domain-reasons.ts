/** Why a domain does not lead to a load balancer, or a client does not take its certificate. Part of `reasons.ts`. */
import type { Reason } from '../cloud/reason.ts'

export const domainReasons = {
  DOMAIN_NOT_BOUND: {
    severity: 'error',
    sentence: 'A load balancer or gateway waits for the name, but public DNS has no record that leads to it.',
    fix: 'Bind {name} at the DNS provider: a record {binding} leads to {balancer}; {because} ({path}, line {line}).',
    source: 'facts/load-balancing 1.1; seed 000, questions on domains',
  },
  CNAME_MISSING: {
    severity: 'error',
    sentence:
      'The name has a record that leads to nobody, and none that leads to the load balancer or gateway that waits for it.',
    fix: 'Put a record {binding} of {name} in the place of {record}: it leads to {balancer}, {because} ({path}, line {line}).',
    source: 'facts/load-balancing 1.1; seed 000, questions on domains',
  },
  CERT_ABSENT: {
    severity: 'error',
    sentence:
      'The client begins with TLS, and the listener has no certificate to show, so there is no connection.',
    fix: 'Call listener {listener} of {balancer} by HTTP, or let it speak HTTPS with a certificate for {host} ({path}, line {line}).',
    source: 'facts/load-balancing 1.2',
  },
  CERT_NAME_MISMATCH: {
    severity: 'error',
    sentence:
      'The certificate that the listener shows does not have the name that is called, so the client gives up.',
    fix: 'Give listener {listener} of {balancer} a certificate for {host} ({path}, line {line}){known}: it shows {certificate}, which has {domains}.',
    source: 'facts/load-balancing 1.2',
  },
  CERT_EXPIRED: {
    severity: 'error',
    sentence: 'The certificate that the listener shows has ended, so the client gives up.',
    fix: 'Renew certificate {certificate}, which has ended {ended} ({path}, line {line}), or let listener {listener} of {balancer} show another one for {host}.',
    source: 'facts/load-balancing 1.2',
  },
  CERT_EXPIRES_SOON: {
    severity: 'warning',
    sentence: 'The certificate that the listener shows has fewer than 15 days left.',
    fix: 'Renew certificate {certificate}, which ends {ended} ({path}, line {line}).',
    source: 'facts/load-balancing 1.2; seed 002, alarms on certificates',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>
