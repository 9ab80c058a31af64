/** When something came in a run. */
import { formatMoment } from '../cloud/duration-text.ts'
import type { ChangeSummary, Summary } from '../trace/summary.ts'
import { conditionText } from './condition-text.ts'
import { coursesOf, stretchesOf } from './course.ts'
import type { Milestone, MilestoneOutcome } from './expectation.ts'
import { hasCome, reachedUs } from './judge-rollout.ts'
import { meantChange } from './meant-change.ts'

export type Found =
  | { readonly kind: 'came'; readonly atUs: number; readonly since: number }
  /** `mayCome`: a longer run might show it. `why` completes "it never came". */
  | { readonly kind: 'absent'; readonly mayCome: boolean; readonly why: string }

/** The first time at or after `fromUs`. What is so already comes at `fromUs`. */
export function findMilestone(milestone: Milestone, summary: Summary, fromUs: number): Found {
  switch (milestone.kind) {
    case 'entry':
      return firstOf(
        summary.actions.flatMap(({ entry, atUs, since }) =>
          entry !== undefined && milestone.entries.includes(entry) ? [{ atUs, since }] : [],
        ),
        fromUs,
        false,
      )
    case 'code':
      return firstOf(summary.codes?.find(({ code }) => code === milestone.code)?.told ?? [], fromUs, true)
    case 'change':
      return findChange(milestone, summary, fromUs)
    case 'state': {
      const begins = coursesOf(milestone.condition, summary)
        .flatMap(stretchesOf)
        .filter(({ untilUs }) => untilUs > fromUs)
        .map((stretch) => ({ atUs: Math.max(stretch.fromUs, fromUs), since: stretch.since }))
      return firstOf(
        begins.sort((a, b) => a.atUs - b.atUs),
        fromUs,
        true,
      )
    }
  }
}

/** `deploy shop v2`, `change 2 of shop completed`, `CREATE_NO_EIP`, `partner is blocked`. */
export function milestoneText(milestone: Milestone): string {
  switch (milestone.kind) {
    case 'entry':
      return milestone.text
    case 'code':
      return milestone.code
    case 'change': {
      const { app, change, outcome } = milestone
      const which = change === undefined ? 'the last change' : `change ${change}`
      return `${which} of ${app} ${OUTCOME_WORDS[outcome]}`
    }
    case 'state':
      return conditionText(milestone.condition)
  }
}

const OUTCOME_WORDS = {
  begun: 'begins',
  completed: 'completes',
  stuck: 'is stuck',
  failed: 'fails',
  rolledBack: 'is rolled back',
  aborted: 'is aborted',
} as const

interface Sign {
  readonly atUs: number
  readonly since: number
}

function firstOf(signs: readonly Sign[], fromUs: number, mayCome: boolean): Found {
  const first = signs.find(({ atUs }) => atUs >= fromUs)
  if (first !== undefined) return { kind: 'came', atUs: first.atUs, since: first.since }
  const last = signs.at(-1)
  const why = last === undefined ? '' : `: it was there at ${formatMoment(last.atUs)} for the last time`
  return { kind: 'absent', mayCome, why }
}

function findChange(
  { app, change, outcome }: Extract<Milestone, { readonly kind: 'change' }>,
  { changes }: Summary,
  fromUs: number,
): Found {
  const meant = meantChange({ app, ...(change !== undefined && { change }) }, changes)
  if (meant === undefined) return { kind: 'absent', mayCome: false, why: `: there was no such change` }
  const sign = signOf(outcome, meant)
  if (sign !== undefined) return firstOf([sign], fromUs, false)
  const isOpen = meant.untilUs === undefined && meant.stuck === undefined
  return { kind: 'absent', mayCome: isOpen, why: `: it ${standText(meant)}` }
}

function signOf(outcome: MilestoneOutcome, change: ChangeSummary): Sign | undefined {
  const { fromUs, since, stuck, statusSince } = change
  if (outcome === 'begun') return { atUs: fromUs, since }
  if (!hasCome(outcome, change)) return undefined
  const atUs = reachedUs(outcome, change)
  return { atUs, since: stuck?.fromUs === atUs ? stuck.since : statusSince }
}

function standText({ status, stuck, verdict }: ChangeSummary): string {
  if (status === 'success') return 'completed'
  if (verdict === 'ROLLED_BACK') return 'was rolled back'
  if (status === 'failed') return 'failed'
  if (status === 'aborted') return 'was aborted'
  if (stuck !== undefined) return `is stuck since ${formatMoment(stuck.fromUs)}`
  return `is ${status} when the run ends`
}
