/**
 * What a flow sends, in the run as it was and by the hour as it is meant: requests at their declared rate, connections as many
 * as were open at most. Sizes are never guessed: a flow that does not say them has no bytes.
 */
import { HOUR_US, SECOND_US } from '../cloud/duration-range.ts'
import type { ConnectionPlan } from '../datapath/connection-plan.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Arrivals, RequestPlan } from '../datapath/request-plan.ts'
import type { Plan } from '../simulation/plan.ts'
import { NO_STATUS } from '../trace/request-record.ts'
import type { Summary } from '../trace/summary.ts'

export interface FlowTraffic {
  readonly run: Volume
  readonly hourly: Volume
  /** False: nobody said how much is sent, or how large it is. */
  readonly isDeclared: boolean
}

export interface Volume {
  /** Requests that got an answer. */
  readonly requests: number
  /** Those that are opened, over all. */
  readonly connections: number
  /** The most at a time. */
  readonly concurrent: number
  /** From the caller to the one who is called, and back; in GB of 10^9 bytes (assumed). */
  readonly forthGigabytes: number
  readonly backGigabytes: number
}

const GIGABYTE = 1e9

/** `callers`: instances that take part in the end. */
export function trafficOf(
  { name, requests, connections }: Flow,
  { durationUs }: Pick<Plan, 'durationUs'>,
  summary: Summary,
  callers: number,
): FlowTraffic {
  const answered = answeredOf(name, summary)
  const counted = summary.connections?.find(({ flow }) => flow === name)
  // Nothing is charged of a flow that nobody answers.
  const meant =
    requests === undefined || answered === 0
      ? 0
      : (meantIn(requests.arrivals, durationUs) * HOUR_US) / durationUs
  const { opened = 0, peak = 0 } = counted ?? {}
  return {
    run: volumeOf(requests, answered, { opened, open: peak }, summary.endUs, callers),
    hourly: volumeOf(requests, meant, lastingOf(connections, peak, callers), HOUR_US, callers),
    isDeclared: requests?.requestBytes !== undefined && requests.responseBytes !== undefined,
  }
}

interface Lasting {
  readonly opened: number
  readonly open: number
}

function volumeOf(
  plan: RequestPlan | undefined,
  requests: number,
  { opened, open }: Lasting,
  lengthUs: number,
  callers: number,
): Volume {
  const [forth, back] = bytesOf(plan, requests)
  return {
    requests,
    connections: opened + (plan === undefined ? 0 : openedFor(plan, requests)),
    concurrent: open + openAtATime(plan, requests, lengthUs, callers),
    forthGigabytes: forth / GIGABYTE,
    backGigabytes: back / GIGABYTE,
  }
}

/** Connections of an hour when nothing changes any more. Where they are opened again and again and never closed: as in the run. */
function lastingOf(plan: ConnectionPlan | undefined, peak: number, callers: number): Lasting {
  if (plan === undefined || peak === 0) return { opened: 0, open: 0 }
  const { perInstance, everyUs, closeAfterUs } = plan
  const all = perInstance * callers
  if (everyUs === undefined) return { opened: 0, open: closeAfterUs === undefined ? all : 0 }
  return {
    opened: (all * HOUR_US) / everyUs,
    open: closeAfterUs === undefined ? peak : (all * closeAfterUs) / everyUs,
  }
}

function answeredOf(name: string, { requests }: Summary): number {
  const statuses = requests?.find(({ flow }) => flow === name)?.total.statuses ?? []
  return statuses.reduce((sum, { status, count }) => sum + (status === NO_STATUS ? 0 : count), 0)
}

/** How many the plan means to arrive in a run of this length. */
function meantIn(arrivals: Arrivals, durationUs: number): number {
  if (arrivals.kind === 'recorded') return arrivals.atUs.filter((atUs) => atUs < durationUs).length
  const { perSecond, fromUs, untilUs } = arrivals
  return (perSecond * Math.max(0, Math.min(untilUs, durationUs) - fromUs)) / SECOND_US
}

function bytesOf(plan: RequestPlan | undefined, count: number): readonly [forth: number, back: number] {
  return plan === undefined ? [0, 0] : [(plan.requestBytes ?? 0) * count, (plan.responseBytes ?? 0) * count]
}

/** A request has a connection of its own, unless its client keeps one. */
function openedFor({ keepsAlive }: RequestPlan, count: number): number {
  return keepsAlive ? 0 : count
}

/** By Little's law: arrivals by the time that each is worked on. */
function openAtATime(
  plan: RequestPlan | undefined,
  count: number,
  lengthUs: number,
  callers: number,
): number {
  if (plan === undefined || count === 0) return 0
  if (plan.keepsAlive)
    return plan.sources === undefined ? callers : plan.sources.last - plan.sources.first + 1
  const { serviceTime, sending } = plan
  const meanUs = (serviceTime.minUs + serviceTime.maxUs) / 2 + (sending?.durationUs ?? 0)
  return (count * meanUs) / lengthUs
}
