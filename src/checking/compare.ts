/**
 * Two plans side by side: what B does better than A, and what worse. Only what both declare is compared, matched by name;
 * what one of them alone has is listed. The other way round it is the mirror image.
 */
import type { CostSheet } from '../pricing/cost-sheet.ts'
import type { Item } from '../pricing/price-table.ts'
import type { PoolSummary, Summary } from '../trace/summary.ts'
import { measureChange, measureFloor } from './compare-change.ts'
import { type ComparedFlow, compareFlow, measureFlow, measureTraffic } from './compare-flow.ts'
import { textOf } from './expectation-text.ts'
import type { Finding } from './finding.ts'
import { graded, type Measurement, measured, type Owner, type Subject } from './measurement.ts'
import { type Pairs, pairUp } from './pairs.ts'

/** A run and the verdicts on it; a `Run` of the report is one. */
export interface JudgedRun {
  readonly summary: Summary
  readonly findings: readonly Finding[]
  /** What it costs; absent: nobody asked. */
  readonly cost?: CostSheet
}

export interface PlanComparison {
  readonly measurements: readonly Measurement[]
  /** Of flows of both plans. */
  readonly flows: readonly ComparedFlow[]
  /** Costs cannot be compared: what has no price, in either. */
  readonly unpriced?: readonly Item[]
  readonly onlyInA: readonly Lonely[]
  readonly onlyInB: readonly Lonely[]
}

/** Something that the other plan does not have. */
export interface Lonely extends Owner {
  readonly kind: Subject
  /** How it fared: a verdict, or for a pool `3 of 4`, the most in use of its size. */
  readonly state?: string
}

/** Both runs are equally long, so that times can be compared (simulation/longer-plan.ts). */
export function compare(a: JudgedRun, b: JudgedRun): PlanComparison {
  const plans = [a.summary, b.summary] as const
  const [{ endUs }, other] = plans
  if (endUs !== other.endUs) throw new RangeError(`the runs end at ${endUs} and at ${other.endUs}`)
  const flows = pairUp(plans[0].flows, plans[1].flows, ({ flow }) => flow)
  const changes = pairUp(plans[0].changes, plans[1].changes, ({ app, type }) => `${app}/${type}`)
  const apps = pairUp(plans[0].apps, plans[1].apps, ({ app }) => app)
  const pools = pairUp(plans[0].pools, plans[1].pools, ({ pool }) => pool)
  const expectations = pairUp(a.findings, b.findings, ({ expectation }) => textOf(expectation))
  const lonely = (side: 'onlyInA' | 'onlyInB') => [
    ...alone(flows, side, ({ flow, verdict }) => ({ kind: 'flow', name: flow, state: verdict })),
    ...alone(changes, side, ({ app, type, verdict }, nth) => ({
      kind: 'change',
      name: app,
      type,
      nth,
      state: verdict,
    })),
    ...alone(apps, side, ({ app }) => ({ kind: 'app', name: app })),
    ...alone(pools, side, ({ pool, peak, size }) => ({
      kind: 'pool',
      name: pool,
      state: `${peak} of ${size}`,
    })),
    ...alone(expectations, side, (finding) => ({
      kind: 'expectation',
      name: textOf(finding.expectation),
      state: verdictOf(finding),
    })),
  ]
  return {
    measurements: [
      ...flows.both.flatMap((pair) => [
        ...measureFlow(pair.a, pair.b),
        ...measureTraffic(pair.name, ...plans),
      ]),
      ...changes.both.flatMap(({ nth, a, b }) => measureChange({ name: a.app, type: a.type, nth }, a, b)),
      ...apps.both.flatMap((pair) => measureFloor([pair.a, pair.b], plans)),
      ...pools.both.flatMap((pair) => measurePool(pair.a, pair.b)),
      ...measureCost(a.cost, b.cost),
      ...expectations.both.map(({ name, nth, a, b }) => measureExpectation({ name, nth }, a, b)),
    ],
    flows: flows.both.map((pair) => compareFlow(pair.a, pair.b)),
    ...unpricedIn(a.cost, b.cost),
    onlyInA: lonely('onlyInA'),
    onlyInB: lonely('onlyInB'),
  }
}

function alone<Value>(
  pairs: Pairs<Value>,
  side: 'onlyInA' | 'onlyInB',
  tell: (value: Value, nth: number) => Lonely,
): Lonely[] {
  return pairs[side].map(({ value, nth }) => tell(value, nth))
}

function measurePool(a: PoolSummary, b: PoolSummary): Measurement[] {
  return measured('peakEips', { name: a.pool }, [a.peak, b.peak], () => {
    const [more, fewer] = a.peak > b.peak ? [a, b] : [b, a]
    return more.inUse.find(({ count }) => count > fewer.peak)?.fromUs
  })
}

/** By the millionth: sums of equal parts in another order are equal. */
function measureCost(a: CostSheet | undefined, b: CostSheet | undefined): Measurement[] {
  const [inA, inB] = [a?.totals.monthly, b?.totals.monthly]
  if (a === undefined || inA === undefined || inB === undefined) return []
  const rounded = (amount: number) => Math.round(amount * 1e6) / 1e6
  return measured('monthlyCost', { name: a.list.currency }, [rounded(inA), rounded(inB)], () => undefined)
}

function unpricedIn(a: CostSheet | undefined, b: CostSheet | undefined): Pick<PlanComparison, 'unpriced'> {
  const missing = [a, b].flatMap((sheet) =>
    sheet === undefined || sheet.totals.monthly !== undefined ? [] : sheet.unknown,
  )
  return missing.length === 0 ? {} : { unpriced: [...new Set(missing)] }
}

type Verdict = 'held' | 'undetermined' | 'failed' | 'notExercised'

/** What never came into play proves nothing, and fails. */
const GRADES: Readonly<Record<Verdict, number>> = { held: 2, undetermined: 1, failed: 0, notExercised: 0 }

function measureExpectation(owner: Owner, a: Finding, b: Finding): Measurement {
  const verdicts = [verdictOf(a), verdictOf(b)] as const
  return graded(
    'expectation',
    owner,
    verdicts,
    (verdict) => GRADES[verdict],
    () => {
      const [gradeA, gradeB] = verdicts.map((verdict) => GRADES[verdict]) as [number, number]
      return gradeA === gradeB ? undefined : (gradeA < gradeB ? a : b).fromUs
    },
  )
}

function verdictOf({ status, undetermined }: Finding): Verdict {
  return undetermined === true ? 'undetermined' : status
}
