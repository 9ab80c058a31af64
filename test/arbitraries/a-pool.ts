/** Random pools and what happens to them, near the edges: few servers, low thresholds, spans around drain and slow start. */
import fc from 'fast-check'
import type { BackendPool, PoolScheduler } from '../../src/cloud/backend-pool.ts'
import { CHECK } from '../../src/testing/arbitraries/health-check.ts'

export { CHECK }

const SECOND_US = 1_000_000

export const SPAN_US = 30 * SECOND_US

/** A pool of ALB as the API makes it: weighted round robin, checks on, nothing else. */
export function poolOf(words: Partial<BackendPool> = {}): BackendPool {
  return {
    key: 'web',
    product: 'alb',
    group: 'web',
    members: [],
    scheduler: { kind: 'wrr' },
    crossZone: true,
    persistenceUs: 0,
    isMasterSlave: false,
    healthCheck: CHECK,
    ...words,
  }
}

/** Checks switched off; the key is left out, as in the file. */
export function uncheckedPool(words: Partial<BackendPool> = {}): BackendPool {
  const { healthCheck: _, ...rest } = poolOf(words)
  return rest
}

const schedulers: Record<BackendPool['product'], PoolScheduler[]> = {
  alb: [
    { kind: 'wrr' },
    { kind: 'wrr' },
    { kind: 'wlc' },
    { kind: 'sch' },
    { kind: 'uch', parameter: 'user' },
  ],
  clbHttp: [{ kind: 'wrr' }, { kind: 'rr' }],
  clbStream: [
    { kind: 'wrr' },
    { kind: 'rr' },
    { kind: 'wlc' },
    { kind: 'sch' },
    { kind: 'tch' },
    { kind: 'qch' },
  ],
  nlb: [{ kind: 'wrr' }, { kind: 'wlc' }, { kind: 'rr' }, { kind: 'sch' }, { kind: 'tch' }, { kind: 'qch' }],
  serviceName: [{ kind: 'random' }],
}

/** The other readings of section 9, each at times. */
function someReadings(): fc.Arbitrary<Partial<BackendPool>> {
  return fc.record(
    {
      onAllUnhealthy: fc.constantFrom('open' as const, 'closed' as const),
      servesUnjudged: fc.boolean(),
      slowStartCurve: fc.constantFrom('linear' as const, 'envoy' as const),
    },
    { requiredKeys: [] },
  )
}

export function aPool(): fc.Arbitrary<BackendPool> {
  const product = fc.constantFrom<BackendPool['product']>(
    'alb',
    'alb',
    'clbHttp',
    'clbStream',
    'nlb',
    'serviceName',
  )
  return product.chain((product) =>
    fc
      .record({
        scheduler: fc.constantFrom(...schedulers[product]),
        crossZone: product === 'alb' || product === 'nlb' ? fc.boolean() : fc.constant(true),
        isMasterSlave: product === 'clbStream' ? fc.boolean() : fc.constant(false),
        slowStartUs: fc.option(fc.constant(SPAN_US), { nil: undefined }),
        drainUs: fc.constantFrom(undefined, 0, SPAN_US),
        rows: fc.option(fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })), {
          nil: undefined,
          freq: 4,
        }),
        mode: fc.constantFrom<'iptables' | 'ipvs'>('iptables', 'ipvs'),
        publishesNotReady: fc.boolean(),
        readings: someReadings(),
      })
      .map(
        ({
          scheduler,
          crossZone,
          isMasterSlave,
          slowStartUs,
          drainUs,
          rows,
          mode,
          publishesNotReady,
          readings,
        }): BackendPool => {
          const base = uncheckedPool({ product, scheduler, crossZone, isMasterSlave })
          if (product === 'serviceName')
            return { ...base, service: { mode, publishesNotReady, affinityUs: 0 } }
          return {
            ...base,
            ...readings,
            ...(product === 'alb' && slowStartUs !== undefined && { slowStartUs }),
            ...(product !== 'clbHttp' && drainUs !== undefined && { drainUs }),
            ...(rows !== undefined && {
              healthCheck: { ...CHECK, healthyThreshold: rows[0], unhealthyThreshold: rows[1] },
            }),
          }
        },
      ),
  )
}

/** Server numbers are 0 to 3; a step that makes no sense for its server now is passed over. */
export type PoolStep =
  | { readonly kind: 'add'; readonly server: number; readonly weight: number; readonly isSound: boolean }
  | { readonly kind: 'remove' | 'terminate'; readonly server: number }
  | { readonly kind: 'weigh'; readonly server: number; readonly weight: number }
  | { readonly kind: 'probes'; readonly server: number; readonly passed: boolean; readonly count: number }
  | {
      readonly kind: 'pick'
      readonly zone: string
      readonly source: number
      readonly draw: number
      readonly isLong: boolean
    }
  | { readonly kind: 'wait'; readonly us: number }

export function aPoolStep(): fc.Arbitrary<PoolStep> {
  const server = fc.nat(3)
  const weight = fc.constantFrom(0, 1, 2, 3, 50, 100)
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('add' as const), server, weight, isSound: fc.boolean() }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'terminate' as const), server }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('weigh' as const), server, weight }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('probes' as const),
        server,
        passed: fc.boolean(),
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('pick' as const),
        zone: fc.constantFrom('h', 'i'),
        source: fc.nat(0xffff_ffff),
        draw: fc.nat(999).map((parts) => parts / 1000),
        isLong: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        us: fc.constantFrom(1, SECOND_US, SPAN_US / 2, SPAN_US - 1, SPAN_US),
      }),
    },
  )
}
