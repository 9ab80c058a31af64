import { describe, expect, it } from 'vitest'
import { type Decision, decide, type Limits, type Standing } from '../../src/deployment/reconcile.ts'

const LIMITS: Limits = { minReady: 8, maxSurge: 3, createAtMost: Number.POSITIVE_INFINITY, eipMode: false }
const READY = { isReady: true, isBound: true }

/** Ten healthy old instances are to be replaced in one batch. */
const START: Standing = {
  desired: 10,
  batchTarget: 10,
  newSpec: 0,
  newReady: 0,
  newPastGate: 0,
  oldSpec: 10,
  oldReady: 10,
  oldBound: 10,
}

/** Carries decisions out until there is nothing to do at this instant. */
function settle(from: Standing, limits: Limits): Standing {
  let at = from
  for (;;) {
    const decision: Decision = decide(at, limits, at.oldSpec > 0 ? READY : undefined)
    if (decision.kind === 'wait') return at
    if (decision.kind === 'create') at = { ...at, newSpec: at.newSpec + decision.count }
    else at = { ...at, oldSpec: at.oldSpec - 1, oldReady: at.oldReady - 1, oldBound: at.oldBound - 1 }
  }
}

const specs = ({ oldSpec, newSpec }: Standing) => [oldSpec, newSpec]

describe('the rolling step without EIPs (facts/deployment D.2, D.3)', () => {
  it('should follow the trace for 10 instances, 3 on top, 2 missing: up 3, down to 8, up to 5, then wait', () => {
    expect(decide(START, LIMITS, READY)).toEqual({ kind: 'create', count: 3 })
    expect(decide({ ...START, newSpec: 3 }, LIMITS, READY)).toEqual({ kind: 'retire' })
    expect(specs(settle(START, LIMITS))).toEqual([8, 5])
  })

  it('should take one more old instance away and make one more for each new one that gets ready', () => {
    const waiting = settle(START, LIMITS)
    expect(specs(settle({ ...waiting, newReady: 1 }, LIMITS))).toEqual([7, 6])
    expect(specs(settle({ ...waiting, newReady: 2 }, LIMITS))).toEqual([6, 7])
  })

  it('should go strictly one in, one out with one on top and none missing', () => {
    const strict = { ...LIMITS, minReady: 10, maxSurge: 1 }
    let at = settle(START, strict)
    for (let ready = 1; ready <= 10; ready++) {
      expect(specs(at)).toEqual([11 - ready, ready])
      at = settle({ ...at, newReady: ready }, strict)
    }
    expect(specs(at)).toEqual([0, 10])
  })

  it('should stop at the end of the batch', () => {
    expect(specs(settle({ ...START, batchTarget: 1, newSpec: 1, newReady: 1 }, LIMITS))).toEqual([9, 1])
  })
})

describe('the rolling step with one EIP per instance (facts/deployment rules 2 and 3)', () => {
  const gated: Limits = { ...LIMITS, minReady: 1, eipMode: true }

  it('should take nobody away before a new instance has passed the gate, however low the floor is', () => {
    expect(specs(settle(START, gated))).toEqual([10, 3])
  })

  it('should let one old instance go for each new one that has passed it', () => {
    const waiting = settle(START, gated)
    expect(specs(settle({ ...waiting, newPastGate: 1 }, gated))).toEqual([9, 4])
    expect(specs(settle({ ...waiting, newPastGate: 3 }, gated))).toEqual([7, 6])
  })

  it('should keep the floor of ready instances as well', () => {
    const at: Standing = { ...START, newSpec: 3, newPastGate: 3, oldReady: 10 }
    expect(decide(at, { ...gated, minReady: 10 }, READY)).toEqual({ kind: 'wait' })
  })

  it('should move with one instance on top even where no surge is allowed', () => {
    expect(decide(START, { ...gated, maxSurge: 0 }, READY)).toEqual({ kind: 'create', count: 1 })
  })

  it('should clear away surplus instances that never got an EIP', () => {
    // A rollback before anything was replaced: all 3 wanted are there, one of the other version still waits.
    const rollback: Standing = {
      desired: 3,
      batchTarget: 3,
      newSpec: 3,
      newReady: 3,
      newPastGate: 3,
      oldSpec: 1,
      oldReady: 0,
      oldBound: 0,
    }
    expect(decide(rollback, gated, { isReady: false, isBound: false })).toEqual({ kind: 'retire' })
  })
})
