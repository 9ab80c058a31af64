/** The fastest way to cut a release, told: what was tried, by the time until done. */
import type { BatchChoice, BatchPlanTried, SizeSheet } from '../checking/sizing/size-sheet.ts'
import type { Page } from './page.ts'
import { headingLines, rowLines } from './size-rows.ts'
import { failureText, planText, proofText } from './size-words.ts'

const TIME_WIDTH = 10
/** So many are told of those that are SAFE, and of those that are not. */
const TOLD = 8

export function batchesBlock(choice: BatchChoice, { seeds }: SizeSheet, page: Page): string[] {
  const { app, pool, tried, fastest } = choice
  const best = tried[fastest ?? -1]
  const safe = tried.filter(({ failure }) => failure === undefined)
  const others = tried.filter(({ failure }) => failure !== undefined)
  const means = pool === undefined ? '' : ` with ${pool.size} EIPs`
  const how = best === undefined ? 'no way that was tried is SAFE' : `fastest that is SAFE: ${planText(best)}`
  return [
    ...headingLines(`Releases of ${app}${means}: ${how}`, page),
    ...told(safe).flatMap((plan) => planLines(plan, plan === best, page)),
    ...moreLines(safe.length - told(safe).length, 'SAFE and slower', page),
    ...told(others).flatMap((plan) => planLines(plan, false, page)),
    ...moreLines(others.length - told(others).length, 'not SAFE', page),
    ...notesFor(choice, seeds.length).flatMap((note) => page.paragraph('    ', note)),
  ]
}

function notesFor({ tried, fastest }: BatchChoice, runs: number): string[] {
  const best = tried[fastest ?? -1]
  const proved = best ?? tried[0]!
  return [
    `Times are the longest of ${runs} ${runs === 1 ? 'run' : 'runs'}.`,
    ...(proved.proof === undefined ? [] : [`${planText(proved)}: ${proofText(proved.proof)}.`]),
    ...tried
      .slice(0, fastest ?? 0)
      .flatMap((plan) =>
        plan.proof === undefined
          ? []
          : [
              `${planText(plan)} is SAFE by its timing alone, and other times would not be: ${proofText(plan.proof)}.`,
            ],
      ),
    ...(best !== undefined && best.batches === 1 && best.gray === undefined
      ? ['A single batch does not roll back by itself where it fails (facts/deployment A.3).']
      : []),
  ]
}

/** The first ones, and the declared one in any case. */
function told(plans: readonly BatchPlanTried[]): BatchPlanTried[] {
  return plans.filter(({ isDeclared }, index) => index < TOLD || isDeclared)
}

function moreLines(count: number, what: string, page: Page): string[] {
  return count > 0 ? [page.paint('dim', `  ${page.glyphs.axis.hidden} ${count} more, ${what}`)] : []
}

function planLines(plan: BatchPlanTried, isAnswer: boolean, page: Page): string[] {
  const { doneUs, failure, isDeclared } = plan
  const text = `${planText(plan)}${isDeclared ? ' (declared)' : ''}`
  if (failure !== undefined) return rowLines('failed', '', 0, `${text}: ${failureText(failure)}`, page)
  const time = doneUs === undefined ? '' : page.moment(doneUs)
  return rowLines(isAnswer ? 'answer' : 'other', time, TIME_WIDTH, text, page)
}
