/** Faults of `simulate check`: who and when, and that a file says of them what the plan does. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAULT_KINDS, type Fault, faultText } from '../../src/checking/fault.ts'
import { Streams } from '../../src/kernel/stream.ts'
import { rewritten } from '../../src/scenario/rewritten.ts'
import { checkedRun } from '../../src/searching/checked-run.ts'
import { FaultDraw } from '../../src/searching/fault-draw.ts'
import { faulted, faultRewritings } from '../../src/searching/faulted.ts'
import { reasonOf, scenarioOf, sourceOf } from './read.ts'

const text = sourceOf('rolling-eip')
const scenario = scenarioOf(text)
const { trace } = checkedRun(scenario, reasonOf)
const draw = (seed: number, kinds = FAULT_KINDS as readonly Fault['kind'][], atMost = 3) =>
  new FaultDraw(scenario, trace, kinds).draw(new Streams(seed).stream('faults'), atMost)

describe('faults that are drawn', () => {
  it('should be at least one and no more than allowed, and the same for the same seed', () =>
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), (seed, atMost) => {
        const faults = draw(seed, FAULT_KINDS, atMost)
        expect(faults.length).toBeGreaterThan(0)
        expect(faults.length).toBeLessThanOrEqual(atMost)
        expect(draw(seed, FAULT_KINDS, atMost)).toEqual(faults)
      }),
      { numRuns: 30 },
    ))

  it('should come while something happens: from the first entry on, and not after the last step', () => {
    const last = trace.events.at(-1)!.atUs
    for (let seed = 0; seed < 200; seed++)
      for (const fault of draw(seed, ['crash', 'zone'])) {
        if (!('atUs' in fault)) throw new Error(`${fault.kind} has no instant`)
        expect(fault.atUs).toBeGreaterThanOrEqual(60e6)
        expect(fault.atUs).toBeLessThanOrEqual(Math.max(last, 120e6))
      }
  })

  it('should be of every kind that is asked for, and of no other', () => {
    const kinds = new Set(
      Array.from({ length: 100 }, (_, seed) => draw(seed))
        .flat()
        .map(({ kind }) => kind),
    )
    expect([...kinds].sort()).toEqual([...FAULT_KINDS].sort())
    expect(draw(1, ['zone']).every(({ kind }) => kind === 'zone')).toBe(true)
  })

  it('should be none where there is nobody to whom one could happen, or none is allowed', () => {
    expect(draw(1, [])).toEqual([])
    expect(draw(1, FAULT_KINDS, 0)).toEqual([])
  })

  it('should leave what the file says of a work as it is', () => {
    const written = scenarioOf(
      `${text}\ndraws: { shop-4/start: 20s, shop-4/pull: 9s }\nfailures: { shop-4/eipBind: 1 }\n`,
    )
    const run = checkedRun(written, reasonOf)
    const drawn = new FaultDraw(written, run.trace, ['eipBindFails', 'slowStart'])
    for (let seed = 0; seed < 50; seed++)
      for (const fault of drawn.draw(new Streams(seed).stream('faults'), 3))
        expect(fault).not.toMatchObject({ instance: 'shop-4' })
  })
})

describe('a scenario with faults', () => {
  it('should run as the file that says the same', () =>
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const faults = draw(seed)
        const asFile = scenarioOf(rewritten(text, faultRewritings(scenario, faults)))
        const withoutTexts = (each: typeof scenario) =>
          checkedRun(each, reasonOf, seed).trace.events.filter(({ kind }) => kind !== 'action')
        expect(withoutTexts(asFile)).toEqual(withoutTexts(faulted(scenario, faults)))
      }),
      { numRuns: 40 },
    ))

  it('should be told in words', () => {
    expect(faultText({ kind: 'crash', atUs: 72e6, app: 'shop', mode: 'instance' })).toBe(
      'crash of shop (instance) at 1m12s',
    )
    expect(faultText({ kind: 'eipBindFails', instance: 'shop-4', times: 2 })).toBe(
      'the association of an EIP with shop-4 fails 2 times',
    )
  })
})
