import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import { explain } from '../../src/datapath/explain.ts'
import { NONE } from '../../src/datapath/live.ts'
import { PASSED, reasons } from '../../src/datapath/reasons.ts'
import { aBalancedWorld, aBalancerCall } from '../../src/testing/arbitraries/a-balancer.ts'
import { aPlainWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { walkNaively } from '../golden/naive-datapath.ts'

const numRuns = Number(process.env['DATAPATH_RUNS'] ?? 1_500)

const calls = aBalancedWorld(aPlainWorld()).chain((world) =>
  fc.tuple(fc.constant(world), fc.array(aBalancerCall(world), { minLength: 1, maxLength: 6 })),
)

describe('balancers and their naive twin', () => {
  it('should decide alike, find the same blockers, and tell the same', () => {
    const decision = newDecision()
    const seen = new Set<string>()
    fc.assert(
      fc.property(calls, ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const naive = walkNaively(world, packet, packet.slot === NONE ? undefined : packet.slot)
          const reached = decide(tables, live, packet, decision)
          const code = decision.reason === PASSED ? undefined : reasons[decision.reason]!.code
          expect({ reached, code }).toEqual({ reached: naive.blockers.length === 0, code: naive.blockers[0] })
          if (reached) expect(decision.tuple.source).toBe(naive.source)
          seen.add(code ?? `reached ${decision.target}`)
          const { blockers, notes, hops } = explain(tables, live, packet)
          expect(blockers.map((blocker) => blocker.code)).toEqual(naive.blockers)
          for (const remark of [...blockers, ...notes]) {
            const { fix } = reasons.find((reason) => reason.code === remark.code)!
            expect(fillTemplate(fix, remark.details)).not.toMatch(/<|undefined/)
          }
          for (const { why, component } of hops) expect(why + component).not.toMatch(/undefined|NaN/)
        }
      }),
      { numRuns },
    )
    if (numRuns < 1_000) return
    // Both outcomes of every rule must come up, or the property says little.
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'reached instance',
        'reached load-balancer',
        'LB_ACL_DENIED',
        'LISTENER_ABSENT',
        'LISTENER_PROTOCOL_MISMATCH',
        'BACKENDS_NONE',
        'BACKEND_PORT_MISMATCH',
        'SG_NO_ALLOW_IN',
        'SG_DENY_RULE',
        'LB_FIXED_RESPONSE',
        'HOST_UNMATCHED',
        'PATH_UNMATCHED',
        'K8S_SERVICE_SELF_CALL',
        'CERT_ABSENT',
        'CERT_NAME_MISMATCH',
        'CERT_EXPIRED',
      ]),
    )
  })

  it('should tell the hops as one unbroken way, and the reply back to the caller', () =>
    fc.assert(
      fc.property(calls, ([world, packets]) => {
        const { tables, live } = bringUp(world)
        for (const packet of packets) {
          const { hops, reached } = explain(tables, live, packet)
          const forward = hops.filter(({ direction }) => direction === 'forward')
          for (const [at, { before }] of forward.slice(1).entries())
            expect(before).toEqual(forward[at]!.after)
          const back = hops.filter(({ direction }) => direction === 'return')
          if (!reached || back.length === 0) continue
          expect(back.at(-1)!.after).toMatchObject({
            destination: packet.source,
            destinationPort: packet.sourcePort,
          })
        }
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    ))
})
