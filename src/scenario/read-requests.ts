/** The requests of a flow, as they were read. */
import type * as z from 'zod'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Path } from '../cloud/violation.ts'
import type { Endpoint } from '../datapath/flow.ts'
import type { Arrivals, RequestPlan } from '../datapath/request-plan.ts'
import type { Report } from './problem.ts'
import type { requests } from './schema/requests.ts'

type Read = z.output<typeof requests>

/** Who can be sent requests. */
const CALLED: ReadonlySet<Endpoint['kind']> = new Set([
  'loadBalancer',
  'service',
  'gateway',
  'app',
  'internet',
])
const MOST_SOURCES = 2 ** 16

/** `of`: the flow that sends them; what is wrong is told. */
export function requestPlanOf(
  read: Read | undefined,
  of: { readonly from: Endpoint; readonly to: Endpoint; readonly ip?: 'v6' },
  path: Path,
  reports: Report[],
): { requests: RequestPlan } | undefined {
  if (read === undefined) return undefined
  const at = [...path, 'requests']
  reportEnds(read, of, at, reports)
  const arrivals = arrivalsOf(read, at, reports)
  if (arrivals === undefined) return undefined
  const {
    serviceTime,
    timeout,
    retries,
    keepAlive,
    sources,
    cookies,
    sendTime,
    body,
    requestSize,
    responseSize,
  } = read
  return {
    requests: {
      arrivals,
      serviceTime,
      timeoutUs: timeout,
      retries,
      keepsAlive: keepAlive,
      ...(sources !== undefined && { sources }),
      keepsCookies: cookies,
      ...(requestSize !== undefined && { requestBytes: requestSize }),
      ...(responseSize !== undefined && { responseBytes: responseSize }),
      ...((sendTime > 0 || body === 'short') && {
        sending: { durationUs: sendTime, isCutShort: body === 'short' },
      }),
    },
  }
}

function reportEnds(
  { sources }: Read,
  { from, to, ip }: { readonly from: Endpoint; readonly to: Endpoint; readonly ip?: 'v6' },
  path: Path,
  reports: Report[],
): void {
  const isOutside = from.kind === 'internet'
  if (!CALLED.has(to.kind) || (to.kind === 'app' && !isOutside) || ip === 'v6')
    reports.push({
      code: 'FEATURE_NOT_MODELLED',
      message:
        ip === 'v6'
          ? 'requests are sent over IPv4 alone'
          : `requests are sent to load balancers, gateways, service names and hosts on the Internet, and from there to applications; ${to.name} is none of these`,
      hint: 'leave requests out: whether the flow gets through is told anyway',
      path,
    })
  if (sources === undefined) return
  if (!isOutside)
    reports.push({
      code: 'KEYS_EXCLUSIVE',
      message: `${from.name} calls from its own address, and sources are addresses on the Internet`,
      hint: 'leave sources out',
      path: [...path, 'sources'],
    })
  else if (sources.last - sources.first >= MOST_SOURCES)
    reports.push({
      code: 'VALUE_OUT_OF_RANGE',
      message: 'sources has more than 65536 addresses',
      hint: 'write a /16 or a smaller block',
      path: [...path, 'sources'],
    })
}

function arrivalsOf(
  { rate, arrivals, from, until, at }: Read,
  path: Path,
  reports: Report[],
): Arrivals | undefined {
  if (at !== undefined) {
    if (rate !== undefined || arrivals !== undefined || from !== undefined || until !== undefined)
      reports.push({
        code: 'KEYS_EXCLUSIVE',
        message: 'at says when each request arrives, and rate, arrivals, from and until say it otherwise',
        hint: 'leave at out, or the others',
        path: [...path, 'at'],
      })
    return { kind: 'recorded', atUs: at.toSorted((a, b) => a - b) }
  }
  if (rate === undefined) {
    reports.push({
      code: 'SCENARIO_SCHEMA',
      message: 'requests needs the key rate, or at',
      hint: 'write rate: 200/s, or at: [ 1s, 1.5s ]',
      path,
      at: 'key',
    })
    return undefined
  }
  const fromUs = from ?? 0
  const untilUs = until ?? Number.POSITIVE_INFINITY
  if (untilUs <= fromUs)
    reports.push({
      code: 'VALUE_OUT_OF_RANGE',
      message: `requests end at ${formatDuration(untilUs)}, and begin at ${formatDuration(fromUs)}`,
      hint: 'until comes after from',
      path: [...path, 'until'],
    })
  return { kind: arrivals ?? 'poisson', perSecond: rate, fromUs, untilUs }
}
