/**
 * What would have helped? For a flow that was to get through and did not, the same run is stopped at the first violating
 * instant, the flow is asked there, and the smallest change that is proven to help is put beside the reason's advice. Where
 * an EIP pool ran dry, the run is made again with a larger one (`pool-fix.ts`).
 *
 * Limits: the proof of a flow holds for that instant. What blocks the flow later for another reason shows when the file,
 * changed, is run again. And only the first few findings of a file are searched (`MOST_SEARCHED`): each may cost a run up to
 * its instant, and a file in which all fails is told fast; the others keep their advice.
 */
import { reasons } from '../datapath/reasons.ts'
import type { Plan } from '../simulation/plan.ts'
import { momentAt, type SimulateOptions } from '../simulation/simulate.ts'
import type { Moment } from '../trace/moment.ts'
import { tellEdit } from './edit.ts'
import type { Finding, FindingFix } from './finding.ts'
import { PoolFixes } from './pool-fix.ts'
import { proveFlow } from './prove-flow.ts'
import type { EditSet } from './proven-fix.ts'

const MOST_SEARCHED = 5

const dataPathCodes: ReadonlySet<string> = new Set(reasons.map(({ code }) => code))

/** The findings, in their order, those with a proven fix that have one. The seed is that of the run that was judged. */
export function proveFixes(
  findings: readonly Finding[],
  plan: Plan,
  options: Pick<SimulateOptions, 'seed'> = {},
): readonly Finding[] {
  const search = new Search(plan, options)
  return findings.map((finding) => {
    const provenFix = search.fixFor(finding)
    return provenFix === undefined ? finding : { ...finding, provenFix }
  })
}

class Search {
  readonly #plan: Plan
  readonly #options: Pick<SimulateOptions, 'seed'>
  readonly #moments = new Map<number, Moment>()
  readonly #pools: PoolFixes
  #searched = 0

  constructor(plan: Plan, options: Pick<SimulateOptions, 'seed'>) {
    this.#plan = plan
    this.#options = options
    this.#pools = new PoolFixes(plan, options)
  }

  fixFor(finding: Finding): FindingFix | undefined {
    return isBlockade(finding) ? this.#fixForFlow(finding) : this.#pools.fixFor(finding)
  }

  #fixForFlow({ expectation, fromUs }: Finding): FindingFix | undefined {
    if (fromUs === undefined || !('flow' in expectation)) return undefined
    const flow = this.#plan.flows.find(({ name }) => name === expectation.flow)
    if (flow === undefined || this.#searched++ >= MOST_SEARCHED) return undefined
    // Inward one is enough, unless it is just those who are missing that are complained of.
    const isDegraded = expectation.kind === 'flow' && expectation.state === 'degraded'
    const enough = flow.from.kind === 'internet' && !isDegraded ? 'one' : 'all'
    const fix = proveFlow(this.#momentAt(fromUs), { flow }, enough, this.#plan.quotas)
    if (fix === undefined) return undefined
    const told = ({ edits }: EditSet) => ({ edits: edits.map(tellEdit) })
    const { alternatives } = fix
    return {
      ...told(fix),
      ...(alternatives.length > 0 && { alternatives: alternatives.map(told) }),
      tried: 'asked',
    }
  }

  #momentAt(atUs: number): Moment {
    const moment = this.#moments.get(atUs) ?? momentAt(this.#plan, atUs, this.#options)
    this.#moments.set(atUs, moment)
    return moment
  }
}

/** The data path dropped what was meant to get through. Who wants a flow blocked is not helped by opening it. */
function isBlockade({ status, code, expectation }: Finding): boolean {
  if (status !== 'failed' || code === undefined || !dataPathCodes.has(code)) return false
  if (expectation.kind === 'metric') return true
  if (expectation.kind === 'connections') return expectation.metric === 'refusedConnections'
  if (expectation.kind !== 'flow') return false
  const { mode, state } = expectation
  return mode === 'never'
    ? state === 'blocked' || state === 'partial' || state === 'degraded'
    : state === 'reachable'
}
