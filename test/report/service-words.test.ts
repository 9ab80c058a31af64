import { describe, expect, it } from 'vitest'
import type { AutoscaledFact, OrderFact } from '../../src/deployment/fact.ts'
import { describeEvent } from '../../src/report/event-words.ts'
import type { Event } from '../../src/trace/event.ts'

const told = (fact: Omit<Event, 'seq' | 'atUs'>) => describeEvent({ seq: 1, atUs: 0, ...fact } as Event)
const scaled = (from: number, to: number, reason: AutoscaledFact['reason']) =>
  told({ kind: 'autoscaled', app: 'llm', from, to, reason } as AutoscaledFact)
const metric = (of: 'qps' | 'cpu' | 'backlog', value: number, threshold: number) =>
  ({ kind: 'metric', metric: of, value, threshold }) as const

describe('an inference service in the story of a run (facts/deployment B.6)', () => {
  it('says what its autoscaler did, and which metric asked for it', () => {
    expect(scaled(2, 4, metric('qps', 38.04, 20))).toBe(
      'the autoscaler takes llm from 2 to 4 instances: 38 requests/s for each instance, the threshold is 20',
    )
    expect(scaled(2, 3, metric('cpu', 91.25, 80))).toMatch(/: 91\.3 % of the workers are busy, the threshold/)
    expect(scaled(2, 3, metric('backlog', 12, 10))).toMatch(/: 12 requests wait at each instance, the/)
  })

  it('says why there are fewer', () => {
    expect(scaled(2, 1, metric('qps', 3, 20))).toBe(
      'the autoscaler takes llm from 2 to 1 instance: it wanted no more for the whole window',
    )
    expect(scaled(1, 0, { kind: 'idle' })).toMatch(/to 0 instances: nobody called it for the whole window$/)
    expect(scaled(5, 3, { kind: 'bounds' })).toMatch(/to 3 instances: its policy allows no other number$/)
  })

  it('says what woke it up', () => {
    expect(scaled(0, 1, { kind: 'request' })).toMatch(/from 0 to 1 instance: a request came$/)
  })

  it('says which state it is in', () => {
    expect(told({ kind: 'serviceState', app: 'llm', state: 'Failed' } as never)).toBe('service llm is Failed')
  })

  it('says that an update pauses, and not that a batch timed out', () => {
    const order: OrderFact = {
      kind: 'order',
      app: 'llm',
      order: 1,
      type: 'CoDeploy',
      status: 'paused',
      version: 'v2',
      previousVersion: 'v1',
      instances: 3,
      minReady: 3,
      rolling: true,
      code: 'REPLICA_FAILED',
    }
    expect(told(order)).toBe('change 1 (deploy llm v1 → v2) pauses: a new replica failed: REPLICA_FAILED')
  })
})
