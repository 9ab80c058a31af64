/** One run of a scenario, judged, and what it has lost against another run with the same seed. */
import type { Expectation } from '../checking/expectation.ts'
import type { Finding } from '../checking/finding.ts'
import { judge } from '../checking/judge.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { simulate } from '../simulation/simulate.ts'
import { summarize } from '../trace/summarize.ts'
import type { ChangeSummary, Summary } from '../trace/summary.ts'

export interface Outcome {
  readonly seed: number
  readonly summary: Summary
  /** In the order of the file. */
  readonly findings: readonly Finding[]
}

export function outcomeOf(scenario: Scenario, seed: number): Outcome {
  const summary = summarize(simulate(scenario, { seed }), scenario)
  const findings = judge(summary, scenario.expectations, { reasonOf: () => undefined, plan: scenario })
  return { seed, summary, findings }
}

/** The first thing that went well in `before` and does not in `now`, in one clause; undefined: nothing is worse. */
export function lossIn(before: Outcome, now: Outcome): string | undefined {
  return changeLost(before, now) ?? expectationLost(before, now) ?? capacityLost(before, now)
}

function changeLost(before: Outcome, now: Outcome): string | undefined {
  const after = changesByApp(now)
  for (const [app, changes] of changesByApp(before))
    for (const [index, { verdict, type }] of changes.entries()) {
      if (verdict !== 'SAFE') continue
      const change = after.get(app)?.[index]
      if (change === undefined) return `${wordOf(type)} ${app} is refused`
      const why = whyNotSafe(change)
      if (why !== undefined) return why
    }
  return undefined
}

/** `deploy shop is STUCK (EIP_POOL_EMPTY)`. */
export function whyNotSafe({ app, type, verdict, rootCause, code }: ChangeSummary): string | undefined {
  if (verdict === 'SAFE') return undefined
  const cause = rootCause ?? code
  return `${wordOf(type)} ${app} is ${verdict}${cause === undefined ? '' : ` (${cause})`}`
}

/** `CoDeploy` as the timeline has it. */
function wordOf(type: ChangeSummary['type']): string {
  return type.slice('Co'.length).replace(/^[A-Z]/, (letter) => letter.toLowerCase())
}

function expectationLost(before: Outcome, now: Outcome): string | undefined {
  for (const [index, { status, expectation }] of before.findings.entries()) {
    if (status !== 'held' || !isDemand(expectation)) continue
    if (now.findings[index]!.status !== 'held') return `"${expectation.text}" does not hold`
  }
  return undefined
}

/** What a plan is to keep, other than what its file tells of a course of events: a better plan may take another one. */
export function isDemand(expectation: Expectation): boolean {
  if ('mode' in expectation && expectation.mode === 'sometimes') return false
  switch (expectation.kind) {
    case 'rollout':
      return (
        (expectation.outcome ?? 'completed') === 'completed' && (expectation.verdict ?? 'SAFE') === 'SAFE'
      )
    case 'alert':
      return !expectation.fires
    case 'refused':
      return false
    default:
      return true
  }
}

function capacityLost(before: Outcome, now: Outcome): string | undefined {
  for (const [index, { app, capacity }] of before.summary.apps.entries()) {
    const [was, is] = [capacity.at(-1), now.summary.apps[index]?.capacity.at(-1)]
    if (was === undefined || is === undefined || is.ready >= Math.min(was.ready, was.declared)) continue
    return `${is.ready} of ${is.declared} instances of ${app} are ready at the end`
  }
  return undefined
}

function changesByApp({ summary }: Outcome): Map<string, ChangeSummary[]> {
  const changes = new Map<string, ChangeSummary[]>()
  for (const change of summary.changes) changes.set(change.app, [...(changes.get(change.app) ?? []), change])
  return changes
}
