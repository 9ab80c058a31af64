/**
 * An EIP pool that was too small: how many addresses more make the expectation hold? Tried, by running the whole plan again
 * with one, two, four and eight more, and then fewer, until the smallest number is known. Findings of one pool share the
 * runs, and no file gets more than `MOST_RUNS` of them: it is only done where something failed, and has to stay fast.
 *
 * Limits: whoever lists the EIPs of the pool has to list the new ones too, which shows when the file is run again. A pool
 * that the timeline sets is left alone, for then the file has two places that say what it has.
 */
import { type Quotas, quotasWith } from '../cloud/quotas.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { Plan } from '../simulation/plan.ts'
import { type SimulateOptions, simulate } from '../simulation/simulate.ts'
import { summarize } from '../trace/summarize.ts'
import type { Summary } from '../trace/summary.ts'
import { draftOf, type Edit, tellEdit, withMember } from './edit.ts'
import { itemLines } from './edit-text.ts'
import type { Finding, FindingFix } from './finding.ts'
import { freeAddresses } from './free-resources.ts'
import { judge } from './judge.ts'
import { refusalsOf } from './refusals.ts'

const MOST_RUNS = 8
const SIZES = [1, 2, 4, 8]

/** What fails where a new instance finds no EIP. */
const CODES: ReadonlySet<string | undefined> = new Set(['EIP_POOL_EMPTY', 'CREATE_NO_EIP', 'ROLLOUT_STUCK'])

export class PoolFixes {
  readonly #plan: Plan
  readonly #options: Pick<SimulateOptions, 'seed'>
  /** By pool and number of addresses more; undefined where the cloud would not give them. */
  readonly #summaries = new Map<string, Summary | undefined>()
  #runs = 0

  constructor(plan: Plan, options: Pick<SimulateOptions, 'seed'>) {
    this.#plan = plan
    this.#options = options
  }

  fixFor(finding: Finding): FindingFix | undefined {
    const { status, code, expectation } = finding
    if (status !== 'failed' || !CODES.has(code) || !('app' in expectation)) return undefined
    const { topology, timeline } = this.#plan
    const pool = topology.apps.get(expectation.app)?.eipPool
    const isSet = timeline.some(
      ({ action }) => action.kind === 'configure' && action.path.startsWith(`eipPools.${pool}.`),
    )
    if (pool === undefined || isSet) return undefined
    const more = this.#smallest((count) => this.#holdsWith(pool, count, finding))
    const edit = more === undefined ? undefined : poolEdit(topology, pool, more)
    return edit === undefined ? undefined : { edits: [tellEdit(edit)], tried: 'run' }
  }

  /** Of the numbers that help the smallest, taken that more never helps less. */
  #smallest(helps: (count: number) => boolean): number | undefined {
    const at = SIZES.findIndex(helps)
    if (at < 0) return undefined
    let high = SIZES[at]!
    let low = SIZES[at - 1] ?? 0
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (helps(middle)) high = middle
      else low = middle
    }
    return high
  }

  #holdsWith(pool: string, count: number, { expectation }: Finding): boolean {
    const summary = this.#summaryWith(pool, count)
    if (summary === undefined) return false
    const [found] = judge(summary, [expectation], { reasonOf: () => undefined })
    return found?.status === 'held'
  }

  #summaryWith(pool: string, count: number): Summary | undefined {
    const key = `${pool} ${count}`
    if (this.#summaries.has(key)) return this.#summaries.get(key)
    if (this.#runs >= MOST_RUNS) return undefined
    const plan = this.#planWith(pool, count)
    if (plan !== undefined) this.#runs++
    const summary = plan && summarize(simulate(plan, this.#options), plan)
    this.#summaries.set(key, summary)
    return summary
  }

  /** The plan with the same edit in every configuration that it has. */
  #planWith(pool: string, count: number): Plan | undefined {
    const { topology, timeline, quotas = quotasWith() } = this.#plan
    const edit = poolEdit(topology, pool, count)
    const first = edit && changed(topology, edit, quotas)
    if (edit === undefined || first === undefined) return undefined
    const entries = timeline.map((entry) => {
      if (entry.action.kind !== 'configure') return entry
      const then = changed(entry.action.topology, edit, quotas)
      return then === undefined ? undefined : { ...entry, action: { ...entry.action, topology: then } }
    })
    if (!entries.every((entry) => entry !== undefined)) return undefined
    return { ...this.#plan, topology: first, timeline: entries }
  }
}

/** Undefined where the cloud would refuse it. */
function changed(topology: Topology, edit: Edit, quotas: Quotas): Topology | undefined {
  const draft = edit.apply(draftOf(topology))
  if (draft === undefined) return undefined
  const known = refusalsOf(topology, quotas)
  for (const refusal of refusalsOf(draft.topology, quotas)) if (!known.has(refusal)) return undefined
  return draft.topology
}

function poolEdit(topology: Topology, name: string, count: number): Edit | undefined {
  const pool = topology.eipPools.get(name)
  const fresh = freeAddresses(topology, count)
  if (pool === undefined || fresh.length < count) return undefined
  return {
    kind: 'eip',
    words: `give EIP pool ${name} ${count === 1 ? 'one address' : `${count} addresses`} more`,
    origin: { ...pool.origin, path: `eipPools.${name}.addresses` },
    lines: itemLines('addresses', fresh.map(formatIpv4), pool.addresses.length),
    apply: (draft) => {
      const now = draft.topology.eipPools.get(name)
      if (now === undefined) return undefined
      return withMember(draft, 'eipPools', { ...now, addresses: [...now.addresses, ...fresh] })
    },
  }
}
