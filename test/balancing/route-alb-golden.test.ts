import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileAlb } from '../../src/balancing/alb-listener.ts'
import { routeAlb } from '../../src/balancing/route-alb.ts'
import { TrafficLimits } from '../../src/balancing/traffic-limits.ts'
import { whyNot } from '../../src/balancing/why-not.ts'
import { aCall, anAlbListener } from '../arbitraries/an-alb-listener.ts'
import { type NaivePast, routeNaively } from '../golden/naive-routing.ts'

const listenerAndCalls = anAlbListener().chain((listener) =>
  fc.tuple(
    fc.constant(listener),
    fc.array(fc.tuple(aCall(listener.protocol), fc.constantFrom(0, 1, 400_000, 1_000_000)), {
      minLength: 1,
      maxLength: 10,
    }),
  ),
)

describe('routeAlb', () => {
  it('should do with every request what the fact sheet tells', () =>
    fc.assert(
      fc.property(listenerAndCalls, ([listener, calls]) => {
        const alb = compileAlb(listener, 'front')
        const limits = new TrafficLimits()
        const past: NaivePast = []
        let nowUs = 0
        for (const [call, waitUs] of calls) {
          nowUs += waitUs
          const { rule, mirrors, outcome } = routeAlb(alb, call, { limits, nowUs })
          const told = { rule: rule?.name, mirrors }
          const expected = routeNaively(listener, 'front', call, past, nowUs)
          if (outcome.kind === 'answer') {
            const { status, headers, body } = outcome
            expect({ ...told, answer: { status, headers: Object.fromEntries(headers), body } }).toEqual(
              expected,
            )
            expect(outcome.upstreamStatus).toBe('-')
          } else {
            const { host, path, query, headers } = outcome.request
            const groups = outcome.groups.map(({ group }) => group)
            expect({
              ...told,
              forward: { groups, host, path, query, headers: Object.fromEntries(headers) },
            }).toEqual(expected)
          }
        }
      }),
      { numRuns: 1500 },
    ))

  it('should tell of every earlier rule a condition that does not hold', () =>
    fc.assert(
      fc.property(listenerAndCalls, ([listener, calls]) => {
        const { requestRules } = compileAlb(listener, 'front')
        for (const [call] of calls) {
          const rank = requestRules.firstMatch(call)
          const reasons = whyNot(requestRules, rank, call)
          const before = requestRules.rules.slice(0, rank < 0 ? undefined : rank)
          expect(reasons.map(({ rule }) => rule)).toEqual(before)
          for (const { rule, condition, index } of reasons) expect(rule.conditions[index]).toBe(condition)
        }
      }),
      { numRuns: 300 },
    ))
})
