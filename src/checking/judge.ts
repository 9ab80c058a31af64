/**
 * Should it have happened? Every expectation is held against the summary of the run, in the order of the file. Without
 * expectations nothing was asked, and there is nothing to find.
 */
import type { Reason } from '../cloud/reason.ts'
import { TRACE_REASONS } from '../trace/reasons.ts'
import type { Summary } from '../trace/summary.ts'
import type { Claim, Expectation } from './expectation.ts'
import type { Finding } from './finding.ts'
import { judgeAlert } from './judge-alert.ts'
import { judgeCapacity } from './judge-capacity.ts'
import { judgeConnections, judgeSnatPorts } from './judge-connections.ts'
import { judgeFlow } from './judge-flow.ts'
import { judgeMetric } from './judge-metric.ts'
import { judgePool } from './judge-pool.ts'
import { judgeRefused } from './judge-refused.ts'
import { judgeRequests } from './judge-requests.ts'
import { judgeRollout } from './judge-rollout.ts'
import { judgeRotation } from './judge-rotation.ts'
import { judgeRoute } from './judge-route.ts'
import { judgeSource } from './judge-source.ts'
import { isTimed, judgeTimed } from './judge-timed.ts'
import { judgeWarning } from './judge-warning.ts'
import { CHECKING_REASONS } from './reasons.ts'
import type { Context, Ruling } from './ruling.ts'

const ownReasons = new Map<string, Reason>(
  [...TRACE_REASONS, ...CHECKING_REASONS].map((reason) => [reason.code, reason]),
)

export function judge(summary: Summary, expectations: readonly Expectation[], context: Context): Finding[] {
  const reasonOf = (code: string) => context.reasonOf(code) ?? ownReasons.get(code)
  return expectations.map((expectation) => ({
    expectation,
    ...rule(expectation, summary, { ...context, reasonOf }),
  }))
}

function rule(claim: Claim, summary: Summary, context: Context): Ruling {
  return isTimed(claim) ? judgeTimed(claim, summary, context, rulePlain) : rulePlain(claim, summary, context)
}

function rulePlain(claim: Claim, summary: Summary, context: Context): Ruling {
  switch (claim.kind) {
    case 'flow':
      return judgeFlow(claim, summary, context)
    case 'source':
      return judgeSource(claim, summary, context)
    case 'rollout':
      return judgeRollout(claim, summary, context)
    case 'capacity':
      return judgeCapacity(claim, summary, context)
    case 'pool':
      return judgePool(claim, summary, context)
    case 'rotation':
      return judgeRotation(claim, summary, context)
    case 'alert':
      return judgeAlert(claim, summary, context)
    case 'metric':
      return judgeMetric(claim, summary, context)
    case 'connections':
      return judgeConnections(claim, summary, context)
    case 'requests':
      return judgeRequests(claim, summary, context)
    case 'snatPorts':
      return judgeSnatPorts(claim, summary, context)
    case 'refused':
      return judgeRefused(claim, summary, context)
    case 'route':
      return judgeRoute(claim, summary, context)
    case 'warning':
      return judgeWarning(claim, summary, context)
  }
}
