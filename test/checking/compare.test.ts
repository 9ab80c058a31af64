/** Two plans side by side: figures, standings, instants, and the laws of a comparison. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, type PlanComparison } from '../../src/checking/compare.ts'
import { drifts } from '../../src/checking/compare-flow.ts'
import { firstDifference } from '../../src/checking/first-difference.ts'
import { MEASURES, type Measure, type Measurement, type Standing } from '../../src/checking/measurement.ts'
import { pairUp } from '../../src/checking/pairs.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import { aRollout } from '../../src/testing/arbitraries/a-rollout.ts'
import { summarize } from '../../src/trace/summarize.ts'
import type { FlowSummary, Span, Summary } from '../../src/trace/summary.ts'
import { aRun, eip, M, S, type Sketch } from '../report/a-run.ts'
import { aSketch } from '../report/a-sketch.ts'

const compared = (a: Sketch, b: Sketch) => compare(aRun(a), aRun(b))

function rowOf({ measurements }: PlanComparison, measure: Measure): Measurement | undefined {
  return measurements.find((each) => each.measure === measure)
}

const BLOCKED = { status: 'BLOCKED', code: 'NO_ROUTE' } as const

/** A flow through the states, with its times counted as the summary counts them. */
function withFlow(states: NonNullable<Sketch['flows']>[number]['states'], sources: readonly number[] = []) {
  const run = aRun({ flows: [{ name: 'partner', verdict: 'REACHABLE', states }] })
  const [flow] = run.summary.flows as [FlowSummary]
  const timeOf = (isSo: (status: string) => boolean) =>
    flow.intervals.reduce((sum, each) => sum + (isSo(each.status) ? each.untilUs - each.fromUs : 0), 0)
  const told: FlowSummary = {
    ...flow,
    askedUs: timeOf((status) => status !== 'IDLE'),
    throughUs: timeOf((status) => status === 'REACHABLE' || status === 'DEGRADED'),
    sources: sources.map((last, index) => ({
      address: eip(last),
      fromUs: index * M,
      instance: `shop-${index + 1}`,
      since: -1,
    })),
  }
  return { ...run, summary: { ...run.summary, flows: [told] } }
}

describe('compare: flows', () => {
  it('should measure how long a flow is blocked, how often it recovers, and from when', () => {
    const a = withFlow([
      [0, {}],
      [5 * M, BLOCKED],
      [6 * M, {}],
    ])
    const b = withFlow([
      [0, {}],
      [2 * M, BLOCKED],
      [3 * M, { ...BLOCKED, code: 'ACL_DROP' }],
      [4 * M, {}],
      [8 * M, { status: 'PARTIAL' }],
      [9 * M, {}],
    ])
    const found = compare(a, b)
    const worse = { name: 'partner', standing: 'worse', sinceUs: 2 * M }
    expect(rowOf(found, 'availability')).toEqual({
      ...worse,
      measure: 'availability',
      a: 14 / 15,
      b: 12 / 15,
    })
    expect(rowOf(found, 'blockedTime')).toEqual({ ...worse, measure: 'blockedTime', a: M, b: 3 * M })
    expect(rowOf(found, 'longestInterruption')).toMatchObject({ a: M, b: 2 * M })
  })

  it('should tell the first instant at which the states differ, though no figure does', () => {
    const a = withFlow([
      [0, {}],
      [5 * M, BLOCKED],
      [6 * M, {}],
    ])
    const b = withFlow([
      [0, {}],
      [7 * M, { ...BLOCKED, code: 'ACL_DROP' }],
      [8 * M, {}],
    ])
    const found = compare(a, b)
    expect(found.measurements.map(({ standing }) => standing)).not.toContain('worse')
    expect(found.flows[0]!.parting).toMatchObject({ atUs: 5 * M, a: BLOCKED, b: { status: 'REACHABLE' } })
  })

  it('should part where only the reason differs', () => {
    const a = withFlow([[0, BLOCKED]])
    const b = withFlow([[0, { ...BLOCKED, code: 'ACL_DROP' }]])
    expect(compare(a, b).flows[0]!.parting?.atUs).toBe(0)
  })

  it('should count an interruption by whatever reason as one, and the time without anybody as none', () => {
    const a = withFlow([[0, { status: 'IDLE' }]])
    const b = withFlow([
      [0, BLOCKED],
      [M, { status: 'PARTIAL' }],
      [2 * M, { status: 'IDLE' }],
    ])
    const found = compare(a, b)
    expect(rowOf(found, 'longestInterruption')).toMatchObject({ a: 0, b: 2 * M })
    expect(rowOf(found, 'availability')).toEqual({
      name: 'partner',
      measure: 'availability',
      b: 0,
      standing: 'different',
      sinceUs: 0,
    })
  })

  it('should tell the time in which fewer answer than are declared', () => {
    const a = withFlow([
      [0, {}],
      [M, { status: 'DEGRADED' }],
      [3 * M, {}],
    ])
    expect(rowOf(compare(a, withFlow([[0, {}]])), 'degradedTime')).toMatchObject({
      a: 2 * M,
      b: 0,
      standing: 'better',
      sinceUs: M,
    })
  })

  it('should count source addresses, and name those that only one of the plans shows', () => {
    const found = compare(withFlow([[0, {}]], [10, 11, 12]), withFlow([[0, {}]], [11, 50]))
    expect(rowOf(found, 'sourceAddresses')).toMatchObject({ a: 3, b: 2, standing: 'better', sinceUs: 2 * M })
    const [flow] = found.flows
    expect(drifts(flow!)).toBe(true)
    expect(flow!.added.map(({ address }) => address)).toEqual([eip(50)])
    expect(flow!.gone.map(({ address }) => address)).toEqual([eip(10), eip(12)])
  })

  it('should measure requests and connections of flows that have them', () => {
    const run = withFlow([[0, {}]])
    const total = (succeeded: number, failed: number) =>
      ({
        flow: 'partner',
        total: { succeeded, failed },
        intervals: [],
        changes: [],
      }) as unknown as NonNullable<Summary['requests']>[number]
    const connections = (lost: number) =>
      ({
        flow: 'partner',
        lost,
        refused: 0,
        losses: [{ firstUs: 4 * M }],
        refusals: [],
      }) as unknown as NonNullable<Summary['connections']>[number]
    const withTraffic = (failed: number, lost: number) => ({
      ...run,
      summary: { ...run.summary, requests: [total(100 - failed, failed)], connections: [connections(lost)] },
    })
    const found = compare(withTraffic(0, 0), withTraffic(2, 3))
    expect(rowOf(found, 'successRate')).toMatchObject({ a: 1, b: 0.98, standing: 'worse' })
    expect(rowOf(found, 'lostConnections')).toMatchObject({ a: 0, b: 3, standing: 'worse', sinceUs: 4 * M })
    expect(rowOf(found, 'refusedConnections')).toMatchObject({ standing: 'equal' })
    expect(rowOf(compare(run, run), 'successRate')).toBeUndefined()
  })
})

describe('compare: changes, capacity, pools, expectations', () => {
  const change = (rest: NonNullable<Sketch['changes']>[number]): Sketch => ({ changes: [rest] })

  it.each<[string, string, Standing]>([
    ['SAFE', 'STUCK', 'worse'],
    ['SAFE', 'UNDETERMINED', 'worse'],
    ['STUCK', 'STUCK_DEGRADED', 'worse'],
    ['FAILED', 'OUTAGE', 'worse'],
    ['OUTAGE', 'ROLLED_BACK', 'better'],
    ['STUCK', 'ROLLED_BACK', 'different'],
    ['STUCK', 'STUCK', 'equal'],
  ])('should call %s → %s %s', (a, b, standing) => {
    const verdict = (word: string) => change({ verdict: word as 'SAFE' })
    expect(rowOf(compared(verdict(a), verdict(b)), 'changeVerdict')).toMatchObject({ a, b, standing })
  })

  it('should say from when a change is worse: its outage, its standstill, its last step', () => {
    const span = { fromUs: 2 * M, untilUs: 3 * M, since: 0 }
    const since = (rest: NonNullable<Sketch['changes']>[number]) =>
      rowOf(compared(change({}), change(rest)), 'changeVerdict')?.sinceUs
    expect(since({ verdict: 'OUTAGE', outages: [span] })).toBe(2 * M)
    expect(since({ verdict: 'STUCK', stuck: { ...span, fromUs: 90 * S } })).toBe(90 * S)
    expect(since({ verdict: 'FAILED', statusFromUs: 4 * M })).toBe(4 * M)
  })

  it('should not take a change that failed early for a quick one', () => {
    const failed = change({ verdict: 'FAILED', status: 'failed', untilUs: 2 * M })
    expect(rowOf(compared(change({}), failed), 'changeDuration')).toMatchObject({
      a: 2 * M,
      b: Number.POSITIVE_INFINITY,
      standing: 'worse',
      sinceUs: 3 * M,
    })
    expect(rowOf(compared(failed, failed), 'changeDuration')?.standing).toBe('equal')
  })

  it('should match changes by application, type and number, and name what only one has', () => {
    const found = compared(
      { changes: [{}, {}] },
      { changes: [{}, { type: 'CoRollback', verdict: 'SAFE' }, { app: 'web' }] },
    )
    expect(found.measurements.filter(({ measure }) => measure === 'changeVerdict')).toHaveLength(1)
    expect(found.onlyInA).toEqual([{ kind: 'change', name: 'shop', type: 'CoDeploy', nth: 2, state: 'SAFE' }])
    expect(found.onlyInB.map(({ name, type, nth }) => [name, type, nth])).toEqual([
      ['shop', 'CoRollback', 1],
      ['web', 'CoDeploy', 1],
    ])
  })

  it('should compare the floor of capacity while changes run, and only then', () => {
    const plan = (ready: number, leastReady: number): Sketch => ({
      capacity: [
        [0, [3, 3]],
        [2 * M, [3, ready]],
        [150 * S, [3, 3]],
        [10 * M, [3, 0]],
      ],
      changes: [{ leastReady, leastServing: leastReady }],
    })
    const found = compared(plan(2, 2), plan(1, 1))
    expect(rowOf(found, 'leastReady')).toEqual({
      name: 'shop',
      measure: 'leastReady',
      a: 2,
      b: 1,
      standing: 'worse',
      sinceUs: 2 * M,
    })
    expect(rowOf(compared(plan(2, 2), { ...plan(1, 1), changes: [] }), 'leastReady')).toBeUndefined()
  })

  it('should find fewer EIPs in use better, and say when the others need one more', () => {
    const pool = (size: number, more: number): Sketch => ({
      pool: {
        name: 'shop',
        size,
        inUse: [
          [0, 3],
          [M, more],
        ],
      },
    })
    expect(rowOf(compared(pool(4, 4), pool(3, 3)), 'peakEips')).toMatchObject({
      a: 4,
      b: 3,
      standing: 'better',
      sinceUs: M,
    })
    const { onlyInA } = compared(pool(4, 4), {})
    expect(onlyInA).toEqual([{ kind: 'pool', name: 'shop', state: '4 of 4' }])
  })

  it('should match expectations by their text, each with its own number where it comes twice', () => {
    const found = compared(
      { findings: [{ text: 'x' }, { text: 'x' }, { text: 'mine' }] },
      {
        findings: [
          { text: 'x' },
          { text: 'x', status: 'failed', fromUs: M },
          { text: 'yours', status: 'failed', undetermined: true },
        ],
      },
    )
    expect(found.measurements.filter(({ measure }) => measure === 'expectation')).toEqual([
      { name: 'x', nth: 1, measure: 'expectation', a: 'held', b: 'held', standing: 'equal' },
      { name: 'x', nth: 2, measure: 'expectation', a: 'held', b: 'failed', standing: 'worse', sinceUs: M },
    ])
    expect(found.onlyInA.map(({ name, state }) => [name, state])).toEqual([['mine', 'held']])
    expect(found.onlyInB.map(({ name, state }) => [name, state])).toEqual([['yours', 'undetermined']])
  })

  it('should refuse runs that are not equally long', () => {
    expect(() => compared({ endUs: M }, { endUs: 2 * M })).toThrow(RangeError)
  })
})

describe('the laws of a comparison', () => {
  const MIRRORED: Readonly<Record<Standing, Standing>> = {
    better: 'worse',
    worse: 'better',
    equal: 'equal',
    different: 'different',
  }
  const byName = <Thing>(things: readonly Thing[]) =>
    things.map((thing) => JSON.stringify(thing, orderedKeys)).toSorted()

  function mirrored({ measurements, flows, onlyInA, onlyInB }: PlanComparison) {
    return {
      measurements: byName(
        measurements.map(({ a, b, standing, ...rest }) => ({
          ...rest,
          a: b,
          b: a,
          standing: MIRRORED[standing],
        })),
      ),
      flows: byName(
        flows.map(({ flow, parting, added, gone }) => ({
          flow,
          parting: parting && { ...parting, a: parting.b, b: parting.a },
          added: gone,
          gone: added,
        })),
      ),
      onlyInA: byName(onlyInB),
      onlyInB: byName(onlyInA),
    }
  }
  const itself = ({ measurements, flows, onlyInA, onlyInB }: PlanComparison) => ({
    measurements: byName(measurements),
    flows: byName(flows),
    onlyInA: byName(onlyInA),
    onlyInB: byName(onlyInB),
  })

  const areLaws = (a: Parameters<typeof compare>[0], b: Parameters<typeof compare>[0]) => {
    const found = compare(a, b)
    expect(mirrored(compare(b, a))).toEqual(itself(found))
    for (const { measure, a, b, standing, sinceUs } of found.measurements) {
      expect(standing === 'equal').toBe(a === b)
      if (standing === 'equal') expect(sinceUs).toBeUndefined()
      if (typeof a !== 'number' || typeof b !== 'number' || a === b) continue
      expect(standing).toBe(b > a === (MEASURES[measure].better === 'more') ? 'better' : 'worse')
    }
    const alone = compare(a, a)
    expect(alone.measurements.filter(({ standing }) => standing !== 'equal')).toEqual([])
    expect(alone.flows.filter((flow) => flow.parting !== undefined || drifts(flow))).toEqual([])
    expect([...alone.onlyInA, ...alone.onlyInB]).toEqual([])
    return found
  }

  it('should hold for any two reports: nothing differs from itself, and the other way round is the mirror', () => {
    const aShared = fc.constantFrom('partner', 'inbound')
    const renamed = (sketch: Sketch, names: readonly string[]): Sketch => ({
      ...sketch,
      flows: (sketch.flows ?? []).map((flow, index) => ({ ...flow, name: names[index] ?? flow.name })),
      ...(sketch.pool === undefined ? {} : { pool: { ...sketch.pool, name: 'shop' } }),
    })
    const sketch = fc.tuple(aSketch(), fc.uniqueArray(aShared)).map(([each, names]) => renamed(each, names))
    fc.assert(
      fc.property(sketch, sketch, (a, b) => void areLaws(aRun(a), aRun(b))),
      { numRuns: 100 },
    )
  })

  it('should hold for rollouts that were simulated', () => {
    const seen = new Set<Standing>()
    const aJudgedRun = aRollout(fc.integer({ min: 0, max: 2 })).map((draft) => {
      const plan = aPlan(draft)
      return { summary: summarize(simulate(plan), plan), findings: [] }
    })
    fc.assert(
      fc.property(aJudgedRun, aJudgedRun, (a, b) => {
        fc.pre(a.summary.endUs === b.summary.endUs)
        for (const { standing } of areLaws(a, b).measurements) seen.add(standing)
      }),
      { numRuns: 40 },
    )
    expect([...seen].toSorted()).toEqual(expect.arrayContaining(['better', 'equal', 'worse']))
  })

  it('should find the first difference where a walk through all instants finds it', () => {
    const aCourse = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(1)), { minLength: 1, maxLength: 6 })
      .map((steps) => steps.flatMap(([length, value]) => Array<number>(length).fill(value)))
    const spansOf = (values: readonly number[]): (Span & { value: number })[] =>
      values.map((value, at) => ({ fromUs: at, untilUs: at + 1, since: at, value }))
    fc.assert(
      fc.property(aCourse, aCourse, (as, bs) => {
        const naive = as.findIndex((value, at) => at < bs.length && value !== bs[at])
        const found = firstDifference(joined(spansOf(as)), joined(spansOf(bs)), (a, b) => a.value === b.value)
        expect(found?.atUs ?? -1).toBe(naive)
      }),
    )
  })

  it('should pair the first of a name with the first, the second with the second', () => {
    const { both, onlyInA, onlyInB } = pairUp(['a', 'b', 'a'], ['a', 'c', 'a', 'a'], (name) => name)
    expect(both.map(({ name, nth }) => [name, nth])).toEqual([
      ['a', 1],
      ['a', 2],
    ])
    expect(onlyInA.map(({ name, nth }) => [name, nth])).toEqual([['b', 1]])
    expect(onlyInB.map(({ name, nth }) => [name, nth])).toEqual([
      ['c', 1],
      ['a', 3],
    ])
  })
})

function joined(spans: readonly (Span & { value: number })[]): (Span & { value: number })[] {
  const told: (Span & { value: number })[] = []
  for (const span of spans) {
    const last = told.at(-1)
    if (last?.value === span.value) told[told.length - 1] = { ...last, untilUs: span.untilUs }
    else told.push(span)
  }
  return told
}

/** Equal things read equal, whatever the order of their keys. */
function orderedKeys(_: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return 'never'
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
