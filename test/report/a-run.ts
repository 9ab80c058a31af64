/** Hand-made runs for the renderers' tests: say what each lane, flow and pool does, get a `Run` with a fitting trace. */
import type { ToldEdit } from '../../src/checking/edit.ts'
import type { Claim } from '../../src/checking/expectation.ts'
import type { Finding } from '../../src/checking/finding.ts'
import type { Reason } from '../../src/cloud/reason.ts'
import type { Phase } from '../../src/deployment/phase.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import type { Run } from '../../src/report/run.ts'
import type { Event, FlowState, Happening } from '../../src/trace/event.ts'
import type {
  ChangeSummary,
  FlowInterval,
  FlowVerdict,
  InstanceSummary,
  Span,
  Summary,
} from '../../src/trace/summary.ts'

export const S = 1_000_000
export const M = 60 * S

export const eip = (last: number) => ipv4(203, 0, 113, last)

type Steps<T> = readonly (readonly [fromUs: number, value: T])[]

export interface Sketch {
  readonly name?: string
  readonly file?: string
  readonly description?: string
  readonly endUs?: number
  readonly instances?: readonly {
    readonly name: string
    readonly version?: string
    readonly eip?: number
    readonly phases: Steps<Phase>
  }[]
  /** Declared and ready over time. */
  readonly capacity?: Steps<readonly [declared: number, ready: number]>
  readonly pool?: { readonly name: string; readonly size: number; readonly inUse: Steps<number> }
  readonly flows?: readonly {
    readonly name: string
    readonly verdict: FlowVerdict
    readonly states: Steps<Partial<FlowState>>
  }[]
  readonly changes?: readonly Partial<ChangeSummary>[]
  readonly happenings?: Steps<Happening>
  readonly findings?: readonly (Partial<Omit<Finding, 'expectation'>> & {
    readonly text: string
    readonly claim?: Claim
  })[]
  readonly assumptions?: Run['scenario']['assumptions']
  readonly notices?: Run['scenario']['notices']
  readonly reasons?: readonly Reason[]
  readonly strict?: boolean
}

export function aRun(sketch: Sketch = {}): Run {
  const endUs = sketch.endUs ?? 15 * M
  const instances = sketch.instances ?? []
  const drafts: (readonly [atUs: number, happening: Happening, tell: (seq: number) => void])[] = []
  const emit = (atUs: number, happening: Happening, tell: (seq: number) => void = () => {}) =>
    drafts.push([atUs, happening, tell])

  const spansOf = <T, V extends object>(
    steps: Steps<T>,
    shape: (value: T) => V,
    happening: (value: T) => Happening,
  ): (Span & V)[] =>
    steps.map(([fromUs, value], index) => {
      const span = { fromUs, untilUs: steps[index + 1]?.[0] ?? endUs, since: -1, ...shape(value) }
      emit(fromUs, happening(value), (seq) => {
        span.since = seq
      })
      return span
    })

  for (const [atUs, happening] of sketch.happenings ?? []) emit(atUs, happening)
  const lanes = instances.map((instance): InstanceSummary => {
    const base = {
      instance: instance.name,
      version: instance.version ?? 'v1',
      ...(instance.eip === undefined ? {} : { eip: eip(instance.eip) }),
    } as const
    const spans = spansOf(
      instance.phases,
      (phase) => ({ phase }),
      (phase): Happening => ({
        kind: 'instance',
        app: 'shop',
        phase,
        restarts: 0,
        answering: phase === 'ready',
        ...base,
      }),
    )
    return { ...base, spans }
  })
  const capacity = spansOf(
    sketch.capacity ?? [],
    ([declared, ready]) => ({ declared, ready, serving: ready }),
    ([declared, ready]) => ({ kind: 'capacity', app: 'shop', declared, ready, serving: ready }),
  )
  const { pool } = sketch
  const inUse = spansOf(
    pool?.inUse ?? [],
    (count) => ({ count }),
    () => ({ kind: 'eip', pool: pool!.name, address: eip(10), status: 'InUse' }),
  )
  const flows = (sketch.flows ?? []).map(({ name, verdict, states }) => ({
    flow: name,
    verdict,
    intervals: spansOf(
      states,
      (state) => stateOf(state),
      (state) => ({ kind: 'flow', flow: name, ...stateOf(state) }),
    ) as FlowInterval[],
    askedUs: endUs,
    throughUs: endUs,
    sources: [],
    sightings: [],
  }))
  const events: Event[] = drafts
    .toSorted(([a], [b]) => a - b)
    .map(([atUs, happening, tell], seq) => {
      tell(seq)
      return { seq, atUs, ...happening }
    })
  const summary: Summary = {
    name: sketch.name ?? 'A run',
    seed: 42,
    endUs,
    apps:
      instances.length === 0 && capacity.length === 0
        ? []
        : [{ app: 'shop', instances: lanes, capacity, warnings: [] }],
    pools: pool === undefined ? [] : [{ pool: pool.name, size: pool.size, inUse, peak: pool.size }],
    flows,
    changes: (sketch.changes ?? []).map((change, index) => ({ ...aChange(index + 1), ...change })),
    actions: events.flatMap((event) =>
      event.kind === 'action' ? [{ atUs: event.atUs, text: event.text, since: event.seq }] : [],
    ),
    quietFromUs: events.at(-1)?.atUs ?? 0,
  }
  const reasons = new Map((sketch.reasons ?? []).map((reason) => [reason.code, reason]))
  return {
    scenario: {
      name: sketch.name ?? 'A run',
      file: sketch.file ?? 'scenarios/a-run.yaml',
      durationUs: endUs,
      topology: { region: 'cn-hangzhou' },
      assumptions: sketch.assumptions ?? [],
      notices: sketch.notices ?? [],
      ...(sketch.description === undefined ? {} : { description: sketch.description }),
    },
    trace: { name: sketch.name ?? 'A run', seed: 42, endUs, events },
    summary,
    findings: (sketch.findings ?? []).map(({ text, claim, ...finding }, index) => ({
      status: 'held',
      message: 'as expected',
      ...finding,
      expectation: {
        text,
        origin: { path: `expect[${index}]`, line: 30 + index, column: 5 },
        ...(claim ?? { kind: 'flow', flow: 'partner', mode: 'always', state: 'reachable' }),
      },
    })),
    version: '0.1.0',
    reasonOf: (code) => reasons.get(code),
    ...(sketch.strict === undefined ? {} : { strict: sketch.strict }),
  }
}

function stateOf(state: Partial<FlowState>): FlowState {
  return { status: 'REACHABLE', asked: 1, through: 1, ...state }
}

function aChange(order: number): ChangeSummary {
  return {
    order,
    app: 'shop',
    type: 'CoDeploy',
    version: 'v2',
    previousVersion: 'v1',
    fromUs: M,
    untilUs: 3 * M,
    status: 'success',
    statusFromUs: 3 * M,
    statusSince: 0,
    details: {},
    verdict: 'SAFE',
    waitsFor: [],
    since: 0,
    minReady: 2,
    leastReady: 3,
    leastServing: 3,
    outages: [],
  }
}

const REASON: Reason = {
  code: 'WHITELIST_MISS',
  severity: 'error',
  sentence: 'The source address {source} is not on the whitelist of {host}.',
  fix: 'Add {source} to {path}.',
  source: 'vpc R9.3',
}

/** The change that lets the spare address of the rolling run in. */
export const WHITELIST_EDIT: ToldEdit = {
  words: 'let the whitelist of partner have 203.0.113.13',
  origin: { path: 'internet.partner.whitelist', line: 27, column: 50 },
  lines: [
    { sign: '-', text: 'whitelist: [ 203.0.113.10/31 ]' },
    { sign: '+', text: 'whitelist: [ 203.0.113.10/31, 203.0.113.13 ]' },
  ],
}

/** Three instances, four EIPs, one rolling deployment; the partner's whitelist lacks the spare address. */
export function aRollingRun(): Run {
  const blocked: Partial<FlowState> = {
    status: 'BLOCKED',
    asked: 3,
    through: 2,
    code: 'WHITELIST_MISS',
    instance: 'shop-4',
    details: { source: '203.0.113.13', host: 'partner', path: 'internet.partner.whitelist' },
  }
  const run = aRun({
    name: 'Rolling replacement with one EIP per instance',
    file: 'scenarios/rolling-eip.yaml',
    instances: [
      {
        name: 'shop-1',
        eip: 10,
        phases: [
          [0, 'ready'],
          [95 * S, 'terminating'],
          [100 * S, 'gone'],
        ],
      },
      {
        name: 'shop-2',
        eip: 11,
        phases: [
          [0, 'ready'],
          [135 * S, 'terminating'],
          [140 * S, 'gone'],
        ],
      },
      {
        name: 'shop-3',
        eip: 12,
        phases: [
          [0, 'ready'],
          [175 * S, 'terminating'],
          [180 * S, 'gone'],
        ],
      },
      { name: 'shop-4', version: 'v2', eip: 13, phases: newcomer(60 * S) },
      {
        name: 'shop-5',
        version: 'v2',
        eip: 10,
        phases: [
          [100 * S, 'pending'],
          [102 * S, 'initializing'],
          [105 * S, 'awaitingEip'],
          [107 * S, 'associating'],
          [110 * S, 'starting'],
          [135 * S, 'ready'],
        ],
      },
      { name: 'shop-6', version: 'v2', eip: 11, phases: newcomer(140 * S) },
    ],
    capacity: [
      [0, [3, 3]],
      [95 * S, [3, 4]],
      [100 * S, [3, 3]],
      [175 * S, [3, 2]],
      [178 * S, [3, 3]],
    ],
    pool: {
      name: 'shop',
      size: 4,
      inUse: [
        [0, 3],
        [72 * S, 4],
        [103 * S, 3],
        [107 * S, 4],
        [143 * S, 3],
        [152 * S, 4],
        [183 * S, 3],
      ],
    },
    flows: [
      { name: 'inbound', verdict: 'REACHABLE', states: [[0, {}]] },
      {
        name: 'partner',
        verdict: 'INTERMITTENT',
        states: [
          [0, {}],
          [75 * S, blocked],
        ],
      },
    ],
    changes: [{ untilUs: 183 * S }],
    happenings: [
      [M, { kind: 'action', entry: 0, text: 'deploy shop v2' }],
      [
        M,
        {
          kind: 'order',
          app: 'shop',
          order: 1,
          type: 'CoDeploy',
          status: 'running',
          version: 'v2',
          previousVersion: 'v1',
          instances: 3,
          minReady: 2,
        },
      ],
      [
        105 * S,
        {
          kind: 'warning',
          app: 'shop',
          instance: 'shop-5',
          code: 'EIP_POOL_EMPTY',
          message: 'no free EIP in pool shop',
          details: {},
        },
      ],
      [
        106 * S,
        {
          kind: 'warning',
          app: 'shop',
          instance: 'shop-5',
          code: 'EIP_POOL_EMPTY',
          message: 'no free EIP in pool shop',
          details: {},
        },
      ],
      [
        183 * S,
        {
          kind: 'order',
          app: 'shop',
          order: 1,
          type: 'CoDeploy',
          status: 'success',
          version: 'v2',
          instances: 3,
          minReady: 2,
        },
      ],
    ],
    findings: [
      { text: 'flow inbound is always reachable' },
      { text: 'rollout of shop completes within 10m' },
      {
        text: 'flow partner is always reachable',
        status: 'failed',
        message: 'partner blocked shop-4, which it sees as 203.0.113.13',
        fromUs: 75 * S,
        untilUs: 15 * M,
        code: 'WHITELIST_MISS',
        fix: 'add 203.0.113.13 to internet.partner.whitelist',
        decidedBy: { component: 'internet.partner', rule: 'whitelist', line: 27, column: 50 },
      },
    ],
    reasons: [REASON],
    assumptions: [
      { code: 'ASSUMED_TIMING', text: 'apps.shop.lifecycle.eipRelease = 3s', source: 'deployment A.13' },
    ],
    notices: [
      {
        code: 'WHITELIST_LACKS_POOL',
        message: 'the whitelist of partner covers 3 of the 4 EIPs of pool shop',
        line: 27,
        column: 50,
      },
    ],
  })
  const since = run.trace.events.find(
    (event) => event.kind === 'instance' && event.instance === 'shop-4' && event.phase === 'starting',
  )!.seq
  return {
    ...run,
    findings: run.findings.map((finding) => (finding.status === 'failed' ? { ...finding, since } : finding)),
  }
}

function newcomer(atUs: number): Steps<Phase> {
  return [
    [atUs, 'pending'],
    [atUs + 4 * S, 'initializing'],
    [atUs + 12 * S, 'associating'],
    [atUs + 15 * S, 'starting'],
    [atUs + 35 * S, 'ready'],
  ]
}
