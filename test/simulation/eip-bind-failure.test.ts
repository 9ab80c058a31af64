/** `failures:` – associations of an EIP that end without success. */
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import { phasesOf, seconds, warningsOf } from './story.ts'

const runWith = (failures: Record<string, number>, draft: PlanDraft) =>
  simulate({ ...aPlan(draft), failures: new Map(Object.entries(failures)) })

const born: PlanDraft = {
  apps: [{ instances: 1 }],
  pools: { pool: 1 },
  timeline: [{ kind: 'create', app: 'shop' }],
  durationUs: seconds(600),
}

describe('an association that ends without success (facts/codes EIP_BIND_FAILED, assumed)', () => {
  it('should give the address back at once, and let the instance look again after retry', () => {
    const trace = runWith({ 'shop-1/eipBind': 2 }, born)
    expect(phasesOf(trace, 'shop-1')).toEqual([
      '60 pending',
      '64 initializing',
      '74 associating',
      '77 awaitingEip',
      '87 associating',
      '90 awaitingEip',
      '100 associating',
      '103 starting',
      '123 ready',
    ])
    expect(warningsOf(trace)).toEqual(['77 shop-1 EIP_BIND_FAILED', '90 shop-1 EIP_BIND_FAILED'])
    const statuses = trace.events.flatMap((event) => (event.kind === 'eip' ? [event.status] : []))
    expect(statuses).toEqual(['Associating', 'Available', 'Associating', 'Available', 'Associating', 'InUse'])
  })

  it('should let another one have the address in between', () => {
    const trace = runWith(
      { 'shop-1/eipBind': 1 },
      {
        ...born,
        apps: [{ instances: 1 }, { name: 'api', instances: 1 }],
        timeline: [
          { kind: 'create', app: 'shop' },
          { kind: 'create', app: 'api', atUs: seconds(65) },
        ],
      },
    )
    expect(phasesOf(trace, 'api-1')).toContain('79 associating')
    expect(phasesOf(trace, 'shop-1').at(-1)).toBe('77 awaitingEip')
  })

  it('should end an instance that is to go, whose address never was in use', () => {
    const trace = runWith(
      { 'shop-2/eipBind': 1 },
      {
        apps: [{ instances: 1 }],
        pools: { pool: 2 },
        timeline: [
          { kind: 'deploy', app: 'shop', version: 'v2' },
          { kind: 'abort', app: 'shop', rollback: true, atUs: seconds(75) },
        ],
        durationUs: seconds(600),
      },
    )
    expect(phasesOf(trace, 'shop-2').slice(2)).toEqual(['74 associating', '75 terminating', '77 gone'])
    const last = trace.events.filter((event) => event.kind === 'eip').at(-1)
    expect(last).toMatchObject({ atUs: seconds(77), status: 'Available' })
    expect(warningsOf(trace)).toEqual([])
  })

  it('should leave other instances and later associations alone', () => {
    const trace = runWith({ 'shop-7/eipBind': 1 }, born)
    expect(warningsOf(trace)).toEqual([])
  })
})
