/**
 * What would have helped? For a flow that was to get through and did not, the same run is stopped at the first violating
 * instant, the flow is asked there, and the smallest change that is proven to help is put beside the reason's advice.
 *
 * Limits: the proof holds for that instant. What blocks the flow later for another reason shows when the file, changed,
 * is run again. And only the first few findings of a file are searched (`MOST_SEARCHED`): each may cost a run up to its
 * instant, and a file in which all fails is told fast; the others keep their advice.
 */
import { reasons } from '../datapath/reasons.ts'
import type { Plan } from '../simulation/plan.ts'
import { momentAt, type SimulateOptions } from '../simulation/simulate.ts'
import type { Moment } from '../trace/moment.ts'
import type { ClaimOf } from './claim-of.ts'
import type { Finding } from './finding.ts'
import { proveFlow } from './inquiry.ts'

const MOST_SEARCHED = 5

const dataPathCodes: ReadonlySet<string> = new Set(reasons.map(({ code }) => code))

/** The findings, in their order, those with a proven fix that have one. The seed is that of the run that was judged. */
export function proveFixes(
  findings: readonly Finding[],
  plan: Plan,
  options: Pick<SimulateOptions, 'seed'> = {},
): readonly Finding[] {
  const moments = new Map<number, Moment>()
  const momentOf = (atUs: number) => {
    const moment = moments.get(atUs) ?? momentAt(plan, atUs, options)
    moments.set(atUs, moment)
    return moment
  }
  let searched = 0
  return findings.map((finding) => {
    const { expectation, fromUs } = finding
    if (fromUs === undefined || expectation.kind !== 'flow' || !isBlockade(finding, expectation))
      return finding
    const flow = plan.flows.find(({ name }) => name === expectation.flow)
    if (flow === undefined || searched++ >= MOST_SEARCHED) return finding
    // Inward one is enough, unless it is just those who are missing that are complained of.
    const enough = flow.from.kind === 'internet' && expectation.state !== 'degraded' ? 'one' : 'all'
    const fix = proveFlow(momentOf(fromUs), { flow }, enough, plan.quotas)
    if (fix === undefined) return finding
    const edits = fix.edits.map(({ words, origin, lines }) => ({ words, origin, lines }))
    return { ...finding, provenFix: { edits } }
  })
}

/** The data path dropped what was meant to get through. Who wants a flow blocked is not helped by opening it. */
function isBlockade({ status, code }: Finding, { mode, state }: ClaimOf<'flow'>): boolean {
  if (status !== 'failed' || code === undefined || !dataPathCodes.has(code)) return false
  return mode === 'never' ? state === 'blocked' || state === 'degraded' : state === 'reachable'
}
