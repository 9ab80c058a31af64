/** What could be interesting in a plan, and how one sees it in a run. */
import type { Plan } from '../simulation/plan.ts'
import type { ChangeSummary, ChangeVerdict, Summary } from '../trace/summary.ts'
import type { Trace } from '../trace/trace.ts'
import type { Fault, FaultKind } from './fault.ts'

export type SituationGroup = 'changes' | 'faults' | 'shortages' | 'instances' | 'flows'

/** A run as it is looked at. */
export interface SeenRun {
  readonly trace: Trace
  readonly summary: Summary
  readonly faults: readonly Fault[]
  readonly isUndecided: boolean
}

export type Sight = { readonly group: SituationGroup; readonly name: string; comes(run: SeenRun): boolean }

export function sightsOf(plan: Plan, kinds: readonly FaultKind[]): Sight[] {
  return [
    ...changeSights(plan),
    ...faultSights(kinds),
    ...shortageSights(plan),
    ...instanceSights(plan),
    ...flowSights(plan),
  ]
}

const VERDICTS: readonly ChangeVerdict[] = [
  'SAFE',
  'OUTAGE',
  'STUCK',
  'STUCK_DEGRADED',
  'ROLLED_BACK',
  'EXCEEDED_DEADLINE',
  'FAILED',
  'ABORTED',
]

const FAULT_NAMES: Readonly<Record<FaultKind, string>> = {
  crash: 'crash',
  zone: 'zone outage',
  eipBindFails: 'EIP association fails',
  slowStart: 'slow start',
}

function changeSights({ timeline }: Plan): Sight[] {
  const orders = timeline.filter(({ action: { kind } }) => !NO_ORDERS.has(kind))
  if (orders.length === 0) return []
  const group = 'changes'
  return [
    ...VERDICTS.map(
      (verdict) =>
        ({
          group,
          name: verdict,
          comes: ({ summary }: SeenRun) => summary.changes.some((change) => change.verdict === verdict),
        }) as const,
    ),
    {
      group,
      name: 'not decided at the end',
      comes: ({ isUndecided }) => isUndecided,
    },
    ...(orders.length > 1
      ? ([
          {
            group,
            name: 'refused while another one ran',
            comes: ({ summary }: SeenRun) =>
              summary.actions.some(({ refused }) => refused?.code === 'Application.ChangerOrderRunning'),
          },
        ] as const)
      : []),
  ]
}

/** Entries of the timeline that begin no change order. */
const NO_ORDERS: ReadonlySet<string> = new Set(['configure', 'zoneOutage', 'crash', 'confirm', 'abort'])

function faultSights(kinds: readonly FaultKind[]): Sight[] {
  return kinds.flatMap((kind): Sight[] => [
    {
      group: 'faults',
      name: FAULT_NAMES[kind],
      comes: ({ faults }) => faults.some((each) => each.kind === kind),
    },
    {
      group: 'faults',
      name: `${FAULT_NAMES[kind]} while a change ran`,
      comes: (run) => run.faults.some((fault) => fault.kind === kind && hitsChange(fault, run)),
    },
  ])
}

/** Instances that are made are made by an order, or in the place of one that was lost. */
function hitsChange(fault: Fault, { trace, summary }: SeenRun): boolean {
  const isOpenAt = (atUs: number) => summary.changes.some((change) => runsAt(change, atUs))
  switch (fault.kind) {
    case 'crash':
    case 'zone':
      return isOpenAt(fault.atUs)
    case 'eipBindFails':
      return trace.events.some(
        (event) =>
          event.kind === 'warning' &&
          event.code === 'EIP_BIND_FAILED' &&
          event.instance === fault.instance &&
          isOpenAt(event.atUs),
      )
    case 'slowStart':
      return trace.events.some(
        (event) =>
          event.kind === 'instance' &&
          event.instance === fault.instance &&
          event.phase === (fault.work === 'pull' ? 'initializing' : 'starting') &&
          isOpenAt(event.atUs),
      )
  }
}

function runsAt({ fromUs, untilUs = Number.POSITIVE_INFINITY }: ChangeSummary, atUs: number): boolean {
  return fromUs <= atUs && atUs < untilUs
}

function shortageSights({ topology }: Plan): Sight[] {
  const group = 'shortages'
  const pools = [...topology.apps.values()].flatMap(({ eipPool }) => eipPool ?? [])
  return [
    ...[...new Set(pools)].map(
      (pool): Sight => ({
        group,
        name: `all EIPs of ${pool} in use`,
        comes: ({ summary }) => summary.pools.some((each) => each.pool === pool && each.peak >= each.size),
      }),
    ),
    ...(pools.length > 0 ? [warned(group, 'CREATE_NO_EIP')] : []),
    ...(topology.apps.size > 0 ? [warned(group, 'CREATE_NO_VSWITCH_IP')] : []),
  ]
}

function instanceSights({ topology }: Plan): Sight[] {
  const group = 'instances'
  if (topology.apps.size === 0) return []
  return [
    {
      group,
      name: 'fewer ready than declared',
      comes: ({ summary }) =>
        summary.apps.some(({ capacity }) => capacity.some(({ ready, declared }) => ready < declared)),
    },
    {
      group,
      name: 'nobody serves',
      comes: ({ summary }) =>
        summary.apps.some(({ capacity }) =>
          capacity.some(({ serving, declared }) => declared > 0 && serving === 0),
        ),
    },
    {
      group,
      name: 'container started again in place',
      comes: ({ trace }) =>
        trace.events.some((event) => event.kind === 'instance' && event.phase === 'backoff'),
    },
    warned(group, 'KILLED_AT_GRACE'),
  ]
}

function flowSights({ flows, topology }: Plan): Sight[] {
  const group = 'flows'
  const standing = flows.flatMap(({ name, to }) =>
    (['BLOCKED', 'DEGRADED', 'PARTIAL'] as const)
      .filter((status) => status !== 'PARTIAL' || to.kind === 'loadBalancer' || to.kind === 'service')
      .map(
        (status): Sight => ({
          group,
          name: `${name} ${status}`,
          comes: ({ summary }) =>
            summary.flows.some(
              ({ flow, intervals }) => flow === name && intervals.some((each) => each.status === status),
            ),
        }),
      ),
  )
  const lost = flows
    .filter(({ connections }) => connections !== undefined)
    .map(
      ({ name }): Sight => ({
        group,
        name: `${name}: connections lost`,
        comes: ({ summary }) =>
          summary.connections?.some(({ flow, lost }) => flow === name && lost > 0) === true,
      }),
    )
  const failed = flows
    .filter(({ requests }) => requests !== undefined)
    .map(
      ({ name }): Sight => ({
        group,
        name: `${name}: requests failed`,
        comes: ({ summary }) =>
          summary.requests?.some(({ flow, total }) => flow === name && total.failed > 0) === true,
      }),
    )
  const open: Sight = {
    group,
    name: 'a pool fails open',
    comes: ({ summary }) =>
      summary.backends?.some(({ inRotation }) => inRotation.some(({ failsOpen }) => failsOpen === true)) ===
      true,
  }
  return [...standing, ...lost, ...failed, ...(topology.loadBalancers.size > 0 ? [open] : [])]
}

function warned(group: SituationGroup, code: string): Sight {
  return {
    group,
    name: code,
    comes: ({ summary }) => summary.apps.some(({ warnings }) => warnings.some((each) => each.code === code)),
  }
}
