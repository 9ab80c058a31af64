/** The verdict on each change order: what it did to the application while it ran, and how it ended. */
import type { Capacity, CapacityCourse } from './capacity.ts'
import { clip } from './clip.ts'
import type { Ending } from './ending.ts'
import { isOver, type Order, replaces, rollbackOf, takesAway } from './orders.ts'
import { standstillOf } from './standstill.ts'
import type { CapacitySpan, ChangeSummary, ChangeVerdict, Span } from './summary.ts'
import { type WaitChain, waitChainOf } from './wait-chain.ts'

const NO_CHAIN: WaitChain = { sentences: [], details: {} }

/** In order of begin. How the run ended is asked only if an order is not over by then. */
export function judgeChanges(
  orders: readonly Order[],
  capacity: ReadonlyMap<string, CapacityCourse>,
  endUs: number,
  endingOf: () => Ending,
): ChangeSummary[] {
  const ending = orders.every(isOver) ? undefined : endingOf()
  const next = new Map<Order, Order>()
  const latest = new Map<string, Order>()
  for (const order of orders) {
    const before = latest.get(order.begin.app)
    if (before !== undefined) next.set(before, order)
    latest.set(order.begin.app, order)
  }
  return orders.map((order) =>
    judgeChange(order, rollbackOf(order, next.get(order)), capacity.get(order.begin.app), endUs, ending),
  )
}

function judgeChange(
  order: Order,
  rollback: Order | undefined,
  capacity: CapacityCourse | undefined,
  endUs: number,
  ending: Ending | undefined,
): ChangeSummary {
  const { begin, last } = order
  const untilUs = isOver(order) ? last.atUs : endUs
  const spans = clip(capacity?.spans ?? [], begin.atUs, untilUs)
  const outages = outagesOf(order, spans)
  const stuck = ending && standstillOf(order, ending)
  const chain = ending && stuck ? waitChainOf(order, ending) : NO_CHAIN
  const verdict = verdictOf({ order, rollback, outages, stuck, final: capacity?.final })
  const code = codeOf(verdict, order)
  const rootCause = chain.rootCause ?? gapOf(verdict, order) ?? (last.code === code ? undefined : last.code)
  const { batch } = order
  return {
    order: begin.order,
    app: begin.app,
    type: begin.type,
    version: begin.version,
    ...(begin.previousVersion === undefined ? {} : { previousVersion: begin.previousVersion }),
    fromUs: begin.atUs,
    ...(isOver(order) ? { untilUs } : {}),
    status: last.status,
    statusFromUs: last.atUs,
    statusSince: last.seq,
    verdict,
    ...(code === undefined ? {} : { code }),
    ...(rootCause === undefined || rootCause === code ? {} : { rootCause }),
    details: {
      app: begin.app,
      version: begin.version,
      ...(batch === undefined ? {} : { batch: String(batch.batch), batches: String(batch.batches) }),
      ...chain.details,
    },
    ...(stuck === undefined ? {} : { stuck }),
    ...(rollback === undefined ? {} : { rolledBackBy: rollback.begin.order }),
    waitsFor: chain.sentences,
    since: begin.seq,
    minReady: begin.minReady,
    leastReady: least(
      order.before.ready,
      spans.map(({ ready }) => ready),
    ),
    leastServing: least(
      order.before.serving,
      spans.map(({ serving }) => serving),
    ),
    outages,
  }
}

/** An update of an inference service that may leave nobody (facts/deployment B.6). */
function gapOf(verdict: ChangeVerdict, order: Order): string | undefined {
  const { rolling, minReady } = order.begin
  if (verdict !== 'OUTAGE' || !replaces(order) || rolling !== true || minReady > 0) return undefined
  return 'UPDATE_LEAVES_NOBODY'
}

/** Spans without a serving instance, once there was one: who has not served yet cannot fail to serve. */
function outagesOf(order: Order, spans: readonly CapacitySpan[]): Span[] {
  if (takesAway(order)) return []
  const outages: Span[] = []
  let served = order.before.serving > 0
  for (const { serving, fromUs, untilUs, since } of spans) {
    const previous = outages.at(-1)
    if (serving > 0) served = true
    else if (served && previous?.untilUs === fromUs) outages[outages.length - 1] = { ...previous, untilUs }
    else if (served) outages.push({ fromUs, untilUs, since })
  }
  return outages
}

interface Ground {
  readonly order: Order
  readonly rollback: Order | undefined
  readonly outages: readonly Span[]
  readonly stuck: Span | undefined
  readonly final: Capacity | undefined
}

/** An outage outweighs all else: a service that was lost was lost, however the order ended. */
function verdictOf({ order, rollback, outages, stuck, final }: Ground): ChangeVerdict {
  if (outages.length > 0) return 'OUTAGE'
  if (stuck !== undefined) return isDegraded(final) ? 'STUCK_DEGRADED' : 'STUCK'
  if (rollback?.last.status === 'success') return 'ROLLED_BACK'
  switch (order.last.status) {
    case 'success':
      return 'SAFE'
    case 'failed':
      return 'FAILED'
    case 'aborted':
      return 'ABORTED'
    case 'running':
    case 'waitingConfirm':
    case 'waitingBatch':
    case 'paused':
      return 'UNDETERMINED'
  }
}

function isDegraded(final: Capacity | undefined): boolean {
  return final === undefined || final.ready < final.declared
}

function codeOf(verdict: ChangeVerdict, { last }: Order): string | undefined {
  switch (verdict) {
    case 'SAFE':
      return undefined
    case 'OUTAGE':
      return 'OUTAGE_WINDOW'
    case 'STUCK':
    case 'STUCK_DEGRADED':
      return 'ROLLOUT_STUCK'
    case 'ABORTED':
      return last.code ?? 'ABORTED_BY_USER'
    case 'UNDETERMINED':
      return last.status === 'waitingConfirm' ? 'MANUAL_BATCH_WAIT' : 'RUN_TOO_SHORT'
    case 'ROLLED_BACK':
    case 'FAILED':
    case 'EXCEEDED_DEADLINE':
      return last.code
  }
}

function least(before: number, later: readonly number[]): number {
  return later.length === 0 ? before : later.reduce((low, each) => Math.min(low, each))
}
