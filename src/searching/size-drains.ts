/**
 * The shortest waiting times with which a change loses no request: preStop of an application, and drain of a server group before it. Lost is
 * what the client got a 5xx for, or no answer at all. A preStop that is longer than the grace period is cut, so that is lengthened with it.
 */
import type { DrainSize, Failure, NotSized, Smallest } from '../checking/sizing/size-sheet.ts'
import type { App } from '../cloud/app.ts'
import { type BackendPool, poolsOf } from '../cloud/backend-pool.ts'
import { SECOND_US } from '../cloud/duration-range.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { lostRequests } from './lost-requests.ts'
import { lossIn, type Outcome, outcomeOf } from './outcome.ts'
import type { Sized } from './size-pools.ts'
import { smallestFrom } from './smallest.ts'
import { type Study, withValues } from './study.ts'

/** Facts/deployment A.9, facts/load-balancing 1.8. */
const MOST_GRACE_SECONDS = 300
const MOST_DRAIN_SECONDS = 900

interface Subject {
  readonly app: App
  readonly pools: readonly BackendPool[]
  readonly flows: readonly string[]
}

export function sizeDrains(study: Study): Sized<DrainSize> {
  const answers: DrainSize[] = []
  const notSized: NotSized[] = []
  const refuse = (subject: string, why: string) => notSized.push({ question: 'drain', subject, why })
  const { topology, flows, timeline } = study.scenario
  const loaded = flows.filter(({ requests }) => requests !== undefined)
  if (loaded.length === 0) {
    refuse('preStop and drain', 'no flow of the file has requests')
    return { answers, notSized }
  }
  const pools = poolsOf(topology)
  const before = study.before()
  for (const app of topology.apps.values()) {
    const own = pools.filter(({ members }) =>
      members.some((each) => each.kind === 'app' && each.app === app.name),
    )
    if (own.length === 0) continue
    const isChanged = timeline.some(({ action }) => 'app' in action && action.app === app.name)
    const asked = flowsTo(own, before)
    if (!isChanged) refuse(`app ${app.name}`, 'the timeline does not change it')
    else if (app.eas !== undefined)
      refuse(`app ${app.name}`, 'EAS ends instances by their grace period alone')
    else if (asked.length === 0) refuse(`app ${app.name}`, 'no flow with requests comes to it')
    else answers.push(...sizesFor({ app, pools: own, flows: asked }, before, study))
  }
  if (answers.length + notSized.length === 0)
    refuse('preStop and drain', 'no application stands behind a balancer or a service name')
  return { answers, notSized }
}

/** Flows whose requests came to one of the pools in some run. */
function flowsTo(pools: readonly BackendPool[], outcomes: readonly Outcome[]): string[] {
  const keys = new Set(pools.map(({ key }) => key))
  const flows = new Set<string>()
  for (const { summary } of outcomes)
    for (const { flow, total } of summary.requests ?? [])
      if (total.backends.some(({ pool }) => pool !== undefined && keys.has(pool))) flows.add(flow)
  return [...flows]
}

function sizesFor(subject: Subject, before: readonly Outcome[], study: Study): DrainSize[] {
  const preStop = sizePreStop(subject, before, study)
  const groups = new Set(subject.pools.flatMap(({ product, group }) => (product === 'alb' ? [group] : [])))
  return [preStop, ...[...groups].map((group) => sizeDrain(group, preStop, subject, before, study))]
}

function sizePreStop({ app, pools: _, flows }: Subject, before: readonly Outcome[], study: Study): DrainSize {
  const stopSeconds = Math.ceil(app.lifecycle.stop.maxUs / SECOND_US)
  const most = MOST_GRACE_SECONDS - stopSeconds
  const found = smallestFrom(0, most, (seconds) =>
    failureWith(preStopChanges(app, seconds, study.scenario), app, before, study),
  )
  const needs = (found.smallest ?? 0) + stopSeconds
  return {
    ...found,
    setting: 'preStop',
    name: app.name,
    declared: Math.ceil(app.lifecycle.preStop.maxUs / SECOND_US),
    most,
    flows,
    ...(needs * SECOND_US > app.lifecycle.graceUs && { grace: needs }),
  }
}

/** With the declared preStop; where that loses requests whatever the drain, with the smallest that does not. */
function sizeDrain(
  group: string,
  preStop: DrainSize,
  { app, flows }: Subject,
  before: readonly Outcome[],
  study: Study,
): DrainSize {
  const { drainUs } = study.scenario.topology.serverGroups.get(group)!
  const search = (more: readonly Rewriting[]): Smallest =>
    smallestFrom(0, MOST_DRAIN_SECONDS, (seconds) =>
      failureWith(
        [{ path: ['serverGroups', group, 'drain'], value: formatDuration(seconds * SECOND_US) }, ...more],
        app,
        before,
        study,
      ),
    )
  const isEnough = (seconds: number) =>
    failureWith([{ path: ['serverGroups', group, 'drain'], value: `${seconds}s` }], app, before, study) ===
    undefined
  const { smallest, declared } = preStop
  const withPreStop =
    smallest === undefined || smallest === declared || isEnough(MOST_DRAIN_SECONDS) ? undefined : smallest
  return {
    ...search(withPreStop === undefined ? [] : preStopChanges(app, withPreStop, study.scenario)),
    setting: 'drain',
    name: group,
    ...(drainUs !== undefined && { declared: Math.ceil(drainUs / SECOND_US) }),
    most: MOST_DRAIN_SECONDS,
    flows,
    ...(withPreStop !== undefined && { withPreStop }),
  }
}

/** Each instance may wait longer, one after the other, and the run lasts as much longer. */
function preStopChanges(
  { name, lifecycle, instances }: App,
  seconds: number,
  { durationUs }: Scenario,
): Rewriting[] {
  const { preStop, stop, graceUs } = lifecycle
  const needsUs = seconds * SECOND_US + Math.ceil(stop.maxUs / SECOND_US) * SECOND_US
  const longerUs = Math.max(0, seconds * SECOND_US - preStop.maxUs) * instances
  return [
    { path: ['apps', name, 'lifecycle', 'preStop'], value: formatDuration(seconds * SECOND_US) },
    ...(needsUs > graceUs
      ? [{ path: ['apps', name, 'lifecycle', 'grace'], value: formatDuration(needsUs) }]
      : []),
    ...(longerUs > 0 ? [{ path: ['duration'], value: formatDuration(durationUs + longerUs) }] : []),
  ]
}

function failureWith(
  changes: readonly Rewriting[],
  { name }: App,
  before: readonly Outcome[],
  study: Study,
): Failure | undefined {
  const read = withValues(study, changes)
  if (!read.ok) return { seed: study.seeds[0]!, what: read.why, crashes: [] }
  for (const base of before) {
    const now = outcomeOf(read.scenario, base.seed)
    const what = lostRequests(now, name) ?? lossIn(base, now)
    if (what !== undefined) return { seed: base.seed, what, crashes: [] }
  }
  return undefined
}
