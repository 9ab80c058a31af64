import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import { aStormyService } from '../../src/testing/arbitraries/a-stormy-service.ts'
import { minReadyHolds } from '../../src/testing/order-invariants.ts'

describe('whatever is done to an inference service', () => {
  it('should never break the floor that max_unavailable leaves, and have one change unfinished at a time', () => {
    fc.assert(
      fc.property(aStormyService, (draft) => {
        const trace = simulate(aPlan(draft))
        minReadyHolds(trace)
        let open: number | undefined
        for (const event of trace.events) {
          if (event.kind !== 'order') continue
          expect(open ?? event.order).toBe(event.order)
          open = ['success', 'aborted'].includes(event.status) ? undefined : event.order
          // Nothing of EAS fails or times out: an update pauses (B.6).
          expect(['running', 'success', 'aborted', 'paused']).toContain(event.status)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('should bring all instances up when a version that is sound comes last', () => {
    let mended = 0
    fc.assert(
      fc.property(aStormyService, (draft) => {
        const last = { kind: 'deploy' as const, app: 'llm', version: 'v9', atUs: 1_200_000_000 }
        const trace = simulate(aPlan({ ...draft, timeline: [...draft.timeline!, last] }))
        const capacity = trace.events.findLast((event) => event.kind === 'capacity')!
        const order = trace.events.findLast((event) => event.kind === 'order')!
        if (trace.events.some((event) => event.kind === 'order' && event.code === 'REPLICA_FAILED')) mended++
        expect(order.status).toBe('success')
        expect(capacity).toMatchObject({ ready: capacity.declared, serving: capacity.declared })
        const state = trace.events.findLast((event) => event.kind === 'serviceState')!
        expect(state.state).toBe(capacity.declared === 0 ? 'Stopped' : 'Running')
      }),
      { numRuns: 300 },
    )
    expect(mended).toBeGreaterThan(50)
  })
})
