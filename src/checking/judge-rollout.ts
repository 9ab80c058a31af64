/** Claims on change orders: how they end, with which verdict, and how soon. */
import { formatDuration, formatMoment } from '../cloud/duration-text.ts'
import type { ChangeSummary, ChangeVerdict, Span, Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import type { Outcome } from './expectation.ts'
import { meantChange } from './meant-change.ts'
import {
  type Context,
  explain,
  failed,
  type Ground,
  groundOf,
  held,
  notExercised,
  type Ruling,
} from './ruling.ts'

export function judgeRollout(claim: ClaimOf<'rollout'>, summary: Summary, context: Context): Ruling {
  const { withinUs } = claim
  const change = meantChange(claim, summary.changes)
  if (change === undefined) return notExercised(absentText(claim, summary), context, { app: claim.app })
  const outcome = claim.outcome ?? (claim.verdict === undefined ? 'completed' : undefined)
  const wants = [outcome, claim.verdict].filter((each) => each !== undefined).join(' and ')
  const hasOutcome = outcome === undefined || hasCome(outcome, change)
  const isLate =
    withinUs !== undefined && isLateFor(outcome ?? outcomeOf(claim.verdict), change, summary.endUs, withinUs)
  const hasVerdict = claim.verdict === undefined || claim.verdict === verdictUnder(isLate, change)
  if (hasOutcome && hasVerdict && (!isLate || claim.verdict === 'EXCEEDED_DEADLINE'))
    return held(`${nameOf(change)} ${stateText(change, context)}`, witnessOf(change, summary.endUs))
  const within = withinUs === undefined ? '' : ` within ${formatDuration(withinUs)}`
  const late = isLate ? ' (EXCEEDED_DEADLINE)' : ''
  const message = `${nameOf(change)} ${stateText(change, context)}; expected ${wants}${within}${late}`
  const ruling = failed(
    message,
    witnessOf(change, summary.endUs),
    groundFor(change, hasOutcome, isLate, within, context),
  )
  return change.verdict === 'UNDETERMINED' && !isLate ? { ...ruling, undetermined: true } : ruling
}

/** The outcome at which a verdict is reached, for counting the time to it. */
function outcomeOf(verdict: ChangeVerdict | undefined): Outcome | undefined {
  switch (verdict) {
    case 'SAFE':
    case 'EXCEEDED_DEADLINE':
      return 'completed'
    case 'STUCK':
    case 'STUCK_DEGRADED':
      return 'stuck'
    case 'ROLLED_BACK':
      return 'rolledBack'
    case 'FAILED':
      return 'failed'
    case 'ABORTED':
      return 'aborted'
    case 'OUTAGE':
    case 'UNDETERMINED':
    case undefined:
      return undefined
  }
}

/** A paused order is both paused and stuck, one that failed and was rolled back is both of these. */
export function hasCome(outcome: Outcome, { status, verdict, stuck }: ChangeSummary): boolean {
  switch (outcome) {
    case 'completed':
      return status === 'success'
    case 'stuck':
      return verdict === 'STUCK' || verdict === 'STUCK_DEGRADED'
    case 'failed':
      return status === 'failed'
    case 'aborted':
      return status === 'aborted'
    case 'rolledBack':
      return verdict === 'ROLLED_BACK'
    case 'paused':
      return status === 'paused'
    case 'waiting':
      return status === 'waitingConfirm' || status === 'waitingBatch'
    case 'running':
      return status === 'running' && stuck === undefined
  }
}

/** Too late: the outcome came after the deadline, or it is not there and never will be in time. */
function isLateFor(
  outcome: Outcome | undefined,
  change: ChangeSummary,
  endUs: number,
  withinUs: number,
): boolean {
  const deadlineUs = change.fromUs + withinUs
  if (outcome !== undefined && hasCome(outcome, change)) return reachedUs(outcome, change) > deadlineUs
  if (change.untilUs !== undefined) return change.untilUs > deadlineUs
  return change.stuck !== undefined || endUs >= deadlineUs
}

/** When `outcome`, which has come, did. */
export function reachedUs(outcome: Outcome, { status, stuck, statusFromUs }: ChangeSummary): number {
  return outcome === 'stuck' && status !== 'paused' ? (stuck?.fromUs ?? statusFromUs) : statusFromUs
}

/** A deadline only worsens a verdict that was good or open. */
function verdictUnder(isLate: boolean, { verdict }: ChangeSummary): ChangeVerdict {
  return isLate && (verdict === 'SAFE' || verdict === 'UNDETERMINED') ? 'EXCEEDED_DEADLINE' : verdict
}

/** The root cause says best what to change. */
function groundFor(
  change: ChangeSummary,
  hasOutcome: boolean,
  isLate: boolean,
  within: string,
  context: Context,
): Ground {
  const isOnlyLate = isLate && (hasOutcome || change.code === 'RUN_TOO_SHORT')
  if (isOnlyLate)
    return groundOf(
      'EXCEEDED_DEADLINE',
      { ...change.details, within: within.replace(' within ', '') },
      context,
    )
  const ground = groundOf(change.rootCause ?? change.code, change.details, context)
  return ground.fix === undefined ? { ...ground, ...fixOf(change, context) } : ground
}

function fixOf({ code, details }: ChangeSummary, context: Context): Pick<Ground, 'fix'> {
  const { fix } = groundOf(code, details, context)
  return fix === undefined ? {} : { fix }
}

function nameOf({ order, app, type, version, previousVersion }: ChangeSummary): string {
  const versions = previousVersion === undefined ? version : `${previousVersion} to ${version}`
  return `order ${order} of ${app} (${type}, ${versions})`
}

function stateText(change: ChangeSummary, context: Context): string {
  const { fromUs, untilUs, verdict, status, outages, stuck, waitsFor, code, rootCause, details } = change
  const tookText = untilUs === undefined ? '' : ` after ${formatMoment(untilUs - fromUs)}`
  const why = because(explain(rootCause ?? code, details, context))
  switch (verdict) {
    case 'SAFE':
      return `completed${tookText} without an outage`
    case 'OUTAGE':
      return `lost the service for ${formatMoment(totalOf(outages))} from ${formatMoment(outages[0]?.fromUs ?? fromUs)} and ${endText(change)}${chainText(waitsFor)}`
    case 'STUCK':
    case 'STUCK_DEGRADED': {
      const loss = verdict === 'STUCK' ? 'nothing is lost' : 'below its declared capacity'
      return `is stuck since ${formatMoment(stuck?.fromUs ?? fromUs)} (${status}, ${loss})${chainText(waitsFor)}`
    }
    case 'ROLLED_BACK':
      return `was rolled back${tookText}${why}`
    case 'FAILED':
      return `failed${tookText}${why}`
    case 'ABORTED':
      return `was aborted${tookText}`
    case 'EXCEEDED_DEADLINE':
    case 'UNDETERMINED':
      if (status === 'waitingConfirm')
        return 'waits for a confirmation that does not come before the end of the run'
      return `is ${status} when the run ends`
  }
}

function endText({ status, stuck, rolledBackBy }: ChangeSummary): string {
  if (status === 'success') return 'completed'
  if (rolledBackBy !== undefined) return 'was rolled back'
  if (stuck !== undefined) return 'is stuck'
  if (status === 'failed') return 'failed'
  return status === 'aborted' ? 'was aborted' : `is ${status} when the run ends`
}

function because(explanation: string): string {
  return explanation === '' ? '' : `: ${explanation}`
}

function chainText(waitsFor: readonly string[]): string {
  return waitsFor.length === 0 ? '' : `: ${waitsFor.join('; ')}`
}

function totalOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromUs, untilUs }) => sum + untilUs - fromUs, 0)
}

function witnessOf({ outages, stuck, statusFromUs, statusSince }: ChangeSummary, endUs: number): Span {
  return (
    outages[0] ??
    stuck ?? { fromUs: statusFromUs, untilUs: Math.max(endUs, statusFromUs + 1), since: statusSince }
  )
}

function absentText({ app, change }: ClaimOf<'rollout'>, { changes, actions }: Summary): string {
  const count = changes.filter((each) => each.app === app).length
  const which =
    change === undefined || count === 0
      ? `no change of ${app} began`
      : `${app} had ${count} change${count === 1 ? '' : 's'}, not ${change}`
  const refused = actions.find((action) => action.refused?.app === app)
  return refused?.refused === undefined
    ? which
    : `${which}: ${refused.text} was refused with ${refused.refused.code}`
}
