/** Why an alert on a ratio of answers fires: what most of the requests failed of in that time. */
import type { AlertSpan, AlertSummary } from '../trace/alert-summary.ts'
import { ruleAt } from '../trace/alert-summary.ts'
import type { RequestError } from '../trace/request-record.ts'
import type { Summary } from '../trace/summary.ts'
import type { Context } from './ruling.ts'

export interface AlertCause {
  readonly flow: string
  readonly error: RequestError
}

/** Undefined where no flow with requests tells of such answers. */
export function causeOf(
  alert: AlertSummary,
  span: AlertSpan,
  { requests = [] }: Summary,
  { plan }: Context,
): AlertCause | undefined {
  const statuses = new Set(span.statuses?.map(({ status }) => status))
  const beginUs = span.fromUs - ruleAt(alert, span.fromUs).forUs
  const causes = requests
    .filter(({ flow }) => mayCall(flow, alert.gateway, plan))
    .flatMap(({ flow, total }) => total.errors.map((error): AlertCause => ({ flow, error })))
    .filter(
      ({ error }) =>
        statuses.has(error.status) &&
        error.lastUs >= beginUs &&
        error.firstUs < span.untilUs &&
        error.failed > 0,
    )
  const [most] = causes.toSorted((a, b) => b.error.failed - a.error.failed)
  return most
}

/** A domain of its own leads to a gateway as well; nobody asks here where it leads. */
function mayCall(name: string, gateway: string, plan: Context['plan']): boolean {
  const to = plan?.flows.find((flow) => flow.name === name)?.to
  return to === undefined || to.kind === 'name' || (to.kind === 'gateway' && to.name === gateway)
}
