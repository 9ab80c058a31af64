/** Requests of flows: the windows that a run counted, put together for the whole run and for the phases of each change. */
import { LatencyHistogram } from './latency-histogram.ts'
import { isOver, type Order } from './orders.ts'
import type { BackendCount, RequestError, RequestRecord, RequestWindow } from './request-record.ts'
import type {
  BackendShare,
  LatencyFigures,
  RequestFigures,
  RequestsOfChange,
  RequestsSummary,
} from './request-summary.ts'

const SECOND_US = 1_000_000

/** Absent where no flow has requests. */
export function foldRequests(
  records: readonly RequestRecord[] | undefined,
  orders: readonly Order[],
  endUs: number,
): { readonly requests?: readonly RequestsSummary[] } {
  if (records === undefined) return {}
  return {
    requests: records.map(({ flow, windows }) => ({
      flow,
      total: together(windows, 0, endUs),
      intervals: windows.map((window) => ({
        ...together([window], window.fromUs, window.untilUs),
        since: window.since,
      })),
      changes: changesOf(windows, orders, endUs),
    })),
  }
}

function changesOf(
  windows: readonly RequestWindow[],
  orders: readonly Order[],
  endUs: number,
): RequestsOfChange[] {
  return orders.map((order, at) => {
    const beginUs = order.begin.atUs
    const overUs = endOf(order, endUs)
    const beforeUs = Math.max(0, ...orders.slice(0, at).map((each) => endOf(each, endUs)))
    const nextUs = Math.min(endUs, ...orders.slice(at + 1).map(({ begin }) => begin.atUs))
    return {
      order: order.begin.order,
      ...phase('before', windows, beforeUs, beginUs),
      ...phase('during', windows, beginUs, overUs),
      ...phase('after', windows, overUs, nextUs),
    }
  })
}

function endOf(order: Order, endUs: number): number {
  return isOver(order) ? order.last.atUs : endUs
}

/** Orders begin and end where windows do. */
function phase(
  name: 'before' | 'during' | 'after',
  windows: readonly RequestWindow[],
  fromUs: number,
  untilUs: number,
): Partial<Record<typeof name, RequestFigures>> {
  if (untilUs <= fromUs) return {}
  const within = windows.filter((window) => window.fromUs >= fromUs && window.fromUs < untilUs)
  return { [name]: together(within, fromUs, untilUs) }
}

function together(windows: readonly RequestWindow[], fromUs: number, untilUs: number): RequestFigures {
  const statuses = new Map<number, number>()
  const backends = new Map<string, BackendCount>()
  const errors = new Map<string, RequestError>()
  const latencies = new LatencyHistogram()
  for (const window of windows) {
    for (const { status, count } of window.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count)
    for (const backend of window.backends) addBackend(backends, backend)
    for (const error of window.errors) addError(errors, error)
    latencies.add(window.latencies)
  }
  const requests = sum(windows, 'requests')
  const unfinished = sum(windows, 'unfinished')
  const succeeded = latencies.total
  const latency = latencyOf(latencies)
  return {
    fromUs,
    untilUs,
    requests,
    succeeded,
    failed: requests - unfinished - succeeded,
    unfinished,
    retries: sum(windows, 'retries'),
    statuses: [...statuses].map(([status, count]) => ({ status, count })).sort((a, b) => a.status - b.status),
    backends: sharesOf([...backends.values()], untilUs - fromUs),
    errors: [...errors.values()],
    ...(latency !== undefined && { latency }),
  }
}

function addBackend(backends: Map<string, BackendCount>, backend: BackendCount): void {
  const key = `${backend.pool ?? ''} ${backend.server}`
  const known = backends.get(key)
  backends.set(key, { ...backend, count: backend.count + (known?.count ?? 0) })
}

function addError(errors: Map<string, RequestError>, error: RequestError): void {
  const key = `${error.status} ${error.code}`
  const known = errors.get(key)
  if (known === undefined) errors.set(key, error)
  else {
    // A request of an earlier window may fail later than one of the next.
    const first = error.firstUs < known.firstUs ? error : known
    errors.set(key, {
      ...first,
      failed: known.failed + error.failed,
      retried: known.retried + error.retried,
      lastUs: Math.max(known.lastUs, error.lastUs),
      servers: [...new Set([...known.servers, ...error.servers])],
    })
  }
}

function sharesOf(backends: readonly BackendCount[], lengthUs: number): BackendShare[] {
  const all = backends.reduce((total, { count }) => total + count, 0)
  return backends.map((backend) => ({
    ...backend,
    share: rounded(backend.count / all, 1e6),
    perSecond: lengthUs === 0 ? 0 : rounded((backend.count * SECOND_US) / lengthUs, 1e3),
  }))
}

function latencyOf(latencies: LatencyHistogram): LatencyFigures | undefined {
  if (latencies.total === 0) return undefined
  return {
    p50Us: latencies.percentileUs(0.5),
    p90Us: latencies.percentileUs(0.9),
    p99Us: latencies.percentileUs(0.99),
    maxUs: latencies.maxUs,
  }
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts
}

function sum(windows: readonly RequestWindow[], key: 'requests' | 'unfinished' | 'retries'): number {
  return windows.reduce((total, window) => total + window[key], 0)
}
