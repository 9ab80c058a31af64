/**
 * The reasons that the folds of this room give; `{places}` are filled from `ChangeSummary.details`. `ROLLOUT_STUCK` and
 * `OUTAGE_WINDOW` stand in the table of `deployment/`.
 */
import { type Reason, reasonsOf } from '../cloud/reason.ts'

const table = {
  EIP_POOL_EMPTY: {
    severity: 'error',
    sentence: 'The EIP pool has no free address, and nobody is about to give one back.',
    fix: 'Give pool {pool} at least {needed} addresses; it has {size}.',
    source: 'facts/deployment rule 3, A.6',
  },
  PROBE_BLOCKED: {
    severity: 'warning',
    sentence: 'Rules on their way stop the probes of the balancer, so it never finds its servers healthy.',
    fix: 'Let security groups and network ACLs of the servers admit the Local IPs of the ALB, which are in its vSwitches.',
    source: 'facts/load-balancing 1.1, 1.9',
  },
  RUN_TOO_SHORT: {
    severity: 'warning',
    sentence: 'The run ended while the change order was still moving, so that nothing is known of its end.',
    fix: 'Raise the duration of the run.',
    source: 'facts/codes section 1',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

export const TRACE_REASONS: readonly Reason[] = reasonsOf(table)
