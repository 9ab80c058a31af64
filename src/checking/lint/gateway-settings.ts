/** Managed gateways that are smaller than they should be, and alerts that compare with nothing: facts/deployment B.5, B.7, seed 002. */
import { DAY_US } from '../../cloud/duration-range.ts'
import type { ManagedGateway } from '../../cloud/gateway.ts'
import type { Plan } from '../../simulation/plan.ts'
import type { Found, LintContext, PlanRule } from './found.ts'

/** Of the first configuration: a `set` to one node is an experiment. */
export const gatewaySettings: PlanRule = function* (plan: Plan, context: LintContext): Generator<Found> {
  for (const gateway of plan.topology.gateways.values()) {
    if (gateway.kind !== 'managed') continue
    yield* findSingleNode(gateway, context)
    yield* findMissingYesterday(gateway, plan)
  }
}

function* findSingleNode({ name, nodes, origin }: ManagedGateway, { locate }: LintContext): Generator<Found> {
  if (nodes > 1) return
  yield {
    code: 'GATEWAY_SINGLE_NODE',
    origin: locate(['gateways', name, 'nodes']) ?? origin,
    message: `gateway ${name} has one node, which no SLA covers`,
    details: { gateway: name },
  }
}

/** Of rules that the file writes: the recommended ones are there for runs of any length. */
function* findMissingYesterday({ name, origin, alerts = [] }: ManagedGateway, plan: Plan): Generator<Found> {
  if (plan.durationUs > DAY_US) return
  for (const rule of alerts) {
    const isWritten = rule.origin.path !== `${origin.path}.alerts`
    if (rule.metric !== 'requestsToYesterday' || rule.yesterdayPerSecond !== undefined || !isWritten) continue
    yield {
      code: 'ALERT_WITHOUT_YESTERDAY',
      origin: rule.origin,
      message: `alert ${rule.name} of gateway ${name} compares with the day before, and the run has none`,
      details: { path: rule.origin.path },
    }
  }
}
