import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import type { AutoscalingMetric, EasAutoscaling } from '../../src/cloud/eas-service.ts'
import {
  AUTOSCALER_PERIOD_US,
  type AutoscalerState,
  beginAutoscaler,
  type MetricLoad,
  stepAutoscaler,
  wakeAutoscaler,
} from '../../src/deployment/autoscaler.ts'
import { type NaiveLook, playAutoscaler } from '../golden/naive-autoscaler.ts'

const QPS: readonly AutoscalingMetric[] = [{ kind: 'qps', threshold: 20 }]

/** The windows are those of B.6. */
const policy = (draft: Partial<EasAutoscaling> = {}): EasAutoscaling => ({
  min: 1,
  max: 10,
  metrics: QPS,
  upWindowUs: 0,
  downWindowUs: 300 * SECOND_US,
  toZeroWindowUs: 600 * SECOND_US,
  ...draft,
})

/** Each look finds what the one before wanted. */
function course(of: EasAutoscaling, begin: number, looks: readonly (readonly MetricLoad[])[]): number[] {
  let state: AutoscalerState = beginAutoscaler(0, begin)
  let current = begin
  return looks.map((loads, index) => {
    const step = stepAutoscaler(state, of, { nowUs: (index + 1) * AUTOSCALER_PERIOD_US, current, loads })
    state = step.state
    current = step.instances
    return current
  })
}

const qps = (total: number): MetricLoad[] => [{ kind: 'qps', total }]
const wanted = (of: EasAutoscaling, current: number, loads: readonly MetricLoad[]) =>
  course(of, current, [loads])[0]

describe('the autoscaler of an inference service (facts/deployment B.6)', () => {
  it('wants ceil(current × metric / threshold)', () => {
    expect(wanted(policy(), 2, qps(100))).toBe(5)
    expect(wanted(policy(), 2, qps(101))).toBe(6)
  })

  it('10 % tolerance: changes nothing within it', () => {
    expect(wanted(policy(), 2, qps(44))).toBe(2)
    expect(wanted(policy(), 2, qps(45))).toBe(3)
    expect(wanted(policy({ downWindowUs: 0 }), 10, qps(180))).toBe(10)
    expect(wanted(policy({ downWindowUs: 0 }), 10, qps(179))).toBe(9)
  })

  it('takes the most over all metrics', () => {
    const metrics: readonly AutoscalingMetric[] = [...QPS, { kind: 'cpu', threshold: 50 }]
    expect(wanted(policy({ metrics }), 2, [...qps(40), { kind: 'cpu', total: 190 }])).toBe(4)
    expect(wanted(policy({ metrics }), 2, [...qps(100), { kind: 'cpu', total: 10 }])).toBe(5)
  })

  it('stays between min and max', () => {
    expect(wanted(policy({ max: 3 }), 2, qps(1000))).toBe(3)
    expect(wanted(policy({ min: 2, downWindowUs: 0 }), 4, qps(0))).toBe(2)
    expect(wanted(policy({ max: 1000 }), 2, qps(1_000_000))).toBe(1000)
  })

  it('up window 0: goes up at once; down window 300 s: goes down when it has wanted so for as long', () => {
    const quiet = Array.from({ length: 21 }, () => qps(20))
    const downs = course(policy(), 4, quiet)
    expect(downs.indexOf(1)).toBe(19)
    expect(downs.slice(0, 19).every((instances) => instances === 4)).toBe(true)
  })

  it('goes up only to the least, and down only to the most that it wanted within the window', () => {
    const slow = policy({ upWindowUs: 60 * SECOND_US })
    expect(course(slow, 2, [qps(200), qps(100), qps(160), qps(160)])).toEqual([2, 2, 2, 5])
    const loads = [qps(20), qps(60), ...Array.from({ length: 18 }, () => qps(20))]
    expect(course(policy(), 4, loads).at(-1)).toBe(3)
  })

  it('to zero after 600 s without anything to do, and to one after 300 s', () => {
    const idle = Array.from({ length: 41 }, () => qps(0))
    const instances = course(policy({ min: 0 }), 3, idle)
    expect(instances.indexOf(1)).toBe(19)
    expect(instances.indexOf(0)).toBe(39)
  })

  it('min 1: never to zero', () => {
    const idle = Array.from({ length: 100 }, () => qps(0))
    expect(course(policy(), 3, idle).at(-1)).toBe(1)
  })

  it('from zero to 1 on a request, and not back before the window is over', () => {
    const { state, instances, reason } = wakeAutoscaler(7 * SECOND_US)
    expect([instances, reason]).toEqual([1, { kind: 'request' }])
    const at = (second: number) =>
      stepAutoscaler(state, policy({ min: 0 }), { nowUs: second * SECOND_US, current: 1, loads: qps(0) })
    expect(at(606).instances).toBe(1)
    expect(at(607).instances).toBe(0)
  })

  it('says which metric asked for it, and by how much', () => {
    const { reason } = stepAutoscaler(beginAutoscaler(0, 2), policy(), {
      nowUs: 1,
      current: 2,
      loads: qps(76),
    })
    expect(reason).toEqual({ kind: 'metric', metric: 'qps', value: 38, threshold: 20 })
  })

  it('changes nothing where nothing is measured', () => {
    expect(wanted(policy(), 3, [])).toBe(3)
  })

  it('should want what one finds who walks over all looks of the run', () => {
    const kinds = ['qps', 'cpu', 'backlog'] as const
    const aWindow = fc.constantFrom(0, 15, 30, 60, 90)
    const aPolicy = fc.record({
      min: fc.constantFrom(0, 0, 0, 1, 3),
      more: fc.integer({ min: 0, max: 8 }),
      thresholds: fc.dictionary(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 30 }), { minKeys: 1 }),
      up: aWindow,
      down: aWindow,
      toZero: aWindow,
    })
    const aLoad = fc.dictionary(
      fc.constantFrom(...kinds),
      fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(300) }),
    )
    let [ups, downs, zeros] = [0, 0, 0]
    fc.assert(
      fc.property(
        aPolicy,
        fc.integer({ min: 1, max: 12 }),
        fc.array(aLoad, { minLength: 1, maxLength: 30 }),
        ({ min, more, thresholds, up, down, toZero }, begin, loads) => {
          const max = Math.max(1, min) + more
          const of: EasAutoscaling = {
            min,
            max,
            metrics: Object.entries(thresholds).map(([kind, threshold]) => ({
              kind: kind as AutoscalingMetric['kind'],
              threshold,
            })),
            upWindowUs: up * SECOND_US,
            downWindowUs: down * SECOND_US,
            toZeroWindowUs: toZero * SECOND_US,
          }
          const looks = loads.map(
            (load, index): NaiveLook => ({ at: 15 * (index + 1), totals: new Map(Object.entries(load)) }),
          )
          const golden = playAutoscaler(
            { min, max, thresholds: new Map(Object.entries(thresholds)), up, down, toZero },
            begin,
            looks,
          )
          const actual = course(
            of,
            begin,
            loads.map((load) =>
              Object.entries(load).map(([kind, total]) => ({
                kind: kind as AutoscalingMetric['kind'],
                total,
              })),
            ),
          )
          expect(actual).toEqual(golden)
          if (Math.max(...golden) > begin) ups++
          if (Math.min(...golden) < begin) downs++
          if (golden.includes(0)) zeros++
        },
      ),
      { numRuns: 500 },
    )
    expect(Math.min(ups, downs, zeros)).toBeGreaterThan(20)
  })
})
