/** How something went over the time of a run: where a condition was so, where not, and where there was nobody to ask. */
import { boundText, figureSeen } from '../cloud/alert-metric.ts'
import { type AlertSpan, type AlertSummary, ruleAt } from '../trace/alert-summary.ts'
import type { FlowInterval, PoolSummary, Span, Summary } from '../trace/summary.ts'
import { NOTHING_YET } from '../trace/summary.ts'
import { ALERT_CODES } from './alert-reasons.ts'
import { satisfies } from './comparison.ts'
import { subjectOf, wantedOf } from './condition-text.ts'
import type { Condition } from './expectation.ts'
import type { Details } from './ruling.ts'

export interface Course {
  /** `inbound`, `pool shop`. */
  readonly subject: string
  /** Completes the subject: `is reachable`, `has >= 2 ready`. */
  readonly wanted: string
  /** They leave no gap. */
  readonly spans: readonly CourseSpan[]
}

export interface CourseSpan extends Span {
  /** `nothing`: nobody was there to ask, or nothing was measured. */
  readonly says: 'yes' | 'no' | 'nothing'
  /** Completes the subject: `is blocked for shop-4`, `has 1 of 3 ready`. */
  readonly seen: string
  /** Why it is not so. */
  readonly code?: string
  readonly details: Details
}

/** A stretch of time in which the condition is so without a break. */
export interface Stretch extends Span {
  /** Of its begin. */
  readonly seen: string
  /** What ended it; absent where it lasts to the end of the run. */
  readonly endedBy?: CourseSpan
}

/** One, or of a server group one for each of its pools; none where the run knows nothing of the subject. */
export function coursesOf(condition: Condition, summary: Summary): readonly Course[] {
  switch (condition.kind) {
    case 'flow': {
      const flow = summary.flows.find((each) => each.flow === condition.flow)
      return flow === undefined ? [] : [flowCourse(condition, flow.intervals)]
    }
    case 'capacity':
      return capacityCourses(condition, summary)
    case 'pool': {
      const pool = summary.pools.find((each) => each.pool === condition.pool)
      return pool === undefined || pool.peak === 0 ? [] : [poolCourse(condition, pool)]
    }
    case 'rotation':
      return rotationCourses(condition, summary)
    case 'alert': {
      const { gateway, alert } = condition
      const found = summary.alerts?.find((each) => each.gateway === gateway && each.alert === alert)
      return found === undefined ? [] : [alertCourse(condition, found)]
    }
  }
}

export function stretchesOf({ spans }: Course): Stretch[] {
  const stretches: Stretch[] = []
  for (const { says, fromUs, untilUs, since, seen } of spans) {
    if (says !== 'yes') continue
    const last = stretches.at(-1)
    if (last?.untilUs === fromUs) stretches[stretches.length - 1] = { ...last, untilUs }
    else stretches.push({ fromUs, untilUs, since, seen })
  }
  let at = 0
  return stretches.map((stretch) => {
    while (at < spans.length && spans[at]!.fromUs < stretch.untilUs) at++
    const endedBy = spans[at]
    return endedBy === undefined ? stretch : { ...stretch, endedBy: lasting(spans, at) }
  })
}

/** With the spans behind it that say the same for the same reason. */
export function lasting(spans: readonly CourseSpan[], at: number): CourseSpan {
  const first = spans[at]!
  let untilUs = first.untilUs
  for (let next = at + 1; next < spans.length && haveOneGround(first, spans[next]!); next++)
    untilUs = spans[next]!.untilUs
  return { ...first, untilUs }
}

export function haveOneGround(a: CourseSpan, b: CourseSpan): boolean {
  return a.says === b.says && a.seen === b.seen && a.code === b.code
}

/** Whether a flow in this state is what is asked for. */
export function isInState(
  { state, code }: Extract<Condition, { readonly kind: 'flow' }>,
  { status, code: seen }: Pick<FlowInterval, 'status' | 'code'>,
): boolean {
  switch (state) {
    case 'reachable':
      return status === 'REACHABLE' || status === 'DEGRADED'
    case 'degraded':
      return status === 'DEGRADED'
    case 'partial':
      return status === 'PARTIAL' && (code === undefined || code === seen)
    case 'blocked':
      return status === 'BLOCKED' && (code === undefined || code === seen)
    case 'idle':
      return status === 'IDLE'
  }
}

function wordsOf(condition: Condition): Pick<Course, 'subject' | 'wanted'> {
  return { subject: subjectOf(condition), wanted: wantedOf(condition) }
}

function flowCourse(
  condition: Extract<Condition, { readonly kind: 'flow' }>,
  intervals: readonly FlowInterval[],
): Course {
  const { flow, state } = condition
  return {
    ...wordsOf(condition),
    spans: intervals.map((interval): CourseSpan => {
      const { fromUs, untilUs, since, status, instance, code, details } = interval
      const isSilent = status === 'IDLE' && state !== 'idle'
      const whom = instance === undefined ? '' : ` for ${instance}`
      return {
        ...{ fromUs, untilUs, since },
        says: isInState(condition, interval) ? 'yes' : isSilent ? 'nothing' : 'no',
        seen: isSilent ? 'is asked by nobody' : `is ${status.toLowerCase()}${whom}`,
        ...(code !== undefined && { code }),
        details: { flow, ...(instance !== undefined && { instance }), ...details },
      }
    }),
  }
}

function capacityCourses(
  condition: Extract<Condition, { readonly kind: 'capacity' }>,
  { apps }: Summary,
): Course[] {
  const { app, measure, compare } = condition
  const capacity = apps.find((each) => each.app === app)?.capacity ?? []
  if (capacity.every(({ since }) => since === NOTHING_YET)) return []
  const spans = capacity.map(
    ({ fromUs, untilUs, since, declared, [measure]: count, serving }): CourseSpan => {
      const isThere = since !== NOTHING_YET
      const says = !isThere ? 'nothing' : satisfies(count, compare) ? 'yes' : 'no'
      // Only too few instances are a loss.
      const isLoss = says === 'no' && compare.operator.startsWith('>')
      return {
        ...{ fromUs, untilUs, since, says },
        seen: isThere ? `has ${count} of ${declared} ${measure}` : 'does not exist',
        ...(isLoss && { code: serving === 0 ? 'OUTAGE_WINDOW' : 'CAPACITY_DIP' }),
        details: { app },
      }
    },
  )
  return [{ ...wordsOf(condition), spans }]
}

function poolCourse(
  condition: Extract<Condition, { readonly kind: 'pool' }>,
  { size, inUse }: PoolSummary,
): Course {
  const { pool, compare } = condition
  const spans = inUse.map(
    ({ count, ...span }): CourseSpan => ({
      ...span,
      says: satisfies(count, compare) ? 'yes' : 'no',
      seen: `has ${count} of ${size} EIPs in use`,
      details: { pool },
    }),
  )
  return { ...wordsOf(condition), spans }
}

function rotationCourses(
  condition: Extract<Condition, { readonly kind: 'rotation' }>,
  { backends = [] }: Summary,
): Course[] {
  const { group, compare } = condition
  return backends
    .filter(({ pool }) => pool === group || pool.endsWith(`/${group}`))
    .map(({ pool, inRotation }) => ({
      subject: pool,
      wanted: wantedOf(condition),
      spans: inRotation.map(
        ({ fromUs, untilUs, since, count }): CourseSpan => ({
          ...{ fromUs, untilUs, since },
          says: satisfies(count, compare) ? 'yes' : 'no',
          seen: `has ${count} servers in rotation`,
          details: { group },
        }),
      ),
    }))
}

function alertCourse(condition: Condition, summary: AlertSummary): Course {
  const { gateway, alert, spans } = summary
  const seenOf = ({ state, value, fromUs }: AlertSpan) => {
    const rule = ruleAt(summary, fromUs)
    const figure = value === undefined ? '' : `: ${figureSeen(value, rule)}, rule: ${boundText(rule)}`
    return `${state === 'firing' ? 'fires' : state === 'pending' ? 'is pending' : 'is silent'}${figure}`
  }
  return {
    ...wordsOf(condition),
    spans: spans.map((span): CourseSpan => {
      const { fromUs, untilUs, since, state } = span
      const isWatched = state !== 'off' && state !== 'noData'
      return {
        ...{ fromUs, untilUs, since },
        says: state === 'firing' ? 'yes' : isWatched ? 'no' : 'nothing',
        seen: isWatched ? seenOf(span) : 'watches nothing',
        ...(state === 'firing' && { code: ALERT_CODES[ruleAt(summary, fromUs).metric] }),
        details: { gateway, alert },
      }
    }),
  }
}
